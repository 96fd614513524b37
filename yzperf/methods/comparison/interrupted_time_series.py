"""One series before and after a start: change of level and of slope (中断时间序列).

References
----------
Wagner, A. K., Soumerai, S. B., Zhang, F. and Ross-Degnan, D. (2002). Segmented regression analysis of interrupted
time series studies in medication use research. Journal of Clinical Pharmacy and Therapeutics 27(4), 299-309.
Lopez Bernal, J., Cummins, S. and Gasparrini, A. (2017). Interrupted time series regression for the evaluation of
public health interventions: a tutorial. International Journal of Epidemiology 46(1), 348-355.
Linden, A. (2015). Conducting interrupted time-series analysis for single- and multiple-group comparisons.
Stata Journal 15(2), 480-500.
Turner, S. L. et al. (2021). Evaluation of statistical methods used in the analysis of interrupted time series
studies: a simulation study. BMC Medical Research Methodology 21, 181.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from yzperf.methods.columns import refuse
from yzperf.methods.comparison.interrupted_design import (
    LEVEL,
    SLOPE,
    Design,
    Model,
    build_design,
    periods_in_cycle,
    season_problems,
)
from yzperf.methods.comparison.interrupted_fit import (
    AR1,
    ERRORS,
    ESTIMATED,
    FAMILIES,
    GAUSSIAN,
    MODEL,
    ONE,
    POISSON,
    Assumptions,
    SegmentedFit,
    counterfactual,
    effects,
    fit_segmented,
)
from yzperf.methods.comparison.interrupted_series import Series, SeriesRoles, read_series
from yzperf.methods.comparison.interrupted_tests import left_out_terms, placebo_start, residual_test
from yzperf.methods.comparison.interrupted_time_series_result import (
    Coefficient,
    Extent,
    InterruptedTimeSeries,
    PathPoint,
)
from yzperf.methods.comparison.serial_errors import AR_ESTIMATORS, usual_lags
from yzperf.methods.generalised_linear import NoMaximumError

_LEAST_FREE = 3
_EXACT = 1e-9


def interrupted_time_series(
    frame: pd.DataFrame,
    *,
    outcome: str,
    time: str,
    start: float,
    treated: str | None = None,
    unit: str | None = None,
    covariates: Sequence[str] = (),
    family: Literal["gaussian", "poisson"] = "gaussian",
    exposure: str | None = None,
    dispersion: Literal["estimated", "one"] = "estimated",
    trend: bool = True,
    slope_change: bool = True,
    slope_origin: float | None = None,
    transition: float = 0,
    seasonality: Literal["harmonics", "dummies"] | None = None,
    cycle: float | None = None,
    harmonics: int = 2,
    errors: Literal["ar1", "newey_west", "model"] | None = None,
    lags: int | None = None,
    small_sample: bool = True,
    ar_estimator: Literal["averaged", "reml", "ml", "prais_winsten"] = "averaged",
    quantiles: Literal["t", "normal"] | None = None,
    outcome_name: str = "",
    outcome_unit: str = "",
    time_unit: str = "期",
    rate_per: float = 1.0,
) -> InterruptedTimeSeries:
    """Compare a series after a start with where its own course before would have led (中断时间序列).

    Parameters
    ----------
    frame : DataFrame, one row per period (and series)
        Rows with an empty cell in a used column are left out and counted; missing periods are allowed and counted.
    outcome : str
        Column of the outcome: numeric, or counts with ``family="poisson"``.
    time : str
        Column of evenly spaced times: years, or running numbers of months.
    start : float
        First period with the policy.
    treated : str, optional
        Column of 1/0 or 是/否: series with the policy and comparison series. The effect is then the change of the
        treated series beyond that of the comparison series.
    unit : str, optional
        Column that tells several series apart.
    covariates : sequence of str
        Numeric columns held constant (天气、节假日天数 …).
    family : {"gaussian", "poisson"}
        Least squares, or Poisson with logarithmic link.
    exposure : str, optional
        Column of the population at risk; its logarithm is the offset. Poisson only.
    dispersion : {"estimated", "one"}
        Quasi-Poisson (default, as Pearson's chi-squared over the degrees of freedom), or plain Poisson.
    trend, slope_change : bool
        Whether the model has a trend, and whether it may change at the start.
    slope_origin : float, optional
        Time at which the change of slope counts from zero. By default the first full period with the policy, so that
        the change of level is the jump in that period (as in Stata's ``itsa``); one period earlier is also common.
    transition : float
        Periods from the start on that are left out as neither before nor after (counted in units of ``time``).
    seasonality : {"harmonics", "dummies"}, optional
        ``harmonics`` pairs of sine and cosine, or one level for each place in the ``cycle``.
    cycle : float, optional
        How long the seasons take for a turn, in units of ``time``: 12 for months, 4 for quarters. Given without ``seasonality`` it is tested whether a
        season was left out.
    errors : {"ar1", "newey_west", "model"}, optional
        Autoregressive errors of first order (default of gaussian; Turner et al. 2021), Newey–West, or those of the
        family, taken to be independent (default of poisson).
    lags : int, optional
        Of Newey–West; by default 4 (n/100)^(2/9), rounded down.
    small_sample : bool
        Newey–West times n/(n−k), as Stata does (default); R's sandwich leaves it out.
    ar_estimator : {"averaged", "reml", "ml", "prais_winsten"}
        How the autocorrelation is estimated: averaged over what the data say of it (default, since only so 95 %
        intervals of short series hold the truth in 95 % of cases), by restricted or full likelihood (``nlme::gls``),
        or iterated Prais–Winsten (Stata's ``prais``).
    quantiles : {"t", "normal"}, optional
        t with n−k degrees of freedom (default), or normal (default of plain Poisson; R tutorials of quasi-Poisson).
    outcome_name, outcome_unit, time_unit : str
        How sentences and picture name them.
    rate_per : float
        With ``exposure`` the picture shows the outcome per this number of people.

    Returns
    -------
    InterruptedTimeSeries

    Raises
    ------
    MethodError
        If the data do not carry the method; all problems of a stage at once.

    Notes
    -----
    y_t = β0 + β1 t + β2 D_t + β3 D_t (t − origin) + season + e_t, D_t = 1 from the start on; Poisson on the logarithm
    with offset. With comparison series every term enters once for all and once for the treated series, and the effect
    is the change of the treated beyond the others. The total effect is fitted minus counterfactual summed over the
    treated rows after the start, its error by the delta method.

    References
    ----------
    Wagner et al. (2002); Lopez Bernal et al. (2017); Linden (2015).
    """
    how = Assumptions(
        family=family,
        errors=errors or (AR1 if family == GAUSSIAN else MODEL),
        lags=0 if lags is None else lags,
        ar_estimator=ar_estimator,
        dispersion=dispersion,
        normal_quantiles=(quantiles or _usual_quantiles(family, dispersion)) == "normal",
        small_sample=small_sample,
    )
    refuse([*_option_problems(how, exposure, lags, transition), *_quantile_problems(quantiles)])
    settled = start + transition
    roles = SeriesRoles(outcome, time, start, settled, treated, unit, exposure, tuple(covariates))
    series = read_series(frame, roles)
    origin = _first_full(series) if slope_origin is None else slope_origin
    model = Model(origin, trend, slope_change, seasonality, cycle, harmonics)
    refuse([*season_problems(series.times, model), *_outcome_problems(series, how, roles)])
    design = build_design(series, model, roles.covariates)
    refuse(_design_problems(series, design))
    if lags is None:
        how = _with_usual_lags(how, len(np.unique(series.times)))
    fit = _fitted(series, design, how)
    found = effects(series, design, fit, family)
    return InterruptedTimeSeries(
        outcome_name=outcome_name or outcome,
        outcome_unit=outcome_unit,
        time_unit=time_unit,
        start=float(start),
        model=model,
        how=how,
        level=fit.change(design.effects[LEVEL]),
        slope=fit.change(design.effects[SLOPE]) if SLOPE in design.effects else None,
        coefficients=tuple(Coefficient(name, fit.change(place)) for place, name in enumerate(design.names)),
        degrees=fit.degrees,
        average=found.average,
        total=found.total,
        log_ratio=found.log_ratio,
        expected=found.expected,
        correlation=fit.correlation,
        dispersion=fit.dispersion,
        independence=residual_test(series, fit, how, periods_in_cycle(series.times, model)),
        placebo=placebo_start(series, model, roles.covariates, how),
        left_out=left_out_terms(series, model, roles.covariates, how),
        extent=_extent(series),
        path=_path(series, design, fit, family),
        rate_per=rate_per if exposure is not None else None,
    )


def _usual_quantiles(family: str, dispersion: str) -> str:
    return "normal" if family == POISSON and dispersion == ONE else "t"


def _option_problems(how: Assumptions, exposure: str | None, lags: int | None, transition: float) -> list[str]:
    known = {
        "family": (how.family, FAMILIES),
        "errors": (how.errors, ERRORS),
        "ar_estimator": (how.ar_estimator, AR_ESTIMATORS),
        "dispersion": (how.dispersion, (ESTIMATED, ONE)),
    }
    problems = [
        f"{option}“{value}”不认识，可用：{'、'.join(allowed)}"
        for option, (value, allowed) in known.items()
        if value not in allowed
    ]
    if how.family == POISSON and how.errors == AR1:
        problems.append('泊松模型不提供errors="ar1"；结果自相关时改用errors="newey_west"')
    if how.family == GAUSSIAN and exposure is not None:
        problems.append('exposure（人口）只用于family="poisson"；线性模型请先把结果除以人口')
    problems += [f"lags为{lags}，应不小于0"] if lags is not None and lags < 0 else []
    return problems + ([f"transition为{transition:g}，应不小于0"] if transition < 0 else [])


def _quantile_problems(quantiles: str | None) -> list[str]:
    return [] if quantiles in (None, "t", "normal") else [f"quantiles“{quantiles}”不认识，可用：t、normal"]


def _first_full(series: Series) -> float:
    return float(series.times[series.after == 1].min())


def _outcome_problems(series: Series, how: Assumptions, roles: SeriesRoles) -> list[str]:
    outcome = series.outcome
    problems = [f"列“{roles.outcome}”各期都是{outcome[0]:g}，没有变化可解释"] if np.ptp(outcome) == 0 else []
    if how.family == POISSON and (outcome < 0).any():
        problems.append(f"列“{roles.outcome}”有{int((outcome < 0).sum())}个负数；泊松模型的结果应为次数")
    if how.family == POISSON and how.dispersion == ONE and (outcome != np.round(outcome)).any():
        problems.append(f'列“{roles.outcome}”有小数；dispersion="one"只用于次数，否则用"estimated"')
    if (series.exposure <= 0).any():
        problems.append(f"列“{roles.exposure}”有{int((series.exposure <= 0).sum())}个不大于0的数；人口应为正数")
    return problems


def _design_problems(series: Series, design: Design) -> list[str]:
    rows, count = design.matrix.shape
    if rows < count + _LEAST_FREE:
        return [f"可用{rows}行，模型有{count}个参数，至少要{count + _LEAST_FREE}行；请补充数据，或减少季节项和协变量"]
    problems = [f"“{name}”没有变化，或可由模型中的其他项算出；请删去或换一列" for name in design.dependent()]
    if not problems and _left_over(series.outcome, design) < _EXACT:
        problems.append("结果完全落在模型线上，没有误差可估计；请核对数据是否由公式生成")
    return problems


def _left_over(outcome: np.ndarray, design: Design) -> float:
    """Share of the outcome's variation that the regressors leave."""
    residuals = outcome - design.matrix @ np.linalg.lstsq(design.matrix, outcome, rcond=None)[0]
    return float(np.abs(residuals).max() / np.ptp(outcome))


def _with_usual_lags(how: Assumptions, periods: int) -> Assumptions:
    names = ("family", "errors", "ar_estimator", "dispersion", "normal_quantiles", "small_sample")
    return Assumptions(**{name: getattr(how, name) for name in names}, lags=usual_lags(periods))


def _fitted(series: Series, design: Design, how: Assumptions) -> SegmentedFit:
    try:
        return fit_segmented(series, design, how)
    except NoMaximumError:
        refuse(['泊松模型没有最大值：某一段（如实施后）的次数全为0；请合并时期，或改用family="gaussian"'])
        raise


def _extent(series: Series) -> Extent:
    own = series.treated == 1
    return Extent(
        rows=len(series.outcome),
        before=len(np.unique(series.times[own & (series.after == 0)])),
        after=len(np.unique(series.times[own & (series.after == 1)])),
        after_rows=int((own & (series.after == 1)).sum()),
        treated=len(np.unique(series.clock.series[own])),
        comparison=len(np.unique(series.clock.series[~own])),
        dropped=series.dropped,
        waiting=series.waiting,
        holes=series.holes,
    )


def _path(series: Series, design: Design, fit: SegmentedFit, family: str) -> tuple[PathPoint, ...]:
    """Means over the series of each group by period."""
    without = counterfactual(series, design, fit, family)
    columns = np.column_stack([series.outcome, fit.means, without.values, without.low, without.high, series.exposure])
    table = pd.DataFrame(columns).groupby([series.treated == 1, series.times]).mean()
    return tuple(
        PathPoint(bool(group), float(time), *map(float, row))
        for (group, time), row in zip(table.index, table.to_numpy(), strict=True)
    )
