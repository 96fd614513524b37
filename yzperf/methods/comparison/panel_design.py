"""What a panel regression must bring along (面板回归的数据要求)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from yzperf.methods.columns import refuse, repeated
from yzperf.methods.comparison.fixed_effects import Effects, panel_effects, unexplained
from yzperf.methods.comparison.panel_frame import Panel, PanelRoles, as_names, read_clusters, read_panel, straddling
from yzperf.methods.least_squares import count_of, dependent_columns

_LEAST_CLUSTERS = 2


@dataclass(frozen=True, slots=True)
class DesignRoles:
    """Which column plays which part in a panel regression; ``treatments`` are the columns of interest."""

    outcome: str
    treatments: tuple[str, ...]
    covariates: tuple[str, ...]
    unit: str | None
    time: str | None
    cluster: tuple[str, ...] = ()
    weights: str | None = None
    unit_effects: bool = True
    time_effects: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """Columns of the regression, those of interest first."""
        return self.treatments + self.covariates


@dataclass(frozen=True, slots=True)
class PanelDesign:
    """A panel ready for regression.

    ``outcome`` (N,) and ``columns`` (N, k) have the effects taken out and are multiplied by the roots of the
    weights; ``effects`` is how. Without any effects a constant is taken out.
    """

    panel: Panel
    outcome: np.ndarray
    columns: np.ndarray
    effects: Effects
    clusters: tuple[np.ndarray, ...]
    interest: int

    @property
    def is_switch(self) -> bool:
        """Whether the first column of interest is nothing but 0 and 1."""
        return bool(np.isin(self.panel.column(0), (0.0, 1.0)).all())

    @property
    def cluster_counts(self) -> tuple[int, ...]:
        """Number of clusters of each dimension."""
        return tuple(count_of(codes) for codes in self.clusters)


def read_design(frame: pd.DataFrame, roles: DesignRoles, *, nested: bool = False) -> PanelDesign:
    """Read and check a panel regression.

    Parameters
    ----------
    frame : DataFrame
    roles : DesignRoles
    nested : bool
        Every unit must lie in one cluster.

    Raises
    ------
    MethodError
        All problems of a stage at once: columns, cells, keys, design.
    """
    refuse(_role_problems(roles))
    numeric = {**dict.fromkeys(roles.treatments, "政策变量"), **dict.fromkeys(roles.covariates, "协变量")}
    keys = as_names(roles.cluster)
    panel = read_panel(frame, PanelRoles(roles.outcome, roles.unit, roles.time, numeric, keys, roles.weights))
    clusters = read_clusters(panel, keys, roles.unit)
    refuse([*_cluster_problems(clusters, keys), *(straddling(panel, keys) if nested else [])])
    effects = _effects(panel, roles)
    root = np.sqrt(panel.weights)
    columns = effects.taken_out(panel.numeric)
    design = PanelDesign(
        panel=panel,
        outcome=effects.taken_out(panel.outcome[:, None])[:, 0] * root,
        columns=columns * root[:, None],
        effects=effects,
        clusters=clusters,
        interest=len(roles.treatments),
    )
    refuse(_design_problems(design, roles))
    return design


def nested_in(codes: np.ndarray, clusters: np.ndarray) -> bool:
    """Whether every level lies within one cluster."""
    owner = np.zeros(count_of(codes), int)
    owner[codes] = clusters
    return bool((owner[codes] == clusters).all())


def counted_parameters(design: PanelDesign) -> int:
    """Parameters of the effects that are not nested in the clusters; one for the constant, which all sets share."""
    sets = [codes for codes in (design.effects.first, design.effects.second) if codes is not None]
    free = [codes for codes in sets if not any(nested_in(codes, cluster) for cluster in design.clusters)]
    return 1 + sum(int(codes.max()) for codes in free)


def within_clusters(design: PanelDesign) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Outcome, columns and dummies with only the effects taken out that are nested in the (first) clusters.

    The other effects are returned as dummies: resampling whole clusters changes what taking them out would do.

    Returns
    -------
    tuple of ndarray, shapes (N,), (N, k), (N, d)
        Multiplied by the roots of the weights.
    """
    panel, clusters = design.panel, design.clusters[0]
    sets = [codes for codes in (design.effects.first, design.effects.second) if codes is not None]
    nested = [codes for codes in sets if nested_in(codes, clusters)]
    loose = [codes for codes in sets if not nested_in(codes, clusters)]
    dummies = [(codes[:, None] == np.arange(bool(nested), count_of(codes))).astype(float) for codes in loose]
    stacked = np.column_stack([panel.outcome, panel.numeric, *dummies])
    root = np.sqrt(panel.weights)[:, None]
    taken = Effects(nested[0] if nested else None, None, panel.weights).taken_out(stacked) * root
    count = 1 + panel.numeric.shape[1]
    return taken[:, 0], taken[:, 1:count], taken[:, count:]


def _role_problems(roles: DesignRoles) -> list[str]:
    problems = repeated(roles.names) if roles.treatments else ["没有给出政策变量"]
    if roles.unit_effects and roles.unit is None:
        problems.append("没有单位列，不能用单位固定效应；请给unit，或令unit_effects=False")
    if roles.time_effects and roles.time is None:
        problems.append("没有时期列，不能用时期固定效应；请给time，或令time_effects=False")
    return problems


def _effects(panel: Panel, roles: DesignRoles) -> Effects:
    units = panel.units if roles.unit_effects else None
    times = panel.times if roles.time_effects else None
    if units is None and times is None:
        times = np.zeros_like(panel.units)  # one level: the constant
    return panel_effects(units, times, panel.weights)


def _cluster_problems(clusters: Sequence[np.ndarray], keys: Sequence[str]) -> list[str]:
    names = keys or ["单位"]
    return [
        f"按“{name}”聚类只有{count_of(codes)}个聚类，至少要{_LEAST_CLUSTERS}个，否则无法估计误差"
        for name, codes in zip(names, clusters, strict=False)
        if count_of(codes) < _LEAST_CLUSTERS
    ]


def _design_problems(design: PanelDesign, roles: DesignRoles) -> list[str]:
    root = np.sqrt(design.panel.weights)
    lengths = np.linalg.norm(design.panel.numeric * root[:, None], axis=0)
    rows, count = len(design.outcome), design.columns.shape[1] + design.effects.rank
    if rows <= count:
        return [f"可用{rows}行，待估参数{count}个，没有余下的自由度"]
    taken = "、".join([*(["单位"] if roles.unit_effects else []), *(["时期"] if roles.time_effects else [])])
    beside = f"在扣除{taken}固定效应后没有变化" if taken else "没有变化"
    return unexplained(design.panel.outcome, design.outcome) + [
        f"列“{roles.names[place]}”{beside}，或可由其他列算出，无法估计其作用；请删去或换一列"
        for place in dependent_columns(design.columns, lengths)
    ]
