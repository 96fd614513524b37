"""A single common factor behind several items (单因子模型): correlations in, loadings out.

References
----------
Harman, H. H. and Jones, W. H. (1966). Factor analysis by minimizing residuals (minres). Psychometrika 31(3), 351-368.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LEAST_UNIQUE = 0.005  # as in R factanal: below it the solution is improper (Heywood)
_STEPS, _PRECISION = 50_000, 1e-12
DRAWS_STEPS, DRAWS_PRECISION = 500, 1e-6  # four digits are enough for the ends of a bootstrap interval


@dataclass(frozen=True, slots=True)
class OneFactor:
    """Loadings and unique variances of standardised items, shape (…, p)."""

    loadings: Floats
    unique: Floats


def maximum_likelihood(correlation: Floats, *, steps: int = _STEPS, precision: float = _PRECISION) -> OneFactor:
    """Fit one factor by maximum likelihood (the criterion of R ``factanal``) with the EM algorithm.

    Parameters
    ----------
    correlation : ndarray, shape (…, p, p)
        Positive definite, p of at least 3; a stack is fitted at once.
    steps, precision
        Most steps, and the largest change of a loading at which they stop.

    References
    ----------
    Rubin, D. B. and Thayer, D. T. (1982). EM algorithms for ML factor analysis. Psychometrika 47(1), 69-76.
    """
    loadings = _start(correlation)
    unique = np.clip(1 - loadings**2, LEAST_UNIQUE, None)
    for _ in range(steps):
        before = loadings
        weights = loadings / unique / (1 + (loadings**2 / unique).sum(axis=-1, keepdims=True))
        shared = (correlation @ weights[..., None])[..., 0]
        spread = (weights * shared).sum(axis=-1) + 1 - (weights * loadings).sum(axis=-1)
        loadings = shared / spread[..., None]
        unique = np.clip(1 - loadings * shared, LEAST_UNIQUE, None)
        if np.abs(loadings - before).max() < precision:
            break
    return OneFactor(_oriented(loadings), unique)


def minimum_residuals(correlation: Floats, *, steps: int = _STEPS, precision: float = _PRECISION) -> OneFactor:
    """Fit one factor by least squares on the correlations off the diagonal (``minres`` of R psych)."""
    count = correlation.shape[-1]
    off = correlation * (1 - np.eye(count))
    loadings = _start(correlation)
    for _ in range(steps):
        before = loadings.copy()
        for place in range(count):
            others = (loadings**2).sum(axis=-1) - loadings[..., place] ** 2
            pull = (off[..., place, :] * loadings).sum(axis=-1)
            loadings[..., place] = np.clip(pull / others, -1, 1)
        if np.abs(loadings - before).max() < precision:
            break
    return OneFactor(_oriented(loadings), np.clip(1 - loadings**2, LEAST_UNIQUE, None))


FITS: MappingProxyType[str, Callable[..., OneFactor]] = MappingProxyType(
    {"ml": maximum_likelihood, "minres": minimum_residuals}
)


def omegas(fit: OneFactor, covariance: Floats, *, observed: bool = False) -> Floats:
    """McDonald's ω: the share of the variance of the total that comes from the factor.

    Parameters
    ----------
    fit : OneFactor
    covariance : ndarray, shape (…, p, p)
        Of the items as summed; the correlation matrix gives the standardised ω.
    observed : bool
        Divide by the variance of the total in the data (R psych) instead of the one the model implies.
    """
    variances = np.diagonal(covariance, axis1=-2, axis2=-1)
    unique = (fit.unique * variances).sum(axis=-1)
    common = (fit.loadings * np.sqrt(variances)).sum(axis=-1) ** 2
    found: Floats = 1 - unique / covariance.sum(axis=(-2, -1)) if observed else common / (common + unique)
    return found


def misfit(fit: OneFactor, correlation: Floats) -> float:
    """Discrepancy of maximum likelihood: ln|Σ| + tr(RΣ⁻¹) − ln|R| − p."""
    implied = np.outer(fit.loadings, fit.loadings) + np.diag(fit.unique)
    ratio = np.linalg.solve(implied, correlation)
    return float(np.trace(ratio) - np.linalg.slogdet(ratio)[1] - len(correlation))


def _start(correlation: Floats) -> Floats:
    """Loadings of the first principal component, drawn in a little."""
    values, vectors = np.linalg.eigh(correlation)
    first: Floats = 0.8 * vectors[..., -1] * np.sqrt(values[..., -1:])
    return first


def _oriented(loadings: Floats) -> Floats:
    turned: Floats = np.where(loadings.sum(axis=-1, keepdims=True) < 0, -loadings, loadings)
    return turned
