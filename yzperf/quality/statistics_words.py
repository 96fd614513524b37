"""The words of the checks of group F (用语表), read once from ``statistics_words.toml`` beside this module."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import inf
from pathlib import Path
from typing import Any

Pattern = re.Pattern[str]
_GROUPS = ("columns", "tests", "samples", "estimate_columns")


@dataclass(frozen=True, slots=True)
class Possible:
    """What a printed number of a role, of a statistic, or of a subject can be; ``unit`` blank for any.

    A sentence (of a subject its own words) that holds the pattern ``unless`` speaks of something else (投资回收率,
    按相关系数1.2计取).
    """

    words: str
    role: str = ""
    symbol: str = ""
    subject: str = ""
    unit: str = ""
    low: float = -inf
    high: float = inf
    unless: str = ""


@dataclass(frozen=True, slots=True)
class StatisticsWords:
    """What ``statistics_words.toml`` says, compiled; each name is told there."""

    mean: Pattern
    averaged: Pattern
    averaged_end: Pattern
    mean_units: Pattern
    people_behind: Pattern
    people_units: Pattern
    missing: Pattern
    weighted: Pattern
    weighted_survey: Pattern
    whole: Pattern
    not_whole: Pattern
    items: Pattern
    several: Pattern
    points: Pattern
    points_labelled: Pattern
    surveyed: Pattern
    share_behind: Pattern
    share_whole: Pattern
    people_whole: Pattern
    as_share: Pattern
    satisfied_share: Pattern
    satisfied_points: Pattern
    subset: Pattern
    part_of_share: Pattern
    scale_ends: Pattern
    scale_falling: Pattern
    scale_top: Pattern
    binary: Pattern
    columns: Mapping[str, Pattern]
    tests: Mapping[str, Pattern]
    estimate_columns: Mapping[str, Pattern]
    samples: Mapping[str, Pattern]
    families: tuple[Pattern, ...]
    opposites: tuple[tuple[Pattern, Pattern], ...]
    possible: tuple[Possible, ...]


@cache
def statistics_words() -> StatisticsWords:
    """Read the word list that comes with the package."""
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    families = tuple(map(re.compile, table["samples"].pop("families")))
    opposites = tuple((re.compile(one), re.compile(other)) for one, other in table["samples"].pop("opposites"))
    possible = tuple(Possible(**row) for row in table.pop("possible"))
    groups: dict[str, Any] = {name: _compiled(table.pop(name)) for name in _GROUPS}
    return StatisticsWords(**_compiled(table), **groups, families=families, opposites=opposites, possible=possible)


def _compiled(table: Mapping[str, str]) -> dict[str, Any]:
    return {name: re.compile(pattern) for name, pattern in table.items()}
