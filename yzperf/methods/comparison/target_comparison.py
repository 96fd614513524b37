"""What was achieved against what was aimed at (与目标比较).

References
----------
财预〔2020〕10号第十七条所列比较法：将实施情况与绩效目标比较。
Cochran, W. G. (1977). Sampling Techniques, 3rd ed., ch. 2, 3 and 6. Wiley.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from yzperf.methods.columns import blanks, doubled_roles, missing_columns, numbers, refuse, rows_text
from yzperf.methods.comparison.parts import Change
from yzperf.methods.comparison.target_comparison_result import Share, TargetComparison, TargetGroup, TargetObject
from yzperf.methods.sampling import Mean, wilson_interval
from yzperf.methods.wording import listing

_DIRECTIONS = ("at_least", "at_most")
_WHOLE = "全部"
_ROUNDING = 1e-9  # an outcome equal to its target but for binary rounding has met it


def target_comparison(
    frame: pd.DataFrame,
    *,
    actual: str,
    target: str | float,
    direction: Literal["at_least", "at_most"] = "at_least",
    name: str | None = None,
    group: str | None = None,
    weights: str | None = None,
    census: bool = False,
    outcome_name: str = "",
    outcome_unit: str = "",
) -> TargetComparison:
    """Compare outcomes with their targets (与目标比较): mean gap, share of objects that met it, who did not.

    Parameters
    ----------
    frame : DataFrame, one row per object
        Rows with an empty cell in a used column are left out and counted.
    actual : str
        Column of the outcome, numeric, in ``outcome_unit``.
    target : str or float
        Column of the target, or one target for all.
    direction : {"at_least", "at_most"}
        Whether outcomes from the target up (default) or down meet it.
    name : str, optional
        Column that names the object; row numbers stand in.
    group : str, optional
        Column of groups to be shown apart.
    weights : str, optional
        Column of weights (population, area, amount …).
    census : bool
        The rows are all the objects there are, not a sample: the figures are exact and have no interval.
    outcome_name, outcome_unit : str
        How sentences and picture name the outcome.

    Returns
    -------
    TargetComparison

    Raises
    ------
    MethodError
        If the data do not carry the method; all problems of a stage at once.

    Notes
    -----
    Mean gaps have t intervals with n−1 degrees of freedom (linearised where weighted), shares Wilson intervals.
    """
    roles = {
        "实际值": actual,
        "目标值": target if isinstance(target, str) else None,
        "名称": name,
        "分组": group,
        "权重": weights,
    }
    refuse(
        [
            *missing_columns(frame, roles.items()),
            *doubled_roles(roles),
            *_option_problems(target, direction),
        ]
    )
    read = _read(frame, actual, target, (name, group, weights))
    refuse(_number_problems(read, census))
    labels = list(dict.fromkeys(read.groups)) if group is not None else []
    return TargetComparison(
        outcome_name=outcome_name or actual,
        outcome_unit=outcome_unit,
        direction=direction,
        target=float(target) if not isinstance(target, str) else None,
        census=census,
        weighted=weights is not None,
        whole=_group(read, np.ones(len(read.actual), bool), _WHOLE, direction, census),
        groups=tuple(_group(read, read.groups == label, str(label), direction, census) for label in labels),
        objects=_objects(read, direction),
        dropped=read.dropped,
    )


def _option_problems(target: str | float, direction: str) -> list[str]:
    problems = []
    if direction not in _DIRECTIONS:
        problems.append(f"选项direction不能是“{direction}”，可用：{'、'.join(_DIRECTIONS)}")
    if not isinstance(target, str) and not np.isfinite(target):
        problems.append(f"目标（target）为{target}，应是一个数，或目标一列的列名")
    return problems


@dataclass(frozen=True, slots=True)
class _Read:
    """Usable rows: arrays of one length."""

    actual: np.ndarray
    target: np.ndarray
    weights: np.ndarray
    names: np.ndarray
    groups: np.ndarray
    dropped: int


def _read(
    frame: pd.DataFrame, actual: str, target: str | float, labels: tuple[str | None, str | None, str | None]
) -> _Read:
    problems: list[str] = []
    name, group, weights = labels
    outcome = numbers(frame, actual, "实际值", problems)
    aim = numbers(frame, target, "目标值", problems) if isinstance(target, str) else np.full(len(frame), float(target))
    weight = np.ones(len(frame)) if weights is None else numbers(frame, weights, "权重", problems)
    if (weight < 0).any():
        problems.append(f"列“{weights}”（权重）有负数：{rows_text(weight < 0)}；权重应为正数")
    refuse(problems)
    usable = ~np.isnan(np.column_stack([outcome, aim, weight])).any(axis=1)
    for column in (name, group):
        usable &= True if column is None else ~blanks(frame[column])
    rows = np.flatnonzero(usable)
    names = np.array([f"第{row + 1}行" for row in rows], object) if name is None else frame[name].to_numpy(object)[rows]
    groups = np.full(len(rows), _WHOLE, object) if group is None else frame[group].to_numpy(object)[rows]
    return _Read(outcome[rows], aim[rows], weight[rows], names, groups, int((~usable).sum()))


def _number_problems(read: _Read, census: bool) -> list[str]:
    if not len(read.actual):
        return ["没有一行的各列都有值，无法计算"]
    if not read.weights.any():
        return ["权重全为0，无法计算"]
    weightless = [str(label) for label in dict.fromkeys(read.groups) if not read.weights[read.groups == label].any()]
    if weightless:
        return [f"分组{listing(weightless)}的权重全为0，无法计算；请删去或改正权重"]
    if len(read.actual) < 2 and not census:
        return ["只有1个对象，无法估计误差；若这就是全部对象，请令census=True"]
    gaps = read.actual - read.target
    if np.ptp(gaps) == 0 and not census:
        return [f"所有对象与目标的差额都是{gaps[0]:g}，无法估计误差；若这就是全部对象，请令census=True"]
    return []


def _group(read: _Read, rows: np.ndarray, label: str, direction: str, census: bool) -> TargetGroup:
    actual, target, weights = read.actual[rows], read.target[rows], read.weights[rows]
    met = _met(actual, target, direction).astype(float)
    ratio = float(weights @ actual / (weights @ target)) if (target > 0).all() else None
    share = _weighted_mean(met, weights, census)
    ends = (share.low, share.high) if census or len(met) < 2 else _wilson(share, len(met))
    return TargetGroup(
        name=label,
        count=len(actual),
        actual=float(weights @ actual / weights.sum()),
        target=float(weights @ target / weights.sum()),
        gap=_weighted_mean(actual - target, weights, census),
        ratio=ratio,
        met=int(met.sum()),
        share=Share(share.estimate, *ends),
    )


def _met(actual: np.ndarray, target: np.ndarray, direction: str) -> np.ndarray:
    slack = _ROUNDING * np.maximum(np.abs(actual), np.abs(target))
    met: np.ndarray = actual >= target - slack if direction == "at_least" else actual <= target + slack
    return met


def _weighted_mean(values: np.ndarray, weights: np.ndarray, census: bool) -> Change:
    """Mean with linearised error; a census has none, a group of one no known one."""
    shares = weights / weights.sum()
    mean = float(shares @ values)
    if census:
        return Change(mean, 0.0, mean, mean, float("nan"))
    if len(values) < 2:
        return Change(mean, *[float("nan")] * 4)
    spread = float((shares**2) @ (values - mean) ** 2) * len(values) / (len(values) - 1)
    return Change.of(mean, spread**0.5, len(values) - 1)


def _wilson(share: Change, count: int) -> tuple[float, float]:
    return wilson_interval(Mean(share.estimate, share.standard_error, share.low, share.high, count - 1, 1.0, count))


def _objects(read: _Read, direction: str) -> tuple[TargetObject, ...]:
    met = _met(read.actual, read.target, direction)
    return tuple(
        TargetObject(str(name), str(group), float(actual), float(target), bool(good))
        for name, group, actual, target, good in zip(
            read.names, read.groups, read.actual, read.target, met, strict=True
        )
    )
