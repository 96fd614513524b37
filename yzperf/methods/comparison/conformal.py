"""Is an effect too large for the misses of the mix (保形推断的数值部分): arrays in, arrays out.

References
----------
Chernozhukov, V., Wüthrich, K. and Zhu, Y. (2021). An exact and robust conformal inference method for counterfactual
and synthetic controls. Journal of the American Statistical Association 116(536), 1849-1864.
"""

from __future__ import annotations

import numpy as np

from yzperf.methods.comparison.simplex import nearest_mix
from yzperf.methods.comparison.wild import inverted_interval

_ROUNDING = 1e-10


def conformal_p(treated: np.ndarray, donors: np.ndarray, after: np.ndarray, effect: float = 0.0) -> float:
    """P value of a constant effect: share of cyclic shifts of the misses that are as large in the periods after.

    The mix is fitted to the outcomes of all periods as they would be without the effect, so that under it the periods
    before and after are alike.

    Parameters
    ----------
    treated : ndarray, shape (T,)
    donors : ndarray, shape (T, J)
    after : ndarray of bool, shape (T,)
    effect : float

    Returns
    -------
    float
        Never below 1/T.
    """
    without = treated - effect * after
    distances = donors - without[:, None]
    misses = np.abs(distances @ nearest_mix(distances))
    shifts = np.flatnonzero(after)[:, None] + np.arange(len(misses))
    shifted = misses[shifts % len(misses)].sum(axis=0)
    return float((shifted >= shifted[0] * (1 - _ROUNDING)).mean())


def conformal_effect(
    treated: np.ndarray, donors: np.ndarray, place: int, before: np.ndarray, *, gap: float, level: float
) -> tuple[float, tuple[float, float]]:
    """P value of no effect in one period, and the effects not rejected there, from that period and those before.

    Parameters
    ----------
    treated : ndarray, shape (T,)
    donors : ndarray, shape (T, J)
    place : int
        The period.
    before : ndarray of bool, shape (T,)
    gap : float
        Where to begin the search.
    level : float

    Returns
    -------
    tuple of float and (low, high)
        Infinite ends where the periods are fewer than 1/(1 − level).
    """
    rows = np.append(np.flatnonzero(before), place)
    mine, pool = treated[rows], donors[rows]
    after = np.arange(len(rows)) == len(rows) - 1
    p = conformal_p(mine, pool, after)
    if len(rows) * (1 - level) < 1 - _ROUNDING:
        return p, (-np.inf, np.inf)
    step = float(mine[:-1].std()) or abs(gap) or 1.0
    return p, inverted_interval(lambda effect: conformal_p(mine, pool, after, effect), gap, step / 4, level)
