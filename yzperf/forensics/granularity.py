"""Whether a printed mean or share, and a printed standard deviation, can come from n whole answers (粒度检验).

A mean of n whole numbers is a multiple of 1/n. Printed numbers are taken as text, since ``5.00`` says more than ``5``.

References
----------
Brown, N. J. L. and Heathers, J. A. J. (2017). The GRIM test. Social Psychological and Personality Science 8(4).
Anaya, J. (2016). The GRIMMER test. PeerJ Preprints 4:e2400v1. Heathers, J. A. J. and Brown, N. J. L. (2019). DEBIT.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
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
    mean: str,
    deviation: str,
    n: int,
    *,
    items: int = 1,
    scale: tuple[int, int] | None = None,
    population: bool = False,
) -> bool:
    """Whether whole answers may exist with this printed mean and standard deviation; no genuine pair is refused.

    The squares of whole numbers add up to a whole number that is even or odd as their sum is, lies no lower than for
    answers all alike, and with a scale no higher than for answers at its two ends.

    Parameters
    ----------
    scale
        Lowest and highest answer; (0, 1) for yes and no, where this is the DEBIT test.
    population
        Whether the squares were divided by n (as some spreadsheets do) and not by n − 1.

    Examples
    --------
    >>> deviation_is_possible("5.21", "1.60", 28), deviation_is_possible("3.44", "2.47", 18)
    (True, False)
    >>> deviation_is_possible("0.35", "0.18", 20, scale=(0, 1))
    False
    """
    if n < 2:
        return Fraction(deviation) == 0 and bool(possible_totals(mean, n, items=items))
    pairs = possible_squares(mean, deviation, n, items=items, scale=scale, population=population)
    return any(squares for _, squares in pairs)


def possible_squares(
    mean: str,
    deviation: str,
    n: int,
    *,
    items: int = 1,
    scale: tuple[int, int] | None = None,
    population: bool = False,
) -> Iterator[tuple[int, range]]:
    """Yield each total that gives the mean, with the sums of squares that then give the deviation.

    One answer is a person's total over the items; the deviation is of the means of the items.
    """
    low, high = (max(Fraction(0), edge) for edge in printed_interval(deviation))
    divisor = n if population else n - 1
    for total in possible_totals(mean, n, items=items):
        least, most = range_of_squares(total, n, items, scale)
        centre = Fraction(total * total, n)
        first = max(math.ceil(centre + divisor * (low * items) ** 2), least)
        last = math.floor(centre + divisor * (high * items) ** 2)
        yield total, range(first + (first - total) % 2, (last if most is None else min(last, most)) + 1, 2)


def greatest_deviation(mean: str, n: int, scale: tuple[int, int]) -> float:
    """The greatest sample deviation that n answers within a scale, whole or not, can have about this printed mean.

    Examples
    --------
    >>> round(greatest_deviation("4.90", 40, (1, 5)), 2)
    0.65
    """
    low, high = printed_interval(mean)
    bottom, top = scale
    middle = Fraction(bottom + top, 2)
    nearest = min(max(middle, low), high)
    spread = max(Fraction(0), (nearest - bottom) * (top - nearest))
    return math.sqrt(spread * n / (n - 1))


def range_of_squares(total: int, n: int, items: int, scale: tuple[int, int] | None) -> tuple[int, int | None]:
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
