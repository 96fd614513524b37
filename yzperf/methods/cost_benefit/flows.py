"""What an appraisal must bring along (成本效益分析的数据要求): dated flows in one price base."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from yzperf.domain.result import Result
from yzperf.methods.columns import blanks, doubled_roles, missing_columns, numbers, refuse, rows_text
from yzperf.methods.cost_benefit.discounting import Schedule
from yzperf.methods.wording import listing

RESIDUAL = "残值"
_DAYS = 365.0  # Actual/365, as XNPV and XIRR of Excel
_SHIFT = {"start": 0.0, "middle": 0.5, "end": 1.0}

Rate = float | Mapping[Any, float]
Effects = Mapping[str, Result | float]


@dataclass(frozen=True, slots=True)
class Basis:
    """How flows are read: columns, rate, timing, prices, residual value, effects; see ``cost_benefit_analysis``."""

    when: str
    amount: str | None
    cost: str | None
    benefit: str | None
    item: str | None
    rate: Rate
    timing: str
    base: float | str | date | None
    inflation: float
    price_index: Mapping[Any, float] | None
    price_year: int | None
    residual: float
    effects: Effects | None

    def roles(self) -> dict[str, str | None]:
        """Role in Chinese → column."""
        return {"时间": self.when, "金额": self.amount, "成本": self.cost, "效益": self.benefit, "项目": self.item}


@dataclass(frozen=True, slots=True)
class Flows:
    """Usable flows: years from the base (n,), amounts in one price base (n,), items, and the rates by year."""

    times: np.ndarray
    amounts: np.ndarray
    items: np.ndarray
    schedule: Schedule
    labels: np.ndarray
    dropped: int


def read_flows(frame: pd.DataFrame, basis: Basis) -> Flows:
    """Turn a frame into flows, or refuse with all problems of a stage.

    Raises
    ------
    MethodError
    """
    refuse(
        [
            *missing_columns(frame, basis.roles().items()),
            *doubled_roles(basis.roles()),
            *_bad_layout(basis),
            *_bad_rates(basis.rate),
            *_bad_prices(basis),
        ]
    )
    problems: list[str] = []
    long, dropped = _long(frame, basis, problems)
    dated = _is_dated(frame[basis.when])
    moments = _moments(long["when"], dated, basis.when, problems)
    refuse(problems)
    refuse(_too_few(long))
    effects = {name: _level(effect) for name, effect in (basis.effects or {}).items()}
    refuse(_unknown_items(effects, long["item"]))
    amounts = long["amount"].to_numpy(float) * long["item"].map(lambda name: effects.get(name, 1.0)).to_numpy(float)
    labels, calendar = _calendar(long["when"], dated)
    times = moments - _base(moments, dated, basis.base) + _SHIFT[basis.timing]
    amounts = amounts * _deflators(calendar, times, basis)
    items = long["item"].to_numpy(object)
    if basis.residual:
        times, amounts = np.append(times, times.max()), np.append(amounts, basis.residual)
        items, labels = np.append(items, RESIDUAL), np.append(labels, labels[np.argmax(moments)])
    return Flows(times, amounts, items, schedule_of(basis.rate), labels, dropped)


def schedule_of(rate: Rate) -> Schedule:
    """First year → rate; one rate serves all years. Keys may be text, as a case file writes them."""
    if isinstance(rate, Mapping):
        return {int(year): float(share) for year, share in rate.items()}
    return {0: float(rate)}


def _bad_layout(basis: Basis) -> list[str]:
    problems = []
    both = basis.cost is not None and basis.benefit is not None
    if (basis.amount is None) == (basis.cost is None and basis.benefit is None) or (basis.amount is None and not both):
        problems.append("金额列（amount，成本为负、效益为正）与成本列、效益列（cost、benefit）二选一，后两列须一并指定")
    if basis.timing not in _SHIFT:
        problems.append(f"发生时点（timing）应为{'、'.join(_SHIFT)}之一，现为“{basis.timing}”")
    if not np.isfinite(basis.residual):
        problems.append(f"残值（residual）应为数，现为{basis.residual}")
    return problems


def _bad_rates(rate: Rate) -> list[str]:
    if isinstance(rate, Mapping):
        keys = [key for key in rate if not str(key).isdigit()]
        problems = [f"分段折现率的键应为起始年（0、31 等整数），现有：{listing(keys)}"] if keys else []
        problems += [] if rate else ["分段折现率（rate）是空的，至少给出一段"]
        rates = list(rate.values())
    else:
        problems, rates = [], [rate]
    bad = [share for share in rates if not _is_number(share) or not -1 < share < 1]
    told = f"折现率（rate）应写成小数并在－1与1之间（8%写0.08），现有：{listing([str(one) for one in bad])}"
    return [*problems, *([told] if bad else [])]


def _bad_prices(basis: Basis) -> list[str]:
    problems = []
    if not _is_number(basis.inflation) or basis.inflation <= -1:
        problems.append(f"物价涨幅（inflation）应为大于－1的小数，现为{basis.inflation}")
    if basis.price_index is None:
        return problems
    if basis.inflation:
        problems.append("物价涨幅（inflation）与物价指数（price_index）只用一种")
    table = {str(key): value for key, value in basis.price_index.items()}
    if str(basis.price_year) not in table:
        problems.append("使用物价指数（price_index）要指明价格基年（price_year），且指数中有这一年")
    if any(not _is_number(value) or value <= 0 for value in table.values()):
        problems.append("物价指数（price_index）应都大于0")
    return problems


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and bool(np.isfinite(value))


def _long(frame: pd.DataFrame, basis: Basis, problems: list[str]) -> tuple[pd.DataFrame, int]:
    """One row per flow. An empty cost or benefit beside a filled one is nothing spent; a row of blanks is left out."""
    parts = []
    sides = (
        [(basis.amount, 1.0, "金额")] if basis.amount else [(basis.cost, -1.0, "成本"), (basis.benefit, 1.0, "效益")]
    )
    columns = [(numbers(frame, str(column), role, problems), sign, role) for column, sign, role in sides]
    for values, sign, role in columns:
        if not basis.amount and (values < 0).any():
            problems.append(
                f"列“{dict((r, c) for c, _, r in sides)[role]}”（{role}）应填正数：数据{rows_text(values < 0)}"
            )
        items = _items(frame, basis, role, values)
        parts.append(pd.DataFrame({"when": frame[basis.when].to_numpy(), "amount": sign * values, "item": items}))
    empty = np.all([np.isnan(values) for values, _, _ in columns], axis=0)
    undated = blanks(frame[basis.when]) & ~empty
    if undated.any():
        problems.append(f"列“{basis.when}”（时间）空缺而有金额：数据{rows_text(undated)}。请补上发生时间")
    long = pd.concat(parts, ignore_index=True)
    long = long[long["amount"].notna() & ~blanks(long["when"])].reset_index(drop=True)
    return long, int(empty.sum())


def _items(frame: pd.DataFrame, basis: Basis, role: str, values: np.ndarray) -> np.ndarray:
    if basis.item is not None:
        return frame[basis.item].fillna("未注明").astype(str).str.strip().to_numpy(object)
    if basis.amount is None:
        return np.full(len(frame), role, dtype=object)
    return np.where(values < 0, "成本", "效益").astype(object)


def _is_dated(cells: pd.Series) -> bool:
    """Dates, or text that is no number: years and periods are numbers."""
    if pd.api.types.is_numeric_dtype(cells):
        return False
    filled = cells[~blanks(cells)]
    return bool(pd.to_numeric(filled, errors="coerce").isna().any())


def _moments(cells: pd.Series, dated: bool, column: str, problems: list[str]) -> np.ndarray:
    """Years as numbers: periods as they are, dates in days over 365."""
    if not dated:
        return pd.to_numeric(cells, errors="coerce").to_numpy(float)
    days = pd.to_datetime(cells.astype(str), errors="coerce", format="ISO8601")
    if days.isna().any():
        found = [str(cell) for cell in cells[days.isna()]]
        problems.append(f"列“{column}”（时间）应为年份、期数或 2024-03-01 式的日期，现有：{listing(found)}")
    since = (days - pd.Timestamp("1970-01-01")).dt.total_seconds() / 86_400
    return since.to_numpy(float) / _DAYS


def _calendar(cells: pd.Series, dated: bool) -> tuple[np.ndarray, np.ndarray]:
    """How each moment is written, and its calendar year (or period)."""
    if not dated:
        values = pd.to_numeric(cells).to_numpy(float)
        return np.array([f"{value:g}" for value in values], dtype=object), values
    days = pd.to_datetime(cells.astype(str), format="ISO8601")
    return days.dt.strftime("%Y-%m-%d").to_numpy(object), days.dt.year.to_numpy(float)


def _base(moments: np.ndarray, dated: bool, base: float | str | date | None) -> float:
    if base is None:
        return float(moments.min())
    if not dated:
        return float(str(base))
    return (pd.Timestamp(str(base)) - pd.Timestamp("1970-01-01")).days / _DAYS


def _deflators(calendar: np.ndarray, times: np.ndarray, basis: Basis) -> np.ndarray:
    """Factors that bring flows at current prices to those of the price base."""
    if basis.price_index is None:
        deflated: np.ndarray = (1 + basis.inflation) ** -times
        return deflated
    table = {float(str(year)): float(level) for year, level in basis.price_index.items()}
    lacking = sorted({int(year) for year in calendar if year not in table})
    refuse([f"物价指数（price_index）缺这些年：{listing([str(year) for year in lacking])}"] if lacking else [])
    return np.array([table[float(str(basis.price_year))] / table[year] for year in calendar])


def _level(effect: Result | float) -> float:
    return float(effect.value if isinstance(effect, Result) else effect)


def _unknown_items(effects: Mapping[str, float], items: pd.Series) -> list[str]:
    lacking = [name for name in effects if name not in set(items)]
    return (
        [f"效果（effects）中的“{listing(lacking)}”不是数据里的项目，现有：{listing(sorted(set(items)))}"]
        if lacking
        else []
    )


def _too_few(long: pd.DataFrame) -> list[str]:
    if len(long) < 2:
        return [f"可用的现金流只有{len(long)}笔，至少要2笔"]
    if not long["amount"].any():
        return ["现金流全部为0，没有可分析的成本和效益"]
    return []
