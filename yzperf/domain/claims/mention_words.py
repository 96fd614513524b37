"""How names are recognised (提及用语表), read once from ``mentions.toml`` beside this module."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class NameForm:
    """Names that are told by their last word (扬中市, 财政局): what they end with, where they are cut, what is none."""

    suffix: re.Pattern[str]
    longest: int
    cut: re.Pattern[str]
    generic: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class MentionWords:
    """What ``mentions.toml`` says, compiled."""

    number: re.Pattern[str]
    title: re.Pattern[str]
    title_then_number: re.Pattern[str]
    number_then_title: re.Pattern[str]
    before_agency: re.Pattern[str]
    grade: re.Pattern[str]
    same_grade: Mapping[str, str]
    sheet_grade: Mapping[str, str]
    chapter: re.Pattern[str]
    dates: tuple[re.Pattern[str], ...]
    indicator: re.Pattern[str]
    places: NameForm
    bodies: NameForm
    provinces: frozenset[str]


@cache
def mention_words() -> MentionWords:
    """Read the word list that comes with the package."""
    table = tomllib.loads(Path(__file__).with_name("mentions.toml").read_text(encoding="utf-8"))
    documents, grades, dates = table["documents"], table["grades"], table["dates"]
    return MentionWords(
        number=re.compile(documents["number"]),
        title=re.compile(documents["title"]),
        title_then_number=re.compile(documents["title_then_number"]),
        number_then_title=re.compile(documents["number_then_title"]),
        before_agency=re.compile(documents["before_agency"]),
        grade=re.compile(grades["pattern"]),
        same_grade=grades["same"],
        sheet_grade=grades["same"] | grades["on_sheet"],
        chapter=re.compile(table["chapters"]["pattern"]),
        dates=(re.compile(dates["pattern"]), re.compile(dates["plain"])),
        indicator=re.compile(table["indicators"]["pattern"]),
        places=_names(table["places"]),
        bodies=_names(table["organisations"]),
        provinces=frozenset(table["places"]["provinces"]),
    )


def plain_grade(text: str) -> str:
    """The grade of a score sheet by its one sign.

    >>> plain_grade("良好"), plain_grade("优"), plain_grade("合格")
    ('良', '优', '中')
    """
    return mention_words().sheet_grade.get(text, text)


def _names(row: Mapping[str, Any]) -> NameForm:
    suffix, cut, generic = (re.compile(row[name]) for name in ("suffix", "cut", "generic"))
    return NameForm(suffix, row["longest"], cut, generic)
