"""Smoothed bootstrap of productivity indices (Malmquist指数的平滑自助法).

Efficiencies of neighbouring periods go together, so they are drawn as pairs from a kernel estimate of their joint
density; reflection at 1 keeps the density from leaking over the edge.

References
----------
Simar, L. and Wilson, P. W. (1999). Estimating and bootstrapping Malmquist indices. European Journal of Operational
Research 115(3), 459-471.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from yzperf.methods.benchmarking.simplex import Floats
from yzperf.methods.benchmarking.technology import CONSTANT, OUTPUT, Points, factors_against_each

_AT_ONCE = 25  # pseudo samples solved side by side
_FLOOR = 0.01  # pseudo efficiencies do not fall below: an output divided by nothing would be without limit


def productivity_draws(points: Sequence[Points], draws: int, seed: int) -> Floats:
    """Indices of productivity against frontiers of pseudo samples.

    Parameters
    ----------
    points : sequence of Points
        The units in each period.
    draws, seed : int

    Returns
    -------
    ndarray, shape (draws, (periods - 1) * n)
        By pair of periods, then by unit.
    """
    rng = np.random.default_rng(seed)
    pairs = []
    for before, after in pairwise(points):
        own = np.column_stack([_scores(before, [before])[0], _scores(after, [after])[0]])
        pseudo = [_smooth_pairs(own, rng) / own for _ in range(draws)]
        parts = [_drawn_indices(before, after, pseudo[start : start + _AT_ONCE]) for start in range(0, draws, _AT_ONCE)]
        pairs.append(np.vstack(parts))
    return np.hstack(pairs)


def _drawn_indices(before: Points, after: Points, pseudo: Sequence[Floats]) -> Floats:
    """Indices against frontiers with the outputs of both periods rescaled, shape (draws, n)."""
    both = Points(np.vstack([before.inputs, after.inputs]), np.vstack([before.outputs, after.outputs]))
    index = np.ones((len(pseudo), len(before)))
    for period, part in enumerate((before, after)):
        frontiers = [Points(part.inputs, part.outputs * scale[:, period, None]) for scale in pseudo]
        scores = _scores(both, frontiers)
        index *= scores[:, len(before) :] / scores[:, : len(before)]
    root: Floats = np.sqrt(index)
    return root


def _scores(points: Points, references: Sequence[Points]) -> Floats:
    factors: Floats = 1 / factors_against_each(points, references, returns=CONSTANT, orientation=OUTPUT)
    return factors


def _smooth_pairs(own: Floats, rng: np.random.Generator) -> Floats:
    """Draw pairs of efficiencies at most 1, shape (n, 2)."""
    count = len(own)
    flips = rng.integers(2, size=(count, 2)).astype(bool)
    drawn = own[rng.integers(count, size=count)]
    drawn = np.where(flips, 2 - drawn, drawn)
    noise = rng.multivariate_normal(np.zeros(2), np.cov(own.T), size=count, method="svd")
    # The covariance changes its sign where one of the two is reflected.
    noise = np.where(flips, -noise, noise)
    width = (4 / (5 * count)) ** (1 / 6)
    centre = drawn.mean(axis=0)
    spread = centre + (drawn + width * noise - centre) / np.sqrt(1 + width**2)
    reflected: Floats = np.clip(np.where(spread > 1, 2 - spread, spread), _FLOOR, 1.0)
    return reflected
