"""A sheet as rows and columns of shown texts, with merged cells resolved (网格)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.child import parse
from yzperf.loaders.guard import MAX_AREA, require_kind
from yzperf.loaders.sheet_cells import NOTES, SORTS
from yzperf.loaders.texts import SEPARATOR
from yzperf.loaders.xlsx_cells import MAX_BOOK_AREA

T = TypeVar("T")
Numbers = NDArray[np.int32]

MAX_TEXTS = 2 * MAX_BOOK_AREA
_SMALL_AREA = 50_000
_UNUSABLE = ("读取程序给出的内容前后不符", "完好的文件", "请用 WPS/Office 打开后另存一份；仍不行请向提供方重新索取")
_REMEDIES = {
    "error": ("可用的数值", "请在 Excel/WPS 中改正公式后保存"),
    "stale": ("公式的计算结果", "请用 Excel/WPS 打开并保存一次，使公式结果写入文件"),
}


class CellMap(Mapping[tuple[int, int], T]):
    """Values by row and column, for two cells or for two million: a table of numbers into a list of values.

    Iteration goes row by row, whatever the order of the file.

    Parameters
    ----------
    codes
        Number into ``values`` by row and column, both from 0 (which stays free); -1 for a blank cell.
    """

    def __init__(self, codes: Numbers, values: Sequence[T]) -> None:
        self._codes, self._values = codes, values

    def __getitem__(self, cell: tuple[int, int]) -> T:
        code = self._code(cell)
        if code < 0:
            raise KeyError(cell)
        return self._values[code]

    def __contains__(self, cell: object) -> bool:
        return isinstance(cell, tuple) and self._code(cell) >= 0

    def __iter__(self) -> Iterator[tuple[int, int]]:
        rows, columns = np.nonzero(self._codes >= 0)
        return zip(rows.tolist(), columns.tolist(), strict=True)

    def __len__(self) -> int:
        return int(np.count_nonzero(self._codes >= 0))

    def get(self, cell: tuple[int, int], default: Any = None) -> Any:
        """The value of a cell, or the default where it is blank."""
        code = self._code(cell)
        return default if code < 0 else self._values[code]

    def span(self, axis: int) -> range:
        """Numbers of the rows (axis 0) or columns (axis 1) from the first to the last filled one."""
        filled = np.flatnonzero((self._codes >= 0).any(axis=1 - axis))
        return range(int(filled[0]), int(filled[-1]) + 1) if len(filled) else range(1, 1)

    def filled_rows(self) -> list[int]:
        """Numbers of the rows with anything in them."""
        return np.flatnonzero((self._codes >= 0).any(axis=1)).tolist()

    def column(self, column: int, rows: Sequence[int]) -> list[T | None]:
        """Values of one column; None for a blank cell."""
        codes = self._codes[np.asarray(rows), column].tolist() if rows else []
        return [None if code < 0 else self._values[code] for code in codes]

    def _code(self, cell: tuple[int, int]) -> int:
        row, column = cell
        rows, columns = self._codes.shape
        return self._codes.item(row, column) if 0 <= row < rows and 0 <= column < columns else -1


@dataclass(frozen=True)
class Grid:
    """One sheet. Rows and columns count from 1. Blank cells are simply absent."""

    file: str
    sheet: str
    cells: Mapping[tuple[int, int], str]
    origins: Mapping[tuple[int, int], tuple[int, int]]
    flaws: Mapping[tuple[int, int], str]

    @cached_property
    def rows(self) -> range:
        """All row numbers from the first to the last filled row."""
        return _span(self.cells, 0)

    @cached_property
    def columns(self) -> range:
        """All column numbers from the first to the last filled column."""
        return _span(self.cells, 1)

    def text(self, row: int, column: int) -> str:
        """Shown text, trimmed; a merged cell shows what its area shows."""
        return self.cells.get(self.origins.get((row, column), (row, column)), "").strip()

    def own_text(self, row: int, column: int) -> str:
        """Shown text of the cell itself: blank for the covered cells of a merged area."""
        return self.cells.get((row, column), "").strip()

    def row_texts(self, row: int) -> list[str]:
        """Own texts of a row, blanks left out."""
        return [text for column in self.columns if (text := self.own_text(row, column))]

    def text_right_of(self, row: int, column: int) -> str:
        """The next own text of the row behind a cell."""
        return next((text for right in range(column + 1, self.columns.stop) if (text := self.own_text(row, right))), "")

    def text_below(self, row: int, column: int) -> str:
        """The next own text of the column below a cell."""
        return next((text for below in range(row + 1, self.rows.stop) if (text := self.own_text(below, column))), "")

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


@dataclass(frozen=True)
class StoredGrid(Grid):
    """A sheet with its values as they are stored, and of what sort each is: text, number, bool, date."""

    cells: CellMap[str]
    sorts: CellMap[str]


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
    grids = _read(path, "xlsx")
    return [_quick(grid) for grid in grids]


def read_stored(path: Path) -> list[StoredGrid]:
    """Read the visible sheets with their values as they are stored. See `read_workbook`.

    Raises
    ------
    LoadError
    """
    return _read(path, "typed")


def _read(path: Path, kind: str) -> list[StoredGrid]:
    require_kind(path, ".xlsx")
    found = parse(kind, path)
    try:
        grids = list(_grids(path.name, found))
    except (ValueError, IndexError, KeyError, TypeError, AttributeError) as error:  # the child is not trusted either
        raise LoadError(Problem(Place(file=path.name), *_UNUSABLE)) from error
    if not grids:
        raise LoadError(
            Problem(Place(file=path.name), "没有内容的工作簿", "至少一张填了内容的工作表", "请核对是否交错了文件")
        )
    return grids


def grid_of_rows(file: str, rows: Iterable[Iterable[str]]) -> Grid:
    """Make a grid from rows of text, e.g. of a CSV file."""
    cells = {(r, c): text for r, row in enumerate(rows, 1) for c, text in enumerate(row, 1) if text.strip()}
    return Grid(file, "", cells, {}, {})


def _span(cells: Mapping[tuple[int, int], str], axis: int) -> range:
    if isinstance(cells, CellMap):
        return cells.span(axis)
    found = {cell[axis] for cell in cells}
    return range(min(found), max(found) + 1) if found else range(1, 1)


def _grids(file: str, found: dict[str, Any]) -> Iterator[StoredGrid]:
    """Grids of the visible sheets, after a check that the numbers of the child fit together."""
    if found["texts"].count(SEPARATOR.encode()) > MAX_TEXTS:
        raise ValueError
    texts = found["texts"].decode("utf-8").split(SEPARATOR)
    area = 0
    for sheet in found["sheets"]:
        rows, columns, codes, merged = (_numbers(sheet[name]) for name in ("rows", "columns", "codes", "merged"))
        if sheet["hidden"] or not len(rows):
            continue
        notes, sorts = (_numbers(sheet[name], np.int8) for name in ("notes", "sorts"))
        area += int(rows.max()) * int(columns.max())
        if not (len({len(each) for each in (rows, columns, codes, notes, sorts)}) == 1 and area <= MAX_BOOK_AREA):
            raise ValueError
        if not 0 <= codes.min() <= codes.max() < len(texts):
            raise ValueError
        if min(notes.min(), sorts.min()) < 0 or notes.max() >= len(NOTES) or sorts.max() >= len(SORTS):
            raise ValueError
        _require_sound(rows, columns, merged.reshape(-1, 4).astype(np.int64))
        flawed = np.flatnonzero(notes)
        yield StoredGrid(
            file,
            str(sheet["name"]),
            CellMap(_by_cells(rows, columns, codes), texts),
            _origins(merged.reshape(-1, 4)),
            CellMap(_by_cells(rows[flawed], columns[flawed], notes[flawed]), NOTES),
            CellMap(_by_cells(rows, columns, sorts), SORTS),
        )


def _quick(grid: StoredGrid) -> Grid:
    """The same grid for people's eyes: a dictionary is faster to ask, a table smaller to keep."""
    if len(grid.rows) * len(grid.columns) >= _SMALL_AREA:
        return grid
    return Grid(grid.file, grid.sheet, dict(grid.cells), dict(grid.origins), dict(grid.flaws))


