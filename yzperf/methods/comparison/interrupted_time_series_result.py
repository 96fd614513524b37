"""The answer of an interrupted time series, in numbers and in words (中断时间序列结果)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.comparison.effect_words import answer, change_row, dropped_text, signed
from yzperf.methods.comparison.interrupted_design import DUMMIES, Model
from yzperf.methods.comparison.interrupted_fit import AR1, NEWEY_WEST, ONE, POISSON, Assumptions
from yzperf.methods.comparison.interrupted_tests import Independence, LeftOut, Placebo
from yzperf.methods.comparison.parts import Change
from yzperf.methods.wording import difference_unit, fixed, p_value, places_for, rise_or_fall, span

_ENOUGH = 8
_STRONG = 0.9
_SCATTERED = 1.5
_FIRST_TESTS = 0.05


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A regressor by name and its coefficient; logarithmic in Poisson models."""

    name: str
    change: Change


@dataclass(frozen=True, slots=True)
class Extent:
    """What the estimate rests on.

    Rows; periods before and after; treated rows after; series of either group; rows left out for an empty cell and in
    the transition; periods missing inside series.
    """

    rows: int
    before: int
    after: int
    after_rows: int
    treated: int
    comparison: int
    dropped: int
    waiting: int
    holes: int


@dataclass(frozen=True, slots=True)
class PathPoint:
    """A period of a group: observed, fitted, without the policy with its interval, exposure; means over series."""

    treated: bool
    time: float
    observed: float
    fitted: float
    expected: float
    low: float
    high: float
    exposure: float


