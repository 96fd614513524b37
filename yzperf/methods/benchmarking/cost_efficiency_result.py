"""The answer of a comparison with least cost, in numbers and in words (成本效率的结果)."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
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
_REAL_PRICES = Diagnostic(
    "价格是单位真实面对的价格",
    "数据回答不了",
    Verdict.UNTESTABLE,
    "编制、工资标准等不由单位决定时，配置效率低不能归责于单位",
)


@dataclass(frozen=True, slots=True)
class UnitCost:
    """One unit: cost efficiency, its technical part, present cost, present and cheapest inputs, peers."""

    name: str
    cost: float
    technical: float
    present: float
    inputs: tuple[float, ...]
    cheapest: tuple[float, ...]
    peers: tuple[Peer, ...]

    @property
    def allocative(self) -> float:
        """配置效率: what is lost to the mix of inputs."""
        return self.cost / self.technical

    @property
    def least(self) -> float:
        """Least cost of the outputs, at the prices of the unit."""
        return self.cost * self.present


@dataclass(frozen=True)
class CostEfficiency(Result):
    """Result of ``cost_efficiency``."""

    inputs: tuple[str, ...]
    returns: str
    units: tuple[UnitCost, ...]
    needed: int
    dropped: int

    title = "成本效率"
    method = "标杆管理法·成本效率"

    @property
    def value(self) -> float:
        """Mean cost efficiency."""
        return fmean(one.cost for one in self.units)

    @property
    def unit(self) -> str:
        """None: a pure number."""
        return ""

    @property
    def interval(self) -> None:
        """None: distances to the best among the units given."""

    def table(self) -> pd.DataFrame:
        """Efficiencies, present and least cost, cheapest inputs, peers of each unit."""
        rows = [
            (
                *(one.name, one.cost, one.technical, one.allocative, one.present, one.least, *one.cheapest),
                peers_text([(peer.name, peer.weight) for peer in one.peers if peer.name != one.name]),
            )
            for one in self.units
        ]
        figures = [
            "成本效率",
            "技术效率",
            "配置效率",
            "现成本",
            "最低成本",
            *(f"{name}（最低成本）" for name in self.inputs),
        ]
        frame = pd.DataFrame(rows, columns=["单位", *figures, "标杆（权重）"])
        return frame.round(dict.fromkeys(figures, 4))

    def sentences(self) -> tuple[str, ...]:
        """The saving in all, its two parts, the worst, limits."""
        present, least = (sum(getattr(one, name) for one in self.units) for name in ("present", "least"))
        best = [one.name for one in self.units if one.cost >= _ONE]
        technical, mix = (fmean(getattr(one, name) for one in self.units) for name in ("technical", "allocative"))
        worst = min(self.units, key=lambda one: one.cost)
        return (
            f"{len(self.units)}个单位{dropped_text(self.dropped)}的平均成本效率为{fixed(self.value, 3)}；按标杆做法，"
            f"同样的产出全部单位合计可少花{percent(1 - least / present)}。成本效率为1的是{listing(best) or '无'}。",
            f"其中平均技术效率{fixed(technical, 3)}（用量偏多），平均配置效率{fixed(mix, 3)}（搭配不合价格）；"
            f"{RETURNS_WORDS[self.returns]}。",
            f"最低的是{worst.name}（{fixed(worst.cost, 3)}）：技术效率{fixed(worst.technical, 3)}，"
            f"配置效率{fixed(worst.allocative, 3)}。",
            "节约额是与本组最好的单位相比推算的上限，测量误差会算成浪费；质量差异须另行核对。",
        )

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Enough units, enough differences, what data cannot tell."""
        return (
            few_units(len(self.units), self.needed),
            told_apart(sum(one.cost >= _ONE for one in self.units), len(self.units)),
            _REAL_PRICES,
            NO_NOISE,
            SAME_PRACTICE,
        )

    def figure(self) -> Any:
        """Bars of cost efficiency."""
        from yzperf.drawing.efficiency import draw_efficiency

        title = f"成本效率：{RETURNS_WORDS[self.returns]}"
        return draw_efficiency([(one.name, one.cost) for one in self.units], title=title, x_label="成本效率")
