"""Means and shares from samples of a finite population (抽样估计的数值部分): arrays in, plain numbers out.

References
----------
Cochran, W. G. (1977). Sampling Techniques, 3rd ed., ch. 2 and 5. Wiley.
Dean, N. and Pagano, M. (2015). Evaluating confidence interval methods for binomial proportions in clustered
surveys. Journal of Survey Statistics and Methodology 3(4), 484-503.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from yzperf.methods.distributions import chi2_above, normal_quantile, t_quantile


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean with standard error, 95 % interval, degrees of freedom and design effect."""

    estimate: float
    standard_error: float
    low: float
    high: float
    degrees: int
    design_effect: float
    count: int


def stratified_mean(values: np.ndarray, strata: np.ndarray, populations: np.ndarray) -> Mean:
    """Estimate a population mean from a stratified random sample, with finite population correction.

    A simple random sample is the case of one stratum; an infinite population leaves the correction out.

    Parameters
    ----------
    values : ndarray, shape (n,)
    strata : ndarray of int, shape (n,)
        Codes 0…H−1; every stratum holds at least two values.
    populations : ndarray, shape (H,)
        Sizes of the strata in the population.

    Returns
    -------
    Mean
        With t quantiles of n − H degrees of freedom.
    """
    counts = np.bincount(strata, minlength=len(populations))
    means = np.bincount(strata, weights=values) / counts
    variances = np.bincount(strata, weights=(values - means[strata]) ** 2) / (counts - 1)
    shares = stratum_shares(populations)
    estimate = float(shares @ means)
    error = float((shares**2 * (1 - counts / populations) * variances / counts).sum()) ** 0.5
    degrees = len(values) - len(populations)
    half = t_quantile(degrees) * error
    effect = _design_effect(values, (shares / counts)[strata], error, populations.sum())
    return Mean(estimate, error, estimate - half, estimate + half, degrees, effect, len(values))


def stratum_shares(populations: np.ndarray) -> np.ndarray:
    """Return the share of each stratum in the population, shape (H,)."""
    if np.isinf(populations).any():
        return np.ones(1)
    shares: np.ndarray = populations / populations.sum()
    return shares


def wilson_interval(share: Mean) -> tuple[float, float]:
    """95 % Wilson interval of a share, with the effective sample size of the design.

    A simple random sample without finite population correction gives the textbook interval. It stays within
    0 and 1 and works near both ends, where ``estimate ± t · error`` does not.
    """
    p, count = share.estimate, float(share.count)
    if share.standard_error > 0:
        count *= p * (1 - p) / (share.count - 1) / share.standard_error**2
    z = normal_quantile(0.975)
    centre = (p + z**2 / (2 * count)) / (1 + z**2 / count)
    half = z * math.sqrt(p * (1 - p) / count + z**2 / (4 * count**2)) / (1 + z**2 / count)
    return max(0.0, centre - half), min(1.0, centre + half)


def needed_size(spread: float, margin: float, population: float, design_effect: float = 1.0) -> int:
    """Return how many answers keep the 95 % interval within ± ``margin``.

    Parameters
    ----------
    spread : float
        Standard deviation of the answers, in the unit of ``margin``; 0.5 is the worst case of a share.
    margin : float
    population : float
        May be infinite.
    design_effect : float
    """
    large = (normal_quantile(0.975) * spread / margin) ** 2 * design_effect
    return math.ceil(large / (1 + large / population))


def structure_test(counts: np.ndarray, populations: np.ndarray) -> tuple[float, float]:
    """Chi-squared test that the sample has the structure of the population: statistic and p value."""
    expected = counts.sum() * stratum_shares(populations)
    statistic = float(((counts - expected) ** 2 / expected).sum())
    return statistic, chi2_above(statistic, len(counts) - 1)


def straight_lined(codes: np.ndarray) -> tuple[int, int]:
    """Count rows with one and the same answer throughout, and rows without a gap.

    Parameters
    ----------
    codes : ndarray, shape (n, k)
        NaN where an answer is missing.
    """
    complete = codes[~np.isnan(codes).any(axis=1)]
    return int((complete == complete[:, :1]).all(axis=1).sum()), len(complete)


def _design_effect(values: np.ndarray, weights: np.ndarray, error: float, population: float) -> float:
    """Variance of the design over that of a simple random sample of the same size."""
    count = len(values)
    centre = weights @ values / weights.sum()
    spread = weights @ (values - centre) ** 2 / weights.sum() * count / (count - 1)
    simple = (1 - count / population) * spread / count
    return float(error**2 / simple) if simple > 0 else 1.0
