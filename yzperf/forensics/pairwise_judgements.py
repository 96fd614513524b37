"""Weights from pairwise judgements (层次分析法): eigenvector, consistency, the judgement to reconsider."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Mean consistency index of random matrices, from 3 elements on.
RANDOM_INDEX = {
    # Saaty, T. L. (1980). The Analytic Hierarchy Process. McGraw-Hill.
    "saaty": (0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59),
    # Donegan, H. A. and Dodd, F. J. (1991). A note on Saaty's random indexes. Mathl Comput. Modelling 15(10).
    "donegan_dodd": (
        0.4914, 0.8286, 1.0591, 1.1797, 1.2519, 1.3171, 1.3733, 1.4055, 1.4213, 1.4497, 1.4643, 1.4822, 1.4969,
    ),
}  # fmt: skip


def principal_weights(matrix: Floats) -> tuple[Floats, float]:
    """Principal eigenvector, adding up to 1, and its eigenvalue λmax, of a positive reciprocal matrix."""
    values, vectors = np.linalg.eig(matrix)
    place = int(values.real.argmax())
    vector = np.abs(vectors[:, place].real)
    return vector / vector.sum(), float(values[place].real)


def consistency(eigenvalue: float, size: int, random_index: str) -> tuple[float, float]:
    """Consistency index (λmax − n)/(n − 1) and ratio CI/RI; two elements are always consistent."""
    if size < 3:
        return 0.0, 0.0
    index = max(0.0, (eigenvalue - size) / (size - 1))
    return index, index / RANDOM_INDEX[random_index][size - 3]


def worst_pair(matrix: Floats, weights: Floats) -> tuple[int, int, float]:
    """The judgement farthest from what the weights say, and the value they would give it (Saaty 2003)."""
    errors = np.abs(np.log(matrix * weights[None, :] / weights[:, None]))
    errors[np.tril_indices(len(weights))] = -1
    row, column = divmod(int(errors.argmax()), len(weights))
    return row, column, float(weights[row] / weights[column])


def geometric_mean(matrices: Floats, importance: Floats) -> Floats:
    """Aggregate the judgements of experts, shape (experts, n, n), keeping reciprocity (Aczél & Saaty 1983)."""
    joined: Floats = np.exp(np.tensordot(importance, np.log(matrices), axes=1))
    return joined


def weights_by_roots(matrix: Floats) -> Floats:
    """Weights by the geometric mean of the rows (方根法)."""
    roots: Floats = np.exp(np.log(matrix).mean(axis=1))
    weights: Floats = roots / roots.sum()
    return weights


def weights_by_sums(matrix: Floats) -> Floats:
    """Weights by the mean of the columns made to add up to 1 (和积法)."""
    weights: Floats = (matrix / matrix.sum(axis=0)).mean(axis=1)
    return weights


def approximate_eigenvalue(matrix: Floats, weights: Floats) -> float:
    """The mean of (Aw)ᵢ/wᵢ, as λmax is computed by hand; with the eigenvector it is λmax itself."""
    return float((matrix @ weights / weights).mean())
