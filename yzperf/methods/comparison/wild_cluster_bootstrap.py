"""Inference with few clusters by the wild cluster bootstrap (聚类野自助法).

References
----------
Cameron, A. C., Gelbach, J. B. and Miller, D. L. (2008). Bootstrap-based improvements for inference with clustered
errors. Review of Economics and Statistics 90(3), 414-427.
Roodman, D., Nielsen, M. Ø., MacKinnon, J. G. and Webb, M. D. (2019). Fast and wild. Stata Journal 19(1), 4-60.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from yzperf.methods.columns import refuse
from yzperf.methods.comparison.panel_design import (
    DesignRoles,
    PanelDesign,
    counted_parameters,
    read_design,
    within_clusters,
)
from yzperf.methods.comparison.parts import Change
from yzperf.methods.comparison.wild import WEIGHTS, bootstrap_p, cluster_signs, inverted_interval, wild_test
from yzperf.methods.comparison.wild_cluster_bootstrap_result import WildClusterBootstrap
from yzperf.methods.least_squares import least_squares

_SEED = 20_200_901
_LEAST_DRAWS = 99


def wild_cluster_bootstrap(
    frame: pd.DataFrame,
    *,
    outcome: str,
    treatment: str,
    cluster: str,
    covariates: Sequence[str] = (),
    unit: str | None = None,
    time: str | None = None,
    null: float = 0.0,
    multipliers: Literal["webb", "rademacher"] = "webb",
    count_ties: bool = True,
    level: float = 0.95,
    draws: int = 9_999,
    seed: int = _SEED,
    outcome_name: str = "",
    outcome_unit: str = "",
) -> WildClusterBootstrap:
    """Test a regression coefficient where clusters are few (聚类野自助法).

    The null is imposed when residuals are drawn (restricted bootstrap), and the interval holds all values that the
    test does not reject.

    Parameters
    ----------
    frame : DataFrame, one row per unit and period (or per respondent)
        Rows with an empty cell in a used column are left out and counted.
    outcome : str
        Column of the outcome, numeric, in ``outcome_unit``.
    treatment : str
        Column whose coefficient is tested.
    cluster : str
        Column of the clusters; units lie within them.
    covariates : sequence of str
        Numeric columns held constant.
    unit, time : str, optional
        Columns whose effects are taken out; without both there is a constant.
    null : float
        Value of the coefficient to be tested.
    multipliers : {"webb", "rademacher"}
        Six-point multipliers (default: enough different draws with as few as five clusters) or signs. Signs are
        gone through completely if that takes no more than ``draws``.
    count_ties : bool
        Whether draws equal to the observed statistic count as larger; see ``wild.bootstrap_p``. ``False`` is the
        convention of Stata's ``boottest``.
    level : float
        Of the interval.
    draws, seed : int
        Of the bootstrap.
    outcome_name, outcome_unit : str
        How sentences name the outcome.

    Returns
    -------
    WildClusterBootstrap

    Raises
    ------
    MethodError
        If the data do not carry the method; all problems of a stage at once.

    References
    ----------
    Roodman, Nielsen, MacKinnon and Webb (2019), Stata Journal 19(1).
    """
    refuse(_option_problems(multipliers, level, draws))
    roles = DesignRoles(
        outcome=outcome,
        treatments=(treatment,),
        covariates=tuple(covariates),
        unit=unit,
        time=time,
        cluster=(cluster,),
        unit_effects=unit is not None,
        time_effects=time is not None,
    )
    design = read_design(frame, roles, nested=unit is not None)
    clusters = design.clusters[0]
    values, columns, dummies = within_clusters(design)
    test = wild_test(values, columns[:, 0], np.column_stack([columns[:, 1:], dummies]), clusters)
    signs, exhaustive = cluster_signs(design.cluster_counts[0], multipliers, draws, seed)
    made = test.draw(signs)
    fit = least_squares(design.outcome, design.columns, clusters=design.clusters, absorbed=counted_parameters(design))
    usual = Change.of(fit.coefficients[0], fit.errors[0], fit.degrees)

    def p_of(value: float) -> float:
        return bootstrap_p(made, value, exhaustive=exhaustive, count_ties=count_ties)

    return WildClusterBootstrap(
        outcome_name=outcome_name or outcome,
        outcome_unit=outcome_unit,
        treatment=treatment,
        switch=design.is_switch,
        covariates=tuple(covariates),
        cluster=cluster,
        null=null,
        usual=usual,
        statistic=(usual.estimate - null) / usual.standard_error if usual.standard_error > 0 else float("inf"),
        p_value=p_of(null),
        bounds=inverted_interval(p_of, usual.estimate, usual.standard_error or 1.0, level),
        level=level,
        multipliers=multipliers,
        draws=len(signs),
        exhaustive=exhaustive,
        clusters=design.cluster_counts[0],
        moving=_moving(design),
        rows=len(design.panel.outcome),
        dropped=design.panel.dropped,
        drawn=tuple(made.statistics(null) * _to_t(test.statistic(null), usual, null)),
    )


def _option_problems(multipliers: str, level: float, draws: int) -> list[str]:
    problems = []
    if multipliers not in WEIGHTS:
        problems.append(f"选项multipliers不能是“{multipliers}”，可用：{'、'.join(WEIGHTS)}")
    if not 0 < level < 1:
        problems.append(f"置信水平（level）为{level:g}，应在0和1之间")
    if draws < _LEAST_DRAWS:
        problems.append(f"自助抽样次数（draws）为{draws}，至少要{_LEAST_DRAWS}")
    return problems


def _moving(design: PanelDesign) -> int:
    """Clusters in which the policy variable is anything but zero."""
    values = design.panel.column(0)
    return len(np.unique(design.clusters[0][values != 0]))


def _to_t(statistic: float, usual: Change, null: float) -> float:
    """Factor between the statistic of the bootstrap and the usual t statistic."""
    if usual.standard_error == 0 or statistic == 0:
        return 1.0
    return (usual.estimate - null) / usual.standard_error / statistic
