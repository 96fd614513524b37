"""Staggered adoption after Callaway and Sant'Anna (分批实施的双重差分).

References
----------
Callaway, B. and Sant'Anna, P. H. C. (2021). Difference-in-differences with multiple time periods.
Journal of Econometrics 225(2), 200-230.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from yzperf.methods import aggregation
from yzperf.methods.adoption import Adoption, need_treated, read_adoption, without_always_treated
from yzperf.methods.aggregation import Average, Averages, Cells
from yzperf.methods.callaway_santanna_result import (
    CallawaySantAnna,
    Choices,
    GroupTimeEffect,
    StaggeredCoverage,
    WaldTest,
)
from yzperf.methods.columns import refuse
from yzperf.methods.comparison_parts import Change
from yzperf.methods.distributions import chi2_above
from yzperf.methods.doubly_robust import ESTIMATORS
from yzperf.methods.event_path import EffectPath, PathPoint
from yzperf.methods.group_time import (
    BalancedPanel,
    Estimate,
    Rules,
    Samples,
    estimate_cells,
    groups_of,
    plan,
)
from yzperf.methods.least_squares import sum_by
from yzperf.methods.multiplier import multiplier_draws, robust_spread, simultaneous_critical
from yzperf.methods.wording import listing

_LEAST_DRAWS = 99
_SEED = 20_200_901
_WORDS = {
    "estimator": ESTIMATORS,
    "comparison": ("never_treated", "not_yet_treated"),
    "base_period": ("varying", "universal"),
    "errors": ("analytic", "bootstrap"),
    "unbalanced": ("balance", "samples"),
    "headline": ("group", "simple", "event", "calendar"),
}


def callaway_santanna(
    frame: pd.DataFrame,
    *,
    outcome: str,
    unit: str | None = None,
    time: str,
    first_treated: str | None = None,
    treatment: str | None = None,
    covariates: Sequence[str] = (),
    estimator: Literal["doubly_robust", "regression", "ipw"] = "doubly_robust",
    comparison: Literal["never_treated", "not_yet_treated"] = "never_treated",
    base_period: Literal["varying", "universal"] = "varying",
    anticipation: float = 0.0,
    unbalanced: Literal["balance", "samples"] = "balance",
    weights: str | None = None,
    cluster: str | None = None,
    errors: Literal["analytic", "bootstrap"] = "analytic",
    headline: Literal["group", "simple", "event", "calendar"] = "group",
    window: tuple[float, float] = (-np.inf, np.inf),
    balanced_to: float | None = None,
    draws: int = 999,
    seed: int = _SEED,
    outcome_name: str = "",
    outcome_unit: str = "",
    time_unit: str = "年",
) -> CallawaySantAnna:
    """Estimate the effect of a policy that units adopted at different times (分批实施的双重差分).

    Every group of units that started together is compared, period by period, with units that had not started; no
    treated unit ever serves as a comparison, so effects may differ between groups and grow over time.

    Parameters
    ----------
    frame : DataFrame, one row per unit and period (or per respondent)
        Rows with an empty cell in a used column are left out and counted.
    outcome : str
        Column of the outcome, numeric, in ``outcome_unit``.
    unit : str, optional
        Column that identifies the unit over time. Without it the rows are independent samples of each period.
    time : str
        Column of the period, numeric.
    first_treated : str, optional
        Column of the period of first treatment, one value per unit; 0, empty, infinite or beyond the last period
        means never treated within the data.
    treatment : str, optional
        Instead of ``first_treated``: column that is 1 from the start of treatment on and 0 before.
    covariates : sequence of str
        Numeric columns on which trends may depend; taken from the earlier of the two periods compared.
    estimator : {"doubly_robust", "regression", "ipw"}
        Only matters with covariates. The default is right if either the outcome or the adoption model is.
    comparison : {"never_treated", "not_yet_treated"}
        Whom the groups are compared with. Never treated units are the default, as in the R package ``did``.
    base_period : {"varying", "universal"}
        Periods before treatment are measured from the period just before them (default, as in ``did``), or all from
        the last period before treatment.
    anticipation : float
        Periods before treatment in which units may already react.
    unbalanced : {"balance", "samples"}
        Units that lack a period are left out and counted (default), or their rows are used as repeated samples.
    weights : str, optional
        Column of sampling weights.
    cluster : str, optional
        Column of a coarser level at which the policy was assigned.
    errors : {"analytic", "bootstrap"}
        Standard errors from the influence function (default: no chance in them), or from the multiplier bootstrap,
        as ``did`` prints them. The simultaneous bands come from the bootstrap in both cases.
    headline : {"group", "simple", "event", "calendar"}
        Which overall average is the answer. By group is the authors' recommendation: the mean effect over the
        treated periods of each unit.
    window : tuple of float
        First and last distance from treatment in the event study.
    balanced_to : float, optional
        Event study of only those groups that are seen so many periods after treatment.
    draws, seed : int
        Of the multiplier bootstrap.
    outcome_name, outcome_unit, time_unit : str
        How sentences and picture name them.

    Returns
    -------
    CallawaySantAnna

    Raises
    ------
    MethodError
        If the data do not carry the method; all problems of a stage at once.

    Notes
    -----
    Standard errors and critical values are those of ``did``: no correction for the number of clusters, normal
    quantiles. Before treatment the cells of a varying base are changes of one period, not sums.

    References
    ----------
    Callaway and Sant'Anna (2021), Journal of Econometrics 225(2).
    """
    chosen = dict(
        estimator=estimator,
        comparison=comparison,
        base_period=base_period,
        errors=errors,
        unbalanced=unbalanced,
        headline=headline,
    )
    refuse(_option_problems(chosen, anticipation, draws))
    rules = Rules(estimator, comparison == "never_treated", base_period == "universal", anticipation)
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
    adoption = without_always_treated(adoption, anticipation)
    as_panel = unit is not None and unbalanced == "balance"
    complete = _complete_units(adoption) if as_panel else adoption
    refuse(_design_problems(complete, rules))
    study = _study(complete, rules, as_panel=as_panel)
    refuse(_no_effect(study, window, balanced_to))
    errors_of = _Errors(study.contributions, errors == "bootstrap", draws, seed)
    cells = study.cells
    return CallawaySantAnna(
        outcome_name=outcome_name or outcome,
        outcome_unit=outcome_unit,
        time_unit=time_unit,
        headline=headline,
        choices=_choices(chosen, covariates, cluster),
        anticipation=anticipation,
        cells=_group_time_effects(study, errors_of),
        simple=errors_of.change(aggregation.simple(cells)),
        by_group=errors_of.path(aggregation.by_group(cells)),
        by_period=errors_of.path(aggregation.by_period(cells)),
        by_event=errors_of.path(aggregation.by_distance(cells, window, balanced_to)),
        pre_test=_pre_test(study, errors_of, anticipation),
        coverage=_coverage(adoption, complete, study, as_panel),
        draws=draws,
    )


@dataclass(frozen=True, slots=True)
class _Study:
    """Estimates of all cells; the estimable ones again as arrays, with what every independent unit contributes."""

    estimates: list[Estimate]
    cells: Cells
    contributions: np.ndarray
    sizes: tuple[int, ...]


class _Errors:
    """Standard errors, intervals and bands of averages, from the contributions of the independent units."""

    def __init__(self, contributions: np.ndarray, bootstrap: bool, draws: int, seed: int) -> None:
        self.covariance = contributions.T @ contributions
        self._draws = multiplier_draws(contributions, draws, seed)
        self._bootstrap = bootstrap

    def change(self, average: Average) -> Change:
        """The average with its error and interval."""
        return Change.of(average.value, float(self._errors(average.row[None, :])[0]))

    def path(self, averages: Averages) -> EffectPath:
        """Averages with errors, intervals, and a band that holds for all of them at once."""
        rows = np.vstack([part.row for part in averages.parts])
        errors, drawn = self._errors(rows), self._draws @ rows.T
        critical = simultaneous_critical(drawn, errors if not self._bootstrap else robust_spread(drawn))
        points = [
            PathPoint(at, Change.of(part.value, float(error)), *_band(part.value, critical * float(error)))
            for at, part, error in zip(averages.at, averages.parts, errors, strict=True)
        ]
        return EffectPath(tuple(points), self.change(averages.overall), critical)

    def _errors(self, rows: np.ndarray) -> np.ndarray:
        if self._bootstrap:
            return robust_spread(self._draws @ rows.T)
        errors: np.ndarray = np.sqrt(np.einsum("ij,jk,ik->i", rows, self.covariance, rows).clip(min=0))
        return errors


def _band(value: float, half: float) -> tuple[float, float]:
    return value - half, value + half


def _option_problems(chosen: Mapping[str, str], anticipation: float, draws: int) -> list[str]:
    problems = [
        f"选项{name}不能是“{word}”，可用：{'、'.join(_WORDS[name])}"
        for name, word in chosen.items()
        if word not in _WORDS[name]
    ]
    problems += ["提前反应的期数（anticipation）不能是负数"] if anticipation < 0 else []
    return problems + ([f"自助抽样次数（draws）为{draws}，至少要{_LEAST_DRAWS}"] if draws < _LEAST_DRAWS else [])


def _complete_units(adoption: Adoption) -> Adoption:
    panel = adoption.panel
    counts = np.bincount(panel.units)
    complete = counts == len(panel.periods)
    refuse(["没有一个单位各期都有数据；请补齐，或用unbalanced='samples'按重复样本处理"] if not complete.any() else [])
    return adoption if complete.all() else adoption.kept(complete[panel.units])


def _design_problems(adoption: Adoption, rules: Rules) -> list[str]:
    problems = need_treated(adoption)
    if len(adoption.panel.periods) < 2:
        problems.append("数据只有1期，无法比较前后变化")
    if rules.never_only and not np.isinf(adoption.first).any():
        problems.append("没有从未实施的单位可作对照；请改用comparison='not_yet_treated'（以尚未实施的单位为对照）")
    return problems


def _study(adoption: Adoption, rules: Rules, *, as_panel: bool) -> _Study:
    data, owners, units = _as_matrices(adoption) if as_panel else _as_samples(adoption)
    estimates, contributions = estimate_cells(data, plan(data.first, data.periods, rules), rules)
    known = np.array([not np.isnan(estimate.effect) for estimate in estimates], bool)
    labels = np.array(groups_of(data.first))
    shares, share_contributions = _group_shares(units, labels)
    moved = np.hstack([sum_by(contributions[:, known], owners), sum_by(share_contributions, units.owners)])
    kept = [estimate for estimate in estimates if not np.isnan(estimate.effect)]
    cells = Cells(
        effects=np.array([estimate.effect for estimate in kept]),
        groups=np.array([estimate.cell.group for estimate in kept]),
        periods=np.array([estimate.cell.period for estimate in kept]),
        labels=labels,
        shares=shares,
        first_period=float(data.periods[0]),
    )
    sizes = tuple(int((units.first == label).sum()) for label in labels)
    return _Study(estimates, cells, moved, sizes)


@dataclass(frozen=True, slots=True)
class _Units:
    """Units with their group, weight and the cluster that owns them."""

    first: np.ndarray
    weights: np.ndarray
    owners: np.ndarray


def _as_matrices(adoption: Adoption) -> tuple[BalancedPanel, np.ndarray, _Units]:
    panel = adoption.panel
    order = np.lexsort((panel.times, panel.units))
    shape = (len(panel.unit_labels), len(panel.periods))
    covariates = np.column_stack([np.ones(len(order)), adoption.covariates])[order].reshape(*shape, -1)
    weights = panel.weights[order].reshape(shape)
    first = adoption.first[order].reshape(shape)[:, 0]
    owners = panel.keys[0][order].reshape(shape)[:, 0] if panel.keys else np.arange(shape[0])
    data = BalancedPanel(panel.outcome[order].reshape(shape), covariates, weights, first, panel.periods)
    return data, owners, _Units(first, weights[:, 0], owners)


def _as_samples(adoption: Adoption) -> tuple[Samples, np.ndarray, _Units]:
    panel = adoption.panel
    covariates = np.column_stack([np.ones(len(panel.outcome)), adoption.covariates])
    owners = panel.keys[0] if panel.keys else panel.units
    data = Samples(panel.outcome, covariates, panel.weights, adoption.first, panel.times, panel.periods)
    _, place = np.unique(panel.units, return_index=True)
    weights = np.bincount(panel.units, weights=panel.weights) / np.bincount(panel.units)
    return data, owners, _Units(adoption.first[place], weights, owners[place])


def _group_shares(units: _Units, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Share of each group among the units, and what every unit contributes to its error."""
    members = (units.first[:, None] == labels) * units.weights[:, None]
    shares = members.mean(axis=0)
    return shares, (members - shares) / len(members)


