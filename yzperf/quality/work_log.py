"""The log of the work, line by line (工作日志): the day, what was done, who took part, where."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from yzperf.domain.table_place import place_of_row
from yzperf.errors import Place
from yzperf.loaders.table_check import read_day
from yzperf.quality.catalogue import Inapplicable
from yzperf.quality.register_words import register_words

LOG = "log.csv"
_COLUMNS = ("日期", "环节", "内容", "参加人", "地点")
_UNTIL = re.compile(r"至\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日")
_BETWEEN = re.compile("[、，,；;/\\s]+|和|及")


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line. ``people`` are names of persons; ``parties`` is everything that the column of participants says."""

    day: date | None
    step: str
    text: str
    people: frozenset[str]
    parties: str
    site: str
    where: Place

    @property
    def until(self) -> date | None:
        """The last day, where the text tells one (至4月18日结束); else the day itself."""
        match = _UNTIL.search(self.text)
        if self.day is None or match is None:
            return self.day
        month = int(match["month"])
        last = read_day(f"{self.day.year + (month < self.day.month)}-{month:02}-{int(match['day']):02}")
        return last if last and last >= self.day else self.day


def log_lines(log: pd.DataFrame) -> list[LogLine]:
    """Every line of a log in its order.

    Raises
    ------
    Inapplicable
        If the log lacks one of the columns.
    """
    if lacking := [name for name in _COLUMNS if name not in log.columns]:
        raise Inapplicable(f"工作日志没有“{'、'.join(lacking)}”一列")
    rows = log[list(_COLUMNS)].fillna("").astype(str).to_dict("records")
    return [_line(place_of_row(log, at, file=LOG), row) for at, row in enumerate(rows)]


def _line(where: Place, row: dict[Any, Any]) -> LogLine:
    parties = row["参加人"]
    return LogLine(read_day(row["日期"]), row["环节"], row["内容"], persons(parties), parties, row["地点"], where)


def persons(text: str) -> frozenset[str]:
    """The names of persons in a list; bodies and groups (专家组, 各镇) are none."""
    words = register_words()
    found = (part.strip() for part in _BETWEEN.split(text))
    return frozenset(part for part in found if words.person.match(part) and not words.nobody.search(part))
