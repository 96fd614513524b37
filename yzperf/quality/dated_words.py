"""Days with the words around them (日期和前后的字): which thing a day is told of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from yzperf.domain.claims.plain import plain_text
from yzperf.errors import Place
from yzperf.quality.days import ToldDay, told_days
from yzperf.quality.tellings import words_of

_FRONT, _BEHIND = 14, 8  # signs around a day that say of what it is
_ALIKE = 2  # words
_BREAK = re.compile("[。；;]")


@dataclass(frozen=True, slots=True)
class DatedWords:
    """A day of a text, or the first and last of several, with the words around it."""

    day: ToldDay
    words: frozenset[str]
    sentence: str
    where: Place

    def is_of(self, words: frozenset[str]) -> bool:
        """Whether other words speak of the same thing."""
        return len(self.words & words) >= _ALIKE


def dated_words(text: str, where: Place) -> Iterator[DatedWords]:
    """Yield every day of a text."""
    for sentence in _BREAK.split(re.sub(r"\s", "", plain_text(text)).replace("—", "-").replace("–", "-")):
        for day in told_days(sentence):
            around = f"{sentence[max(0, day.start - _FRONT) : day.start]}，{sentence[day.end : day.end + _BEHIND]}"
            yield DatedWords(day, words_of(around), sentence, where)


def is_near(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two days are of one month or bear one number: a slip of the pen apart."""
    return one != other and (one[0] == other[0] or one[1] == other[1])
