"""Effects by group and period under staggered adoption (分批实施的组别—时期效应): arrays in, arrays out.

A group is all units that were first treated in the same period. Every cell compares the group's change since a base
period with the change of units that are not (yet) treated.

References
----------
Callaway, B. and Sant'Anna, P. H. C. (2021). Difference-in-differences with multiple time periods.
Journal of Econometrics 225(2), 200-230.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from yzperf.methods.comparison.doubly_robust import Contrast, InfeasibleError, contrast_panel, contrast_samples

NEVER = np.inf


@dataclass(frozen=True, slots=True)
class Rules:
    """What is compared with what; see ``callaway_santanna`` for the words."""

    estimator: str
    never_only: bool
    universal: bool
    anticipation: float


@dataclass(frozen=True, slots=True)
class Cell:
    """One comparison: group, period, the period it is measured from."""

    group: float
    period: float
    base: float

    @property
    def after(self) -> bool:
        """Whether the group is treated by then."""
        return self.period >= self.group

    @property
    def is_base(self) -> bool:
        """The universal base period itself, zero by construction."""
        return self.period == self.base


@dataclass(frozen=True, slots=True)
class BalancedPanel:
    """Units by periods: ``outcome`` and ``weights`` (n, T), ``covariates`` (n, T, p), ``first`` (n,).

    ``first`` is the period of first treatment, infinite for units that are never treated.
    """

    outcome: np.ndarray
    covariates: np.ndarray
    weights: np.ndarray
    first: np.ndarray
    periods: np.ndarray

    def contrast(self, cell: Cell, compared: np.ndarray, estimator: str) -> tuple[np.ndarray, Contrast]:
        """The rows used (all that are ``compared``) and their contrast; covariates are of the earlier period."""
        now, base = (int(np.searchsorted(self.periods, period)) for period in (cell.period, cell.base))
        earlier = min(now, base)
        contrast = contrast_panel(
            self.outcome[compared, now] - self.outcome[compared, base],
            self.first[compared] == cell.group,
            self.covariates[compared, earlier],
            self.weights[compared, earlier],
            estimator,
        )
        return np.flatnonzero(compared), contrast


@dataclass(frozen=True, slots=True)
class Samples:
    """Rows of repeated samples or of a panel with holes: arrays of length N, ``covariates`` (N, p)."""

    outcome: np.ndarray
    covariates: np.ndarray
    weights: np.ndarray
    first: np.ndarray
    times: np.ndarray
    periods: np.ndarray

    def contrast(self, cell: Cell, compared: np.ndarray, estimator: str) -> tuple[np.ndarray, Contrast]:
        """The rows used (those ``compared``, in the two periods) and their contrast."""
        now, base = (int(np.searchsorted(self.periods, period)) for period in (cell.period, cell.base))
        rows = np.flatnonzero(compared & ((self.times == now) | (self.times == base)))
        after, treated = self.times[rows] == now, self.first[rows] == cell.group
        if len(np.unique(2 * after + treated)) < 4:
            raise InfeasibleError("两个时期中有一期缺少实施组或对照组的数据")
        contrast = contrast_samples(
            self.outcome[rows], after, treated, self.covariates[rows], weights=self.weights[rows], estimator=estimator
        )
        return rows, contrast


@dataclass(frozen=True, slots=True)
class Estimate:
    """The effect in a cell (NaN with the reason if there is none) and the rows behind it."""

    cell: Cell
    effect: float
    treated: int
    comparison: int
    trimmed: int = 0
    reason: str = ""


def plan(first: np.ndarray, periods: np.ndarray, rules: Rules) -> list[Cell]:
    """List the cells of all groups that have a period before their treatment.

    With a varying base, periods before treatment (and its anticipation) are measured from the period just before
    them; with a universal base all are measured from the last period before treatment.
    """
    cells = []
    for group in groups_of(first):
        untouched = periods[periods + rules.anticipation < group]
        if not len(untouched):
            continue
        for place, period in enumerate(periods):
            if rules.universal or period >= group - rules.anticipation:
                cells.append(Cell(group, float(period), float(untouched[-1])))
            elif place > 0:
                cells.append(Cell(group, float(period), float(periods[place - 1])))
    return cells


def groups_of(first: np.ndarray) -> list[float]:
    """Periods of first treatment in order, without the never treated."""
    return [float(group) for group in np.unique(first[np.isfinite(first)])]


def estimate_cells(data: BalancedPanel | Samples, cells: list[Cell], rules: Rules) -> tuple[list[Estimate], np.ndarray]:
    """Estimate every cell.

    Returns
    -------
    tuple of list of Estimate and ndarray, shape (n, K)
        The second holds the contribution of every row of ``data.first`` to the error of every cell.
    """
    estimates, contributions = [], np.zeros((len(data.first), len(cells)))
    for number, cell in enumerate(cells):
        treated, comparison = data.first == cell.group, _comparison(data.first, cell, rules)
        counts = int(treated.sum()), int(comparison.sum())
        try:
            if not counts[1]:
                raise InfeasibleError("没有尚未实施的对照单位")
            if cell.is_base:
                estimates.append(Estimate(cell, 0.0, *counts))
                continue
            rows, contrast = data.contrast(cell, treated | comparison, rules.estimator)
        except InfeasibleError as reason:
            estimates.append(Estimate(cell, float("nan"), *counts, reason=str(reason)))
            continue
        contributions[rows, number] = contrast.contributions
        estimates.append(Estimate(cell, contrast.estimate, *counts, contrast.trimmed))
    return estimates, contributions


def _comparison(first: np.ndarray, cell: Cell, rules: Rules) -> np.ndarray:
    """Units never treated, or not treated by the later of the two periods."""
    if rules.never_only:
        never: np.ndarray = np.isinf(first)
        return never
    not_yet: np.ndarray = (first > max(cell.period, cell.base) + rules.anticipation) & (first != cell.group)
    return not_yet
