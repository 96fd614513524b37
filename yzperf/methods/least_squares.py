"""Least squares with clustered errors (最小二乘与聚类误差): arrays in, arrays out.

References
----------
Cameron, A. C., Gelbach, J. B. and Miller, D. L. (2011). Robust inference with multiway clustering.
Journal of Business & Economic Statistics 29(2), 238-249.
Cameron, A. C. and Miller, D. L. (2015). A practitioner's guide to cluster-robust inference.
Journal of Human Resources 50(2), 317-372.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

_DEPENDENT = 1e-9


@dataclass(frozen=True, slots=True)
class Fit:
    """Coefficients, their covariance, and the degrees of freedom of the t quantiles."""

    coefficients: np.ndarray
    covariance: np.ndarray
    degrees: int

    @property
    def errors(self) -> np.ndarray:
        """Standard errors."""
        errors: np.ndarray = np.sqrt(np.diag(self.covariance))
        return errors


def least_squares(
    y: np.ndarray,
    design: np.ndarray,
    *,
    clusters: Sequence[np.ndarray] = (),
    classical: bool = False,
    absorbed: int = 0,
    own_counts: bool = False,
    jackknife: bool = False,
) -> Fit:
    """Ordinary least squares with clustered, HC1 or classical covariance.

    For weights multiply ``y`` and ``design`` by their square roots beforehand.

    Parameters
    ----------
    y : ndarray, shape (N,)
    design : ndarray, shape (N, k)
        Of full column rank.
    clusters : sequence of ndarray of int, shape (N,)
        Codes 0…G−1 of one or several cluster dimensions; the correction is G/(G−1) · (N−1)/(N−K), the t quantiles
        have G−1 degrees of freedom. With several, G is the smallest count, in every term (as in fixest).
    classical : bool
        Equal variances instead of HC1; only without clusters.
    absorbed : int
        Parameters taken out beforehand that count in K.
    own_counts : bool
        With several cluster dimensions every term has its own G, as in Cameron, Gelbach and Miller (2011).
    jackknife : bool
        HC3 instead of HC1: intervals hold in small samples with rows of high leverage; only without clusters.

    Returns
    -------
    Fit
    """
    rows, parameters = design.shape[0], design.shape[1] + absorbed
    orthogonal, triangular = np.linalg.qr(design)
    root = np.linalg.inv(triangular)
    bread = root @ root.T
    coefficients = root @ (orthogonal.T @ y)
    residuals = y - design @ coefficients
    degrees = rows - parameters
    if clusters:
        meat = _clustered(design * residuals[:, None], clusters, own_counts) * (rows - 1) / degrees
        degrees = min(count_of(codes) for codes in clusters) - 1
        return Fit(coefficients, _positive(bread @ meat @ bread, len(clusters)), degrees)
    if classical:
        return Fit(coefficients, bread * (residuals @ residuals) / degrees, degrees)
    if jackknife:
        # A row that the fit cannot but meet has no residual to blow up.
        free = np.maximum(1 - (orthogonal**2).sum(axis=1), _DEPENDENT)
        scores = design * np.where(free > _DEPENDENT, residuals / free, 0.0)[:, None]
        return Fit(coefficients, bread @ (scores.T @ scores) @ bread, degrees)
    scores = design * residuals[:, None]
    return Fit(coefficients, rows / degrees * bread @ (scores.T @ scores) @ bread, degrees)


def count_of(codes: np.ndarray) -> int:
    """Number of clusters behind codes 0…G−1."""
    return int(codes.max()) + 1


def crossed(clusters: Sequence[np.ndarray]) -> np.ndarray:
    """Codes of the intersections of several cluster dimensions."""
    codes: np.ndarray = np.unique(np.column_stack(clusters), axis=0, return_inverse=True)[1].ravel()
    return codes


def sum_by(rows: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Sum the rows of each code: shape (N, k) to (G, k)."""
    if not rows.shape[1]:
        return np.zeros((count_of(codes), 0))
    return np.column_stack([np.bincount(codes, weights=column) for column in rows.T])


def dependent_columns(design: np.ndarray, lengths: np.ndarray) -> list[int]:
    """Return the places of columns that are (nearly) a sum of columns to their left.

    ``lengths`` (k,) are the norms the columns had before effects were taken out: a column that does not vary
    beside them leaves rounding noise, which is only small beside what it was.
    """
    scaled = design / np.where(lengths > 0, lengths, 1.0)
    left_over = np.abs(np.diag(np.linalg.qr(scaled, mode="r")))
    return [int(place) for place in np.flatnonzero(left_over < _DEPENDENT)]


def _clustered(scores: np.ndarray, clusters: Sequence[np.ndarray], own_counts: bool) -> np.ndarray:
    """Sum over all sets of dimensions, with alternating signs; one dimension is the usual sandwich."""
    fewest = min(count_of(codes) for codes in clusters)
    meat = np.zeros((scores.shape[1], scores.shape[1]))
    for size in range(1, len(clusters) + 1):
        for chosen in combinations(clusters, size):
            codes = chosen[0] if size == 1 else crossed(chosen)
            groups = count_of(codes) if own_counts else fewest
            sums = sum_by(scores, codes)
            meat += (-1) ** (size + 1) * groups / (groups - 1) * sums.T @ sums
    return meat


def _positive(covariance: np.ndarray, dimensions: int) -> np.ndarray:
    """Lift negative eigenvalues to zero: differences of sandwiches need not be a covariance."""
    if dimensions == 1:
        return covariance
    values, vectors = np.linalg.eigh(covariance)
    return covariance if values.min() >= 0 else (vectors * np.maximum(values, 0)) @ vectors.T
