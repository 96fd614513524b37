"""Seeded resampling (置换与自助抽样): the same data and the same seed give the same figures.

References
----------
Efron, B. and Tibshirani, R. J. (1993). An Introduction to the Bootstrap, ch. 14. Chapman & Hall.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from math import comb

import numpy as np

from yzperf.methods.distributions import normal_below, normal_quantile

_DRAWS = 9_999
_MOST_SIGNS = 16
_CELLS_AT_ONCE = 4_000_000
_ROUNDING = 1e-12


def permutation_p(first: np.ndarray, second: np.ndarray, seed: int) -> float:
    """Two-sided p value of a difference of means when the labels are dealt anew.

    All deals are gone through if there are fewer than 10,000, else 9,999 random ones.

    Parameters
    ----------
    first, second : ndarray, shapes (n,) and (m,)
    seed : int
    """
    # Sorted, so that the random deals do not depend on the order of the units.
    pool, size = np.concatenate([np.sort(first), np.sort(second)]), len(first)
    exact = comb(len(pool), size) <= _DRAWS
    deals = np.array(list(combinations(range(len(pool)), size))) if exact else _random_deals(len(pool), size, seed)
    sums = pool[deals].sum(axis=1)
    gaps = np.abs(sums / size - (pool.sum() - sums) / (len(pool) - size))
    observed = abs(first.mean() - second.mean())
    extreme = int((gaps >= observed - _ROUNDING * np.abs(pool).max()).sum())
    return extreme / len(deals) if exact else (extreme + 1) / (len(deals) + 1)


def sign_flip_p(changes: np.ndarray, seed: int) -> float:
    """Two-sided p value of a mean change when the signs of the changes are dealt anew.

    All deals are gone through up to 16 units, else 9,999 random ones.

    Parameters
    ----------
    changes : ndarray, shape (n,)
    seed : int
    """
    sizes = np.sort(np.abs(changes))
    exact = len(sizes) <= _MOST_SIGNS
    signs = (
        np.array(list(product((-1.0, 1.0), repeat=len(sizes))))
        if exact
        else 2.0 * np.random.default_rng(seed).integers(2, size=(_DRAWS, len(sizes))) - 1
    )
    extreme = int((np.abs(signs @ sizes) >= abs(changes.sum()) - _ROUNDING * sizes.sum()).sum())
    return extreme / len(signs) if exact else (extreme + 1) / (len(signs) + 1)


def ratio_draws(top: np.ndarray, bottom: np.ndarray, seed: Sequence[int], draws: int) -> np.ndarray:
    """Bootstrap the ratio of two sums by drawing whole pairs with replacement.

    Parameters
    ----------
    top, bottom : ndarray, shape (n,)
    seed : sequence of int
    draws : int

    Returns
    -------
    ndarray, shape (draws,)
    """
    rng = np.random.default_rng(seed)
    ratios = []
    for count in _portions(draws, len(top)):
        weights = rng.multinomial(len(top), np.full(len(top), 1 / len(top)), size=count)
        ratios.append((weights @ top) / (weights @ bottom))
    return np.concatenate(ratios)


def bca_interval(estimate: float, draws: np.ndarray, leave_one_out: np.ndarray) -> tuple[float, float]:
    """95 % interval from bootstrap draws, corrected for bias and skewness (BCa).

    Parameters
    ----------
    estimate : float
    draws : ndarray, shape (B,)
    leave_one_out : ndarray, shape (n,)
        The statistic without each observation in turn.
    """
    if np.ptp(draws) <= _ROUNDING * abs(estimate):
        return estimate, estimate
    bias = normal_quantile(((draws < estimate).sum() + 0.5) / (len(draws) + 1))
    pull = leave_one_out.mean() - leave_one_out
    skew = float((pull**3).sum() / (6 * (pull**2).sum() ** 1.5))
    shares = []
    for probability in (0.025, 0.975):
        shifted = bias + normal_quantile(probability)
        shares.append(normal_below(bias + shifted / (1 - skew * shifted)))
    low, high = np.quantile(draws, shares)
    return float(low), float(high)


def _random_deals(total: int, size: int, seed: int) -> np.ndarray:
    order: np.ndarray = np.random.default_rng(seed).random((_DRAWS, total)).argsort(axis=1)
    return order[:, :size]


def _portions(draws: int, width: int) -> Iterator[int]:
    """Split the draws so that no weight matrix outgrows the memory of a small machine."""
    step = max(1, _CELLS_AT_ONCE // width)
    for start in range(0, draws, step):
        yield min(step, draws - start)
