"""Report outlines (报告提纲): sections, what each must contain, and headings that a checker accepts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from yzperf.domain.quantity import normalise
from yzperf.errors import Problem
from yzperf.rules.entry import Entry, Origin

# 一、 (一) 1. 1.1 第三部分 before a heading; what must follow the digits keeps "2022年度" whole.
_CHINESE = "[一二三四五六七八九十]+"
_NUMBERING = re.compile(
    rf"(?:(?P<first>第?{_CHINESE}(?:部分|章|、|\.|,))"
    rf"|(?P<second>第{_CHINESE}节|\({_CHINESE}\)|\d+\.\d+(?!\.?\d)[、.]?)"
    r"|\(\d+\)|\d+(?:\.\d+){2,}[、.]?|\d+(?:、|\.|\s))\s*"
)

# A heading of one thing or of several (原则、指标体系、方法和标准): where it parts, and what stands in front of any topic of
# an evaluation and behind it and tells nothing. 评价 in front of one thing tells: 评价工作过程 is not 项目过程情况.
_LISTED = re.compile("[、,和与及]|以及")
_BEHIND = "(?:的?(?:完成|得分|总体)?情况|指标|部分|方面|等)*(?:的?分析)?$"
_OF_ONE = re.compile(f"^项目的?|{_BEHIND}")
_OF_SEVERAL = re.compile(f"^(?:(?:项目|绩效评价|评价工作|绩效|评价|主要|有关|存在)的?)+|{_BEHIND}")
_AROUND = re.compile(r"\([^)]*\)$|[\s:.;。]")
_FEWEST_PARTS = 2


@dataclass(frozen=True, slots=True)
class Section:
    """A section with its required content (应写内容), attachments, accepted headings and subsections.

    ``numbered`` are headings that usually belong to another level; with this level's numbering they belong
    here. ``parts`` are the things it is made of: a heading that names two or more of them, in any order, and nothing else
    is this section's too. ``hints`` are words by which a heading that is no other section's is taken for this one.
    ``told`` is an expression that finds, in the text of the chapter, what the section would tell; ``is_free`` if there may
    be nothing to tell.
    """

    id: str
    title: str
    level: int
    content: tuple[str, ...]
    attachments: tuple[str, ...]
    synonyms: tuple[str, ...]
    numbered: tuple[str, ...]
    parts: tuple[str, ...]
    hints: tuple[str, ...]
    told: str
    is_free: bool
    sections: tuple[Section, ...]
    required: bool
    origin: Origin

    def matches(self, heading: str) -> bool:
        """Whether a printed heading, with or without numbering, is this section's title or a synonym."""
        return plain_title(heading) in _titles(self)

    def is_made_of(self, heading: str) -> bool:
        """Whether a heading lists parts of this section: 绩效评价原则、指标体系、方法和标准."""
        named = _topics(heading)
        return len(named) >= _FEWEST_PARTS and named <= set(self.parts)

    def is_hinted_by(self, heading: str) -> bool:
        """Whether a heading that is no other section's may be this one: 评价得分与总体结论 for 综合评价情况及评价结论."""
        return any(word in plain_title(heading) for word in self.hints)

    def is_told_in(self, text: str) -> bool:
        """Whether a text without a heading of its own tells what belongs here: 年度目标为新建公厕20座."""
        return bool(self.told and re.search(self.told, normalise(text)))


@dataclass(frozen=True, slots=True)
class Outline:
    """An ordered outline of a report."""

    id: str
    name: str
    region: str
    since: date | None
    until: date | None
    clauses: tuple[str, ...]
    conventions: tuple[str, ...]
    sections: tuple[Section, ...]
    origin: Origin

    def walk(self) -> Iterator[Section]:
        """Yield all sections in reading order, each before its subsections."""
        yield from _walk(self.sections)

    def find(self, heading: str) -> Section | None:
        """Return the section that a printed heading stands for, or None.

        ``一、项目概况`` is a chapter by its numbering, ``（一）项目概况`` and a bare ``项目概况`` are not.
        """
        plain, level = plain_title(heading), _level(heading)
        by_number = (s for s in self.walk() if s.level == level and plain in map(plain_title, s.numbered))
        by_title = (section for section in self.walk() if section.matches(heading))
        topics = _topics(heading)
        by_topics = (section for section in self.walk() if topics and topics in map(_topics, _names(section)))
        by_parts = (section for section in self.walk() if section.parts and section.is_made_of(heading))
        ways = (by_number, by_title, by_topics, by_parts)
        return next((section for way in ways for section in way), None)


