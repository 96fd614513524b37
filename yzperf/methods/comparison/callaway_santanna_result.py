"""The answer of a study of staggered adoption, in numbers and in words (分批实施双重差分的结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.comparison.effect_words import OTHER_POLICIES, answer, change_row, dropped_text
from yzperf.methods.comparison.event_path import EffectPath
from yzperf.methods.comparison.parts import Change
from yzperf.methods.wording import difference_unit, fixed, listing, p_value, percent, places_for, span

_FEW_CLUSTERS, _SMALL_GROUP = 30, 5
_OVERALL = {
    "group": "各批实施后平均（按批次）",
    "simple": "全部实施后的批次—时期平均",
    "event": "按实施后年数平均",
    "calendar": "按时期平均",
}
_ESTIMATORS = {"doubly_robust": "双稳健", "regression": "结果回归", "ipw": "逆概率加权"}


@dataclass(frozen=True, slots=True)
class GroupTimeEffect:
    """Effect on one group in one period, measured from ``base``; None with the reason where it cannot be had.

    ``treated`` and ``comparison`` count units (rows in repeated samples), ``trimmed`` those of no weight.
    """

    group: float
    period: float
    base: float
    effect: Change | None
    treated: int
    comparison: int
    trimmed: int
    reason: str


@dataclass(frozen=True, slots=True)
class WaldTest:
    """Joint test that several estimates are zero.

    ``p_value`` is that of the chi-squared distribution, as ``did`` prints it; ``small_sample_p`` that of Hotelling's
    test, which allows for small groups, None where they do not suffice.
    """

    statistic: float
    degrees: int
    p_value: float
    small_sample_p: float | None


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen, in the words of the options; ``estimator`` is empty without covariates."""

    estimator: str
    comparison: str
    base_period: str
    errors: str
    small_sample: bool
    covariates: tuple[str, ...]
    cluster: str


@dataclass(frozen=True, slots=True)
class StaggeredCoverage:
    """What the estimate rests on; ``groups`` are (first treated, units), ``smallest`` the least clusters of a group."""

    rows: int
    dropped: int
    panel: bool
    units: int
    groups: tuple[tuple[float, int], ...]
    never: int
    blank: int
    periods: int
    incomplete: int
    already: int
    clusters: int
    smallest: int


