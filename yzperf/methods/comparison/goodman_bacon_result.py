"""The parts of a two-way fixed effects coefficient, in numbers and in words (培根分解的结果)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.comparison.effect_words import answer, dropped_text
from yzperf.methods.comparison.parts import Change
from yzperf.methods.wording import difference_unit, fixed, percent, places_for, span

EARLIER_LATER, LATER_EARLIER = "earlier_vs_later", "later_vs_earlier"
UNTREATED, ALWAYS = "treated_vs_untreated", "later_vs_always"
_KINDS = {
    UNTREATED: "实施对从未实施",
    EARLIER_LATER: "先实施对尚未实施",
    LATER_EARLIER: "后实施对已经实施",
    ALWAYS: "后实施对一直实施",
}
_FORBIDDEN = (LATER_EARLIER, ALWAYS)
_LARGE_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class TwoByTwo:
    """One double difference between two groups and its weight in the coefficient.

    ``treated`` and ``comparison`` are periods of first treatment: infinite never treated, minus infinite always.
    """

    kind: str
    treated: float
    comparison: float
    estimate: float
    weight: float


@dataclass(frozen=True, slots=True)
class KindOfComparison:
    """All comparisons of one kind: their weight and their weighted mean."""

    kind: str
    estimate: float
    weight: float


@dataclass(frozen=True)
class GoodmanBacon(Result):
    """Result of ``goodman_bacon_decomposition``. Figures are in ``outcome_unit``.

    ``effect`` is the two-way fixed effects coefficient; the weights of ``comparisons`` sum to one and their weighted
    mean is the coefficient.
    """

    outcome_name: str
    outcome_unit: str
    time_unit: str
    effect: Change
    comparisons: tuple[TwoByTwo, ...]
    units: int
    never: int
    always: int
    periods: int
    rows: int
    dropped: int
    incomplete: int

    title = "双向固定效应系数的成分"
    method = "比较法·培根分解"

    @property
    def value(self) -> float:
        """The two-way fixed effects coefficient, in ``unit``."""
        return self.effect.estimate

    @property
    def unit(self) -> str:
        """Unit of the outcome; a difference of percentages is in percentage points."""
        return difference_unit(self.outcome_unit)

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the coefficient."""
        return self.effect.low, self.effect.high

    @property
    def kinds(self) -> tuple[KindOfComparison, ...]:
        """The comparisons summed by kind, in the order of the table."""
        found = []
        for kind in _KINDS:
            parts = [part for part in self.comparisons if part.kind == kind]
            weight = sum(part.weight for part in parts)
            if weight > 0:
                found.append(
                    KindOfComparison(kind, sum(part.weight * part.estimate for part in parts) / weight, weight)
                )
        return tuple(found)

    @property
    def forbidden_weight(self) -> float:
        """Weight of comparisons with units that had been treated before."""
        return sum(kind.weight for kind in self.kinds if kind.kind in _FORBIDDEN)

    def table(self) -> pd.DataFrame:
        """Kinds of comparison with their number, weight and mean."""
        rows = [
            (
                _KINDS[kind.kind],
                sum(part.kind == kind.kind for part in self.comparisons),
                round(kind.weight, 4),
                round(kind.estimate, self._places),
            )
            for kind in self.kinds
        ]
        rows.append(("合计（双向固定效应系数）", len(self.comparisons), 1.0, round(self.value, self._places)))
        return pd.DataFrame(rows, columns=["比较", "个数", "权重", "加权平均"])

    def comparisons_table(self) -> pd.DataFrame:
        """Every comparison, the heaviest first."""
        parts = sorted(self.comparisons, key=lambda part: -part.weight)
        rows = [
            (
                _KINDS[part.kind],
                self._group(part.treated),
                self._group(part.comparison),
                round(part.weight, 4),
                round(part.estimate, self._places),
            )
            for part in parts
        ]
        return pd.DataFrame(rows, columns=["比较", "实施组", "对照组", "权重", "差额"])

    def sentences(self) -> tuple[str, ...]:
        """The coefficient, its parts, the data, the limits."""
        return self._answer(), self._parts(), self._basis(), self._limits()

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The weight of comparisons with treated units, what was left out."""
        return self._forbidden(), self._completeness()

    def figure(self) -> Any:
        """Every comparison by weight and estimate, and the coefficient as a line."""
        from yzperf.drawing.decomposition import PartDot, draw_parts

        dots = [
            PartDot(
                _KINDS[kind.kind], [(part.weight, part.estimate) for part in self.comparisons if part.kind == kind.kind]
            )
            for kind in self.kinds
        ]
        return draw_parts(
            dots,
            self.value,
            x_label="权重",
            y_label="两组变化之差" + (f"（{self.unit}）" if self.unit else ""),
            title=f"系数{fixed(self.value, self._places, self.unit)}由{len(self.comparisons)}个两两比较加权而成",
        )

    @property
    def _places(self) -> int:
        return places_for(self.effect.standard_error)

    def _group(self, first: float) -> str:
        if math.isinf(first):
            return "从未实施" if first > 0 else "一直实施"
        return f"{first:g}{self.time_unit}实施"

    def _answer(self) -> str:
        return answer("扣除单位和时期固定效应后，实施后", self.outcome_name, self.effect, self._places, self.unit)

    def _parts(self) -> str:
        parts = "；".join(
            f"{_KINDS[kind.kind]}占{percent(kind.weight)}，平均{fixed(kind.estimate, self._places, self.unit)}"
            for kind in self.kinds
        )
        return f"这个系数是{len(self.comparisons)}个两两比较的加权平均：{parts}。"

    def _basis(self) -> str:
        left = f"，另有{self.incomplete}个单位缺期未用" if self.incomplete else ""
        return (
            f"依据{self.units}个单位（{self.never}个从未实施、{self.always}个一直实施）、{self.periods}期共{self.rows}行"
            f"{dropped_text(self.dropped)}{left}；95%置信区间{span(self.interval, self._places)}按聚类标准误。"
        )

    def _limits(self) -> str:
        if self.forbidden_weight > 0:
            return "以已经实施的单位为对照的比较，在效应随时间变化时会歪曲甚至颠倒结论；分解只说明权重，不能纠正。"
        return "各比较都以未实施的单位为对照；系数仍以平行趋势为前提。"

    def _forbidden(self) -> Diagnostic:
        name, share = "对照单位都尚未实施", self.forbidden_weight
        text = f"以已实施单位为对照的比较占权重{percent(share)}"
        if share == 0:
            return Diagnostic(name, text, Verdict.HOLDS)
        if share < _LARGE_SHARE:
            return Diagnostic(name, text, Verdict.DOUBTFUL, "影响不大；可用callaway_santanna复核")
        return Diagnostic(name, text, Verdict.FAILS, "改用callaway_santanna或sun_abraham")

    def _completeness(self) -> Diagnostic:
        if not self.incomplete and not self.dropped:
            return Diagnostic("面板完整", f"{self.units}个单位{self.periods}期齐全", Verdict.HOLDS)
        text = f"因空缺剔除{self.dropped}行，缺期剔除{self.incomplete}个单位"
        return Diagnostic("面板完整", text, Verdict.DOUBTFUL, "查明缺期原因；缺失与政策有关时估计有偏")
