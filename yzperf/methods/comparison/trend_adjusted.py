"""The change after a start beyond what the trend before it would have brought (扣除原有趋势的前后对比).

References
----------
Shadish, W. R., Cook, T. D. and Campbell, D. T. (2002). Experimental and Quasi-Experimental Designs, ch. 6.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from yzperf.methods.columns import refuse
from yzperf.methods.comparison.panel_frame import Panel, PanelRoles, read_panel
from yzperf.methods.comparison.parts import Change
from yzperf.methods.comparison.trend_adjusted_result import ForecastTest, MeanPoint, TrendAdjusted
from yzperf.methods.comparison.trend_lines import Lines, fit_lines

_LEAST_BEFORE, _LEAST_UNITS = 3, 3
_ROUNDING = 1e-10


def trend_adjusted_change(
    frame: pd.DataFrame,
    *,
    outcome: str,
    unit: str,
    time: str,
    start: float,
    outcome_name: str = "",
    outcome_unit: str = "",
    time_unit: str = "年",
) -> TrendAdjusted:
    """Compare outcomes after a start with each unit's own line of the periods before it (扣除原有趋势的前后对比).

    Parameters
    ----------
    frame : DataFrame, one row per unit and period
        Rows with an empty cell in a used column are left out and counted, as are units with fewer than three periods
        before the start or none after it.
    outcome : str
        Column of the outcome, numeric, in ``outcome_unit``.
    unit, time : str
        Columns that identify unit and period.
    start : float
        First period with the policy.
    outcome_name, outcome_unit, time_unit : str
        How sentences and picture name them.

    Returns
    -------
    TrendAdjusted

    Raises
    ------
    MethodError
        If the data do not carry the method; all problems of a stage at once.

    Notes
    -----
    A straight line is fitted to the periods before the start of each unit and drawn on; the gap of a unit is the mean
    of its outcomes minus the line after the start. The units are the sample: mean gap, t interval with n−1 degrees of
    freedom. A single series needs an interrupted time series instead.

    References
    ----------
    Shadish, Cook and Campbell (2002), ch. 6.
    """
    panel = read_panel(frame, PanelRoles(outcome, unit, time, {}))
    used = _usable_units(panel, start)
    kept = panel.kept(used[panel.units])
    after = kept.periods[kept.times] >= start
    lines = fit_lines(kept.outcome, kept.periods[kept.times], kept.units, ~after)
    gaps = _means(kept.outcome - lines.values, kept.units, after)
    plain = _means(kept.outcome, kept.units, after) - _means(kept.outcome, kept.units, ~after)
    slopes = lines.slopes
    refuse(_equal_gaps(gaps, kept.outcome))
    return TrendAdjusted(
        outcome_name=outcome_name or outcome,
        outcome_unit=outcome_unit,
        time_unit=time_unit,
        start=float(start),
        change=_mean_change(gaps),
        plain=_mean_change(plain),
        slope=_mean_change(slopes),
        degrees=len(gaps) - 1,
        forecast=_forecast_test(kept, after),
        path=_path(kept, lines),
        units=len(kept.unit_labels),
        left_out=tuple(np.array(panel.unit_labels, object)[~used]),
        rows=len(kept.outcome),
        dropped=panel.dropped,
    )


def _usable_units(panel: Panel, start: float) -> np.ndarray:
    """Units with enough periods on both sides of the start."""
    after = panel.periods[panel.times] >= start
    count = len(panel.unit_labels)
    befores = np.bincount(panel.units[~after], minlength=count)
    usable = (befores >= _LEAST_BEFORE) & (np.bincount(panel.units[after], minlength=count) > 0)
    refuse(_side_problems(panel, start))
    if usable.sum() < _LEAST_UNITS:
        refuse(
            [
                f"实施前有{_LEAST_BEFORE}期以上、实施后也有数据的单位只有{int(usable.sum())}个，至少要{_LEAST_UNITS}个；"
                "单位太少而时期较多的，改用中断时间序列"
            ]
        )
    return usable


def _side_problems(panel: Panel, start: float) -> list[str]:
    seen = f"数据时期为{panel.periods[0]:g}至{panel.periods[-1]:g}，实施起点为{start:g}"
    problems = [f"没有实施前的时期（{seen}）"] if not panel.periods[0] < start else []
    return problems + ([f"没有实施后的时期（{seen}）"] if not panel.periods[-1] >= start else [])


def _equal_gaps(gaps: np.ndarray, outcome: np.ndarray) -> list[str]:
    if np.ptp(gaps) > _ROUNDING * np.abs(outcome).max():
        return []
    return [f"所有单位与自身趋势的差额都是{gaps[0]:.6g}，没有差别可用来估计误差；请核对是否取错了列"]


def _means(values: np.ndarray, units: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    means: np.ndarray = np.bincount(units[chosen], weights=values[chosen]) / np.bincount(units[chosen])
    return means


def _mean_change(values: np.ndarray) -> Change:
    return Change.of(float(values.mean()), float(values.std(ddof=1)) / len(values) ** 0.5, len(values) - 1)


def _forecast_test(panel: Panel, after: np.ndarray) -> ForecastTest | None:
    """Forecast each unit's last period before the start from those before it; None with too few periods."""
    times = panel.periods[panel.times]
    befores = np.bincount(panel.units[~after])
    enough = (befores > _LEAST_BEFORE)[panel.units] & ~after
    if len(np.unique(panel.units[enough])) < _LEAST_UNITS:
        return None
    codes, units = np.unique(panel.units[enough], return_inverse=True)
    last = np.full(len(codes), -np.inf)
    np.maximum.at(last, units, times[enough])
    is_last = times[enough] == last[units]
    lines = fit_lines(panel.outcome[enough], times[enough], units, ~is_last)
    misses = (panel.outcome[enough] - lines.values)[is_last]
    if np.ptp(misses) == 0:
        return None
    return ForecastTest(_mean_change(misses), len(misses))


def _path(panel: Panel, lines: Lines) -> tuple[MeanPoint, ...]:
    counts = np.bincount(panel.times)
    outcomes, expected = (np.bincount(panel.times, weights=values) / counts for values in (panel.outcome, lines.values))
    return tuple(
        MeanPoint(float(period), float(seen), float(line))
        for period, seen, line in zip(panel.periods, outcomes, expected, strict=True)
    )
