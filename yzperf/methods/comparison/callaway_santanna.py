"""Staggered adoption after Callaway and Sant'Anna (分批实施的双重差分).

References
----------
Callaway, B. and Sant'Anna, P. H. C. (2021). Difference-in-differences with multiple time periods.
Journal of Econometrics 225(2), 200-230.
Krishnamoorthy, K. and Yu, J. (2004). Modified Nel and Van der Merwe test for the multivariate Behrens-Fisher problem.
Statistics & Probability Letters 66(2), 161-169.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd

from yzperf.methods.columns import refuse
from yzperf.methods.comparison import aggregation
from yzperf.methods.comparison.adoption import Adoption, need_treated, read_adoption, without_always_treated
from yzperf.methods.comparison.aggregation import Average, Averages, Cells
from yzperf.methods.comparison.callaway_santanna_result import (
    CallawaySantAnna,
    Choices,
    GroupTimeEffect,
    StaggeredCoverage,
    WaldTest,
)
from yzperf.methods.comparison.doubly_robust import ESTIMATORS
from yzperf.methods.comparison.event_path import EffectPath, PathPoint
from yzperf.methods.comparison.group_time import (
    BalancedPanel,
    Estimate,
    Rules,
    Samples,
    estimate_cells,
    groups_of,
    plan,
)
from yzperf.methods.comparison.multiplier import multiplier_draws, robust_spread, simultaneous_critical
from yzperf.methods.comparison.parts import Change
from yzperf.methods.distributions import chi2_above, f_above, normal_quantile
from yzperf.methods.least_squares import count_of, dependent_columns, sum_by
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
    small_sample: bool = True,
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
    small_sample : bool
        Widen intervals, p values and bands for small groups: variances within each group times n/(n−1), t quantiles
        with Satterthwaite's degrees of freedom. ``False`` gives the normal ones of ``did``; standard errors are
        those of ``did`` either way.
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
    The normal intervals of ``did`` hold the true effect too seldom where groups are small (90 % of the time with 20
    units), hence ``small_sample``. Before treatment the cells of a varying base are changes of one period, not sums.

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
    refuse(_design_problems(complete, rules, covariates))
    study = _study(complete, rules, as_panel=as_panel)
    refuse(_no_effect(study, window, balanced_to))
    drawn = multiplier_draws(study.contributions, draws, seed)
    errors_of = _Errors(study, drawn, bootstrap=errors == "bootstrap", small_sample=small_sample)
    cells = study.cells
    return CallawaySantAnna(
        outcome_name=outcome_name or outcome,
        outcome_unit=outcome_unit,
        time_unit=time_unit,
        headline=headline,
        choices=_choices(chosen, small_sample, covariates, cluster),
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
    """Estimates of all cells; the estimable ones again as arrays, with what every independent unit contributes.

    ``strata`` are codes of the groups the independent units belong to; one stratum where clusters mix groups;
    ``smallest`` is the least number of independent units in a treated group.
    """

    estimates: list[Estimate]
    cells: Cells
    contributions: np.ndarray
    strata: np.ndarray
    sizes: tuple[int, ...]
    smallest: int


class _Errors:
    """Standard errors, intervals and bands of averages, from the contributions of the independent units."""

    def __init__(self, study: _Study, drawn: np.ndarray, *, bootstrap: bool, small_sample: bool) -> None:
        self._sizes = np.bincount(study.strata)
        self._products = np.stack(
            [
                study.contributions[study.strata == code].T @ study.contributions[study.strata == code]
                for code in range(len(self._sizes))
            ]
        )
        self.covariance = self._products.sum(axis=0)
        self._drawn, self._bootstrap, self._small_sample = drawn, bootstrap, small_sample

    def change(self, average: Average) -> Change:
        """The average with its error and interval."""
        return self.changes([average])[0]

    def changes(self, averages: Sequence[Average]) -> list[Change]:
        """Averages with their errors and intervals."""
        rows = np.vstack([average.row for average in averages])
        errors, widened, degrees = self._errors(rows), *self._widening(rows)
        found = []
        for average, error, factor, freedom in zip(averages, errors, widened, degrees, strict=True):
            interval = Change.of(average.value, float(error * factor), float(freedom))
            found.append(replace(interval, standard_error=float(error)))
        return found

    def path(self, averages: Averages) -> EffectPath:
        """Averages with errors, intervals, and a band that holds for all of them at once."""
        rows = np.vstack([part.row for part in averages.parts])
        drawn = self._drawn @ rows.T
        critical = simultaneous_critical(drawn, robust_spread(drawn) if self._bootstrap else self._errors(rows))
        # The band is to the interval as the critical value is to that of a single normal estimate.
        reach = critical / normal_quantile(0.975)
        points = [
            PathPoint(at, change, *_band(change.estimate, reach * (change.high - change.estimate)))
            for at, change in zip(averages.at, self.changes(averages.parts), strict=True)
        ]
        return EffectPath(tuple(points), self.change(averages.overall), critical)

    def hotelling(self, effects: np.ndarray, places: np.ndarray) -> float | None:
        """p value that these cells are all zero, for small groups; None where they do not suffice.

        Degrees of freedom after Krishnamoorthy and Yu (2004), which generalise Satterthwaite's.
        """
        count = len(places)
        parts = self._inflation[:, None, None] * self._products[:, places][:, :, places]
        inverse = np.linalg.inv(parts.sum(axis=0))
        shares = parts @ inverse
        spread = np.einsum("sij,sji->s", shares, shares) + np.einsum("sii->s", shares) ** 2
        degrees = count * (count + 1) / float((spread / np.maximum(self._sizes - 1, 1)).sum())
        left = degrees - count + 1
        if left <= 0:
            return None
        return f_above(float(effects @ inverse @ effects) * left / (degrees * count), (count, left))

    @property
    def _inflation(self) -> np.ndarray:
        factors: np.ndarray = self._sizes / np.maximum(self._sizes - 1, 1)
        return factors

    def _errors(self, rows: np.ndarray) -> np.ndarray:
        if self._bootstrap:
            return robust_spread(self._drawn @ rows.T)
        errors: np.ndarray = np.sqrt(self._parts(rows).sum(axis=0))
        return errors

    def _parts(self, rows: np.ndarray) -> np.ndarray:
        """Variance of each average by stratum, shape (S, M)."""
        parts: np.ndarray = np.einsum("mi,sij,mj->sm", rows, self._products, rows, optimize=True).clip(min=0)
        return parts

    def _widening(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Factor of the errors and degrees of freedom of each average."""
        if not self._small_sample:
            return np.ones(len(rows)), np.full(len(rows), np.inf)
        parts = self._parts(rows)
        plain = parts.sum(axis=0)
        factors = np.sqrt(self._inflation @ parts / np.where(plain > 0, plain, 1.0))
        return factors, self._freedom(rows)

    def _freedom(self, rows: np.ndarray) -> np.ndarray:
        """Satterthwaite's degrees of freedom; a stratum of a single unit has none and is passed over."""
        parts = self._inflation[:, None] * self._parts(rows)
        spread = (parts**2 / np.maximum(self._sizes - 1, 1)[:, None]).sum(axis=0)
        freedom: np.ndarray = np.where(spread > 0, parts.sum(axis=0) ** 2 / np.where(spread > 0, spread, 1.0), np.inf)
        return freedom


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


