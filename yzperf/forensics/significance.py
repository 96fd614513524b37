"""p values from printed test statistics (显著性复算): what the rounded statistic leaves possible, one- and two-sided.

References
----------
Epskamp, S. and Nuijten, M. B. (2016). statcheck. Nuijten et al. (2016), Behavior Research Methods 48.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Interval = tuple[float, float]
ONE_SIDED = ("t", "Z", "r")  # F and χ² have no other side


def p_interval(symbol: str, statistic: Interval, freedoms: tuple[float, ...]) -> Interval | None:
    """Two-sided p values that a statistic between these ends can have, the smallest first.

    Parameters
    ----------
    symbol : {"t", "F", "χ2", "Z", "r"}
    statistic
        Ends of what was rounded to the printed number.
    freedoms
        Degrees of freedom: one for t, χ² and r (n − 2), two for F, none for Z.

    Returns
    -------
    tuple or None
        None where degrees are missing or do not fit, or no such statistic exists.

    Examples
    --------
    >>> low, high = p_interval("t", (2.245, 2.255), (38,))
    >>> round(low, 3), round(high, 3)
    (0.03, 0.031)
    """
    known = _TAILS.get(symbol)
    if known is None or len(freedoms) != known[0] or any(degrees <= 0 for degrees in freedoms):
        return None
    low, high = statistic if symbol in ("F", "χ2") else sizes(statistic)
    if (low < 0 and high < 0) or (symbol == "r" and low > 1):
        return None
    return known[1](max(high, 0.0), *freedoms), known[1](max(low, 0.0), *freedoms)


def sizes(ends: Interval) -> Interval:
    """Smallest and largest size between two ends."""
    low, high = sorted((abs(ends[0]), abs(ends[1])))
    return (0.0 if ends[0] <= 0 <= ends[1] else low), high


def _t(size: float, degrees: float) -> float:
    return float(2 * _special().stdtr(degrees, -size))


def _r(size: float, degrees: float) -> float:
    return 0.0 if size >= 1 else _t(size * (degrees / (1 - size * size)) ** 0.5, degrees)


def _special() -> Any:
    from scipy import special

    return special


_TAILS: dict[str, tuple[int, Callable[..., float]]] = {
    "t": (1, _t),
    "r": (1, _r),
    "Z": (0, lambda size: float(2 * _special().ndtr(-size))),
    "χ2": (1, lambda value, degrees: float(_special().chdtrc(degrees, value))),
    "F": (2, lambda value, first, second: float(_special().fdtrc(first, second, value))),
}