@lru_cache(maxsize=4096)  # a report asks for each of its headings against each title of an outline
def plain_title(heading: str) -> str:
    """Strip numbering, blanks and punctuation from a heading.

    >>> plain_title("（一）项目 概况："), plain_title("三、综合评价情况及评价结论（附评分表）")
    ('项目概况', '综合评价情况及评价结论')
    """
    text = normalise(heading)
    numbering = _NUMBERING.match(text)
    bare = text[numbering.end() :] if numbering else text
    return re.sub(r"\([^)]*\)$|[\s:,、.;。]", "", bare)


@cache
def _topics(heading: str) -> frozenset[str]:
    """What a heading speaks of, whatever the order and the words around.

    >>> sorted(_topics("（二）绩效评价原则、评价方法和评价标准等")), sorted(_topics("决策情况分析"))
    (['原则', '方法', '标准'], ['决策'])
    """
    text = normalise(heading)
    numbering = _NUMBERING.match(text)
    parts = _LISTED.split(_AROUND.sub("", text[numbering.end() :] if numbering else text))
    said = _OF_SEVERAL if len(parts) > 1 else _OF_ONE
    return frozenset(bare for part in parts if (bare := said.sub("", plain_title(part))))


def _level(heading: str) -> int | None:
    """Level that the numbering shows; None where there is none or it may be either (``1.``)."""
    found = _NUMBERING.match(normalise(heading))
    if not found:
        return None
    return 1 if found["first"] else 2 if found["second"] else None


def _walk(sections: tuple[Section, ...]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _walk(section.sections)


def read_outline(entry: Entry) -> Outline:
    """Read one outline file."""
    return Outline(
        id=entry.text("id"),
        name=entry.text("name"),
        region=entry.text("region"),
        since=entry.day("since"),
        until=entry.day("until"),
        clauses=entry.texts("clauses", required=True),
        conventions=entry.texts("conventions"),
        sections=_read_sections(entry, 1),
        origin=entry.origin,
    )


def _read_sections(entry: Entry, level: int) -> tuple[Section, ...]:
    return tuple(_read_section(row, level) for row in entry.tables("section"))


def _read_section(row: Entry, level: int) -> Section:
    return Section(
        id=row.text("id"),
        title=row.text("title"),
        level=level,
        content=row.texts("content"),
        attachments=row.texts("attachments"),
        synonyms=row.texts("synonyms"),
        numbered=row.texts("numbered"),
        parts=row.texts("parts"),
        hints=row.texts("hints"),
        told=row.text("told", default=""),
        is_free=row.flag("is_free", default=False),
        sections=_read_sections(row, level + 1),
        required=row.flag("required", default=True),
        origin=row.origin,
    )


def check_outline(outline: Outline) -> Iterator[Problem]:
    """Find repeated ids, and headings that would fit two sections; the later one is complained of."""
    ids: set[str] = set()
    titles: set[str] = set()
    for section in outline.walk():
        if section.id in ids:
            yield _complaint(outline, section, f"编号 {section.id} 重复", "不重复的编号", "id")
        for title in sorted(_titles(section) & titles):
            key = "title" if title == plain_title(section.title) else "synonyms"
            yield _complaint(outline, section, f"标题“{title}”属于两个章节", "只属于一个章节的标题", key)
        ids.add(section.id)
        titles |= _titles(section)


def _complaint(outline: Outline, section: Section, read: str, expected: str, key: str) -> Problem:
    return section.origin.problem(f"报告提纲 {outline.id}", read, expected, key)


def _titles(section: Section) -> set[str]:
    return set(map(plain_title, _names(section)))


def _names(section: Section) -> tuple[str, ...]:
    return (section.title, *section.synonyms)
