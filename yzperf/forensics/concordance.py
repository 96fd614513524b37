"""Concordance of rankings and its null distribution (秩一致性的数值部分): arrays in, arrays out.

References
----------
Kendall, M. G. and Babington Smith, B. (1939). The problem of m rankings. Annals of Mathematical Statistics 10(3).
"""

from __future__ import annotations

from itertools import permutations, product
from math import factorial

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_ALL_DEALS = 20_000
_CELLS_AT_ONCE = 2_000_000


def midranks(values: Floats) -> Floats:
    """Ranks of each column from the smallest value, ties get their mean rank; shape (n, m) as given."""
    return np.column_stack([_ranks(column) for column in values.T])


def tie_correction(ranks: Floats) -> float:
    """Σ (t³ − t) over the groups of ties of all raters."""
    return float(sum(((sizes**3 - sizes).sum()) for sizes in (_tie_sizes(column) for column in ranks.T)))


def concordance(ranks: Floats) -> tuple[float, float]:
    """Kendall's W with the correction for ties, and without.

    Parameters
    ----------
    ranks : ndarray, shape (n, m)
        Objects by raters.
    """
    objects, raters = ranks.shape
    spread = ((ranks.sum(axis=1) - raters * (objects + 1) / 2) ** 2).sum()
    whole = raters**2 * (objects**3 - objects) / 12
    return float(spread / (whole - raters * tie_correction(ranks) / 12)), float(spread / whole)


def null_spreads(ranks: Floats, draws: int, seed: int) -> tuple[Floats, bool]:
    """Spread of the rank sums when every rater deals the ranks anew, and whether all deals were gone through.

    The first rater may stand still. All deals are gone through up to 20,000, else random ones are drawn.

    Returns
    -------
    ndarray, shape (deals,), and bool
    """
    objects, raters = ranks.shape
    if factorial(min(objects, 12)) ** (raters - 1) <= _ALL_DEALS and objects <= 12:
        return np.array([_spread(sums) for sums in _all_sums(ranks)]), True
    rng = np.random.default_rng(seed)
    step = max(1, _CELLS_AT_ONCE // ranks.size)
    parts = []
    for start in range(0, draws, step):
        copies = np.broadcast_to(ranks.T, (min(step, draws - start), raters, objects))
        parts.append(_spread(rng.permuted(copies, axis=2).sum(axis=1)))
    return np.concatenate(parts), False


def tail_share(spreads: Floats, observed: float, exact: bool) -> float:
    """Share of the deals that spread at least as much; random deals count the observed one too."""
    extreme = int((spreads >= observed - 1e-9 * max(1.0, observed)).sum())
    return extreme / len(spreads) if exact else (extreme + 1) / (len(spreads) + 1)


def agreement_with_others(ranks: Floats) -> Floats:
    """Rank correlation of each rater with the sum of the others' ranks, shape (m,); 0 where the others cancel out."""
    found = []
    for place in range(ranks.shape[1]):
        others = _ranks(ranks.sum(axis=1) - ranks[:, place])
        own, rest = ranks[:, place] - ranks[:, place].mean(), others - others.mean()
        found.append(own @ rest / np.sqrt((own @ own) * (rest @ rest)) if rest.any() else 0.0)
    return np.array(found)


def _spread(sums: Floats) -> Floats:
    found: Floats = ((sums - sums.mean(axis=-1, keepdims=True)) ** 2).sum(axis=-1)
    return found


def _all_sums(ranks: Floats) -> list[Floats]:
    deals = [list(permutations(column)) for column in ranks.T[1:]]
    return [ranks[:, 0] + np.sum(chosen, axis=0) for chosen in product(*deals)]


def _ranks(column: Floats) -> Floats:
    _, places, sizes = np.unique(column, return_inverse=True, return_counts=True)
    ranks: Floats = (np.cumsum(sizes) - (sizes - 1) / 2)[places]
    return ranks


def _tie_sizes(column: Floats) -> Floats:
    sizes: Floats = np.unique(column, return_counts=True)[1].astype(float)
    return sizes
