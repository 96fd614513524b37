"""Taking out unit and time effects exactly, without dummies (固定效应的消去): arrays in, arrays out.

Unit means are subtracted; the time effects that remain solve a system as small as the number of periods. Memory is
linear in the rows, panels may have holes.

References
----------
Wansbeek, T. and Kapteyn, A. (1989). Estimation of the error-components model with incomplete panels.
Journal of Econometrics 41(3), 341-361.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from yzperf.methods.least_squares import sum_by

_SINGULAR = 1e-10
_PASSES = 2  # the second removes what rounding left of the first


@dataclass(frozen=True)
class Effects:
    """Codes of up to two sets of effects, shape (N,) each, and row weights.

    ``first`` is subtracted by means, ``second`` solved for: the set with fewer levels should come second.
    """

    first: np.ndarray | None
    second: np.ndarray | None
    weights: np.ndarray

    @property
    def rank(self) -> int:
        """Number of parameters the effects stand for."""
        if self.second is None:
            return 0 if self.first is None else int(self.first.max()) + 1
        levels = 0 if self.first is None else int(self.first.max()) + 1
        return levels + int((self._spectrum[0] > self._smallest).sum())

    def taken_out(self, columns: np.ndarray) -> np.ndarray:
        """Residuals of columns, shape (N, k), from (weighted) regression on the effects."""
        if self.second is None:
            return self._less_means(columns)
        for _ in range(_PASSES):
            columns = self._less_means(columns)
            sums = sum_by(columns * self.weights[:, None], self.second)
            solved = self._inverse @ sums
            columns = columns - self._less_means(solved[self.second])
        return columns

    def _less_means(self, columns: np.ndarray) -> np.ndarray:
        if self.first is None:
            return columns
        totals = np.bincount(self.first, weights=self.weights)
        means = sum_by(columns * self.weights[:, None], self.first) / np.where(totals > 0, totals, 1.0)[:, None]
        less: np.ndarray = columns - means[self.first]
        return less

    @cached_property
    def _spectrum(self) -> tuple[np.ndarray, np.ndarray]:
        """Eigenvalues and vectors of the cross products of the second effects, the first taken out."""
        sparse = _sparse()
        assert self.second is not None
        totals = np.bincount(self.second, weights=self.weights)
        system = np.diag(totals)
        if self.first is not None:
            cells = sparse.coo_array((self.weights, (self.first, self.second))).tocsr()
            sizes = np.asarray(cells.sum(axis=1)).ravel()
            shares = sparse.diags_array(1 / np.where(sizes > 0, sizes, 1.0)) @ cells
            system = system - (cells.T @ shares).toarray()
        values, vectors = np.linalg.eigh(system)
        return values, vectors

    @property
    def _smallest(self) -> float:
        return _SINGULAR * float(max(self._spectrum[0].max(), 0.0)) if len(self._spectrum[0]) else 0.0

    @cached_property
    def _inverse(self) -> np.ndarray:
        values, vectors = self._spectrum
        inverted = np.where(values > self._smallest, 1 / np.where(values > self._smallest, values, 1.0), 0.0)
        inverse: np.ndarray = (vectors * inverted) @ vectors.T
        return inverse


def unexplained(outcome: np.ndarray, left: np.ndarray) -> list[str]:
    """Complaints about an outcome without variation, or none but that of the effects; ``left`` is without them."""
    if np.ptp(outcome) == 0:
        return [f"结果的值都是{outcome[0]:g}，没有差别可比；请核对是否取错了列"]
    if np.linalg.norm(left) <= _SINGULAR * np.linalg.norm(outcome):
        return ["结果在扣除固定效应后没有变化（各单位不变或变化完全相同），没有差别可比；请核对是否取错了列"]
    return []


def panel_effects(units: np.ndarray | None, times: np.ndarray | None, weights: np.ndarray) -> Effects:
    """Effects of units and times, either of which may be left out; the larger set is subtracted by means."""
    if units is None or times is None:
        return Effects(units if units is not None else times, None, weights)
    if times.max() > units.max():
        return Effects(times, units, weights)
    return Effects(units, times, weights)


def _sparse() -> Any:
    from scipy import sparse

    return sparse
