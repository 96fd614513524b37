"""What could be wrong with an interrupted series, tested (中断时间序列的检验)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from yzperf.methods.comparison.interrupted_design import SLOPE, Design, Model, build_design, periods_in_cycle
from yzperf.methods.comparison.interrupted_fit import AR1, GAUSSIAN, Assumptions, SegmentedFit, fit_segmented
from yzperf.methods.comparison.interrupted_series import Series
from yzperf.methods.comparison.serial_errors import ljung_box
from yzperf.methods.generalised_linear import NoMaximumError

_LEAST_HALF = 4  # periods on each side of a made-up start
_LEAST_FREE = 3
_MOST_LAGS, _TURNS = 12, 2


@dataclass(frozen=True, slots=True)
class Independence:
    """Ljung–Box test of the residuals up to some lags."""

    statistic: float
    p_value: float
    lags: int


@dataclass(frozen=True, slots=True)
class Placebo:
    """The same model on the periods before the start alone, as if the policy had begun in their middle."""

    start: float
    p_value: float


@dataclass(frozen=True, slots=True)
class LeftOut:
    """P values of terms that the model does not hold; None where it does, or where they cannot be told."""

    season: float | None
    slope: float | None


def residual_test(series: Series, fit: SegmentedFit, how: Assumptions, cycle: float) -> Independence | None:
    """Test residuals for autocorrelation; None with too few periods."""
    periods = len(np.unique(series.times))
    lags = min(round(cycle) or _MOST_LAGS, _MOST_LAGS, periods // 5)
    fitted = int(how.errors == AR1)
    if lags <= fitted:
        return None
    return Independence(*ljung_box(fit.residuals, series.clock, lags, fitted), lags)


def placebo_start(series: Series, model: Model, covariates: tuple[str, ...], how: Assumptions) -> Placebo | None:
    """Test for a change in the middle of the periods before the start; None with too few."""
    early = series.kept(series.after == 0)
    periods = np.unique(early.times)
    if len(periods) < 2 * _LEAST_HALF:
        return None
    middle = float(periods[len(periods) // 2])
    moved = Model(middle, model.trend, model.slope_change, model.seasonality, model.cycle, model.harmonics)
    fit, design = _tried(early.starting(middle), moved, covariates, how)
    return None if fit is None else Placebo(middle, fit.joint_p(list(design.effects.values())))


def left_out_terms(series: Series, model: Model, covariates: tuple[str, ...], how: Assumptions) -> LeftOut:
    """Test for a season and for a change of slope that the model does not hold."""
    season = slope = None
    cycle = periods_in_cycle(series.times, model)
    if model.seasonality is None and 2 < cycle <= len(np.unique(series.times)) / _TURNS:
        fit, design = _tried(series, model.with_season(), covariates, how)
        waves = [place for place, name in enumerate(design.names) if name.startswith("谐波")]
        season = None if fit is None else fit.joint_p(waves)
    if model.trend and not model.slope_change:
        fit, design = _tried(series, model.with_slope(), covariates, how)
        slope = None if fit is None else fit.change(design.effects[SLOPE]).p_value
    return LeftOut(season, slope)


def _tried(
    series: Series, model: Model, covariates: tuple[str, ...], how: Assumptions
) -> tuple[SegmentedFit | None, Design]:
    """Fit where the rows bear it."""
    design = build_design(series, model, covariates)
    rows, count = design.matrix.shape
    if rows < count + _LEAST_FREE or design.dependent() or (how.family != GAUSSIAN and not series.outcome.any()):
        return None, design
    try:
        return fit_segmented(series, design, how), design
    except NoMaximumError:
        return None, design
