"""Ratios of sums and outlying objects (加权单位成本与离群判别): arrays in, plain numbers out.

References
----------
Efron, B. and Tibshirani, R. J. (1993). An Introduction to the Bootstrap, ch. 14. Chapman & Hall.
Iglewicz, B. and Hoaglin, D. C. (1993). How to Detect and Handle Outliers. ASQC Quality Press.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from yzperf.methods.resampling import bca_interval, ratio_draws

_LEAST_OBJECTS = 5  # below, resampling has too few distinct samples to say anything
_MAD_SCALE, _MEAN_SCALE = 1.4826, 1.2533  # make both spreads equal σ for normal data
_SAME = 1e-9  # log distance below which unit costs are the same but for rounding


@dataclass(frozen=True, slots=True)
class Ratio:
    """Sum of costs over sum of quantities, and the bootstrap draws behind its interval."""

    value: float
    interval: tuple[float, float] | None
    draws: np.ndarray | None


def bootstrap_ratio(cost: np.ndarray, quantity: np.ndarray, *, seed: Sequence[int], draws: int) -> Ratio:
    """Quantity-weighted unit cost with a 95 % BCa bootstrap interval over objects.

    Parameters
    ----------
    cost, quantity : ndarray, shape (n,)
        Positive.
    seed : sequence of int
        Two seeds that differ give independent draws.
    draws : int

    Returns
    -------
    Ratio
        Without interval below 5 objects.
    """
    value = float(cost.sum() / quantity.sum())
    if len(cost) < _LEAST_OBJECTS:
        return Ratio(value, None, None)
    order = np.lexsort((quantity, cost))  # the draws must not depend on the order of the rows
    sampled = ratio_draws(cost[order], quantity[order], seed, draws)
    leave_one_out = (cost.sum() - cost) / (quantity.sum() - quantity)
    return Ratio(value, bca_interval(value, sampled, leave_one_out), sampled)


def robust_z(unit_costs: np.ndarray) -> np.ndarray:
    """Distance of each unit cost from the median in robust standard deviations, on the log scale.

    Where more than half of the objects agree, the mean absolute deviation takes the place of the median one.
    """
    logs = np.log(unit_costs)
    away = logs - np.median(logs)
    spread = _MAD_SCALE * np.median(np.abs(away))
    if spread <= _SAME:
        spread = _MEAN_SCALE * np.abs(away).mean()
    if spread <= _SAME:
        return np.zeros_like(logs)
    scores: np.ndarray = away / spread
    return scores


def share_lowest(draws: list[np.ndarray], lowest: int) -> float:
    """Share of bootstrap draws in which group ``lowest`` has the least unit cost."""
    table = np.column_stack(draws)
    return float((table.argmin(axis=1) == lowest).mean())


def rank_correlation(first: np.ndarray, second: np.ndarray) -> float:
    """Spearman's rank correlation; 0 where one of the two does not vary."""
    ranks = [_ranks(values) - (len(values) + 1) / 2 for values in (first, second)]
    length = float(np.sqrt((ranks[0] ** 2).sum() * (ranks[1] ** 2).sum()))
    return float((ranks[0] * ranks[1]).sum() / length) if length > 0 else 0.0


def _ranks(values: np.ndarray) -> np.ndarray:
    """Ranks from 1, ties sharing their mean rank."""
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    means: np.ndarray = (ends - (counts - 1) / 2)[places]
    return means
