"""Tests of an assumption whose p value says one thing and the words beside it another (检验结论与 p 值相反)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from yzperf.domain.document import Document
from yzperf.quality.catalogue import Hit
from yzperf.quality.method_words import accepted_tests, words_of
from yzperf.quality.passage_values import Passage, passages
from yzperf.quality.printed import read_printed

_LEVEL = 0.05
_PART = re.compile("[^;；。]+")


@dataclass(frozen=True, slots=True)
class StatedP:
    """A printed p value: ``rejects`` says on which side of 0.05 it lies, None where the digits leave it open."""

    text: str
    rejects: bool | None
    start: int
    end: int


def p_values(text: str) -> Iterator[StatedP]:
    """The p values of a text: P＜0.05, p值为0.03, Prob>F=0.21."""
    for match in words_of("p_value", "form").finditer(text):
        value = read_printed(match["value"])
        if value is not None and value.value <= 1:
            ends = float(value.low), float(value.high)
            yield StatedP(match[0], _rejects(match["sign"] or "=", float(value.value), ends), *match.span())


def _rejects(sign: str, value: float, ends: tuple[float, float]) -> bool | None:
    if sign in "<≤":
        return True if value <= _LEVEL else None
    if sign in ">≥":
        return False if value >= _LEVEL else None
    return True if ends[1] <= _LEVEL else False if ends[0] > _LEVEL else None


def assumption_tests(report: Document, number: str) -> list[tuple[Passage, StatedP, Mapping[str, Any]]]:
    """Every p value of a test of this check's assumptions, with the words that belong to it."""
    tests = [test for test in accepted_tests() if test["check"] == number]
    return [
        (part, p, test)
        for passage in passages(report)
        for part, p in _parts(passage)
        for test in tests
        if test["test"].search(part.text)
    ]


def _parts(passage: Passage) -> Iterator[tuple[Passage, StatedP]]:
    """Each p value with its part of the sentence: behind the p value before, and up to the next one."""
    for match in _PART.finditer(passage.text):
        found = list(p_values(match[0]))
        starts = [0, *(p.end for p in found)]
        ends = [*(p.start for p in found[1:]), len(match[0])]
        for p, start, end in zip(found, starts, ends, strict=False):
            yield Passage(match[0][start:end], passage.where), p


def contradiction(part: Passage, p: StatedP, test: Mapping[str, Any]) -> Hit | None:
    """What the words say of the assumption against what the p value says; silent where both are said."""
    accepts, rejects = (bool(test[name].search(part.text)) for name in ("accepts", "rejects"))
    if p.rejects and accepts and not rejects:
        message = f"“{p.text}”拒绝“{test['title']}”的原假设，文字却说成立"
    elif p.rejects is False and rejects:
        message = f"“{p.text}”没有拒绝“{test['title']}”的原假设，文字却说不成立"
    else:
        return None
    return Hit(part.where, message, part.text.strip()[:60], "").as_lead
