"""Differences period by period before and after a policy (事件研究).

References
----------
Roth, J. (2022). Pretest with caution: event-study estimates after testing for parallel trends.
American Economic Review: Insights 4(3), 305-322.
Schmidheiny, K. and Siegloch, S. (2023). On event studies and distributed-lags in two-way fixed effects models.
Journal of Applied Econometrics 38(5), 695-713.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from yzperf.methods.columns import refuse
from yzperf.methods.comparison.adoption import Adoption, need_treated, read_adoption
from yzperf.methods.comparison.event_path import path_of
from yzperf.methods.comparison.event_study_result import EventStudy, StudyCoverage
from yzperf.methods.comparison.fixed_effects import panel_effects
from yzperf.methods.comparison.group_time import groups_of
from yzperf.methods.comparison.pretrend_power import judge_drift
from yzperf.methods.least_squares import count_of, dependent_columns, least_squares
from yzperf.methods.wording import listing


def event_study(
    frame: pd.DataFrame,
    *,
    outcome: str,
    unit: str,
    time: str,
    first_treated: str | None = None,
    treatment: str | None = None,
    covariates: Sequence[str] = (),
    reference: float = -1.0,
    window: tuple[float, float] | None = None,
    cluster: str | None = None,
    weights: str | None = None,
    outcome_name: str = "",
    outcome_unit: str = "",
    time_unit: str = "年",
) -> EventStudy:
    """Estimate the difference between treated and other units in every period around the start (事件研究).

    Two-way fixed effects with a dummy for every distance from the start. The differences before the start are a test
    of parallel trends; the result says what drift that test would have found, with 50 and 80 % probability.

    Parameters
    ----------
    frame : DataFrame, one row per unit and period
        Rows with an empty cell in a used column are left out and counted.
    outcome : str
        Column of the outcome, numeric, in ``outcome_unit``.
    unit, time : str
        Columns that identify unit and period.
    first_treated : str, optional
        Column of the period of first treatment; 0, empty or beyond the last period means never treated.
    treatment : str, optional
        Instead of ``first_treated``: column that is 1 from the start of treatment on and 0 before.
    covariates : sequence of str
        Numeric columns held constant; they must vary over time.
    reference : float
        Distance against which all others are measured.
    window : tuple of float, optional
        First and last distance with a dummy of their own: those further out share the one at the end.
    cluster : str, optional
        Column to cluster by; units by default.
    weights : str, optional
        Column of analytic weights.
    outcome_name, outcome_unit, time_unit : str
        How sentences and picture name them.

    Returns
    -------
    EventStudy

    Raises
    ------
    MethodError
        If the data do not carry the method; all problems of a stage at once.

    Notes
    -----
    With different starts and different effects the dummies mix distances (Sun and Abraham 2021): ``sun_abraham`` or
    ``callaway_santanna`` are right then.

    References
    ----------
    Roth (2022), American Economic Review: Insights 4(3).
    """
    adoption = read_adoption(
        frame,
        outcome=outcome,
        unit=unit,
        time=time,
        first_treated=first_treated,
        treatment=treatment,
        covariates=covariates,
        cluster=cluster,
        weights=weights,
    )
    panel = adoption.panel
    clusters = panel.keys[0] if panel.keys else panel.units
    refuse([*need_treated(adoption), *_cluster_problems(clusters), *_window_problems(window)])
    relative = _relative(adoption, window)
    distances = np.unique(relative[np.isfinite(relative)])
    refuse(_reference_problems(distances, reference))
    distances = distances[distances != reference]
    dummies = (relative[:, None] == distances).astype(float)
    effects = panel_effects(panel.units, panel.times, panel.weights)
    columns = np.column_stack([dummies, adoption.covariates])
    taken = effects.taken_out(columns)
    refuse(_design_problems(taken, columns, distances, covariates))
    root = np.sqrt(panel.weights)
    fit = least_squares(
        effects.taken_out(panel.outcome[:, None])[:, 0] * root,
        taken * root[:, None],
        clusters=(clusters,),
        absorbed=len(panel.periods),
    )
    count = len(distances)
    estimates, covariance = fit.coefficients[:count], fit.covariance[:count, :count]
    before = distances < min(0.0, reference + 1)
    return EventStudy(
        outcome_name=outcome_name or outcome,
        outcome_unit=outcome_unit,
        time_unit=time_unit,
        covariates=tuple(covariates),
        reference=float(reference),
        window=window,
        path=path_of(distances, estimates, covariance, fit.degrees),
        degrees=fit.degrees,
        pre_trend=judge_drift(
            distances[before],
            estimates[before],
            covariance[np.ix_(before, before)],
            degrees=fit.degrees,
            reference=float(reference),
            after=distances[distances >= 0],
        ),
        coverage=_coverage(adoption, clusters),
    )


def _relative(adoption: Adoption, window: tuple[float, float] | None) -> np.ndarray:
    """Distance of every row from its unit's start; minus infinite for units without one."""
    relative: np.ndarray = adoption.panel.periods[adoption.panel.times] - adoption.first
    if window is None:
        return relative
    binned: np.ndarray = np.where(np.isfinite(relative), relative.clip(*window), relative)
    return binned


def _window_problems(window: tuple[float, float] | None) -> list[str]:
    if window is None or window[0] < 0 <= window[1]:
        return []
    return [f"两端（window）为{window[0]:g}和{window[1]:g}，应先写实施前的一端（负数），再写实施后的一端"]


def _cluster_problems(clusters: np.ndarray) -> list[str]:
    return ["只有1个聚类（或单位），无法估计误差"] if count_of(clusters) < 2 else []


def _reference_problems(distances: np.ndarray, reference: float) -> list[str]:
    shown = "、".join(f"{distance:g}" for distance in distances)
    if reference not in distances:
        return [f"数据中没有距实施{reference:g}期的行，不能作基期（reference）；现有：{shown}"]
    if not (distances >= 0).any():
        return [f"数据中没有实施后的时期；现有距实施的期数：{shown}"]
    return []


def _design_problems(
    taken: np.ndarray, columns: np.ndarray, distances: np.ndarray, covariates: Sequence[str]
) -> list[str]:
    if len(taken) <= taken.shape[1]:
        return [f"可用{len(taken)}行，待估参数{taken.shape[1]}个以上，没有余下的自由度；请用window合并两端的时期"]
    dependent = dependent_columns(taken, np.linalg.norm(columns, axis=0))
    problems = [
        f"协变量“{covariates[place - len(distances)]}”不提供信息：不随时间变化，或可由其他列算出，请删去"
        for place in dependent
        if place >= len(distances)
    ]
    lost = [f"{distances[place]:g}" for place in dependent if place < len(distances)]
    if lost:
        problems.append(
            f"距实施{listing(lost)}期的差别无法估计：没有从未实施的单位时，各期的差别与时期效应分不开；"
            "请补充从未实施的单位，或用window合并两端的时期"
        )
    return problems


def _coverage(adoption: Adoption, clusters: np.ndarray) -> StudyCoverage:
    panel, first = adoption.panel, np.full(len(adoption.panel.unit_labels), np.inf)
    first[panel.units] = adoption.first
    return StudyCoverage(
        rows=len(panel.outcome),
        dropped=panel.dropped,
        treated=int(np.isfinite(first).sum()),
        never=int(np.isinf(first).sum()),
        starts=len(groups_of(first)),
        periods=len(panel.periods),
        complete=panel.complete,
        clusters=count_of(clusters),
        treated_clusters=len(np.unique(clusters[np.isfinite(adoption.first)])),
        blank=adoption.blank,
    )
