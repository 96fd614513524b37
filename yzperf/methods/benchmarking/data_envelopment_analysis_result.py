"""The answer of a data envelopment analysis, in numbers and in words (数据包络分析的结果)."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import fmean
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.benchmarking.efficiency_words import (
    NO_NOISE,
    SAME_PRACTICE,
    dropped_text,
    few_units,
    peers_text,
    told_apart,
)
from yzperf.methods.wording import fixed, listing, percent

_ONE = 1 - 1e-6
_SLACK_SEEN = 1e-6  # of the present figure
_PEER_SHARE = 0.5
RETURNS_WORDS = {
    "constant": "规模报酬不变（CCR）",
    "variable": "规模报酬可变（BCC）",
    "nonincreasing": "规模报酬非递增（NIRS）",
    "nondecreasing": "规模报酬非递减（NDRS）",
}


@dataclass(frozen=True, slots=True)
class Peer:
    """A unit to learn from, and its weight in the combination."""

    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class UnitEfficiency:
    """One unit: scores, slacks, targets, peers.

    ``score`` (0 to 1) and ``factor`` are those of the chosen returns to scale; ``constant`` is 综合技术效率,
    ``variable`` 纯技术效率; ``returns`` is 递增, 不变 or 递减. Slacks and targets are in the units of the columns.
    """

    name: str
    score: float
    factor: float
    constant: float
    variable: float
    returns: str
    inputs: tuple[float, ...]
    outputs: tuple[float, ...]
    input_slacks: tuple[float, ...]
    output_slacks: tuple[float, ...]
    input_targets: tuple[float, ...]
    output_targets: tuple[float, ...]
    peers: tuple[Peer, ...]

    @property
    def scale(self) -> float:
        """规模效率: how much of the score is lost to size."""
        return self.constant / self.variable

    @property
    def status(self) -> str:
        """强有效, 弱有效 (score 1, but slacks remain) or 无效."""
        if self.score < _ONE:
            return "无效"
        pairs = zip((*self.input_slacks, *self.output_slacks), (*self.inputs, *self.outputs), strict=True)
        return "弱有效" if any(slack > _SLACK_SEEN * max(present, 1e-12) for slack, present in pairs) else "强有效"


@dataclass(frozen=True)
class DataEnvelopmentAnalysis(Result):
    """Result of ``data_envelopment_analysis``; ``edge`` is the frontier where there is one input and one output."""

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    returns: str
    orientation: str
    units: tuple[UnitEfficiency, ...]
    needed: int
    dropped: int
    edge: tuple[tuple[float, float], ...] = field(repr=False)

    title = "相对效率（数据包络分析）"
    method = "标杆管理法·数据包络分析"

    @property
    def value(self) -> float:
        """Mean score."""
        return fmean(one.score for one in self.units)

    @property
    def unit(self) -> str:
        """None: a pure number."""
        return ""

    @property
    def interval(self) -> None:
        """None: distances to the best among the units given; bootstrap_efficiency gives intervals."""

    @property
    def on_edge(self) -> int:
        """Units with score 1, weakly efficient ones included."""
        return sum(one.score >= _ONE for one in self.units)

    @property
    def best(self) -> tuple[str, ...]:
        """Units that are efficient without slacks: those to learn from."""
        return tuple(one.name for one in self.units if one.status == "强有效")

    @property
    def peer_counts(self) -> dict[str, int]:
        """Unit → how many others have it as a peer."""
        counts = dict.fromkeys((one.name for one in self.units), 0)
        for one in self.units:
            for peer in one.peers:
                counts[peer.name] += peer.name != one.name
        return counts

    def table(self) -> pd.DataFrame:
        """Scores, status, peers and slacks of each unit."""
        rows = [
            (
                *(one.name, one.score, one.constant, one.variable, one.scale, one.returns, one.status),
                peers_text([(peer.name, peer.weight) for peer in one.peers if peer.name != one.name]),
                *one.input_slacks,
                *one.output_slacks,
            )
            for one in self.units
        ]
        slacks = [f"{name}冗余" for name in self.inputs] + [f"{name}不足" for name in self.outputs]
        heads = [
            "单位",
            "效率值",
            "综合技术效率",
            "纯技术效率",
            "规模效率",
            "规模报酬",
            "有效性",
            "标杆（权重）",
            *slacks,
        ]
        return pd.DataFrame(rows, columns=heads).round(dict.fromkeys([*heads[1:5], *slacks], 4))

    def targets(self) -> pd.DataFrame:
        """What each unit would use and yield at the practice of its peers."""
        rows = [
            (
                one.name,
                role,
                column,
                present,
                target,
                target - present,
                100 * (target / present - 1) if present else None,
            )
            for one in self.units
            for role, names, now, then in (
                ("投入", self.inputs, one.inputs, one.input_targets),
                ("产出", self.outputs, one.outputs, one.output_targets),
            )
            for column, present, target in zip(names, now, then, strict=True)
        ]
        heads = ["单位", "类别", "指标", "现值", "目标值", "应增减", "应增减（%）"]
        return pd.DataFrame(rows, columns=heads).round(dict.fromkeys(heads[3:], 4))

    def sentences(self) -> tuple[str, ...]:
        """The mean and the best, the worst, size, limits."""
        return tuple(filter(None, (self._answer(), self._weak(), self._worst(), self._size(), self._limits())))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Enough units, enough differences, no unit that alone makes the edge, what data cannot tell."""
        return (
            few_units(len(self.units), self.needed),
            told_apart(self.on_edge, len(self.units)),
            self._lone_peer(),
            NO_NOISE,
            SAME_PRACTICE,
        )

    def figure(self) -> Any:
        """The frontier where there is one input and one output, else bars of the scores."""
        if self.edge:
            from yzperf.drawing.frontier import draw_frontier

            dots = [(one.name, one.inputs[0], one.outputs[0], one.status == "强有效") for one in self.units]
            title = f"生产前沿：{RETURNS_WORDS[self.returns]}"
            return draw_frontier(dots, self.edge, x_label=self.inputs[0], y_label=self.outputs[0], title=title)
        from yzperf.drawing.efficiency import draw_efficiency

        return draw_efficiency(
            [(one.name, one.score) for one in self.units], title=f"效率值：{RETURNS_WORDS[self.returns]}"
        )

    def _answer(self) -> str:
        way = "产出不变、投入可压缩" if self.orientation == "input" else "投入不变、产出可扩大"
        few = f"其中{len(self.best)}个强有效（{listing(self.best)}）" if self.best else "没有强有效的单位"
        return (
            f"{len(self.units)}个单位{dropped_text(self.dropped)}的平均效率为{fixed(self.value, 3)}，{few}；"
            f"按{way}的导向，{RETURNS_WORDS[self.returns]}。"
        )

    def _weak(self) -> str:
        weak = [one.name for one in self.units if one.status == "弱有效"]
        return f"{listing(weak)}的效率值虽为1，仍有投入冗余或产出不足，是弱有效，不能当作标杆。" if weak else ""

    def _worst(self) -> str:
        worst = min(self.units, key=lambda one: one.score)
        if worst.score >= _ONE:
            return "各单位效率值都是1，数据分不出高下。"
        others = peers_text([(peer.name, peer.weight) for peer in worst.peers if peer.name != worst.name])
        if self.orientation == "input":
            gain = f"同样的产出，标杆做法只需现有投入的{percent(worst.score)}"
        else:
            gain = f"同样的投入，标杆做法的产出可达现有的{percent(worst.factor)}"
        return f"效率最低的是{worst.name}（{fixed(worst.score, 3)}）：{gain}；标杆及权重为{others}。"

    def _size(self) -> str:
        counts = {word: [one.name for one in self.units if one.returns == word] for word in ("递增", "不变", "递减")}
        mean = fmean(one.scale for one in self.units)
        parts = "，".join(f"{word}{len(names)}个" for word, names in counts.items() if names)
        return f"平均规模效率为{fixed(mean, 3)}；规模报酬{parts}（递增的偏小，递减的偏大）。"

    def _limits(self) -> str:
        return "效率是与本组最好的单位相比，不是绝对水平；测量误差会算成低效，增减单位或指标都会改变结果。"

    def _lone_peer(self) -> Diagnostic:
        name, count = max(self.peer_counts.items(), key=lambda pair: pair[1])
        others = len(self.units) - self.on_edge
        text = f"被引用最多的是{name}（{count}次）"
        if not others or count <= _PEER_SHARE * others or others < 4:
            return Diagnostic("前沿不由个别单位决定", text, Verdict.HOLDS)
        advice = f"先核实{name}的数据，再用super_efficiency看去掉它之后的变化"
        return Diagnostic("前沿不由个别单位决定", text, Verdict.DOUBTFUL, advice)