def _no_effect(study: _Study, window: tuple[float, float], balanced_to: float | None) -> list[str]:
    if not (study.cells.distances >= 0).any():
        reasons = listing(list(dict.fromkeys(estimate.reason for estimate in study.estimates if estimate.reason)))
        return [f"没有一个实施后的效应可以估计：{reasons or '实施组都没有实施前的时期'}"]
    path = aggregation.by_distance(study.cells, window, balanced_to)
    return [] if any(at >= 0 for at in path.at) else ["事件研究的窗口（window、balanced_to）不含任何实施后的时期"]


def _group_time_effects(study: _Study, errors_of: _Errors) -> tuple[GroupTimeEffect, ...]:
    places = iter(range(len(study.cells.effects)))
    return tuple(
        GroupTimeEffect(
            group=estimate.cell.group,
            period=estimate.cell.period,
            base=estimate.cell.base,
            effect=None if estimate.reason else errors_of.change(study.cells.cell(next(places))),
            treated=estimate.treated,
            comparison=estimate.comparison,
            trimmed=estimate.trimmed,
            reason=estimate.reason,
        )
        for estimate in study.estimates
    )


def _pre_test(study: _Study, errors_of: _Errors, anticipation: float) -> WaldTest | None:
    """All cells before treatment are zero; None where there are none, or too few units to tell them apart."""
    moving = np.diag(errors_of.covariance)[: len(study.cells.effects)] > 0
    before = np.flatnonzero((study.cells.distances < -anticipation) & moving)
    covariance = errors_of.covariance[np.ix_(before, before)]
    if not len(before) or np.linalg.matrix_rank(covariance, hermitian=True) < len(before):
        return None
    effects = study.cells.effects[before]
    statistic = float(effects @ np.linalg.solve(covariance, effects))
    return WaldTest(statistic, len(before), chi2_above(statistic, len(before)))


def _coverage(read: Adoption, used: Adoption, study: _Study, as_panel: bool) -> StaggeredCoverage:
    panel = used.panel
    clusters = panel.keys[0] if panel.keys else panel.units
    return StaggeredCoverage(
        rows=len(panel.outcome),
        dropped=panel.dropped,
        panel=as_panel,
        units=len(panel.unit_labels),
        groups=tuple(zip((float(label) for label in study.cells.labels), study.sizes, strict=True)),
        never=len(np.unique(panel.units[np.isinf(used.first)])),
        blank=used.blank,
        periods=len(panel.periods),
        incomplete=len(read.panel.unit_labels) - len(panel.unit_labels),
        already=used.already,
        clusters=int(clusters.max()) + 1,
    )


def _choices(chosen: Mapping[str, str], covariates: Sequence[str], cluster: str | None) -> Choices:
    return Choices(
        estimator=chosen["estimator"] if covariates else "",
        comparison=chosen["comparison"],
        base_period=chosen["base_period"],
        errors=chosen["errors"],
        covariates=tuple(covariates),
        cluster=cluster or "",
    )
