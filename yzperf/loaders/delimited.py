"""Delimited text from outside (CSV): strict encodings, delimiter found out, exact numbers, all defects at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import pandas as pd

from yzperf.domain.cell_text import GUARD, is_guarded, restored
from yzperf.domain.quantity import Kind, normalise, read_quantity
from yzperf.domain.reading.numerals import read_digits
from yzperf.domain.units import conversion
from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.guard import MAX_AREA
from yzperf.loaders.records import Record, split_records
from yzperf.loaders.table_rows import find_table, split_unit
from yzperf.loaders.text_file import read_text
from yzperf.loaders.texts import shown

# Codes with leading zeros (001) and numbers longer than a float can carry are names, not numbers.
_CODE = re.compile(r"0\d+|\d{16,}")


def read_rows(path: Path, most: int = MAX_AREA) -> list[list[str]]:
    """Read all filled rows as text; the apostrophe that guards a text from a spreadsheet is taken off, and so are
    control signs.

    Parameters
    ----------
    most
        Cells, blank ones too, that such a file may have.

    Raises
    ------
    LoadError
        If the file is missing, empty, too large, binary, in no encoding that is in use, or its quotes do not match.
    """
    return [
        [shown(restored(_kept(cell))) for cell in record.cells] for record in split_records(path, read_text(path), most)
    ]


def _kept(cell: str) -> str:
    """A guarded text keeps its blanks."""
    return cell if cell.startswith(GUARD) and is_guarded(cell) else cell.strip()


def read_table(
    path: Path,
    *,
    required: Sequence[str] = (),
    exact: Sequence[str] = (),
    money: Sequence[str] = (),
    unit: str = "",
) -> pd.DataFrame:
    """Read a table with a heading row; lines before it and notes behind the last row are left out.

    Parameters
    ----------
    required
        Headings that must be there.
    exact
        Columns read as exact ``Decimal`` (金额、得分); a cell that is no number is a problem, a blank is None. All
        other columns become whole numbers or floats where every filled cell is a number, else stay text.
    money, unit
        Exact columns of money, and the unit that they are wanted in. Their headings may carry another unit
        (年初预算数（元）), or a line above the table may (单位：元): the amounts are converted exactly. Without ``unit`` such
        headings are names like any other.

    Returns
    -------
    pandas.DataFrame
        ``attrs["around"]`` holds the texts that stood before and behind the table.

    Raises
    ------
    LoadError
        All missing columns, ragged rows and unreadable numbers at once.
    """
    found = find_table(split_records(path, read_text(path)), required)
    if found is None or not found.body:
        raise LoadError(_problem(path, "没有数据行", "一行表头和至少一行数据", "请重新导出"))
    named = [split_unit(cell) if unit else (cell, "") for cell in map(restored, found.heading.cells)]
    heading = [name for name, _ in named]
    rows = [_cut(record, len(heading)) for record in found.body]
    problems = [*_heading_problems(path, heading, required), *_ragged(path, heading, rows)]
    if problems:
        raise LoadError(problems)
    # As objects: pandas' own texts are slow to walk through one by one.
    lines = [record.line for record in rows]
    frame = pd.DataFrame([record.cells for record in rows], columns=heading, index=lines, dtype=object)
    columns = {name: _column(path, frame[name], name in (*exact, *money), problems) for name in heading}
    if problems:
        raise LoadError(problems)
    for name, own in named:
        if unit and name in money:
            columns[name] = _converted(columns[name], own or found.unit, unit)
    result = pd.DataFrame(columns)
    result.attrs["around"] = (*found.before, *found.behind)
    return result


def _converted(amounts: pd.Series, unit: str, wanted: str) -> pd.Series:
    share = conversion(unit, wanted) if unit else None
    if share is None or share == 1:
        return amounts
    up, down = Decimal(share.numerator), Decimal(share.denominator)
    return pd.Series([None if amount is None else amount * up / down for amount in amounts], dtype=object)


def _cut(record: Record, width: int) -> Record:
    """The cells of a record without blank ones behind the last column."""
    cells = [_kept(cell) for cell in record.cells]
    return Record(record.line, cells[:width] if not any(cells[width:]) else cells)


def _heading_problems(path: Path, heading: list[str], required: Sequence[str]) -> list[Problem]:
    missing = [name for name in required if name not in heading]
    doubled = sorted(name for name, count in Counter(heading).items() if count > 1)
    problems = []
    if missing:
        read = "、".join(heading)
        problems.append(_problem(path, f"表头 {read}", f"含列 {'、'.join(missing)}", "请补上缺少的列，列名须一致"))
    if doubled:
        problems.append(_problem(path, f"重复的列 {'、'.join(doubled)}", "每列名称唯一", "请改名或删去重复列"))
    return problems


def _ragged(path: Path, heading: list[str], body: list[Record]) -> list[Problem]:
    return [
        Problem(
            Place(file=path.name, cell=f"第{record.line}行"),
            f"{len(record.cells)} 列",
            f"{len(heading)} 列（与表头一致）",
            "请检查该行是否多了或少了分隔符",
        )
        for record in body
        if len(record.cells) != len(heading)
    ]


def typed_column(texts: pd.Series) -> pd.Series:
    """Whole numbers or floats where every filled cell is a number, else texts with None for a blank.

    A guarded cell is a text, and so is its whole column.
    """
    different = texts.unique()
    if any(map(is_guarded, different)):
        plain = {text: restored(text) or None for text in different}
        return pd.Series([plain[text] for text in texts], dtype=object)
    read = {text: _number(text) for text in different}
    figures = [number for number in read.values() if number is not None]
    if not figures or _odd(read) or any(map(_CODE.fullmatch, different)):
        return pd.Series([text or None for text in texts], dtype=object)
    whole = len(figures) == len(read) and all(abs(number) < 2**53 and not number % 1 for number in figures)
    numbers = {text: _float(number) for text, number in read.items()}
    return pd.Series([numbers[text] for text in texts], dtype="int64" if whole else float)


def _column(path: Path, texts: pd.Series, exact: bool, problems: list[Problem]) -> pd.Series:
    """One column; the texts are indexed by the lines of the file."""
    if not exact:
        return typed_column(texts)
    texts = texts.map(restored)
    read = {text: _number(text) for text in texts.unique()}
    odd, cells = _odd(read), zip(texts.index, texts, strict=True)
    problems.extend(_number_problem(path, texts.name, line, text) for line, text in cells if text in odd)
    return pd.Series([read[text] for text in texts], dtype=object)


def _odd(read: Mapping[str, Decimal | None]) -> set[str]:
    """Texts that are neither numbers nor blank."""
    return {text for text, number in read.items() if number is None and read_quantity(text).kind is not Kind.BLANK}


def _number(text: str) -> Decimal | None:
    """Digits with or without a percent sign, nothing else: a column keeps 2021.12 a number and 十二万 a text."""
    return read_digits(normalise(text).removesuffix("%").rstrip())


def _float(number: Decimal | None) -> float:
    return float("nan") if number is None else float(number)


def _number_problem(path: Path, name: Hashable, line: Hashable, text: str) -> Problem:
    place = Place(file=path.name, cell=f"第{line}行“{name}”")
    return Problem(place, text, "数字", "请改为数字；没有数值请留空")


def _problem(path: Path, read: str, expected: str, remedy: str) -> Problem:
    return Problem(Place(file=path.name), read, expected, remedy)
