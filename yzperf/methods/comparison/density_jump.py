"""Does the running variable's density jump at the cut-off, as when units pick their side (操纵检验)? Arrays in.

The density is the slope of a local polynomial through the empirical distribution, on either side by itself.

References
----------
McCrary, J. (2008). Manipulation of the running variable in the regression discontinuity design: a density test.
Journal of Econometrics 142(2), 698-714.
Cattaneo, M. D., Jansson, M. and Ma, X. (2020). Simple local polynomial density estimators. Journal of the American
Statistical Association 115(531), 1449-1455.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from yzperf.methods.comparison.local_polynomial import KERNELS, LocalFit, local_fit
from yzperf.methods.distributions import normal_below

_ORDER = 2
_PILOT, _ROBUST_SPREAD = 2.576, 1.349
_LEAST_ROWS = 20


@dataclass(frozen=True, slots=True)
class DensityJump:
    """Densities left and right (corrected for bias), the statistic of their difference and its p value.

    ``bandwidth`` left and right; ``counts`` the rows in them.
    """

    left: float
    right: float
    statistic: float
    p_value: float
    bandwidth: tuple[float, float]
    counts: tuple[int, int]


def density_jump(x: np.ndarray, bandwidth: tuple[float, float] | None = None) -> DensityJump | None:
    """Test for a jump of the density at zero.

    Parameters
    ----------
    x : ndarray, shape (n,)
        Distances to the cut-off.
    bandwidth : tuple of float, optional
        Left and right; by default the smaller of those that minimise the mean squared errors of the difference and of
        the sum of quadratic estimates. The test uses cubic ones with the same bandwidth, so that their bias is small
        beside their error.

    Returns
    -------
    DensityJump or None
        None where too few rows lie within the bandwidth.
    """
    x = np.sort(x)
    heights = (np.searchsorted(x, x, side="right") - 1) / (len(x) - 1)
    if bandwidth is None:
        width = _chosen(x, heights)
        bandwidth = (width, width)
    sides = (x < 0, x >= 0)
    counts = [
        int((KERNELS["triangular"](x[rows] / width) > 0).sum()) for rows, width in zip(sides, bandwidth, strict=True)
    ]
    if min(counts) < _LEAST_ROWS:
        return None
    (left, push), (right, pull) = (
        _density(x, heights, rows, width, _ORDER + 1) for rows, width in zip(sides, bandwidth, strict=True)
    )
    statistic = (right - left) / _error(pull - push)
    return DensityJump(left, right, statistic, 2 * normal_below(-abs(statistic)), bandwidth, (counts[0], counts[1]))


def _density(
    x: np.ndarray, heights: np.ndarray, rows: np.ndarray, width: float, order: int
) -> tuple[float, np.ndarray]:
    """Density on one side of zero, and what every row of the sample adds to it."""
    fit = local_fit(x[rows], width, order, 1, "triangular")
    added = np.zeros(len(x))
    added[rows] = _reached(fit)
    return float(fit.weights @ heights[rows]), added


def _reached(fit: LocalFit) -> np.ndarray:
    """A row raises the empirical distribution at its own place and beyond."""
    sums: np.ndarray = np.cumsum(fit.weights[::-1])[::-1]
    return sums


def _error(added: np.ndarray) -> float:
    return float(np.sqrt(np.sum((added - added.mean()) ** 2))) / (len(added) - 1)


def _chosen(x: np.ndarray, heights: np.ndarray) -> float:
    first, third = np.quantile(x, [0.25, 0.75])
    spread = min(float(x.std(ddof=1)), float(third - first) / _ROBUST_SPREAD) or float(x.std(ddof=1))
    reach = float(np.abs(x).max())
    pilot = min(_PILOT * spread * len(x) ** (-1 / (2 * _ORDER + 1)), reach)
    variance, biases, noise = 0.0, [], 0.0
    for rows in (x < 0, x >= 0):
        if np.sum(np.abs(x[rows]) < pilot) < _LEAST_ROWS:
            return float(pilot)
        own, added = local_fit(x[rows], pilot, _ORDER, 1, "triangular"), np.zeros(len(x))
        added[rows] = _reached(own)
        variance += pilot * _error(added) ** 2
        leading = float(own.weights @ x[rows] ** (_ORDER + 1)) / pilot**_ORDER
        curve = local_fit(x[rows], 2 * pilot, _ORDER + 1, _ORDER + 1, "triangular")
        added[rows] = _reached(curve)
        biases.append(leading * float(curve.weights @ heights[rows]))
        noise += 3 * (leading * _error(added)) ** 2
    widths = [
        (variance / (2 * _ORDER * ((biases[1] + sign * biases[0]) ** 2 + noise))) ** (1 / (2 * _ORDER + 1))
        for sign in (-1, 1)
    ]
    return float(min(*widths, reach))
