"""A cell of a workbook or of a delimited file with its surroundings (表格上下文): headings and the rows around it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from yzperf.apps.checker.excerpt import Excerpt, Row
from yzperf.errors import Place
from yzperf.loaders.grid import Grid, column_letters, read_workbook
from yzperf.loaders.records import split_records
from yzperf.loaders.sheet_cells import place as row_and_column
from yzperf.loaders.text_file import read_text
from yzperf.privacy import mask

_ADDRESS = re.compile(r"[A-Z]{1,3}[1-9]\d*")
_NAMED = re.compile(r"第(?P<row>\d+)行(?:“(?P<column>.+)”)?")
_ROWS, _MOST_COLUMNS = 2, 12  # rows on either side; columns at once
_WHOLE = "这处发现说的是整张表；下面是它的开头。"
_FIRST = 8  # rows of the beginning


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as rows of texts by their number in the file; ``letters`` if its columns go by A, B, C."""

    name: str
    rows: Mapping[int, Sequence[str]]
    letters: bool

    @property
    def width(self) -> int:
        """Number of columns."""
        return max((len(cells) for cells in self.rows.values()), default=0)

    def heading(self) -> int:
        """Number of the row that names the columns: the first in which two of three columns are filled."""
        full = [number for number, cells in self.rows.items() if 3 * sum(map(bool, cells)) >= 2 * self.width]
        return full[0] if full else min(self.rows, default=0)


def read_sheets(path: Path) -> list[Sheet]:
    """The sheets of a workbook, or the one of a delimited file, without personal numbers.

    Raises
    ------
    LoadError
    """
    if path.suffix.lower() == ".xlsx":
        return [_of_grid(grid) for grid in read_workbook(path)]
    records = split_records(path, read_text(path))
    return [Sheet("", {one.line: tuple(map(mask, one.cells)) for one in records}, letters=False)]


def _of_grid(grid: Grid) -> Sheet:
    last = grid.columns.stop
    rows = {row: tuple(mask(grid.own_text(row, column)) for column in range(1, last)) for row in grid.rows}
    return Sheet(grid.sheet, rows, letters=True)


def around(sheets: Sequence[Sheet], place: Place) -> Excerpt:
    """The rows around a cell under the heading of their table; the beginning where the place is a whole table."""
    sheet = next((one for one in sheets if one.name == place.sheet), sheets[0])
    row, column = _spot(sheet, place)
    if row not in sheet.rows:
        shown, row, note = list(sheet.rows)[:_FIRST], 0, _WHOLE
    else:
        numbers = list(sheet.rows)
        at = numbers.index(row)
        shown, note = numbers[max(0, at - _ROWS) : at + _ROWS + 1], ""
    head = sheet.heading()
    shown = shown if head in shown or (shown and head > shown[0]) else [head, *shown]
    columns = _columns(sheet.width, column)
    rows = tuple(_row(sheet, number, columns, column if number == row else None, number == head) for number in shown)
    names = tuple(column_letters(one) if sheet.letters else f"第{one}列" for one in columns)
    return Excerpt(sheet.name, (), names, rows, note)


def _spot(sheet: Sheet, place: Place) -> tuple[int, int]:
    """Row and column of a place, 0 for none: ``C24``, or 第4行“执行率” by the heading."""
    if _ADDRESS.fullmatch(place.cell):
        return row_and_column(place.cell)
    named = _NAMED.search(place.cell)
    if named is None:
        return place.line, 0
    heads = list(sheet.rows.get(sheet.heading(), ()))
    return int(named["row"]), heads.index(named["column"]) + 1 if named["column"] in heads else 0


def _columns(width: int, column: int) -> list[int]:
    """All columns, or as many as are readable around the one in question."""
    first = max(1, min(column - _MOST_COLUMNS // 2, width - _MOST_COLUMNS + 1))
    return list(range(first, min(width, first + _MOST_COLUMNS - 1) + 1))


def _row(sheet: Sheet, number: int, columns: Sequence[int], column: int | None, is_heading: bool) -> Row:
    cells = sheet.rows[number]
    texts = tuple(cells[one - 1] if one <= len(cells) else "" for one in columns)
    hot = frozenset(at for at, one in enumerate(columns) if column is not None and column in (0, one))
    return Row(f"第{number}行", texts, hot, is_heading)
