"""Interval of a panel regression from draws of whole clusters (整群自助法).

References
----------
Bertrand, M., Duflo, E. and Mullainathan, S. (2004). How much should we trust differences-in-differences
estimates? Quarterly Journal of Economics 119(1), 249-275.
Davison, A. C. and Hinkley, D. V. (1997). Bootstrap Methods and their Application, ch. 5. Cambridge University Press.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from yzperf.methods.columns import refuse
from yzperf.methods.comparison.cluster_bootstrap_result import ClusterBootstrap
from yzperf.methods.comparison.cluster_draws import ClusterSums, balanced_sums, coefficients, multinomial, ragged_sums
from yzperf.methods.comparison.panel_design import (
    DesignRoles,
    PanelDesign,
    counted_parameters,
    read_design,
    within_clusters,
)
from yzperf.methods.comparison.panel_frame import as_names
from yzperf.methods.comparison.parts import Change
from yzperf.methods.least_squares import least_squares
from yzperf.methods.resampling import bca_interval

_SEED = 20_200_901
_LEAST_DRAWS, _LEAST_CLUSTERS = 99, 5
_MOST_LOST = 0.25  # of the draws; a single treated cluster is missing from 37 % of them
_INTERVALS = ("percentile", "bca", "normal")


def cluster_bootstrap(
    frame: pd.DataFrame,
    *,
    outcome: str,
    treatment: str,
    unit: str,
    time: str,
    covariates: Sequence[str] = (),
    cluster: str | None = None,
    interval: Literal["percentile", "bca", "normal"] = "percentile",
    draws: int = 10_000,
    seed: int = _SEED,
    outcome_name: str = "",
    outcome_unit: str = "",
) -> ClusterBootstrap:
    """Bootstrap the coefficient of a panel regression by drawing whole clusters (整群自助法).

    In every draw the units of a cluster drawn twice are two units with effects of their own.

    Parameters
    ----------
    frame : DataFrame, one row per unit and period
        Rows with an empty cell in a used column are left out and counted.
    outcome : str
        Column of the outcome, numeric, in ``outcome_unit``.
    treatment : str
        Column of the policy variable.
    unit, time : str
        Columns whose effects are taken out.
    covariates : sequence of str
        Numeric columns held constant.
    cluster : str, optional
        Column of the clusters, which hold whole units; units by default.
    interval : {"percentile", "bca", "normal"}
        Quantiles of the draws (default), the same corrected for bias and skewness, or ± 1.96 of their spread.
    draws, seed : int
        Of the bootstrap.
    outcome_name, outcome_unit : str
        How sentences name the outcome.

    Returns
    -------
    ClusterBootstrap

    Raises
    ------
    MethodError
        If the data do not carry the method; all problems of a stage at once.

    References
    ----------
    Bertrand, Duflo and Mullainathan (2004), Quarterly Journal of Economics 119(1).
    """
    refuse(_option_problems(interval, draws))
    roles = DesignRoles(
        outcome=outcome,
        treatments=(treatment,),
        covariates=tuple(covariates),
        unit=unit,
        time=time,
        cluster=as_names(cluster),
    )
    design = read_design(frame, roles, nested=True)
    count = design.cluster_counts[0]
    refuse([f"只有{count}个聚类，自助抽样至少要{_LEAST_CLUSTERS}个"] if count < _LEAST_CLUSTERS else [])
    sums = cluster_sums(design)
    drawn = coefficients(sums, multinomial(count, draws, seed))[:, 0]
    told = drawn[~np.isnan(drawn)]
    refuse(_lost(len(told), draws))
    fit = least_squares(design.outcome, design.columns, clusters=design.clusters, absorbed=counted_parameters(design))
    estimate = float(fit.coefficients[0])
    return ClusterBootstrap(
        outcome_name=outcome_name or outcome,
        outcome_unit=outcome_unit,
        treatment=treatment,
        switch=design.is_switch,
        covariates=tuple(covariates),
        cluster=cluster or unit,
        usual=Change.of(estimate, fit.errors[0], fit.degrees),
        standard_error=float(told.std(ddof=1)),
        bounds=_bounds(interval, estimate, told, sums, count),
        kind=interval,
        draws=draws,
        lost=draws - len(told),
        clusters=count,
        rows=len(design.panel.outcome),
        units=len(design.panel.unit_labels),
        dropped=design.panel.dropped,
        drawn=tuple(told),
    )


def cluster_sums(design: PanelDesign) -> ClusterSums:
    """Sum a panel by cluster, with the short form where every unit is there in every period."""
    panel = design.panel
    outcome, columns, dummies = within_clusters(design)
    if not panel.complete:
        return ragged_sums(outcome, columns, dummies, design.clusters[0])
    order = np.lexsort((panel.times, panel.units))
    shape = (len(panel.unit_labels), len(panel.periods))
    owners = design.clusters[0][order].reshape(shape)[:, 0]
    return balanced_sums(outcome[order].reshape(shape), columns[order].reshape(*shape, -1), owners)


def _bounds(kind: str, estimate: float, drawn: np.ndarray, sums: ClusterSums, clusters: int) -> tuple[float, float]:
    if kind == "normal":
        usual = Change.of(estimate, float(drawn.std(ddof=1)))
        return usual.low, usual.high
    if kind == "bca":
        one_out = coefficients(sums, 1.0 - np.eye(clusters))[:, 0]
        return bca_interval(estimate, drawn, one_out[~np.isnan(one_out)])
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(low), float(high)


def _option_problems(interval: str, draws: int) -> list[str]:
    problems = [] if interval in _INTERVALS else [f"选项interval不能是“{interval}”，可用：{'、'.join(_INTERVALS)}"]
    return problems + ([f"自助抽样次数（draws）为{draws}，至少要{_LEAST_DRAWS}"] if draws < _LEAST_DRAWS else [])


def _lost(told: int, draws: int) -> list[str]:
    if told < (1 - _MOST_LOST) * draws:
        return [f"{draws}次抽样中{draws - told}次抽不到足够的实施单位，自助法不可用；请改用randomisation_inference"]
    return []
