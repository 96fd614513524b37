"""A table out of a workbook or delimited file (数据表): numbers as numbers, texts as texts, what was saved comes back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd

from yzperf.domain.quantity import normalise
from yzperf.domain.reading.numerals import read_digits
from yzperf.errors import LoadError, Problem
from yzperf.loaders.delimited import read_table
from yzperf.loaders.grid import StoredGrid, read_stored
from yzperf.loaders.number_formats import exact as kept_digits
from yzperf.loaders.sheet_heading import find_heading, heading_names
from yzperf.loaders.table_rows import is_note
from yzperf.loaders.text_table import TEXT_FILES

_Cell = tuple[str, Any]  # sort, value
_BLANK: _Cell = ("blank", None)
_FIGURE = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")


def load_table(path: Path, *, exact: Sequence[str] = ()) -> pd.DataFrame:
    """Read a table: of a workbook the first visible sheet with anything in it.

    Lines before the heading and notes behind the last row are left out. A heading of several merged lines becomes one
    name (``资金·预算数``). A text in a merged cell holds for all rows of the cell, a number only for the first.

    Parameters
    ----------
    exact
        Columns read as ``Decimal``.

    Returns
    -------
    DataFrame
        Columns of numbers as int64 or float, dates as ISO text, everything else as text with None for a blank. In a
        workbook the type of each cell counts: a text of digits stays a text. ``attrs["around"]`` holds the texts that
        stood before and behind the table.

    Raises
    ------
    LoadError
        All defects of the file at once.
    """
    if path.suffix.lower() in TEXT_FILES:
        return read_table(path, exact=exact)
    return _Sheet(read_stored(path)[0]).frame(exact)


class _Sheet:
    def __init__(self, grid: StoredGrid) -> None:
        self._grid = grid
        self._problems: list[Problem | str] = []
        self._heading = find_heading(grid)
        filled = [row for row in grid.cells.filled_rows() if row >= self._heading.stop]
        width = len(grid.columns)
        while filled and is_note(grid.row_texts(filled[-1]), width):
            filled.pop()
        self._rows = filled
        self._spread = dict(self._spread_texts())

    def frame(self, exact: Sequence[str]) -> pd.DataFrame:
        if not self._rows:
            place = self._grid.place(self._heading.start, self._grid.columns.start)
            raise LoadError(Problem(place, "没有数据行", "一行表头和至少一行数据", "请重新导出"))
        cells = {column: self._cells(column) for column in self._grid.columns}
        names = dict(self._names(cells))
        self._problems.extend(self._flaws(names))
        self._problems.extend(self._second_tables())
        columns = {name: self._column(column, cells[column], name in exact) for column, name in names.items()}
        if self._problems:
            raise LoadError(self._problems)
        result = pd.DataFrame(columns)
        result.attrs["around"] = tuple(self._around())
        return result

    def _names(self, cells: dict[int, list[_Cell]]) -> Iterator[tuple[int, str]]:
        """Columns by name; a column with neither name nor values is none."""
        seen: set[str] = set()
        for column, name in heading_names(self._grid, self._heading).items():
            if not name and all(cell == _BLANK for cell in cells[column]):
                continue
            if not name or name in seen:
                place = self._grid.place(self._heading.start, column)
                remedy = "请改名或删去重复列" if name else "请补上列名，或删去这一列"
                self._problems.append(Problem(place, name or "空白", "每列名称唯一", remedy))
            seen.add(name)
            yield column, name

    def _cells(self, column: int) -> list[_Cell]:
        texts, sorts = (values.column(column, self._rows) for values in (self._grid.cells, self._grid.sorts))
        found = zip(self._rows, texts, sorts, strict=True)
        return [
            (sort, _value(sort, text)) if text and sort else self._spread.get((row, column), _BLANK)
            for row, text, sort in found
        ]

    def _spread_texts(self) -> Iterator[tuple[tuple[int, int], _Cell]]:
        for cell, origin in self._grid.origins.items():
            sort = self._grid.sorts.get(origin)
            if cell[0] != origin[0] and sort in ("text", "date") and origin[0] >= self._heading.stop:
                yield cell, (sort, self._grid.cells[origin])

    def _flaws(self, columns: dict[int, str]) -> Iterator[Problem]:
        for row, column in self._grid.flaws:
            if column in columns and row >= self._heading.stop and (flaw := self._grid.flaw(row, column)):
                yield flaw

    def _second_tables(self) -> Iterator[Problem]:
        """Headings of further tables: words only, below a blank row, where numbers stood above."""
        below = [row for before, row in pairwise(self._rows) if row > before + 1]
        for row in (top + (len(self._grid.row_texts(top)) == 1) for top in below):  # its title may stand between
            if words := self._words_for_numbers(row):
                read = f"第 {row} 行又有一个表头（{'、'.join(self._grid.row_texts(row))}）"
                remedy = "请把第二张表移到单独的工作表，或另存为一个文件"
                yield Problem(self._grid.place(row, words[0]), read, "一张工作表一张表", remedy)

    def _words_for_numbers(self, row: int) -> list[int]:
        """Columns of a row that has words only, and words where the first row of the table has numbers."""
        sorts = {column: self._grid.sorts.get((row, column)) for column in self._grid.columns}
        words = [column for column, sort in sorts.items() if sort == "text"]
        is_worded = len(words) > 1 and set(sorts.values()) <= {"text", None}
        has_numbers = any(self._grid.sorts.get((self._rows[0], column)) == "number" for column in words)
        return words if is_worded and has_numbers else []

    def _column(self, column: int, cells: list[_Cell], exact: bool) -> pd.Series:
        if not exact:
            return _typed(cells)
        found = [self._exact((row, column), cell) for row, cell in zip(self._rows, cells, strict=True)]
        return pd.Series(found, dtype=object)

    def _exact(self, place: tuple[int, int], cell: _Cell) -> Decimal | None:
        sort, value = cell
        if sort == "number":
            return kept_digits(repr(value))
        found = read_digits(normalise(value).removesuffix("%")) if sort == "text" else None
        if found is None and sort != "blank" and place not in self._grid.flaws:
            self._problems.append(Problem(self._grid.place(*place), str(value), "数字", "请改为数字；没有数值请留空"))
        return found

    def _around(self) -> Iterator[str]:
        for row in self._grid.cells.filled_rows():
            if not self._heading.start <= row <= self._rows[-1]:
                yield " ".join(self._grid.row_texts(row))


def _value(sort: str, text: str) -> Any:
    if sort == "bool":
        return text == "是"
    return _number(text) if sort == "number" else text


def _number(text: str) -> int | float:
    """A number with what its format prints beside it: 95.6%, ≥5."""
    if text.isdecimal():
        return int(text)
    found = _FIGURE.search(text)
    digits = found[0] if found else text
    return int(digits) if digits.removeprefix("-").isdecimal() else float(digits)


def _typed(cells: list[_Cell]) -> pd.Series:
    kinds = {kind for kind, _ in cells} - {"blank"}
    values = [value for _, value in cells]
    if kinds != {"number"}:
        return pd.Series(values, dtype=object)
    whole = all(isinstance(value, int) and abs(value) < 2**63 for value in values)
    return pd.Series([float("nan") if value is None else value for value in values], dtype="int64" if whole else float)
