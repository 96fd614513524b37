"""Headings of the report (标题): the outline's wording in the template's places, and the contents page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from yzperf.errors import ReportError
from yzperf.reports.text import clean, numeral

# What the template prints: seven parts; in three of them the outline must give so many headings below.
_PARTS = 7
_NEEDED = {1: 2, 2: 3, 4: 4}
_OWN = {  # level two that the template has where the outline of 10号 has none
    5: ("主要经验及做法", "存在的问题及原因分析"),
    7: ("评价局限及其他说明", "复算与核查情况", "得分计算方法与依据"),
}
ANNEXES = ("评分表", "证据清单", "质量检查意见", "数字来源")


class Part(Protocol):
    """A section of an outline, as far as a report needs it: its title and what stands below."""

    @property
    def title(self) -> str:
        """Wording without number."""

    @property
    def sections(self) -> Sequence[Part]:
        """Sections of the next level."""


class OutlineLike(Protocol):
    """Anything with sections in order, such as `yzperf.rules.Outline`."""

    @property
    def sections(self) -> Sequence[Part]:
        """Parts of the report."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 1 (一、) or 2 (（一）), text in the contents, bookmark, line printed in its place.

    The two texts differ for annexes only: 附表1 stands alone in its corner, with the title centred below.
    """

    level: int
    text: str
    mark: str
    printed: str


@dataclass(frozen=True, slots=True)
class Headings:
    """All headings: ``named`` by template place, ``blocks`` of part 四, ``contents`` in order."""

    named: dict[str, str]
    blocks: tuple[str, ...]
    contents: tuple[Heading, ...]


def arrange(outline: OutlineLike, extra_blocks: Iterable[str] = ()) -> Headings:
    """Put the outline's headings where the template prints them.

    Parameters
    ----------
    outline : OutlineLike
        Its first two levels give the wording, in order; the numbers are put before it here.
    extra_blocks : iterable of str
        Blocks of the score sheet beyond the four of part 四 (a self-evaluation form has others).

    Returns
    -------
    Headings

    Raises
    ------
    ReportError
        If the outline lacks a part that the template prints, or has one that it does not.
    """
    parts = [(section.title, [inner.title for inner in section.sections]) for section in outline.sections]
    _require(parts)
    named: dict[str, str] = {}
    contents: list[Heading] = []
    for n, (title, inner) in enumerate(parts, 1):
        below = list(_OWN.get(n, inner if n in _NEEDED else ())) + (list(extra_blocks) if n == 4 else [])
        _add(contents, named, f"s{n}", 1, f"{numeral(n)}、{clean(title)}")
        for m, name in enumerate(below, 1):
            _add(contents, named, f"s{n}_{m}", 2, f"（{numeral(m)}）{clean(name)}")
    for n, title in enumerate(ANNEXES, 1):
        _add(contents, named, f"a{n}", 1, f"附表{n}　{title}", printed=f"附表{n}")
    blocks = tuple(text for key, text in named.items() if key.startswith("s4_"))
    return Headings(named, blocks, tuple(contents))


def _add(contents: list[Heading], named: dict[str, str], key: str, level: int, text: str, *, printed: str = "") -> None:
    named[key] = printed or text
    contents.append(Heading(level, text, f"_Toc{len(contents) + 1:04d}", named[key]))


def _require(parts: list[tuple[str, list[str]]]) -> None:
    problems = [] if len(parts) == _PARTS else [f"报告提纲应有{_PARTS}个一级标题，现有{len(parts)}个"]
    for n, (title, inner) in enumerate(parts, 1):
        if n in _NEEDED and len(inner) != _NEEDED[n]:
            problems.append(f"报告提纲“{numeral(n)}、{title}”应有{_NEEDED[n]}个二级标题，现有{len(inner)}个")
    if problems:
        raise ReportError([f"{problem}。请选用与模板相配的提纲，或另给模板。" for problem in problems])
