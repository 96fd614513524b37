"""The arithmetic of the scoring rules on whole numbers (得分比例): one definition for a sheet and for a portfolio.

Every function takes integers that were scaled by one common power of ten and returns a pair (numerator, denominator):
the share of the weight that is earned, between 0 and 1, exact. ``ops`` says how to take the smaller and the larger of
two values, so that the same text runs on Python integers of any size, on numpy int64 columns and on the column
expressions of a database engine (``yzperf.portfolio``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import floordiv, mod
from typing import Any

import numpy as np

from yzperf.domain.quantity import Relation

Share = tuple[Any, Any]


@dataclass(frozen=True, slots=True)
class Operations:
    """What the rules need of one kind of number; plus, minus, times and comparison they have themselves.

    ``quotient`` is the whole part of a division, exact for every numerator ≥ 0 and denominator > 0; ``remainder`` what
    is left of it.
    """

    least: Callable[[Any, Any], Any]
    greatest: Callable[[Any, Any], Any]
    choose: Callable[[Any, Any, Any], Any]
    size: Callable[[Any], Any]
    quotient: Callable[[Any, Any], Any]
    remainder: Callable[[Any, Any], Any]


PYTHON = Operations(min, max, lambda condition, yes, no: yes if condition else no, abs, floordiv, mod)
NUMPY = Operations(np.minimum, np.maximum, np.where, np.abs, np.floor_divide, np.remainder)


@dataclass(frozen=True, slots=True)
class Sense:
    """Which way a target points (指标性质): ``pull`` +1 for "≥", -1 for "≤"; ``spread`` 2 where both ways count ("=")."""

    pull: int
    spread: int


SENSES: Mapping[Relation, Sense] = {
    Relation.AT_LEAST: Sense(1, 1),
    Relation.AT_MOST: Sense(-1, 1),
    Relation.EQUAL: Sense(0, 2),
}


def completed(actual: Any, target: Any, sense: Any, ops: Operations = PYTHON) -> Share:
    """Completion of a target (完成率) of any sense: reached → all, missed → the smaller ÷ the larger value.

    Numerator and denominator are twice the values, since a + t + |a − t| is twice the larger of two: sums and one
    absolute value run several times faster on columns than choices do. Below zero there is no proportion: where a
    value is negative and the target missed, the numerator is negative or the share meaningless; callers refuse such
    rows, or take `clamped`.
    """
    gap = actual - target
    distance = ops.size(gap)
    shortfall = distance * sense.spread - gap * sense.pull
    whole = ops.greatest(actual + target + distance, 1)
    return whole - shortfall, whole


def clamped(share: Share, ops: Operations = PYTHON) -> Share:
    """The share, never below zero."""
    earned, whole = share
    return ops.greatest(earned, 0), whole


def at_least(actual: Any, target: Any, ops: Operations = PYTHON) -> Share:
    """Target "≥" (正向指标): reached → all, missed → actual ÷ target, never below zero.

    A target of zero or less carries no proportion: reached → all, missed → nothing; the caller refuses such rows where
    a person should judge.
    """
    return clamped(completed(actual, target, SENSES[Relation.AT_LEAST], ops), ops)


def at_most(actual: Any, target: Any, ops: Operations = PYTHON) -> Share:
    """Target "≤" (反向指标): kept → all, exceeded → target ÷ actual; an exceeded target of zero earns nothing."""
    return clamped(completed(actual, target, SENSES[Relation.AT_MOST], ops), ops)


def equal_to(actual: Any, target: Any, ops: Operations = PYTHON) -> Share:
    """Target "=": met → all, else the smaller ÷ the larger, never below zero."""
    return clamped(completed(actual, target, SENSES[Relation.EQUAL], ops), ops)


def within(actual: Any, low: Any, high: Any, ops: Operations = PYTHON) -> Share:
    """Target range (区间): inside → all; below → actual ÷ lower bound; above → upper bound ÷ actual."""
    above, whole = actual > high, ops.greatest(low, 1)
    below = ops.greatest(ops.least(actual, low), 0)
    earned = ops.choose(above, ops.greatest(high, 0), ops.choose(low > 0, below, whole))
    return earned, ops.choose(above, ops.greatest(actual, 1), whole)


def stepped(value: Any, tiers: Sequence[tuple[Any, Share]], ops: Operations = PYTHON) -> Share:
    """Steps (分档): from each lower bound on (inclusive) its share; below the lowest bound nothing.

    ``tiers`` are (lower bound, (numerator, denominator)) in any order.
    """
    earned: Any = value * 0
    whole: Any = earned + 1
    for lower, (n, d) in sorted(tiers, key=lambda tier: tier[0]):
        reached = value >= lower
        earned, whole = ops.choose(reached, n, earned), ops.choose(reached, d, whole)
    return earned, whole


def deducted(beyond: Any, unit: Any, lost: Share, ops: Operations = PYTHON, *, started: bool = False) -> Share:
    """Deduction per unit beyond the limit (超出扣分), floor zero.

    Parameters
    ----------
    beyond
        How far the value lies beyond its limit, in the scale of ``unit``; zero or less deducts nothing.
    unit
        Size of one unit of excess, positive.
    lost
        Share of the weight that one unit costs.
    started
        Whether a started unit counts whole (每逾期一周，不足一周按一周计); else in proportion.
    """
    excess = ops.greatest(beyond, 0)
    n, d = lost
    if started:
        units = -(-excess // unit)
        return ops.greatest(d - units * n, 0), d
    return ops.greatest(d * unit - excess * n, 0), d * unit


def listed(met: Any, count: Any, ops: Operations = PYTHON, *, vetoed: Any = False) -> Share:
    """Check-list (评价要点): met ÷ count; a veto (截留、挤占、挪用、虚列) takes all."""
    return ops.choose(vetoed, 0, ops.greatest(ops.least(met, count), 0)), ops.greatest(count, 1)


def floored(share: Share, floor: Share, ops: Operations = PYTHON) -> Share:
    """The curve with a pass floor (r − f) ÷ (1 − f), nothing below the floor."""
    (n, d), (f, g) = share, floor
    return ops.greatest(n * g - f * d, 0), d * (g - f)


def half_up_points(weight: Any, share: Share, ops: Operations = PYTHON) -> Any:
    """Points in 1/100 for a weight in 1/100: ``weight × n ÷ d`` rounded half-up (四舍五入) on integers."""
    n, d = share
    return ops.quotient(weight * n * 2 + d, d * 2)
