"""The words of the survey checks (用语表), read once from ``survey_words.toml`` beside this module."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class SurveyWords:
    """What ``survey_words.toml`` says, compiled. ``points`` are scales by name, best answer first."""

    counting: re.Pattern[str]
    whole: re.Pattern[str]
    satisfied: re.Pattern[str]
    elsewhere: re.Pattern[str]
    overall_item: re.Pattern[str]
    points: tuple[tuple[str, tuple[int, ...]], ...]


@cache
def survey_words() -> SurveyWords:
    """Read the word list that comes with the package."""
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    scales = tuple((row["name"], tuple(row["values"])) for row in table.pop("points"))
    return SurveyWords(**{name: re.compile(pattern) for name, pattern in table.items()}, points=scales)
