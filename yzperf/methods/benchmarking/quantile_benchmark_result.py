"""The answer of a quantile benchmark, in numbers and in words (分位数标杆的结果)."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, isinf
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.benchmarking.efficiency_words import SAME_PRACTICE
from yzperf.methods.wording import difference_unit, fixed, listing, percent, places_for

_FEW = 20


@dataclass(frozen=True, slots=True)
class UnitGap:
    """One unit: its value and how far it falls short of the benchmark, 0 where it reaches it."""

    name: str
    value: float
    gap: float


@dataclass(frozen=True, slots=True)
class GroupBenchmark:
    """One group: benchmark, its 95 % interval (an end may be infinite), units in the order of the data."""

    name: str
    line: float
    interval: tuple[float, float]
    units: tuple[UnitGap, ...]


@dataclass(frozen=True)
class QuantileBenchmark(Result):
    """Result of ``quantile_benchmark``; the first group is the headline."""

    outcome_name: str
    outcome_unit: str
    better: str
    top: float
    groups: tuple[GroupBenchmark, ...]
    dropped: int

    title = "分位数标杆"
    method = "标杆管理法·分位数标杆"

    @property
    def value(self) -> float:
        """The benchmark of the first group, in ``unit``."""
        return self.groups[0].line

    @property
    def unit(self) -> str:
        """Unit of the outcome."""
        return self.outcome_unit

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the benchmark of the first group."""
        return self.groups[0].interval

    def table(self) -> pd.DataFrame:
        """Units with their gaps, furthest first."""
        rows = [
            (group.name, one.name, one.value, group.line, one.gap)
            for group in self.groups
            for one in sorted(group.units, key=lambda one: -one.gap)
        ]
        return pd.DataFrame(rows, columns=["分组", "单位", self.outcome_name, "标杆值", "差距"])

    def sentences(self) -> tuple[str, ...]:
        """The benchmark of each group with its interval, who is furthest, limits."""
        left = f"另有{self.dropped}行因数据空缺剔除。" if self.dropped else ""
        return (
            *(self._line(group) for group in self.groups),
            f"{left}标杆是本组最好的{percent(self.top, 0)}已经达到的水平，不是规定标准；单位条件不同的，差距不都是工作造成的。",
        )

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Enough units for both ends of the interval, comparability."""
        name, fewest = "单位够多", min(self.groups, key=lambda group: len(group.units))
        text = f"最少的一组{len(fewest.units)}个单位"
        open_ended = [group.name for group in self.groups if any(isinf(end) for end in group.interval)]
        if open_ended:
            enough = Diagnostic(
                name, text, Verdict.FAILS, f"{listing(open_ended)}的区间有一端没有界限；把top取大些或增加单位"
            )
        elif len(fewest.units) < _FEW:
            enough = Diagnostic(name, text, Verdict.DOUBTFUL, f"少于{_FEW}个，标杆值随个别单位变动大")
        else:
            enough = Diagnostic(name, text, Verdict.HOLDS)
        return enough, SAME_PRACTICE

    def figure(self) -> Any:
        """Units of the first group against the benchmark."""
        from yzperf.drawing.benchmark_line import draw_against_benchmark

        group = self.groups[0]
        order = sorted(group.units, key=lambda one: one.gap - 1e-9 * one.value * (1 if self.better == "higher" else -1))
        return draw_against_benchmark(
            [(one.name, one.value, one.gap == 0) for one in order],
            group.line,
            group.interval,
            x_label=self.outcome_name + (f"（{self.unit}）" if self.unit else ""),
            labels=("达到标杆", "未达到", "标杆值", "标杆值的95%区间"),
            title=f"{group.name}：最好的{percent(self.top, 0)}达到的水平",
        )

    def _line(self, group: GroupBenchmark) -> str:
        short = [one for one in group.units if one.gap > 0]
        worst = max(group.units, key=lambda one: one.gap)
        places = self._places(group)
        where = f"“{group.name}”组" if len(self.groups) > 1 else ""
        return (
            f"{where}{len(group.units)}个单位中，最好的{percent(self.top, 0)}的{self.outcome_name}"
            f"{'不低于' if self.better == 'higher' else '不高于'}{fixed(group.line, places, self.unit)}"
            f"（95%置信区间{self._span(group, places)}）；{len(short)}个单位未达到，差距最大的是{worst.name}"
            f"（{fixed(worst.value, places, self.unit)}，差{fixed(worst.gap, places, difference_unit(self.unit))}）。"
        )

    @staticmethod
    def _places(group: GroupBenchmark) -> int:
        reach = [abs(end - group.line) for end in group.interval if isfinite(end)]
        return places_for(max(reach, default=0.0) / 2)

    @staticmethod
    def _span(group: GroupBenchmark, places: int) -> str:
        low, high = (fixed(end, places) if isfinite(end) else "无界" for end in group.interval)
        return f"{low}至{high}"
