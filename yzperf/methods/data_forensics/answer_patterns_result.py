"""Near copies and straight lines, in numbers and in words (答卷形态结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.wording import fixed, listing, percent

_MANY_ITEMS = 20
_MOST_BARS = 12


@dataclass(frozen=True, slots=True)
class Pair:
    """One questionnaire, the one most like it, and the share of identical answers."""

    name: str
    partner: str
    share: float


@dataclass(frozen=True)
class NearDuplicates(Result):
    """The nearest neighbour of every questionnaire."""

    pairs: tuple[Pair, ...]
    items: int
    line: float

    title = "近似重复答卷"
    method = "数据核验"

    @property
    def above(self) -> tuple[Pair, ...]:
        """Questionnaires at or above the line, the most alike first."""
        found = [pair for pair in self.pairs if pair.share >= self.line - 1e-12]
        return tuple(sorted(found, key=lambda pair: -pair.share))

    @property
    def value(self) -> float:
        """Greatest share of identical answers, in per cent."""
        return 100 * max(pair.share for pair in self.pairs)

    @property
    def unit(self) -> str:
        """Per cent."""
        return "%"

    @property
    def interval(self) -> None:
        """None: a count."""
        return None

    def table(self) -> pd.DataFrame:
        """The questionnaires at or above the line."""
        lines = [(pair.name, pair.partner, 100 * pair.share) for pair in self.above]
        return pd.DataFrame(lines, columns=["答卷", "最像的答卷", "相同答案占比（%）"])

    def sentences(self) -> tuple[str, ...]:
        """How many are above the line; what that does not prove."""
        exact = sum(pair.share == 1 for pair in self.pairs)
        return (
            f"{len(self.pairs)}份答卷（{self.items}题）中，{len(self.above)}份与另一份相同的答案不少于{percent(self.line, 0)}，"
            f"其中{exact}份完全相同；最高{percent(max(pair.share for pair in self.pairs))}。",
            "真实的答卷也会超过这条线：题目少、意见集中、一列打到底的都会。应与直线作答一起看，按调查员比较，并电话回访，不能据此认定造假。",
        )

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Whether there are enough questions."""
        verdict = Verdict.HOLDS if self.items >= _MANY_ITEMS else Verdict.DOUBTFUL
        return (Diagnostic("题目足够多", f"{self.items}题", verdict, "题目少时偶然相同的很多"),)

    def figure(self) -> Any:
        """The most alike as bars."""
        from yzperf.drawing.bars import draw_bars

        pairs = sorted(self.pairs, key=lambda pair: -pair.share)[:_MOST_BARS]
        names = [f"{pair.name}—{pair.partner}" for pair in pairs]
        return draw_bars(names, [100 * pair.share for pair in pairs], x_label="相同答案占比（%），最像的几对")


@dataclass(frozen=True, slots=True)
class Person:
    """One questionnaire: its longest run of one answer, and the spread of its answers (NaN: fewer than two)."""

    name: str
    run: int
    spread: float


@dataclass(frozen=True)
class StraightLining(Result):
    """Runs and spread of every questionnaire."""

    people: tuple[Person, ...]
    items: int
    line: int

    title = "直线作答"
    method = "数据核验"

    @property
    def long(self) -> tuple[Person, ...]:
        """Questionnaires with a run of at least that length, the longest first."""
        return tuple(sorted((one for one in self.people if one.run >= self.line), key=lambda one: -one.run))

    @property
    def value(self) -> float:
        """Share of questionnaires with a long run, in per cent."""
        return 100 * len(self.long) / len(self.people)

    @property
    def unit(self) -> str:
        """Per cent."""
        return "%"

    @property
    def interval(self) -> None:
        """None: a count."""
        return None

    def table(self) -> pd.DataFrame:
        """The questionnaires with a long run."""
        lines = [(one.name, one.run, one.spread) for one in self.long]
        return pd.DataFrame(lines, columns=["答卷", "最长连续相同", "答案的标准差"])

    def sentences(self) -> tuple[str, ...]:
        """How many, and what that does not prove."""
        alike = [one.name for one in self.people if one.run == self.items]
        return (
            f"{len(self.people)}份答卷（{self.items}题）中，{len(self.long)}份（{percent(self.value / 100)}）连续{self.line}题以上答案相同，"
            f"{len(alike)}份从头到尾一样{'：' + listing(alike) if alike else ''}。",
            f"个人答案的标准差平均为{fixed(float(np.nanmean([one.spread for one in self.people])), 2)}。",
            "对服务满意而全打最高分的人也是这样：只与其他问卷、其他调查员比份额，不逐份认定，不删答卷。",
        )

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Whether reversed questions would tell inattention from opinion cannot be seen here."""
        return (Diagnostic("题目有正有反", "数据里看不出", Verdict.UNTESTABLE, "没有反向题时，直线作答可能是真实意见"),)

    def figure(self) -> Any:
        """How many questionnaires have runs of which length."""
        from yzperf.drawing.bars import draw_bars

        edges = _edges(self.items)
        counts = [sum(low <= one.run <= high for one in self.people) for low, high in edges]
        names = [f"{low}题" if low == high else f"{low}至{high}题" for low, high in edges]
        return draw_bars(names, [float(count) for count in counts], x_label="答卷份数，按最长连续相同的题数", places=0)


def _edges(items: int) -> list[tuple[int, int]]:
    """At most ten bands of runs from 1 to all questions."""
    width = max(1, -(-items // 10))
    return [(low, min(low + width - 1, items)) for low in range(1, items + 1, width)]
