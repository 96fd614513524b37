"""Columns of a frontier made ready for the likelihood (随机前沿的样本): logarithms, terms, units and periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement
from types import MappingProxyType

import numpy as np
import pandas as pd

from yzperf.methods.benchmarking.frontier_likelihood import (
    EXPONENTIAL,
    HALF_NORMAL,
    TRUNCATED,
    FrontierData,
    Shape,
)
from yzperf.methods.benchmarking.simplex import Floats
from yzperf.methods.columns import blanks, doubled_roles, missing_columns, numbers, refuse, rows_text
from yzperf.methods.wording import listing

FORMS = ("cobb_douglas", "translog", "as_given")
KINDS: Mapping[str, float] = MappingProxyType({"production": 1.0, "cost": -1.0})
DISTRIBUTIONS = (HALF_NORMAL, TRUNCATED, EXPONENTIAL)
_LEAST_SPARE_ROWS = 5


@dataclass(frozen=True, slots=True)
class FrontierRoles:
    """Which columns and which model."""

    outcome: str
    inputs: tuple[str, ...]
    unit: str | None
    period: str | None
    kind: str
    form: str
    distribution: str
    time_varying: bool
    missing: str


@dataclass(frozen=True, slots=True)
class FrontierSample:
    """``terms`` name the columns of ``data``; ``units`` the units, ``periods`` the period of each row."""

    data: FrontierData
    terms: tuple[str, ...]
    units: tuple[str, ...]
    periods: tuple[str, ...]
    dropped: int


def read_sample(frame: pd.DataFrame, roles: FrontierRoles) -> FrontierSample:
    """Read the rows, or refuse with all that is wrong at a stage."""
    refuse(_role_problems(frame, roles))
    problems: list[str] = []
    columns = [("结果", roles.outcome), *(("投入", one) for one in roles.inputs)]
    values = np.column_stack([numbers(frame, column, role, problems) for role, column in columns])
    empty = np.isnan(values).any(axis=1)
    for key in filter(None, (roles.unit, roles.period)):
        empty |= blanks(frame[key])
    if empty.any() and roles.missing == "refuse":
        problems.append(f"{rows_text(empty)}有空缺；请补齐，或写missing='drop'剔除这些行（结果会注明行数）")
    refuse(problems)
    kept = frame[~empty]
    refuse(_log_problems(values[~empty], columns) if roles.form != "as_given" else [])
    sample = _sample(kept, values[~empty], roles, int(empty.sum()))
    refuse(_sample_problems(sample, roles))
    return sample


def _sample(kept: pd.DataFrame, values: Floats, roles: FrontierRoles, dropped: int) -> FrontierSample:
    terms, columns = _terms(values[:, 1:], roles)
    codes, names = pd.factorize(_names(kept, roles))
    ages, periods = _times(kept, roles)
    outcome = values[:, 0] if roles.form == "as_given" else np.log(values[:, 0])
    data = FrontierData(outcome, columns, codes.astype(np.int64), ages, KINDS[roles.kind])
    return FrontierSample(data, terms, tuple(str(name) for name in names), periods, dropped)


def _times(kept: pd.DataFrame, roles: FrontierRoles) -> tuple[Floats, tuple[str, ...]]:
    """How many periods each row is from the last one (0 or less), and the label of its period."""
    if not roles.period:
        return np.zeros(len(kept)), ("",) * len(kept)
    places, labels = pd.factorize(kept[roles.period], sort=True)
    return np.asarray(places - (len(labels) - 1), float), tuple(kept[roles.period].astype(str))


def _names(kept: pd.DataFrame, roles: FrontierRoles) -> pd.Series:
    if roles.unit:
        return kept[roles.unit].astype(str).str.strip()
    return pd.Series([f"第{place + 1}行" for place in range(len(kept))])


def _terms(inputs: Floats, roles: FrontierRoles) -> tuple[tuple[str, ...], Floats]:
    """The constant and the inputs, in logarithms unless as given; for translog half squares and products too."""
    if roles.form == "as_given":
        return ("常数", *roles.inputs), np.column_stack([np.ones(len(inputs)), inputs])
    logs, names = np.log(inputs), [f"ln({name})" for name in roles.inputs]
    columns, terms = [np.ones(len(logs)), *logs.T], ["常数", *names]
    if roles.form == "translog":
        for first, second in combinations_with_replacement(range(len(names)), 2):
            columns.append(logs[:, first] * logs[:, second] * (0.5 if first == second else 1.0))
            terms.append(f"½{names[first]}²" if first == second else f"{names[first]}×{names[second]}")
    return tuple(terms), np.column_stack(columns)


def _role_problems(frame: pd.DataFrame, roles: FrontierRoles) -> list[str]:
    chosen = (
        ("kind", roles.kind, tuple(KINDS)),
        ("form", roles.form, FORMS),
        ("distribution", roles.distribution, DISTRIBUTIONS),
        ("missing", roles.missing, ("refuse", "drop")),
    )
    problems = [
        f"选项{name}不能是“{told}”，可用：{'、'.join(known)}" for name, told, known in chosen if told not in known
    ]
    problems += [] if roles.inputs else ["没有指定投入列"]
    used = [
        ("结果", roles.outcome),
        *(("投入", one) for one in roles.inputs),
        ("单位", roles.unit),
        ("时期", roles.period),
    ]
    problems += missing_columns(frame, used)
    problems += doubled_roles({f"{role}（第{place + 1}个指定的列）": one for place, (role, one) in enumerate(used)})
    if roles.period and not roles.unit:
        problems.append("给了时期列（period）就要给单位列（unit）")
    if roles.time_varying and not roles.period:
        problems.append("低效随时间变化（time_varying）要有时期列（period）")
    if roles.distribution == EXPONENTIAL and roles.period:
        problems.append("面板数据不提供指数分布，请用half_normal或truncated_normal")
    return problems


def _log_problems(values: Floats, columns: Sequence[tuple[str, str]]) -> list[str]:
    return [
        f"列“{column}”（{role}）有{int((cells <= 0).sum())}个不大于0的数，不能取对数；请核对，或自行变换后写form='as_given'"
        for (role, column), cells in zip(columns, values.T, strict=True)
        if (cells <= 0).any()
    ]


def _sample_problems(sample: FrontierSample, roles: FrontierRoles) -> list[str]:
    data, problems = sample.data, []
    rows, width = data.columns.shape
    free = width + 2 + Shape(roles.distribution, roles.time_varying).further
    if rows < free + _LEAST_SPARE_ROWS:
        problems.append(f"只有{rows}行，要估计{free}个参数，至少要{free + _LEAST_SPARE_ROWS}行；请减少投入项或增加单位")
    elif np.ptp(data.outcome) == 0:
        problems.append(f"列“{roles.outcome}”（结果）对所有行都相同，无从估计")
    elif np.linalg.matrix_rank(data.columns / np.abs(data.columns).max(axis=0)) < width:
        problems.append("投入列之间有完全的线性关系，或某列对所有行都相同；请去掉多余的列")
    keys = pd.Series(list(zip(data.units.tolist(), sample.periods, strict=True)))
    if roles.unit and keys.duplicated().any():
        doubled = sorted({sample.units[unit] for unit, _ in keys[keys.duplicated()]})
        problems.append(f"{listing(doubled)}有重复的行；每个单位{'每期' if roles.period else ''}只能有一行")
    if roles.period and len(set(sample.periods)) < 2:
        problems.append("只有一个时期，请去掉period，按截面估计")
    return problems
