"""The jump at a cut-off, with robust bias-corrected errors (断点处的跳跃): arrays in, numbers out.

References
----------
Calonico, S., Cattaneo, M. D. and Titiunik, R. (2014). Robust nonparametric confidence intervals for
regression-discontinuity designs. Econometrica 82(6), 2295-2326.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import factorial

import numpy as np

from yzperf.methods.comparison.discontinuity_bandwidth import Bandwidths, Polynomial, Sides
from yzperf.methods.comparison.local_polynomial import (
    KERNELS,
    LocalFit,
    Side,
    adjustment,
    covariance,
    local_fit,
    residuals,
    shares_of,
)
from yzperf.methods.comparison.parts import Change


@dataclass(frozen=True, slots=True)
class Jump:
    """An estimate three ways.

    ``conventional``; ``bias_corrected`` with the conventional error; ``robust``, the same with an error that counts the
    noise of the correction.
    """

    conventional: Change
    bias_corrected: Change
    robust: Change


@dataclass(frozen=True, slots=True)
class Effective:
    """Rows on either side that carry the estimate, and the correction."""

    estimate: tuple[int, int]
    bias: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Fitted:
    """Rows of one side with the polynomial of the estimate and that of its bias."""

    rows: Side
    fit: LocalFit
    curve: LocalFit


@dataclass(frozen=True, slots=True)
class _Limit:
    """Limits at the cut-off from one side: plain and corrected (d,), and their covariances (d, d)."""

    plain: np.ndarray
    corrected: np.ndarray
    plain_covariance: np.ndarray
    robust_covariance: np.ndarray


def estimate_jump(sides: Sides, widths: Bandwidths, shape: Polynomial, sign: float = 1.0) -> tuple[Jump, Jump | None]:
    """Right limit minus left limit (of a derivative), times ``sign``.

    Returns
    -------
    tuple of Jump and Jump or None
        Of the outcome; in a fuzzy design the ratio of both jumps, and the jump of the treatment.
    """
    fitted = [
        _fitted(side, estimate, bias, shape)
        for side, estimate, bias in zip(sides, widths.estimate, widths.bias, strict=True)
    ]
    slopes = adjustment([(one.rows, one.fit) for one in fitted])
    left, right = (_limit(one, shape) for one in fitted)
    scale = sign * factorial(shape.derivative)
    plain, corrected = (scale * (getattr(right, name) - getattr(left, name)) for name in ("plain", "corrected"))
    covariances = [
        scale**2 * (getattr(right, name) + getattr(left, name)) for name in ("plain_covariance", "robust_covariance")
    ]
    proper = np.eye(slopes.shape[1])
    first, *second = (
        _jump(float(shares @ plain), float(shares @ corrected), covariances, shares)
        for shares in (np.concatenate([one, -slopes @ one]) for one in proper)
    )
    if not second:
        return first, None
    ratio = first.conventional.estimate / second[0].conventional.estimate
    shares = shares_of(plain, slopes)
    moved = ratio - float(shares @ (plain - corrected))
    return _jump(ratio, moved, covariances, shares), second[0]


def effective_rows(sides: Sides, widths: Bandwidths, kernel: str) -> Effective:
    """Count the rows with weight."""
    counts = [
        tuple(int((KERNELS[kernel](side.x / width) > 0).sum()) for side, width in zip(sides, pair, strict=True))
        for pair in (widths.estimate, widths.bias)
    ]
    return Effective(*((left, right) for left, right in counts))


def fitted_lines(sides: Sides, widths: Bandwidths, shape: Polynomial) -> tuple[tuple[np.ndarray, np.ndarray], ...]:
    """Points of the fitted polynomial of the first outcome on either side, for drawing."""
    lines = []
    for side, width, sign in zip(sides, widths.estimate, (-1.0, 1.0), strict=True):
        near = side.within(width, shape.kernel)
        fit = local_fit(near.x, width, shape.order, 0, shape.kernel)
        at = sign * np.linspace(0, min(width, float(np.abs(near.x).max())), 50)
        curve = np.vander(at, shape.order + 1, increasing=True) @ (fit.projection.T @ near.outcomes[:, 0])
        lines.append((at, curve))
    return tuple(lines)


def _fitted(side: Side, width: float, bias_width: float, shape: Polynomial) -> _Fitted:
    rows = side.within(max(width, bias_width), shape.kernel)
    return _Fitted(
        rows,
        local_fit(rows.x, width, shape.order, shape.derivative, shape.kernel),
        local_fit(rows.x, bias_width, shape.bias_order, shape.order + 1, shape.kernel),
    )


def _limit(fitted: _Fitted, shape: Polynomial) -> _Limit:
    rows, fit, curve = fitted.rows, fitted.fit, fitted.curve
    corrected = fit.weights - float(fit.weights @ rows.x ** (shape.order + 1)) * curve.weights
    own = residuals(rows, fit, shape.scatter)
    of_curve = residuals(rows, curve, shape.scatter)
    return _Limit(
        fit.weights @ rows.outcomes,
        corrected @ rows.outcomes,
        covariance(fit.weights, own, rows.clusters, shape.order + 1),
        covariance(corrected, of_curve, rows.clusters, shape.bias_order + 1),
    )


def _jump(plain: float, corrected: float, covariances: list[np.ndarray], gradient: np.ndarray) -> Jump:
    errors = [float(gradient @ matrix @ gradient) ** 0.5 for matrix in covariances]
    return Jump(
        Change.of(float(plain), errors[0]),
        Change.of(float(corrected), errors[0]),
        Change.of(float(corrected), errors[1]),
    )
