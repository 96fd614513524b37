"""The answer of a comparison of each unit with all others, in numbers and in words (超效率的结果)."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.benchmarking.data_envelopment_analysis_result import RETURNS_WORDS
from yzperf.methods.benchmarking.efficiency_words import NO_NOISE, SAME_PRACTICE, dropped_text, few_units
from yzperf.methods.wording import fixed, listing, percent

_ONE = 1 - 1e-6
_OUTLYING = 1.5  # a convention: so far ahead of all others that the data should be looked at


@dataclass(frozen=True, slots=True)
class UnitSuperEfficiency:
    """One unit: ``score`` and ``factor`` against the others (NaN where they cannot reach it), ``usual`` score."""

    name: str
    score: float
    factor: float
    usual: float

    @property
    def feasible(self) -> bool:
        """Whether a combination of the others reaches the unit."""
        return isfinite(self.score)


@dataclass(frozen=True)
class SuperEfficiency(Result):
    """Result of ``super_efficiency``."""

    returns: str
    orientation: str
    units: tuple[UnitSuperEfficiency, ...]
    needed: int
    dropped: int

    title = "超效率"
    method = "标杆管理法·超效率数据包络分析"

    @property
    def value(self) -> float:
        """The highest score that can be computed; NaN if none can."""
        return self._sorted[0].score if self._sorted else float("nan")

    @property
    def unit(self) -> str:
        """None: a pure number."""
        return ""

    @property
    def interval(self) -> None:
        """None: distances to the others given."""

    @property
    def out_of_reach(self) -> tuple[str, ...]:
        """Units without a score: no combination of the others reaches them."""
        return tuple(one.name for one in self.units if not one.feasible)

    def table(self) -> pd.DataFrame:
        """Units by score; those out of reach of the others last, without a rank."""
        order = [*self._sorted, *(one for one in self.units if not one.feasible)]
        rows = [
            (place if one.feasible else pd.NA, one.name, one.score, one.usual, "" if one.feasible else "无可行解")
            for place, one in enumerate(order, start=1)
        ]
        frame = pd.DataFrame(rows, columns=["名次", "单位", "超效率值", "效率值", "说明"])
        return frame.astype({"名次": "Int64"}).round({"超效率值": 4, "效率值": 4})

    def sentences(self) -> tuple[str, ...]:
        """The first, those without a score and why, limits."""
        return tuple(filter(None, (self._answer(), self._infeasible(), self._limits())))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All programmes solved, nobody suspiciously far ahead, enough units."""
        return (
            self._solved(),
            self._outliers(),
            few_units(len(self.units), self.needed),
            NO_NOISE,
            SAME_PRACTICE,
        )

    def figure(self) -> Any:
        """Bars of the scores that can be computed."""
        from yzperf.drawing.efficiency import draw_efficiency

        title = f"超效率：{RETURNS_WORDS[self.returns]}"
        title += f"；{listing(self.out_of_reach)}无可行解" if self.out_of_reach else ""
        return draw_efficiency([(one.name, one.score) for one in self.units], title=title, x_label="超效率值")

    @property
    def _sorted(self) -> list[UnitSuperEfficiency]:
        return sorted((one for one in self.units if one.feasible), key=lambda one: -one.score)

    def _answer(self) -> str:
        counted = (
            f"{len(self.units)}个单位{dropped_text(self.dropped)}，各与其余单位相比（{RETURNS_WORDS[self.returns]}）"
        )
        if not self._sorted:
            return f"{counted}，都没有可行解，不能排序。"
        first = self._sorted[0]
        beyond = sum(one.usual >= _ONE for one in self._sorted)
        return (
            f"{counted}，第1名是{first.name}（{fixed(first.score, 3)}）：{self._reading(first)}。"
            f"效率值为1的单位中，{beyond}个由此分出先后。"
        )

    def _reading(self, first: UnitSuperEfficiency) -> str:
        if first.score < _ONE:
            return "仍在其余单位的前沿以内"
        if self.orientation == "input":
            return f"投入增加{percent(first.score - 1)}，仍不比其余单位差"
        return f"产出减少{percent(1 - first.factor)}，仍不比其余单位差"

    def _infeasible(self) -> str:
        if not self.out_of_reach:
            return ""
        reach = "产出" if self.orientation == "input" else "这样少的投入"
        return (
            f"{listing(self.out_of_reach)}没有可行解：其余单位怎样组合都达不到它的{reach}，"
            "没有超效率值，也不排名次；这不等于它最好。"
        )

    def _limits(self) -> str:
        return "超效率高也可能只是规模或构成特殊、或数据有误，用来排序之前先核实。"

    def _solved(self) -> Diagnostic:
        name, count = "每个单位都有解", len(self.out_of_reach)
        if not count:
            return Diagnostic(name, f"{len(self.units)}个都有", Verdict.HOLDS)
        advice = "改用returns='constant'，或换另一种orientation"
        return Diagnostic(name, f"{listing(self.out_of_reach)}无可行解", Verdict.FAILS, advice)

    def _outliers(self) -> Diagnostic:
        name = "没有远离其余单位的单位"
        far = [one.name for one in self._sorted if one.score > _OUTLYING]
        if not far:
            return Diagnostic(name, f"都不超过{_OUTLYING}", Verdict.HOLDS)
        return Diagnostic(name, f"{listing(far)}超过{_OUTLYING}", Verdict.DOUBTFUL, "核实其数据，剔除后重算前沿作对照")
