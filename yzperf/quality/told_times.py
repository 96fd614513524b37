"""Times that a text tells (文中的时间): 2025年4月7日, 4月28日至5月23日, 5月12日、13日, 2025.6.13, 6月上旬, 二〇二五年七月."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from yzperf.domain.claims.plain import plain_text
from yzperf.domain.reading.numerals import read_numeral, read_year

_YEAR = r"(?:19|20)\d\d"
_PART = r"[上中下]旬|月?[初底末]"
_POINT = re.compile(
    rf"(?<![\d.])(?:(?P<year>{_YEAR})年)?(?P<month>1[0-2]|0?[1-9])月(?:份)?(?:(?P<day>\d{{1,2}})[日号]|(?P<part>{_PART}))?"
    rf"|(?<![\d.])(?P<year2>{_YEAR})[.\-/](?P<month2>1[0-2]|0?[1-9])"
    r"(?:[.\-/](?P<day2>\d{1,2})(?!\d|[./]\d)|(?![\d%万亿元]|[.\-/]\d))"
)
_MORE = re.compile(
    rf"(?:至|到|-{{1,2}}|~|、|和)(?:(?P<year>{_YEAR})[年.\-/])?(?:(?P<month>1[0-2]|0?[1-9])(?:月|[.\-/](?=\d)))?"
    rf"(?:(?P<day>\d{{1,2}})(?:[日号]|(?![\d年月个名家份次%.])))?(?P<part>{_PART})?"
)
_SPELT = re.compile(
    r"(?:[二][〇○零O][〇○零O一二三四五六七八九]{2}年)?[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}[日号])?"
)
_THIRDS = {"上": (1, 10), "初": (1, 10), "中": (11, 20), "下": (21, 31), "底": (21, 31), "末": (21, 31)}


@dataclass(frozen=True, slots=True)
class ToldTime:
    """From when to when, as far as the words tell; ``is_range`` where two ends stand there. Years may be left out."""

    text: str
    year: int | None
    since: tuple[int, int]
    until: tuple[int, int]
    until_year: int | None
    is_range: bool
    start: int
    end: int

    def in_year(self, year: int) -> tuple[date, date] | None:
        """First and last day, in the own year or this one; None where a day does not exist."""
        own = self.year or year
        last = self.until_year or own + (self.until < self.since)
        try:
            return date(own, *self.since), date(last, *self.until)
        except ValueError:
            return None


def plain_times(text: str) -> str:
    """A text in plain signs without blanks, dates in Chinese numerals put into digits.

    >>> plain_times("二〇二五年七月十二日 提交")
    '2025年7月12日提交'
    """
    plain = re.sub(r"[—–－―]+", "-", re.sub(r"\s", "", plain_text(text))).replace("～", "~")
    return _SPELT.sub(lambda match: _in_digits(match[0]), plain)


def _in_digits(spelt: str) -> str:
    parts = re.split("(?<=[年月日号])", spelt)
    return "".join(_digits(part[:-1], part[-1]) for part in parts if part)


def _digits(number: str, unit: str) -> str:
    value = read_year(number) if unit == "年" else read_numeral(number)
    return f"{value if value is not None else number}{unit}"


def told_times(plain: str) -> Iterator[ToldTime]:
    """Yield the times of a text that `plain_times` made, in order; one that goes on (4月28日至5月23日) is one."""
    at = 0
    while match := _POINT.search(plain, at):
        found = _read(match)
        at = found.end
        while more := _further(plain, found):
            found = more
            at = found.end
        yield replace(found, text=plain[found.start : found.end])


def _read(match: re.Match[str]) -> ToldTime:
    year, month, day = (match[name] or match[f"{name}2"] for name in ("year", "month", "day"))
    since, until = _days(int(month), day, match["part"] or "")
    return ToldTime(match[0], int(year) if year else None, since, until, None, False, *match.span())


def _further(plain: str, one: ToldTime) -> ToldTime | None:
    match = _MORE.match(plain, one.end)
    if match is None or not (match["month"] or match["day"]):
        return None
    month = int(match["month"] or one.until[0])
    _, until = _days(month, match["day"], match["part"] or "")
    year = int(match["year"]) if match["year"] else one.until_year
    return replace(one, until=until, until_year=year, is_range=True, end=match.end())


def _days(month: int, day: str | None, part: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """First and last day of what is told of a month: the day, a third of it, or all."""
    last = monthrange(2024, month)[1] if month != 2 else 28  # the 29th is in few years
    if day:
        return (month, int(day)), (month, int(day))
    low, high = _THIRDS[part[0] if part[0] != "月" else part[1]] if part else (1, last)
    return (month, low), (month, min(high, last))
