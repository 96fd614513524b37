"""Likelihood of a frontier with errors and inefficiency, its maximum, and what it says of each unit (随机前沿的似然).

The residual of a row is an error ``v``, normal, less an inefficiency ``u`` that is not negative; for costs the sign is
turned. In a panel the inefficiency of a unit is ``exp(-eta (t - T)) u``, one draw ``u`` for all its rows; ``eta`` is 0 where
it does not change with time. ``u`` is normal with mean ``mu``, cut off at 0 (half-normal: ``mu`` 0), or exponential.

References
----------
Aigner, D., Lovell, C. A. K. and Schmidt, P. (1977). Formulation and estimation of stochastic frontier production
function models. Journal of Econometrics 6(1), 21-37.
Battese, G. E. and Coelli, T. J. (1992). Frontier production functions, technical efficiency and panel data. Journal of
Productivity Analysis 3, 153-169.
Jondrow, J., Lovell, C. A. K., Materov, I. S. and Schmidt, P. (1982). On the estimation of technical inefficiency in the
stochastic frontier production function model. Journal of Econometrics 19(2-3), 233-238.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yzperf.methods.benchmarking.simplex import Floats

HALF_NORMAL, TRUNCATED, EXPONENTIAL = "half_normal", "truncated_normal", "exponential"
_LOG_2PI = float(np.log(2 * np.pi))
_STARTS = (0.05, 0.2, 0.4, 0.6, 0.8, 0.95)  # shares of inefficiency in the variance
_TRIED = 2
_STEP = 1e-4
_NO_INEFFICIENCY = 1e-6  # a gain in likelihood that is rounding
_MOST_GAMMA = 30.0  # bound of the logit of gamma


@dataclass(frozen=True, slots=True)
class FrontierData:
    """Rows: ``outcome`` (n,), ``columns`` (n, k) with the constant, ``units`` (n,) numbers, ``ages`` (n,) t - T.

    ``sign`` is 1 for production, -1 for costs.
    """

    outcome: Floats
    columns: Floats
    units: NDArray[np.int64]
    ages: Floats
    sign: float


@dataclass(frozen=True, slots=True)
class Shape:
    """Which distribution the inefficiency has and whether it changes with time."""

    kind: str
    time_varying: bool

    @property
    def further(self) -> int:
        """Parameters besides the coefficients and the two variances."""
        return (self.kind == TRUNCATED) + self.time_varying

    def parts(self, parameters: Floats, width: int) -> tuple[Floats, float, float, float, float]:
        """Coefficients, total variance, gamma, mu, eta of a vector of natural parameters."""
        rest = list(parameters[width + 2 :])
        mean = rest.pop(0) if self.kind == TRUNCATED else 0.0
        eta = rest.pop(0) if self.time_varying else 0.0
        return parameters[:width], float(parameters[width]), float(parameters[width + 1]), float(mean), float(eta)


@dataclass(frozen=True, slots=True)
class Conditional:
    """Inefficiency of each row given its residuals: normal (``mean``, ``spread``), cut off at 0, times ``path``."""

    mean: Floats
    spread: Floats
    path: Floats


@dataclass(frozen=True, slots=True)
class FrontierFit:
    """Maximum of the likelihood: natural parameters (coefficients, sigma², gamma, then mu and eta where they are free).

    At the edge, where the data show no inefficiency, gamma is 0, the coefficients are those of least squares and the
    covariance (None where the curvature is not definite) is that of the coefficients and sigma².
    """

    parameters: Floats
    covariance: Floats | None
    log_likelihood: float
    least_squares_likelihood: float
    least_squares: Floats
    at_edge: bool


def fit_frontier(data: FrontierData, shape: Shape) -> FrontierFit:
    """Maximise the likelihood from several starts, and take the curvature at the maximum."""
    width = data.columns.shape[1]
    coefficients = np.asarray(np.linalg.lstsq(data.columns, data.outcome, rcond=None)[0], float)
    residuals = data.outcome - data.columns @ coefficients
    variance = float(residuals @ residuals) / len(residuals)
    plain = -0.5 * len(residuals) * (_LOG_2PI + float(np.log(variance)) + 1)
    # Orthonormal columns and unit errors: the search sees parameters of one size.
    basis, triangle = np.linalg.qr(data.columns)
    basis, triangle = basis * np.sqrt(len(basis)), triangle / np.sqrt(len(basis))
    scale = np.sqrt(variance)
    easy = FrontierData(data.outcome / scale, basis, data.units, data.ages, data.sign)
    found, value = _search(easy, shape)
    value -= len(residuals) * np.log(scale)
    if value < plain + _NO_INEFFICIENCY:
        return _at_edge(data, shape, (coefficients, variance, plain))
    natural = found.copy()
    natural[:width] = np.linalg.solve(triangle, found[:width]) * scale
    natural[width] *= variance
    if shape.kind == TRUNCATED:
        natural[width + 2] *= scale
    curvature = _curvature(lambda point: log_likelihood(easy, shape, point), found)
    return FrontierFit(
        natural,
        _natural_covariance(curvature, triangle, scale, shape),
        value,
        plain,
        coefficients,
        at_edge=False,
    )


def log_likelihood(data: FrontierData, shape: Shape, parameters: Floats) -> float:
    """Log-likelihood at natural parameters; NaN outside of what they can be."""
    with np.errstate(all="ignore"):
        return _log_likelihood(data, shape, parameters)


def _log_likelihood(data: FrontierData, shape: Shape, parameters: Floats) -> float:
    coefficients, total, gamma, mean, eta = shape.parts(parameters, data.columns.shape[1])
    residuals = data.sign * (data.outcome - data.columns @ coefficients)
    error, loss = (1 - gamma) * total, gamma * total
    if shape.kind == EXPONENTIAL:
        return _exponential(residuals, error, loss)
    path = np.exp(-eta * data.ages)
    rows = np.bincount(data.units)
    weight = error + loss * np.bincount(data.units, path**2)
    centre = (mean * error - loss * np.bincount(data.units, path * residuals)) / weight
    ratio = centre / np.sqrt(error * loss / weight)
    log_ndtr = _special().log_ndtr
    first = mean / np.sqrt(loss)
    squares = np.bincount(data.units, residuals**2) / error + first**2 - ratio**2
    terms = rows * _LOG_2PI + (rows - 1) * np.log(error) + np.log(weight) + squares
    return float(np.sum(log_ndtr(ratio) - log_ndtr(first) - 0.5 * terms))


def conditional(data: FrontierData, shape: Shape, parameters: Floats) -> Conditional:
    """What the residuals say of the inefficiency of each row."""
    coefficients, total, gamma, mean, eta = shape.parts(parameters, data.columns.shape[1])
    residuals = data.sign * (data.outcome - data.columns @ coefficients)
    error, loss = (1 - gamma) * total, gamma * total
    if shape.kind == EXPONENTIAL:
        same = np.full(len(residuals), np.sqrt(error))
        return Conditional(-residuals - error / np.sqrt(loss), same, np.ones(len(residuals)))
    path = np.exp(-eta * data.ages)
    weight = error + loss * np.bincount(data.units, path**2)
    centre = (mean * error - loss * np.bincount(data.units, path * residuals)) / weight
    spread = np.sqrt(error * loss / weight)
    return Conditional(centre[data.units], spread[data.units], path)


def expected_power(given: Conditional, power: float) -> Floats:
    """Expectation of ``exp(power * u)``: efficiency after Battese and Coelli with -1, excess cost with 1."""
    log_ndtr = _special().log_ndtr
    step = power * given.path
    ratio = given.mean / given.spread
    exponent = log_ndtr(ratio + step * given.spread) - log_ndtr(ratio) + step * given.mean
    expected: Floats = np.exp(exponent + 0.5 * (step * given.spread) ** 2)
    return expected


def expected_loss(given: Conditional) -> Floats:
    """Expectation of the inefficiency itself (Jondrow et al.)."""
    ratio = given.mean / given.spread
    density = -0.5 * (ratio**2 + _LOG_2PI)
    expected: Floats = given.path * (given.mean + given.spread * np.exp(density - _special().log_ndtr(ratio)))
    return expected


def loss_quantile(given: Conditional, probability: float) -> Floats:
    """Quantile of the inefficiency of each row (Horrace and Schmidt, 1996)."""
    special = _special()
    above = (1 - probability) * special.ndtr(given.mean / given.spread)
    quantile: Floats = np.maximum(given.mean - given.spread * special.ndtri(above), 0.0) * given.path
    return quantile


def _exponential(residuals: Floats, error: float, loss: float) -> float:
    spread, mean = np.sqrt(error), np.sqrt(loss)
    tail = _special().log_ndtr(-residuals / spread - spread / mean)
    return float(np.sum(tail - np.log(mean) + 0.5 * error / loss + residuals / mean))


def _search(data: FrontierData, shape: Shape) -> tuple[Floats, float]:
    """The best of several starts, in natural parameters."""
    from scipy import optimize

    width = data.columns.shape[1]

    def natural(free: Floats) -> Floats:
        point = free.copy()
        point[width] = np.exp(np.clip(free[width], -_MOST_GAMMA, _MOST_GAMMA))
        point[width + 1] = 1 / (1 + np.exp(-np.clip(free[width + 1], -_MOST_GAMMA, _MOST_GAMMA)))
        return point

    def minus(free: Floats) -> float:
        value = -log_likelihood(data, shape, natural(free))
        return value if np.isfinite(value) else 1e10

    climb: Any = optimize.minimize
    tries = [
        climb(minus, start, jac=lambda free: _slope(minus, free), method="BFGS", options={"gtol": 1e-3, "maxiter": 200})
        for start in sorted(_starts(data, shape), key=minus)[:_TRIED]
    ]
    best = _newton(minus, min(tries, key=lambda one: float(one.fun)).x)
    return natural(best), -minus(best)


def _starts(data: FrontierData, shape: Shape) -> list[Floats]:
    """Least squares, with the constant moved by the mean inefficiency of each share."""
    plain = data.columns.T @ data.outcome / len(data.outcome)
    ones = data.columns.T @ np.ones(len(data.outcome)) / len(data.outcome)
    starts = []
    for gamma in _STARTS:
        total = 1 / (1 - 2 * gamma / np.pi)
        moved = plain + ones * data.sign * np.sqrt(2 * gamma * total / np.pi)
        starts.append(np.concatenate([moved, [np.log(total), np.log(gamma / (1 - gamma))], np.zeros(shape.further)]))
    return starts


def _newton(minus: Callable[[Floats], float], point: Floats, steps: int = 8) -> Floats:
    """A few Newton steps, taken only while they help: BFGS with differences stops short of the last digits."""
    for _ in range(steps):
        slope, curvature = _slope(minus, point), -_curvature(lambda free: -minus(free), point)
        step = np.linalg.lstsq(curvature, slope, rcond=None)[0]
        if not minus(point - step) < minus(point):
            break
        point = point - step
    return point


def _slope(function: Callable[[Floats], float], point: Floats) -> Floats:
    steps = 1e-6 * np.maximum(1.0, np.abs(point))
    sides = np.diag(steps)
    return np.array(
        [
            (function(point + side) - function(point - side)) / (2 * step)
            for side, step in zip(sides, steps, strict=True)
        ]
    )


def _curvature(function: Callable[[Floats], float], point: Floats) -> Floats:
    """Matrix of second derivatives by central differences."""
    steps = np.diag(_STEP * np.maximum(np.abs(point), 0.1))
    size = len(point)
    matrix = np.empty((size, size))
    for row in range(size):
        for column in range(row + 1):
            ends = [
                a * b * function(point + a * steps[row] + b * steps[column]) for a in (1.0, -1.0) for b in (1.0, -1.0)
            ]
            matrix[row, column] = matrix[column, row] = sum(ends) / (4 * steps[row, row] * steps[column, column])
    return matrix


def _natural_covariance(curvature: Floats, triangle: Floats, scale: float, shape: Shape) -> Floats | None:
    """Inverse of the information, carried over to the parameters in their own units."""
    if not np.isfinite(curvature).all() or np.linalg.eigvalsh(-curvature).min() <= 0:
        return None
    width = len(triangle)
    back = np.eye(len(curvature))
    back[:width, :width] = np.linalg.inv(triangle) * scale
    back[width, width] = scale**2
    if shape.kind == TRUNCATED:
        back[width + 2, width + 2] = scale
    covariance: Floats = back @ np.linalg.inv(-curvature) @ back.T
    return covariance


def _at_edge(data: FrontierData, shape: Shape, plain: tuple[Floats, float, float]) -> FrontierFit:
    coefficients, variance, value = plain
    width = len(coefficients)
    parameters = np.concatenate([coefficients, [variance, 0.0], np.zeros(shape.further)])
    covariance = np.full((len(parameters), len(parameters)), np.nan)
    covariance[:width, :width] = variance * np.linalg.inv(data.columns.T @ data.columns)
    covariance[width, width] = 2 * variance**2 / len(data.outcome)
    return FrontierFit(parameters, covariance, value, value, coefficients, at_edge=True)


def _special() -> Any:
    from scipy import special

    return special
