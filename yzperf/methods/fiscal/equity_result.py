"""The spread over places, in numbers and in words (地区均衡性结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.wording import fixed, percent

_FEW = 5


@dataclass(frozen=True, slots=True)
class Region:
    """One place: people and amount per head."""

    name: str
    group: str
    population: float
    per_head: float


@dataclass(frozen=True, slots=True)
class GroupShare:
    """One group: places, people, amount per head, Theil inside it, and what that adds to the whole."""

    name: str
    regions: int
    population: float
    per_head: float
    theil: float
    contribution: float


@dataclass(frozen=True)
class RegionalEquity(Result):
    """Result of ``regional_equity``. ``between`` is None without groups."""

    regions: tuple[Region, ...]
    gini: float
    theil: float
    mean: float
    between: float | None
    groups: tuple[GroupShare, ...]
    amount: str
    group: str

    title = "地区均衡性"
    method = "财政工具·地区均衡"

    @property
    def value(self) -> float:
        """Gini coefficient, 0 (even) to 1."""
        return self.gini

    @property
    def unit(self) -> str:
        """None: a pure number."""
        return ""

    @property
    def interval(self) -> None:
        """None: all places are there."""

    @property
    def ratio(self) -> float:
        """Largest over smallest amount per head; infinite where a place got nothing."""
        values = [one.per_head for one in self.regions]
        return max(values) / min(values) if min(values) else float("inf")

    def table(self) -> pd.DataFrame:
        """Places by falling amount per head."""
        rows = [
            (one.name, one.group, one.population, round(one.per_head, 4), round(one.per_head / self.mean, 3))
            for one in self._sorted()
        ]
        table = pd.DataFrame(rows, columns=["地区", self.group or "分组", "人口", "人均", "与平均之比"])
        return table if self.group else table.drop(columns="分组")

    def sentences(self) -> tuple[str, ...]:
        """Gini, extremes, split by groups, limits."""
        order = self._sorted()
        top, bottom = order[0], order[-1]
        times = f"{self.ratio:.2f}倍" if self.ratio != float("inf") else "最低的为0"
        answer = f"人均“{self.amount}”的基尼系数为{self.gini:.3f}，泰尔指数为{self.theil:.4f}（按人口加权，{len(order)}个地区）。"
        ends = f"最高的是{top.name}（{fixed(top.per_head, 2)}），最低的是{bottom.name}（{fixed(bottom.per_head, 2)}），相差{times}。"
        return tuple(filter(None, (answer, ends, self._split(), _LIMITS)))

    def _split(self) -> str:
        if self.between is None or not self.theil:
            return ""
        share = self.between / self.theil
        return f"按“{self.group}”分组，差距的{percent(share)}在组间，{percent(1 - share)}在组内。"

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Enough places; what the figure cannot say."""
        text = f"{len(self.regions)}个地区"
        verdict = Verdict.HOLDS if len(self.regions) >= _FEW else Verdict.DOUBTFUL
        return (
            Diagnostic("地区数足够", text, verdict, "" if verdict is Verdict.HOLDS else "地区太少，系数随个别地区变动"),
            _NEED,
        )

    def figure(self) -> Any:
        """Bars of the amount per head."""
        from yzperf.drawing.bars import draw_bars

        order = self._sorted()
        title = f"人均“{self.amount}”（基尼系数{self.gini:.3f}）"
        return draw_bars(
            [one.name for one in order], [one.per_head for one in order], x_label="人均", title=title, places=2
        )

    def _sorted(self) -> list[Region]:
        return sorted(self.regions, key=lambda one: -one.per_head)


_LIMITS = "人均相等不等于公平：需求和成本不同的地区本应不同；本结果只描述差距，不判断是否合理。"
_NEED = Diagnostic(
    "各地区人均需求相同", "数据本身不能回答", Verdict.UNTESTABLE, "按因素（人口结构、面积、成本）调整后再比"
)
