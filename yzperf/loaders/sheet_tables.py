"""The sheets of a workbook as tables of a document (工作簿里的表): titles, units and merged headings as a reader sees them.

So what holds for the tables of a report, sums and relations of columns, can be asked of the money tables beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from yzperf.domain.document import Cell, Document, Paragraph, Table
from yzperf.domain.quantity import normalise
from yzperf.errors import Place
from yzperf.loaders.grid import Grid
from yzperf.loaders.table_rows import is_note, unit_of_line

_LABELLED = re.compile(r"[^:]{1,12}:\s*\S*")
_FEWEST_COLUMNS, _MOST_ROWS = 2, 400  # longer lists are data, not tables that people add up


def document_of_sheets(grids: Sequence[Grid]) -> Document:
    """Make a document of the sheets that hold a table; those without one, and long lists, are left out."""
    tables = [table for number, grid in enumerate(grids, 1) if (table := _table(grid, number))]
    return Document("、".join(dict.fromkeys(grid.file for grid in grids)), tuple(tables))


def _table(grid: Grid, number: int) -> Table | None:
    if len(grid.rows) > _MOST_ROWS:
        return None
    top = next((row for row in grid.rows if _can_head(grid, row)), None)
    if top is None:
        return None
    above = [text for row in range(grid.rows.start, top) for text in grid.row_texts(row)]
    rows = _without_notes(grid, [row for row in grid.rows if row >= top])
    block = f"t{number}"
    cells = tuple(cell for at, row in enumerate(rows, 1) for cell in _cells(grid, row, row - at, block))
    if not any(_is_number(normalise(cell.text)) for cell in cells):
        return None
    unit = next((unit for text in above if (unit := unit_of_line(text))), "")
    return Table(cells, Place(grid.file, grid.sheet), number, above[0] if above else "", unit, id=block)


def _can_head(grid: Grid, row: int) -> bool:
    """Several words side by side, of which not all are answers to a label (单位：万元) or a label with its answer."""
    texts = [normalise(text) for text in grid.row_texts(row)]
    is_labelled = any(map(_LABELLED.fullmatch, texts))
    reach = sum(1 for column in grid.columns if grid.text(row, column))
    is_wide = reach >= min(3, len(grid.columns)) and reach > len(grid.columns) / 2
    return len(texts) >= _FEWEST_COLUMNS and is_wide and not is_labelled and not any(map(_is_number, texts))


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"-?[\d,]+(?:\.\d+)?%?", text))


def _without_notes(grid: Grid, rows: list[int]) -> list[int]:
    """Without what stands below the table: notes and the names of those who made it."""
    filled = [row for row in rows if grid.row_texts(row)]
    while len(filled) > 1 and is_note([normalise(text) for text in grid.row_texts(filled[-1])], len(grid.columns)):
        filled.pop()
    return list(range(rows[0], filled[-1] + 1)) if filled else rows


def _cells(grid: Grid, row: int, shift: int, block: str) -> Iterator[Cell]:
    for column in grid.columns:
        if grid.origins.get((row, column), (row, column)) != (row, column):
            continue
        where = grid.place(row, column)
        lines = (Paragraph(grid.own_text(row, column), None, where, id=f"{block}.{row - shift}.{column}"),)
        down, across = _reach(grid, row, column, 1, 0), _reach(grid, row, column, 0, 1)
        yield Cell(row - shift, column - grid.columns.start + 1, lines, where, down, across)


def _reach(grid: Grid, row: int, column: int, down: int, right: int) -> int:
    """How many rows, or columns, a merged cell takes."""
    span = 1
    while grid.origins.get((row + span * down, column + span * right)) == (row, column):
        span += 1
    return span
