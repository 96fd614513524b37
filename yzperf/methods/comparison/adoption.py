"""Who adopted a policy when (分批实施的数据): from a column of start dates or of a policy switch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from yzperf.methods.columns import refuse, repeated
from yzperf.methods.comparison.fixed_effects import panel_effects, unexplained
from yzperf.methods.comparison.panel_frame import Panel, PanelRoles, as_names, read_panel, straddling
from yzperf.methods.wording import listing

NEVER = np.inf


@dataclass(frozen=True, slots=True)
class Adoption:
    """A panel with the period of first treatment of every row's unit; infinite if it was never treated.

    ``already`` counts units left out because they were treated from the start; ``blank`` those whose cell was empty
    and that are taken as never treated.
    """

    panel: Panel
    first: np.ndarray
    already: int
    blank: int

    @property
    def covariates(self) -> np.ndarray:
        """Columns after the one that tells the adoption, shape (N, p)."""
        columns: np.ndarray = self.panel.numeric[:, 1:]
        return columns

    def kept(self, rows: np.ndarray, *, already: int = 0) -> Adoption:
        """Return these rows only."""
        return Adoption(self.panel.kept(rows), self.first[rows], self.already + already, self.blank)


def read_adoption(
    frame: pd.DataFrame,
    *,
    outcome: str,
    unit: str | None,
    time: str,
    first_treated: str | None,
    treatment: str | None,
    covariates: Sequence[str] = (),
    cluster: str | Sequence[str] | None = None,
    weights: str | None = None,
) -> Adoption:
    """Read a panel with staggered adoption.

    Raises
    ------
    MethodError
        If both or neither of ``first_treated`` and ``treatment`` are given, or the columns cannot be used.
    """
    refuse(_source_problems(first_treated, treatment, unit))
    teller = first_treated if first_treated is not None else str(treatment)
    refuse(repeated((teller, *covariates)))
    role = "首次实施时期" if first_treated is not None else "是否实施"
    roles = PanelRoles(
        outcome=outcome,
        unit=unit,
        time=time,
        numeric={teller: role, **dict.fromkeys(covariates, "协变量")},
        keys=as_names(cluster),
        weights=weights,
        blank_allowed=frozenset({teller} if first_treated is not None else ()),
        fixed_in_unit=frozenset({teller} if first_treated is not None else ()),
    )
    panel = read_panel(frame, roles)
    refuse([*_unchanging(panel, roles), *(straddling(panel, roles.keys) if unit is not None else [])])
    values = panel.column(0)
    if first_treated is None:
        refuse(_switch_problems(panel, values, teller))
        return Adoption(panel, _first_of_switch(panel, values), 0, 0)
    blank = len(np.unique(panel.units[np.isnan(values)]))
    untreated = np.isnan(values) | (values == 0) | (values > panel.periods[-1])
    return Adoption(panel, np.where(untreated, NEVER, values), 0, blank)


def without_always_treated(adoption: Adoption, anticipation: float = 0.0) -> Adoption:
    """Leave out units with no period before treatment (and its anticipation): they show no change."""
    starts = adoption.panel.periods[0] + anticipation
    early = adoption.first <= starts
    if not early.any():
        return adoption
    refuse(["所有单位在数据的第一期就已实施（或提前反应），没有实施前的时期可比"] if early.all() else [])
    return adoption.kept(~early, already=len(np.unique(adoption.panel.units[early])))


def need_treated(adoption: Adoption) -> list[str]:
    """Complaints if nobody adopts the policy within the data."""
    if not np.isfinite(adoption.first).any() and adoption.already:
        return [f"{adoption.already}个实施单位都没有实施（及提前反应）之前的时期，无法比较前后变化"]
    if not np.isfinite(adoption.first).any():
        return ["没有单位在数据的时期内开始实施，无法估计；请核对首次实施时期一列（空或0表示从未实施）"]
    return []


def _unchanging(panel: Panel, roles: PanelRoles) -> list[str]:
    if len(panel.periods) < 2:
        return ["数据只有1期，无法比较前后变化"]
    if len(panel.unit_labels) < 2:
        return ["数据只有1个单位，没有可比的单位"]
    if roles.unit is None:
        return unexplained(panel.outcome, panel.outcome)
    effects = panel_effects(panel.units, panel.times, panel.weights)
    if len(panel.outcome) <= effects.rank:
        return []  # too few rows to tell: the methods say what they need
    return unexplained(panel.outcome, effects.taken_out(panel.outcome[:, None]))


def _source_problems(first_treated: str | None, treatment: str | None, unit: str | None) -> list[str]:
    if (first_treated is None) == (treatment is None):
        return ["首次实施时期（first_treated）和是否实施（treatment）应给出一列，且只给一列"]
    if treatment is not None and unit is None:
        return ["没有单位列时无法由是否实施（treatment）推出首次实施时期，请改给first_treated"]
    return []


def _switch_problems(panel: Panel, values: np.ndarray, column: str) -> list[str]:
    if not np.isin(values, (0.0, 1.0)).all():
        return [f"列“{column}”（是否实施）只能填0或1"]
    order = np.lexsort((panel.times, panel.units))
    units, switched = panel.units[order], values[order]
    off = np.flatnonzero((np.diff(switched) < 0) & (np.diff(units) == 0))
    stopped = [panel.unit_labels[unit] for unit in np.unique(units[off])]
    return [f"单位{listing(stopped)}实施后又停止；本方法要求一经实施不再退出"] if stopped else []


def _first_of_switch(panel: Panel, values: np.ndarray) -> np.ndarray:
    starts = np.full(len(panel.unit_labels), NEVER)
    on = values == 1
    np.minimum.at(starts, panel.units[on], panel.periods[panel.times[on]])
    first: np.ndarray = starts[panel.units]
    return first
