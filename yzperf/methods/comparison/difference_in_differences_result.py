"""The answer of a before/after study with a comparison group, in numbers and in words (双重差分结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.comparison.effect_words import OTHER_POLICIES, change_row
from yzperf.methods.comparison.parts import Change, Coverage, EventDifference, GroupChange, PeriodMean
from yzperf.methods.comparison.pretrend import PreTrend
from yzperf.methods.wording import difference_unit, fixed, listing, p_value, percent, places_for, rise_or_fall, span

FEW_CLUSTERS = 30
FEW_TREATED = 5
_LARGE_GAP = 0.25  # Imbens & Rubin (2015), ch. 14: differences beyond a quarter standard deviation matter


@dataclass(frozen=True)
class DifferenceInDifferences(Result):
    """Result of ``difference_in_differences``. Figures are in ``outcome_unit``.

    ``treated.change`` is what a plain before/after comparison would have said, for contrast.
    ``pre_trend`` is None where parallel trends cannot be tested; ``permutation_p`` where the panel is not
    complete, has covariates, a coarser cluster or more than 200 units; ``wild_p``, of the wild cluster bootstrap,
    is given where clusters or treated clusters are few.
    """

    outcome_name: str
    outcome_unit: str
    time_unit: str
    start: float
    covariates: tuple[str, ...]
    effect: Change
    degrees: int
    error_kind: str
    treated: GroupChange
    comparison: GroupChange
    coverage: Coverage
    before_gap_standardised: float
    pre_trend: PreTrend | None
    event_study: tuple[EventDifference, ...]
    permutation_p: float | None
    wild_p: float | None
    treated_path: tuple[PeriodMean, ...]
    comparison_path: tuple[PeriodMean, ...]

    title = "实施组与对照组的变化之差"
    method = "比较法·双重差分"

    @property
    def value(self) -> float:
        """The difference of the two changes, in ``unit``."""
        return self.effect.estimate

    @property
    def unit(self) -> str:
        """Unit of the outcome; a difference of percentages is in percentage points."""
        return difference_unit(self.outcome_unit)

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the effect."""
        return self.effect.low, self.effect.high

    @property
    def p_value(self) -> float:
        """Two-sided p value of the effect."""
        return self.effect.p_value

    def table(self) -> pd.DataFrame:
        """Means of both groups before and after, their changes, and the difference of the changes."""
        rows = [
            _row("实施组", self.treated.before, self.treated.after, self.treated.change),
            _row("对照组", self.comparison.before, self.comparison.after, self.comparison.change),
            _row("双重差分（两组之差）", *self._gaps, self.effect),
        ]
        frame = pd.DataFrame(
            rows, columns=["组别", "实施前均值", "实施后均值", "变化", "标准误", "95%下限", "95%上限", "p值"]
        )
        return frame.round({**dict.fromkeys(frame.columns[1:7], self._places), "p值": 4})

    def sentences(self) -> tuple[str, ...]:
        """The difference, the uncertainty, what the naive comparison would say, the data, the limits."""
        return self._answer(), self._contrast(), self._basis(), self._limits()

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Parallel trends and the power to see a breach, clusters, gaps in the data, other policies."""
        return self._parallel(), self._clusters(), self._completeness(), self._gap(), OTHER_POLICIES

    def figure(self) -> Any:
        """Means of both groups over time with 95 % bands, and the treated group had there been no policy."""
        from yzperf.drawing.trends import Curve, draw_two_groups

        def curve(label: str, path: tuple[PeriodMean, ...]) -> Curve:
            columns = zip(*((p.period, p.mean, p.low, p.high) for p in path), strict=True)
            return Curve(label, *map(list, columns))

        gap = self._gaps[0]
        last = max(point.period for point in self.treated_path if point.period < self.start)
        later = [point for point in self.comparison_path if point.period >= last]
        return draw_two_groups(
            curve("实施组", self.treated_path),
            curve("对照组", self.comparison_path),
            ([point.period for point in later], [point.mean + gap for point in later]),
            start=self.start,
            y_label=f"{self.outcome_name}（{self.outcome_unit}）" if self.outcome_unit else self.outcome_name,
            title=f"两组变化之差{self._signed()}",
            time_label={"年": "年份"}.get(self.time_unit, "时期"),
        )

    @property
    def _places(self) -> int:
        return places_for(self.effect.standard_error)

    @property
    def _gaps(self) -> tuple[float, float]:
        return self.treated.before - self.comparison.before, self.treated.after - self.comparison.after

    def _signed(self) -> str:
        sign = "+" if self.value > 0 else ""
        band = span(self.interval, self._places)
        return f"{sign}{fixed(self.value, self._places, self.unit)}（95%置信区间{band}）"

    def _answer(self) -> str:
        amount = fixed(abs(self.value), self._places, self.unit)
        low, high = self.interval
        verdict = "区间包含0，不能排除两组变化相同" if low <= 0 <= high else "区间不含0"
        return (
            f"与对照组的变化相比，实施组的{self.outcome_name}自{self.start:g}{self.time_unit}起平均相对"
            f"{rise_or_fall(self.value)}{amount}（95%置信区间{span(self.interval, self._places, self.unit)}，"
            f"{p_value(self.p_value)}），{verdict}。"
        )

    def _contrast(self) -> str:
        naive, other = self.treated.change, self.comparison.change
        return (
            f"如果只看实施组前后，会得出{rise_or_fall(naive.estimate)}{self._size(naive)}"
            f"（95%置信区间{span((naive.low, naive.high), self._places)}）；"
            f"同期对照组{rise_or_fall(other.estimate)}{self._size(other)}，前后之差不能全部算作政策作用。"
        )

    def _size(self, change: Change) -> str:
        return fixed(abs(change.estimate), self._places, self.unit) if change.estimate else ""

    def _basis(self) -> str:
        data = self.coverage
        what = "个单位" if data.panel else "行独立样本"
        dropped = f"，因空缺剔除{data.dropped}行" if data.dropped else "，没有因空缺剔除的行"
        clustered = f"，共{data.clusters}个聚类" if "聚类" in self.error_kind else ""
        return (
            f"依据实施组{data.treated}{what}、对照组{data.comparison}{what}、{data.periods}期共{data.rows}行{dropped}。"
            f"{self._adjusted()}标准误{self.error_kind}{clustered}，区间取自由度{self.degrees}的t分布。{self._few()}"
        )

    @property
    def _resampled_p(self) -> tuple[str, float] | None:
        """The test that does not rest on the clustered error, and its p value."""
        if self.permutation_p is not None:
            return "置换检验", self.permutation_p
        return None if self.wild_p is None else ("野自助法", self.wild_p)

    def _few(self) -> str:
        data = self.coverage
        if self._resampled_p is None or (data.clusters >= FEW_CLUSTERS and data.treated_clusters >= FEW_TREATED):
            return ""
        name, p = self._resampled_p
        agree = "结论相同" if (p < 0.05) == (self.p_value < 0.05) else "结论不同，以它为准"
        few = "聚类" if data.clusters < FEW_CLUSTERS else "实施的聚类"
        return f"{few}少，上述区间可能过窄；{name}{p_value(p)}，{agree}。"

    def _adjusted(self) -> str:
        held = f"控制了{listing(self.covariates)}。" if self.covariates else ""
        plain = fixed(self._gaps[1] - self._gaps[0], self._places, self.unit)
        if plain == fixed(self.value, self._places, self.unit):
            return held
        why = "协变量" if self.covariates else "有的单位缺期"
        return f"{held}两组均值直接相减为{plain}，与估计不同是因为{why}。"

    def _limits(self) -> str:
        trend = {
            Verdict.HOLDS: "实施前两组走势未见差异",
            Verdict.DOUBTFUL: "实施前走势的检验不足以支持平行趋势",
            Verdict.FAILS: "实施前两组走势已有差异，这一差额不能解释为政策作用",
            Verdict.UNTESTABLE: "数据不能检验两组走势在实施前是否平行",
        }[self._parallel().verdict]
        return f"{trend}；只有平行趋势成立、同期没有只影响其中一组的其他措施，差额才可归于政策。"

    def _parallel(self) -> Diagnostic:
        name, trend = "平行趋势（实施前两组走势一致）", self.pre_trend
        if trend is None:
            return Diagnostic(
                name,
                self._why_untested(),
                Verdict.UNTESTABLE,
                "补充实施前更多时期的数据，或用其他资料说明走势",
            )
        degrees = ",".join(str(number) for number in trend.degrees)
        test = f"事件研究联合F({degrees})={trend.statistic:.2f}，{p_value(trend.p_value)}"
        bias = fixed(trend.implied_bias, self._places, self.unit)
        slope = fixed(trend.detectable_slope, places_for(trend.detectable_slope), self.unit)
        power = f"能以80%把握发现的最小分叉为每{self.time_unit or '期'}{slope}，相应偏差{bias}"
        return Diagnostic(name, f"{test}；{power}", *self._judge(trend))

    def _why_untested(self) -> str:
        if self.coverage.periods_before < 2:
            return "实施前只有1期"
        return "有的时期缺少一组，或聚类太少，无法联合检验"

    def _judge(self, trend: PreTrend) -> tuple[Verdict, str]:
        if trend.p_value < 0.05:
            return Verdict.FAILS, "改用走势更接近的对照组，或改用合成控制等方法"
        low, high = self.interval
        harmful = abs(self.value) if low <= 0 <= high else min(abs(low), abs(high))
        if trend.implied_bias >= harmful:
            return Verdict.DOUBTFUL, "未拒绝不等于成立：足以改变结论的分叉，这一检验也未必发现得了"
        return Verdict.HOLDS, "未见反证" if trend.p_value >= 0.10 else "p值接近界限，解释时应谨慎"

    def _clusters(self) -> Diagnostic:
        data = self.coverage
        if "聚类" not in self.error_kind:
            advice = "若政策按乡镇、学校等整体实施，应指定聚类列，否则误差偏小"
            return Diagnostic("样本相互独立", f"{data.rows}行，未聚类", Verdict.UNTESTABLE, advice)
        text = f"{data.clusters}个聚类，其中实施组{data.treated_clusters}个"
        if self.permutation_p is not None:
            text += f"；置换检验{p_value(self.permutation_p)}"
        if self.wild_p is not None:
            text += f"；野自助法{p_value(self.wild_p)}"
        if data.clusters >= FEW_CLUSTERS and data.treated_clusters >= FEW_TREATED:
            return Diagnostic("聚类数足够", text, Verdict.HOLDS)
        remedy = f"宜以{self._resampled_p[0]}为准" if self._resampled_p else ""
        advice = (
            f"聚类少于{FEW_CLUSTERS}个（或实施组少于{FEW_TREATED}个）时标准误往往偏小，{remedy}；"
            "区间用wild_cluster_bootstrap"
        )
        return Diagnostic("聚类数足够", text, Verdict.DOUBTFUL, advice)

    def _completeness(self) -> Diagnostic:
        data = self.coverage
        if not data.panel:
            text = f"重复截面，因空缺剔除{data.dropped}行"
            return Diagnostic("各期样本来自同一总体", text, Verdict.UNTESTABLE, "说明各期抽样办法和对象是否一致")
        lacking = data.incomplete_treated + data.incomplete_comparison
        if not lacking:
            return Diagnostic("面板完整", f"{data.treated + data.comparison}个单位各期齐全", Verdict.HOLDS)
        shares = (
            percent(data.incomplete_treated / data.treated),
            percent(data.incomplete_comparison / data.comparison),
        )
        counts = data.incomplete_treated, data.incomplete_comparison
        text = f"缺期单位：实施组{counts[0]}个（{shares[0]}），对照组{counts[1]}个（{shares[1]}）"
        return Diagnostic("面板完整", text, Verdict.DOUBTFUL, "查明缺期原因；缺失与政策有关时估计有偏")

    def _gap(self) -> Diagnostic:
        gap = self.before_gap_standardised
        text = f"实施前均值相差{fixed(self._gaps[0], self._places, self.unit)}（{gap:.2f}个标准差）"
        if abs(gap) < _LARGE_GAP:
            return Diagnostic("实施前两组水平相近", text, Verdict.HOLDS)
        return Diagnostic(
            "实施前两组水平相近", text, Verdict.DOUBTFUL, "水平不同本身不妨碍双重差分，但走势相同就更需要证据"
        )


def _row(name: str, before: float, after: float, change: Change) -> tuple[object, ...]:
    return name, before, after, *change_row(name, change)[1:]
