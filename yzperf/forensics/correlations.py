"""Whether a printed matrix of correlations can be one of any data (相关系数矩阵): no eigenvalue is negative."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def least_eigenvalue(matrix: NDArray[np.float64]) -> float:
    """The least eigenvalue of a symmetric matrix, shape (k, k).

    Examples
    --------
    >>> round(least_eigenvalue(np.array([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]])), 2)
    -0.8
    """
    return float(np.linalg.eigvalsh(matrix)[0])


def rounding_slack(halves: NDArray[np.float64]) -> float:
    """How far rounding can move an eigenvalue: no more than the largest row sum of what each entry may be off by."""
    return float(np.abs(halves).sum(axis=1).max())
