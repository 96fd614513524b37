"""Event study of staggered adoption by groups (分批实施的事件研究).

References
----------
Sun, L. and Abraham, S. (2021). Estimating dynamic treatment effects in event studies with heterogeneous treatment
effects. Journal of Econometrics 225(2), 175-199.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from yzperf.methods.columns import refuse
from yzperf.methods.comparison.adoption import Adoption, need_treated, read_adoption, without_always_treated
from yzperf.methods.comparison.event_path import path_of
from yzperf.methods.comparison.fixed_effects import panel_effects
from yzperf.methods.comparison.parts import Change
from yzperf.methods.comparison.pretrend_power import judge_drift
from yzperf.methods.comparison.sun_abraham_result import CohortEffect, SunAbraham, SunCoverage
from yzperf.methods.least_squares import Fit, count_of, dependent_columns, least_squares
from yzperf.methods.wording import listing

_SHARES = ("fixed", "estimated")


def sun_abraham(
    frame: pd.DataFrame,
    *,
    outcome: str,
    unit: str,
    time: str,
    first_treated: str | None = None,
    treatment: str | None = None,
    covariates: Sequence[str] = (),
    reference: float = -1.0,
    shares: Literal["fixed", "estimated"] = "fixed",
    cluster: str | None = None,
    weights: str | None = None,
    outcome_name: str = "",
    outcome_unit: str = "",
    time_unit: str = "年",
) -> SunAbraham:
    """Estimate the course of an effect under staggered adoption by interacting groups and distances (Sun–Abraham).

    One regression with a dummy for every group at every distance from its start, compared with units that were never
    treated; at each distance the groups are averaged by size.

    Parameters
    ----------
    frame : DataFrame, one row per unit and period
        Rows with an empty cell in a used column are left out and counted; panels may have holes.
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
    shares : {"fixed", "estimated"}
        Whether the sizes of the groups are taken as they are (default, as R's ``fixest``), or their own sampling
        error is added (as Stata's ``eventstudyinteract``).
    cluster : str, optional
        Column to cluster by; units by default.
    weights : str, optional
        Column of analytic weights.
    outcome_name, outcome_unit, time_unit : str
        How sentences and picture name them.

    Returns
    -------
    SunAbraham

    Raises
    ------
    MethodError
        If the data do not carry the method; all problems of a stage at once.

    Notes
    -----
    Without never treated units the last group serves as the comparison, and the periods from its start on are left
    out, as the authors propose. Units treated from the first period on are left out.

    References
    ----------
    Sun and Abraham (2021), Journal of Econometrics 225(2).
    """
    refuse([] if shares in _SHARES else [f"选项shares不能是“{shares}”，可用：{'、'.join(_SHARES)}"])
    read = read_adoption(
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
    refuse(need_treated(read))
    adoption, last_group = _with_comparison(without_always_treated(read))
    panel = adoption.panel
    clusters = panel.keys[0] if panel.keys else panel.units
    refuse(["只有1个聚类（或单位），无法估计误差"] if count_of(clusters) < 2 else [])
    cells = _cells(adoption, reference)
    effects = panel_effects(panel.units, panel.times, panel.weights)
    columns = np.column_stack([cells.dummies, adoption.covariates])
    taken = effects.taken_out(columns)
    refuse(_design_problems(taken, columns, cells, covariates))
    root = np.sqrt(panel.weights)
    fit = least_squares(
        effects.taken_out(panel.outcome[:, None])[:, 0] * root,
        taken * root[:, None],
        clusters=(clusters,),
        absorbed=len(panel.periods),
    )
    count = len(cells.groups)
    estimates, covariance = fit.coefficients[:count], fit.covariance[:count, :count]
    distances = np.unique(cells.distances)
    rows = _average_rows(cells, distances)
    spread = rows @ covariance @ rows.T
    if shares == "estimated":
        spread = spread + np.diag(_share_variance(cells, distances, estimates))
    before = distances < min(0.0, reference + 1)
    return SunAbraham(
        outcome_name=outcome_name or outcome,
        outcome_unit=outcome_unit,
        time_unit=time_unit,
        covariates=tuple(covariates),
        reference=float(reference),
        shares=shares,
        last_group=last_group,
        cohorts=_cohort_effects(cells, fit),
        path=path_of(distances, rows @ estimates, spread, fit.degrees),
        att=_overall(cells, fit),
        degrees=fit.degrees,
        pre_trend=judge_drift(
            distances[before],
            (rows @ estimates)[before],
            spread[np.ix_(before, before)],
            degrees=fit.degrees,
            reference=float(reference),
            after=distances[distances >= 0],
        ),
        coverage=_coverage(read, adoption, clusters),
    )


@dataclass(frozen=True, slots=True)
class _Cells:
    """Groups at distances: dummies (N, K), group and distance of each, and its (weighted) number of rows."""

    dummies: np.ndarray
    groups: np.ndarray
    distances: np.ndarray
    sizes: np.ndarray
    units: np.ndarray


def _with_comparison(adoption: Adoption) -> tuple[Adoption, float | None]:
    """Keep never treated units as comparison, or make the last group one and cut the periods of its treatment."""
    if np.isinf(adoption.first).any():
        return adoption, None
    last = float(adoption.first.max())
    refuse(["所有单位同时开始实施，没有从未实施或更晚实施的单位可作对照"] if (adoption.first == last).all() else [])
    early = adoption.panel.periods[adoption.panel.times] < last
    kept = adoption.kept(early)
    first = np.where(kept.first == last, np.inf, kept.first)
    return Adoption(kept.panel, first, kept.already, kept.blank), last


def _cells(adoption: Adoption, reference: float) -> _Cells:
    panel = adoption.panel
    relative = panel.periods[panel.times] - adoption.first
    treated = np.isfinite(relative)
    pairs = np.unique(np.column_stack([adoption.first, relative])[treated], axis=0)
    without = sorted(
        {f"{group:g}" for group in pairs[:, 0]} - {f"{pair[0]:g}" for pair in pairs if pair[1] == reference}
    )
    refuse([f"{listing(without)}实施的一批没有距实施{reference:g}期的数据，不能作基期（reference）"] if without else [])
    pairs = pairs[pairs[:, 1] != reference]
    refuse([] if (pairs[:, 1] >= 0).any() else ["数据中没有实施后的时期"])
    dummies = (adoption.first[:, None] == pairs[:, 0]) & (relative[:, None] == pairs[:, 1])
    return _Cells(
        dummies=dummies.astype(float),
        groups=pairs[:, 0],
        distances=pairs[:, 1],
        sizes=panel.weights @ dummies,
        units=dummies.sum(axis=0).astype(float),
    )


def _average_rows(cells: _Cells, distances: np.ndarray) -> np.ndarray:
    """Weights of the cells in the average at each distance, shape (D, K)."""
    rows = (cells.distances == distances[:, None]) * cells.sizes
    averages: np.ndarray = rows / rows.sum(axis=1, keepdims=True)
    return averages


def _share_variance(cells: _Cells, distances: np.ndarray, estimates: np.ndarray) -> np.ndarray:
    """What the sampling of group sizes adds to the variance of each average."""
    added = []
    for distance in distances:
        here = cells.distances == distance
        shares = cells.sizes[here] / cells.sizes[here].sum()
        mean = shares @ estimates[here]
        added.append(float(shares @ (estimates[here] - mean) ** 2) / cells.units[here].sum())
    return np.array(added)


def _cohort_effects(cells: _Cells, fit: Fit) -> tuple[CohortEffect, ...]:
    return tuple(
        CohortEffect(float(group), float(distance), Change.of(value, error, fit.degrees), int(units))
        for group, distance, value, error, units in zip(
            cells.groups, cells.distances, fit.coefficients, fit.errors, cells.units, strict=False
        )
    )


def _overall(cells: _Cells, fit: Fit) -> Change:
    """Mean over all treated rows."""
    sizes = np.where(cells.distances >= 0, cells.sizes, 0.0)
    row = sizes / sizes.sum()
    count = len(row)
    return Change.of(
        float(row @ fit.coefficients[:count]), float(row @ fit.covariance[:count, :count] @ row) ** 0.5, fit.degrees
    )


def _design_problems(taken: np.ndarray, columns: np.ndarray, cells: _Cells, covariates: Sequence[str]) -> list[str]:
    count = len(cells.groups)
    if len(taken) <= taken.shape[1]:
        return [f"可用{len(taken)}行，待估参数{taken.shape[1]}个以上，没有余下的自由度"]
    dependent = dependent_columns(taken, np.linalg.norm(columns, axis=0))
    problems = [
        f"协变量“{covariates[place - count]}”不提供信息：不随时间变化，或可由其他列算出，请删去"
        for place in dependent
        if place >= count
    ]
    lost = [
        f"{cells.groups[place]:g}实施的一批距实施{cells.distances[place]:g}期" for place in dependent if place < count
    ]
    return [*problems, *([f"{listing(lost)}的效应无法估计：该期没有可比的对照"] if lost else [])]


def _coverage(read: Adoption, used: Adoption, clusters: np.ndarray) -> SunCoverage:
    panel, first = used.panel, np.full(len(used.panel.unit_labels), np.inf)
    first[panel.units] = used.first
    groups, sizes = np.unique(first[np.isfinite(first)], return_counts=True)
    return SunCoverage(
        rows=len(panel.outcome),
        dropped=panel.dropped,
        groups=tuple((float(group), int(size)) for group, size in zip(groups, sizes, strict=True)),
        comparison=int(np.isinf(first).sum()),
        periods=len(panel.periods),
        cut=len(read.panel.periods) - len(panel.periods),
        complete=panel.complete,
        clusters=count_of(clusters),
        smallest=min(len(np.unique(clusters[used.first == group])) for group in groups),
        already=used.already,
        blank=used.blank,
    )
