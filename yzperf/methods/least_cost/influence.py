"""Which rows a regression does not fit and which it hangs on (残差与影响诊断): arrays in, arrays out.

References
----------
Belsley, D. A., Kuh, E. and Welsch, R. E. (1980). Regression Diagnostics. Wiley.
Cook, R. D. and Weisberg, S. (1982). Residuals and Influence in Regression. Chapman and Hall.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from yzperf.methods.distributions import t_two_sided

_FULL = 1 - 1e-10  # leverage of a row that the regression cannot but meet


@dataclass(frozen=True, slots=True)
class Influence:
    """By row (n,): fitted value, leverage, externally studentised residual, Cook's distance, Bonferroni p value."""

    fitted: np.ndarray
    leverage: np.ndarray
    studentised: np.ndarray
    cook: np.ndarray
    p_values: np.ndarray


def influence(y: np.ndarray, design: np.ndarray) -> Influence:
    """Diagnose a least squares fit row by row.

    Parameters
    ----------
    y : ndarray, shape (n,)
    design : ndarray, shape (n, k)
        Of full column rank, n > k + 1.

    Returns
    -------
    Influence
        A row with leverage 1 has no residual of its own: its studentised residual is 0, its p value 1.
    """
    rows, count = design.shape
    orthogonal = np.linalg.qr(design)[0]
    fitted = orthogonal @ (orthogonal.T @ y)
    residuals, leverage = y - fitted, (orthogonal**2).sum(axis=1)
    own = leverage < _FULL
    free = np.where(own, 1 - leverage, 1.0)
    squares = float(residuals @ residuals)
    variance = squares / (rows - count)
    without = np.maximum(squares - residuals**2 / free, 0) / (rows - count - 1)
    usable = own & (without > 0)
    studentised = np.where(usable, residuals / np.sqrt(np.where(usable, without * free, 1.0)), 0.0)
    cook = (
        np.where(own, residuals**2 * leverage / (count * variance * free**2), 0.0) if variance > 0 else np.zeros(rows)
    )
    p_values = np.array([min(1.0, rows * t_two_sided(one, rows - count - 1)) for one in studentised])
    return Influence(fitted, leverage, studentised, cook, p_values)
