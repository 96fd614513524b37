"""What the sections of a report are written with (起草材料): data, fields, texts, running numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from yzperf.domain.evaluation import Evaluation
from yzperf.domain.result import Result
from yzperf.domain.scorecard import ScoredRow
from yzperf.reports.fields import Filler
from yzperf.reports.headings import Headings
from yzperf.reports.narrative import Narrative
from yzperf.reports.pictures import Album
from yzperf.reports.text import clean

# Part 四 has four headings; blocks of other forms go where 10号 annex 2 puts their matter.
_BLOCK_OF = {
    "决策": "决策", "投入": "决策",
    "过程": "过程", "预算执行": "过程", "管理": "过程",
    "产出": "产出", "成本": "产出",
    "效益": "效益", "效果": "效益", "满意度": "效益",
}  # fmt: skip
BLOCKS = ("决策", "过程", "产出", "效益")


class Captions:
    """Running numbers 表1, 表2 …, 图1 … in the order in which the sections ask for them."""

    def __init__(self) -> None:
        self._last = {"表": 0, "图": 0}

    def table(self, title: str) -> str:
        """Caption of the next table."""
        return self._next("表", title)

    def figure(self, title: str) -> str:
        """Caption of the next figure."""
        return self._next("图", title)

    def _next(self, kind: str, title: str) -> str:
        self._last[kind] += 1
        return f"{kind}{self._last[kind]}　{clean(title)}"


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything a section needs. Sections must be written in the order of the report: captions count on."""

    evaluation: Evaluation
    headings: Headings
    filler: Filler
    narrative: Narrative
    album: Album
    citations: tuple[str, ...]
    captions: Captions = field(default_factory=Captions)

    def say(self, section: str, *lines: str) -> list[str]:
        """Sentences of the report itself, their numbers filled like the author's."""
        return [self.filler.fill(section, line) for line in lines]


def block_of(name: str) -> str:
    """The block of part 四 under which a first-level indicator is analysed; its own name if there is none.

    >>> block_of("产出指标"), block_of("满意度指标"), block_of("运行")
    ('产出', '效益', '运行')
    """
    short = name.strip().removesuffix("指标")
    return _BLOCK_OF.get(short, short)


def extra_blocks(evaluation: Evaluation) -> tuple[str, ...]:
    """Blocks of the score card that none of the four headings covers, in order."""
    found = dict.fromkeys(block_of(row.l1) for row in evaluation.card.rows)
    return tuple(name for name in found if name not in BLOCKS)


def rows_of(evaluation: Evaluation, block: str) -> list[ScoredRow]:
    """Rows of the score card that belong to a block."""
    return [row for row in evaluation.card.rows if block_of(row.l1) == block]


def results_of(evaluation: Evaluation, rows: Sequence[ScoredRow]) -> dict[str, Result | str]:
    """Method results whose first known indicator is among the rows; of a method that could not run, what it lacks."""
    home = homes(evaluation)
    names = {row.indicator for row in rows}
    return {key: found for key, found in outcomes(evaluation).items() if home.get(key) in names}


def outcomes(evaluation: Evaluation) -> dict[str, Result | str]:
    """What came of every method call, in the order of the case: its result, or what it lacks."""
    found: dict[str, Result | str] = {**evaluation.results, **evaluation.gaps}
    order = {call.id: number for number, call in enumerate(evaluation.case.methods)}
    return dict(sorted(found.items(), key=lambda pair: order.get(pair[0], len(order))))


def homes(evaluation: Evaluation) -> dict[str, str]:
    """For each method call the first of its indicators on the card: there its result is printed, once."""
    known = {row.indicator for row in evaluation.card.rows}
    return {
        call.id: found[0]
        for call in evaluation.case.methods
        if (found := [name for name in call.indicators if name in known])
    }


def rounded_sum(values: Sequence[Fraction | None]) -> Fraction:
    """Sum of what is there; gaps are counted elsewhere and said."""
    return sum((value for value in values if value is not None), Fraction(0))
