"""Numbers in front of headings (标题序号): 第一章 壹、 一、 （一） 1. 1.1 （1） ①, each a class of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from yzperf.domain.reading.numerals import read_numeral

_CHINESE = "[一二三四五六七八九十百]{1,4}"
_FORMAL = "[壹贰叁肆伍陆柒捌玖拾]{1,3}"
_UNITS = "万亿元%％个年月日倍米公吨户人次折成分至到~-"


class Rank(IntEnum):
    """Classes of numbers from the outermost to the innermost, as official documents nest them (GB/T 9704)."""

    PART = 1
    CHAPTER = 2
    ARTICLE = 3
    FORMAL = 4
    CHINESE = 5
    CHINESE_BRACKETS = 6
    DIGIT = 7
    DECIMAL = 8
    DIGIT_BRACKETS = 9
    CIRCLED = 10


# On normalised text: full-width brackets, points and digits are already the plain ones.
_PATTERNS = (
    (Rank.PART, rf"第(?:{_CHINESE}|\d{{1,2}})(?:部分|篇|编)\s*[:、.]?"),
    (Rank.CHAPTER, rf"第(?:{_CHINESE}|\d{{1,2}})章\s*[:、.]?"),
    (Rank.ARTICLE, rf"第(?:{_CHINESE}|\d{{1,2}})节\s*[:、.]?"),
    (Rank.FORMAL, rf"{_FORMAL}\s*[、.]"),
    (Rank.CHINESE, rf"{_CHINESE}\s*[、.]"),
    (Rank.CHINESE_BRACKETS, rf"\({_CHINESE}\)[、.]?"),
    (Rank.DECIMAL, rf"\d{{1,2}}(?:\.\d{{1,2}}){{1,4}}(?![.\d])[.、]?(?!\s*(?:[{_UNITS}]|$))"),
    (Rank.DIGIT, rf"\d{{1,2}}\s*[.、](?!\d)|\d{{1,2}}\s+(?=[一-鿿])(?![{_UNITS}])"),
    (Rank.DIGIT_BRACKETS, r"\(\d{1,2}\)[、.]?|\d{1,2}\)"),
    (Rank.CIRCLED, r"[①-⑳]"),
)
_SIGNS = re.compile(r"\d+|[一二三四五六七八九十百壹贰叁肆伍陆柒捌玖拾]+")
_COMPILED = tuple((rank, re.compile(pattern)) for rank, pattern in _PATTERNS)


@dataclass(frozen=True, slots=True)
class Label:
    """A number in front of a line: its class, the number as written, how many parts it has, and what follows it."""

    rank: Rank
    number: str
    rest: str
    parts: int = 1

    @property
    def value(self) -> int:
        """The number as a number, 0 where it cannot be told: 第三章, 三、 and 3. are 3; of 1.2 the last part, 2."""
        signs = _SIGNS.findall(self.number)
        text = signs[-1] if signs else ""
        if text.isdecimal():
            return int(text)
        return int(read_numeral(text) or 0)


def read_label(plain: str) -> Label | None:
    """Read the number at the beginning of a normalised line.

    >>> read_label("(一)项目概况").rank, read_label("1.2.3 产出").parts, read_label("2.5亿元")
    (<Rank.CHINESE_BRACKETS: 6>, 3, None)
    """
    for rank, pattern in _COMPILED:
        if match := pattern.match(plain):
            parts = match[0].count(".") + 1 if rank is Rank.DECIMAL else 1
            return Label(rank, match[0].strip(), plain[match.end() :].strip(), parts)
    return None
