"""Rebuild a sample from its printed mean and deviation (样本重构, after SPRITE): settles what bounds and parity leave open.

SPRITE shifts answers at random until mean and deviation fit, and can only say that a sample exists. Here the answers are
counted down from the highest, whatever cannot come out any more is left, and so it is also told that none exists.

References
----------
Heathers, J. A. et al. (2018). Recovering data from summary statistics: SPRITE. PeerJ Preprints 6:e26968.
Wilner, S., Wood, K. and Simons, D. J. (2018). Complete recovery of values in Diophantine systems (CORVIDS). PsyArXiv.
"""

from __future__ import annotations

from yzperf.forensics.granularity import possible_squares, range_of_squares

Scale = tuple[int, int]
Counts = dict[int, int]


def rebuild(mean: str, deviation: str, n: int, scale: Scale, *, population: bool = False) -> Counts | None:
    """How many gave each answer, so that mean and deviation are printed so; None if whole answers cannot.

    Parameters
    ----------
    scale
        Lowest and highest answer.
    population
        Whether the squares were divided by n and not by n − 1.

    Examples
    --------
    >>> rebuild("4.20", "0.45", 5, (1, 7))
    {5: 1, 4: 4}
    >>> rebuild("1.40", "0.89", 5, (1, 5)), rebuild("1.40", "0.90", 5, (1, 5))
    ({3: 1, 1: 4}, None)
    """
    for total, squares in possible_squares(mean, deviation, n, scale=scale, population=population):
        for square in squares:
            counts = sample_with(total, square, n, scale)
            if counts is not None:
                return counts
    return None


def sample_with(total: int, squares: int, n: int, scale: Scale) -> Counts | None:
    """Counts of n whole answers within the scale with this sum and sum of squares, or None."""
    if not n:
        return None if total or squares else {}
    bottom, top = scale
    least, most = range_of_squares(total, n, 1, scale)
    if most is None or not least <= squares <= most or (squares - total) % 2:
        return None
    if bottom == top:
        return {bottom: n}
    for count in range(_most_at_top(total, squares, n, scale), -1, -1):
        rest = sample_with(total - count * top, squares - count * top * top, n - count, (bottom, top - 1))
        if rest is not None:
            return ({top: count} if count else {}) | rest
    return None


def _most_at_top(total: int, squares: int, n: int, scale: Scale) -> int:
    """No more answers at the top than lift the others not below the bottom, nor the squares above the sum."""
    bottom, top = scale
    by_sum = (total - n * bottom) // (top - bottom)
    around = squares - 2 * bottom * total + n * bottom * bottom  # squares about the bottom of the scale
    return min(n, by_sum, around // (top - bottom) ** 2)
