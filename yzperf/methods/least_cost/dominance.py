"""Dominance and incremental ratios (占优与增量成本效果比): arrays in, arrays out.

References
----------
Drummond, M. F. et al. (2015). Methods for the Economic Evaluation of Health Care Programmes, ch. 4. Oxford.
Fenwick, E., Claxton, K. and Sculpher, M. (2001). Representing uncertainty: the role of cost-effectiveness
acceptability curves. Health Economics 10(8), 779-787.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

FRONTIER, DOMINATED, EXTENDED = "前沿", "被占优", "被扩展占优"


def standing(costs: np.ndarray, effects: np.ndarray) -> tuple[list[int], list[str]]:
    """Sort out the alternatives.

    Parameters
    ----------
    costs, effects : ndarray, shape (k,)
        More effect is better.

    Returns
    -------
    list of int
        Places of those on the frontier, from the cheapest up.
    list of str
        For each alternative: on the frontier, dominated (another has no less effect for no more cost), or dominated
        by a mixture of two others. Of two that are equal in both, the later counts as dominated.
    """
    words = [DOMINATED] * len(costs)
    frontier: list[int] = []
    for place in np.lexsort((np.arange(len(costs)), -effects, costs)).tolist():
        if frontier and effects[place] <= max(effects[other] for other in frontier):
            continue
        while len(frontier) > 1 and _ratio(costs, effects, frontier[-2:]) > _ratio(
            costs, effects, [frontier[-1], place]
        ):
            words[frontier.pop()] = EXTENDED
        frontier.append(place)
    for place in frontier:
        words[place] = FRONTIER
    return frontier, words


def incremental_ratios(costs: np.ndarray, effects: np.ndarray, frontier: Sequence[int]) -> list[float]:
    """Cost of one more unit of effect, from each alternative on the frontier to the next."""
    return [_ratio(costs, effects, list(pair)) for pair in pairwise(frontier)]


def mean_draws(
    costs: np.ndarray, effects: np.ndarray, seed: Sequence[int], draws: int
) -> tuple[np.ndarray, np.ndarray]:
    """Bootstrap the mean cost and mean effect of one alternative; persons are drawn whole.

    Returns
    -------
    tuple of ndarray, each of shape (draws,)
    """
    order = np.lexsort((effects, costs))  # the draws must not depend on the order of the rows
    rng, count = np.random.default_rng(seed), len(costs)
    picked = [order[rng.integers(count, size=count)] for _ in range(draws)]
    return (
        np.array([costs[rows].mean() for rows in picked]),
        np.array([effects[rows].mean() for rows in picked]),
    )


def acceptability(costs: np.ndarray, effects: np.ndarray, thresholds: np.ndarray) -> np.ndarray:
    """Share of draws in which each alternative has the highest net benefit.

    Parameters
    ----------
    costs, effects : ndarray, shape (draws, k)
    thresholds : ndarray, shape (m,)
        Worth of one unit of effect.

    Returns
    -------
    ndarray, shape (m, k)
    """
    shares = []
    for worth in thresholds:
        best = (worth * effects - costs).argmax(axis=1)
        shares.append(np.bincount(best, minlength=costs.shape[1]) / len(best))
    return np.array(shares)


def _ratio(costs: np.ndarray, effects: np.ndarray, pair: Sequence[int]) -> float:
    first, second = pair
    return float((costs[second] - costs[first]) / (effects[second] - effects[first]))
