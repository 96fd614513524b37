"""Closed questions of a survey and who gave which answer (题目与选项): shares by every denominator in use."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from yzperf.domain.quantity import normalise
from yzperf.domain.survey import SEPARATOR, CodebookItem, QuestionKind, Role, State, Survey
from yzperf.quality.survey_figures import Figure, Floats, best_first
from yzperf.quality.survey_words import survey_words

Rows = NDArray[np.bool_]
_CLOSED = (QuestionKind.SATISFACTION, QuestionKind.SINGLE, QuestionKind.MULTIPLE)
_ATTRIBUTES_AT_MOST = 30
_TICKED = ("选", "选中", "是", "1", "√", "已选")
_TO = re.compile("[—–−~～至到]+")
_SHORTEST = 3  # signs that a text and a title share: two may be chance


@dataclass(frozen=True)
class Question:
    """One closed question. ``labels`` are its options in plain dress, best first where they have points; ``chosen`` the
    people who gave each; ``given``, ``told`` and ``asked`` those with an answer, with any mark at all, and asked."""

    item: CodebookItem
    labels: tuple[str, ...]
    chosen: Mapping[str, Rows]
    given: Rows
    told: Rows
    asked: Rows

    @property
    def is_scale(self) -> bool:
        """Whether its options say how content people are."""
        return self.item.kind == QuestionKind.SATISFACTION

    @cached_property
    def pieces(self) -> tuple[str, ...]:
        """What its title asks about, stock phrases taken out."""
        return _pieces(self.item.title)

    def named_at(self, text: str) -> tuple[int, int]:
        """Where a text last names it, and by how many signs; (-1, 0) where it does not."""
        return named_at(self.item.title, text)

    def count(self, labels: Sequence[str], rows: Rows) -> int:
        """How many people gave any of these answers."""
        return int((self._any(labels) & rows).sum())

    def shares(self, labels: Sequence[str], rows: Rows, weights: Mapping[str, Floats]) -> Iterator[Figure]:
        """The share of these answers, in per cent, by every denominator."""
        hit = self._any(labels)
        bases = {
            "答题的人": self.given,
            "含拒答、不清楚": self.told,
            "应答的人": self.asked,
            "全部答卷": np.ones_like(hit),
        }
        for base, people in bases.items():
            for name, weight in weights.items():
                whole = float(weight[people & rows].sum())
                if whole > 0:
                    yield Figure(f"占{base}{name}", 100 * float(weight[hit & people & rows].sum()) / whole)
        if self.item.kind == QuestionKind.MULTIPLE:
            ticks = sum(float((chosen & rows).sum()) for chosen in self.chosen.values())
            if ticks:
                yield Figure("占全部勾选", 100 * sum(float((self.chosen[one] & rows).sum()) for one in labels) / ticks)

    def _any(self, labels: Sequence[str]) -> Rows:
        hit = np.zeros(len(self.given), bool)
        for label in labels:
            hit |= self.chosen[label]
        return hit


def plain_label(text: str) -> str:
    """A label as it is compared: 36—50岁 and 36至50岁 are the same.

    >>> plain_label("36—50岁") == plain_label("３６至50 岁")
    True
    """
    return _TO.sub("-", "".join(normalise(str(text)).split()))


def named_at(title: str, text: str) -> tuple[int, int]:
    """Where a text last names what a title asks about, and by how many signs; (-1, 0) where it does not."""
    return max((_last_shared(piece, text) for piece in _pieces(title)), default=(-1, 0))


@cache
def _pieces(title: str) -> tuple[str, ...]:
    return tuple(part for part in survey_words().stock.split(plain_label(title)) if len(part) > 1)


def questions_of(survey: Survey) -> list[Question]:
    """Closed questions, and attributes with a few values (镇, 性别); interviewers are no attribute of people."""
    found = [_question(survey, item) for item in survey.codebook if item.column in survey.answers.columns]
    return [one for one in found if one is not None and len(one.labels) > 1] + list(_ticked_in_columns(survey))


def _ticked_in_columns(survey: Survey) -> Iterator[Question]:
    """A multiple-choice question whose options have a column each, as the platforms hand it over: 题目:选项, ticked or not."""
    options: dict[str, list[tuple[str, CodebookItem, str]]] = defaultdict(list)
    for item in survey.codebook:
        stem, _, option = item.title.replace("：", ":").rpartition(":")
        ticked = next((one for one in item.options or tuple(item.points) if one in _TICKED), "")
        if stem and option and ticked and len(item.options or item.points) <= 2 and item.column in survey.answers:
            options[stem].append((plain_label(option), item, ticked))
    for stem, found in options.items():
        if len(found) > 1:
            cells = {label: survey.answers[item.column].astype(str) for label, item, _ in found}
            chosen = {label: (cells[label] == ticked).to_numpy(bool) for label, _, ticked in found}
            given = np.logical_or.reduce(list(chosen.values()))
            everybody = np.ones_like(given)
            item = replace(found[0][1], title=stem, kind=QuestionKind.MULTIPLE, options=tuple(chosen))
            yield Question(item, tuple(chosen), chosen, given, everybody, everybody)


def _question(survey: Survey, item: CodebookItem) -> Question | None:
    cells = survey.answers[item.column]
    texts = cells.map(lambda cell: plain_label(cell) if isinstance(cell, str) else "")
    labels = _labels(item, texts)
    if not labels:
        return None
    if item.kind == QuestionKind.MULTIPLE:
        split = cells.map(lambda cell: {plain_label(one) for one in str(cell or "").split(SEPARATOR)})
        chosen = {label: split.map(lambda ticks, label=label: label in ticks).to_numpy(bool) for label in labels}
    else:
        chosen = {label: (texts == label).to_numpy(bool) for label in labels}
    given = np.logical_or.reduce(list(chosen.values()))
    states = survey.states[item.column] if item.column in survey.states else pd.Series("", index=cells.index)
    asked = (states != str(State.SKIPPED)).to_numpy(bool)
    told = given | (states == str(State.MISSING)).to_numpy(bool) | (texts != "").to_numpy(bool)
    return Question(item, labels, chosen, given, told, asked)


def _labels(item: CodebookItem, texts: pd.Series) -> tuple[str, ...]:
    if item.kind in _CLOSED:
        options = best_first(item) if item.kind == QuestionKind.SATISFACTION else item.options or tuple(item.points)
        return tuple(dict.fromkeys(map(plain_label, options)))
    if item.kind != QuestionKind.ATTRIBUTE or item.role is Role.INTERVIEWER or "调查员" in item.title:
        return ()
    values = [value for value in texts.unique() if len(value) > 1 or value in "男女是否"]
    return tuple(sorted(filter(None, values))) if 1 < len(values) <= _ATTRIBUTES_AT_MOST else ()


def _last_shared(piece: str, text: str) -> tuple[int, int]:
    """The end of the last stretch of a text that also stands in a piece, the longest of those that end there."""
    if len(piece) < _SHORTEST:
        at = text.rfind(piece)
        return (at + len(piece), len(piece)) if at >= 0 else (-1, 0)
    for length in range(len(piece), _SHORTEST - 1, -1):
        found = max(text.rfind(piece[at : at + length]) for at in range(len(piece) - length + 1))
        if found >= 0:
            return found + length, length
    return -1, 0
