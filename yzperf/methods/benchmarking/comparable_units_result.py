"""The answer of a comparison with units in like conditions, in numbers and in words (同类可比单位的结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.wording import difference_unit, fixed, listing, places_for, span

_FEW_PEERS = 8
_CLOSE = 0.25  # standard deviations, the usual limit of balance


@dataclass(frozen=True, slots=True)
class ComparablePeer:
    """A unit in like conditions: its outcome, and the largest difference of a trait in standard deviations."""

    name: str
    value: float
    distance: float


@dataclass(frozen=True)
class ComparableUnits(Result):
    """Result of ``comparable_units``.

    ``expected`` is where a unit like the peers would be in 95 of 100 cases; ``balance`` holds trait, own value, mean of
    the peers and standard deviation of all units; peers are nearest first.
    """

    outcome_name: str
    outcome_unit: str
    better: str
    focus: str
    own: float
    mean: float
    gap_span: tuple[float, float]
    expected: tuple[float, float]
    peers: tuple[ComparablePeer, ...]
    balance: tuple[tuple[str, float, float, float], ...]
    caliper: float
    considered: int
    dropped: int

    title = "与同类可比单位相比"
    method = "标杆管理法·同类可比单位"

    @property
    def value(self) -> float:
        """Outcome of the unit less the mean of its peers, in ``unit``."""
        return self.own - self.mean

    @property
    def unit(self) -> str:
        """Unit of the outcome; a difference of percentages is in percentage points."""
        return difference_unit(self.outcome_unit)

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of ``value``, the outcome of the unit taken as it is."""
        return self.gap_span

    def table(self) -> pd.DataFrame:
        """The unit and its peers, nearest first."""
        rows = [(f"{self.focus}（本单位）", self.own, 0.0)]
        rows += [(peer.name, peer.value, round(peer.distance, 3)) for peer in self.peers]
        return pd.DataFrame(rows, columns=["单位", self.outcome_name, "条件最大相差（标准差）"])

    def conditions(self) -> pd.DataFrame:
        """The traits of the unit beside the mean of its peers."""
        rows = [(trait, own, theirs, (own - theirs) / spread) for trait, own, theirs, spread in self.balance]
        return pd.DataFrame(rows, columns=["条件", "本单位", "可比单位平均", "相差（标准差）"]).round(4)

    def sentences(self) -> tuple[str, ...]:
        """The gap, whether it is out of the ordinary, the data, limits."""
        places = self._places
        word = "高" if self.value > 0 else "低"
        good = (self.value > 0) == (self.better == "higher")
        left = f"另有{self.dropped}行因数据空缺剔除；" if self.dropped else ""
        if self._ordinary:
            verdict = "在条件相近的单位中属正常范围，不能说好或差"
        else:
            verdict = f"超出正常范围，{'好' if good else '差'}于条件相近的单位"
        return (
            f"{self.focus}的{self.outcome_name}为{fixed(self.own, places, self.outcome_unit)}，比条件相近的{len(self.peers)}个单位"
            f"平均{word}{fixed(abs(self.value), places, self.unit)}（95%置信区间{span(self.gap_span, places)}）。",
            f"条件相近的单位每100个有95个在{span(self.expected, places, self.outcome_unit)}之间；{self.focus}{verdict}。",
            f"{left}从{self.considered}个单位中按{'、'.join(trait for trait, *_ in self.balance)}选取，"
            f"各项相差不超过{self.caliper:g}个标准差：{listing([peer.name for peer in self.peers])}。",
            "只排除了列出的条件；没有列出的条件不同，差距也会不同。",
        )

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Enough peers, conditions alike on the average, nothing left out."""
        return self._enough(), self._alike(), _NOTHING_ELSE

    def figure(self) -> Any:
        """The unit among its peers, with their mean and ordinary range."""
        from yzperf.drawing.benchmark_line import draw_against_benchmark

        dots = [(self.focus, self.own, True), *((peer.name, peer.value, False) for peer in self.peers)]
        return draw_against_benchmark(
            sorted(dots, key=lambda dot: -dot[1]),
            self.mean,
            self.expected,
            x_label=self.outcome_name + (f"（{self.outcome_unit}）" if self.outcome_unit else ""),
            labels=(self.focus, "条件相近的单位", "其平均", "正常范围（95%）"),
            title=f"{self.focus}与条件相近的单位",
        )

    @property
    def _ordinary(self) -> bool:
        return self.expected[0] <= self.own <= self.expected[1]

    @property
    def _places(self) -> int:
        return places_for((self.gap_span[1] - self.gap_span[0]) / 4)

    def _enough(self) -> Diagnostic:
        text = f"{len(self.peers)}个"
        if len(self.peers) >= _FEW_PEERS:
            return Diagnostic("可比单位够多", text, Verdict.HOLDS)
        return Diagnostic("可比单位够多", text, Verdict.DOUBTFUL, f"少于{_FEW_PEERS}个，正常范围很宽且依赖正态分布")

    def _alike(self) -> Diagnostic:
        worst = max(self.balance, key=lambda row: abs(row[1] - row[2]) / row[3])
        apart = abs(worst[1] - worst[2]) / worst[3]
        text = f"{worst[0]}与可比单位平均相差{fixed(apart, 2)}个标准差"
        if apart <= _CLOSE:
            return Diagnostic("条件平均相近", text, Verdict.HOLDS)
        return Diagnostic("条件平均相近", text, Verdict.DOUBTFUL, "可比单位都偏在一边，收窄caliper或用回归再作调整")


_NOTHING_ELSE = Diagnostic(
    "没有漏掉重要条件",
    "数据回答不了",
    Verdict.UNTESTABLE,
    "由评价人员说明为什么这些条件足够",
)
