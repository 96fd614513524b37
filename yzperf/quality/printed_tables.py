"""Tables of a report or a workbook as rectangles of cells (表格): which column is what, by the words of its heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

import pandas as pd

from yzperf.domain.claims.plain import plain_text
from yzperf.domain.document import Block, Document, Paragraph, Table
from yzperf.domain.workings import StoredSheet, Workings
from yzperf.errors import Place
from yzperf.quality.printed import Printed, read_printed

_MOST_HEADINGS = 3
_NEIGHBOURS = 3
_SMALLEST = 2
_WIDEST, _LONGEST = 60, 400  # larger sheets are data, not printed results
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """What stands in one cell, in plain signs without blanks, and where."""

    text: str
    where: Place

    @property
    def number(self) -> Printed | None:
        """The number that the cell holds and nothing else."""
        return read_printed(self.text)


Cells = tuple[tuple[PrintedCell, ...], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: its name, and the cells by what their column is."""

    name: str
    cells: Mapping[str, PrintedCell]

    def number(self, role: str) -> Printed | None:
        """The number in the column of that role."""
        cell = self.cells.get(role)
        return cell.number if cell else None


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table; merged cells stand in every place that they cover.

    ``before`` and ``after`` are the paragraphs next to it, up to another table or a heading.
    """

    title: str
    rows: Cells
    where: Place
    before: tuple[Paragraph, ...] = ()
    after: tuple[Paragraph, ...] = ()

    @property
    def near(self) -> str:
        """Caption and neighbouring text in plain signs."""
        return plain_text("\n".join([self.title, *(one.text for one in (*self.before, *self.after))]))

    @property
    def turned(self) -> PrintedTable:
        """Rows for columns."""
        return replace(self, rows=tuple(zip(*self.rows, strict=True)))

    def lines(self, roles: Mapping[str, re.Pattern[str]], *needed: str) -> tuple[Line, ...]:
        """Read the lines below the headings; of a table that lies on its side too.

        Parameters
        ----------
        roles
            What a heading of each column says; a column has the first role that fits.
        needed
            Roles without which the table is none of this kind.
        """
        for table in (self, self.turned):
            found = table._lines(roles)
            if found and all(role in found[0].cells for role in needed):
                return found
        return ()

    def _lines(self, roles: Mapping[str, re.Pattern[str]]) -> tuple[Line, ...]:
        start = self.first_line
        heads = [
            " ".join(dict.fromkeys(cell.text for cell in column)) for column in zip(*self.rows[:start], strict=True)
        ]
        columns: dict[int, str] = {}
        for at, head in enumerate(heads):
            role = next(
                (name for name, words in roles.items() if name not in columns.values() and words.search(head)), ""
            )
            if role:
                columns[at] = role
        return (
            tuple(
                Line(_name(row, columns), {role: row[at] for at, role in columns.items()}) for row in self.rows[start:]
            )
            if columns
            else ()
        )

    @property
    def first_line(self) -> int:
        """The first row that holds a number outside its first cell; what is above are headings."""
        for at, row in enumerate(self.rows[: _MOST_HEADINGS + 1]):
            if at and any(cell.number for cell in row[1:]):
                return at
        return 1


def _name(row: tuple[PrintedCell, ...], columns: Mapping[int, str]) -> str:
    return next((cell.text for at, cell in enumerate(row) if at not in columns and cell.text and not cell.number), "")


def tables_of(report: Document) -> Iterator[PrintedTable]:
    """Tables of a report with the paragraphs before and after them."""
    blocks = report.blocks
    for at, block in enumerate(blocks):
        if isinstance(block, Table):
            before, after = _paragraphs(blocks[:at][::-1]), _paragraphs(blocks[at + 1 :])
            yield PrintedTable(block.caption, _rectangle(block), block.where, before[::-1], after)


def _paragraphs(blocks: Sequence[Block]) -> tuple[Paragraph, ...]:
    """The next paragraphs, as far as nothing else stands between."""
    near = takewhile(lambda block: isinstance(block, Paragraph) and not block.level, blocks[:_NEIGHBOURS])
    return tuple(block for block in near if isinstance(block, Paragraph))


def _rectangle(table: Table) -> Cells:
    blank, width = PrintedCell("", table.where), table.width
    grid = [[blank] * width for _ in range(table.height)]
    for cell in table.cells:
        shown = PrintedCell(_plain(cell.text), cell.where)
        for row in range(cell.row, cell.row + cell.row_span):
            grid[row - 1][cell.column - 1 : cell.column - 1 + cell.column_span] = [shown] * cell.column_span
    return tuple(tuple(row) for row in grid)


def sheets_of(workings: tuple[Workings, ...]) -> Iterator[PrintedTable]:
    """Filled sheets of the workbooks, empty rows and columns around them left out."""
    for book in workings:
        for sheet in book.sheets:
            if sheet.cells:
                yield from _of_sheet(sheet)


def _of_sheet(sheet: StoredSheet) -> Iterator[PrintedTable]:
    rows = sorted({row for (row, _), cell in sheet.cells.items() if cell.value.strip()})
    columns = sorted({column for (_, column), cell in sheet.cells.items() if cell.value.strip()})
    if not (_SMALLEST <= len(rows) <= _LONGEST and _SMALLEST <= len(columns) <= _WIDEST):
        return
    grid = tuple(tuple(_stored(sheet, (row, column)) for column in columns) for row in rows)
    yield PrintedTable(sheet.name, grid, Place(file=sheet.file, sheet=sheet.name))


def frames_of(tables: Mapping[str, pd.DataFrame], files: Mapping[str, str]) -> Iterator[PrintedTable]:
    """Registered tables of a case with their headings as the first row; long ones are data, not results."""
    for name, frame in tables.items():
        if len(frame) <= _LONGEST and 2 <= len(frame.columns) <= _WIDEST:
            rows = [tuple(frame.columns), *frame.itertuples(index=False, name=None)]
            file = files.get(name, name)
            yield PrintedTable(
                name, tuple(_framed(file, at, frame, row) for at, row in enumerate(rows, 1)), Place(file)
            )


def _framed(file: str, at: int, frame: pd.DataFrame, row: tuple[object, ...]) -> tuple[PrintedCell, ...]:
    return tuple(
        PrintedCell(_plain("" if pd.isna(value) else str(value)), Place(file, cell=f"第{at}行“{column}”列"))  # type: ignore[call-overload]
        for column, value in zip(frame.columns, row, strict=True)
    )


def _stored(sheet: StoredSheet, position: tuple[int, int]) -> PrintedCell:
    cell = sheet.cells.get(position)
    return PrintedCell(_plain(cell.value) if cell else "", sheet.place(position))


def _plain(text: str) -> str:
    return _SPACE.sub("", plain_text(text))
