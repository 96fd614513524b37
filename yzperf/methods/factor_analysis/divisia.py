"""Logarithmic mean Divisia indices (对数平均迪氏指数): arrays in, arrays out.

References
----------
Ang, B. W. (2005). The LMDI approach to decomposition analysis: a practical guide. Energy Policy 33(7), 867-871.
Ang, B. W. and Liu, N. (2007). Handling zero values in the logarithmic mean Divisia index decomposition approach.
Energy Policy 35(1), 238-246.
"""

from __future__ import annotations

import numpy as np


def logarithmic_mean(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Logarithmic mean of two sets of numbers, not negative; 0 where one of the two is 0."""
    first, second = np.broadcast_arrays(np.asarray(first, float), np.asarray(second, float))
    means = np.where(first == second, first, 0.0)
    apart = (first > 0) & (second > 0) & (first != second)
    step = np.log(first[apart] / second[apart])
    # Where both are equal but for rounding, the quotient of differences is noise.
    near = np.abs(step) < 1e-8
    means[apart] = np.where(
        near, (first[apart] + second[apart]) / 2, (first[apart] - second[apart]) / np.where(near, 1, step)
    )
    return means


def log_effects(base: np.ndarray, actual: np.ndarray, *, shares: bool) -> tuple[np.ndarray, float]:
    """Logarithmic effect of each factor on the total, and the logarithmic mean of the two totals.

    Parameters
    ----------
    base, actual : ndarray, shape (k, m)
        Factors of m categories, not negative; the total is the sum of their products.
    shares : bool
        LMDI-II: weigh categories by their shares in the totals; else LMDI-I.

    Returns
    -------
    ndarray, shape (k,)
        Times the mean they are the additive effects, their exponentials the multiplicative ones.
    float

    Notes
    -----
    Where a product is zero in one period, the limit for small values is taken (Ang and Liu 2007): the factors that
    are zero share the whole change of the category alike, the others have no effect in it.
    """
    first, second = base.prod(axis=0), actual.prod(axis=0)
    totals = first.sum(), second.sum()
    mean = float(logarithmic_mean(*map(np.asarray, totals)))
    weights = [first / totals[0], second / totals[1]] if shares else [first, second]
    parts = _log_parts(base, actual, *weights)
    scale = logarithmic_mean(weights[0], weights[1]).sum() if shares else mean
    return parts.sum(axis=1) / scale, mean


def _log_parts(base: np.ndarray, actual: np.ndarray, before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Weighted log changes of factors by category (k, m), with their limits where a weight is zero."""
    parts = np.zeros(base.shape)
    whole = (before > 0) & (after > 0)
    parts[:, whole] = logarithmic_mean(after[whole], before[whole]) * np.log(actual[:, whole] / base[:, whole])
    for columns, zeros, sign, weight in (
        ((before == 0) & (after > 0), base == 0, 1, after),
        ((before > 0) & (after == 0), actual == 0, -1, before),
    ):
        parts[:, columns] = sign * weight[columns] * zeros[:, columns] / zeros[:, columns].sum(axis=0)
    return parts
