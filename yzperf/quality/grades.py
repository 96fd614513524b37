"""Answers by grade (分档): which words are one, in which order they stand, and the points that they are worth."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_LISTS = ("rungs", "ladders")
_NEUTRAL = "NEUTRAL"


@dataclass(frozen=True, slots=True)
class Grade:
    """One grade: its name, what is asked (blank for a neutral answer), and its place from the best (0) downwards.

    ``points`` are those that are its name (5分), else None.
    """

    name: str
    stem: str
    place: int
    points: int | None = None


@dataclass(frozen=True, slots=True)
class GradeWords:
    """What ``grade_words.toml`` says, compiled; each name is told there."""

    label: re.Pattern[str]
    tail: re.Pattern[str]
    places: dict[str, int]
    stems: re.Pattern[str]
    neutral: re.Pattern[str]
    ladders: tuple[tuple[str, ...], ...]
    left_out: re.Pattern[str]
    filler: re.Pattern[str]
    first_ones: re.Pattern[str]
    joined: re.Pattern[str]
    and_better: re.Pattern[str]
    falling: re.Pattern[str]
    listed: re.Pattern[str]
    defined: re.Pattern[str]
    mean: re.Pattern[str]
    satisfaction: re.Pattern[str]
    share_head: re.Pattern[str]
    count_head: re.Pattern[str]


@cache
def grade_words() -> GradeWords:
    """Read the word list that comes with the package."""
    table = tomllib.loads(Path(__file__).with_suffix("").with_name("grade_words.toml").read_text(encoding="utf-8"))
    rungs, ladders = (table.pop(name) for name in _LISTS)
    stems, neutral = table.pop("stems"), table.pop("neutral")
    worded = [f"{rung}(?:{stems})" for rung in sorted(rungs, key=len, reverse=True) if rung != _NEUTRAL]
    whole = sorted({word for ladder in ladders for word in ladder}, key=len, reverse=True)
    single = [rf"(?<![^为是评“\"、，,；;：:（(\s\x00]){word}" for word in whole if len(word) == 1]  # not the 中 of 初中
    label = "|".join([*worded, neutral, *(re.escape(word) for word in whole if len(word) > 1), *single])
    patterns = {name: re.compile(pattern) for name, pattern in table.items()}
    return GradeWords(
        label=re.compile(label),
        tail=re.compile(rf"(?<![非很较太不未没])(?P<label>{label})(?P<rest>[^\u4e00-\u9fff。；;!?！？]*)$"),
        places={rung: at for at, rung in enumerate(rungs)},
        stems=re.compile(stems),
        neutral=re.compile(neutral),
        ladders=tuple(map(tuple, ladders)),
        **patterns,
    )


def read_grade(text: str) -> Grade | None:
    """The grade that a short text is, and nothing else.

    Examples
    --------
    >>> read_grade("比较满意").place, read_grade("“不满意”").place, read_grade("满意度")
    (3, 7, None)
    >>> read_grade("4分").points, read_grade("一般").stem
    (4, '')
    """
    words = grade_words()
    name = re.sub(r"\(\d{1,3}分?\)$", "", words_only(text))
    if points := re.fullmatch(r"(\d{1,2})(?:分|星|级)", name):
        return Grade(name, "分", -int(points[1]), int(points[1]))
    if words.neutral.fullmatch(name):
        return Grade(name, "", words.places[_NEUTRAL])
    for ladder in words.ladders:
        if name in ladder:
            return Grade(name, "/".join(ladder), ladder.index(name))
    stem = words.stems.search(name)
    if stem is None or stem.end() < len(name):
        return None
    front = name[: stem.start()]
    place = next((at for rung, at in words.places.items() if rung != _NEUTRAL and re.fullmatch(rung, front)), None)
    return None if place is None else Grade(name, stem[0], place)


def grade_at_end(text: str) -> Grade | None:
    """The grade that a text ends with, words that say nothing of it left out.

    Examples
    --------
    >>> grade_at_end("选择“非常满意”的有").name, grade_at_end("满意度")
    ('非常满意', None)
    """
    found = grade_words().tail.search(words_before(text))
    return read_grade(found["label"]) if found else None


def words_before(text: str) -> str:
    """What stands in front of a number without the words at its end that say nothing of a grade."""
    match = _filler_at_end().search(text)
    return text[: match.start()] if match else text


@cache
def _filler_at_end() -> re.Pattern[str]:
    return re.compile(f"(?:{grade_words().filler.pattern})+$")


def words_only(text: str) -> str:
    """A label without quotation marks and blanks."""
    return re.sub(r"[“”\"'‘’「」『』\s]|^\d{1,2}[.、]|[:：]$", "", text)


def are_of_one_question(grades: Sequence[Grade]) -> bool:
    """Whether grades may be the answers of one question: one stem beside neutral ones, no grade twice."""
    if len({grade.name for grade in grades}) < len(grades):
        return False
    stems = {grade.stem for grade in grades} - {""}
    return bool(_ladder_of(grades)) or (len(stems) <= 1 and not any("/" in stem for stem in stems))


def _ladder_of(grades: Sequence[Grade]) -> tuple[str, ...]:
    names = {grade.name for grade in grades}
    return next((ladder for ladder in grade_words().ladders if names <= {*ladder}), ())


def best_first(grades: Sequence[Grade]) -> list[int]:
    """Where the grades of one question stand in a list, the best one first.

    Examples
    --------
    >>> best_first([read_grade("一般"), read_grade("好"), read_grade("较差")])
    [1, 0, 2]
    """
    ladder = _ladder_of(grades)
    places = [ladder.index(one.name) if ladder else one.place for one in grades]
    return sorted(range(len(grades)), key=places.__getitem__)


def points_told(text: str, many: int) -> tuple[int, ...]:
    """The points of so many grades from the best, as a text tells them; empty where it does not.

    Examples
    --------
    >>> points_told("非常满意至非常不满意依次计5至1分", 5), points_told("分别赋100、80、60、0分", 4)
    ((5, 4, 3, 2, 1), (100, 80, 60, 0))
    """
    words = grade_words()
    for match in words.falling.finditer(text):
        high, low = int(match[1]), int(match[2])
        if abs(high - low) == many - 1:
            return tuple(range(high, low - 1, -1) if high > low else range(high, low + 1))
    for match in words.listed.finditer(text):
        found = tuple(int(one) for one in re.findall(r"\d+", match[1]))
        if len(found) == many and list(found) in (sorted(found), sorted(found, reverse=True)):
            return found
    return ()


def usual_points(many: int) -> tuple[tuple[int, ...], ...]:
    """Points that so many grades from the best are usually given, one for each step first."""
    steps = tuple(range(many, 0, -1))
    hundred = tuple(round(100 * at / many) for at in range(many, 0, -1))
    naught = tuple(round(100 * at / (many - 1)) for at in range(many - 1, -1, -1)) if many > 1 else (100,)
    return tuple(
        dict.fromkeys([steps, tuple(at - 1 for at in steps), steps[::-1], hundred, naught, *_SCALES.get(many, ())])
    )


_SCALES: dict[int, tuple[tuple[int, ...], ...]] = {
    3: ((100, 60, 0), (100, 80, 0), (100, 50, 0), (100, 80, 60), (100, 70, 40)),
    4: ((100, 80, 60, 0), (100, 80, 60, 40), (100, 80, 50, 0), (100, 75, 50, 0), (100, 90, 60, 0), (100, 80, 60, 30)),
    5: (
        (100, 80, 60, 30, 0), (100, 80, 60, 40, 20), (100, 80, 60, 40, 0), (100, 80, 60, 0, 0), (100, 80, 60, 20, 0),
        (100, 90, 75, 60, 0), (100, 80, 60, 30, 10), (100, 90, 80, 60, 0), (100, 80, 50, 20, 0), (10, 8, 6, 4, 2),
    ),
}  # fmt: skip
