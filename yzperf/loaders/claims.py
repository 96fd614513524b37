"""Every number of a file (文件中的数字): a report in Word or PDF, a workbook or a CSV file, through the reader of each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from yzperf.domain.claims import Claim, Claims, Setting, TableCell, read_claims, read_table
from yzperf.loaders.delimited import read_rows
from yzperf.loaders.document import load_document
from yzperf.loaders.grid import Grid, grid_of_rows, read_workbook
from yzperf.loaders.pdf import load_pdf

_TEXT_FILES = (".csv", ".tsv", ".txt")


def load_claims(path: Path) -> Claims:
    """Read the numbers of a .docx, .pdf, .xlsx or .csv; hidden sheets of a workbook are left out.

    Raises
    ------
    LoadError
        As the reader of that kind of file does.
    """
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        return read_claims(load_pdf(path))
    if suffix == ".xlsx" or suffix in _TEXT_FILES:
        grids = read_workbook(path) if suffix == ".xlsx" else [grid_of_rows(path.name, read_rows(path))]
        return Claims(path.name, tuple(claim for grid in grids for claim in claims_of_grid(grid)))
    return read_claims(load_document(path))


def claims_of_grid(grid: Grid) -> list[Claim]:
    """Read one sheet as a table, its merged cells as what they cover."""
    setting = Setting(grid.place(grid.rows.start, grid.columns.start), part=grid.sheet, block=grid.sheet)
    return read_table(_cells(grid), setting)


def _cells(grid: Grid) -> Iterator[TableCell]:
    spans = _spans(grid)
    for row, column in grid.cells:
        down, across = spans.get((row, column), (1, 1))
        text = grid.own_text(row, column)
        yield TableCell(row, column, text, grid.place(row, column), down, across, f"{grid.sheet}!{row}.{column}")


def _spans(grid: Grid) -> dict[tuple[int, int], tuple[int, int]]:
    """How many rows and columns each merged area covers, by its upper left cell."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for (row, column), (top, left) in grid.origins.items():
        down, across = spans.get((top, left), (1, 1))
        spans[top, left] = (max(down, row - top + 1), max(across, column - left + 1))
    return spans
