"""Tables against their schema (表的校验): every cell that does not fit is told, then the table is read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from yzperf.domain.quantity import Kind as QuantityKind
from yzperf.domain.quantity import normalise, read_quantity
from yzperf.domain.reading.numerals import read_digits
from yzperf.domain.table_place import note_place
from yzperf.domain.table_schema import Column, ColumnKind, TableSchema
from yzperf.errors import LoadError, Problem
from yzperf.loaders.delimited import typed_column
from yzperf.loaders.text_table import TextTable, missing_columns, read_text_table
from yzperf.privacy import is_personal_heading, mask_cell

_FILE = Path(__file__).parent / "case_tables.toml"
_PLAIN_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,10})?")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_KEYS = ("type", "required", "filled", "unique", "min", "max", "options", "pattern", "meaning")
_NUMERIC = (ColumnKind.NUMBER, ColumnKind.WHOLE, ColumnKind.MONEY)


def read_checked(path: Path, schema: TableSchema) -> pd.DataFrame:
    """Read a table of a case: checked against its schema, personal numbers masked.

    Raises
    ------
    LoadError
        All misfits at once, each with its cell.
    """
    table = read_text_table(path)
    problems = missing_columns(table, schema.required) or list(check_table(table, schema))
    if problems:
        raise LoadError(problems)
    kinds = {column.name: column.kind for column in schema.columns}
    frame = pd.DataFrame({name: _series(name, table.column(name), kinds.get(name)) for name in table.heading})
    return note_place(frame, table.file, table.sheet, table.numbers)


def check_table(table: TextTable, schema: TableSchema) -> Iterator[Problem]:
    """Every cell that does not fit, column after column."""
    for column in schema.present(table.heading):
        texts = table.column(column.name)
        fits = _fitting(column)
        for row in [row for row, text in enumerate(texts) if not fits(text)]:
            remedy = "请填写" if not texts[row] else "请改正这一格；没有数值请留空，说明文字请移到备注列"
            yield Problem(table.place(row, column.name), texts[row] or "空白", column.expected, remedy)
        if column.unique:
            yield from _doubled(table, column, texts)


def shipped_schema(name: str) -> TableSchema:
    """Schema of one of the tables that every case may have: ``budget``, ``log``, ``manifest``."""
    return _shipped()[name]


def read_schema(columns: Mapping[str, Mapping[str, Any]]) -> tuple[TableSchema, list[str]]:
    """A schema from its TOML table, and what is wrong with it: one sentence for each defect."""
    complaints: list[str] = []
    found = tuple(_column(name, row, complaints) for name, row in columns.items())
    return TableSchema(found), complaints


@cache
def _shipped() -> dict[str, TableSchema]:
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {name: read_schema(columns)[0] for name, columns in data.items()}


def _column(name: str, row: Mapping[str, Any], complaints: list[str]) -> Column:
    if not isinstance(row, dict):
        complaints.append(f'列“{name}”应写成 {{ type = "金额", min = 0 }} 的样子')
        return Column(name)
    complaints += [f"列“{name}”没有“{key}”这一项，可用：{'、'.join(_KEYS)}" for key in row if key not in _KEYS]
    kind = next((kind for kind in ColumnKind if kind == row.get("type", "文字")), None)
    if kind is None:
        complaints.append(f"列“{name}”的 type 应为{'、'.join(ColumnKind)}之一，读到“{row['type']}”")
    return Column(
        name=name,
        kind=kind or ColumnKind.TEXT,
        required=bool(row.get("required", True)),
        filled=bool(row.get("filled", False)),
        unique=bool(row.get("unique", False)),
        low=_bound(name, "min", row, complaints),
        high=_bound(name, "max", row, complaints),
        options=tuple(str(option) for option in row.get("options", ())),
        pattern=_pattern(name, row, complaints),
        meaning=str(row.get("meaning", "")),
    )


def _bound(name: str, key: str, row: Mapping[str, Any], complaints: list[str]) -> Decimal | None:
    try:
        return Decimal(str(row[key])) if key in row else None
    except InvalidOperation:
        complaints.append(f"列“{name}”的 {key} 应为数字，读到“{row[key]}”")
        return None


def _pattern(name: str, row: Mapping[str, Any], complaints: list[str]) -> str:
    pattern = str(row.get("pattern", ""))
    try:
        re.compile(pattern)
    except re.error as error:
        complaints.append(f"列“{name}”的 pattern 不是正则表达式（{error}）")
        return ""
    return pattern


def _fitting(column: Column) -> Callable[[str], bool]:
    """What a cell of this column must pass; a blank or a dash passes unless the column must be filled."""
    fits = _value_test(column)
    if column.filled:
        return lambda text: bool(text) and fits(text)
    return lambda text: not text or fits(text) or read_quantity(text).kind is QuantityKind.BLANK


def _value_test(column: Column) -> Callable[[str], bool]:
    if column.kind in _NUMERIC:
        return lambda text: _is_number(text, column)
    if column.kind is ColumnKind.DATE:
        return lambda text: read_day(text) is not None
    if column.options:
        return frozenset(column.options).__contains__
    if column.pattern:
        pattern = re.compile(column.pattern)
        return lambda text: pattern.fullmatch(text) is not None
    return lambda text: True


def _is_number(text: str, column: Column) -> bool:
    number = read_number(text)
    if number is None or (column.kind is ColumnKind.WHOLE and number % 1):
        return False
    return (column.low is None or number >= column.low) and (column.high is None or number <= column.high)


def read_number(text: str) -> Decimal | None:
    """A number as people write it (1,200.50, 35%), None for anything else; a percentage keeps its figure."""
    if _PLAIN_NUMBER.fullmatch(text):
        return Decimal(text)
    return read_digits(normalise(text).removesuffix("%").rstrip())


def read_day(text: str) -> date | None:
    """A day of the calendar in any usual way of writing, None for anything else."""
    match = _DAY.fullmatch(normalise(text))
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def _doubled(table: TextTable, column: Column, texts: list[str]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for row, text in enumerate(texts):
        if text and text in first:
            remedy = f"第{table.numbers[first[text]]}行已用，请核对"
            yield Problem(table.place(row, column.name), text, "不重复的值", remedy)
        first.setdefault(text, row)


def _series(name: str, texts: list[str], kind: ColumnKind | None) -> pd.Series:
    """Money exact, dates and texts as they are written, columns that nothing is said of as they look."""
    if kind is ColumnKind.MONEY:
        return pd.Series([read_number(text) for text in texts], dtype=object)
    if kind in (ColumnKind.TEXT, ColumnKind.DATE):
        return pd.Series([mask_cell(text, name) or None for text in texts], dtype=object)
    column = typed_column(pd.Series(texts, name=name, dtype=object))
    if column.dtype == object or is_personal_heading(name) or _all_mobile(texts):
        return pd.Series([mask_cell(text, name) or None for text in texts], dtype=object)
    return column


def _all_mobile(texts: list[str]) -> bool:
    """A column of nothing but mobile numbers looks like a column of whole numbers."""
    filled = [text for text in texts if text]
    return bool(filled) and all(mask_cell(text, "") != text for text in filled)
