"""What a before/after study with a comparison group must bring along (双重差分的数据要求)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from yzperf.methods.columns import (
    blanks,
    doubled_roles,
    missing_columns,
    numbers,
    refuse,
    rows_text,
    yes_or_no,
)
from yzperf.methods.comparison.fixed_effects import panel_effects, unexplained
from yzperf.methods.comparison.panel import Sample, before_and_after, parameter_count, undetermined
from yzperf.methods.wording import listing

_LEAST_UNITS = 2


@dataclass(frozen=True, slots=True)
class Roles:
    """Which column plays which part. ``unit`` and ``cluster`` may be None."""

    outcome: str
    unit: str | None
    time: str
    treated: str
    cluster: str | None
    covariates: tuple[str, ...]
    start: float
    classical: bool

    def named(self) -> dict[str, str | None]:
        """Role in Chinese → column."""
        fixed = {"结果": self.outcome, "单位": self.unit, "时期": self.time, "是否实施组": self.treated}
        return {
            **fixed,
            "聚类": self.cluster,
            **{f"协变量{n}": name for n, name in enumerate(self.covariates, 1)},
        }


@dataclass(frozen=True, slots=True)
class _Read:
    """The columns as read, before rows with empty cells are left out."""

    outcome: np.ndarray
    times: np.ndarray
    treated: np.ndarray
    covariates: np.ndarray
    units: pd.Series | None
    clusters: pd.Series | None

    def kept(self, rows: np.ndarray) -> _Read:
        units = None if self.units is None else self.units[rows]
        clusters = None if self.clusters is None else self.clusters[rows]
        return _Read(self.outcome[rows], self.times[rows], self.treated[rows], self.covariates[rows], units, clusters)


def prepare(frame: pd.DataFrame, roles: Roles) -> tuple[Sample, int]:
    """Turn a frame into a sample, or refuse with all its problems.

    Returns
    -------
    tuple of Sample and int
        The usable rows and the number of rows left out for an empty cell.

    Raises
    ------
    MethodError
        Problems are collected in three stages (columns, cells, design); each stage tells all it finds.
    """
    refuse(
        [
            *missing_columns(frame, roles.named().items()),
            *doubled_roles(roles.named()),
            *_contradictions(roles),
        ]
    )
    read, usable = _read(frame, roles)
    kept = read.kept(usable)
    refuse([*_period_problems(kept, roles), *_group_problems(kept), *_key_problems(frame, kept, roles, usable)])
    sample = _sample(kept, roles)
    refuse(_thin_sides(sample))
    refuse([*_unchanging(sample), *_design_problems(sample, roles)])
    return sample, int((~usable).sum())


def _contradictions(roles: Roles) -> list[str]:
    if roles.classical and (roles.unit is not None or roles.cluster is not None):
        return ["经典标准误（classical）只用于没有单位列和聚类列的独立样本；面板数据一律按单位聚类，请去掉其一"]
    return []


def _read(frame: pd.DataFrame, roles: Roles) -> tuple[_Read, np.ndarray]:
    problems: list[str] = []
    outcome = numbers(frame, roles.outcome, "结果", problems)
    times = numbers(frame, roles.time, "时期", problems)
    treated = yes_or_no(frame, roles.treated, "是否实施组", problems)
    covariates = [numbers(frame, column, "协变量", problems) for column in roles.covariates]
    refuse(problems)
    table = np.column_stack([outcome, times, treated, *covariates])
    usable = ~np.isnan(table).any(axis=1)
    for key in (roles.unit, roles.cluster):
        usable &= True if key is None else ~blanks(frame[key])
    units = frame[roles.unit] if roles.unit is not None else None
    clusters = frame[roles.cluster] if roles.cluster is not None else units
    return _Read(outcome, times, treated, table[:, 3:], units, clusters), usable


def _period_problems(read: _Read, roles: Roles) -> list[str]:
    if not len(read.times):
        return ["没有一行的各列都有值，无法计算"]
    problems = []
    seen = f"数据时期为{read.times.min():g}至{read.times.max():g}，实施起点为{roles.start:g}"
    if not (read.times < roles.start).any():
        problems.append(f"没有实施前的时期，无法比较前后变化（{seen}）")
    if not (read.times >= roles.start).any():
        problems.append(f"没有实施后的时期，无法比较前后变化（{seen}）")
    return problems


def _group_problems(read: _Read) -> list[str]:
    if not len(read.treated):
        return []
    problems = []
    for code, group in ((1.0, "实施组"), (0.0, "对照组")):
        rows = read.treated == code
        count = int(rows.sum()) if read.clusters is None else read.clusters[rows].nunique()
        if not count:
            problems.append(f"没有{group}的数据；请核对“是否实施组”一列，两组都要有")
        elif count < _LEAST_UNITS:
            what = "行数据" if read.clusters is None else "个单位（或聚类）"
            problems.append(f"{group}只有{count}{what}，至少要{_LEAST_UNITS}，否则无法估计误差；{_remedy(code, read)}")
    return problems


def _remedy(group: float, read: _Read) -> str:
    """One treated unit among several can still be judged by dealing the policy anew."""
    if group == 0.0 or read.clusters is None:
        return "可改用标杆比较或个案分析"
    if read.units is not None:
        return "可改用randomisation_inference（随机化推断）"
    return "可先按聚类和时期求平均，再用randomisation_inference（随机化推断）"


def _key_problems(frame: pd.DataFrame, read: _Read, roles: Roles, usable: np.ndarray) -> list[str]:
    if read.units is None or read.clusters is None:
        return []
    problems = []
    doubled = frame[[roles.unit, roles.time]].duplicated(keep=False).to_numpy() & usable
    if doubled.any():
        problems.append(f"同一单位同一时期有多行：数据{rows_text(doubled)}；请先汇总，或不指定单位列按独立样本处理")
    for values, complaint in (
        (read.treated, "“是否实施组”前后不一；该列应说明单位属于哪一组，不随时间变"),
        (pd.factorize(read.clusters)[0], "跨越多个聚类；每个单位应只属于一个聚类"),
    ):
        changing = _changing_units(read.units, values)
        if changing:
            problems.append(f"单位{listing(changing)}{complaint}")
    return problems


def _changing_units(units: pd.Series, values: np.ndarray) -> list[str]:
    kinds = pd.Series(values, index=units.index).groupby(units).nunique()
    return [str(unit) for unit in kinds.index[kinds > 1]]


def _sample(read: _Read, roles: Roles) -> Sample:
    return Sample(
        outcome=read.outcome,
        treated=read.treated,
        times=read.times,
        after=(read.times >= roles.start).astype(float),
        covariates=read.covariates,
        units=None if read.units is None else pd.factorize(read.units)[0],
        clusters=None if read.clusters is None else pd.factorize(read.clusters)[0],
        classical=roles.classical,
    )


def _unchanging(sample: Sample) -> list[str]:
    if sample.units is None:
        return unexplained(sample.outcome, sample.outcome)
    times = np.unique(sample.times, return_inverse=True)[1]
    effects = panel_effects(sample.units, times, np.ones(len(times)))
    return unexplained(sample.outcome, effects.taken_out(sample.outcome[:, None])[:, 0])


def _thin_sides(sample: Sample) -> list[str]:
    what = "行数据" if sample.units is None else "个单位前后都有数据"
    counts = [
        (f"{group}{period}", len(values))
        for code, group in ((1.0, "实施组"), (0.0, "对照组"))
        for period, values in zip(("实施前", "实施后"), before_and_after(sample, code), strict=True)
    ]
    return [f"{name}只有{count}{what}，至少要{_LEAST_UNITS}" for name, count in counts if count < _LEAST_UNITS]


def _design_problems(sample: Sample, roles: Roles) -> list[str]:
    policy = sample.policy[:, None]
    dependent = undetermined(sample, policy)
    count = parameter_count(sample, policy)
    units = 0 if sample.units is None else int(sample.units.max()) + 1
    first = count - units - len(roles.covariates)
    problems = [
        f"协变量“{roles.covariates[place - first]}”不提供信息：不随时间变化，或可由其他列算出，请删去"
        for place in dependent
        if place >= first
    ]
    if any(place < first for place in dependent):
        problems.append("两组没有共同的时期，效应无法与时期的差别分开")
    if len(sample.outcome) <= count:
        problems.append(f"可用{len(sample.outcome)}行，待估参数{count}个，没有余下的自由度")
    return problems
