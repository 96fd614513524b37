"""Fitting an interrupted series and reading the effect off it (中断时间序列的估计): arrays in, arrays out.

References
----------
Lopez Bernal, J., Cummins, S. and Gasparrini, A. (2017). Interrupted time series regression for the evaluation of
public health interventions: a tutorial. International Journal of Epidemiology 46(1), 348-355.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from yzperf.methods.comparison.interrupted_design import Design
from yzperf.methods.comparison.interrupted_series import Series
from yzperf.methods.comparison.parts import Change
from yzperf.methods.comparison.serial_errors import first_order, fit_autoregressive, newey_west
from yzperf.methods.distributions import f_above
from yzperf.methods.generalised_linear import fit_likelihood
from yzperf.methods.least_squares import least_squares

GAUSSIAN, POISSON = "gaussian", "poisson"
FAMILIES = (GAUSSIAN, POISSON)
MODEL, NEWEY_WEST, AR1 = "model", "newey_west", "ar1"
ERRORS = (MODEL, NEWEY_WEST, AR1)
ESTIMATED, ONE = "estimated", "one"


@dataclass(frozen=True, slots=True)
class Assumptions:
    """How the outcomes scatter: family, errors, their lags and estimator, dispersion of counts, quantiles."""

    family: str
    errors: str
    lags: int
    ar_estimator: str
    dispersion: str
    normal_quantiles: bool
    small_sample: bool


@dataclass(frozen=True, slots=True)
class SegmentedFit:
    """Coefficients, covariance and degrees of freedom of the quantiles; ``means`` fitted, ``residuals`` for tests.

    ``residuals`` are those that should be independent: innovations, Pearson residuals. ``correlation`` is that of the
    plain residuals, or the parameter where one was fitted. ``dispersion`` is that of counts, else None.
    """

    coefficients: np.ndarray
    covariance: np.ndarray
    degrees: float
    means: np.ndarray
    residuals: np.ndarray
    correlation: float
    dispersion: float | None

    def change(self, place: int) -> Change:
        """One coefficient with error, interval and p value."""
        return Change.of(self.coefficients[place], self.covariance[place, place] ** 0.5, self.degrees)

    def joint_p(self, places: list[int]) -> float:
        """P value that several coefficients are zero together."""
        chosen = self.coefficients[places]
        statistic = chosen @ np.linalg.solve(self.covariance[np.ix_(places, places)], chosen) / len(places)
        return f_above(float(statistic), (len(places), min(self.degrees, 1e9)))


@dataclass(frozen=True, slots=True)
class Effects:
    """What the policy did over the periods after the start, in outcome units, and as a share of the counterfactual.

    ``ratio`` is fitted over counterfactual total, on the logarithmic scale; None where one of them is not positive.
    """

    total: Change
    average: Change
    log_ratio: Change | None
    expected: float


@dataclass(frozen=True, slots=True)
class Path:
    """The counterfactual of every row with its pointwise 95 % interval."""

    values: np.ndarray
    low: np.ndarray
    high: np.ndarray


def fit_segmented(series: Series, design: Design, how: Assumptions) -> SegmentedFit:
    """Fit by least squares (with independent, autocorrelated or robust errors) or Poisson likelihood.

    Raises
    ------
    NoMaximumError
        If the Poisson likelihood has no maximum.
    """
    return _fit_counts(series, design, how) if how.family == POISSON else _fit_line(series, design, how)


def effects(series: Series, design: Design, fit: SegmentedFit, family: str) -> Effects:
    """Sum fitted minus counterfactual over the treated rows after the start; errors by the delta method."""
    rows = (series.treated == 1) & (series.after == 1)
    sides = []
    for matrix in (design.matrix, design.without_policy()):
        means, slopes = _means(matrix[rows] @ fit.coefficients, series.exposure[rows], family)
        sides.append((float(means.sum()), matrix[rows].T @ slopes))
    (with_policy, push), (without, pull) = sides
    total = _delta(with_policy - without, push - pull, fit)
    count = int(rows.sum())
    average = _delta((with_policy - without) / count, (push - pull) / count, fit)
    positive = min(with_policy, without) > 0
    ratio = _delta(np.log(with_policy / without), push / with_policy - pull / without, fit) if positive else None
    return Effects(total, average, ratio, without)


def counterfactual(series: Series, design: Design, fit: SegmentedFit, family: str) -> Path:
    """The fitted path without the policy, with an interval for its mean (not for single outcomes)."""
    matrix = design.without_policy()
    predictors = matrix @ fit.coefficients
    spread = np.sqrt(np.einsum("ij,jk,ik->i", matrix, fit.covariance, matrix))
    half = Change.of(0.0, 1.0, fit.degrees).high * spread
    bounds = [_means(predictors + shift, series.exposure, family)[0] for shift in (0.0, -half, half)]
    return Path(*bounds)


def _means(predictors: np.ndarray, exposure: np.ndarray, family: str) -> tuple[np.ndarray, np.ndarray]:
    """Means, and their derivatives by the predictor."""
    if family == POISSON:
        means = exposure * np.exp(predictors)
        return means, means
    return predictors, np.ones(len(predictors))


def _delta(value: float, gradient: np.ndarray, fit: SegmentedFit) -> Change:
    return Change.of(float(value), float(gradient @ fit.covariance @ gradient) ** 0.5, fit.degrees)


def _fit_line(series: Series, design: Design, how: Assumptions) -> SegmentedFit:
    outcome, matrix = series.outcome, design.matrix
    free = len(outcome) - matrix.shape[1]
    degrees = float("inf") if how.normal_quantiles else float(free)
    if how.errors == AR1:
        found = fit_autoregressive(outcome, matrix, series.clock, how.ar_estimator)
        means, fit = outcome - found.residuals, found.fit
        return SegmentedFit(
            fit.coefficients, fit.covariance, degrees, means, found.innovations, found.correlation, None
        )
    fit = least_squares(outcome, matrix, classical=True)
    means = matrix @ fit.coefficients
    residuals = outcome - means
    covariance = fit.covariance
    if how.errors == NEWEY_WEST:
        bread = covariance * free / float(residuals @ residuals)
        scores = matrix * residuals[:, None]
        covariance = newey_west(scores, bread, series.clock, how.lags, small_sample=how.small_sample)
    correlation = first_order(residuals, series.clock)
    return SegmentedFit(fit.coefficients, covariance, degrees, means, residuals, correlation, None)


def _fit_counts(series: Series, design: Design, how: Assumptions) -> SegmentedFit:
    fit = fit_likelihood(series.outcome, design.matrix, POISSON, offset=np.log(series.exposure))
    free = len(series.outcome) - design.matrix.shape[1]
    spread = fit.pearson / free
    covariance = fit.inverse * (spread if how.dispersion == ESTIMATED else 1.0)
    if how.errors == NEWEY_WEST:
        covariance = newey_west(fit.scores, fit.inverse, series.clock, how.lags, small_sample=how.small_sample)
    degrees = float("inf") if how.normal_quantiles else float(free)
    residuals = (series.outcome - fit.means) / np.sqrt(fit.means)
    correlation = first_order(residuals, series.clock)
    return SegmentedFit(fit.coefficients, covariance, degrees, fit.means, residuals, correlation, spread)
