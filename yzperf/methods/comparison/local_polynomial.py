"""One side of a cut-off: local polynomials as weights, and the errors of weighted sums (局部多项式).

An estimate is a sum of outcomes times weights that depend on the running variable alone, so estimates, their bias
corrections and their variances all come from the same vectors. Arrays in, arrays out.

References
----------
Fan, J. and Gijbels, I. (1996). Local Polynomial Modelling and Its Applications.
Calonico, S., Cattaneo, M. D. and Titiunik, R. (2014). Robust nonparametric confidence intervals for
regression-discontinuity designs. Econometrica 82(6), 2295-2326.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from yzperf.methods.least_squares import count_of

_EQUAL = 1e-12  # distances that differ by less, as a share of the range, differ by binary rounding
NEIGHBOURS = "nn"
VARIANCES = (NEIGHBOURS, "hc0", "hc1", "hc2", "hc3")

KERNELS: Mapping[str, Callable[[np.ndarray], np.ndarray]] = {
    "triangular": lambda ratio: np.maximum(1 - np.abs(ratio), 0.0),
    "epanechnikov": lambda ratio: 0.75 * np.maximum(1 - ratio**2, 0.0),
    "uniform": lambda ratio: 0.5 * (np.abs(ratio) <= 1),
}


@dataclass(frozen=True, slots=True)
class Side:
    """Rows on one side, sorted by the distance ``x`` to the cut-off (negative on the left).

    ``outcomes`` (n, d): the outcome, the treatment of a fuzzy design, then ``adjusting`` covariates. ``clusters`` are
    codes, or None.
    """

    x: np.ndarray
    outcomes: np.ndarray
    clusters: np.ndarray | None = None
    adjusting: int = 0

    def within(self, bandwidth: float, kernel: str) -> Side:
        """The rows with weight."""
        rows = KERNELS[kernel](self.x / bandwidth) > 0
        clusters = None if self.clusters is None else np.unique(self.clusters[rows], return_inverse=True)[1]
        return Side(self.x[rows], self.outcomes[rows], clusters, self.adjusting)

    def combined(self, shares: np.ndarray) -> Side:
        """The same rows with one outcome: the sum of theirs times ``shares``."""
        return Side(self.x, (self.outcomes @ shares)[:, None], self.clusters)


@dataclass(frozen=True, slots=True)
class Scatter:
    """How residuals are found: variance estimator and number of neighbours."""

    variance: str = NEIGHBOURS
    neighbours: int = 3


@dataclass(frozen=True, slots=True)
class LocalFit:
    """The ``place``-th coefficient of a local polynomial as weights (n,), with what its residuals need."""

    weights: np.ndarray
    projection: np.ndarray  # (n, order + 1): all coefficients as weights
    powers: np.ndarray
    kernel: np.ndarray  # weights of the rows

    @property
    def leverage(self) -> np.ndarray:
        """Weight of every row in its own fitted value."""
        leverage: np.ndarray = np.einsum("ij,ij->i", self.powers, self.projection)
        return leverage


def local_fit(x: np.ndarray, bandwidth: float, order: int, place: int, kernel: str) -> LocalFit:
    """Weights of the ``place``-th coefficient of a polynomial of ``order`` around zero.

    Parameters
    ----------
    x : ndarray, shape (n,)
    bandwidth : float
    order, place : int
    kernel : str
        One of ``KERNELS``.
    """
    weights = KERNELS[kernel](x / bandwidth)
    scaled = np.vander(x / bandwidth, order + 1, increasing=True)
    orthogonal, triangular = np.linalg.qr(scaled * np.sqrt(weights)[:, None])
    projection = np.linalg.solve(triangular, orthogonal.T).T * np.sqrt(weights)[:, None]
    units = bandwidth ** -np.arange(order + 1.0)
    projection = projection * units
    return LocalFit(projection[:, place], projection, scaled / units, weights / bandwidth)


def residuals(side: Side, fit: LocalFit, scatter: Scatter) -> np.ndarray:
    """Residuals whose squares estimate the variances of the rows: shape of the outcomes.

    From the nearest neighbours of each row, which needs no model; or from the fit, with a heteroskedasticity correction.
    """
    if scatter.variance == NEIGHBOURS:
        return _neighbour_residuals(side, scatter.neighbours)
    raw = side.outcomes - fit.powers @ (fit.projection.T @ side.outcomes)
    rows, columns = fit.powers.shape
    spare = 1 - fit.leverage
    factors = {"hc0": 1.0, "hc1": (rows / (rows - columns)) ** 0.5, "hc2": spare**-0.5, "hc3": 1 / spare}
    corrected: np.ndarray = raw * np.broadcast_to(factors[scatter.variance], rows)[:, None]
    return corrected


def adjustment(fits: Sequence[tuple[Side, LocalFit]]) -> np.ndarray:
    """Coefficients (z, m) of the covariates in local regressions of the m outcomes proper, common to all sides."""
    sides = [side for side, _ in fits]
    proper = sides[0].outcomes.shape[1] - sides[0].adjusting
    if not sides[0].adjusting:
        return np.zeros((0, proper))
    products = np.zeros((sides[0].adjusting, sides[0].outcomes.shape[1]))
    for side, fit in fits:
        left_over = side.outcomes - fit.powers @ (fit.projection.T @ side.outcomes)
        products += (left_over[:, proper:] * fit.kernel[:, None]).T @ left_over
    return np.linalg.solve(products[:, proper:], products[:, :proper])


def shares_of(limits: np.ndarray, slopes: np.ndarray) -> np.ndarray:
    """Shares of the outcomes in the adjusted first one, or in its ratio to the second, near their limits (d,).

    ``slopes`` (z, m) are the coefficients of the covariates.
    """
    proper = slopes.shape[1]
    adjusted = limits[:proper] - slopes.T @ limits[proper:]
    gradient = np.ones(1) if proper == 1 else np.array([1 / adjusted[1], -adjusted[0] / adjusted[1] ** 2])
    return np.concatenate([gradient, -slopes @ gradient])


def covariance(weights: np.ndarray, left_over: np.ndarray, clusters: np.ndarray | None, columns: int) -> np.ndarray:
    """Covariance (d, d) of the weighted sums of d outcomes from the residuals of the rows.

    With clusters the correction is (n−1)/(n−k) · G/(G−1), with k the columns of the fit.
    """
    pushed = weights[:, None] * left_over
    if clusters is None:
        found: np.ndarray = pushed.T @ pushed
        return found
    groups, rows = count_of(clusters), len(weights)
    sums = np.column_stack([np.bincount(clusters, weights=column) for column in pushed.T])
    clustered: np.ndarray = sums.T @ sums * (rows - 1) / (rows - columns) * groups / (groups - 1)
    return clustered


def _neighbour_residuals(side: Side, wanted: int) -> np.ndarray:
    """Outcome minus mean of its nearest neighbours (all of equal distance), scaled to the variance of one row."""
    values, codes, counts = np.unique(side.x, return_inverse=True, return_counts=True)
    low, high = _neighbourhood(values, counts, min(wanted, len(side.x) - 1))
    before = np.concatenate([[0], np.cumsum(counts)])
    others = (before[high + 1] - before[low] - 1)[codes][:, None]
    sums = np.vstack([np.zeros(side.outcomes.shape[1]), np.cumsum(side.outcomes, axis=0)])
    around = (sums[before[high + 1]] - sums[before[low]])[codes] - side.outcomes
    distances: np.ndarray = np.sqrt(others / (others + 1)) * (side.outcomes - around / others)
    return distances


def _neighbourhood(values: np.ndarray, counts: np.ndarray, wanted: int) -> tuple[np.ndarray, np.ndarray]:
    """First and last of the distinct values around each that hold ``wanted`` other rows."""
    places = np.arange(len(values))
    low, high, found = places.copy(), places.copy(), counts - 1
    padded = np.concatenate([[-np.inf], values, [np.inf]])
    padded_counts = np.concatenate([[0], counts, [0]])
    spread = values[-1] - values[0]
    for _ in range(wanted):
        left, right = values - padded[low], padded[high + 2] - values
        short = found < wanted
        goes_left, goes_right = short & (left <= right + _EQUAL * spread), short & (right <= left + _EQUAL * spread)
        found = found + goes_left * padded_counts[low] + goes_right * padded_counts[high + 2]
        low, high = low - goes_left, high + goes_right
    return low, high
