"""One treated unit against a mix of others (合成控制).

References
----------
Abadie, A. and Gardeazabal, J. (2003). The economic costs of conflict: a case study of the Basque Country. American
Economic Review 93(1), 113-132.
Abadie, A., Diamond, A. and Hainmueller, J. (2010). Synthetic control methods for comparative case studies: estimating
the effect of California's tobacco control program. Journal of the American Statistical Association 105(490), 493-505.
Abadie, A., Diamond, A. and Hainmueller, J. (2015). Comparative politics and the synthetic control method. American
Journal of Political Science 59(2), 495-510.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from yzperf.methods.columns import refuse
from yzperf.methods.comparison.conformal import conformal_effect, conformal_p
from yzperf.methods.comparison.donor_panel import DonorPanel, Incomplete, read_donor_panel, split_problems
from yzperf.methods.comparison.panel_frame import PanelRoles
from yzperf.methods.comparison.predictor_search import Search
from yzperf.methods.comparison.predictor_table import (
    Predictor,
    as_predictors,
    read_predictors,
    trimmed,
    usable_importance,
)
from yzperf.methods.comparison.synthetic_control_result import (
    Balance,
    ConformalEffect,
    Donor,
    LeftOut,
    SpacePlacebo,
    SyntheticControl,
    TimePlacebo,
    within_limit,
)
from yzperf.methods.comparison.synthetic_fit import Material, SyntheticFit, fit_synthetic

_LEAST_DONORS = 2
_USED = 1e-3
_SEARCHES = ("graduated", "global", "regression")
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class _Study:
    """The panel, what is fitted, the treated unit and its donors (places), and which periods have the policy."""

    panel: DonorPanel
    material: Material
    place: int
    others: np.ndarray
    after: np.ndarray

    def without(self, one: int) -> np.ndarray:
        """The donors but one."""
        kept: np.ndarray = self.others[self.others != one]
        return kept

    def fit(self) -> SyntheticFit:
        """The synthetic control asked for."""
        return fit_synthetic(self.material, self.place, self.others)

    def outcome_only(self) -> SyntheticFit:
        """The one that comes nearest to the outcomes of the fitted periods."""
        alone = replace(self.material, predictors=np.empty((0, len(self.panel.names))))
        return fit_synthetic(alone, self.place, self.others)

    def conformal_p(self) -> float:
        """P value of no effect in any period."""
        return conformal_p(self.panel.outcomes[self.place], self.panel.outcomes[self.others].T, self.after)


def synthetic_control(
    frame: pd.DataFrame,
    *,
    outcome: str,
    unit: str,
    time: str,
    treated: str,
    start: float,
    predictors: Sequence[tuple[str, float, float]] = (),
    importance: Mapping[str, float] | Sequence[float] | None = None,
    search: Search = "graduated",
    fitted: tuple[float, float] | None = None,
    donors: Sequence[str] | None = None,
    incomplete: Incomplete = "refuse",
    placebos: bool = True,
    treated_in_pool: bool = True,
    placebo_limit: float | None = None,
    placebo_start: float | None = None,
    level: float = 0.95,
    outcome_name: str = "",
    outcome_unit: str = "",
    time_unit: str = "年",
) -> SyntheticControl:
    """Compare one treated unit with the mix of untreated units that was like it before the policy (合成控制).

    Parameters
    ----------
    frame : DataFrame, one row per unit and period
        Rows with an empty outcome are left out and counted; see ``incomplete``.
    outcome : str
        Column of the outcome, numeric, in ``outcome_unit``.
    unit, time : str
        Columns that identify unit and period.
    treated : str
        Name of the treated unit.
    start : float
        First period with the policy.
    predictors : sequence of (column, first, last)
        Means of a numeric column over the periods from first to last, before the start; empty cells are skipped and
        counted. The outcome may be among them; ``(column, 1975, 1975)`` is one period. Without predictors the mix is
        fitted to the outcomes of the fitted periods alone, which has one solution and needs no search.
    importance : mapping or sequence, optional
        Weight of each predictor by its name (``column``, or ``column@first-last`` where a column comes more than
        once), or in the order of the predictors, for all of them; searched by default.
    search : {"graduated", "global", "regression"}
        How the importance is searched, see Notes.
    fitted : (first, last), optional
        Periods whose mean squared miss the search makes small; all before the start by default.
    donors : sequence of str, optional
        The pool; all other units by default.
    incomplete : {"refuse", "leave_out"}
        What to do with donors that lack a period.
    placebos : bool
        Give every donor its own synthetic control and rank the treated unit among them.
    treated_in_pool : bool
        Whether the treated unit is a donor of the placebos, as in Abadie, Diamond and Hainmueller (2010). Then all
        units have pools of one size, and without an effect each is as likely to come first; without, as in the package
        pysyncon, the treated unit has one donor more than the placebos.
    placebo_limit : float, optional
        Leave placebos out of the ranking whose mean squared miss before the start exceeds that of the treated unit
        this many times (20, 5 and 2 in the paper).
    placebo_start : float, optional
        Placebo in time: act as if the policy had begun then, with data before ``start`` only.
    level : float
        Of the intervals.
    outcome_name, outcome_unit, time_unit : str
        How sentences and picture name them.

    Returns
    -------
    SyntheticControl
        ``value`` is the mean gap from the start on; ``p_value`` the rank of the ratio of mean squared gaps after and
        before the start among the placebos; ``interval`` the constant effects whose ratio the placebos do not reject,
        None with fewer than 1/(1 − level) units; ``conformal`` p value and interval of each period.

    Raises
    ------
    MethodError
        If the data do not carry the method; all problems of a stage at once.

    Notes
    -----
    Donor weights are the exact optimum of the inner quadratic programme. The outer search over the importance has many
    local optima. ``graduated`` (default) takes the best of eight starts among weights where no predictor counts less
    than a hundredth of the strongest and follows it while that floor is let go; this gives the printed results of
    Abadie and Gardeazabal (2003) and Abadie, Diamond and Hainmueller (2010). ``global`` searches all weights from some
    80 starts and finds smaller misses where nearly all predictors count nothing, so that they are not balanced at all
    (Basque Country: 0.0041 instead of 0.0089). ``regression`` does not search: weights are the squared coefficients of
    the outcomes on the predictors, as Stata's ``synth`` does without ``nested``. The cross-validation of Abadie,
    Diamond and Hainmueller (2015) takes two calls: the importance of the first, fitted to later periods with earlier
    predictors, is given to the second.

    Predictors are divided by their standard deviation (n − 1) over the treated unit and its donors.

    References
    ----------
    Abadie, Diamond and Hainmueller (2010), Journal of the American Statistical Association 105(490).
    Chernozhukov, Wüthrich and Zhu (2021), Journal of the American Statistical Association 116(536).
    Firpo, S. and Possebom, V. (2018). Synthetic control method: inference, sensitivity analysis and confidence sets.
    Journal of Causal Inference 6(2).
    """
    asked = as_predictors(predictors)
    refuse(_option_problems(start, level, search, placebo_limit))
    panel = _read(frame, PanelRoles(outcome, unit, time, _numeric(asked, outcome)), treated, donors, incomplete)
    refuse([*split_problems(panel.periods, start), *_donor_problems(panel)])
    values = read_predictors(panel, asked, outcome, start)
    span = _fitted_periods(panel.periods, start, fitted)
    material = Material(panel.outcomes, values.means, span, usable_importance(asked, importance), search)
    place = panel.place(treated)
    others = np.flatnonzero(np.arange(len(panel.names)) != place)
    early = (
        None
        if placebo_start is None
        else _time_placebo(panel, asked, outcome, material, treated, (placebo_start, start))
    )
    study = _Study(panel, material, place, others, panel.periods >= start)
    fit = study.fit()
    ran = _placebos(study, treated_in_pool) if placebos else ()
    return SyntheticControl(
        outcome_name=outcome_name or outcome,
        outcome_unit=outcome_unit,
        time_unit=time_unit,
        treated=treated,
        start=float(start),
        periods=tuple(map(float, panel.periods)),
        actual=tuple(map(float, panel.outcomes[place])),
        gaps=tuple(map(float, fit.gaps)),
        fitted=(float(panel.periods[span][0]), float(panel.periods[span][-1])),
        fitted_mspe=fit.mean_square(span),
        floor_mspe=study.outcome_only().mean_square(span),
        ratio=_ratio(fit, study.after),
        donors=tuple(Donor(panel.names[one], float(fit.weights[one])) for one in others),
        balance=_balances(values.names, study, fit),
        starts=fit.starts,
        agreeing=fit.agreeing,
        placebos=ran,
        placebo_limit=placebo_limit,
        conformal_p=study.conformal_p(),
        conformal=_conformal(study, fit, level),
        bounds=_bounds(fit, study.after, within_limit(ran, fit.mean_square(~study.after), placebo_limit), level),
        level=level,
        left_out=_left_out(study, fit),
        time_placebo=early,
        incomplete=panel.left_out,
        dropped=panel.dropped,
        skipped=values.skipped,
    )


def _numeric(asked: Sequence[Predictor], outcome: str) -> dict[str, str]:
    return {one.column: "预测变量" for one in asked if one.column != outcome}


def _read(
    frame: pd.DataFrame, roles: PanelRoles, treated: str, donors: Sequence[str] | None, incomplete: Incomplete
) -> DonorPanel:
    roles = replace(roles, blank_allowed=frozenset(roles.numeric))
    pool = None if donors is None else [str(name) for name in donors if str(name) != treated]
    return read_donor_panel(frame, roles, incomplete=incomplete, kept=pool, needed=(treated,))


def _option_problems(start: float, level: float, search: str, limit: float | None) -> list[str]:
    problems = [] if np.isfinite(start) else [f"实施起点（start）为{start}，应为一个时期"]
    problems += [] if 0 < level < 1 else [f"置信水平（level）为{level:g}，应在0和1之间"]
    problems += [] if limit is None or limit > 0 else [f"安慰剂的误差倍数（placebo_limit）为{limit:g}，应大于0"]
    return problems + ([] if search in _SEARCHES else [f"选项search不能是“{search}”，可用：{'、'.join(_SEARCHES)}"])


def _donor_problems(panel: DonorPanel) -> list[str]:
    count = len(panel.names) - 1
    problems = [f"可作对照的单位只有{count}个，至少要{_LEAST_DONORS}个"] if count < _LEAST_DONORS else []
    return problems + ([] if np.ptp(panel.outcomes) else ["结果列是常数，没有可比的"])


def _fitted_periods(periods: np.ndarray, start: float, fitted: tuple[float, float] | None) -> np.ndarray:
    before: np.ndarray = periods < start
    if fitted is None:
        return before
    first, last = fitted
    span: np.ndarray = (periods >= first) & (periods <= last)
    if last >= start:
        refuse([f"拟合时期（fitted）到{last:g}为止，应早于实施起点{start:g}"])
    refuse([] if span.sum() >= 2 else [f"拟合时期（fitted）{first:g}至{last:g}内只有{int(span.sum())}期，至少要2期"])
    return span


def _ratio(fit: SyntheticFit, after: np.ndarray) -> float:
    before = fit.mean_square(~after)
    return fit.mean_square(after) / before if before > 0 else float("inf")


def _balances(names: Sequence[str], study: _Study, fit: SyntheticFit) -> tuple[Balance, ...]:
    return tuple(
        Balance(name, float(row[study.place]), float(fit.weights @ row), float(row[study.others].mean()), float(share))
        for name, row, share in zip(names, study.material.predictors, fit.importance, strict=True)
    )


def _placebos(study: _Study, treated_in_pool: bool) -> tuple[SpacePlacebo, ...]:
    """Each donor in turn in the place of the treated unit."""
    found = []
    for one in study.others:
        pool = study.without(one)
        run = fit_synthetic(study.material, one, np.append(pool, study.place) if treated_in_pool else pool)
        before, after = run.mean_square(~study.after), run.mean_square(study.after)
        found.append(
            SpacePlacebo(study.panel.names[one], tuple(map(float, run.gaps)), before, after, _ratio(run, study.after))
        )
    return tuple(found)


def _bounds(
    fit: SyntheticFit, after: np.ndarray, placebos: Sequence[SpacePlacebo], level: float
) -> tuple[float, float]:
    """Constant effects whose ratio the placebos do not reject.

    Infinite where they cannot reject any, NaN where they reject all.
    """
    needed = int(
        np.floor((1 - level) * (len(placebos) + 1) + _ROUNDING)
    )  # ratios as large that still reject, own counted
    if not needed:
        return -np.inf, np.inf
    critical = sorted((one.ratio for one in placebos), reverse=True)[needed - 1]
    gaps = fit.gaps[after]
    left = critical * fit.mean_square(~after) - float(gaps.var())
    if left < 0:  # the gaps differ so much from period to period that no constant effect explains them
        return np.nan, np.nan
    half = left**0.5
    return float(gaps.mean() - half), float(gaps.mean() + half)


def _conformal(study: _Study, fit: SyntheticFit, level: float) -> tuple[ConformalEffect, ...]:
    mine, pool = study.panel.outcomes[study.place], study.panel.outcomes[study.others].T
    found = []
    for place in np.flatnonzero(study.after):
        p, ends = conformal_effect(mine, pool, int(place), ~study.after, gap=float(fit.gaps[place]), level=level)
        found.append(ConformalEffect(float(study.panel.periods[place]), p, *ends))
    return tuple(found)


def _left_out(study: _Study, fit: SyntheticFit) -> tuple[LeftOut, ...]:
    """The answer without each of the donors that count, one at a time."""
    if len(study.others) == _LEAST_DONORS:
        return ()
    found = []
    for one in study.others[fit.weights[study.others] > _USED]:
        run = fit_synthetic(study.material, study.place, study.without(one))
        mean, before = float(run.gaps[study.after].mean()), run.mean_square(~study.after)
        found.append(LeftOut(study.panel.names[one], mean, before, tuple(map(float, run.gaps))))
    return tuple(found)


def _time_placebo(  # noqa: PLR0917
    panel: DonorPanel,
    asked: Sequence[Predictor],
    outcome: str,
    material: Material,
    treated: str,
    starts: tuple[float, float],
) -> TimePlacebo:
    """The gaps between a made-up start and the true one, with nothing seen after the made-up one."""
    early, start = starts
    refuse([] if early < start else [f"时间安慰剂的起点（placebo_start）{early:g}应早于实施起点{start:g}"])
    refuse(split_problems(panel.periods[panel.periods < start], early))
    kept, outside = trimmed(asked, early)
    before, between = panel.periods < early, (panel.periods >= early) & (panel.periods < start)
    fitted = before & material.fitted
    shorter = replace(
        material,
        predictors=read_predictors(panel, kept, outcome, early).means,
        fitted=fitted if fitted.sum() >= 2 else before,
        importance=_shares_left(asked, material.importance, early),
    )
    place = panel.place(treated)
    run = fit_synthetic(shorter, place, np.flatnonzero(np.arange(len(panel.names)) != place))
    mean = float(run.gaps[between].mean())
    return TimePlacebo(float(early), mean, run.mean_square(before), run.mean_square(between), outside)


def _shares_left(asked: Sequence[Predictor], importance: np.ndarray | None, early: float) -> np.ndarray | None:
    """Given importance of the predictors that begin before the made-up start; None if nothing is left of it."""
    if importance is None:
        return None
    left = importance[[one.first < early for one in asked]]
    return left / left.sum() if left.sum() > 0 else None