@dataclass(frozen=True)
class CallawaySantAnna(Result):
    """Result of ``callaway_santanna``. Effects are in ``outcome_unit``.

    ``cells`` are the effects by group and period; ``simple``, ``by_group``, ``by_period`` and ``by_event`` their
    averages; ``pre_test`` is None where nothing before treatment can be tested.
    """

    outcome_name: str
    outcome_unit: str
    time_unit: str
    headline: str
    choices: Choices
    anticipation: float
    cells: tuple[GroupTimeEffect, ...]
    simple: Change
    by_group: EffectPath
    by_period: EffectPath
    by_event: EffectPath
    pre_test: WaldTest | None
    coverage: StaggeredCoverage
    draws: int

    title = "分批实施的政策效应"
    method = "比较法·分批双重差分（Callaway–Sant'Anna）"

    @property
    def effect(self) -> Change:
        """The overall average that was asked for."""
        return {
            "group": self.by_group.overall,
            "simple": self.simple,
            "event": self.by_event.overall,
            "calendar": self.by_period.overall,
        }[self.headline]

    @property
    def value(self) -> float:
        """The overall average effect, in ``unit``."""
        return self.effect.estimate

    @property
    def unit(self) -> str:
        """Unit of the outcome; a difference of percentages is in percentage points."""
        return difference_unit(self.outcome_unit)

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the overall average."""
        return self.effect.low, self.effect.high

    def table(self) -> pd.DataFrame:
        """The overall average, then the effect at each distance from the start with interval and band."""
        columns = ["项目", "效应", "标准误", "95%下限", "95%上限", "p值", "整条路径95%下限", "整条路径95%上限"]
        nothing = float("nan")
        rows = [(*change_row(_OVERALL[self.headline], self.effect), nothing, nothing)]
        rows += [
            (*change_row(self._distance(point.at), point.effect), point.band_low, point.band_high)
            for point in self.by_event.points
        ]
        return self._rounded(pd.DataFrame(rows, columns=columns))

    def cells_table(self) -> pd.DataFrame:
        """The effect of every group in every period, with the reason where there is none."""
        rows = [
            (
                f"{cell.group:g}{self.time_unit}实施",
                cell.period,
                cell.base,
                *(change_row("", cell.effect)[1:] if cell.effect else [float("nan")] * 4 + [""]),
                cell.reason,
            )
            for cell in self.cells
        ]
        columns = ["批次", "时期", "比较的基期", "效应", "标准误", "95%下限", "95%上限", "p值", "不能估计的原因"]
        return self._rounded(pd.DataFrame(rows, columns=columns))

    def sentences(self) -> tuple[str, ...]:
        """The average effect, its course, the data, the limits."""
        return self._answer(), self._course(), self._basis(), self._limits()

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Trends before treatment, comparison units, size of groups, what was left out, other policies."""
        return self._parallel(), self._comparable(), self._sizes(), self._completeness(), OTHER_POLICIES

    def figure(self) -> Any:
        """Effect by distance from the start, with intervals and the band for the whole path."""
        from yzperf.drawing.effects import EffectDot, draw_effect_path

        dots = [
            EffectDot(
                point.at,
                point.effect.estimate,
                (point.effect.low, point.effect.high),
                (point.band_low, point.band_high),
            )
            for point in self.by_event.points
        ]
        return draw_effect_path(
            dots,
            x_label=f"距实施的{self.time_unit}数（0为实施当{self.time_unit}）",
            y_label=f"{self.outcome_name}的变化（{self.unit}）" if self.unit else f"{self.outcome_name}的变化",
            title=f"分批实施的效应：平均{fixed(self.value, self._places, self.unit)}"
            f"（95%置信区间{span(self.interval, self._places)}）",
        )

    @property
    def _places(self) -> int:
        return places_for(self.effect.standard_error)

    def _rounded(self, frame: pd.DataFrame) -> pd.DataFrame:
        numeric = [column for column in frame.columns if column in {"效应", "标准误"} or "%" in column]
        return frame.round(dict.fromkeys(numeric, self._places))

    def _distance(self, at: float) -> str:
        if at == 0:
            return f"实施当{self.time_unit}"
        return f"实施{'后' if at > 0 else '前'}第{abs(at):g}{self.time_unit}"

    def _answer(self) -> str:
        start = f"与{self._compared_with()}的变化相比，各批单位实施后"
        return answer(start, self.outcome_name, self.effect, self._places, self.unit)

    def _compared_with(self) -> str:
        return "从未实施的单位" if self.choices.comparison == "never_treated" else "从未或尚未实施的单位"

    def _course(self) -> str:
        after = [point for point in self.by_event.points if point.at >= 0]
        course = "、".join(
            f"{self._distance(point.at)}{fixed(point.effect.estimate, self._places)}" for point in after[:6]
        )
        beyond = [self._distance(point.at) for point in after if not point.band_low <= 0 <= point.band_high]
        found = f"{listing(beyond)}的区间不含0" if beyond else "各点的区间都包含0"
        tail = "（后略）" if len(after) > 6 else ""
        return (
            f"效应随时间的变化（{self.unit or '结果的单位'}）：{course}{tail}；按整条路径同时成立的95%区间，{found}。"
        )

    def _basis(self) -> str:
        data = self.coverage
        what = "个单位" if data.panel else "个独立样本或单位（按重复样本处理）"
        groups = "、".join(f"{group:g}{self.time_unit}{size}个" for group, size in data.groups[:6])
        held = f"考虑了{listing(self.choices.covariates)}（{self._estimator()}）。" if self.choices.covariates else ""
        kind = "影响函数" if self.choices.errors == "analytic" else f"乘子自助法{self.draws}次"
        level = f"按“{self.choices.cluster}”聚类，共{data.clusters}个" if self.choices.cluster else "按单位"
        return (
            f"依据{data.units}{what}、{data.periods}期共{data.rows}行：{groups}{'等' if len(data.groups) > 6 else ''}"
            f"分批实施，{data.never}个从未实施{dropped_text(data.dropped)}。{held}标准误由{kind}得出（{level}），"
            f"区间取{'t分布并按各批大小校正' if self.choices.small_sample else '正态分布'}。"
        )

    def _estimator(self) -> str:
        return _ESTIMATORS[self.choices.estimator]

    def _limits(self) -> str:
        trend = {
            Verdict.HOLDS: "实施前未见走势差异",
            Verdict.DOUBTFUL: "实施前走势的检验接近界限",
            Verdict.FAILS: "实施前两类单位走势已有差异，这一数不能解释为政策作用",
            Verdict.UNTESTABLE: "数据不能检验实施前走势是否平行",
        }[self._parallel().verdict]
        return f"{trend}；检验没有拒绝不等于平行趋势成立，还须说明各批何时实施与结果的走势无关。"

    def _parallel(self) -> Diagnostic:
        name, test = "平行趋势（实施前各批与对照走势一致）", self.pre_test
        if test is None:
            return Diagnostic(name, "没有实施前的时期可检验", Verdict.UNTESTABLE, "补充实施前更多时期的数据")
        text = f"实施前各批次—时期效应联合Wald检验χ²({test.degrees})={test.statistic:.2f}，{p_value(test.p_value)}"
        if test.small_sample_p is None:
            return Diagnostic(name, text, Verdict.UNTESTABLE, "最小的一批单位太少，这一检验会过多拒绝，不作判断")
        text += f"（按小样本校正{p_value(test.small_sample_p)}）"
        if test.small_sample_p < 0.05:
            return Diagnostic(name, text, Verdict.FAILS, "加入影响走势的协变量，或改用走势更接近的对照")
        if test.small_sample_p < 0.10:
            return Diagnostic(name, text, Verdict.DOUBTFUL, "p值接近界限，解释时应谨慎")
        return Diagnostic(name, text, Verdict.HOLDS, "未见反证；可用event_study看这一检验能发现多大的分叉")

    def _comparable(self) -> Diagnostic:
        name = "每一批每一期都有可比的对照"
        lacking = [cell for cell in self.cells if cell.effect is None]
        trimmed = max((cell.trimmed for cell in self.cells), default=0)
        if lacking:
            reasons = listing(list(dict.fromkeys(cell.reason for cell in lacking)))
            text = f"{len(self.cells)}个批次—时期中{len(lacking)}个不能估计：{reasons}"
            return Diagnostic(name, text, Verdict.DOUBTFUL, "平均数只含能估计的部分；换对照或减少协变量")
        if trimmed:
            text = f"有的比较中{trimmed}个对照单位倾向得分过高，不计入"
            return Diagnostic(name, text, Verdict.DOUBTFUL, "两类单位差别大，宜减少协变量或换对照")
        return Diagnostic(name, f"{len(self.cells)}个批次—时期都能估计", Verdict.HOLDS)

    def _sizes(self) -> Diagnostic:
        data, name = self.coverage, "批次和聚类不太小"
        smallest, what = data.smallest, "聚类" if self.choices.cluster else "单位"
        text = f"最小的一批{smallest}个{what}，共{data.clusters}个{'聚类' if self.choices.cluster else '独立单位'}"
        if smallest == 1:
            advice = f"只有1个{what}的一批误差无法估计，标准误偏小；并批，或改用randomisation_inference"
            return Diagnostic(name, text, Verdict.FAILS, advice)
        if smallest >= _SMALL_GROUP and data.clusters >= _FEW_CLUSTERS:
            return Diagnostic(name, text, Verdict.HOLDS)
        advice = f"批次少于{_SMALL_GROUP}个{what}或聚类少于{_FEW_CLUSTERS}个时区间仍可能偏窄，宜并批或另作随机化推断"
        return Diagnostic(name, text, Verdict.DOUBTFUL, advice)

    def _completeness(self) -> Diagnostic:
        data = self.coverage
        left = [
            (data.dropped, f"因空缺剔除{data.dropped}行"),
            (data.incomplete, f"缺期剔除{data.incomplete}个单位"),
            (data.already, f"第一期就已实施、没有前期可比的{data.already}个单位不计"),
            (data.blank, f"首次实施时期为空、按从未实施处理{data.blank}个单位"),
        ]
        told = "；".join(text for count, text in left if count)
        name = "没有剔除或推定的数据"
        if not told:
            return Diagnostic(name, f"{data.units}个单位{data.periods}期全部使用", Verdict.HOLDS)
        share = percent(data.incomplete / (data.units + data.incomplete))
        return Diagnostic(
            name,
            told,
            Verdict.DOUBTFUL,
            f"缺期单位占{share}，查明原因" if data.incomplete else "核对这些单位，说明原因",
        )
