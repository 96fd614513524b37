"""Internal consistency of items (内部一致性的数值部分): covariances in, coefficients out.

References
----------
Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests. Psychometrika 16(3), 297-334.
Feldt, L. S., Woodruff, D. J. and Salih, F. A. (1987). Statistical inference for coefficient alpha. Applied
Psychological Measurement 11(1), 93-103.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from yzperf.methods.distributions import f_quantile

Floats = NDArray[np.float64]
Statistics = Callable[[Floats], Floats]

_CELLS_AT_ONCE = 2_000_000


def covariances(scores: Floats, times: Floats | None = None) -> Floats:
    """Covariances of items over the rows that answer both of a pair; without gaps the usual matrix.

    Parameters
    ----------
    scores : ndarray, shape (n, k)
        NaN where an answer is missing.
    times : ndarray, shape (draws, n), optional
        How often each row counts, for each draw of a bootstrap.

    Returns
    -------
    ndarray, shape (k, k), or (draws, k, k)
    """
    seen = (~np.isnan(scores)).astype(float)
    filled = np.where(seen > 0, scores - np.nanmean(scores, axis=0), 0.0)
    parts = (_pairs(seen, seen), _pairs(filled, seen), _pairs(filled, filled))
    counts, sums, products = (part.sum(axis=0) if times is None else _counted(times, part) for part in parts)
    with np.errstate(invalid="ignore", divide="ignore"):  # a draw may hold no pair of answers: NaN
        found: Floats = (products - sums * sums.swapaxes(-1, -2) / counts) / (counts - 1)
    return found


def _pairs(first: Floats, second: Floats) -> Floats:
    return first[:, :, None] * second[:, None, :]


def _counted(times: Floats, part: Floats) -> Floats:
    rows, count, _ = part.shape
    return (times @ part.reshape(rows, count * count)).reshape(len(times), count, count)


def correlations(covariance: Floats) -> Floats:
    """Correlations of a covariance matrix."""
    with np.errstate(invalid="ignore", divide="ignore"):  # a draw may leave an item without spread: NaN
        spread = np.sqrt(np.diagonal(covariance, axis1=-2, axis2=-1))
        found: Floats = covariance / (spread[..., :, None] * spread[..., None, :])
    return found


def alphas(covariance: Floats) -> Floats:
    """Cronbach's α, k/(k−1) · (1 − Σ variances / variance of the total), for each matrix of a stack."""
    count = covariance.shape[-1]
    with np.errstate(invalid="ignore", divide="ignore"):
        own = np.trace(covariance, axis1=-2, axis2=-1) / covariance.sum(axis=(-2, -1))
    found: Floats = count / (count - 1) * (1 - own)
    return found


def alpha(covariance: Floats) -> float:
    """Cronbach's α of one covariance matrix."""
    return float(alphas(covariance))


def alpha_of_scores(scores: Floats) -> float | None:
    """Cronbach's α of complete rows; None with fewer than two rows or items, or if all totals agree."""
    if min(scores.shape) < 2 or scores.sum(axis=1).var() == 0:
        return None
    return alpha(covariances(scores))


def without_each(covariance: Floats) -> list[float]:
    """Cronbach's α without each item in turn."""
    places = np.arange(len(covariance))
    return [alpha(covariance[np.ix_(places != out, places != out)]) for out in places]


def rest_correlations(covariance: Floats) -> Floats:
    """Correlation of each item with the sum of the others, shape (k,)."""
    own = np.diag(covariance)
    with_rest = covariance.sum(axis=1) - own
    rest = covariance.sum() - 2 * with_rest - own
    found: Floats = with_rest / np.sqrt(own * rest)
    return found


def opposed_items(covariance: Floats) -> Floats:
    """Tell the items that load on the first principal component against the majority, shape (k,)."""
    _, vectors = np.linalg.eigh(correlations(covariance))
    first = vectors[:, -1]
    against: Floats = first * np.sign(first.sum()) < 0
    return against


def feldt_interval(estimate: float, rows: int, items: int) -> tuple[float, float]:
    """95 % interval of α from the F distribution, exact for parallel normal items."""
    degrees = (rows - 1, (rows - 1) * (items - 1))
    low, high = (1 - (1 - estimate) * f_quantile(degrees, share) for share in (0.975, 0.025))
    return low, high


def bootstrap_interval(scores: Floats, statistics: Statistics, draws: int, seed: int) -> tuple[float, float]:
    """95 % percentile interval of a statistic of the covariance matrix; whole questionnaires are drawn.

    ``statistics`` takes a stack of matrices, shape (draws, k, k); draws without a value are left out.
    """
    rng = np.random.default_rng(seed)
    rows = len(scores)
    step = max(1, _CELLS_AT_ONCE // rows)
    found = []
    for start in range(0, draws, step):
        times = rng.multinomial(rows, np.full(rows, 1 / rows), min(step, draws - start))
        found.append(statistics(covariances(scores, times.astype(float))))
    low, high = np.nanquantile(np.concatenate(found), (0.025, 0.975))
    return float(low), float(high)
