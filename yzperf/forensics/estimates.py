"""What an estimate, its standard error, its confidence limits and its p leave of one another (估计、标准误、区间、p 值).

Everything is an interval: the printed digits stand for all numbers that are rounded to them. Where the degrees of freedom
are not known, every number of them from one to infinity is allowed.
"""

from __future__ import annotations

from statistics import NormalDist

from yzperf.forensics.significance import Interval, p_interval, sizes

_USUAL_LEVELS = (0.90, 0.95, 0.99)


def quotient(estimate: Interval, error: Interval) -> Interval | None:
    """Sizes that the statistic (estimate ÷ standard error) can have; None where the error may be zero.

    Examples
    --------
    >>> low, high = quotient((0.345, 0.355), (0.115, 0.125))
    >>> round(low, 2), round(high, 2)
    (2.76, 3.09)
    """
    low, high = sizes(estimate)
    if error[0] <= 0:
        return None
    return low / error[1], high / error[0]


def two_sided_p(statistic: Interval, degrees: float | None = None) -> Interval:
    """The p values that a t (or z) of such a size can have.

    Examples
    --------
    >>> low, high = two_sided_p((2.245, 2.255))
    >>> round(low, 3), round(high, 3)
    (0.024, 0.267)
    """
    if degrees is not None:
        return p_interval("t", statistic, (degrees,)) or (0.0, 1.0)
    least, most = p_interval("Z", statistic, ()), p_interval("t", statistic, (1.0,))
    return (least[0] if least else 0.0), (most[1] if most else 1.0)


def critical(level: float | None, degrees: float | None = None) -> Interval:
    """Half the width of an interval of this level in standard errors; of any usual level where none is told.

    Examples
    --------
    >>> [round(end, 2) for end in critical(0.95, 38)], round(critical(0.95)[1], 2)
    ([1.96, 2.02], 12.71)
    """
    levels = _USUAL_LEVELS if level is None else (level,)
    least = min(NormalDist().inv_cdf(0.5 + one / 2) for one in levels)
    return least, max(_t_quantile(0.5 + one / 2, 1.0 if degrees is None else degrees) for one in levels)


def half_width(limits: tuple[Interval, Interval]) -> Interval:
    """Half of what lies between the two limits."""
    (low, high), (least, most) = limits
    return max(0.0, least - high) / 2, (most - low) / 2


def holds(limits: tuple[Interval, Interval], value: float) -> bool | None:
    """Whether the limits hold a value between them; None where the printed digits leave it open."""
    (low, high), (least, most) = limits
    if high < value < least:
        return True
    return False if value < low or most < value else None


def p_of_limits(limits: tuple[Interval, Interval], level: float, null: float = 0.0) -> Interval:
    """Two-sided p of the null value that such limits imply, the estimate in their middle, any degrees of freedom."""
    (low, high), (least, most) = limits
    distance = sizes(((low + least) / 2 - null, (high + most) / 2 - null))
    narrow, wide = half_width(limits)
    if narrow <= 0:
        return 0.0, 1.0
    many, few = critical(level, None)
    by_many = p_interval("Z", (distance[0] / wide * many, distance[1] / narrow * many), ()) or (0.0, 1.0)
    by_few = p_interval("t", (distance[0] / wide * few, distance[1] / narrow * few), (1.0,)) or (0.0, 1.0)
    return min(by_many[0], by_few[0]), max(by_many[1], by_few[1])


def _t_quantile(share: float, degrees: float) -> float:
    from scipy import special

    return float(special.stdtrit(degrees, share))