def _design_problems(adoption: Adoption, rules: Rules, covariates: Sequence[str]) -> list[str]:
    problems = [*need_treated(adoption), *_covariate_problems(adoption, covariates)]
    if adoption.panel.keys and count_of(adoption.panel.keys[0]) < 2:
        problems.append("只有1个聚类，无法估计误差；请去掉聚类列（cluster）或换一列")
    if rules.never_only and not np.isinf(adoption.first).any():
        problems.append("没有从未实施的单位可作对照；请改用comparison='not_yet_treated'（以尚未实施的单位为对照）")
    return problems


def _covariate_problems(adoption: Adoption, covariates: Sequence[str]) -> list[str]:
    columns = np.column_stack([np.ones(len(adoption.first)), adoption.covariates])
    return [
        f"协变量“{covariates[place - 1]}”不提供信息：没有差别，或可由其他协变量算出，请删去"
        for place in dependent_columns(columns, np.linalg.norm(columns, axis=0))
    ]


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
    smallest = min(len(np.unique(units.owners[units.first == label])) for label in labels)
    return _Study(estimates, cells, moved, _strata(units, len(moved)), sizes, smallest)


def _strata(units: _Units, count: int) -> np.ndarray:
    """Group of every independent unit; all in one where clusters mix groups."""
    codes = np.unique(units.first, return_inverse=True)[1]
    stratum = np.zeros(count, int)
    stratum[units.owners] = codes
    return stratum if (stratum[units.owners] == codes).all() else np.zeros(count, int)


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
    effects, count = study.cells.effects[before], len(before)
    statistic = float(effects @ np.linalg.solve(covariance, effects))
    return WaldTest(statistic, count, chi2_above(statistic, count), errors_of.hotelling(effects, before))


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
        clusters=count_of(clusters),
        smallest=study.smallest,
    )


def _choices(chosen: Mapping[str, str], small_sample: bool, covariates: Sequence[str], cluster: str | None) -> Choices:
    return Choices(
        estimator=chosen["estimator"] if covariates else "",
        comparison=chosen["comparison"],
        base_period=chosen["base_period"],
        errors=chosen["errors"],
        small_sample=small_sample,
        covariates=tuple(covariates),
        cluster=cluster or "",
    )
