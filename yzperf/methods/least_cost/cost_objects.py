"""What a comparison of unit costs must bring along (单位成本比较的数据要求)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from yzperf.methods.columns import blanks, doubled_roles, missing_columns, numbers, refuse, rows_text
from yzperf.methods.wording import listing

WHOLE = "全部"
_LEAST_OBJECTS = 2
_LEAST_DRAWS = 999

Standard = float | Mapping[str, float] | None


@dataclass(frozen=True, slots=True)
class Roles:
    """Which column plays which part, and the standard or standards."""

    cost: str
    quantity: str
    group: str | None
    name: str | None
    standard: Standard

    def named(self) -> dict[str, str | None]:
        """Role in Chinese → column."""
        return {"成本": self.cost, "数量": self.quantity, "组别": self.group, "名称": self.name}


@dataclass(frozen=True, slots=True)
class Objects:
    """The usable rows: cost and quantity (n,), names, group labels and standards (NaN without one)."""

    cost: np.ndarray
    quantity: np.ndarray
    names: np.ndarray
    groups: np.ndarray
    standards: np.ndarray
    dropped: int

    @property
    def unit_costs(self) -> np.ndarray:
        """Cost per unit of quantity, shape (n,)."""
        ratios: np.ndarray = self.cost / self.quantity
        return ratios


def prepare(frame: pd.DataFrame, roles: Roles, draws: int) -> Objects:
    """Turn a frame into objects, or refuse with all its problems.

    Raises
    ------
    MethodError
        First what columns and options lack, then what the cells lack; each stage tells all it finds.
    """
    refuse(
        [
            *missing_columns(frame, roles.named().items()),
            *doubled_roles(roles.named()),
            *_bad_standards(roles.standard, roles.group),
            *([f"重抽样次数（draws）至少{_LEAST_DRAWS}，现为{draws}"] if draws < _LEAST_DRAWS else []),
        ]
    )
    problems: list[str] = []
    costs = _positive(frame, roles.cost, "成本", problems)
    quantities = _positive(frame, roles.quantity, "数量", problems)
    usable = ~(np.isnan(costs) | np.isnan(quantities))
    usable &= True if roles.group is None else ~blanks(frame[roles.group])
    labels = _labels(frame, roles)[usable]
    problems += _group_problems(labels, roles.standard)
    if usable.sum() < _LEAST_OBJECTS:
        problems.append(f"可用的对象只有{int(usable.sum())}个，至少要{_LEAST_OBJECTS}个才能比较")
    refuse(problems)
    standards = _standards(labels, roles.standard)
    names = _names(frame, roles)[usable]
    return Objects(costs[usable], quantities[usable], names, labels, standards, int((~usable).sum()))


def _positive(frame: pd.DataFrame, column: str, role: str, problems: list[str]) -> np.ndarray:
    values = numbers(frame, column, role, problems)
    if (values <= 0).any():
        problems.append(f"列“{column}”（{role}）应大于0：数据{rows_text(values <= 0)}")
    return values


def _labels(frame: pd.DataFrame, roles: Roles) -> np.ndarray:
    if roles.group is None:
        return np.full(len(frame), WHOLE, dtype=object)
    return np.asarray(frame[roles.group].astype(str).str.strip(), dtype=object)


def _names(frame: pd.DataFrame, roles: Roles) -> np.ndarray:
    numbered = np.array([f"第{row + 1}行" for row in range(len(frame))], dtype=object)
    if roles.name is None:
        return numbered
    return np.where(blanks(frame[roles.name]), numbered, frame[roles.name].astype(str))


def _bad_standards(standard: Standard, group: str | None) -> list[str]:
    values = standard.values() if isinstance(standard, Mapping) else [] if standard is None else [standard]
    problems = [f"支出标准应为正数，现有：{value}" for value in values if not _is_positive(value)]
    if isinstance(standard, Mapping) and group is None:
        problems.append("支出标准分组给出时，要指定组别列（group）")
    return problems


def _is_positive(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < float("inf")


def _group_problems(labels: np.ndarray, standard: Standard) -> list[str]:
    if not isinstance(standard, Mapping):
        return []
    lacking = sorted(set(labels) - {str(key) for key in standard})
    return [f"以下组别没有支出标准：{listing(lacking)}"] if lacking else []


def _standards(labels: np.ndarray, standard: Standard) -> np.ndarray:
    if isinstance(standard, Mapping):
        table = {str(key): float(value) for key, value in standard.items()}
        return np.array([table[label] for label in labels])
    return np.full(len(labels), np.nan if standard is None else float(standard))
