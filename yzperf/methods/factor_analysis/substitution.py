"""Totals with some factors at their new level (替代): arrays in, arrays out.

References
----------
Shapley, L. S. (1953). A value for n-person games. Contributions to the Theory of Games II, 307-317.
Shorrocks, A. F. (2013). Decomposition procedures for distributional analysis: a unified framework based on the
Shapley value. Journal of Economic Inequality 11(1), 99-126.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import factorial

import numpy as np

from yzperf.methods.factor_analysis.formula import evaluate


def all_totals(names: Sequence[str], base: np.ndarray, actual: np.ndarray, formula: str | None) -> np.ndarray:
    """Total for every set of factors that have moved.

    Parameters
    ----------
    names : sequence of str, length k
    base, actual : ndarray, shape (k, m)
        Factors of m categories, whose totals are added up.
    formula : str or None

    Returns
    -------
    ndarray, shape (2**k,)
        The bit of a factor in the place of a total says that it has moved.
    """
    sets = np.arange(2 ** len(names))
    factors = {
        name: np.where((sets >> place & 1)[:, None] == 1, actual[place], base[place])
        for place, name in enumerate(names)
    }
    totals: np.ndarray = evaluate(formula, factors).sum(axis=1)
    return totals


def chain(totals: np.ndarray, order: Sequence[int]) -> np.ndarray:
    """Totals along one order of substitution, from none moved to all: shape (k + 1,)."""
    moved = np.concatenate([[0], np.cumsum([1 << place for place in order])])
    steps: np.ndarray = totals[moved]
    return steps


def marginal_range(totals: np.ndarray, place: int) -> tuple[float, float]:
    """Least and largest effect of one factor over all orders: over all sets that may have moved before it."""
    effects = _marginals(totals, place)[1]
    return float(effects.min()), float(effects.max())


def shapley_effects(totals: np.ndarray) -> np.ndarray:
    """Mean effect of each factor over all orders.

    Parameters
    ----------
    totals : ndarray, shape (2**k,) or (2**k, b)

    Returns
    -------
    ndarray, shape (k,) or (k, b)
    """
    count = len(totals).bit_length() - 1
    weights = np.array([factorial(size) * factorial(count - 1 - size) / factorial(count) for size in range(count)])
    effects = []
    for place in range(count):
        before, marginals = _marginals(totals, place)
        effects.append(weights[_sizes(before)] @ marginals)
    return np.array(effects)


def _marginals(totals: np.ndarray, place: int) -> tuple[np.ndarray, np.ndarray]:
    """Sets without a factor, and what the factor adds to each."""
    sets = np.arange(len(totals))
    before = sets[(sets >> place & 1) == 0]
    return before, totals[before | 1 << place] - totals[before]


def _sizes(sets: np.ndarray) -> np.ndarray:
    sizes: np.ndarray = np.bitwise_count(sets).astype(int)
    return sizes
