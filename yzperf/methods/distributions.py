"""Quantiles and tail probabilities (分位数与尾概率).

scipy.special is loaded late, and loads in a fraction of the time of scipy.stats.
"""

from __future__ import annotations

from typing import Any

import numpy as np

_STEPS = 200


def t_quantile(degrees: float, probability: float = 0.975) -> float:
    """Quantile of Student's t; the default is the one of two-sided 95 % intervals."""
    return float(_special().stdtrit(degrees, probability))


def t_two_sided(statistic: float, degrees: float) -> float:
    """Two-sided p value of a t statistic."""
    return float(2 * _special().stdtr(degrees, -abs(statistic)))


def normal_quantile(probability: float) -> float:
    """Quantile of the standard normal."""
    return float(_special().ndtri(probability))


def normal_below(value: float) -> float:
    """Probability below a value under the standard normal."""
    return float(_special().ndtr(value))


def normal_two_sided(statistic: float) -> float:
    """Two-sided p value of a standard normal statistic."""
    return 2 * normal_below(-abs(statistic))


def normal_below_all(values: np.ndarray) -> np.ndarray:
    """Probabilities below each value under the standard normal."""
    below: np.ndarray = _special().ndtr(values)
    return below


def normal_quantile_all(probabilities: np.ndarray) -> np.ndarray:
    """Quantiles of the standard normal."""
    quantiles: np.ndarray = _special().ndtri(probabilities)
    return quantiles


def beta_quantile_all(first: float, second: float, probabilities: np.ndarray) -> np.ndarray:
    """Quantiles of the beta distribution of two shapes."""
    quantiles: np.ndarray = _special().betaincinv(first, second, probabilities)
    return quantiles


def f_power(noncentrality: float, degrees: tuple[int, int], level: float = 0.05) -> float:
    """Probability that an F test of ``level`` rejects at a noncentrality."""
    special = _special()
    return float(1 - special.ncfdtr(*degrees, noncentrality, special.fdtri(*degrees, 1 - level)))


def chi2_above(statistic: float, degrees: int) -> float:
    """Upper tail of the chi-squared distribution."""
    return float(_special().chdtrc(degrees, statistic))


def chi2_quantile(degrees: int, probability: float = 0.95) -> float:
    """Quantile of the chi-squared distribution."""
    return float(_special().chdtri(degrees, 1 - probability))


def f_above(statistic: float, degrees: tuple[float, float]) -> float:
    """Upper tail of the F distribution."""
    return float(_special().fdtrc(*degrees, statistic))


def f_quantile(degrees: tuple[float, float], probability: float) -> float:
    """Quantile of the F distribution."""
    return float(_special().fdtri(*degrees, probability))


def f_noncentrality(degrees: tuple[int, int], *, level: float = 0.05, power: float = 0.80) -> float:
    """Noncentrality at which an F test of ``level`` rejects with probability ``power``.

    Found by bisection, since the inverse functions of scipy have been wrong in some versions.
    """
    special = _special()
    critical = special.fdtri(*degrees, 1 - level)
    low, high = 0.0, 1.0
    while special.ncfdtr(*degrees, high, critical) > 1 - power:
        high *= 2
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if special.ncfdtr(*degrees, middle, critical) > 1 - power else (low, middle)
    return high


def _special() -> Any:
    from scipy import special

    return special
