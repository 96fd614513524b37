"""The regressors of an interrupted series (中断时间序列的设计矩阵): arrays in, arrays out.

References
----------
Wagner, A. K. et al. (2002). Segmented regression analysis of interrupted time series studies in medication use
research. Journal of Clinical Pharmacy and Therapeutics 27(4), 299-309.
Linden, A. (2015). Conducting interrupted time-series analysis for single- and multiple-group comparisons.
Stata Journal 15(2), 480-500.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from yzperf.methods.comparison.interrupted_series import Series
from yzperf.methods.least_squares import dependent_columns

HARMONICS, DUMMIES = "harmonics", "dummies"
SEASONALITIES = (HARMONICS, DUMMIES)
LEVEL, SLOPE = "level", "slope"

_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Model:
    """What the regression holds beside the constant and the change of level.

    ``origin`` is the time at which the change of slope counts from zero; ``cycle`` the time that
    the seasons take for a turn.
    """

    origin: float
    trend: bool = True
    slope_change: bool = True
    seasonality: str | None = None
    cycle: float | None = None
    harmonics: int = 2

    def with_season(self) -> Model:
        """Return the model with one pair of harmonics, to test for what it leaves out."""
        return replace(self, seasonality=HARMONICS, harmonics=1)

    def with_slope(self) -> Model:
        """Return the model with a change of slope."""
        return replace(self, slope_change=True)


@dataclass(frozen=True, slots=True)
class Design:
    """Regressors (N, k) by name; those of the policy's effect also by what they are (level, slope).

    With comparison series the effect is the change beyond theirs.
    """

    matrix: np.ndarray
    names: tuple[str, ...]
    effects: dict[str, int]

    def without_policy(self) -> np.ndarray:
        """The regressors as if there had been no policy."""
        matrix = self.matrix.copy()
        matrix[:, list(self.effects.values())] = 0.0
        return matrix

    def dependent(self) -> list[str]:
        """Names of the regressors that those before them determine."""
        lengths = np.linalg.norm(self.matrix, axis=0)
        return [self.names[place] for place in dependent_columns(self.matrix, lengths)]


def build_design(series: Series, model: Model, covariate_names: tuple[str, ...] = ()) -> Design:
    """Put the regressors together: constant, trend, groups, season, covariates, changes."""
    treated, after = series.treated, series.after
    elapsed = series.times - series.times.min()
    columns: dict[str, np.ndarray] = {"常数项": np.ones(len(treated))}
    if model.trend:
        columns["原有趋势"] = elapsed
    changes = {"水平变化": after}
    if model.slope_change:
        changes["斜率变化"] = after * (series.times - model.origin)
    if series.controlled:
        columns["组间水平差"] = treated
        if model.trend:
            columns["组间趋势差"] = treated * elapsed
        columns |= {f"对照组{name}": values for name, values in changes.items()}
    columns |= _season(series.times, model)
    columns |= dict(zip(covariate_names, series.covariates.T, strict=True))
    places = {word: len(columns) + place for place, word in enumerate((LEVEL, SLOPE)[: len(changes)])}
    columns |= {name: treated * values for name, values in changes.items()}
    return Design(np.column_stack(list(columns.values())), tuple(columns), places)


def season_problems(times: np.ndarray, model: Model) -> list[str]:
    """Say what is wrong with the season that was asked for."""
    if model.seasonality is None:
        return []
    if model.seasonality not in SEASONALITIES:
        return [f"seasonality“{model.seasonality}”不认识，可用：{'、'.join(SEASONALITIES)}"]
    periods = periods_in_cycle(times, model)
    if model.cycle is None or periods < 2:
        return ["要调整季节，请用cycle给出一个周期有多长（按月的期号为12，按季的为4，以年计的为1），其中至少2期"]
    if model.seasonality == HARMONICS and not 1 <= model.harmonics <= periods / 2:
        return [f"谐波对数harmonics为{model.harmonics}，应在1至{periods / 2:.0f}之间（一个周期期数的一半）"]
    if model.seasonality == DUMMIES and abs(periods - round(periods)) > _ROUNDING:
        return [f'cycle为{model.cycle:g}，不是时期间隔的整数倍，不能用虚拟变量；改用seasonality="harmonics"']
    return []


def periods_in_cycle(times: np.ndarray, model: Model) -> float:
    """How many periods the seasons take for a turn; 0 without a cycle."""
    return 0.0 if model.cycle is None else float(model.cycle / np.diff(np.unique(times)).min())


def _season(times: np.ndarray, model: Model) -> dict[str, np.ndarray]:
    if model.seasonality is None or model.cycle is None:
        return {}
    if model.seasonality == DUMMIES:
        periods = periods_in_cycle(times, model)
        place = np.mod(np.round(times * periods / model.cycle).astype(int), round(periods))
        return {f"季节{number}": (place == number).astype(float) for number in np.unique(place)[1:]}
    pairs = {}
    for number in range(1, model.harmonics + 1):
        angle = 2 * np.pi * number * times / model.cycle
        pairs[f"谐波{number}余弦"] = np.cos(angle)
        if 2 * number < periods_in_cycle(times, model):  # at half the cycle the sine of whole periods is zero
            pairs[f"谐波{number}正弦"] = np.sin(angle)
    return pairs
