"""Parts of a gap between two groups with their standard errors (组间差距分解): arrays in, arrays out.

Every part is a smooth function of means and coefficients; its error is that of the sum of the influences of all
observations on them, so that characteristics count as random and equal variances are not assumed.

References
----------
Jann, B. (2008). The Blinder-Oaxaca decomposition for linear regression models. Stata Journal 8(4), 453-479.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts by regressor (k,) and the influence of every observation on them (n, k)."""

    values: np.ndarray
    influences: np.ndarray

    @property
    def errors(self) -> np.ndarray:
        """Standard errors by regressor."""
        errors: np.ndarray = np.sqrt((self.influences**2).sum(axis=0))
        return errors

    @property
    def total(self) -> tuple[float, float]:
        """Sum over regressors and its standard error."""
        return float(self.values.sum()), float(np.sqrt((self.influences.sum(axis=1) ** 2).sum()))

    def plus(self, other: Parts) -> Parts:
        """Sum of two sets of parts."""
        return Parts(self.values + other.values, self.influences + other.influences)


Estimate = Parts  # of means or coefficients: the same shape


def mean_of(design: np.ndarray, rows: np.ndarray) -> Estimate:
    """Mean of each regressor in one group."""
    mean, count = design[rows].mean(axis=0), rows.sum()
    return Estimate(mean, np.where(rows[:, None], design - mean, 0.0) / np.sqrt(count * (count - 1)))


def coefficients_of(y: np.ndarray, design: np.ndarray, rows: np.ndarray) -> Estimate:
    """Least squares in some rows; influences carry the factor n / (n − k) of HC1."""
    inverse = np.linalg.pinv(design[rows].T @ design[rows])
    coefficients = inverse @ (design[rows].T @ y[rows])
    count = rows.sum()
    scores = np.where(rows[:, None], design * (y - design @ coefficients)[:, None], 0.0)
    return Estimate(coefficients, scores @ inverse * np.sqrt(count / (count - design.shape[1])))


def mixed(first: Estimate, second: Estimate, weight: float) -> Estimate:
    """Weighted mean of two estimates."""
    return Estimate(
        weight * first.values + (1 - weight) * second.values,
        weight * first.influences + (1 - weight) * second.influences,
    )


def difference(first: Estimate, second: Estimate) -> Estimate:
    """First less second."""
    return Estimate(first.values - second.values, first.influences - second.influences)


def product(first: Estimate, second: Estimate) -> Parts:
    """Element by element; influences by the product rule."""
    return Parts(first.values * second.values, first.influences * second.values + first.values * second.influences)
