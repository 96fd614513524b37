"""Multiplier bootstrap of estimates that are sums of contributions (乘子自助法): arrays in, arrays out.

References
----------
Mammen, E. (1993). Bootstrap and wild bootstrap for high dimensional linear models. Annals of Statistics 21(1).
Callaway, B. and Sant'Anna, P. H. C. (2021), algorithm 1. Journal of Econometrics 225(2), 200-230.
"""

from __future__ import annotations

import numpy as np

from yzperf.methods.distributions import normal_quantile

_ROOT = 5**0.5
_LOW, _HIGH = (1 - _ROOT) / 2, (1 + _ROOT) / 2  # Mammen's two points: mean 0, variance 1, third moment 1
_CHANCE_OF_LOW = (1 + _ROOT) / (2 * _ROOT)
_CELLS_AT_ONCE = 4_000_000
_RESOLUTION = 65_536


def multiplier_draws(contributions: np.ndarray, draws: int, seed: int) -> np.ndarray:
    """Draw the errors of K estimates with one random multiplier for every independent unit.

    Parameters
    ----------
    contributions : ndarray, shape (n, K)
        Of each unit (or cluster) to the error of each estimate.
    draws : int
    seed : int

    Returns
    -------
    ndarray, shape (draws, K)
    """
    rng = np.random.default_rng(seed)
    total = contributions.sum(axis=0)
    found = np.empty((draws, contributions.shape[1]))
    step = max(1, _CELLS_AT_ONCE // len(contributions))
    for start in range(0, draws, step):
        size = (min(step, draws - start), len(contributions))
        low = rng.integers(_RESOLUTION, size=size, dtype=np.uint16) < round(_CHANCE_OF_LOW * _RESOLUTION)
        found[start : start + size[0]] = _HIGH * total + (_LOW - _HIGH) * (low.astype(float) @ contributions)
    return found


def robust_spread(errors: np.ndarray) -> np.ndarray:
    """Standard errors from the middle half of the draws, which a few wild ones do not move."""
    ends = np.quantile(errors, [0.25, 0.75], axis=0)
    spread: np.ndarray = (ends[1] - ends[0]) / (normal_quantile(0.75) - normal_quantile(0.25))
    return spread


def simultaneous_critical(errors: np.ndarray, spread: np.ndarray, level: float = 0.95) -> float:
    """Multiple of the standard errors that holds for all estimates at once; never below the one for a single one."""
    single = normal_quantile((1 + level) / 2)
    moving = spread > 0
    if not moving.any():
        return single
    largest = np.abs(errors[:, moving] / spread[moving]).max(axis=1)
    return max(single, float(np.quantile(largest, level)))
