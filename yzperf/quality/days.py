"""Days that a text tells, with or without their year (文中的日期): 2024年4月14日至18日, 6月30日."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_DAY = re.compile(
    r"(?<![\d.])(?:(?P<year>(?:19|20)\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]"
    r"(?:(?:至|到|-{1,2}|~)(?:(?:19|20)\d\d年)?(?:(?P<month2>\d{1,2})月)?(?P<day2>\d{1,2})[日号])?"
)
_LEAP = 2024  # a year in which every day of the calendar exists


@dataclass(frozen=True, slots=True)
class ToldDay:
    """One day, or the first of several; ``last`` is the other end as (month, day), else the day itself."""

    text: str
    year: int | None
    first: tuple[int, int]
    last: tuple[int, int]
    start: int
    end: int

    @property
    def exists(self) -> bool:
        """Whether both ends are days of the calendar, in some year where none is told."""
        return _exists(self.year, self.first) and _exists(self.year, self.last)

    def on(self, year: int) -> date | None:
        """The day in its own year, else in this one."""
        return date(self.year or year, *self.first) if _exists(self.year or year, self.first) else None


def told_days(plain: str) -> Iterator[ToldDay]:
    """Yield the days of a text in plain signs that has no blanks around its figures."""
    for match in _DAY.finditer(plain):
        first = int(match["month"]), int(match["day"])
        last = (int(match["month2"] or match["month"]), int(match["day2"])) if match["day2"] else first
        yield ToldDay(match[0], int(match["year"]) if match["year"] else None, first, last, *match.span())


def _exists(year: int | None, day: tuple[int, int]) -> bool:
    try:
        return bool(date(year or _LEAP, *day))
    except ValueError:
        return False
