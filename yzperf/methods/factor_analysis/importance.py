"""Shares of regressors in the explained variance (LMG, Shapley R²): arrays in, arrays out.

References
----------
Lindeman, R. H., Merenda, P. F. and Gold, R. Z. (1980). Introduction to Bivariate and Multivariate Analysis.
Grömping, U. (2006). Relative importance for linear regression in R: the package relaimpo. Journal of Statistical
Software 17(1).
"""

from __future__ import annotations

import numpy as np

from yzperf.methods.factor_analysis.substitution import shapley_effects

_AT_ONCE = 250


def explained_by_set(moments: np.ndarray) -> np.ndarray:
    """R² of the regression on every set of regressors.

    Parameters
    ----------
    moments : ndarray, shape (b, k + 1, k + 1)
        Covariance matrices, the outcome first.

    Returns
    -------
    ndarray, shape (2**k, b)
        The bit of a regressor in the place of a value says that it is in the set.
    """
    count = moments.shape[1] - 1
    explained = np.zeros((2**count, len(moments)))
    for chosen in range(1, 2**count):
        places = [1 + place for place in range(count) if chosen >> place & 1]
        inner, cross = moments[:, places][:, :, places], moments[:, places, 0]
        slopes = np.linalg.solve(inner, cross[:, :, None])[:, :, 0]
        explained[chosen] = (slopes * cross).sum(axis=1) / moments[:, 0, 0]
    return explained


def importance(y: np.ndarray, regressors: np.ndarray) -> np.ndarray:
    """Mean over all orders of what each regressor adds to R²: shape (k,), adds up to R²."""
    moments = np.cov(np.column_stack([y, regressors]), rowvar=False)[None]
    return shapley_effects(explained_by_set(moments)[:, 0])


def importance_draws(y: np.ndarray, regressors: np.ndarray, seed: int, draws: int) -> np.ndarray:
    """Bootstrap the shares by drawing whole rows; draws in which a regressor does not vary are NaN: shape (draws, k)."""
    data = np.column_stack([y, regressors])
    data = data[np.lexsort(data.T)]  # the draws must not depend on the order of the rows
    rng, found = np.random.default_rng(seed), []
    for start in range(0, draws, _AT_ONCE):
        size = min(_AT_ONCE, draws - start)
        weights = rng.multinomial(len(y), np.full(len(y), 1 / len(y)), size=size) / len(y)
        found.append(_shares(_moments(data - data.mean(axis=0), weights)))
    return np.concatenate(found)


def _moments(data: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Weighted covariance matrices: (b, k + 1, k + 1)."""
    means = weights @ data
    raw: np.ndarray = np.einsum("bn,ni,nj->bij", weights, data, data, optimize=True)
    centred: np.ndarray = raw - means[:, :, None] * means[:, None, :]
    return centred


def _shares(moments: np.ndarray) -> np.ndarray:
    scales = np.sqrt(np.maximum(np.einsum("bii->bi", moments), 0.0))
    usable = (scales > 1e-6 * scales.max(axis=0)).all(axis=1)
    scaled = moments[usable] / (scales[usable][:, :, None] * scales[usable][:, None, :])
    usable[usable] = np.linalg.eigvalsh(scaled[:, 1:, 1:]).min(axis=1) > 1e-10
    shares = np.full((len(moments), moments.shape[1] - 1), np.nan)
    shares[usable] = shapley_effects(explained_by_set(moments[usable])).T
    return shares
