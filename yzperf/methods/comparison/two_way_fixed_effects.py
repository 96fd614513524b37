"""Panel regression with unit and time effects (双向固定效应).

References
----------
Cameron, A. C. and Miller, D. L. (2015). A practitioner's guide to cluster-robust inference.
Journal of Human Resources 50(2), 317-372.
de Chaisemartin, C. and D'Haultfœuille, X. (2020). Two-way fixed effects estimators with heterogeneous treatment
effects. American Economic Review 110(9), 2964-2996.
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
    nested_in,
    read_design,
    within_clusters,
)
from yzperf.methods.comparison.panel_frame import as_names, changing_units
from yzperf.methods.comparison.parts import Change
from yzperf.methods.comparison.two_way_fixed_effects_result import (
    Coefficient,
    NegativeWeights,
    PanelCoverage,
    TwoWayFixedEffects,
)
from yzperf.methods.comparison.wild import bootstrap_p, cluster_signs, wild_test
from yzperf.methods.least_squares import Fit, least_squares

_WILD_BELOW = 50  # clusters; with more, the usual errors are good
_WILD_DRAWS = 9_999
_ROUNDING = 1e-12
_SEED = 20_200_901
_ERRORS = ("clustered", "robust", "classical")
_COUNTED = ("nested", "all", "none")


def two_way_fixed_effects(
    frame: pd.DataFrame,
    *,
    outcome: str,
    treatment: str | Sequence[str],
    unit: str | None,
    time: str | None,
    covariates: Sequence[str] = (),
    unit_effects: bool = True,
    time_effects: bool = True,
    errors: Literal["clustered", "robust", "classical"] = "clustered",
    cluster: str | Sequence[str] | None = None,
    counted_effects: Literal["nested", "all", "none"] = "nested",
    own_counts: bool = False,
    weights: str | None = None,
    outcome_name: str = "",
    outcome_unit: str = "",
    treatment_unit: str = "",
) -> TwoWayFixedEffects:
    """Regress an outcome on a policy variable beside unit and time effects (双向固定效应).

    The policy variable may be a switch (0/1) or an amount (补助额、税率 …); panels may have holes.

    Parameters
    ----------
    frame : DataFrame, one row per unit and period
        Rows with an empty cell in a used column are left out and counted.
    outcome : str
        Column of the outcome, numeric.
    treatment : str or sequence of str
        Column(s) of interest; the first gives the answer.
    unit, time : str or None
        Columns that identify unit and period; None where the model has no such effects.
    covariates : sequence of str
        Numeric columns held constant.
    unit_effects, time_effects : bool
        Which effects are taken out.
    errors : {"clustered", "robust", "classical"}
        Clustered by unit unless ``cluster`` says otherwise; HC1; equal variances.
    cluster : str or two of them, optional
        Column(s) to cluster by; two give two-way clustered errors.
    counted_effects : {"nested", "all", "none"}
        Which effects count as parameters K in the correction (N−1)/(N−K): those not nested in the clusters (default,
        as Stata's ``xtreg`` and R's ``fixest``), all (as ``areg`` or dummies), or none.
    own_counts : bool
        Two-way clustered errors with the cluster number of each term in G/(G−1) instead of the smaller one.
    weights : str, optional
        Column of analytic weights.
    outcome_name, outcome_unit, treatment_unit : str
        How sentences name them; the effect is per ``treatment_unit``.

    Returns
    -------
    TwoWayFixedEffects

    Raises
    ------
    MethodError
        If the data do not carry the method; all problems of a stage at once.

    Notes
    -----
    Where units adopt a switch at different times and its effects differ, the coefficient is a weighted sum in which
    some effects may count negatively; the result says how many, see ``callaway_santanna`` then.

    References
    ----------
    Cameron and Miller (2015), Journal of Human Resources 50(2).
    """
    clusters = as_names(cluster)
    refuse(_option_problems(errors, counted_effects, clusters))
    roles = DesignRoles(
        outcome=outcome,
        treatments=as_names(treatment),
        covariates=tuple(covariates),
        unit=unit,
        time=time,
        cluster=clusters,
        weights=weights,
        unit_effects=unit_effects,
        time_effects=time_effects,
    )
    design = read_design(frame, roles)
    fit = least_squares(
        design.outcome,
        design.columns,
        clusters=design.clusters if errors == "clustered" else (),
        classical=errors == "classical",
        absorbed=_absorbed(design, counted_effects, errors),
        own_counts=own_counts,
    )
    return TwoWayFixedEffects(
        outcome_name=outcome_name or outcome,
        outcome_unit=outcome_unit,
        treatment_unit=treatment_unit,
        coefficients=_coefficients(fit, roles.names),
        interest=len(roles.treatments),
        degrees=fit.degrees,
        errors=errors,
        cluster_names=clusters or ((unit,) if unit is not None else ()),
        effect_names=tuple(name for name, used in (("单位", unit_effects), ("时期", time_effects)) if used),
        within_r2=_explained(design, fit),
        wild_p=_wild_p(design, errors),
        negative=_negative_weights(design),
        coverage=_coverage(design, errors),
    )


def _option_problems(errors: str, counted: str, clusters: tuple[str, ...]) -> list[str]:
    problems = [] if errors in _ERRORS else [f"选项errors不能是“{errors}”，可用：{'、'.join(_ERRORS)}"]
    if counted not in _COUNTED:
        problems.append(f"选项counted_effects不能是“{counted}”，可用：{'、'.join(_COUNTED)}")
    if errors != "clustered" and clusters:
        problems.append("给了聚类列（cluster）就应用聚类标准误（errors='clustered'），请去掉其一")
    if len(clusters) > 2:
        problems.append(f"聚类列最多两列，现有{len(clusters)}列")
    return problems


def _absorbed(design: PanelDesign, counted: str, errors: str) -> int:
    """How many parameters of the effects count in the correction."""
    if counted == "all" or errors != "clustered":
        return design.effects.rank
    return 0 if counted == "none" else counted_parameters(design)


def _coefficients(fit: Fit, names: tuple[str, ...]) -> tuple[Coefficient, ...]:
    return tuple(
        Coefficient(name, Change.of(value, error, fit.degrees))
        for name, value, error in zip(names, fit.coefficients, fit.errors, strict=True)
    )


def _explained(design: PanelDesign, fit: Fit) -> float:
    residuals = design.outcome - design.columns @ fit.coefficients
    total = float(design.outcome @ design.outcome)
    return 1 - float(residuals @ residuals) / total if total > 0 else 0.0


def _wild_p(design: PanelDesign, errors: str) -> float | None:
    """Wild cluster bootstrap of the first coefficient where clusters are few and hold whole units."""
    if errors != "clustered" or len(design.clusters) != 1 or design.cluster_counts[0] >= _WILD_BELOW:
        return None
    clusters, units = design.clusters[0], design.panel.units
    if not nested_in(units, clusters):
        return None
    outcome, columns, dummies = within_clusters(design)
    test = wild_test(outcome, columns[:, 0], np.column_stack([columns[:, 1:], dummies]), clusters)
    signs, exhaustive = cluster_signs(design.cluster_counts[0], "webb", _WILD_DRAWS, _SEED)
    return bootstrap_p(test.draw(signs), 0.0, exhaustive=exhaustive)


def _negative_weights(design: PanelDesign) -> NegativeWeights | None:
    """How many treated rows count negatively in the coefficient; only for a 0/1 switch."""
    switch = design.panel.column(0)
    if not np.isin(switch, (0.0, 1.0)).all() or design.effects.second is None:
        return None
    others = design.columns[:, 1:]
    left = design.columns[:, 0] - others @ np.linalg.lstsq(others, design.columns[:, 0], rcond=None)[0]
    weights = (left * np.sqrt(design.panel.weights))[switch == 1]
    weights = weights / weights.sum()
    negative = weights < -_ROUNDING
    return NegativeWeights(int(negative.sum()), len(weights), float(weights[negative].sum()))


def _coverage(design: PanelDesign, errors: str) -> PanelCoverage:
    panel = design.panel
    counts = np.bincount(panel.units)
    return PanelCoverage(
        rows=len(panel.outcome),
        dropped=panel.dropped,
        units=len(panel.unit_labels),
        periods=len(panel.periods),
        single=int((counts == 1).sum()),
        changing=len(changing_units(panel, panel.column(0))),
        complete=panel.complete,
        clusters=design.cluster_counts if errors == "clustered" else (),
    )
