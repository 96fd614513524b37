"""Analysis of variance of a complete table of objects by raters (双因素方差分析)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class MeanSquares:
    """Mean squares between objects, between raters, within objects and of the rest, of n objects and k raters."""

    objects: float
    raters: float
    within: float
    rest: float
    n: int
    k: int


def mean_squares(values: Floats) -> MeanSquares:
    """Analysis of variance of a complete table, shape (n objects, k raters)."""
    n, k = values.shape
    centred = values - values.mean()
    of_objects, of_raters = centred.mean(axis=1), centred.mean(axis=0)
    within = ((centred - of_objects[:, None]) ** 2).sum()
    between_raters = n * (of_raters**2).sum()
    rest = ((centred - of_objects[:, None] - of_raters) ** 2).sum()
    return MeanSquares(
        objects=float(k * (of_objects**2).sum() / (n - 1)),
        raters=float(between_raters / (k - 1)),
        within=float(within / (n * (k - 1))),
        rest=float(rest / ((n - 1) * (k - 1))),
        n=n,
        k=k,
    )
