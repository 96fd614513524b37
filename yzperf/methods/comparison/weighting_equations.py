"""Weighted and doubly robust means as roots of estimating equations (加权与双稳健估计): arrays in, arrays out.

All parameters (propensity, outcome regressions, means) solve mean(g(θ)) = 0 together, so one sandwich gives errors that
count the fitting of the propensity score and of the regressions.

References
----------
Lunceford, J. K. and Davidian, M. (2004). Stratification and weighting via the propensity score in estimation of causal
treatment effects. Statistics in Medicine 23(19), 2937-2960.
Li, F., Morgan, K. L. and Zaslavsky, A. M. (2018). Balancing covariates via propensity score weighting. Journal of the
American Statistical Association 113(521), 390-400.
Squire, W. and Trapp, G. (1998). Using complex variables to estimate derivatives of real functions. SIAM Review 40(1).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from yzperf.methods.comparison.covariate_balance import ATC, ATE, ATO, ATT
from yzperf.methods.generalised_linear import fit_likelihood
from yzperf.methods.least_squares import count_of, sum_by

LINKS = ("logit", "probit")
WEIGHTED_ESTIMANDS, AUGMENTED_ESTIMANDS = (ATT, ATE, ATC, ATO), (ATT, ATE, ATC)
OUTCOME_MODELS = ("linear", "logit", "poisson")

_STEP = 1e-30  # of complex differences, which lose no digits

# Weights by the chance p of being treated: of the treated, of the comparison rows.
_WEIGHTS: Mapping[str, Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]] = {
    ATT: lambda p: (np.ones_like(p), p / (1 - p)),
    ATC: lambda p: ((1 - p) / p, np.ones_like(p)),
    ATE: lambda p: (1 / p, 1 / (1 - p)),
    ATO: lambda p: (1 - p, p),
}
# To whom the effect refers, as weights of all rows.
_TARGETS: Mapping[str, Callable[[np.ndarray], np.ndarray]] = {
    ATT: lambda treated: treated,
    ATC: lambda treated: 1 - treated,
    ATE: np.ones_like,
}
_MEANS: Mapping[str, Callable[[np.ndarray], np.ndarray]] = {
    "linear": lambda predictors: predictors,
    "logit": lambda predictors: 1 / (1 + np.exp(-predictors)),
    "poisson": np.exp,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Outcome, treatment (0/1 as floats), regressors with the constant, clusters or None.

    With ``small_sample`` the rows of a group of n count n/(n−k) in variances, k the regressors: sandwiches of small
    groups are too narrow.
    """

    outcome: np.ndarray
    treated: np.ndarray
    design: np.ndarray
    clusters: np.ndarray | None = None
    small_sample: bool = True

    def inflation(self) -> np.ndarray:
        """Roots of the factors by row."""
        count, columns = self.design.shape
        if not self.small_sample:
            return np.ones(count)
        sizes = np.where(self.treated > 0, self.treated.sum(), count - self.treated.sum())
        roots: np.ndarray = np.sqrt(sizes / (sizes - columns))
        return roots


@dataclass(frozen=True, slots=True)
class Means:
    """Mean outcomes if all of the target group were treated, and if none were, with their covariance (2, 2)."""

    treated: float
    comparison: float
    covariance: np.ndarray


def balancing_weights(treated: np.ndarray, chances: np.ndarray, estimand: str) -> np.ndarray:
    """Weight of every row."""
    own, other = _WEIGHTS[estimand](chances)
    weights: np.ndarray = np.where(treated, own, other)
    return weights


def weighted_means(problem: Problem, coefficients: np.ndarray, link: str, estimand: str, *, normalised: bool) -> Means:
    """Weighted mean outcomes of both groups.

    Parameters
    ----------
    problem : Problem
    coefficients : ndarray, shape (k,)
        Of the propensity score.
    link, estimand : str
    normalised : bool
        Weights sum to one in each group (Hájek), or only in expectation (Horvitz–Thompson).
    """
    size = problem.design.shape[1]
    target = _TARGETS.get(estimand, np.ones_like)(problem.treated)

    def equations(theta: np.ndarray) -> np.ndarray:
        chances, scores = _propensity(problem, theta[:size], link)
        parts = []
        for mean, side, weights in _sides(theta[size:], problem.treated, _WEIGHTS[estimand](chances)):
            used = side * weights
            parts.append(used * (problem.outcome - mean) if normalised else used * problem.outcome - target * mean)
        return np.column_stack([scores, *parts])

    chances = _propensity(problem, coefficients, link)[0]
    means = []
    for _, side, weights in _sides(np.zeros(2), problem.treated, _WEIGHTS[estimand](chances)):
        used = side * weights
        means.append(used @ problem.outcome / (used.sum() if normalised else target.sum()))
    return _solved(problem, equations, np.concatenate([coefficients, means]))


