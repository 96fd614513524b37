"""Poisson and binary regression by Newton's method (泊松回归与二元回归): arrays in, arrays out.

References
----------
McCullagh, P. and Nelder, J. A. (1989). Generalized Linear Models, 2nd ed., chs 2, 4, 6.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from yzperf.methods.distributions import normal_below_all

_STEPS = 100
_CONVERGED = 1e-12
_CLOSE = 1e-12  # fitted chances stay this far from 0 and 1, so that their logarithms exist


class NoMaximumError(Exception):
    """The likelihood has no maximum: the regressors tell the outcomes apart completely."""


@dataclass(frozen=True, slots=True)
class LikelihoodFit:
    """A fit by maximum likelihood.

    ``inverse`` is the inverse information, ``means`` the fitted means, ``scores`` (N, k) the derivative of the log
    likelihood of each row, ``pearson`` the sum of squared Pearson residuals.
    """

    coefficients: np.ndarray
    inverse: np.ndarray
    means: np.ndarray
    scores: np.ndarray
    pearson: float


@dataclass(frozen=True, slots=True)
class _Family:
    """Means from linear predictors, their derivative, the variance of a mean, and where to start."""

    means: Callable[[np.ndarray], np.ndarray]
    slopes: Callable[[np.ndarray], np.ndarray]
    variance: Callable[[np.ndarray], np.ndarray]
    start: Callable[[np.ndarray], np.ndarray]


def _logistic(predictors: np.ndarray) -> np.ndarray:
    chances: np.ndarray = 1 / (1 + np.exp(-np.clip(predictors, -500, 500)))
    return _inside(chances)


def _probit(predictors: np.ndarray) -> np.ndarray:
    return _inside(normal_below_all(predictors))


def _inside(chances: np.ndarray) -> np.ndarray:
    kept: np.ndarray = np.clip(chances, _CLOSE, 1 - _CLOSE)
    return kept


def _density(predictors: np.ndarray) -> np.ndarray:
    heights: np.ndarray = np.maximum(np.exp(-(predictors**2) / 2) / (2 * np.pi) ** 0.5, _CLOSE)
    return heights


def _chance_variance(means: np.ndarray) -> np.ndarray:
    variance: np.ndarray = means * (1 - means)
    return variance


def _no_start(outcomes: np.ndarray) -> np.ndarray:
    return np.zeros(len(outcomes))


_FAMILIES: Mapping[str, _Family] = {
    "poisson": _Family(np.exp, np.exp, lambda means: means, lambda counts: np.log(counts + 0.5)),
    "logit": _Family(
        _logistic, lambda predictors: _chance_variance(_logistic(predictors)), _chance_variance, _no_start
    ),
    "probit": _Family(_probit, _density, _chance_variance, _no_start),
}


def fit_likelihood(
    outcome: np.ndarray,
    design: np.ndarray,
    family: str,
    *,
    offset: np.ndarray | None = None,
    weights: np.ndarray | None = None,
) -> LikelihoodFit:
    """Fit a Poisson (log link), logit or probit regression by iteratively reweighted least squares.

    Parameters
    ----------
    outcome : ndarray, shape (N,)
        Counts, or 0 and 1.
    design : ndarray, shape (N, k)
        Of full column rank, with the constant.
    family : {"poisson", "logit", "probit"}
    offset : ndarray, shape (N,), optional
        Added to the linear predictor.
    weights : ndarray, shape (N,), optional
        Sampling weights; ones by default.

    Returns
    -------
    LikelihoodFit

    Raises
    ------
    NoMaximumError
        If the steps do not settle.
    """
    chosen = _FAMILIES[family]
    shift = np.zeros(len(outcome)) if offset is None else offset
    share = np.ones(len(outcome)) if weights is None else weights
    predictors, coefficients = chosen.start(outcome), np.zeros(design.shape[1])
    for _ in range(_STEPS):
        slopes, means = chosen.slopes(predictors), chosen.means(predictors)
        working = share * slopes**2 / chosen.variance(means)
        response = predictors - shift + (outcome - means) / slopes
        updated = _weighted(response, design, working)
        if np.abs(design @ (updated - coefficients)).max() < _CONVERGED * max(1.0, np.abs(predictors).max()):
            return _finished(outcome, design, chosen, updated, shift=shift, share=share)
        coefficients, predictors = updated, design @ updated + shift
    raise NoMaximumError


def _weighted(response: np.ndarray, design: np.ndarray, weights: np.ndarray) -> np.ndarray:
    roots = np.sqrt(weights)
    coefficients: np.ndarray = np.linalg.lstsq(design * roots[:, None], response * roots, rcond=None)[0]
    return coefficients


def _finished(
    outcome: np.ndarray,
    design: np.ndarray,
    family: _Family,
    coefficients: np.ndarray,
    *,
    shift: np.ndarray,
    share: np.ndarray,
) -> LikelihoodFit:
    predictors = design @ coefficients + shift
    means, slopes = family.means(predictors), family.slopes(predictors)
    variance = family.variance(means)
    triangular = np.linalg.qr(design * (np.sqrt(share / variance) * slopes)[:, None], mode="r")
    root = np.linalg.inv(triangular)
    residuals = outcome - means
    scores = design * (share * residuals * slopes / variance)[:, None]
    return LikelihoodFit(coefficients, root @ root.T, means, scores, float(share @ (residuals**2 / variance)))
