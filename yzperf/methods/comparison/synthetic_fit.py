"""A synthetic control for one unit, and for others in its place (合成控制的数值部分): arrays in, arrays out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from yzperf.methods.comparison.predictor_search import Search, mix_for, regression_importance, search_importance
from yzperf.methods.comparison.simplex import nearest_mix


@dataclass(frozen=True, slots=True)
class Material:
    """What a synthetic control is fitted to.

    ``outcomes`` (N, T); ``predictors`` (k, N), none if the outcomes alone are fitted; ``fitted`` (T,) marks the
    periods whose miss is made small; ``importance`` (k,) where it was given.
    """

    outcomes: np.ndarray
    predictors: np.ndarray
    fitted: np.ndarray
    importance: np.ndarray | None
    search: Search


@dataclass(frozen=True, slots=True)
class SyntheticFit:
    """Weights of the donors (N,), zero for all others, importance (k,), gaps (T,), and how the starts agreed."""

    weights: np.ndarray
    importance: np.ndarray
    gaps: np.ndarray
    starts: int
    agreeing: int

    def mean_square(self, periods: np.ndarray) -> float:
        """Mean squared gap over the marked periods."""
        return float((self.gaps[periods] ** 2).mean())


def fit_synthetic(material: Material, treated: int, donors: np.ndarray) -> SyntheticFit:
    """Fit the mix of ``donors`` (places) for the unit at ``treated``.

    Predictors are divided by their standard deviation (n − 1) over the treated unit and its donors, as the R package
    Synth does.
    """
    misses = material.outcomes[donors] - material.outcomes[treated]
    fitted = misses[:, material.fitted].T
    scaled = _scaled(material.predictors, treated, donors)
    weights = np.zeros(len(material.outcomes))
    if not len(scaled):
        weights[donors] = nearest_mix(fitted)
        return SyntheticFit(weights, np.empty(0), -(weights[donors] @ misses), 1, 1)
    importance = material.importance
    if importance is None and material.search == "regression":
        importance = _regressed(material, scaled, treated, donors)
    if importance is not None:
        weights[donors] = mix_for(scaled, importance)
        return SyntheticFit(weights, importance, -(weights[donors] @ misses), 1, 1)
    found = search_importance(scaled, fitted, material.search)
    weights[donors] = found.weights
    return SyntheticFit(weights, found.importance, -(weights[donors] @ misses), found.starts, found.agreeing)


def _regressed(material: Material, scaled: np.ndarray, treated: int, donors: np.ndarray) -> np.ndarray:
    """Importance by regression over the treated unit and its donors; the origin of the predictors does not matter."""
    units = np.append(donors, treated)
    whole = np.column_stack([scaled, np.zeros(len(scaled))])
    return regression_importance(whole, material.outcomes[units][:, material.fitted].T)


def _scaled(predictors: np.ndarray, treated: int, donors: np.ndarray) -> np.ndarray:
    used = predictors[:, [treated, *donors.tolist()]]
    spread = used.std(axis=1, ddof=1, keepdims=True)
    scaled: np.ndarray = (used[:, 1:] - used[:, :1]) / np.where(spread > 0, spread, 1.0)
    return scaled