def augmented_means(
    problem: Problem, coefficients: np.ndarray, link: str, estimand: str, *, model: str, normalised: bool
) -> Means:
    """Regression predictions for the target group plus weighted mean residuals.

    Right if either the propensity score or the outcome regression is.

    Parameters
    ----------
    problem : Problem
    coefficients : ndarray, shape (k,)
        Of the propensity score.
    link, estimand : str
    model : {"linear", "logit", "poisson"}
        Regression of the outcome on the covariates, fitted in each group by itself.
    normalised : bool
        Whether the weights of the residuals sum to one.
    """
    size, target = problem.design.shape[1], _TARGETS[estimand](problem.treated)
    mean_of = _MEANS[model]

    def equations(theta: np.ndarray) -> np.ndarray:
        chances, scores = _propensity(problem, theta[:size], link)
        lines = (theta[size : 2 * size], theta[2 * size : 3 * size])
        parts = [scores]
        for place, (moved, side, weights) in enumerate(
            _sides(theta[3 * size : 3 * size + 2], problem.treated, _WEIGHTS[estimand](chances))
        ):
            fitted = mean_of(problem.design @ lines[place])
            left_over = side * (problem.outcome - fitted)
            mean = theta[3 * size + 2 + place]
            parts.append(problem.design * left_over[:, None])
            if normalised:
                parts += [side * weights * (problem.outcome - fitted - moved), target * (fitted + moved - mean)]
            else:
                parts += [moved * np.ones(len(side)), target * (fitted - mean) + weights * left_over]
        return np.column_stack(parts)

    chances = _propensity(problem, coefficients, link)[0]
    lines, moves, means = [], [], []
    for _, side, weights in _sides(np.zeros(2), problem.treated, _WEIGHTS[estimand](chances)):
        line = _fitted(problem, side > 0, model)
        fitted = mean_of(problem.design @ line)
        used = side * weights
        shift = float(used @ (problem.outcome - fitted)) / (used.sum() if normalised else target.sum())
        lines.append(line)
        moves.append(shift if normalised else 0.0)
        means.append(float(target @ fitted / target.sum()) + shift)
    return _solved(problem, equations, np.concatenate([coefficients, *lines, moves, means]))


def _sides(
    values: np.ndarray, treated: np.ndarray, weights: tuple[np.ndarray, np.ndarray]
) -> list[tuple[Any, np.ndarray, np.ndarray]]:
    """Parameter, membership and weights of the treated and of the comparison group."""
    return [(values[0], treated, weights[0]), (values[1], 1 - treated, weights[1])]


def _propensity(problem: Problem, coefficients: np.ndarray, link: str) -> tuple[np.ndarray, np.ndarray]:
    """Chances and scores by row; analytic, so that coefficients may be complex."""
    predictors = problem.design @ coefficients
    if link == "logit":
        chances = 1 / (1 + np.exp(-predictors))
        return chances, problem.design * (problem.treated - chances)[:, None]
    from scipy.special import erfc

    chances = 0.5 * erfc(-predictors / 2**0.5)
    density = np.exp(-(predictors**2) / 2) / (2 * np.pi) ** 0.5
    pull = (problem.treated - chances) * density / (chances * (1 - chances))
    return chances, problem.design * pull[:, None]


def _fitted(problem: Problem, rows: np.ndarray, model: str) -> np.ndarray:
    if model == "linear":
        line: np.ndarray = np.linalg.lstsq(problem.design[rows], problem.outcome[rows], rcond=None)[0]
        return line
    return fit_likelihood(problem.outcome[rows], problem.design[rows], model).coefficients


def _solved(problem: Problem, equations: Callable[[np.ndarray], np.ndarray], theta: np.ndarray) -> Means:
    """The last two parameters and their sandwich covariance, by cluster where there are clusters."""
    moments = equations(theta)
    slopes = np.empty((len(theta), len(theta)))
    for place in range(len(theta)):
        moved = theta.astype(complex)
        moved[place] += 1j * _STEP
        slopes[:, place] = equations(moved).imag.sum(axis=0) / _STEP
    influence = np.linalg.solve(slopes, moments.T).T[:, -2:] * problem.inflation()[:, None]
    if problem.clusters is not None:
        groups = count_of(problem.clusters)
        influence = sum_by(influence, problem.clusters) * (groups / (groups - 1)) ** 0.5
    return Means(float(theta[-2]), float(theta[-1]), influence.T @ influence)
