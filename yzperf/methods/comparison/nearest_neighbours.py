"""Who is matched with whom (最近邻匹配): arrays in, arrays out.

References
----------
Abadie, A. and Imbens, G. W. (2006). Large sample properties of matching estimators for average treatment effects.
Econometrica 74(1), 235-267.
Ho, D. E., Imai, K., King, G. and Stuart, E. A. (2011). MatchIt: nonparametric preprocessing for parametric causal
inference. Journal of Statistical Software 42(8).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

_EQUAL = 1e-10


@dataclass(frozen=True, slots=True)
class Matches:
    """Rows ``owners`` matched with rows ``partners``; the ``weights`` of an owner's partners sum to one."""

    owners: np.ndarray
    partners: np.ndarray
    weights: np.ndarray

    def means(self, values: np.ndarray) -> np.ndarray:
        """Weighted mean of the partners' values, in the rows of their owners; zero elsewhere."""
        return np.bincount(self.owners, weights=self.weights * values[self.partners], minlength=len(values))

    def used(self, rows: int) -> np.ndarray:
        """Sum of the weights with which every row serves as partner."""
        return np.bincount(self.partners, weights=self.weights, minlength=rows)

    def used_squared(self, rows: int) -> np.ndarray:
        """Sum of their squares."""
        return np.bincount(self.partners, weights=self.weights**2, minlength=rows)

    def matched(self, rows: int) -> np.ndarray:
        """Which rows are owners."""
        return np.bincount(self.owners, minlength=rows) > 0


@dataclass(frozen=True, slots=True)
class Space:
    """Where rows lie (N, d), and what forbids a match: other strata, or scores further apart than ``caliper``."""

    places: np.ndarray
    strata: np.ndarray
    scores: np.ndarray
    caliper: float = np.inf

    def distances(self, owner: int, partners: np.ndarray) -> np.ndarray:
        """Distances from a row to others; infinite where a match is forbidden."""
        away: np.ndarray = np.sqrt(np.sum((self.places[partners] - self.places[owner]) ** 2, axis=1))
        apart = np.abs(self.scores[partners] - self.scores[owner]) > self.caliper
        away[apart | (self.strata[partners] != self.strata[owner])] = np.inf
        return away


_ORDERS: Mapping[str, Callable[[np.ndarray, int], np.ndarray]] = {
    "largest": lambda scores, _: np.argsort(-scores, kind="stable"),
    "smallest": lambda scores, _: np.argsort(scores, kind="stable"),
    "data": lambda scores, _: np.arange(len(scores)),
    "random": lambda scores, seed: np.random.default_rng(seed).permutation(len(scores)),
}
ORDERS = tuple(_ORDERS)


def whitened(covariates: np.ndarray) -> np.ndarray:
    """Covariates in which Euclidean distances are Mahalanobis distances of the whole sample's covariance."""
    root = np.linalg.cholesky(np.linalg.inv(np.atleast_2d(np.cov(covariates, rowvar=False))))
    places: np.ndarray = covariates @ root
    return places


def with_replacement(space: Space, owners: np.ndarray, partners: np.ndarray, count: int) -> Matches:
    """Match every owner with its ``count`` nearest partners, and with all that are as near as the last of them."""
    found: list[tuple[int, np.ndarray]] = []
    for owner in owners:
        away = space.distances(owner, partners)
        last = np.partition(away, count - 1)[count - 1] if count < len(away) else np.inf
        near = np.isfinite(away) & (away <= last * (1 + _EQUAL) + _EQUAL)
        found.append((int(owner), partners[near]))
    return _gathered(found)


def without_replacement(
    space: Space, owners: np.ndarray, partners: np.ndarray, count: int, *, order: str = "largest", seed: int = 0
) -> Matches:
    """Match owners in turn with the nearest partner still free, ``count`` times; ties go to the first in the data."""
    free = np.ones(len(partners), bool)
    given: dict[int, list[int]] = {int(owner): [] for owner in owners}
    turn = owners[_ORDERS[order](space.scores[owners], seed)]
    for _ in range(count):
        for owner in turn:
            away = np.where(free, space.distances(owner, partners), np.inf)
            best = int(away.argmin())
            if np.isfinite(away[best]):
                free[best] = False
                given[int(owner)].append(int(partners[best]))
    return _gathered([(owner, np.array(found, int)) for owner, found in given.items()])


def neighbour_variance(outcome: np.ndarray, groups: np.ndarray, places: np.ndarray, count: int) -> np.ndarray:
    """Variance of every outcome given its covariates, from the nearest others of its own group."""
    variances = np.zeros(len(outcome))
    space = Space(places, np.zeros(len(outcome), int), np.zeros(len(outcome)))
    for group in np.unique(groups):
        rows = np.flatnonzero(groups == group)
        wanted = min(count, len(rows) - 1)
        for row in rows:
            away = space.distances(int(row), rows)
            away[rows == row] = np.inf
            near = rows[np.argpartition(away, wanted - 1)[:wanted]]
            variances[row] = wanted / (wanted + 1) * (outcome[row] - outcome[near].mean()) ** 2
    return variances


def _gathered(found: list[tuple[int, np.ndarray]]) -> Matches:
    kept = [(owner, partners) for owner, partners in found if len(partners)]
    if not kept:
        return Matches(np.zeros(0, int), np.zeros(0, int), np.zeros(0))
    return Matches(
        np.concatenate([np.full(len(partners), owner) for owner, partners in kept]),
        np.concatenate([partners for _, partners in kept]),
        np.concatenate([np.full(len(partners), 1 / len(partners)) for _, partners in kept]),
    )
