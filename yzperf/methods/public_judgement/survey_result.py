"""Estimates of a survey in numbers and in words (抽样调查估计结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.sampling import Mean
from yzperf.methods.wording import fixed, listing, places_for, span

_FEW_CLUSTERS = 20
_SMALL_DOMAIN = 30
_UNEVEN = 1.5
_KINDS = {"mean": "平均", "share": "比例", "total": "合计"}
_BY = {"t": "t分布", "normal": "正态", "wilson": "Wilson法", "logit": "logit法", "rao_scott": "Rao—Scott法"}


@dataclass(frozen=True, slots=True)
class Domain:
    """One part of the population on its own."""

    name: str
    estimate: Mean


@dataclass(frozen=True)
class SurveyEstimate(Result):
    """Result of ``survey_estimate``. Shares are between 0 and 1 in ``estimate`` and per cent in ``value``.

    ``population`` is the sum of the weights, None where rows stand for nobody else; ``kish`` the design effect of
    unequal weights alone; ``thin`` domains have too few answers for an estimate.
    """

    estimate: Mean
    kind: str
    name: str
    counted: tuple[str, ...]
    unit_of_value: str
    interval_by: str
    by: str
    domains: tuple[Domain, ...]
    thin: tuple[str, ...]
    rows: int
    unanswered: int
    weighted: bool
    population: float | None
    strata: int
    clusters: int | None
    stages: int
    corrected: bool
    kish: float

    title = "抽样调查估计"
    method = "公众评判法·问卷调查"

    @property
    def value(self) -> float:
        """The mean or total, or the share in per cent."""
        return self._scale * self.estimate.estimate

    @property
    def unit(self) -> str:
        """Per cent for shares."""
        return "%" if self.kind == "share" else self.unit_of_value

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval in ``unit``."""
        return self._scale * self.estimate.low, self._scale * self.estimate.high

    @property
    def standard_error(self) -> float:
        """Standard error in ``unit``."""
        return self._scale * self.estimate.standard_error

    def table(self) -> pd.DataFrame:
        """The whole and each domain."""
        rows = [("总体", self.estimate), *((one.name, one.estimate) for one in self.domains)]
        return pd.DataFrame([self._row(name, one) for name, one in rows])

    def sentences(self) -> tuple[str, ...]:
        """The estimate, the design, the domains at the ends, the limits."""
        what = f"“{self.name}”{'（' + '、'.join(self.counted) + '）' if self.counted else ''}"
        answer = (
            f"{what}的{_KINDS[self.kind]}为{fixed(self.value, self._places, self.unit)}（95%置信区间"
            f"{span(self.interval, self._places, self.unit)}，{_BY[self.interval_by]}）。"
        )
        return tuple(filter(None, (answer, self._basis(), self._ends(), _LIMITS)))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Random sample, clusters, weights, answers, finite population, small domains."""
        checks = [_RANDOM, self._enough(), self._weights(), self._answers(), self._population()]
        return (*checks, self._small()) if self.domains or self.thin else tuple(checks)

    def figure(self) -> Any:
        """The whole and its domains with their intervals."""
        from yzperf.drawing.dots import Dot, draw_dots

        scale = self._scale
        dots = [Dot("总体", self.value, self.interval, marked=True)]
        dots += [
            Dot(one.name, scale * one.estimate.estimate, (scale * one.estimate.low, scale * one.estimate.high))
            for one in self.domains
        ]
        unit = f"（{self.unit}）" if self.unit else ""
        return draw_dots(
            dots,
            x_label=f"{self.name}的{_KINDS[self.kind]}{unit}，横线为95%置信区间",
            title=f"{self.name}：{fixed(self.value, self._places, self.unit)}",
            places=min(2, self._places),
            marked_words="总体",
        )

    @property
    def _scale(self) -> float:
        return 100.0 if self.kind == "share" else 1.0

    @property
    def _places(self) -> int:
        return min(2, places_for(self.standard_error))

    def _row(self, name: str, one: Mean) -> dict[str, object]:
        figures = [self._scale * part for part in (one.estimate, one.standard_error, one.low, one.high)]
        places = min(4, places_for(figures[1]) + 1)
        return {
            "范围": name,
            "样本数": one.count,
            "估计值": round(figures[0], places),
            "标准误": round(figures[1], places + 1),
            "95%下限": round(figures[2], places),
            "95%上限": round(figures[3], places),
            "设计效应": round(one.design_effect, 2),
        }

    def _basis(self) -> str:
        drawn = f"{self.strata}层" if self.strata > 1 else "不分层"
        if self.clusters is not None:
            drawn += f"、{self.clusters}个群{'、两阶段' if self.stages == 2 else ''}"
        weighted = "按权数加权" if self.weighted else "各行权数相同"
        stands = f"，代表{self.population:,.0f}" if self.population else ""
        correction = "已作有限总体校正" if self.corrected else "未作有限总体校正"
        blank = f"（另有{self.unanswered}份未答此题，未计入）" if self.unanswered else ""
        return (
            f"依据{self.estimate.count}份回答{blank}；{drawn}，{weighted}{stands}，{correction}，"
            f"设计效应{self.estimate.design_effect:.2f}，自由度{self.estimate.degrees}。"
        )

    def _ends(self) -> str:
        if len(self.domains) < 2:
            return ""
        order = sorted(self.domains, key=lambda one: one.estimate.estimate)
        told = [f"{one.name}（{fixed(self._scale * one.estimate.estimate, self._places, self.unit)}）" for one in order]
        return f"按“{self.by}”看，最低的是{told[0]}，最高的是{told[-1]}；区间重叠的不宜分高下。"

    def _enough(self) -> Diagnostic:
        name = "抽样单元足够"
        text = f"{'群' if self.clusters else '样本'}{self.clusters or self.rows}个，自由度{self.estimate.degrees}"
        if self.estimate.degrees >= _FEW_CLUSTERS:
            return Diagnostic(name, text, Verdict.HOLDS)
        return Diagnostic(name, text, Verdict.DOUBTFUL, "群太少，标准误本身不稳；多抽群、每群少抽人")

    def _weights(self) -> Diagnostic:
        text = f"权数不等使方差增大到{self.kish:.2f}倍（Kish）"
        if self.kish <= _UNEVEN:
            return Diagnostic("权数不过于悬殊", text, Verdict.HOLDS)
        return Diagnostic("权数不过于悬殊", text, Verdict.DOUBTFUL, "核对极端权数，或合并调整类别")

    def _answers(self) -> Diagnostic:
        if not self.unanswered:
            return Diagnostic("未答者与作答者相近", "全部作答", Verdict.HOLDS)
        text = f"{self.unanswered}份未答（{100 * self.unanswered / self.rows:.1f}%）"
        return Diagnostic("未答者与作答者相近", text, Verdict.UNTESTABLE, "用nonresponse_analysis比较两者")

    def _population(self) -> Diagnostic:
        if self.corrected:
            return Diagnostic("总体数已知", "已作有限总体校正", Verdict.HOLDS)
        return Diagnostic(
            "总体数已知", "未给总体数，按放回抽样计算", Verdict.UNTESTABLE, "抽样比大时标准误偏大，偏于保守"
        )

    def _small(self) -> Diagnostic:
        small = [f"{one.name}（{one.estimate.count}份）" for one in self.domains if one.estimate.count < _SMALL_DOMAIN]
        small += [f"{name}（不足2份，未估计）" for name in self.thin]
        if not small:
            return Diagnostic("各组份数足以单独说明", f"各组均不少于{_SMALL_DOMAIN}份", Verdict.HOLDS)
        text = f"少于{_SMALL_DOMAIN}份：{listing(small)}"
        return Diagnostic("各组份数足以单独说明", text, Verdict.DOUBTFUL, "只作参考，不宜排名")


_LIMITS = "区间只反映抽样误差，不含未回答、问法和调查方式带来的误差；结论只适用于被抽样的总体。"
_RANDOM = Diagnostic(
    "样本是随机抽取的", "数据本身不能回答", Verdict.UNTESTABLE, "说明抽样办法；偶遇、自愿填答的样本不能用区间推断总体"
)
