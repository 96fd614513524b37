"""A piece of evidence as a document (证据成文): lines of a text as paragraphs, sheets as tables, for the checks of a report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from yzperf.domain.document import Cell, Document, Paragraph, Table
from yzperf.domain.evidence import Evidence
from yzperf.errors import Place
from yzperf.loaders.grid import Grid, column_letters
from yzperf.quality.evidence_claims import evidence_grids, evidence_lines

_MOST_ROWS, _MOST_COLUMNS = 400, 30  # longer ones are raw data, of which nobody wrote a total


def evidence_document(item: Evidence, folder: Path) -> Document:
    """What a file of the manifest says; empty where it cannot be read, is no text and no table, or is raw data."""
    lines = [Paragraph(text, None, where, id=f"{item.id}l{where.line}") for where, text in evidence_lines(item, folder)]
    tables = [table for at, grid in enumerate(evidence_grids(item, folder)) for table in _table(item, at, grid)]
    return Document(item.file, tuple(lines) + tuple(tables))


def _table(item: Evidence, at: int, grid: Grid) -> Iterator[Table]:
    cells = [(row, column, text.strip()) for (row, column), text in grid.cells.items() if text.strip()]
    rows, columns = ({place[axis] for place in cells} for axis in (0, 1))
    if not cells or len(rows) > _MOST_ROWS or len(columns) > _MOST_COLUMNS:
        return
    # a sheet without a name is a file of its own; rows and columns count from the first that are filled
    name = f"{item.id}s{at}"
    yield Table(
        tuple(_cell(item, grid, name, place) for place in cells),
        Place(item.file, grid.sheet),
        caption=grid.sheet,
        id=name,
    )


def _cell(item: Evidence, grid: Grid, name: str, place: tuple[int, int, str]) -> Cell:
    row, column, text = place
    where = Place(item.file, grid.sheet, f"{column_letters(column)}{row}")
    return Cell(row, column, (Paragraph(text, None, where, id=f"{name}r{row}c{column}"),), where)
