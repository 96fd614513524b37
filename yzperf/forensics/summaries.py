"""What summaries of samples leave of one another (均值、标准差、人数): of counts by grade, of groups and their whole.

Printed numbers are intervals, all that is rounded to their digits. A deviation may have been divided by n or by n − 1:
both are allowed everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, sqrt
from statistics import NormalDist

from yzperf.forensics.significance import Interval, sizes


@dataclass(frozen=True, slots=True)
class Group:
    """So many people with the mean and the standard deviation that are printed of them, each as an interval."""

    n: int
    mean: Interval
    deviation: Interval = (0.0, inf)


def mean_of_grades(points: Sequence[float], counts: Sequence[int]) -> float:
    """Mean of the points of so many answers of each grade.

    Examples
    --------
    >>> mean_of_grades((5, 4, 3), (2, 1, 1))
    4.25
    """
    return sum(point * count for point, count in zip(points, counts, strict=True)) / sum(counts)


def deviations_of_grades(points: Sequence[float], counts: Sequence[int]) -> tuple[float, float]:
    """Standard deviation of such answers, the squares divided by n − 1 and by n.

    Examples
    --------
    >>> sample, population = deviations_of_grades((5, 1), (2, 2))
    >>> round(sample, 3), population
    (2.309, 2.0)
    """
    n, mean = sum(counts), mean_of_grades(points, counts)
    squares = sum(count * (point - mean) ** 2 for point, count in zip(points, counts, strict=True))
    return sqrt(squares / max(1, n - 1)), sqrt(squares / n)


def mean_of_groups(groups: Sequence[Group]) -> Interval:
    """Mean of all people of the groups.

    Examples
    --------
    >>> mean_of_groups([Group(30, (4.0, 4.0)), Group(10, (3.0, 3.0))])
    (3.75, 3.75)
    """
    people = sum(group.n for group in groups)
    low, high = (sum(group.n * group.mean[end] for group in groups) / people for end in (0, 1))
    return low, high


def deviation_of_groups(groups: Sequence[Group]) -> Interval:
    """Standard deviation of all people of the groups: what is within the groups and what is between their means.

    Examples
    --------
    >>> low, high = deviation_of_groups([Group(50, (4.2, 4.2), (0.8, 0.8)), Group(50, (4.0, 4.0), (0.8, 0.8))])
    >>> round(low, 3), round(high, 3)
    (0.798, 0.81)
    """
    people = sum(group.n for group in groups)
    within = [sum(_squares(group, end) for group in groups) for end in (0, 1)]
    between = _between(groups, people)
    return sqrt((within[0] + between[0]) / people), sqrt((within[1] + between[1]) / max(1, people - 1))


def _squares(group: Group, end: int) -> float:
    return (group.n - 1 if end == 0 else group.n) * group.deviation[end] ** 2


def _between(groups: Sequence[Group], people: int) -> Interval:
    """Squares between the means; how far rounding moves them is bounded by the slope at the printed means."""
    middles = [sum(group.mean) / 2 for group in groups]
    halves = [(group.mean[1] - group.mean[0]) / 2 for group in groups]
    centre = sum(group.n * middle for group, middle in zip(groups, middles, strict=True)) / people
    squares = moved = 0.0
    for group, middle, half in zip(groups, middles, halves, strict=True):
        squares += group.n * (middle - centre) ** 2
        moved += 2 * group.n * abs(middle - centre) * half + group.n * half**2
    return max(0.0, squares - moved), squares + moved


def t_of_groups(first: Group, second: Group) -> Interval:
    """Size of the t of two groups, variances pooled or not, whichever lies further out.

    Examples
    --------
    >>> low, high = t_of_groups(Group(50, (4.5, 4.5), (0.5, 0.5)), Group(50, (4.3, 4.3), (0.5, 0.5)))
    >>> round(low, 2), round(high, 2)
    (1.98, 2.0)
    """
    apart = sizes((first.mean[0] - second.mean[1], first.mean[1] - second.mean[0]))
    errors = [error for end in (0, 1) for error in _errors_of_difference(first, second, end)]
    least, most = min(errors), max(errors)
    return apart[0] / most if most else 0.0, apart[1] / least if least else inf


def _errors_of_difference(first: Group, second: Group, end: int) -> tuple[float, ...]:
    """Standard errors of a difference by n − 1 and by n, of one variance and of two."""
    a, b = first.deviation[end] ** 2, second.deviation[end] ** 2
    n, m = first.n, second.n
    pooled = ((n - 1) * a + (m - 1) * b) / (n + m - 2)
    larger = (n * a + m * b) / (n + m - 2)
    one = 1 / n + 1 / m
    return sqrt(pooled * one), sqrt(larger * one), sqrt(a / n + b / m), sqrt(a / (n - 1) + b / (m - 1))


def t_of_mean(group: Group) -> Interval:
    """Size of the t of one mean against nought, as of paired differences."""
    apart = sizes(group.mean)
    least, most = group.deviation[0] / sqrt(group.n), group.deviation[1] / sqrt(group.n - 1)
    return apart[0] / most if most else 0.0, apart[1] / least if least > 0 else inf


def f_of_groups(groups: Sequence[Group]) -> Interval:
    """F of a one-way analysis of variance of these groups."""
    people, many = sum(group.n for group in groups), len(groups)
    between = _between(groups, people)
    within = [sum(_squares(group, end) for group in groups) / (people - many) for end in (0, 1)]
    low = between[0] / (many - 1) / within[1] if within[1] else 0.0
    return low, between[1] / (many - 1) / within[0] if within[0] > 0 else inf


def half_of_mean(group: Group, level: float) -> Interval:
    """Half the width of the confidence interval of a mean, normal or by t.

    Examples
    --------
    >>> low, high = half_of_mean(Group(100, (4.0, 4.0), (0.8, 0.8)), 0.95)
    >>> round(low, 3), round(high, 3)
    (0.157, 0.16)
    """
    from scipy.special import stdtrit

    z, t = NormalDist().inv_cdf(0.5 + level / 2), float(stdtrit(group.n - 1, 0.5 + level / 2))
    return z * group.deviation[0] / sqrt(group.n), t * group.deviation[1] / sqrt(group.n - 1)


def limits_of_share(share: float, n: int, level: float) -> tuple[Interval, ...]:
    """Confidence limits of a share between 0 and 1: plain, with continuity, Wilson, Agresti–Coull, Clopper–Pearson.

    Examples
    --------
    >>> [round(end, 3) for end in limits_of_share(0.5, 100, 0.95)[0]]
    [0.402, 0.598]
    """
    from scipy.special import betaincinv

    z = NormalDist().inv_cdf(0.5 + level / 2)
    plain = z * sqrt(share * (1 - share) / n)
    centre, root = (share + z * z / (2 * n)), z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale, hits = 1 + z * z / n, share * n
    middle = centre / scale
    broad = z * sqrt(middle * (1 - middle) / (n + z * z))
    tail = (1 - level) / 2
    exact = (
        float(betaincinv(hits, n - hits + 1, tail)) if hits > 0 else 0.0,
        float(betaincinv(hits + 1, n - hits, 1 - tail)) if hits < n else 1.0,
    )
    return (
        (share - plain, share + plain),
        (share - plain - 0.5 / n, share + plain + 0.5 / n),
        ((centre - root) / scale, (centre + root) / scale),
        (middle - broad, middle + broad),
        exact,
    )


def chi_square(rows: Sequence[Sequence[float]]) -> tuple[float, float]:
    """χ² of a table of counts, and with Yates' correction where it has two rows and two columns (else the same).

    Examples
    --------
    >>> [round(value, 3) for value in chi_square([(68, 14), (136, 12)])]
    [4.23, 3.383]
    """
    totals, columns = [sum(row) for row in rows], [sum(column) for column in zip(*rows, strict=True)]
    people = sum(totals)
    parts = [
        (abs(cell - total * column / people), total * column / people)
        for row, total in zip(rows, totals, strict=True)
        for cell, column in zip(row, columns, strict=True)
    ]
    if any(expected <= 0 for _, expected in parts):
        return 0.0, inf
    plain = sum(apart**2 / expected for apart, expected in parts)
    corrected = sum(max(0.0, apart - 0.5) ** 2 / expected for apart, expected in parts)
    return plain, corrected if len(rows) == len(columns) == 2 else plain


def adjusted_r2(r2: Interval, n: int, variables: int) -> Interval:
    """R² adjusted for so many variables.

    Examples
    --------
    >>> [round(end, 3) for end in adjusted_r2((0.39, 0.39), 628, 4)]
    [0.386, 0.386]
    """
    scale = (n - 1) / (n - variables - 1)
    return 1 - (1 - r2[0]) * scale, 1 - (1 - r2[1]) * scale


def f_of_r2(r2: Interval, n: int, variables: int) -> Interval:
    """F of a whole regression from its R²."""
    low, high = ((end / variables) / ((1 - end) / (n - variables - 1)) if end < 1 else inf for end in map(_share, r2))
    return low, high


def _share(value: float) -> float:
    return min(1.0, max(0.0, value))
