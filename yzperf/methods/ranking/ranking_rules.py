"""How objects are put in order (排序计算): TOPSIS, grey relational grades, VIKOR. Arrays in, arrays out.

A matrix has one row per object; weights add up to 1; ``falling`` says where less is better.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def by_vector(matrix: Floats, _: Flags) -> Floats:
    """Each column over its Euclidean length; directions stay as they are."""
    found: Floats = matrix / np.linalg.norm(matrix, axis=0)
    return found


def by_sum(matrix: Floats, _: Flags) -> Floats:
    """Each column over its sum."""
    found: Floats = matrix / matrix.sum(axis=0)
    return found


def by_range(matrix: Floats, _: Flags) -> Floats:
    """Each column between its least (0) and largest value (1)."""
    low, high = matrix.min(axis=0), matrix.max(axis=0)
    found: Floats = (matrix - low) / (high - low)
    return found


SCALES: Mapping[str, Callable[[Floats, Flags], Floats]] = {"vector": by_vector, "sum": by_sum, "min_max": by_range}


def topsis_closeness(matrix: Floats, weights: Floats, falling: Flags, scale: str) -> Floats:
    """Closeness d⁻/(d⁺ + d⁻) to the best and from the worst value of every column (Hwang & Yoon 1981)."""
    weighed = SCALES[scale](matrix, falling) * weights
    high, low = weighed.max(axis=0), weighed.min(axis=0)
    best, worst = np.where(falling, low, high), np.where(falling, high, low)
    to_best, to_worst = (np.linalg.norm(weighed - point, axis=1) for point in (best, worst))
    whole = to_best + to_worst
    closeness: Floats = np.divide(to_worst, whole, out=np.full(len(matrix), 0.5), where=whole > 0)
    return closeness


def grey_grades(matrix: Floats, weights: Floats, reference: Floats, resolution: float) -> Floats:
    """Weighted grey relational coefficients (Δmin + ρΔmax)/(Δ + ρΔmax), extremes over the whole table (Deng 1982)."""
    distance = np.abs(matrix - reference)
    least, most = distance.min(), distance.max()
    if most == 0:
        return np.ones(len(matrix))
    grades: Floats = ((least + resolution * most) / (distance + resolution * most)) @ weights
    return grades


def vikor_indices(matrix: Floats, weights: Floats, falling: Flags, strategy: float) -> tuple[Floats, Floats, Floats]:
    """Group utility S, individual regret R and compromise Q (Opricovic & Tzeng 2004); less is better in all."""
    high, low = matrix.max(axis=0), matrix.min(axis=0)
    best, worst = np.where(falling, low, high), np.where(falling, high, low)
    loss = weights * (best - matrix) / (best - worst)
    utility, regret = loss.sum(axis=1), loss.max(axis=1)
    compromise = strategy * _unit(utility) + (1 - strategy) * _unit(regret)
    return utility, regret, compromise


def _unit(values: Floats) -> Floats:
    spread = np.ptp(values)
    return (values - values.min()) / spread if spread else np.zeros_like(values)


def ranks(scores: Floats) -> NDArray[np.int64]:
    """Rank 1 for the largest score; equal scores share the better rank."""
    return np.array([1 + int((scores > score).sum()) for score in scores])
