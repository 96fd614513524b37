"""The mix of columns that comes nearest to a target (单纯形约束最小二乘): weights not negative, one in all.

References
----------
Lawson, C. L. and Hanson, R. J. (1974). Solving Least Squares Problems, ch. 23 (non-negative least squares, an active
set method that ends at the exact optimum).
"""

from __future__ import annotations

from typing import Any

import numpy as np

_PASSES = 50  # per column: far more than the active set needs


def nearest_mix(distances: np.ndarray, ridge: float = 0.0) -> np.ndarray:
    """Weights w ≥ 0 with Σw = 1 that make ‖distances·w‖² + ridge·‖w‖² smallest, exactly.

    Parameters
    ----------
    distances : ndarray, shape (k, J)
        Column j is donor j less the target, so that distances·w is the miss of the mix.
    ridge : float
        Not negative.

    Returns
    -------
    ndarray, shape (J,)

    Notes
    -----
    With u = s·w the smallest ‖distances·u‖² + (Σu − 1)² over the scale s is f/(1 + f) for f = ‖distances·w‖², which
    rises with f: one non-negative least squares without the equality gives the direction of the constrained optimum.
    """
    rows, donors = distances.shape
    scale = max(float(np.abs(distances).max(initial=0.0)), ridge**0.5) or 1.0
    parts = [distances / scale, np.ones((1, donors))]
    if ridge:
        parts.insert(1, ridge**0.5 / scale * np.eye(donors))
    stacked = np.vstack(parts)
    target = np.zeros(len(stacked))
    target[-1] = 1.0
    found = _nnls(stacked, target, _PASSES * max(donors, rows))
    weights: np.ndarray = found / found.sum()
    return weights


def _nnls(matrix: np.ndarray, target: np.ndarray, passes: int) -> np.ndarray:
    from scipy import optimize

    solvers: Any = optimize
    found: np.ndarray = solvers.nnls(matrix, target, maxiter=passes)[0]
    return found
