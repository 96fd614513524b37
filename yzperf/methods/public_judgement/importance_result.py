"""Importance and performance in numbers and in words (四象限分析结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.wording import fixed, listing, percent

KEEP, IMPROVE, LATER, SURPLUS = "优势保持", "重点改进", "暂缓改进", "锦上添花"
QUADRANTS = (LATER, SURPLUS, IMPROVE, KEEP)  # by importance and performance, low to high
_FIRM = 0.80
_FEW = 100


@dataclass(frozen=True, slots=True)
class RatedItem:
    """One item: performance, importance, quadrant, and the share of draws in which it stays there."""

    name: str
    performance: float
    importance: float
    quadrant: str
    stays: float


@dataclass(frozen=True)
class ImportancePerformance(Result):
    """Result of ``importance_performance_analysis``; ``lines`` are those of performance and importance."""

    items: tuple[RatedItem, ...]
    lines: tuple[float, float]
    crossing: str
    derived: bool
    rows: int
    blank: int

    title = "重要性—满意度四象限分析"
    method = "公众评判法·问卷调查"

    @property
    def value(self) -> float:
        """Items to improve first."""
        return len(self.named(IMPROVE))

    @property
    def unit(self) -> str:
        """Items."""
        return "项"

    @property
    def interval(self) -> None:
        """None: each item's firmness is in the table."""

    def named(self, quadrant: str) -> list[str]:
        """Names of the items in a quadrant, the least satisfying first."""
        own = [one for one in self.items if one.quadrant == quadrant]
        return [one.name for one in sorted(own, key=lambda one: one.performance)]

    def table(self) -> pd.DataFrame:
        """One row per item."""
        rows = [
            (one.name, round(one.performance, 2), round(one.importance, 3), one.quadrant, round(100 * one.stays, 1))
            for one in self.items
        ]
        return pd.DataFrame(rows, columns=["项目", "满意度", self._importance, "象限", "重抽样仍在此象限（%）"])

    def sentences(self) -> tuple[str, ...]:
        """Items to improve, items to keep, the items that are not firm, the limits."""
        improve, keep = self.named(IMPROVE), self.named(KEEP)
        answer = (
            f"{len(self.items)}个项目中，重要而满意度偏低、应重点改进的有{len(improve)}个"
            f"{'：' + listing(improve) if improve else ''}；重要且满意度较高的有{len(keep)}个"
            f"{'：' + listing(keep) if keep else ''}。"
        )
        blank = f"，空缺{self.blank}处逐项剔除" if self.blank else ""
        basis = (
            f"依据{self.rows}份问卷{blank}；{self._importance}，分界为满意度{fixed(self.lines[0], 2)}、"
            f"{self._importance}{fixed(self.lines[1], 2)}（{self._crossing}）。"
        )
        return tuple(filter(None, (answer, basis, self._loose(), _LIMITS)))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Firm quadrants, fixed lines, questionnaires, meaning of importance."""
        loose = [one.name for one in self.items if one.stays < _FIRM]
        firm = Diagnostic(
            "象限划分稳定",
            f"重抽样留在原象限不到{percent(_FIRM, 0)}的：{listing(loose) or '无'}",
            Verdict.DOUBTFUL if loose else Verdict.HOLDS,
            "离分界太近，不宜据此取舍" if loose else "",
        )
        relative = self.crossing != "fixed"
        lines = Diagnostic(
            "分界事先定好",
            self._crossing,
            Verdict.DOUBTFUL if relative else Verdict.HOLDS,
            "以平均为界时总有一部分项目“偏低”，都做得好也一样" if relative else "",
        )
        enough = Diagnostic("份数足够", f"{self.rows}份", Verdict.HOLDS if self.rows >= _FEW else Verdict.DOUBTFUL)
        return firm, lines, enough, self._meaning()

    def figure(self) -> Any:
        """The four quadrants with the items."""
        from yzperf.drawing.quadrants import QuadrantDot, draw_quadrants

        return draw_quadrants(
            [QuadrantDot(one.name, one.performance, one.importance, one.quadrant == IMPROVE) for one in self.items],
            lines=self.lines,
            names=(LATER, SURPLUS, IMPROVE, KEEP),
            x_label="满意度",
            y_label=self._importance,
            title=f"应重点改进{self.value:.0f}项",
        )

    @property
    def _importance(self) -> str:
        return "与总体满意度的相关" if self.derived else "重要性"

    @property
    def _crossing(self) -> str:
        return {"mean": "取各项平均", "median": "取各项中位数", "fixed": "事先指定"}[self.crossing]

    def _loose(self) -> str:
        loose = [f"{one.name}（{percent(one.stays, 0)}）" for one in self.items if one.stays < _FIRM]
        return f"离分界近、重抽样时常换象限的：{listing(loose)}。" if loose else ""

    def _meaning(self) -> Diagnostic:
        if self.derived:
            advice = "相关不是因果；项目之间相关时互相分享"
            return Diagnostic("重要性测得对", "由与总体满意度的相关推算", Verdict.UNTESTABLE, advice)
        advice = "直接询问时常常样样都重要，可与推算的重要性对照"
        return Diagnostic("重要性测得对", "由受访者直接评定", Verdict.UNTESTABLE, advice)


_LIMITS = "四象限只排先后，不说明改进要花多少钱、有没有效果；以平均为界是相对的，总有项目落在“偏低”一边。"
