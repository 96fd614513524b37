"""Bands and power for several estimates at once (多个估计的联合区间与检验力): arrays in, arrays out.

References
----------
Montiel Olea, J. L. and Plagborg-Møller, M. (2019). Simultaneous confidence bands. Journal of Applied Econometrics 34.
Genz, A. (1992). Numerical computation of multivariate normal probabilities. Journal of Computational and Graphical
Statistics 1(2), 141-149.
Roth, J. (2022). Pretest with caution: event-study estimates after testing for parallel trends.
American Economic Review: Insights 4(3), 305-322.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from yzperf.methods.distributions import normal_below_all, normal_quantile, normal_quantile_all

_DRAWS = 20_000
_SEED = 20_200_901
_POINTS = 2_001
_CLOSE = 1e-7


def simultaneous_normal(covariance: np.ndarray, level: float = 0.95) -> float:
    """Multiple of the standard errors that holds for all normal estimates at once; never below a single one's."""
    single = normal_quantile((1 + level) / 2)
    errors = np.sqrt(np.diag(covariance))
    moving = errors > 0
    if moving.sum() < 2:
        return single
    values, vectors = np.linalg.eigh(covariance[np.ix_(moving, moving)])
    root = vectors * np.sqrt(values.clip(min=0))
    normal = np.random.default_rng(_SEED).standard_normal((_DRAWS, int(moving.sum())))
    largest = np.abs(normal @ root.T / errors[moving]).max(axis=1)
    return max(single, float(np.quantile(largest, level)))


def chance_all_within(mean: np.ndarray, covariance: np.ndarray, half: np.ndarray) -> float:
    """Probability that normal estimates all lie within ± ``half``; by a lattice rule, the same every time.

    Parameters
    ----------
    mean, half : ndarray, shape (q,)
    covariance : ndarray, shape (q, q)
        Positive definite.
    """
    lower = np.linalg.cholesky(covariance)
    count = len(mean)
    lattice = _lattice(count)
    found, chance = np.empty((_POINTS, count)), np.ones(_POINTS)
    for place in range(count):
        shift = mean[place] + found[:, :place] @ lower[place, :place]
        low = normal_below_all((-half[place] - shift) / lower[place, place])
        high = normal_below_all((half[place] - shift) / lower[place, place])
        chance *= high - low
        inside = low + lattice[:, place] * (high - low)
        found[:, place] = normal_quantile_all(np.clip(inside, 1e-300, 1 - 1e-16))
    return float(chance.mean())


def slope_found_with(power: float, chance_of: Callable[[float], float], unit: float) -> float:
    """Return the slope at which a test rejects with probability ``power``.

    Parameters
    ----------
    power : float
    chance_of : callable
        Probability of rejection at a slope; rises with it.
    unit : float
        Size of the first step.
    """
    low, high = 0.0, unit
    while chance_of(high) < power:
        low, high = high, 2 * high
    while high - low > _CLOSE * high:
        middle = (low + high) / 2
        low, high = (middle, high) if chance_of(middle) < power else (low, middle)
    return (low + high) / 2


@cache
def _lattice(count: int) -> np.ndarray:
    """Richtmyer's points: multiples of square roots of primes, folded so that their mean converges fast."""
    primes = [number for number in range(2, 20 * count + 20) if all(number % part for part in range(2, number))][:count]
    points = np.outer(np.arange(1, _POINTS + 1), np.sqrt(primes)) % 1
    folded: np.ndarray = np.abs(2 * points - 1)
    return folded
