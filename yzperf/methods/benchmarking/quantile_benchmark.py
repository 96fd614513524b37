"""A quantile of all units as the benchmark (分位数标杆), with an interval that asks nothing of the distribution.

References
----------
Nyblom, J. (1992). Note on interpolated order statistics. Statistics & Probability Letters 14(2), 129-131.
Hyndman, R. J. and Fan, Y. (1996). Sample quantiles in statistical packages. The American Statistician 50(4), 361-365.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from yzperf.methods.benchmarking.quantile_benchmark_result import GroupBenchmark, QuantileBenchmark, UnitGap
from yzperf.methods.benchmarking.simplex import Floats
from yzperf.methods.columns import blanks, doubled_roles, missing_columns, numbers, refuse, rows_text
from yzperf.methods.wording import listing

_LEAST_UNITS = 5
_DIRECTIONS = ("higher", "lower")
_ALL = "全部"


def quantile_benchmark(
    frame: pd.DataFrame,
    *,
    unit: str,
    outcome: str,
    better: Literal["higher", "lower"] = "higher",
    top: float = 0.25,
    group: str | None = None,
    missing: Literal["refuse", "drop"] = "refuse",
    outcome_name: str = "",
    outcome_unit: str = "",
) -> QuantileBenchmark:
    """Take the level that the best part of the units reaches as the benchmark (分位数标杆).

    Less sensitive than the single best unit: one odd figure does not move it.

    Parameters
    ----------
    frame : DataFrame, one row per unit
    unit : str
        Column with the names.
    outcome : str
        Numeric column.
    better : {"higher", "lower"}
        Which direction is good.
    top : float
        The part of the units that reaches the benchmark: 0.25 (default) is the upper quartile, or the lower one where
        lower is better. Quantiles are interpolated linearly (type 7 of Hyndman and Fan, PERCENTILE.INC).
    group : str, optional
        Column of groups with a benchmark of their own.
    missing : {"refuse", "drop"}
        Refuse rows with an empty cell, or leave them out and say how many.
    outcome_name, outcome_unit : str
        How sentences name the outcome.

    Returns
    -------
    QuantileBenchmark
        Intervals are from interpolated order statistics (Nyblom, 1992); an end is infinite where there are too few units.

    Raises
    ------
    MethodError
        If the data do not carry the method; all problems of a stage at once.

    Examples
    --------
    >>> towns = pd.DataFrame({"镇": list("甲乙丙丁戊"), "率": [90.0, 70.0, 80.0, 60.0, 50.0]})
    >>> quantile_benchmark(towns, unit="镇", outcome="率").value
    80.0
    """
    refuse(_option_problems(frame, {"单位": unit, "结果": outcome, "分组": group}, better, top))
    kept, values = _read(frame, unit, outcome, group, missing)
    groups = kept[group].astype(str).to_numpy() if group else np.full(len(kept), _ALL)
    names = kept[unit].astype(str).str.strip().to_numpy()
    refuse(_group_problems(names, groups, values))
    share = 1 - top if better == "higher" else top
    return QuantileBenchmark(
        outcome_name=outcome_name or outcome,
        outcome_unit=outcome_unit,
        better=better,
        top=top,
        groups=tuple(
            _benchmark(str(label), names[groups == label], values[groups == label], share, better)
            for label in dict.fromkeys(groups)
        ),
        dropped=len(frame) - len(kept),
    )


def quantile_interval(values: Floats, share: float, level: float = 0.95) -> tuple[float, float]:
    """Interval of a quantile from interpolated order statistics.

    Parameters
    ----------
    values : ndarray, shape (n,)
    share : float
        Which quantile, between 0 and 1.
    level : float
        Half of what is left out lies on each side.

    Examples
    --------
    >>> low, high = quantile_interval(np.arange(1.0, 21), 0.5)
    >>> round(low, 2), round(high, 2)
    (6.24, 14.76)
    """
    side = (1 + level) / 2
    return _lower_bound(np.sort(values), share, side), -_lower_bound(np.sort(-values), 1 - share, side)


def _lower_bound(ordered: Floats, share: float, level: float) -> float:
    """The bound that is below the quantile with probability ``level``; minus infinity where no value is."""
    from scipy.special import bdtrc

    count = len(ordered)
    # The r-th smallest value is below the quantile when at least r values are.
    below = np.array([bdtrc(rank - 1, count, share) for rank in range(1, count + 1)])
    if below[0] < level:
        return -np.inf
    rank = int((below >= level).sum())
    if rank == count:
        return float(ordered[-1])
    near, far = below[rank - 1] - level, level - below[rank]
    weight = 0.0 if near == 0 else 1 / (1 + rank * (1 - share) * far / ((count - rank) * share * near))
    return float((1 - weight) * ordered[rank - 1] + weight * ordered[rank])


def _benchmark(label: str, names: np.ndarray, values: Floats, share: float, better: str) -> GroupBenchmark:
    line = float(np.quantile(values, share))
    sign = 1.0 if better == "higher" else -1.0
    gaps = [
        UnitGap(str(name), float(value), max(0.0, sign * (line - float(value))))
        for name, value in zip(names, values, strict=True)
    ]
    return GroupBenchmark(str(label), line, quantile_interval(values, share), tuple(gaps))


def _read(frame: pd.DataFrame, unit: str, outcome: str, group: str | None, missing: str) -> tuple[pd.DataFrame, Floats]:
    problems: list[str] = []
    values = numbers(frame, outcome, "结果", problems)
    empty = np.isnan(values) | blanks(frame[unit]) | (blanks(frame[group]) if group else False)
    if empty.any() and missing == "refuse":
        problems.append(f"{rows_text(empty)}有空缺；请补齐，或写missing='drop'剔除（结果会注明个数）")
    refuse(problems)
    return frame[~empty], values[~empty]


def _option_problems(frame: pd.DataFrame, roles: dict[str, str | None], better: str, top: float) -> list[str]:
    problems = [] if better in _DIRECTIONS else [f"选项better不能是“{better}”，可用：{'、'.join(_DIRECTIONS)}"]
    problems += [] if 0 < top < 1 else [f"选项top为{top}，应在0和1之间（0.25指最好的四分之一）"]
    return [*problems, *missing_columns(frame, roles.items()), *doubled_roles(roles)]


def _group_problems(names: np.ndarray, groups: np.ndarray, values: Floats) -> list[str]:
    doubled = pd.Series(names)[pd.Series(names).duplicated()].unique().tolist()
    problems = [f"单位重名：{listing(doubled)}。每个单位只能有一行"] if doubled else []
    for label in dict.fromkeys(groups):
        own = values[groups == label]
        where = "" if label == _ALL else f"分组“{label}”"
        if len(own) < _LEAST_UNITS:
            problems.append(f"{where}只有{len(own)}个单位，至少要{_LEAST_UNITS}个；请合并分组")
        elif np.ptp(own) == 0:
            problems.append(f"{where}各单位的结果都相同，分不出高下")
    return problems if len(values) else ["没有可用的数据行"]
