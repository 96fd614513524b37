"""The answer of a before/after comparison, in numbers and in words (前后对比的结果)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.comparison.effect_words import answer, change_row, dropped_text, signed
from yzperf.methods.comparison.parts import Change
from yzperf.methods.wording import difference_unit, fixed, p_value, places_for

_SMALL = 15
_REGRESSING = -0.5

_NO_COMPARISON = Diagnostic(
    "没有政策时结果不会变（没有大势、季节、同期其他措施）",
    "没有对照组，数据不能回答",
    Verdict.UNTESTABLE,
    "找对照组改用difference_in_differences，或取多期数据用trend_adjusted_change",
)


@dataclass(frozen=True)
class BeforeAfter(Result):
    """Result of ``before_after_comparison``. Figures are in ``outcome_unit``.

    ``change`` is after minus before; ``standardised`` is it in standard deviations of the changes; ``sign_p`` the p
    value of dealing the signs anew; ``start_correlation`` that of the changes with the values before.
    """

    outcome_name: str
    outcome_unit: str
    before: float
    after: float
    change: Change
    degrees: int
    statistic: float
    standardised: float
    sign_p: float
    risen: int
    fallen: int
    start_correlation: float | None
    pairs: tuple[tuple[float, float], ...] = field(repr=False)
    dropped: int

    title = "实施前后的变化"
    method = "比较法·前后对比"

    @property
    def value(self) -> float:
        """Mean change, in ``unit``."""
        return self.change.estimate

    @property
    def unit(self) -> str:
        """Unit of the outcome; a difference of percentages is in percentage points."""
        return difference_unit(self.outcome_unit)

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the change."""
        return self.change.low, self.change.high

    def table(self) -> pd.DataFrame:
        """Means before and after, the change with interval and p value."""
        _, *numbers, p = change_row("", self.change)
        columns = ["单位数", "实施前均值", "实施后均值", "变化", "标准误", "95%下限", "95%上限", "p值"]
        frame = pd.DataFrame([(len(self.pairs), self.before, self.after, *numbers, p)], columns=columns)
        return frame.round(dict.fromkeys(columns[1:7], self._places))

    def sentences(self) -> tuple[str, ...]:
        """The change with its interval, how many rose, the limits."""
        start = f"{len(self.pairs)}个单位实施后与实施前相比，"
        even = len(self.pairs) - self.risen - self.fallen
        return (
            answer(start, self.outcome_name, self.change, self._places, self.unit),
            f"其中{self.risen}个提高、{self.fallen}个下降、{even}个不变{dropped_text(self.dropped)}；"
            f"不靠正态分布的符号随机化检验{p_value(self.sign_p)}。",
            "前后之差不等于政策作用：同期的大势、季节和其他措施都在其中，没有对照组分不开。",
        )

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The distribution of the changes, regression to the mean, no comparison group."""
        return self._normal(), self._regression(), _NO_COMPARISON

    def figure(self) -> Any:
        """Every unit as a line from before to after, and the mean."""
        from yzperf.drawing.pairs import draw_pairs

        return draw_pairs(
            self.pairs,
            y_label=f"{self.outcome_name}（{self.outcome_unit}）" if self.outcome_unit else self.outcome_name,
            title=f"平均变化{signed(self.change, self._places, self.unit)}",
        )

    @property
    def _places(self) -> int:
        return places_for(self.change.standard_error)

    def _normal(self) -> Diagnostic:
        name = "t检验适用（变化近似正态或单位较多）"
        text = f"{len(self.pairs)}个单位；t检验{p_value(self.change.p_value)}，符号随机化{p_value(self.sign_p)}"
        if (self.sign_p < 0.05) != (self.change.p_value < 0.05):
            return Diagnostic(name, text, Verdict.DOUBTFUL, "两种检验结论不同，以符号随机化为准并说明")
        if len(self.pairs) < _SMALL:
            return Diagnostic(name, text, Verdict.HOLDS, "单位少，两种检验结论一致")
        return Diagnostic(name, text, Verdict.HOLDS)

    def _regression(self) -> Diagnostic:
        name = "不是向均值回归（选入的单位原本不是偏差特别大的）"
        if self.start_correlation is None:
            return Diagnostic(name, "各单位实施前相同", Verdict.UNTESTABLE, "说明这些单位是怎样选定的")
        text = f"变化与实施前水平的相关{fixed(self.start_correlation, 2)}"
        if self.start_correlation <= _REGRESSING:
            advice = "起点低的升得多、起点高的降得多，可能只是偶然的高低回到常态；说明选定单位的办法，取更多期数据"
            return Diagnostic(name, text, Verdict.DOUBTFUL, advice)
        return Diagnostic(name, text, Verdict.HOLDS)
