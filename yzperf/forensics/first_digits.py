"""First digits against Benford's law (首位数字): only for large collections that span several orders of magnitude.

References
----------
Nigrini, M. J. (2012). Benford's Law. Wiley (mean absolute deviation, distortion factor).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


def leading(values: Floats, digits: int) -> Counts:
    """The first ``digits`` digits of positive numbers, as whole numbers.

    Examples
    --------
    >>> leading(np.array([2930.0, 0.0471, 10.0]), 2)
    array([29, 47, 10])
    """
    # through the decimal text: a logarithm puts some powers of ten one digit too low
    texts = [f"{value:.15e}" for value in values.tolist()]
    return np.array([int((text[0] + text[2:])[:digits]) for text in texts], np.int64)


def counts(values: Floats, digits: int) -> Counts:
    """How often each leading number occurs, from 1 or 10 or 100 on."""
    first = 10 ** (digits - 1)
    return np.bincount(leading(values, digits) - first, minlength=9 * first).astype(np.int64)


def expected_shares(digits: int) -> Floats:
    """Shares after Benford: log10(1 + 1/d)."""
    first = 10 ** (digits - 1)
    return np.log10(1 + 1 / np.arange(first, 10 * first))


def chi_square(observed: Counts, shares: Floats) -> float:
    """Pearson's statistic against the expected shares."""
    expected = observed.sum() * shares
    return float(((observed - expected) ** 2 / expected).sum())


def mean_absolute_deviation(observed: Counts, shares: Floats) -> float:
    """Nigrini's mean absolute deviation of the shares."""
    return float(np.abs(observed / observed.sum() - shares).mean())


def distortion(values: Floats) -> float:
    """Nigrini's distortion factor: how far the mean of the numbers, brought to 10–100, lies from the expected one.

    Expected is 90 / ln 10, the limit for many numbers, as the published programs have it.
    """
    collapsed = 10 * values / 10 ** np.floor(np.log10(values))
    return float(collapsed.mean() * np.log(10) / 90 - 1)
