"""Agreement of raters against what chance alone gives so many raters and objects (评分一致性与偶然水平).

Under pure chance W averages 1/m: 0.2 for five raters. A fixed bound such as 0.3 passes noise where objects are few.

References
----------
Kendall, M. G. and Babington Smith, B. (1939). The problem of m rankings. Annals of Mathematical Statistics 10(3).
Shrout, P. E. and Fleiss, J. L. (1979). Intraclass correlations. Psychological Bulletin 86(2), 420-428.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yzperf.forensics.concordance import concordance, midranks, null_spreads, tail_share
from yzperf.forensics.mean_squares import mean_squares

Floats = NDArray[np.float64]
_LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Agreement:
    """A measure of agreement beside its null: ``expected`` is its mean by chance, ``critical`` the 95 % point.

    ``p`` is the share of deals that agree as much or more.
    """

    value: float
    expected: float
    critical: float
    p: float

    @property
    def is_beyond_chance(self) -> bool:
        """Whether chance gives so much agreement in at most one deal of twenty."""
        return self.p <= 1 - _LEVEL


def rank_agreement(scores: Floats, *, draws: int = 4_000, seed: int = 0) -> Agreement:
    """Kendall's W with ties, every rater dealing the own ranks anew for the null.

    Parameters
    ----------
    scores : array, shape (n objects, m raters)
        No rater may give all objects the same.
    """
    ranks = midranks(scores)
    spreads, exact = null_spreads(ranks, draws, seed)
    sums = ranks.sum(axis=1)
    observed = float(((sums - sums.mean()) ** 2).sum())
    value = concordance(ranks)[0]
    scale = _scale(ranks)
    critical = float(np.quantile(spreads, _LEVEL, method="higher")) / scale
    return Agreement(value, float(spreads.mean()) / scale, critical, tail_share(spreads, observed, exact))


def _scale(ranks: Floats) -> float:
    """What the spread of the rank sums is if all raters agree: W is the share of it that is reached."""
    objects, raters = ranks.shape
    centred = ranks - (objects + 1) / 2
    return float(raters * (centred**2).sum())


def score_agreement(scores: Floats, *, absolute: bool = False, draws: int = 4_000, seed: int = 0) -> Agreement:
    """ICC of a single rater, every rater dealing the own scores anew for the null.

    Parameters
    ----------
    scores : array, shape (n objects, m raters)
    absolute : bool
        Whether differences of level between the raters count against agreement, ICC(2,1); else ICC(3,1).
    """
    squares = mean_squares(scores)
    n, k = scores.shape
    whole = float(((scores - scores.mean()) ** 2).sum()) - (k - 1) * squares.raters
    random = np.random.default_rng(seed)
    dealt = random.permuted(np.broadcast_to(scores.T, (draws, k, n)), axis=2)
    between = k * dealt.mean(axis=1).var(axis=1) * n  # sum of squares between objects of every deal
    drawn = _icc(between, whole, squares.raters if absolute else None, (n, k))
    value = float(_icc(np.array([squares.objects * (n - 1)]), whole, squares.raters if absolute else None, (n, k))[0])
    at_least = int((drawn >= value - 1e-9).sum())
    return Agreement(value, float(drawn.mean()), float(np.quantile(drawn, _LEVEL)), (1 + at_least) / (1 + draws))


def _icc(between: Floats, whole: float, raters: float | None, size: tuple[int, int]) -> Floats:
    """From the sum of squares between objects, and that of objects and rest together."""
    n, k = size
    top, rest = between / (n - 1), (whole - between) / ((n - 1) * (k - 1))
    levels = 0.0 if raters is None else k * (raters - rest) / n
    found: Floats = (top - rest) / (top + (k - 1) * rest + levels)
    return found


def chance_of_ranks(objects: int, raters: int, *, draws: int = 20_000, seed: int = 0) -> tuple[float, float]:
    """Mean and 95 % point of Kendall's W if nobody agrees, without ties.

    Examples
    --------
    >>> mean, critical = chance_of_ranks(10, 5)
    >>> round(mean, 2), round(critical, 2)
    (0.2, 0.37)
    """
    ranks = np.tile(np.arange(1.0, objects + 1)[:, None], raters)
    spreads, _ = null_spreads(ranks, draws, seed)
    scale = _scale(ranks)
    return float(spreads.mean()) / scale, float(np.quantile(spreads, _LEVEL, method="higher")) / scale
