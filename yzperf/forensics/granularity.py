"""Whether a printed mean or share, and a printed standard deviation, can come from n whole answers (粒度检验).

A mean of n whole numbers is a multiple of 1/n. Printed numbers are taken as text, since ``5.00`` says more than ``5``.

References
----------
Brown, N. J. L. and Heathers, J. A. J. (2017). The GRIM test. Social Psychological and Personality Science 8(4).
Anaya, J. (2016). The GRIMMER test. PeerJ Preprints 4:e2400v1. Heathers, J. A. J. and Brown, N. J. L. (2019). DEBIT.
"""

from __future__ import annotations

import math
from fractions import Fraction


def printed_interval(printed: str, *, percent: bool = False) -> tuple[Fraction, Fraction]:
    """Every value that is printed so, whichever way a 5 was rounded, ends included.

    Examples
    --------
    >>> printed_interval("5.0")
    (Fraction(99, 20), Fraction(101, 20))
    """
    half = Fraction(1, 2 * 10 ** decimals(printed))
    value, scale = Fraction(printed), 100 if percent else 1
    return (value - half) / scale, (value + half) / scale


def decimals(printed: str) -> int:
    """Decimals that are printed, zeros at the end included."""
    return len(printed.partition(".")[2])


def possible_totals(printed: str, n: int, *, items: int = 1, percent: bool = False) -> range:
    """Whole totals of all answers whose mean is printed so: of n people with ``items`` questions each.

    Examples
    --------
    >>> list(possible_totals("5.19", 28)), list(possible_totals("5.19", 32))
    ([], [166])
    """
    low, high = printed_interval(printed, percent=percent)
    return range(math.ceil(low * n * items), math.floor(high * n * items) + 1)


def power(printed: str, n: int, *, items: int = 1, percent: bool = False) -> float:
    """Share of all numbers with these decimals that n answers cannot give (检出力): 0 says the test cannot find a thing.

    After the published formula, which is too high where many means end in a 5 (n = 40 and two decimals: 0.6 for 0.4).

    Examples
    --------
    >>> power("7.22", 32), power("4.21", 400)
    (0.68, 0.0)
    """
    steps = 10 ** (decimals(printed) + (2 if percent else 0))
    return float(max(Fraction(0), 1 - Fraction(n * items, steps)))


def deviation_is_possible(
    mean: str, deviation: str, n: int, *, items: int = 1, scale: tuple[int, int] | None = None
) -> bool:
    """Whether whole answers may exist with this printed mean and sample standard deviation; no genuine pair is refused.

    The squares of whole numbers add up to a whole number that is even or odd as their sum is, lies no lower than for
    answers all alike, and with a scale no higher than for answers at its two ends.

    Parameters
    ----------
    scale
        Lowest and highest answer.
    """
    if n < 2:
        return Fraction(deviation) == 0 and bool(possible_totals(mean, n, items=items))
    return any(_squares_exist(total, deviation, n, items, scale) for total in possible_totals(mean, n, items=items))


def _squares_exist(total: int, deviation: str, n: int, items: int, scale: tuple[int, int] | None) -> bool:
    """One answer is a person's total over the items; the deviation is of the means of the items."""
    low, high = (max(Fraction(0), edge) for edge in printed_interval(deviation))
    least, most = _range_of_squares(total, n, items, scale)
    centre = Fraction(total * total, n)
    first = max(math.ceil(centre + (n - 1) * (low * items) ** 2), least)
    last = math.floor(centre + (n - 1) * (high * items) ** 2)
    last = last if most is None else min(last, most)
    return first + (first - total) % 2 <= last


def _range_of_squares(total: int, n: int, items: int, scale: tuple[int, int] | None) -> tuple[int, int | None]:
    """Least sum of squares (answers as alike as can be) and greatest (as many as can be at the ends of the scale)."""
    each, over = divmod(total, n)
    least = (n - over) * each**2 + over * (each + 1) ** 2
    if scale is None:
        return least, None
    bottom, top = (end * items for end in scale)
    if not n * bottom <= total <= n * top:
        return 1, 0
    full, left = divmod(total - n * bottom, top - bottom) if top > bottom else (0, 0)
    middle = (bottom + left) ** 2 if full < n else 0
    return least, full * top**2 + middle + max(0, n - full - 1) * bottom**2
