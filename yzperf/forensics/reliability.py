"""Internal consistency of the items of a scale (内部一致性): Cronbach's α by the ways in use to treat missing answers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_FEWEST = 2


def alphas(values: Floats) -> Iterator[float]:
    """α of full sheets, of all pairs of answers, with missing answers as the mean of their item, and standardised.

    Parameters
    ----------
    values
        Answers, shape (people, items), NaN for none.

    Examples
    --------
    >>> [round(one, 3) for one in alphas(np.array([[5.0, 4], [4, 4], [2, 3], [1, 1], [3, 2]]))][0]
    0.911
    """
    full = values[~np.isnan(values).any(axis=1)]
    if values.shape[1] < _FEWEST or len(full) <= _FEWEST:
        return
    filled = np.where(np.isnan(values), np.nanmean(values, axis=0), values)
    for table in (full, filled):
        yield from _of(np.atleast_2d(np.cov(table.T)))
        with np.errstate(invalid="ignore"):
            yield from _of(np.atleast_2d(np.corrcoef(table.T)))
    yield from _of(_pairwise(values))


def _of(matrix: Floats) -> Iterator[float]:
    items, total = len(matrix), float(matrix.sum())
    if np.isfinite(total) and total > 0:
        yield items / (items - 1) * (1 - float(np.trace(matrix)) / total)


def _pairwise(values: Floats) -> Floats:
    items = values.shape[1]
    found = np.zeros((items, items))
    for one in range(items):
        for other in range(one + 1):
            both = ~np.isnan(values[:, one]) & ~np.isnan(values[:, other])
            if both.sum() < _FEWEST:
                return np.full((items, items), np.nan)
            found[one, other] = found[other, one] = np.cov(values[both, one], values[both, other])[0, 1]
    return found
