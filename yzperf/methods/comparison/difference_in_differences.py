"""Before/after with a comparison group (比较法·双重差分): what changed beyond what changed elsewhere.

References
----------
Angrist, J. D. and Pischke, J.-S. (2009). Mostly Harmless Econometrics, ch. 5. Princeton University Press.
Bertrand, M., Duflo, E. and Mullainathan, S. (2004). How much should we trust differences-in-differences
estimates? Quarterly Journal of Economics 119(1), 249-275.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from yzperf.methods.comparison.difference_in_differences_result import (
    FEW_CLUSTERS,
    FEW_TREATED,
    DifferenceInDifferences,
)
from yzperf.methods.comparison.panel import Sample, before_and_after, paired_change, regress, welch_change, wild_p
from yzperf.methods.comparison.parts import Change, Coverage, EventDifference, GroupChange, PeriodMean
from yzperf.methods.comparison.pretrend import EventStudy, event_study, judge_pretrend
from yzperf.methods.comparison.two_period_sample import Roles, prepare
from yzperf.methods.resampling import permutation_p

_PERMUTED_BELOW = 200  # units; with more, the clustered errors are good and the deals slow
_WILD_DRAWS = 9_999
_SEED = 20_200_901


def difference_in_differences(
    frame: pd.DataFrame,
    *,
    outcome: str,
    unit: str | None = None,
    time: str,
    treated: str,
    start: float,
    covariates: Sequence[str] = (),
    cluster: str | None = None,
    classical: bool = False,
    outcome_name: str = "",
    outcome_unit: str = "",
    time_unit: str = "年",
) -> DifferenceInDifferences:
    """Compare the change of a treated group with the change of a comparison group (双重差分).

    With ``unit`` the data are a panel: two-way fixed effects, errors clustered by unit, t quantiles with
    G−1 degrees of freedom. Without it the rows are independent samples of each period (重复截面): pooled
    least squares with group and period effects, HC1 errors unless a ``cluster`` column is given.

    Parameters
    ----------
    frame : DataFrame, one row per unit and period (or per respondent)
        Rows with an empty cell in a used column are left out and counted.
    outcome : str
        Column of the outcome, numeric, in ``outcome_unit``.
    unit : str, optional
        Column that identifies the unit over time.
    time : str
        Column of the period, numeric (2021, 2022, …).
    treated : str
        Column that says whether the unit is in the treated group (1/0 or 是/否), the same in all periods.
    start : float
        First period with the policy.
    covariates : sequence of str
        Numeric columns held constant; in a panel they must vary over time.
    cluster : str, optional
        Column of a coarser level at which the policy was assigned (township of a household, say).
    classical : bool
        Equal-variance errors for independent samples, as older textbooks print them.
    outcome_name, outcome_unit, time_unit : str
        How sentences and picture name them; the name defaults to the column.

    Returns
    -------
    DifferenceInDifferences

    Raises
    ------
    MethodError
        If the data do not carry the method; all problems of a stage (columns, cells, design) at once.

    References
    ----------
    Bertrand, Duflo and Mullainathan (2004), Quarterly Journal of Economics 119(1).
    """
    roles = Roles(outcome, unit, time, treated, cluster, tuple(covariates), float(start), classical)
    sample, dropped = prepare(frame, roles)
    fit = regress(sample, sample.policy[:, None])
    study = event_study(sample)
    return DifferenceInDifferences(
        outcome_name=outcome_name or outcome,
        outcome_unit=outcome_unit,
        time_unit=time_unit,
        start=float(start),
        covariates=tuple(covariates),
        effect=Change.of(fit.coefficients[0], fit.covariance[0, 0] ** 0.5, fit.degrees),
        degrees=fit.degrees,
        error_kind=_error_kind(roles),
        treated=_group_change(sample, 1.0),
        comparison=_group_change(sample, 0.0),
        coverage=_coverage(sample, dropped),
        before_gap_standardised=_standardised_gap(sample),
        pre_trend=judge_pretrend(sample, study),
        event_study=_event_differences(study),
        permutation_p=_permuted(sample, cluster),
        wild_p=_wild(sample),
        treated_path=_path(sample, 1.0),
        comparison_path=_path(sample, 0.0),
    )


def _error_kind(roles: Roles) -> str:
    if roles.cluster is not None:
        return f"按“{roles.cluster}”聚类"
    if roles.unit is not None:
        return "按单位聚类"
    return "同方差（经典）" if roles.classical else "异方差稳健（HC1）"


def _group_change(sample: Sample, group: float) -> GroupChange:
    before, after = before_and_after(sample, group)
    change = paired_change(before, after) if sample.units is not None else welch_change(before, after)
    return GroupChange(float(before.mean()), float(after.mean()), Change.of(*change))


def _coverage(sample: Sample, dropped: int) -> Coverage:
    codes = np.arange(len(sample.outcome)) if sample.units is None else sample.units
    clusters = codes if sample.clusters is None else sample.clusters
    periods = len(np.unique(sample.times))
    incomplete = [_incomplete(sample, group, periods) for group in (1.0, 0.0)]
    treated = sample.treated == 1
    return Coverage(
        rows=len(sample.outcome),
        dropped=dropped,
        panel=sample.units is not None,
        treated=len(np.unique(codes[treated])),
        comparison=len(np.unique(codes[~treated])),
        clusters=len(np.unique(clusters)),
        treated_clusters=len(np.unique(clusters[treated])),
        periods=periods,
        periods_before=len(np.unique(sample.times[sample.after == 0])),
        incomplete_treated=incomplete[0],
        incomplete_comparison=incomplete[1],
    )


def _incomplete(sample: Sample, treated: float, periods: int) -> int:
    if sample.units is None:
        return 0
    counts = np.bincount(sample.units[sample.treated == treated])
    return int(((counts > 0) & (counts < periods)).sum())


def _standardised_gap(sample: Sample) -> float:
    before = [before_and_after(sample, group)[0] for group in (1.0, 0.0)]
    spread = float(np.mean([values.var(ddof=1) for values in before])) ** 0.5
    return float(before[0].mean() - before[1].mean()) / spread if spread > 0 else 0.0


def _event_differences(study: EventStudy | None) -> tuple[EventDifference, ...]:
    if study is None:
        return ()
    errors = np.sqrt(np.diag(study.covariance))
    changes = [Change.of(*pair, study.degrees) for pair in zip(study.estimates, errors, strict=True)]
    return tuple(
        EventDifference(float(period), change.estimate, change.low, change.high)
        for period, change in zip(study.periods, changes, strict=True)
    )


def _permuted(sample: Sample, cluster: str | None) -> float | None:
    """Deal the policy anew among the units; only for complete panels without covariates, assigned by unit."""
    if sample.units is None or cluster is not None or sample.covariates.shape[1]:
        return None
    incomplete = any(_incomplete(sample, group, len(np.unique(sample.times))) for group in (1.0, 0.0))
    if incomplete or sample.units.max() >= _PERMUTED_BELOW:
        return None
    sides = [before_and_after(sample, group) for group in (1.0, 0.0)]
    treated, comparison = (after - before for before, after in sides)
    return permutation_p(treated, comparison, _SEED)


def _wild(sample: Sample) -> float | None:
    """Only where the usual errors are in doubt: with many clusters and enough treated ones they are good."""
    if sample.clusters is None:
        return None
    clusters, treated = (len(np.unique(codes)) for codes in (sample.clusters, sample.clusters[sample.treated == 1]))
    if clusters >= FEW_CLUSTERS and treated >= FEW_TREATED:
        return None
    return wild_p(sample, _WILD_DRAWS, _SEED)


def _path(sample: Sample, treated: float) -> tuple[PeriodMean, ...]:
    rows = sample.treated == treated
    return tuple(
        _period_mean(float(period), sample.outcome[rows & (sample.times == period)])
        for period in np.unique(sample.times[rows])
    )


def _period_mean(period: float, values: np.ndarray) -> PeriodMean:
    if len(values) < 2:
        return PeriodMean(period, len(values), float(values.mean()), *[float("nan")] * 3)
    change = Change.of(values.mean(), values.std(ddof=1) / len(values) ** 0.5, len(values) - 1)
    return PeriodMean(period, len(values), change.estimate, change.standard_error, change.low, change.high)
