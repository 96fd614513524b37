"""Averages of group-time effects and their errors (组别—时期效应的汇总): arrays in, arrays out.

Every average is a row of numbers over the effects of the cells and the shares of the groups, so that the errors of
all averages, and all their bootstrap draws, are one matrix product away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Average:
    """A value and how it moves with cell effects and group shares: ``row`` has shape (K + G,)."""

    value: float
    row: np.ndarray


@dataclass(frozen=True, slots=True)
class Averages:
    """Averages at several groups, periods or distances (``at``) and their overall average."""

    at: tuple[float, ...]
    parts: tuple[Average, ...]
    overall: Average


@dataclass(frozen=True, slots=True)
class Cells:
    """Effects of the cells that were estimated, shape (K,), their groups and periods, and the group shares (G,).

    ``first_period`` is the first of the data, which need not have a cell.
    """

    effects: np.ndarray
    groups: np.ndarray
    periods: np.ndarray
    labels: np.ndarray
    shares: np.ndarray
    first_period: float

    @property
    def distances(self) -> np.ndarray:
        """Periods since treatment, negative before."""
        distances: np.ndarray = self.periods - self.groups
        return distances

    @property
    def _group_places(self) -> np.ndarray:
        return np.searchsorted(self.labels, self.groups)

    def cell(self, place: int) -> Average:
        """One cell as an average of itself."""
        return Average(float(self.effects[place]), np.eye(len(self.effects) + len(self.shares))[place])

    def by_share(self, chosen: np.ndarray) -> Average:
        """Average of the chosen cells, weighted by the shares of their groups."""
        places, groups = np.flatnonzero(chosen), self._group_places[chosen]
        total = self.shares[groups].sum()
        weights = self.shares[groups] / total
        value = float(weights @ self.effects[places])
        row = np.zeros(len(self.effects) + len(self.shares))
        row[places] = weights
        np.add.at(row, len(self.effects) + groups, (self.effects[places] - value) / total)
        return Average(value, row)


def simple(cells: Cells) -> Average:
    """All cells after treatment, by group share."""
    return cells.by_share(cells.distances >= 0)


def by_group(cells: Cells) -> Averages:
    """Mean over the treated periods of each group; overall by group share."""
    labels = [label for label in cells.labels if ((cells.groups == label) & (cells.distances >= 0)).any()]
    parts = [cells.by_share((cells.groups == label) & (cells.distances >= 0)) for label in labels]
    shares = cells.shares[np.searchsorted(cells.labels, labels)]
    weights = shares / shares.sum()
    value = float(weights @ np.array([part.value for part in parts]))
    row = weights @ np.vstack([part.row for part in parts])
    row[len(cells.effects) + np.searchsorted(cells.labels, labels)] += [
        (part.value - value) / shares.sum() for part in parts
    ]
    return Averages(tuple(float(label) for label in labels), tuple(parts), Average(value, row))


def by_period(cells: Cells) -> Averages:
    """Groups treated by then, by share, in each period; overall the plain mean."""
    after = cells.distances >= 0
    periods = np.unique(cells.periods[after])
    parts = [cells.by_share(after & (cells.periods == period)) for period in periods]
    return _listed(periods, parts, np.ones(len(periods), bool))


def by_distance(cells: Cells, window: tuple[float, float], balanced_to: float | None = None) -> Averages:
    """Groups by share at each distance from treatment; overall the plain mean from distance 0 on.

    ``balanced_to`` keeps the groups that are seen at least so long after treatment, so that the composition does
    not change along the path.
    """
    chosen = (cells.distances >= window[0]) & (cells.distances <= window[1])
    if balanced_to is not None:
        span = cells.periods.max() - cells.first_period
        chosen &= (cells.periods.max() - cells.groups >= balanced_to) & (cells.distances <= balanced_to)
        chosen &= cells.distances >= balanced_to - span
    distances = np.unique(cells.distances[chosen])
    parts = [cells.by_share(chosen & (cells.distances == distance)) for distance in distances]
    return _listed(distances, parts, distances >= 0)


def _listed(at: np.ndarray, parts: Sequence[Average], counted: np.ndarray) -> Averages:
    share = counted / max(1, counted.sum())
    value = float(share @ np.array([part.value for part in parts]))
    overall = Average(value, share @ np.vstack([part.row for part in parts]))
    return Averages(tuple(float(place) for place in at), tuple(parts), overall)
