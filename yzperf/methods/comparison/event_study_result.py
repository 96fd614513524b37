"""The answer of an event study, in numbers and in words (事件研究的结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.comparison.effect_words import OTHER_POLICIES, answer, change_row, dropped_text, signed
from yzperf.methods.comparison.event_path import EffectPath
from yzperf.methods.comparison.parts import Change
from yzperf.methods.comparison.pretrend_power import PreTrendTest
from yzperf.methods.wording import difference_unit, fixed, listing, p_value, percent, places_for

_FEW_CLUSTERS, _FEW_TREATED = 30, 5


@dataclass(frozen=True, slots=True)
class StudyCoverage:
    """What the estimate rests on; ``starts`` counts the different periods in which units began."""

    rows: int
    dropped: int
    treated: int
    never: int
    starts: int
    periods: int
    complete: bool
    clusters: int
    treated_clusters: int
    blank: int


@dataclass(frozen=True)
class EventStudy(Result):
    """Result of ``event_study``. Figures are in ``outcome_unit``.

    ``path`` holds the differences by distance from the start, its overall average is that from the start on;
    ``pre_trend`` is None where nothing before the start can be tested.
    """

    outcome_name: str
    outcome_unit: str
    time_unit: str
    covariates: tuple[str, ...]
    reference: float
    window: tuple[float, float] | None
    path: EffectPath
    degrees: int
    pre_trend: PreTrendTest | None
    coverage: StudyCoverage

    title = "实施前后逐期的差别"
    method = "比较法·事件研究"

    @property
    def effect(self) -> Change:
        """Mean of the differences from the start on."""
        return self.path.overall

    @property
    def value(self) -> float:
        """Mean of the differences from the start on, in ``unit``."""
        return self.effect.estimate

    @property
    def unit(self) -> str:
        """Unit of the outcome; a difference of percentages is in percentage points."""
        return difference_unit(self.outcome_unit)

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the mean."""
        return self.effect.low, self.effect.high

    def table(self) -> pd.DataFrame:
        """The difference at every distance, with interval, p value and band; then their mean after the start."""
        rows = [
            (*change_row(self._name(point.at), point.effect), point.band_low, point.band_high)
            for point in self.path.points
        ]
        nothing = float("nan")
        rows.append((*change_row("实施后平均", self.effect), nothing, nothing))
        columns = ["项目", "差别", "标准误", "95%下限", "95%上限", "p值", "整条路径95%下限", "整条路径95%上限"]
        frame = pd.DataFrame(rows, columns=columns)
        return frame.round({column: self._places for column in columns if column not in {"项目", "p值"}})

    def power_table(self) -> pd.DataFrame:
        """Drifts that the tests before the start would have found, and the bias they would have caused."""
        slopes = self.pre_trend.slopes if self.pre_trend is not None else ()
        rows = [
            (percent(slope.power, 0), *(round(number, self._places + 1) for number in numbers))
            for slope in slopes
            for numbers in [(slope.joint, slope.bias_joint, slope.any_one, slope.bias_any_one)]
        ]
        step = f"每{self.time_unit}"
        columns = ["把握", f"联合检验：{step}分叉", "由此的偏差", f"逐点检验：{step}分叉", "由此的偏差（逐点）"]
        return pd.DataFrame(rows, columns=columns)

    def sentences(self) -> tuple[str, ...]:
        """The mean difference after the start, what was seen before it, the power, the data."""
        return self._answer(), self._before(), self._power(), self._basis()

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Parallel trends and the power to see a breach, one start, clusters, holes, other policies."""
        return self._parallel(), self._one_start(), self._clusters(), self._completeness(), OTHER_POLICIES

    def figure(self) -> Any:
        """The differences by distance from the start, with intervals and band."""
        from yzperf.drawing.effects import EffectDot, draw_effect_path

        dots = [
            EffectDot(
                point.at,
                point.effect.estimate,
                (point.effect.low, point.effect.high),
                (point.band_low, point.band_high),
            )
            for point in self.path.points
        ]
        return draw_effect_path(
            dots,
            x_label=f"距实施的{self.time_unit}数（0为实施当{self.time_unit}）",
            y_label=f"与对照的差别（{self.unit}）" if self.unit else f"{self.outcome_name}与对照的差别",
            title=f"{self.outcome_name}：实施后平均{signed(self.effect, self._places, self.unit)}",
            reference=self.reference,
        )

    @property
    def _places(self) -> int:
        return places_for(self.effect.standard_error)

    def _name(self, at: float) -> str:
        if at == 0:
            return f"实施当{self.time_unit}"
        ends = self.window is not None and at in self.window
        return f"实施{'后' if at > 0 else '前'}第{abs(at):g}{self.time_unit}{'及以' + ('后' if at > 0 else '前') if ends else ''}"

    def _answer(self) -> str:
        start = f"以{self._name(self.reference)}为基期，与对照相比，实施后"
        return answer(start, self.outcome_name, self.effect, self._places, self.unit)

    def _before(self) -> str:
        test = self.pre_trend
        if test is None:
            return "实施前没有可以联合检验的时期，平行趋势无法检验。"
        early = [point for point in self.path.points if point.at < 0 and not point.effect.low <= 0 <= point.effect.high]
        found = f"{listing([self._name(point.at) for point in early])}的差别显著" if early else "各期差别都不显著"
        degrees = ",".join(str(number) for number in test.degrees)
        return f"实施前{found}，联合检验F({degrees})={test.statistic:.2f}（{p_value(test.p_value)}）。"

    def _power(self) -> str:
        if self.pre_trend is None:
            return "也就无从知道两组原本的走势差多少。"
        told = "；".join(
            f"{percent(slope.power, 0)}的把握能发现每{self.time_unit}{self._slope(slope.joint)}的分叉"
            f"（若延续，会使平均差别偏{self._slope(slope.bias_joint)}）"
            for slope in self.pre_trend.slopes
        )
        return f"这一检验{told}；比这更小的分叉它多半发现不了。"

    def _slope(self, slope: float) -> str:
        return fixed(slope, places_for(slope), self.unit)

    def _basis(self) -> str:
        data = self.coverage
        held = f"控制了{listing(self.covariates)}。" if self.covariates else ""
        return (
            f"依据实施{data.treated}个单位、从未实施{data.never}个单位、{data.periods}期共{data.rows}行"
            f"{dropped_text(data.dropped)}。{held}扣除单位和时期固定效应，标准误按{data.clusters}个聚类，"
            f"区间取自由度{self.degrees}的t分布。"
        )

    def _parallel(self) -> Diagnostic:
        name, test = "平行趋势（实施前走势一致）", self.pre_trend
        if test is None:
            return Diagnostic(name, "实施前时期或聚类太少", Verdict.UNTESTABLE, "补充实施前更多时期的数据")
        text = f"联合检验{p_value(test.small_sample_p)}；80%把握的最小分叉会造成偏差{self._slope(test.slopes[-1].bias_joint)}"
        if test.small_sample_p < 0.05:
            return Diagnostic(name, text, Verdict.FAILS, "实施前已有分叉，差别不能解释为政策作用")
        low, high = self.interval
        harmful = abs(self.value) if low <= 0 <= high else min(abs(low), abs(high))
        if test.slopes[-1].bias_joint >= harmful:
            advice = "未拒绝不等于成立：足以改变结论的分叉，这一检验也未必发现得了"
            return Diagnostic(name, text, Verdict.DOUBTFUL, advice)
        return Diagnostic(
            name, text, Verdict.HOLDS, "未见反证" if test.small_sample_p >= 0.10 else "p值接近界限，解释时应谨慎"
        )

    def _one_start(self) -> Diagnostic:
        name, starts = "各单位同时开始（否则各期的差别会互相混杂）", self.coverage.starts
        if starts == 1:
            return Diagnostic(name, "只有1个实施时期", Verdict.HOLDS)
        advice = "改用sun_abraham或callaway_santanna，看各期差别是否相近"
        return Diagnostic(name, f"有{starts}个实施时期", Verdict.DOUBTFUL, advice)

    def _clusters(self) -> Diagnostic:
        count, name = self.coverage.clusters, "聚类数足够"
        treated = self.coverage.treated_clusters
        text = f"{count}个聚类，其中实施{treated}个"
        if treated == 1:
            advice = "只有1个聚类实施，标准误没有意义；改用randomisation_inference"
            return Diagnostic(name, text, Verdict.FAILS, advice)
        if count >= _FEW_CLUSTERS and treated >= _FEW_TREATED:
            return Diagnostic(name, text, Verdict.HOLDS)
        advice = (
            f"聚类少于{_FEW_CLUSTERS}个（或实施的少于{_FEW_TREATED}个）时标准误往往偏小，宜另用wild_cluster_bootstrap"
        )
        return Diagnostic(name, text, Verdict.DOUBTFUL, advice)

    def _completeness(self) -> Diagnostic:
        data, name = self.coverage, "面板完整"
        blank = f"；首次实施时期为空、按从未实施处理{data.blank}个单位" if data.blank else ""
        if data.complete:
            return Diagnostic(name, f"{data.treated + data.never}个单位{data.periods}期齐全{blank}", Verdict.HOLDS)
        text = f"应有{(data.treated + data.never) * data.periods}行，实有{data.rows}行{blank}"
        return Diagnostic(name, text, Verdict.DOUBTFUL, "查明缺期原因；缺失与政策有关时估计有偏")
