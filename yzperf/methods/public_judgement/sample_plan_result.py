"""A sample plan in numbers and in words (样本量设计结果)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.wording import fixed, listing, percent

_ALLOCATIONS = {"proportional": "按总体数比例", "equal": "各层相等", "neyman": "Neyman", "optimal": "最优（计成本）"}
_SMALL_STRATUM = 30
_LOW_RESPONSE = 0.5


@dataclass(frozen=True, slots=True)
class PlannedStratum:
    """One stratum: answers needed, questionnaires to hand out, margin of the stratum alone."""

    name: str
    population: float | None
    answers: int
    handed_out: int
    margin: float

    @property
    def enough_people(self) -> bool:
        """Whether handing out to all still leaves the answers within reach at the expected response."""
        return self.population is None or self.handed_out < self.population


@dataclass(frozen=True)
class SamplePlan(Result):
    """Result of ``sample_size_planner``; ``curve`` gives answers in all for other margins."""

    strata: tuple[PlannedStratum, ...]
    kind: str
    unit_of_margin: str
    asked_margin: float
    reached_margin: float
    confidence: float
    design_effect: float
    cluster_size: float | None
    response_rate: float
    allocation: str
    every_stratum: bool
    worst_case: bool
    curve: tuple[tuple[float, float], ...]

    title = "样本量设计"
    method = "公众评判法·问卷调查"

    @property
    def value(self) -> float:
        """Answers needed in all."""
        return sum(one.answers for one in self.strata)

    @property
    def unit(self) -> str:
        """Questionnaires."""
        return "份"

    @property
    def interval(self) -> None:
        """None: a plan."""

    @property
    def answers(self) -> tuple[int, ...]:
        """Answers of each stratum."""
        return tuple(one.answers for one in self.strata)

    @property
    def handed_out(self) -> int:
        """Questionnaires to hand out in all."""
        return sum(one.handed_out for one in self.strata)

    @property
    def clusters(self) -> int | None:
        """Clusters to draw, where the plan has clusters."""
        return math.ceil(self.value / self.cluster_size) if self.cluster_size else None

    def table(self) -> pd.DataFrame:
        """One row per stratum."""
        rows = [(one.name, one.population, one.answers, one.handed_out, round(one.margin, 2)) for one in self.strata]
        return pd.DataFrame(
            rows, columns=["层", "总体数", "有效份数", "发放份数", f"本层误差（±{self.unit_of_margin}）"]
        )

    def sentences(self) -> tuple[str, ...]:
        """Answers and questionnaires, the assumptions, the limits."""
        aim = "每一层的" if self.every_stratum else ""
        answer = (
            f"要使{aim}{percent(self.confidence, 0)}置信区间不宽于±{self.asked_margin:g}{self.unit_of_margin}，需有效问卷"
            f"{self.value:,.0f}份；按回收率{percent(self.response_rate, 0)}，应发放{self.handed_out:,}份"
            f"{self._cluster_words()}。总体误差为±{fixed(self.reached_margin, 2)}{self.unit_of_margin}。"
        )
        worst = "比例取最不利的50%，" if self.worst_case else ""
        basis = f"{worst}设计效应{self.design_effect:.2f}" + (
            f"，{len(self.strata)}层{_ALLOCATIONS[self.allocation]}分配。" if len(self.strata) > 1 else "。"
        )
        return answer, basis, _LIMITS

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Enough people, strata large enough to be shown alone, response, random drawing."""
        short = [one.name for one in self.strata if not one.enough_people]
        people = Diagnostic(
            "总体够发放",
            f"全部发放仍可能不够的层：{listing(short) or '无'}",
            Verdict.DOUBTFUL if short else Verdict.HOLDS,
            "改为全面调查，或提高回收率" if short else "",
        )
        return people, self._small(), self._response(), _RANDOM

    def figure(self) -> Any:
        """Answers needed against the margin."""
        from yzperf.drawing.curves import draw_curve

        return draw_curve(
            self.curve,
            marked=(self.asked_margin, self.value),
            x_label=f"误差（±{self.unit_of_margin}）",
            y_label="有效份数",
            title=f"±{self.asked_margin:g}{self.unit_of_margin}要{self.value:,.0f}份",
        )

    def _cluster_words(self) -> str:
        return f"，抽{self.clusters}个群、每群{self.cluster_size:g}份" if self.clusters else ""

    def _small(self) -> Diagnostic:
        small = [f"{one.name}（{one.answers}份）" for one in self.strata if one.answers < _SMALL_STRATUM]
        if not small:
            return Diagnostic("各层可以单独说明", f"各层不少于{_SMALL_STRATUM}份", Verdict.HOLDS)
        text = f"少于{_SMALL_STRATUM}份：{listing(small)}"
        return Diagnostic("各层可以单独说明", text, Verdict.DOUBTFUL, "要比较各层的，用every_stratum=True或增加least")

    def _response(self) -> Diagnostic:
        text = f"预计回收率{percent(self.response_rate, 0)}"
        if self.response_rate >= _LOW_RESPONSE:
            return Diagnostic("回收率足够", text, Verdict.HOLDS)
        return Diagnostic("回收率足够", text, Verdict.DOUBTFUL, "多发不能消除未回答者不同造成的偏差，应安排催收和回访")


_LIMITS = "份数只保证抽样误差；预计的比例、标准差、设计效应和回收率若不准，实际误差会不同，调查后应重新计算。"
_RANDOM = Diagnostic("样本将随机抽取", "计划本身不能回答", Verdict.UNTESTABLE, "写明抽样框和抽取办法；方便抽样不适用")
