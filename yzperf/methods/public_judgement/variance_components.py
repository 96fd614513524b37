"""The six intraclass correlations from mean squares (组内相关系数的数值部分).

References
----------
Shrout, P. E. and Fleiss, J. L. (1979). Intraclass correlations: uses in assessing rater reliability. Psychological
Bulletin 86(2), 420-428.
McGraw, K. O. and Wong, S. P. (1996). Forming inferences about some intraclass correlation coefficients.
Psychological Methods 1(1), 30-46.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from yzperf.forensics.mean_squares import MeanSquares
from yzperf.methods.distributions import f_above, f_quantile


@dataclass(frozen=True, slots=True)
class Intraclass:
    """One coefficient with its F test against zero and 95 % interval."""

    estimate: float
    f: float
    degrees: tuple[int, int]
    p_value: float
    low: float
    high: float


def one_way(squares: MeanSquares) -> tuple[Intraclass, Intraclass]:
    """ICC(1,1) and ICC(1,k): every object has raters of its own."""
    return _from_ratio(squares, squares.within, (squares.n - 1, squares.n * (squares.k - 1)))


def consistency(squares: MeanSquares) -> tuple[Intraclass, Intraclass]:
    """ICC(3,1) and ICC(3,k): the same raters, differences of level do not count."""
    return _from_ratio(squares, squares.rest, (squares.n - 1, (squares.n - 1) * (squares.k - 1)))


def agreement(squares: MeanSquares) -> tuple[Intraclass, Intraclass]:
    """ICC(2,1) and ICC(2,k): the same raters as a sample of raters, differences of level count."""
    n, k, top, rest = squares.n, squares.k, squares.objects, squares.rest
    single = (top - rest) / (top + (k - 1) * rest + k * (squares.raters - rest) / n)
    mean = (top - rest) / (top + (squares.raters - rest) / n)
    degrees = (n - 1, (n - 1) * (k - 1))
    f, p = _test(top, rest, degrees)
    low, high = _agreement_bounds(squares, single)
    return (
        Intraclass(single, f, degrees, p, low, high),
        Intraclass(mean, f, degrees, p, _stepped_up(low, k), _stepped_up(high, k)),
    )


def _from_ratio(squares: MeanSquares, noise: float, degrees: tuple[int, int]) -> tuple[Intraclass, Intraclass]:
    k = squares.k
    f, p = _test(squares.objects, noise, degrees)
    low = f / f_quantile(degrees, 0.975)
    high = f * f_quantile((degrees[1], degrees[0]), 0.975)
    single = Intraclass(_of_f(f, k), f, degrees, p, _of_f(low, k), _of_f(high, k))
    mean = Intraclass(_mean_of_f(f), f, degrees, p, _mean_of_f(low), _mean_of_f(high))
    return single, mean


def _test(top: float, bottom: float, degrees: tuple[int, int]) -> tuple[float, float]:
    f = top / bottom if bottom > 1e-14 * top else np.inf  # identical columns leave only rounding
    return f, f_above(f, degrees)


def _of_f(f: float, k: int) -> float:
    return 1.0 if np.isinf(f) else (f - 1) / (f + k - 1)


def _mean_of_f(f: float) -> float:
    """Reliability of the mean; with F near zero it has no lower end."""
    return 1 - 1 / f if f else -np.inf


def _agreement_bounds(squares: MeanSquares, single: float) -> tuple[float, float]:
    """Interval of ICC(2,1) with Satterthwaite's degrees (Shrout and Fleiss 1979, p. 424)."""
    n, k, top, rest, raters = squares.n, squares.k, squares.objects, squares.rest, squares.raters
    if rest <= 1e-14 * top and raters <= 1e-14 * top:
        return 1.0, 1.0
    a = k * single / (n * (1 - single))
    b = 1 + k * single * (n - 1) / (n * (1 - single))
    noise = a * raters + b * rest
    degrees = noise**2 / ((a * raters) ** 2 / (k - 1) + (b * rest) ** 2 / ((n - 1) * (k - 1)))
    upper = f_quantile((n - 1, degrees), 0.975)
    lower = f_quantile((degrees, n - 1), 0.975)
    spread = k * raters + (k * n - k - n) * rest
    low = n * (top - upper * rest) / (upper * spread + n * top)
    high = n * (lower * top - rest) / (spread + n * lower * top)
    return low, high


def _stepped_up(single: float, k: int) -> float:
    """Reliability of the mean of k raters from that of one (Spearman–Brown); has no lower end below −1/(k−1)."""
    bottom = 1 + (k - 1) * single
    return k * single / bottom if bottom > 0 else -np.inf