@dataclass(frozen=True)
class InterruptedTimeSeries(Result):
    """Result of ``interrupted_time_series``. Figures are in ``outcome_unit``; those of Poisson terms logarithmic.

    ``level`` and ``slope`` are the coefficients of the policy; ``average`` its effect by period and ``total`` over all
    treated rows after the start; ``log_ratio`` that total against ``expected``, the counterfactual total.
    """

    outcome_name: str
    outcome_unit: str
    time_unit: str
    start: float
    model: Model
    how: Assumptions
    level: Change
    slope: Change | None
    coefficients: tuple[Coefficient, ...]
    degrees: float
    average: Change
    total: Change
    log_ratio: Change | None
    expected: float
    correlation: float
    dispersion: float | None
    independence: Independence | None
    placebo: Placebo | None
    left_out: LeftOut
    extent: Extent
    path: tuple[PathPoint, ...] = field(repr=False)
    rate_per: float | None

    title = "实施后偏离原有走势的变化"

    @property
    def method(self) -> str:  # type: ignore[override]
        """The statutory family and the design."""
        return "比较法·中断时间序列" + ("（有对照序列）" if self.extent.comparison else "")

    @property
    def value(self) -> float:
        """Mean effect by period (and treated series) after the start, in ``unit``."""
        return self.average.estimate

    @property
    def unit(self) -> str:
        """Unit of the outcome; a difference of percentages is in percentage points."""
        return difference_unit(self.outcome_unit)

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the mean effect."""
        return self.average.low, self.average.high

    def table(self) -> pd.DataFrame:
        """Effect by period, in total and as a share, then all coefficients of the model."""
        rows = [change_row("平均每期作用", self.average), change_row("实施后合计作用", self.total)]
        if self.log_ratio is not None:
            rows.append(self._share_row(self.log_ratio))
        mark = "（对数）" if self.how.family == POISSON else ""
        rows += [change_row(term.name + mark, term.change) for term in self.coefficients]
        frame = pd.DataFrame(rows, columns=["项目", "数值", "标准误", "95%下限", "95%上限", "p值"])
        places = [places_for(error) for error in frame["标准误"]]
        for column in frame.columns[1:5]:
            frame[column] = [round(value, place) for value, place in zip(frame[column], places, strict=True)]
        return frame

    def sentences(self) -> tuple[str, ...]:
        """The effect by period, its parts, the data, the limits."""
        beyond = "并扣除对照序列同期变化" if self.extent.comparison else ""
        start = f"自{self._start_text}起，与按实施前走势推算的水平相比{beyond}，每{self.time_unit}"
        return (
            answer(start, self.outcome_name, self.average, places_for(self.average.standard_error), self.unit),
            self._parts_text(),
            self._data_text(),
            "推算假定没有政策时原有走势会照旧；" + self._limit_text(),
        )

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Independence, course before the start, season, shape, scatter of counts, periods, other events."""
        checks = [self._independent(), self._steady_before(), self._season(), self._shape(), self._scatter()]
        if self.extent.comparison:
            checks.append(self._alike())
        return *(check for check in checks if check is not None), self._enough(), self._alone()

    def figure(self) -> Any:
        """Observed series, fitted path, and path without the policy."""
        from yzperf.drawing.interrupted import InterruptedPath, draw_interrupted

        own, other = (self._drawn(group) for group in (True, False))
        label = self.outcome_name + (f"（每{self.rate_per:,.0f}人）" if (self.rate_per or 1) != 1 else "")
        if self.outcome_unit and self.rate_per is None:
            label += f"（{self.outcome_unit}）"
        return draw_interrupted(
            InterruptedPath(**own),
            InterruptedPath(**other) if other["times"] else None,
            start=self.start,
            y_label=label,
            title=f"实施后平均每{self.time_unit}{signed(self.average, places_for(self.average.standard_error), self.unit)}",
            time_label={"年": "年份", "月": "月序"}.get(self.time_unit, "时期"),
        )

    def _drawn(self, group: bool) -> dict[str, list[float]]:
        points = [point for point in self.path if point.treated == group]
        scale = [self.rate_per / point.exposure if self.rate_per else 1.0 for point in points]
        names = ("observed", "fitted", "expected", "low", "high")
        columns = {
            name: [getattr(point, name) * one for point, one in zip(points, scale, strict=True)] for name in names
        }
        return {"times": [point.time for point in points], **columns}

    def _share_row(self, ratio: Change) -> tuple[str, float, float, float, float, str]:
        share = np.expm1([ratio.estimate, ratio.low, ratio.high]) * 100
        error = 100 * np.exp(ratio.estimate) * ratio.standard_error
        return change_row("合计作用占推算水平的%", Change(share[0], error, share[1], share[2], ratio.p_value))

    @property
    def _start_text(self) -> str:
        return f"{'' if self.time_unit == '年' else '第'}{self.start:g}{self.time_unit}"

    def _parts_text(self) -> str:
        total, after = self.total, self.extent.after
        places = places_for(total.standard_error)
        text = (
            f"实施后{after}期合计{rise_or_fall(total.estimate)}{fixed(abs(total.estimate), places, self.unit)}"
            f"（{span((total.low, total.high), places)}）"
        )
        if self.log_ratio is not None:
            _, share, error, low, high, _ = self._share_row(self.log_ratio)
            digits = places_for(error)
            text += f"，相当于推算水平的{fixed(share, digits, '%')}（{span((low, high), digits, '%')}）"
        return f"{text}。{self._jump_text()}"

    def _jump_text(self) -> str:
        level = f"起点处{self._step_text(self.level)}"
        if self.slope is None:
            return f"模型假定变化自起点起一直不变：{level}。"
        return f"其中{level}，此后每{self.time_unit}另{self._step_text(self.slope)}。"

    def _step_text(self, change: Change) -> str:
        if self.how.family == POISSON:
            low, middle, high = np.exp([change.low, change.estimate, change.high])
            places = places_for(middle * change.standard_error)
            return f"变为{fixed(middle, places)}倍（{span((low, high), places)}，{p_value(change.p_value)}）"
        places = places_for(change.standard_error)
        amount = fixed(abs(change.estimate), places, self.unit)
        return f"{rise_or_fall(change.estimate)}{amount}（{span((change.low, change.high), places)}，{p_value(change.p_value)}）"

    def _data_text(self) -> str:
        extent = self.extent
        series = f"实施组{extent.treated}个序列、对照组{extent.comparison}个序列，" if extent.comparison else ""
        waiting = f"，过渡期{extent.waiting}行不用" if extent.waiting else ""
        holes = f"，序列中间缺{extent.holes}期" if extent.holes else ""
        return (
            f"依据{series}{extent.rows}行，实施前{extent.before}期、实施后{extent.after}期"
            f"{dropped_text(extent.dropped)}{waiting}{holes}；{self._model_text()}。"
        )

    def _model_text(self) -> str:
        shape = {POISSON: "泊松" if self.how.dispersion == ONE else "准泊松"}.get(self.how.family, "线性")
        season = "，未调整季节"
        if self.model.seasonality is not None:
            kind = "逐季虚拟变量" if self.model.seasonality == DUMMIES else f"{self.model.harmonics}对谐波"
            season = f"，季节用{kind}"
        errors = {
            AR1: f"误差按一阶自相关（{fixed(self.correlation, 2)}）",
            NEWEY_WEST: f"误差用Newey–West（滞后{self.how.lags}期）",
        }.get(self.how.errors, "误差按各期独立")
        quantile = f"t分布（自由度{self.degrees:g}）" if np.isfinite(self.degrees) else "正态分布"
        return f"{shape}分段回归{season}，{errors}，区间取{quantile}"

    def _limit_text(self) -> str:
        if self.extent.comparison:
            return "只影响其中一组的同期措施会算进作用里。"
        return "同期开始的其他措施、统计口径变化和走势的自然转折都会算进去；有对照序列时请给treated。"

    def _independent(self) -> Diagnostic:
        name, test = "各期误差的相关已处理", self.independence
        if self.how.errors == AR1 and abs(self.correlation) > _STRONG:
            text = f"一阶自相关{fixed(self.correlation, 2)}，接近1"
            advice = "原有走势多半不是直线，结果对模型很敏感；缩短实施前时段、加协变量或对照序列"
            return Diagnostic(name, text, Verdict.FAILS, advice)
        if test is None:
            return Diagnostic(name, "时期太少，不能检验", Verdict.UNTESTABLE, "补充更多时期")
        text = f"残差至滞后{test.lags}期的Ljung–Box检验{p_value(test.p_value)}，一阶自相关{fixed(self.correlation, 2)}"
        if test.p_value >= _FIRST_TESTS:
            return Diagnostic(name, text, Verdict.HOLDS, "未见反证")
        if self.how.errors == NEWEY_WEST:
            return Diagnostic(name, text, Verdict.HOLDS, "有自相关，标准误已用Newey–West处理")
        remedy = '加季节项或改用errors="newey_west"' if self.how.errors == AR1 else '改用errors="newey_west"'
        return Diagnostic(name, text, Verdict.FAILS, f"区间不准；{remedy}")

    def _steady_before(self) -> Diagnostic:
        name, test = "实施前没有同样的转折", self.placebo
        if test is None:
            return Diagnostic(name, "实施前时期太少，不能作安慰剂检验", Verdict.UNTESTABLE, "补充实施前更多时期")
        text = f"假设政策始于{test.start:g}，用实施前数据检验变化{p_value(test.p_value)}"
        if test.p_value < _FIRST_TESTS:
            return Diagnostic(name, text, Verdict.FAILS, "实施前已有转折，推算不可靠；换对照序列或缩短实施前时段")
        return Diagnostic(name, text, Verdict.HOLDS, "未见反证")

    def _season(self) -> Diagnostic | None:
        p = self.left_out.season
        if p is None:
            return None
        text = f"加一对谐波的检验{p_value(p)}"
        if p < _FIRST_TESTS:
            return Diagnostic("没有漏掉季节变化", text, Verdict.FAILS, '用seasonality="harmonics"调整季节')
        return Diagnostic("没有漏掉季节变化", text, Verdict.HOLDS)

    def _shape(self) -> Diagnostic | None:
        p = self.left_out.slope
        if p is None:
            return None
        text = f"加斜率变化的检验{p_value(p)}"
        if p < _FIRST_TESTS:
            return Diagnostic("实施后斜率不变", text, Verdict.FAILS, "改用slope_change=True")
        return Diagnostic("实施后斜率不变", text, Verdict.HOLDS, "未见反证")

    def _scatter(self) -> Diagnostic | None:
        if self.dispersion is None:
            return None
        name, text = "次数的离散与模型相符", f"离散系数{fixed(self.dispersion, 2)}（泊松分布为1）"
        if self.how.dispersion == ONE and self.dispersion > _SCATTERED:
            return Diagnostic(name, text, Verdict.FAILS, '区间会偏窄；改用dispersion="estimated"')
        return Diagnostic(name, text, Verdict.HOLDS, "标准误已按离散系数放大" if self.how.dispersion != ONE else "")

    def _alike(self) -> Diagnostic:
        name = "实施前两组走势平行"
        terms = [term.change for term in self.coefficients if term.name == "组间趋势差"]
        if not terms:
            return Diagnostic(name, "模型没有趋势项", Verdict.UNTESTABLE, "令trend=True")
        text = f"实施前组间趋势差{p_value(terms[0].p_value)}"
        if terms[0].p_value < _FIRST_TESTS:
            return Diagnostic(name, text, Verdict.DOUBTFUL, "模型已分别拟合趋势，但对照组不太可比，换更相近的对照")
        return Diagnostic(name, text, Verdict.HOLDS, "未见反证")

    def _enough(self) -> Diagnostic:
        name = f"实施前后各有{_ENOUGH}期以上"
        text = f"实施前{self.extent.before}期、实施后{self.extent.after}期"
        if min(self.extent.before, self.extent.after) >= _ENOUGH:
            return Diagnostic(name, text, Verdict.HOLDS)
        return Diagnostic(name, text, Verdict.DOUBTFUL, "时期少，走势和自相关都估不准；用更细的时期（月、季）")

    def _alone(self) -> Diagnostic:
        remedy = "由评价人员查阅同期政策并举证" + ("" if self.extent.comparison else "，或加对照序列")
        return Diagnostic("同期没有其他措施或口径变化", "数据本身不能回答", Verdict.UNTESTABLE, remedy)
