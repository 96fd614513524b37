"""What is left over from a template or another report (残留用语表), read once from ``residue.toml`` beside this module."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One kind of gap. ``everywhere``: also in annexes, where forms and questionnaires are left blank."""

    name: str
    pattern: re.Pattern[str]
    everywhere: bool


@dataclass(frozen=True, slots=True)
class Superseded:
    """A document that is no longer in force after ``until``."""

    number: str
    title: str
    until: date
    by: str
    source: str


@dataclass(frozen=True, slots=True)
class ResidueWords:
    """What ``residue.toml`` says, compiled."""

    placeholders: tuple[Placeholder, ...]
    blank_allowed: re.Pattern[str]
    owner: re.Pattern[str]
    touched: re.Pattern[str]
    common_noun: re.Pattern[str]
    led_by: re.Pattern[str]
    reached: re.Pattern[str]
    before_touched: re.Pattern[str]
    longest_unknown: re.Pattern[str]
    level: re.Pattern[str]
    elsewhere: re.Pattern[str]
    other_year: re.Pattern[str]
    other_object_year: re.Pattern[str]
    year_object: re.Pattern[str]
    year_claim: re.Pattern[str]
    of_past: re.Pattern[str]
    role: re.Pattern[str]
    office: re.Pattern[str]
    of_any: re.Pattern[str]
    project: re.Pattern[str]
    cut: re.Pattern[str]
    superseded: tuple[Superseded, ...]


@lru_cache(maxsize=1)
def residue_words() -> ResidueWords:
    """The shipped words."""
    table = tomllib.loads(Path(__file__).with_name("residue.toml").read_text(encoding="utf-8"))
    patterns = {
        name: re.compile(text) for name, text in (table["lines"] | table["foreign"] | table["left_over"]).items()
    }
    gaps = [Placeholder(row["name"], re.compile(row["pattern"]), row["everywhere"]) for row in table["placeholder"]]
    return ResidueWords(tuple(gaps), **patterns, superseded=tuple(Superseded(**row) for row in table["superseded"]))
