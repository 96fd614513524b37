"""The answer of an event study by groups, in numbers and in words (分批事件研究的结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.comparison.effect_words import OTHER_POLICIES, answer, change_row, dropped_text, signed
from yzperf.methods.comparison.event_path import EffectPath
from yzperf.methods.comparison.parts import Change
from yzperf.methods.comparison.pretrend_power import PreTrendTest
from yzperf.methods.wording import difference_unit, fixed, listing, p_value, places_for

_FEW_CLUSTERS = 30
_SMALL_GROUP = 5


@dataclass(frozen=True, slots=True)
class CohortEffect:
    """Effect on one group at one distance from its start, and the rows behind it."""

    group: float
    distance: float
    effect: Change
    rows: int


@dataclass(frozen=True, slots=True)
class SunCoverage:
    """What the estimate rests on; ``cut`` periods had no untreated unit left, ``smallest`` clusters make up a group."""

    rows: int
    dropped: int
    groups: tuple[tuple[float, int], ...]
    comparison: int
    periods: int
    cut: int
    complete: bool
    clusters: int
    smallest: int
    already: int
    blank: int


@dataclass(frozen=True)
class SunAbraham(Result):
    """Result of ``sun_abraham``. Figures are in ``outcome_unit``.

    ``path`` holds the averages by distance, ``att`` the mean over all treated rows, ``cohorts`` what they are made
    of; ``last_group`` is the group that served as comparison where nobody was never treated.
    """

    outcome_name: str
    outcome_unit: str
    time_unit: str
    covariates: tuple[str, ...]
    reference: float
    shares: str
    last_group: float | None
    cohorts: tuple[CohortEffect, ...]
    path: EffectPath
    att: Change
    degrees: int
    pre_trend: PreTrendTest | None
    coverage: SunCoverage

    title = "分批实施的逐期效应"
    method = "比较法·分批事件研究（Sun–Abraham）"

    @property
    def value(self) -> float:
        """Mean effect over all treated rows, in ``unit``."""
        return self.att.estimate

    @property
    def unit(self) -> str:
        """Unit of the outcome; a difference of percentages is in percentage points."""
        return difference_unit(self.outcome_unit)

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the mean."""
        return self.att.low, self.att.high

    def table(self) -> pd.DataFrame:
        """The mean, then the average at every distance with interval, p value and band."""
        nothing = float("nan")
        rows = [(*change_row("全部实施后平均", self.att), nothing, nothing)]
        rows += [
            (*change_row(self._name(point.at), point.effect), point.band_low, point.band_high)
            for point in self.path.points
        ]
        columns = ["项目", "效应", "标准误", "95%下限", "95%上限", "p值", "整条路径95%下限", "整条路径95%上限"]
        frame = pd.DataFrame(rows, columns=columns)
        return frame.round({column: self._places for column in columns if column not in {"项目", "p值"}})

    def cohorts_table(self) -> pd.DataFrame:
        """The effect of every group at every distance."""
        rows = [
            (
                f"{cohort.group:g}{self.time_unit}实施",
                *change_row(self._name(cohort.distance), cohort.effect),
                cohort.rows,
            )
            for cohort in self.cohorts
        ]
        columns = ["批次", "项目", "效应", "标准误", "95%下限", "95%上限", "p值", "行数"]
        return pd.DataFrame(rows, columns=columns).round(dict.fromkeys(columns[2:6], self._places))

    def sentences(self) -> tuple[str, ...]:
        """The mean effect, its course, the data, the limits."""
        return self._answer(), self._course(), self._basis(), self._limits()

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Parallel trends, size of groups and clusters, what was left out, other policies."""
        return self._parallel(), self._sizes(), self._completeness(), OTHER_POLICIES

    def figure(self) -> Any:
        """The averages by distance from the start, with intervals and band."""
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
            y_label=f"{self.outcome_name}的变化（{self.unit}）" if self.unit else f"{self.outcome_name}的变化",
            title=f"分批实施的逐期效应：平均{signed(self.att, self._places, self.unit)}",
            reference=self.reference,
        )

    @property
    def _places(self) -> int:
        return places_for(self.att.standard_error)

    def _name(self, at: float) -> str:
        return f"实施当{self.time_unit}" if at == 0 else f"实施{'后' if at > 0 else '前'}第{abs(at):g}{self.time_unit}"

    def _compared_with(self) -> str:
        return "从未实施的单位" if self.last_group is None else f"最后（{self.last_group:g}{self.time_unit}）实施的单位"

    def _answer(self) -> str:
        start = f"与{self._compared_with()}的变化相比，各批单位实施后"
        return answer(start, self.outcome_name, self.att, self._places, self.unit)

    def _course(self) -> str:
        after = [point for point in self.path.points if point.at >= 0]
        course = "、".join(f"{self._name(point.at)}{fixed(point.effect.estimate, self._places)}" for point in after[:6])
        beyond = [self._name(point.at) for point in after if not point.band_low <= 0 <= point.band_high]
        found = f"{listing(beyond)}的区间不含0" if beyond else "各点的区间都包含0"
        tail = "（后略）" if len(after) > 6 else ""
        return f"逐期效应（{self.unit or '结果的单位'}）：{course}{tail}；按整条路径同时成立的95%区间，{found}。"

    def _basis(self) -> str:
        data = self.coverage
        groups = "、".join(f"{group:g}{self.time_unit}{size}个" for group, size in data.groups[:6])
        held = f"控制了{listing(self.covariates)}。" if self.covariates else ""
        cut = f"，最后一批实施后的{data.cut}期不用" if data.cut else ""
        return (
            f"依据{groups}{'等' if len(data.groups) > 6 else ''}分批实施的单位和{data.comparison}个对照单位、"
            f"{data.periods}期共{data.rows}行{dropped_text(data.dropped)}{cut}。{held}标准误按{data.clusters}个聚类，"
            f"各批的份额{'视为已知' if self.shares == 'fixed' else '也计入误差'}，区间取自由度{self.degrees}的t分布。"
        )

    def _limits(self) -> str:
        return "各批只与没有实施的单位比较，效应可以因批次和时间而异；平行趋势和不提前反应仍是前提。"

    def _parallel(self) -> Diagnostic:
        name, test = "平行趋势（实施前走势一致）", self.pre_trend
        if test is None:
            return Diagnostic(name, "实施前时期或聚类太少", Verdict.UNTESTABLE, "补充实施前更多时期的数据")
        bias = test.slopes[-1].bias_joint
        text = f"联合检验{p_value(test.small_sample_p)}；80%把握的最小分叉会造成偏差{fixed(bias, places_for(bias), self.unit)}"
        if test.small_sample_p < 0.05:
            return Diagnostic(name, text, Verdict.FAILS, "实施前已有分叉，效应不能解释为政策作用")
        low, high = self.interval
        if bias >= (abs(self.value) if low <= 0 <= high else min(abs(low), abs(high))):
            advice = "未拒绝不等于成立：足以改变结论的分叉，这一检验也未必发现得了"
            return Diagnostic(name, text, Verdict.DOUBTFUL, advice)
        return Diagnostic(name, text, Verdict.HOLDS, "未见反证")

    def _sizes(self) -> Diagnostic:
        data, name = self.coverage, "批次和聚类不太小"
        smallest = data.smallest
        text = f"最小的一批{smallest}个聚类，共{data.clusters}个聚类"
        if smallest == 1:
            advice = "只有1个聚类的一批误差无法估计，标准误偏小；并批，或改用randomisation_inference"
            return Diagnostic(name, text, Verdict.FAILS, advice)
        if smallest >= _SMALL_GROUP and data.clusters >= _FEW_CLUSTERS:
            return Diagnostic(name, text, Verdict.HOLDS)
        advice = f"批次少于{_SMALL_GROUP}个聚类或聚类少于{_FEW_CLUSTERS}个时标准误往往偏小，宜并批或另作随机化推断"
        return Diagnostic(name, text, Verdict.DOUBTFUL, advice)

    def _completeness(self) -> Diagnostic:
        data, name = self.coverage, "没有剔除或推定的数据"
        left = [
            (data.dropped, f"因空缺剔除{data.dropped}行"),
            (not data.complete, "有的单位缺期"),
            (data.already, f"第一期就已实施的{data.already}个单位不计"),
            (data.blank, f"首次实施时期为空、按从未实施处理{data.blank}个单位"),
            (data.cut, f"没有对照的{data.cut}期不用"),
        ]
        told = "；".join(text for count, text in left if count)
        if not told:
            return Diagnostic(name, f"{data.rows}行全部使用", Verdict.HOLDS)
        return Diagnostic(name, told, Verdict.DOUBTFUL, "核对这些单位和时期，说明原因")
