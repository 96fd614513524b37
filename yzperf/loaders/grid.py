"""A sheet as rows and columns of shown texts, with merged cells resolved (网格)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.child import parse
from yzperf.loaders.guard import require_kind, require_safe_archive

_AREA = re.compile(r"([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?")
_REMEDIES = {
    "error": ("可用的数值", "请在 Excel/WPS 中改正公式后保存"),
    "stale": ("公式的计算结果", "请用 Excel/WPS 打开并保存一次，使公式结果写入文件"),
}


@dataclass(frozen=True)
class Grid:
    """One sheet. Rows and columns count from 1. Blank cells are simply absent."""

    file: str
    sheet: str
    cells: dict[tuple[int, int], str]
    origins: dict[tuple[int, int], tuple[int, int]]
    flaws: dict[tuple[int, int], str]

    @cached_property
    def rows(self) -> range:
        """All row numbers from the first to the last filled row."""
        return range(1, max((row for row, _ in self.cells), default=0) + 1)

    @cached_property
    def columns(self) -> range:
        """All column numbers from the first to the last filled column."""
        return range(1, max((column for _, column in self.cells), default=0) + 1)

    def text(self, row: int, column: int) -> str:
        """Shown text, trimmed; a merged cell shows what its area shows."""
        return self.cells.get(self.origins.get((row, column), (row, column)), "").strip()

    def own_text(self, row: int, column: int) -> str:
        """Shown text of the cell itself: blank for the covered cells of a merged area."""
        return self.cells.get((row, column), "").strip()

    def row_texts(self, row: int) -> list[str]:
        """Own texts of a row, blanks left out."""
        return [text for column in self.columns if (text := self.own_text(row, column))]

    def place(self, row: int, column: int) -> Place:
        """Where a cell stands, for a message."""
        return Place(file=self.file, sheet=self.sheet, cell=f"{column_letters(column)}{row}")

    def flaw(self, row: int, column: int) -> Problem | None:
        """The defect of a cell that shows an error or a formula that was never computed."""
        cell = self.origins.get((row, column), (row, column))
        if cell not in self.flaws:
            return None
        expected, remedy = _REMEDIES[self.flaws[cell]]
        return Problem(self.place(*cell), self.cells[cell] or "没有结果的公式", expected, remedy)


def column_letters(column: int) -> str:
    """Column number to letters: 28 → AB."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def read_workbook(path: Path) -> list[Grid]:
    """Read the visible sheets of an .xlsx from outside, behind guard and child process.

    Raises
    ------
    LoadError
        If the file is missing, damaged, hostile, of a kind to convert first, or has nothing in it.
    """
    require_kind(path, ".xlsx")
    require_safe_archive(path)
    sheets = parse("xlsx", path)["sheets"]
    grids = [_grid(path.name, sheet) for sheet in sheets if not sheet["hidden"] and sheet["cells"]]
    if not grids:
        raise LoadError(
            Problem(Place(file=path.name), "没有内容的工作簿", "至少一张填了内容的工作表", "请核对是否交错了文件")
        )
    return grids


def grid_of_rows(file: str, rows: Iterable[Iterable[str]]) -> Grid:
    """Make a grid from rows of text, e.g. of a CSV file."""
    cells = {(r, c): text for r, row in enumerate(rows, 1) for c, text in enumerate(row, 1) if text.strip()}
    return Grid(file, "", cells, {}, {})


def _grid(file: str, sheet: dict[str, Any]) -> Grid:
    cells = {(row, column): text for row, column, text, _ in sheet["cells"]}
    flaws = {(row, column): note for row, column, _, note in sheet["cells"] if note}
    # A merged area may claim a million rows; only what lies inside the filled part matters.
    limit = max((row for row, _ in cells), default=0), max((column for _, column in cells), default=0)
    origins = {cell: origin for area in sheet["merged"] for cell, origin in _covered(area, limit)}
    return Grid(file, sheet["name"], cells, origins, flaws)


def _covered(area: str, limit: tuple[int, int]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    match = _AREA.fullmatch(area)
    if not match or not match[3]:
        return []
    left, top = _column(match[1]), int(match[2])
    right, bottom = min(_column(match[3]), limit[1]), min(int(match[4]), limit[0])
    cells = [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
    return [(cell, (top, left)) for cell in cells]


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
