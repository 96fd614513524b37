"""The answer of a trend-adjusted comparison, in numbers and in words (扣除原有趋势的前后对比结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.comparison.effect_words import answer, change_row, dropped_text, signed
from yzperf.methods.comparison.parts import Change
from yzperf.methods.wording import difference_unit, fixed, listing, p_value, places_for, rise_or_fall

_SMALL = 10
_SAME_TREND = Diagnostic(
    "没有政策时原有趋势会照旧（没有转折、同期其他措施）",
    "没有对照组，数据不能回答",
    Verdict.UNTESTABLE,
    "找对照组改用difference_in_differences；说明同期还有哪些措施",
)


@dataclass(frozen=True, slots=True)
class ForecastTest:
    """Mean miss when each unit's last period before the start is forecast from its line, and the units used."""

    miss: Change
    units: int


@dataclass(frozen=True, slots=True)
class MeanPoint:
    """Mean outcome of a period and mean of the lines there."""

    period: float
    mean: float
    line: float


@dataclass(frozen=True)
class TrendAdjusted(Result):
    """Result of ``trend_adjusted_change``. Figures are in ``outcome_unit``.

    ``change`` is the mean gap to the lines; ``plain`` the change of the means without regard to the trend; ``slope``
    the mean slope before the start; ``left_out`` names units without enough periods.
    """

    outcome_name: str
    outcome_unit: str
    time_unit: str
    start: float
    change: Change
    plain: Change
    slope: Change
    degrees: int
    forecast: ForecastTest | None
    path: tuple[MeanPoint, ...]
    units: int
    left_out: tuple[str, ...]
    rows: int
    dropped: int

    title = "扣除原有趋势后的变化"
    method = "比较法·前后对比（趋势调整）"

    @property
    def value(self) -> float:
        """Mean gap between outcomes and lines after the start, in ``unit``."""
        return self.change.estimate

    @property
    def unit(self) -> str:
        """Unit of the outcome; a difference of percentages is in percentage points."""
        return difference_unit(self.outcome_unit)

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the mean gap."""
        return self.change.low, self.change.high

    def table(self) -> pd.DataFrame:
        """The change with and without the trend, and the trend."""
        rows = [
            change_row("扣除原有趋势后的变化", self.change),
            change_row("不扣除趋势的前后之差", self.plain),
            change_row(f"实施前每{self.time_unit}的趋势", self.slope),
        ]
        frame = pd.DataFrame(rows, columns=["项目", "数值", "标准误", "95%下限", "95%上限", "p值"])
        return frame.round(dict.fromkeys(frame.columns[1:5], self._places))

    def sentences(self) -> tuple[str, ...]:
        """The change beyond the trend, the contrast, the data, the limits."""
        start = f"与按实施前各单位自身直线趋势推算的水平相比，自{self.start:g}{self.time_unit}起"
        left = f"，{listing(self.left_out)}时期不足未用" if self.left_out else ""
        return (
            answer(start, self.outcome_name, self.change, self._places, self.unit),
            f"不扣除趋势的前后之差为{rise_or_fall(self.plain.estimate)}{fixed(abs(self.plain.estimate), self._places)}；"
            f"实施前每{self.time_unit}平均{rise_or_fall(self.slope.estimate)}"
            f"{fixed(abs(self.slope.estimate), self._slope_places, self.unit)}，照此延续的部分不算政策作用。",
            f"依据{self.units}个单位共{self.rows}行{dropped_text(self.dropped)}{left}；以单位为样本，"
            f"区间取自由度{self.degrees}的t分布。",
            "推算假定没有政策时原有趋势会照旧；同期开始的其他措施和趋势的自然转折都会算进去。",
        )

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Does the line forecast the last period before the start, number of units, no comparison group."""
        return self._straight(), self._enough(), _SAME_TREND

    def figure(self) -> Any:
        """Mean outcome and mean line over time."""
        from yzperf.drawing.trends import draw_against_line

        return draw_against_line(
            [point.period for point in self.path],
            [point.mean for point in self.path],
            [point.line for point in self.path],
            start=self.start,
            y_label=f"{self.outcome_name}（{self.outcome_unit}）" if self.outcome_unit else self.outcome_name,
            title=f"扣除原有趋势后{signed(self.change, self._places, self.unit)}",
            time_label={"年": "年份"}.get(self.time_unit, "时期"),
        )

    @property
    def _places(self) -> int:
        return places_for(self.change.standard_error)

    @property
    def _slope_places(self) -> int:
        return places_for(self.slope.standard_error)

    def _straight(self) -> Diagnostic:
        name, test = "实施前的走势是直线（能推算下一期）", self.forecast
        if test is None:
            return Diagnostic(name, "实施前不足4期，不能留一期验证", Verdict.UNTESTABLE, "补充实施前更多时期的数据")
        miss = test.miss
        text = (
            f"用此前各期推算实施前最后一期，{test.units}个单位平均相差"
            f"{fixed(miss.estimate, places_for(miss.standard_error), self.unit)}（{p_value(miss.p_value)}）"
        )
        if miss.p_value < 0.05:
            return Diagnostic(name, text, Verdict.FAILS, "走势在实施前已转折，推算不可靠；改用有对照组的方法")
        return Diagnostic(name, text, Verdict.HOLDS, "未见反证")

    def _enough(self) -> Diagnostic:
        text = f"{self.units}个单位"
        if self.units >= _SMALL:
            return Diagnostic("单位数足够", text, Verdict.HOLDS)
        return Diagnostic("单位数足够", text, Verdict.DOUBTFUL, "单位少，区间依赖正态分布；可另看逐单位的差额")
