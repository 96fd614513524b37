"""Weights from data alone (客观赋权): entropy, CRITIC, coefficient of variation, game-theoretic combination.

Arrays in, arrays out. A matrix has one row per object and one column per indicator.
"""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_SHIFTS = (0.0, 1e-4, 1e-3, 1e-2, 0.1, 1.0)


def scaled(matrix: Floats, falling: NDArray[np.bool_]) -> Floats:
    """Min-max scale every column to 0–1, turned round where less is better; no column may be constant."""
    low, high = matrix.min(axis=0), matrix.max(axis=0)
    share: Floats = (matrix - low) / (high - low)
    return np.where(falling, 1 - share, share)


def entropies(matrix: Floats) -> Floats:
    """Entropy of each column's shares (信息熵), between 0 and 1; 0 · ln 0 counts as 0 (Shannon 1948)."""
    shares = matrix / matrix.sum(axis=0)
    logs = np.log(shares, out=np.zeros_like(shares), where=shares > 0)
    found: Floats = -(shares * logs).sum(axis=0) / np.log(len(matrix))
    return found


def entropy_weights(entropy: Floats) -> Floats:
    """Weights in proportion to 1 − entropy."""
    diversity = 1 - entropy
    weights: Floats = diversity / diversity.sum()
    return weights


def critic_information(matrix: Floats) -> Floats:
    """Standard deviation times conflict Σ(1 − r) of each scaled column (Diakoulaki et al. 1995)."""
    correlation = np.corrcoef(matrix, rowvar=False)
    information: Floats = matrix.std(axis=0, ddof=1) * (1 - correlation).sum(axis=0)
    return information


def variation_coefficients(matrix: Floats) -> Floats:
    """Standard deviation over the absolute mean of each column."""
    found: Floats = matrix.std(axis=0, ddof=1) / np.abs(matrix.mean(axis=0))
    return found


def game_combination(weights: Floats) -> tuple[Floats, Floats]:
    """Combine weight vectors so that the sum of squared distances to all of them is least (博弈论组合赋权).

    Parameters
    ----------
    weights : array, shape (methods, indicators)

    Returns
    -------
    combined : array, shape (indicators,)
    shares : array, shape (methods,)
        Share of each method, positive, adding up to 1.
    """
    gram = weights @ weights.T
    solution = np.linalg.lstsq(gram, np.diag(gram), rcond=None)[0]
    shares = np.abs(solution) / np.abs(solution).sum()
    return shares @ weights, shares


def nearest_entropy_weights(matrix: Floats, printed: Floats) -> Floats:
    """Of the entropy weights by all usual ways, those that come nearest to printed ones.

    The ways: shares of the raw values; min-max scaled ones, each indicator in either direction, shifted by 0, 0.0001,
    0.001, 0.01, 0.1 or 1 so that no logarithm of 0 is taken.

    Parameters
    ----------
    matrix : array, shape (objects, indicators)
        No column may be constant; at most eight columns, since every direction is tried.
    """
    ways = [entropy_weights(entropies(matrix))] if (matrix >= 0).all() else []
    for falling in product((False, True), repeat=matrix.shape[1]):
        values = scaled(matrix, np.array(falling))
        ways += [entropy_weights(entropies(values + shift)) for shift in _SHIFTS]
    return min(ways, key=lambda weights: float(np.abs(weights - printed).max()))
