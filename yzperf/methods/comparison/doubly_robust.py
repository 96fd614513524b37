"""The change of a treated group beyond that of a comparison group, with covariates (双稳健双重差分的数值部分).

Outcome regression, inverse probability weighting (with weights that sum to one) and the doubly robust combination,
for panels and for repeated samples. Every estimator is a sum of weighted means of residuals, so one engine computes
estimate and influence function of all six.

References
----------
Sant'Anna, P. H. C. and Zhao, J. (2020). Doubly robust difference-in-differences estimators.
Journal of Econometrics 219(1), 101-122.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

REGRESSION, WEIGHTING, DOUBLY_ROBUST = "regression", "ipw", "doubly_robust"
ESTIMATORS = (REGRESSION, WEIGHTING, DOUBLY_ROBUST)

_TRIM_FROM = 0.995  # comparison units that are all but certain to be treated carry no weight, as in DRDID
_SEPARATED_FROM = 0.999
_NEWTON_STEPS = 50
_CONVERGED = 1e-10
_CONDITION = 1e12


class InfeasibleError(Exception):
    """The estimate cannot be had from these data; the words say why."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """An estimate and the contribution of every row to its error: their squares sum to its variance."""

    estimate: float
    contributions: np.ndarray
    trimmed: int = 0


@dataclass(frozen=True, slots=True)
class _Line:
    """A weighted regression of the outcome on the covariates in some rows."""

    fitted: np.ndarray
    inverse: np.ndarray
    scores: np.ndarray  # weight times residual of the rows it was fitted in, zero elsewhere


@dataclass(frozen=True, slots=True)
class _Propensity:
    """Odds of being treated given the covariates, and what is needed for the error of the fit."""

    odds: np.ndarray
    inverse: np.ndarray
    scores: np.ndarray
    trimmed: int


@dataclass(frozen=True, slots=True)
class _Term:
    """``sign`` times the weighted mean of ``values``, which contain ``slope`` times the fits of ``lines``."""

    sign: float
    weights: np.ndarray
    values: np.ndarray
    lines: Sequence[tuple[_Line, float | np.ndarray]] = ()
    propensity: _Propensity | None = None


def contrast_panel(
    change: np.ndarray, treated: np.ndarray, covariates: np.ndarray, weights: np.ndarray, estimator: str
) -> Contrast:
    """Compare the change of treated and comparison units of a panel.

    Parameters
    ----------
    change : ndarray, shape (n,)
        Outcome in one period minus outcome in the base period.
    treated : ndarray of bool, shape (n,)
    covariates : ndarray, shape (n, p)
        With a column of ones; alone, it makes all estimators the plain difference of two means.
    weights : ndarray, shape (n,)
    estimator : str
        One of ``ESTIMATORS``.

    Raises
    ------
    InfeasibleError
        If the comparison units do not carry the regression, or the groups do not overlap.
    """
    if covariates.shape[1] == 1:
        estimator = REGRESSION
    line = None if estimator == WEIGHTING else _line(change, covariates, weights * ~treated)
    propensity = None if estimator == REGRESSION else _propensity(treated, covariates, weights)
    fitted = 0.0 if line is None else line.fitted
    used = [] if line is None else [(line, -1.0)]
    terms = [_Term(1.0, weights * treated, change - fitted, used)]
    if propensity is not None:
        terms.append(_Term(-1.0, weights * ~treated * propensity.odds, change - fitted, used, propensity))
    return _contrast(terms, covariates)


def contrast_samples(
    outcome: np.ndarray,
    after: np.ndarray,
    treated: np.ndarray,
    covariates: np.ndarray,
    *,
    weights: np.ndarray,
    estimator: str,
) -> Contrast:
    """Compare the change of treated and comparison group in repeated samples.

    The doubly robust estimator is the locally efficient one, with regressions in all four groups.

    Parameters
    ----------
    outcome : ndarray, shape (n,)
    after, treated : ndarray of bool, shape (n,)
        Each of the four groups they form holds at least one row.
    covariates : ndarray, shape (n, p)
        With a column of ones.
    weights : ndarray, shape (n,)
    estimator : str

    Raises
    ------
    InfeasibleError
    """
    if estimator == REGRESSION or covariates.shape[1] == 1:
        return _contrast(_sample_regression(outcome, after, treated, covariates, weights), covariates)
    propensity = _propensity(treated, covariates, weights)
    lines = _four_lines(outcome, after, treated, covariates, weights) if estimator == DOUBLY_ROBUST else None
    terms = []
    for is_after, sign in ((after, 1.0), (~after, -1.0)):
        line = None if lines is None else lines[False, sign > 0]
        values = outcome if line is None else outcome - line.fitted
        used = [] if line is None else [(line, -1.0)]
        terms.append(_Term(sign, weights * treated * is_after, values, used))
        terms.append(_Term(-sign, weights * ~treated * is_after * propensity.odds, values, used, propensity))
        if lines is not None:
            terms += _efficiency_terms(lines[True, sign > 0], lines[False, sign > 0], sign, weights * treated, is_after)
    return _contrast(terms, covariates)


def _sample_regression(
    outcome: np.ndarray, after: np.ndarray, treated: np.ndarray, covariates: np.ndarray, weights: np.ndarray
) -> list[_Term]:
    terms = []
    for is_after, sign in ((after, 1.0), (~after, -1.0)):
        line = _line(outcome, covariates, weights * ~treated * is_after)
        terms.append(_Term(sign, weights * treated * is_after, outcome))
        terms.append(_Term(-sign, weights * treated, line.fitted, [(line, 1.0)]))
    return terms


def _four_lines(
    outcome: np.ndarray, after: np.ndarray, treated: np.ndarray, covariates: np.ndarray, weights: np.ndarray
) -> dict[tuple[bool, bool], _Line]:
    """Regressions by (treated, after)."""
    return {
        (group, side): _line(outcome, covariates, weights * (treated == group) * (after == side))
        for group in (True, False)
        for side in (True, False)
    }


def _efficiency_terms(
    own: _Line, comparison: _Line, sign: float, treated: np.ndarray, is_after: np.ndarray
) -> list[_Term]:
    """What the covariates of all treated rows say beyond those of the rows of this period."""
    gap, used = own.fitted - comparison.fitted, [(own, 1.0), (comparison, -1.0)]
    return [_Term(sign, treated, gap, used), _Term(-sign, treated * is_after, gap, used)]


def _contrast(terms: Sequence[_Term], covariates: np.ndarray) -> Contrast:
    estimate, contributions = 0.0, np.zeros(len(covariates))
    for term in terms:
        shares = term.sign * term.weights / term.weights.sum()
        mean = float(shares @ term.values) * term.sign
        estimate += term.sign * mean
        own = shares * (term.values - mean)
        contributions += own
        if term.propensity is not None:
            push = term.propensity.inverse @ _crossed(covariates, own)
            contributions += term.propensity.scores * _fitted(covariates, push)
        for line, slope in term.lines:
            push = line.inverse @ _crossed(covariates, shares * slope)
            contributions += line.scores * _fitted(covariates, push)
    trimmed = max((term.propensity.trimmed for term in terms if term.propensity is not None), default=0)
    return Contrast(estimate, contributions, trimmed)


def _line(outcome: np.ndarray, covariates: np.ndarray, weights: np.ndarray) -> _Line:
    inverse = _inverse(covariates.T @ (covariates * weights[:, None]), "对照单位太少或协变量共线，回归无法估计")
    fitted = _fitted(covariates, inverse @ _crossed(covariates, weights * outcome))
    return _Line(fitted, inverse, weights * (outcome - fitted))


def _propensity(treated: np.ndarray, covariates: np.ndarray, weights: np.ndarray) -> _Propensity:
    """Logit by Newton's method."""
    outcome = treated.astype(float)
    coefficients = np.zeros(covariates.shape[1])
    for _ in range(_NEWTON_STEPS):
        chances = _logistic(_fitted(covariates, coefficients))
        information = covariates.T @ (covariates * (weights * chances * (1 - chances))[:, None])
        inverse = _inverse(information, "协变量把两组几乎完全分开，倾向得分无法估计")
        step = inverse @ _crossed(covariates, weights * (outcome - chances))
        coefficients = coefficients + step
        if np.abs(_fitted(covariates, step)).max() < _CONVERGED:
            break
    chances = _logistic(_fitted(covariates, coefficients))
    if chances.max() >= _SEPARATED_FROM:
        raise InfeasibleError("有的单位几乎必然属于实施组，两组没有可比的对象")
    trimmed = ~treated & (chances >= _TRIM_FROM)
    odds = np.where(trimmed, 0.0, chances / (1 - chances))
    return _Propensity(odds, inverse, weights * (outcome - chances), int(trimmed.sum()))


# The matrices are long and thin: there einsum beats BLAS, whose threads wait for one another on a busy machine.
def _fitted(covariates: np.ndarray, coefficients: np.ndarray) -> np.ndarray:
    fitted: np.ndarray = np.einsum("ij,j->i", covariates, coefficients)
    return fitted


def _crossed(covariates: np.ndarray, values: np.ndarray) -> np.ndarray:
    sums: np.ndarray = np.einsum("ij,i->j", covariates, values)
    return sums


def _logistic(values: np.ndarray) -> np.ndarray:
    chances: np.ndarray = 1 / (1 + np.exp(-np.clip(values, -500, 500)))
    return chances


def _inverse(matrix: np.ndarray, complaint: str) -> np.ndarray:
    """Invert a matrix of cross products; its columns are brought to one scale first."""
    scale = np.sqrt(np.diag(matrix))
    if not (scale > 0).all():
        raise InfeasibleError(complaint)
    scaled = matrix / np.outer(scale, scale)
    if np.linalg.cond(scaled) > _CONDITION:
        raise InfeasibleError(complaint)
    inverse: np.ndarray = np.linalg.inv(scaled) / np.outer(scale, scale)
    return inverse
