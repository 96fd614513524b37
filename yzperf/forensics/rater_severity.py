"""Severity of raters from the history of a pool (专家宽严): shrunken towards the pool, whose spread is estimated first.

Scores are modelled as item + severity + error. Items are fixed effects, so that a rater who was sent to weak projects
is not called severe; severities are drawn from one pool with a spread of its own, so that few scores say little.

References
----------
Patterson, H. D. and Thompson, R. (1971). Recovery of inter-block information when block sizes are unequal.
Biometrika 58(3), 545-554 (REML). Robinson, G. K. (1991). That BLUP is a good thing. Statistical Science 6(1), 15-32.
Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian J. Statistics 6(2), 65-70.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import erfc, sqrt

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
_RATIOS = np.exp(np.linspace(np.log(1e-6), np.log(1e4), 241))  # spread of the pool over the error, as variances


@dataclass(frozen=True, slots=True)
class PoolSeverity:
    """Severity of every rater of a pool, in points; above zero is lenient.

    ``raw`` is the plain mean distance from the other raters of the same items, ``shrunken`` the best estimate and
    ``error`` its standard error; ``spread`` is the estimated standard deviation between raters, ``noise`` that of a
    single score. ``p`` is how rarely an honest rater of this pool would be estimated so far off, with Holm's correction
    for all of them in ``adjusted``.
    """

    raw: Floats
    shrunken: Floats
    error: Floats
    z: Floats
    p: Floats
    adjusted: Floats
    spread: float
    noise: float


def severity_of_raters(scores: Floats, raters: Codes, items: Codes) -> PoolSeverity:
    """Estimate how severe every rater is.

    Parameters
    ----------
    scores, raters, items
        One score a place: its value, the rater 0 … R−1 and the item 0 … I−1 (one object under one criterion, or the
        total of one object). Items with a single score say nothing and may be among them.
    """
    normal, right, left, free = _absorbed(scores, raters, items)
    ratio = _likeliest_ratio(normal, right, left, free)
    inverse = np.linalg.inv(normal + np.eye(len(right)) / ratio)
    shrunken = inverse @ right
    noise = max(0.0, float(left - right @ shrunken) / free)
    spread = ratio * noise
    error = noise * np.diag(inverse)
    reliable = np.maximum(spread - error, 1e-12 * max(spread, 1e-300))
    z = shrunken / np.sqrt(reliable)
    p = np.array([erfc(abs(value) / sqrt(2)) for value in z])
    counts = np.diag(normal)
    raw = np.divide(right, counts, out=np.zeros_like(right), where=counts > 0)
    return PoolSeverity(raw, shrunken, np.sqrt(error), z, p, holm(p), sqrt(spread), sqrt(noise))


def _absorbed(scores: Floats, raters: Codes, items: Codes) -> tuple[Floats, Floats, float, int]:
    """The equations of the severities with the items taken out: Z′MZ, Z′My, y′My and the degrees of freedom."""
    many, sizes = int(raters.max()) + 1, np.bincount(items)
    means = np.bincount(items, scores) / np.maximum(sizes, 1)
    centred = scores - means[items]
    seats = np.zeros((many, len(sizes)))
    np.add.at(seats, (raters, items), 1.0)
    normal = np.diag(seats.sum(axis=1)) - (seats / np.maximum(sizes, 1)) @ seats.T
    free = len(scores) - int((sizes > 0).sum())
    return normal, np.bincount(raters, centred, many).astype(np.float64), float(centred @ centred), free


def _likeliest_ratio(normal: Floats, right: Floats, left: float, free: int) -> float:
    """The ratio of the two variances with the greatest restricted likelihood, the items being nuisance."""
    values, vectors = np.linalg.eigh(normal)
    turned = (vectors.T @ right) ** 2
    inflated = 1 + np.outer(_RATIOS, np.maximum(values, 0))
    rest = left - (turned * _RATIOS[:, None] / inflated).sum(axis=1)
    likelihood = -0.5 * (free * np.log(np.maximum(rest, 1e-300)) + np.log(inflated).sum(axis=1))
    return float(_RATIOS[int(likelihood.argmax())])


def holm(p: Floats) -> Floats:
    """p values corrected for their number (Holm 1979), in the given order."""
    order = np.argsort(p, kind="stable")
    steps = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    found = np.empty_like(p)
    found[order] = np.minimum(steps, 1.0)
    return found
