"""Score whole columns (整列计分): the same rule functions as for one row, on int64, for a table of a hundred thousand rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from yzperf.domain.quantity import Relation
from yzperf.errors import ScoreError
from yzperf.rules import Profile
from yzperf.scoring import share

Integers = npt.NDArray[np.int64]
LIMIT = 2**63 - 1
_CURVES: dict[Relation, Callable[..., share.Share]] = {
    Relation.AT_LEAST: share.at_least,
    Relation.AT_MOST: share.at_most,
    Relation.EQUAL: share.equal_to,
}


def score_columns(
    actual: Integers, target: Integers, weight: Integers, relation: npt.NDArray[Any], profile: Profile
) -> Integers:
    """Score quantitative rows by a profile.

    Parameters
    ----------
    actual, target : int64 arrays, shape (n,)
        Values of each row scaled by one power of ten common to the row (95.5 and 90 → 955 and 900). ``target`` not
        negative.
    weight : int64 array, shape (n,)
        Points in 1/100.
    relation : array of str, shape (n,)
        ``≥``, ``≤`` or ``=``.
    profile
        Gives the curve.

    Returns
    -------
    int64 array, shape (n,)
        Points in 1/100, half-up.

    Raises
    ------
    ScoreError
        If a relation is unknown, a target negative, or a value so large that int64 would wrap without a word.
    """
    _require_scorable(actual, target, weight, relation, profile)
    earned, whole = np.zeros_like(actual), np.ones_like(actual)
    for kind, curve in _CURVES.items():
        rows = relation == str(kind)
        earned[rows], whole[rows] = curve(actual[rows], target[rows], share.NUMPY)
    if profile.floor:
        earned, whole = share.floored((earned, whole), profile.floor.as_integer_ratio(), share.NUMPY)
    points: Integers = share.half_up_points(weight, (earned, whole))
    return points


def _require_scorable(
    actual: Integers, target: Integers, weight: Integers, relation: npt.NDArray[Any], profile: Profile
) -> None:
    problems = []
    unknown = ~np.isin(relation, [str(kind) for kind in _CURVES])
    if unknown.any():
        problems.append(f"第 {_rows(unknown)} 行的指标性质不是 ≥、≤、=")
    if (target < 0).any():
        problems.append(f"第 {_rows(target < 0)} 行的指标值为负数，比例没有意义，请由人判断")
    # 2 × weight × numerator + denominator; both are doubled, and the floor brings in factors of its own
    factor = 2 * (profile.floor.denominator * 2 if profile.floor else 1)
    largest = LIMIT // (max(1, int(weight.max(initial=0))) * 2 * factor + factor)
    wide = (np.abs(actual) > largest) | (target > largest)
    if wide.any():
        problems.append(f"第 {_rows(wide)} 行的数值太大，整数会溢出；请减少小数位数或换更大的计量单位")
    if problems:
        raise ScoreError(problems)


def _rows(mask: npt.NDArray[np.bool_]) -> str:
    found = np.flatnonzero(mask) + 1
    return "、".join(map(str, found[:5])) + (f" 等 {len(found)}" if len(found) > 5 else "")
