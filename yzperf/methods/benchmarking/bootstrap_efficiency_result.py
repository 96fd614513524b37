"""The answer of a bootstrap of efficiency scores, in numbers and in words (效率值自助法的结果)."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean, median
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.benchmarking.data_envelopment_analysis_result import RETURNS_WORDS
from yzperf.methods.benchmarking.efficiency_words import SAME_PRACTICE, dropped_text, few_units
from yzperf.methods.wording import fixed, span

_CLEAR_BIAS = 4.0  # bias over standard error above which Simar and Wilson (2000) advise to correct
_ENOUGH_DRAWS = 2_000
_HOMOGENEOUS = Diagnostic(
    "低效的分布与规模和构成无关，数据没有测量误差",
    "数据难以判别",
    Verdict.UNTESTABLE,
    "区间只反映前沿由有限个单位估计；误差大时用stochastic_frontier_analysis",
)


@dataclass(frozen=True, slots=True)
class UnitBootstrap:
    """One unit: score, score without bias, 95 % interval, and the bias over its standard error."""

    name: str
    score: float
    corrected: float
    low: float
    high: float
    bias_ratio: float


@dataclass(frozen=True)
class BootstrapEfficiency(Result):
    """Result of ``bootstrap_efficiency``."""

    returns: str
    orientation: str
    units: tuple[UnitBootstrap, ...]
    mean_span: tuple[float, float]
    draws: int
    needed: int
    dropped: int

    title = "效率值的偏差校正与区间"
    method = "标杆管理法·Simar–Wilson自助法"

    @property
    def value(self) -> float:
        """Mean of the corrected scores."""
        return fmean(one.corrected for one in self.units)

    @property
    def unit(self) -> str:
        """None: a pure number."""
        return ""

    @property
    def interval(self) -> tuple[float, float]:
        """95 % bootstrap interval of the mean score."""
        return self.mean_span

    def table(self) -> pd.DataFrame:
        """Scores, corrected scores and intervals of each unit."""
        rows = [(one.name, one.score, one.corrected, one.low, one.high) for one in self.units]
        heads = ["单位", "效率值", "校正后", "95%下限", "95%上限"]
        return pd.DataFrame(rows, columns=heads).round(dict.fromkeys(heads[1:], 4))

    def sentences(self) -> tuple[str, ...]:
        """The corrected mean, the worst, who can be told apart, limits."""
        usual = fmean(one.score for one in self.units)
        worst = min(self.units, key=lambda one: one.corrected)
        return (
            f"{len(self.units)}个单位{dropped_text(self.dropped)}校正偏差后的平均效率为{fixed(self.value, 3)}"
            f"（95%置信区间{span(self.mean_span, 3)}）；未校正为{fixed(usual, 3)}，偏高。{RETURNS_WORDS[self.returns]}。",
            f"最低的是{worst.name}（校正后{fixed(worst.corrected, 3)}，95%置信区间{span((worst.low, worst.high), 3)}）。",
            self._apart(),
            f"{self.draws:,}次平滑自助抽样。区间反映前沿由有限个单位估计的不确定，不反映数据本身的误差；区间重叠的单位不宜分先后。",
        )

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Bias worth correcting, enough draws, enough units, what data cannot tell."""
        enough = few_units(len(self.units), self.needed)
        return self._bias(), self._drawn(), enough, self._coverage(), _HOMOGENEOUS, SAME_PRACTICE

    def figure(self) -> Any:
        """Corrected scores with their intervals."""
        from yzperf.drawing.efficiency import draw_efficiency

        return draw_efficiency(
            [(one.name, one.corrected) for one in self.units],
            title=f"校正后的效率值与95%区间：{RETURNS_WORDS[self.returns]}",
            spans=[(one.low, one.high) for one in self.units],
        )

    def _apart(self) -> str:
        first = max(self.units, key=lambda one: one.corrected)
        below = sum(one.high < first.low for one in self.units)
        return f"校正后最高的是{first.name}（{fixed(first.corrected, 3)}）；{below}个单位的区间整个低于它的区间，可以断定更低。"

    def _bias(self) -> Diagnostic:
        middle = median(abs(one.bias_ratio) for one in self.units)
        text = f"偏差与标准误之比的中位数为{fixed(middle, 1)}"
        if middle >= _CLEAR_BIAS:
            return Diagnostic("偏差大到值得校正", text, Verdict.HOLDS)
        advice = f"不到{_CLEAR_BIAS:.0f}，校正会带进较大噪声；以区间为准，未校正的值也可引用"
        return Diagnostic("偏差大到值得校正", text, Verdict.DOUBTFUL, advice)

    def _coverage(self) -> Diagnostic:
        name = "自助区间的覆盖率接近95%"
        if self.returns == "constant":
            return Diagnostic(name, "模拟中一投入一产出、25至60个单位时为90%至100%", Verdict.HOLDS)
        text = "模拟中规模报酬可变、一投入一产出、25至60个单位时为80%至85%"
        return Diagnostic(name, text, Verdict.DOUBTFUL, "区间偏窄，读时要留余地")

    def _drawn(self) -> Diagnostic:
        text = f"{self.draws:,}次"
        if self.draws >= _ENOUGH_DRAWS:
            return Diagnostic("抽样次数足够", text, Verdict.HOLDS)
        return Diagnostic("抽样次数足够", text, Verdict.DOUBTFUL, f"正式报告不少于{_ENOUGH_DRAWS:,}次")
