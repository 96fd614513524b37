"""Answers of a survey against its codebook (问卷答卷): masked first, then read cell by cell; every misfit is told."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from yzperf.domain.quantity import normalise
from yzperf.domain.reading.numerals import read_digits
from yzperf.domain.survey import ADDRESS, SEPARATOR, CodebookItem, Fingerprint, QuestionKind, Role, State, Survey
from yzperf.errors import Place
from yzperf.loaders.cells import Problems
from yzperf.loaders.codebook import load_codebook
from yzperf.loaders.delimited import typed_column
from yzperf.loaders.survey_table import arrange, skipped_signs
from yzperf.loaders.survey_times import durations_of, moments_of
from yzperf.loaders.text_table import TextTable, read_text_table
from yzperf.privacy import find_address, find_personal, keyed_hash, mask_address, mask_cell

_UNANSWERED = ("", "(空)", "-2")
_REFUSALS = ("不了解", "不清楚", "不适用", "拒答")  # words the methods count as no opinion
_TICKS = (re.compile("[┋;；|]"), re.compile("[、，,]"))  # a comma may also be part of an option
_FILLED_IN = re.compile(r"〖[^〗]*〗")


def load_survey(path: Path, codebook: Path, *, key: bytes | None = None) -> Survey:
    """Read answers by their codebook.

    Parameters
    ----------
    path
        .csv or .xlsx, one row a questionnaire; a table as 问卷星 exports it is read as it is.
    codebook
        The codebook, see `load_codebook`.
    key
        Key of the fingerprints by which the same number is found again. None draws one that is forgotten: equal numbers
        are found within this file only.

    Returns
    -------
    Survey
        Answers that the codebook does not allow are in ``problems``; they stay in ``answers`` as they are written.

    Raises
    ------
    LoadError
        If a file cannot be read, the codebook is defective, or columns are missing; all at once.
    """
    items = load_codebook(codebook)
    return survey_of(read_text_table(path), items, key)


def survey_of(raw: TextTable, items: tuple[CodebookItem, ...], key: bytes | None = None) -> Survey:
    """Read answers by a codebook that was read, or guessed, already.

    Raises
    ------
    LoadError
        If columns are missing.
    """
    fingerprints = tuple(_fingerprints(raw, key or secrets.token_bytes(32)))
    table = arrange(_masked(raw), items)
    reading = _Reading(table, items)
    columns = {name: reading.column(name) for name in table.heading}
    durations = durations_of(table, items, reading.problems)
    return Survey(
        answers=pd.DataFrame(columns),
        codebook=items,
        where=Place(file=raw.file, sheet=raw.sheet),
        states=pd.DataFrame(reading.states),
        problems=tuple(reading.problems.found),
        durations=durations,
        moments=moments_of(table, items),
        fingerprints=fingerprints,
    )


def _fingerprints(table: TextTable, key: bytes) -> Iterator[Fingerprint]:
    for number, row in zip(table.numbers, table.rows, strict=True):
        for column, text in zip(table.heading, row, strict=True):
            for one in find_personal(text):
                yield Fingerprint(number, column, str(one.kind), keyed_hash(one.digits, key))
            if address := find_address(text):
                yield Fingerprint(number, column, ADDRESS, keyed_hash(address, key))


def _masked(table: TextTable) -> TextTable:
    """From here on nobody sees a personal number."""
    rows = tuple(
        tuple(mask_address(mask_cell(text, heading)) for heading, text in zip(table.heading, row, strict=True))
        for row in table.rows
    )
    return replace(table, rows=rows)


@dataclass(frozen=True, slots=True)
class _Cell:
    """One cell with all that is known of it."""

    item: CodebookItem
    text: str
    asked: bool


class _Reading:
    """Reads the columns of a table by the codebook; collects states and problems."""

    def __init__(self, table: TextTable, items: tuple[CodebookItem, ...]) -> None:
        self.problems, self.states = Problems(), dict[str, list[str]]()
        self._table = table
        self._items = {item.column: item for item in items}
        self._labels = {item.column: _labels(item) for item in items}
        self._texts = {name: table.column(name) for name in table.heading}

    def column(self, name: str) -> pd.Series:
        """One column: labels for closed questions, numbers for numeric ones, texts as they are for the rest."""
        item = self._items.get(name)
        texts = self._texts[name]
        if item is None:
            return typed_column(pd.Series(texts, name=name, dtype=object))
        read = [self._read(row, _Cell(item, text, self._is_asked(item, row))) for row, text in enumerate(texts)]
        self.states[name] = [str(state) for _, state in read]
        values = pd.Series([value for value, _ in read], name=name, dtype=object)
        self._check_column(item, values)
        return _typed(item, values)

    def _is_asked(self, item: CodebookItem, row: int) -> bool:
        return all(condition.holds(self._answer(condition.column, row)) for condition in item.asked_if)

    def _answer(self, column: str, row: int) -> str:
        """What the person said there, as the codebook names it."""
        labels, text = self._labels[column], self._texts[column][row]
        several = self._items[column].kind == QuestionKind.MULTIPLE
        given = _ticked(text, labels) if several else [text]
        return SEPARATOR.join(labels.get(normalise(one), one) for one in given)

    def _read(self, row: int, cell: _Cell) -> tuple[Any, State]:
        text, item = cell.text, cell.item
        if text in skipped_signs():
            return None, self._skipped(row, cell)
        if text in _UNANSWERED:
            return None, self._unanswered(row, cell)
        if text in item.missing:
            return None, State.MISSING
        if text in _REFUSALS and text not in item.options:
            return text, State.MISSING
        if not cell.asked:
            conditions = "；".join(map(str, item.asked_if))
            self._complain(row, cell, f"空白（只问 {conditions} 的人）", "请核对是否录错行，或修改编码本的适用条件")
            return text, State.WRONG
        value, expected = self._value(cell)
        if expected:
            self._complain(row, cell, expected, "请对照原问卷改正；编码本漏列的请补上")
        return value, State.WRONG if expected else State.ANSWERED

    def _skipped(self, row: int, cell: _Cell) -> State:
        if cell.asked and cell.item.asked_if:
            self._complain(row, cell, "答案（按适用条件这个人应当回答）", "请核对适用条件或原问卷")
            return State.WRONG
        return State.SKIPPED

    def _unanswered(self, row: int, cell: _Cell) -> State:
        if not cell.asked:
            return State.SKIPPED
        if cell.item.required or cell.item.role in (Role.WEIGHT, Role.STRATUM, Role.CLUSTER):
            self._complain(row, cell, "必答", "请核对原问卷补录")
        return State.UNANSWERED

    def _value(self, cell: _Cell) -> tuple[Any, str]:
        """The value, and what should be there instead if it does not fit."""
        item, labels = cell.item, self._labels[cell.item.column]
        if item.kind == QuestionKind.MULTIPLE:
            return self._several(cell)
        if item.options:
            label = labels.get(normalise(_FILLED_IN.sub("", cell.text)))
            return (label, "") if label else (cell.text, f"{'、'.join(item.options)}之一")
        if item.kind == QuestionKind.NUMBER or item.role is Role.WEIGHT:
            return _number(cell)
        return cell.text, ""

    def _several(self, cell: _Cell) -> tuple[Any, str]:
        labels, item = self._labels[cell.item.column], cell.item
        given = _ticked(cell.text, labels)
        known = [labels[normalise(one)] for one in given if normalise(one) in labels]
        ordered = [option for option in item.options if option in known]
        if len(known) < len(given):
            strange = "、".join(one for one in given if normalise(one) not in labels)
            return cell.text, f"编码本中的选项（没有“{strange}”）"
        if item.most and len(ordered) > item.most:
            return SEPARATOR.join(ordered), f"最多选 {item.most} 项"
        return SEPARATOR.join(ordered), ""

    def _check_column(self, item: CodebookItem, values: pd.Series) -> None:
        if item.kind != QuestionKind.ID:
            return
        first: dict[Any, int] = {}
        for row, value in enumerate(values):
            if value is not None and value in first:
                line = self._table.numbers[first[value]]
                remedy = f"第{line}行已用这个编号，请核对是否重复录入"
                self.problems.add(self._table.place(row, item.column), str(value), "不重复的编号", remedy)
            first.setdefault(value, row)

    def _complain(self, row: int, cell: _Cell, expected: str, remedy: str) -> None:
        self.problems.add(self._table.place(row, cell.item.column), cell.text or "空白", expected, remedy)


def _labels(item: CodebookItem) -> dict[str, str]:
    """Every way an answer may be written: its label or its code."""
    return {normalise(word): label for word, label in [*((one, one) for one in item.options), *item.codes.items()]}


def _ticked(text: str, labels: Mapping[str, str]) -> list[str]:
    """The options in one cell, parted by ┋ or ；, else by commas if it is not one option that has a comma in it."""
    bare = _FILLED_IN.sub("", text)
    if normalise(bare) in labels:
        return [bare]
    sign = next((sign for sign in _TICKS if sign.search(bare)), _TICKS[0])
    return [part.strip() for part in sign.split(bare) if part.strip()]


def _number(cell: _Cell) -> tuple[Any, str]:
    item, number = cell.item, read_digits(normalise(cell.text))
    expected = _range(item)
    if number is None:
        return cell.text, expected
    outside = (item.low is not None and number < item.low) or (item.high is not None and number > item.high)
    if outside or (item.role is Role.WEIGHT and number <= 0):
        return cell.text, expected
    return number, ""


def _range(item: CodebookItem) -> str:
    if item.role is Role.WEIGHT:
        return "大于 0 的权数"
    low, high = (None if bound is None else f"{bound.normalize():f}" for bound in (item.low, item.high))
    bounds = [f"不小于 {low}" if low else "", f"不大于 {high}" if high else ""]
    return "，".join(["数字", *filter(None, bounds)])


def _typed(item: CodebookItem, values: pd.Series) -> pd.Series:
    """Numbers as floats where all fit; attributes as a table would be read; everything else as text."""
    if any(isinstance(value, Decimal) for value in values):
        fits = all(value is None or isinstance(value, Decimal) for value in values)
        return pd.to_numeric(values).astype(float) if fits else values
    plain = not item.options and item.kind in (QuestionKind.ATTRIBUTE, QuestionKind.TIME)
    return typed_column(values.map(lambda value: value or "")) if plain else values
