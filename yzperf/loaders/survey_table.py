"""Columns of a survey table brought under the names of its codebook, also as 问卷星 exports them (答卷的列)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from yzperf.domain.quantity import normalise
from yzperf.domain.survey import SEPARATOR, CodebookItem, QuestionKind
from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.text_table import TextTable, missing_columns

_SKIPPED = ("(跳过)", "（跳过）", "-3", "跳过")
_NUMBERED = re.compile(r"^(?:Q|第)?(\d+)题?\s*[、.．:：]\s*")
_BY_NUMBER = re.compile(r"(?:Q|第)?(\d+)题?")
_OPTION_COLUMN = re.compile(r"(?P<stem>.+?)\s*(?:[(（](?P<inside>[^()（）]+)[)）]|[_:：—](?P<after>.+))")
_YES = ("1", "是", "√", "选中", "true", "TRUE")
_NO = ("0", "否", "", "×", "未选中", "false", "FALSE")


@dataclass(frozen=True, slots=True)
class _Ticks:
    """The columns of one multiple-choice question that has a column for each option."""

    table: TextTable
    columns: Mapping[str, str]  # option → column of the file

    @property
    def first(self) -> str:
        """The first of the columns: where a problem with the ticks of a row is told."""
        return next(iter(self.columns.values()))

    def cells(self) -> list[str]:
        """The ticked options of each row as one text."""
        columns = [self.table.column(column) for column in self.columns.values()]
        return [_tick_text(dict(zip(self.columns, texts, strict=True))) for texts in zip(*columns, strict=True)]


def _tick_text(texts: Mapping[str, str]) -> str:
    """Ticked options; the sign of a skipped question and what is no tick stay as they are."""
    signs = set(texts.values())
    if special := signs & {*_SKIPPED, "-2"}:
        return min(special)
    strange = [text for text in texts.values() if text not in (*_YES, *_NO)]
    if strange or signs == {""}:
        return "".join(strange)
    return SEPARATOR.join(option for option, text in texts.items() if text in _YES)


def skipped_signs() -> tuple[str, ...]:
    """What an export writes where a question was not asked."""
    return _SKIPPED


def arrange(table: TextTable, items: Sequence[CodebookItem]) -> TextTable:
    """Name the columns as the codebook does, and put the ticks of each multiple-choice question into one column.

    A column belongs to a question if it has its name, its title, or its number (``3、您的年龄`` for ``3`` or ``Q3``).

    Raises
    ------
    LoadError
        If questions of the codebook have no column, or several; all at once.
    """
    names = {column: _column_for(column, items) for column in table.heading}
    ticks = {item.column: found for item in items if (found := _ticks(table, item, names))}
    covered = {column for found in ticks.values() for column in found.columns.values()}
    kept = [column for column in table.heading if column not in covered]
    texts = [table.column(column) for column in kept]
    arranged = TextTable(
        file=table.file,
        sheet=table.sheet,
        heading=(*(names[column] or column for column in kept), *ticks),
        rows=tuple(zip(*texts, *(found.cells() for found in ticks.values()), strict=True)),
        numbers=table.numbers,
        columns=tuple(table.number_of(column) for column in (*kept, *(found.first for found in ticks.values()))),
    )
    if problems := [*_doubled(arranged), *missing_columns(arranged, [item.column for item in items])]:
        raise LoadError(problems)
    return arranged


def _column_for(heading: str, items: Sequence[CodebookItem]) -> str:
    """Column name of the codebook that a heading stands for, or nothing. Its very name goes first."""
    same = [item.column for item in items if normalise(heading) == normalise(item.column)]
    alike = [item.column for item in items if _is_alike(heading, item)]
    return next(iter([*same, *alike]), "")


def _is_alike(heading: str, item: CodebookItem) -> bool:
    if _means(heading, item.column, item.title):
        return True
    part, base = _OPTION_COLUMN.fullmatch(heading), item.column.rpartition("_")
    return bool(part and base[0] and normalise(part["inside"] or part["after"]) == normalise(base[2])) and _means(
        part["stem"] if part else "", base[0], item.title.removesuffix(f"：{base[2]}")
    )


def _means(heading: str, column: str, title: str) -> bool:
    """Whether a heading is a title with or without its number, or the number of the column (3、 for Q3)."""
    plain = normalise(heading).rstrip("?:")
    number = _NUMBERED.match(plain)
    bare = plain[number.end() :] if number else plain
    counted = _BY_NUMBER.fullmatch(column)
    same_number = counted is not None and counted[1] == (number[1] if number else plain)
    return same_number or normalise(title).rstrip("?:") in (plain, bare)


def _ticks(table: TextTable, item: CodebookItem, names: Mapping[str, str]) -> _Ticks | None:
    """Columns ``题目(选项)``, ``题目:选项`` or ``题目_选项``, one for each option."""
    if item.kind != QuestionKind.MULTIPLE or item.column in names.values():
        return None
    columns = {}
    for column in table.heading:
        match = _OPTION_COLUMN.fullmatch(column)
        if match and _means(match["stem"], item.column, item.title):
            option = normalise(match["inside"] or match["after"])
            columns.update({one: column for one in item.options if normalise(one) == option})
    return _Ticks(table, columns) if len(columns) == len(item.options) else None


def _doubled(table: TextTable) -> Iterator[Problem]:
    for name in sorted({name for name in table.heading if table.heading.count(name) > 1}):
        read = f"有几列都像题目“{name}”"
        yield Problem(Place(table.file, table.sheet), read, "每题一列", "请在编码本的列名里写出完整的表头")