def _numbers(data: bytes, kind: type[np.signedinteger[Any]] = np.int32) -> Numbers:
    return np.frombuffer(data, kind).astype(np.int32, copy=False)


def _require_sound(rows: Numbers, columns: Numbers, areas: NDArray[np.int64]) -> None:
    tops, lefts, bottoms, rights = areas.T
    is_sound = (
        min(rows.min(), columns.min()) >= 1
        and ((tops >= 1) & (lefts >= 1) & (bottoms <= rows.max()) & (rights <= columns.max())).all()
        and ((bottoms - tops + 1) * (rights - lefts + 1)).sum() <= MAX_AREA
    )
    if not is_sound:
        raise ValueError


def _by_cells(rows: Numbers, columns: Numbers, codes: Numbers) -> Numbers:
    size = (int(rows.max()) + 1, int(columns.max()) + 1) if len(rows) else (0, 0)
    table = np.full(size, -1, np.int32)
    table[rows, columns] = codes
    return table


def _origins(areas: Numbers) -> CellMap[tuple[int, int]]:
    """Every cell of a merged area leads to its first one."""
    size = (int(areas[:, 2].max()) + 1, int(areas[:, 3].max()) + 1) if len(areas) else (0, 0)
    table = np.full(size, -1, np.int32)
    for number, (top, left, bottom, right) in enumerate(areas.tolist()):
        table[top : bottom + 1, left : right + 1] = number
    return CellMap(table, [(top, left) for top, left, _, _ in areas.tolist()])
