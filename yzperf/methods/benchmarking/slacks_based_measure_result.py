"""The answer of the slacks-based measure, in numbers and in words (SBM的结果)."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result
from yzperf.methods.benchmarking.data_envelopment_analysis_result import RETURNS_WORDS, Peer
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
_KINDS = {"both": "投入和产出的松弛都计", "input": "只计投入冗余", "output": "只计产出不足"}


@dataclass(frozen=True, slots=True)
class UnitSlacks:
    """One unit: the measure, the radial score beside it, every slack in the units of its column, peers."""

    name: str
    score: float
    radial: float
    inputs: tuple[float, ...]
    outputs: tuple[float, ...]
    input_slacks: tuple[float, ...]
    output_slacks: tuple[float, ...]
    peers: tuple[Peer, ...]


@dataclass(frozen=True)
class SlacksBasedMeasure(Result):
    """Result of ``slacks_based_measure``."""

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    returns: str
    orientation: str
    units: tuple[UnitSlacks, ...]
    needed: int
    dropped: int

    title = "基于松弛的效率（SBM）"
    method = "标杆管理法·SBM"

    @property
    def value(self) -> float:
        """Mean of the measure."""
        return fmean(one.score for one in self.units)

    @property
    def unit(self) -> str:
        """None: a pure number."""
        return ""

    @property
    def interval(self) -> None:
        """None: distances to the best among the units given."""

    @property
    def best(self) -> tuple[str, ...]:
        """Units without any slack."""
        return tuple(one.name for one in self.units if one.score >= _ONE)

    def table(self) -> pd.DataFrame:
        """The measure, the radial score, slacks, peers of each unit."""
        rows = [
            (
                *(one.name, one.score, one.radial, *one.input_slacks, *one.output_slacks),
                peers_text([(peer.name, peer.weight) for peer in one.peers if peer.name != one.name]),
            )
            for one in self.units
        ]
        slacks = [f"{name}冗余" for name in self.inputs] + [f"{name}不足" for name in self.outputs]
        heads = ["单位", "SBM效率值", "径向效率值", *slacks]
        return pd.DataFrame(rows, columns=[*heads, "标杆（权重）"]).round(dict.fromkeys(heads[1:], 4))

    def sentences(self) -> tuple[str, ...]:
        """The mean and the best, the worst with its largest slack, limits."""
        best = f"其中{len(self.best)}个没有任何松弛（{listing(self.best)}）" if self.best else "都有松弛"
        return tuple(
            filter(
                None,
                (
                    f"{len(self.units)}个单位{dropped_text(self.dropped)}的平均SBM效率为{fixed(self.value, 3)}，{best}；"
                    f"{_KINDS[self.orientation]}，{RETURNS_WORDS[self.returns]}。",
                    self._worst(),
                    "每一项冗余和不足都压低效率值，所以不高于径向效率值；效率是与本组最好的单位相比，测量误差会算成低效。",
                ),
            )
        )

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Enough units, enough differences, what data cannot tell."""
        return (
            few_units(len(self.units), self.needed),
            told_apart(len(self.best), len(self.units)),
            NO_NOISE,
            SAME_PRACTICE,
        )

    def figure(self) -> Any:
        """Bars of the measure."""
        from yzperf.drawing.efficiency import draw_efficiency

        title = f"SBM效率值：{RETURNS_WORDS[self.returns]}"
        return draw_efficiency([(one.name, one.score) for one in self.units], title=title, x_label="SBM效率值")

    def _worst(self) -> str:
        worst = min(self.units, key=lambda one: one.score)
        if worst.score >= _ONE:
            return "各单位都没有松弛，数据分不出高下。"
        parts = [
            (slack / present, column, word)
            for columns, slacks, figures, word in (
                (self.inputs, worst.input_slacks, worst.inputs, "冗余"),
                (self.outputs, worst.output_slacks, worst.outputs, "不足"),
            )
            for column, slack, present in zip(columns, slacks, figures, strict=True)
        ]
        share, column, word = max(parts)
        return (
            f"最低的是{worst.name}（{fixed(worst.score, 3)}），最大的一项是{column}{word}，为现值的{percent(share)}。"
        )
