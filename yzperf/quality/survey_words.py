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
    one_answer: re.Pattern[str]
    point_of_answer: re.Pattern[str]
    full_mark: re.Pattern[str]
    indicator_score: re.Pattern[str]
    stock: re.Pattern[str]
    between: re.Pattern[str]
    asked_about: re.Pattern[str]
    people_asked: re.Pattern[str]
    handed_out: re.Pattern[str]
    taken_out: re.Pattern[str]
    of_several: re.Pattern[str]
    overall_mean: re.Pattern[str]
    of_everybody: re.Pattern[str]
    weighting: re.Pattern[str]
    sampling_weight: re.Pattern[str]
    weighted_row: re.Pattern[str]
    plain: re.Pattern[str]
    share_told: re.Pattern[str]
    of_issued: re.Pattern[str]
    several_surveys: re.Pattern[str]
    subset: re.Pattern[str]
    ladder: tuple[str, ...]
    points: tuple[tuple[str, tuple[int, ...]], ...]


@cache
def survey_words() -> SurveyWords:
    """Read the word list that comes with the package."""
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    scales = tuple((row["name"], tuple(row["values"])) for row in table.pop("points"))
    ladder = tuple(table.pop("ladder"))
    patterns = {name: re.compile(pattern) for name, pattern in table.items()}
    return SurveyWords(**patterns, points=scales, ladder=ladder)


def tells_several(text: str) -> bool:
    """Whether a text speaks of more than one survey: it says so, or names the sheets of two kinds of people.

    >>> tells_several("学生问卷和家长问卷"), tells_several("家长问卷见附件；家长问卷共5题")
    (True, False)
    """
    found = {match[0] for match in survey_words().several_surveys.finditer(text)}
    kinds = {
        one for one in found if re.fullmatch("[^两三四二分]+问卷", one)
    }  # 家长问卷 may be the only one, 家长卷 is not
    return len(kinds) > 1 or bool(found - kinds)
