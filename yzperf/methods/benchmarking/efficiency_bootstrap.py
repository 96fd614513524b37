"""Pseudo samples of units around the frontier, for the error of efficiency scores (效率值的平滑自助法).

The observed frontier lies inside the true one, so that scores are too high; a frontier of pseudo units lies inside the
observed one by about as much. Distances are at least 1 here: the inverse of an input score, or the output factor.

References
----------
Simar, L. and Wilson, P. W. (1998). Sensitivity analysis of efficiency scores: How to bootstrap in nonparametric frontier
models. Management Science 44(1), 49-61.
Silverman, B. W. (1986). Density Estimation for Statistics and Data Analysis, ch. 3. Chapman & Hall.
"""

from __future__ import annotations

import numpy as np

from yzperf.methods.benchmarking.simplex import Floats
from yzperf.methods.benchmarking.technology import INPUT, Points, factors_against_each, radial_factors

_ON_EDGE = 1 + 1e-6
_NORMAL_QUARTILES = 1.349
_AT_ONCE = 25  # pseudo samples solved side by side


def distances(points: Points, reference: Points, *, returns: str, orientation: str) -> Floats:
    """Radial distances to a frontier, at least 1 within it."""
    factors = radial_factors(points, reference, returns=returns, orientation=orientation)
    return 1 / factors if orientation == INPUT else factors


def distance_draws(
    points: Points, observed: Floats, *, returns: str, orientation: str, draws: int, seed: int
) -> Floats:
    """Distances of the units to frontiers of pseudo samples, shape (draws, n)."""
    rng, width = np.random.default_rng(seed), bandwidth(observed)
    scales = [smooth_draw(observed, width, rng)[:, None] / observed[:, None] for _ in range(draws)]
    frontiers = [
        Points(points.inputs * scale, points.outputs)
        if orientation == INPUT
        else Points(points.inputs, points.outputs / scale)
        for scale in scales
    ]
    parts = [
        factors_against_each(points, frontiers[start : start + _AT_ONCE], returns=returns, orientation=orientation)
        for start in range(0, draws, _AT_ONCE)
    ]
    factors = np.vstack(parts)
    return 1 / factors if orientation == INPUT else factors


def bandwidth(observed: Floats) -> float:
    """Silverman's rule on the distances beyond 1 mirrored at 1, brought back to the unmirrored sample.

    Units on the frontier are left out: their number says nothing about the spread.
    """
    inner = observed[observed > _ON_EDGE]
    mirrored = np.concatenate([inner, 2 - inner])
    spread = float(mirrored.std(ddof=1))
    quartiles = float(np.subtract(*np.percentile(mirrored, [75, 25]))) / _NORMAL_QUARTILES
    rule = 0.9 * min(spread, quartiles or spread) * len(mirrored) ** -0.2
    share = float(len(mirrored) / len(observed))
    return float(rule * share**0.2 * observed.std(ddof=1) / spread)


def smooth_draw(observed: Floats, width: float, rng: np.random.Generator) -> Floats:
    """Distances drawn from a kernel density mirrored at 1, with the variance of the observed ones.

    The variance is brought back around 1, the centre of the mirrored density: brought back around the mean, as in the
    paper of 1998, no pseudo unit would come near the frontier, and the bias would be overstated.
    """
    beyond = rng.choice(observed, size=len(observed)) - 1
    moved = beyond + width * rng.normal(size=len(observed))
    drawn: Floats = 1 + np.abs(moved) / np.sqrt(1 + width**2 / np.mean((observed - 1) ** 2))
    return drawn
