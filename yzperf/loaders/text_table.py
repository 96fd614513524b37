"""A table as texts with places (文本表): one heading row, every cell as shown, before anyone says what it should be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.delimited import read_rows
from yzperf.loaders.grid import Grid, column_letters, read_workbook

TEXT_FILES = (".csv", ".tsv", ".txt")


@dataclass(frozen=True, slots=True, repr=False)
class TextTable:
    """Heading, rows of as many texts, and the number of each row in its file. It may hold personal numbers."""

    file: str
    sheet: str
    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    columns: tuple[int, ...]  # of the file, from 1

    def __repr__(self) -> str:
        return f"TextTable({self.file}，{len(self.rows)} 行，{len(self.heading)} 列)"

    def place(self, row: int, column: str = "") -> Place:
        """Where a cell stands; ``row`` counts the rows of the table from 0."""
        number = self.numbers[row]
        if self.sheet and column:
            return Place(self.file, self.sheet, f"{column_letters(self.number_of(column))}{number}")
        return Place(self.file, self.sheet, f"第{number}行“{column}”" if column else f"第{number}行")

    def number_of(self, column: str) -> int:
        """Number of a column in the file."""
        return self.columns[self.heading.index(column)]

    def column(self, name: str) -> list[str]:
        """Texts of one column, top to bottom."""
        place = self.heading.index(name)
        return [row[place] for row in self.rows]


def read_text_table(path: Path) -> TextTable:
    """Read the first table of a workbook or delimited file, with all its texts.

    Raises
    ------
    LoadError
        If the file cannot be read, has no rows, or all doubled headings and ragged rows at once.
    """
    return _checked(_of_rows(path) if path.suffix.lower() in TEXT_FILES else _of_grid(read_workbook(path)[0]))


def text_table_of(grid: Grid) -> TextTable:
    """Read a sheet that was opened already as one table of texts.

    Raises
    ------
    LoadError
        See `read_text_table`.
    """
    return _checked(_of_grid(grid))


def _checked(table: TextTable) -> TextTable:
    if not table.rows:
        raise LoadError(Problem(Place(table.file, table.sheet), "没有数据行", "一行表头和至少一行数据", "请重新导出"))
    if problems := [*_heading_problems(table), *_ragged(table)]:
        raise LoadError(problems)
    return table


def missing_columns(table: TextTable, required: Sequence[str]) -> list[Problem]:
    """One problem that names every column that should be there and is not."""
    absent = [name for name in required if name not in table.heading]
    place, read = Place(table.file, table.sheet), f"表头 {'、'.join(table.heading)}"
    return [Problem(place, read, f"含列 {'、'.join(absent)}", "请补上缺少的列，列名须一致")] if absent else []


def _of_rows(path: Path) -> TextTable:
    filled = [(number, row) for number, row in enumerate(read_rows(path), 1) if any(row)]
    if not filled:
        return TextTable(path.name, "", (), (), (), ())
    heading = tuple(filled[0][1])
    body = filled[1:]
    rows, numbers = tuple(tuple(row) for _, row in body), tuple(number for number, _ in body)
    return TextTable(path.name, "", heading, rows, numbers, tuple(range(1, len(heading) + 1)))


def _of_grid(grid: Grid) -> TextTable:
    """The heading is the first row with more than one text; what stands above is a title."""
    top = next((row for row in grid.rows if len(grid.row_texts(row)) > 1), 1)
    columns = tuple(column for column in grid.columns if grid.text(top, column))
    numbers = tuple(row for row in grid.rows if row > top and grid.row_texts(row))
    heading = tuple(grid.text(top, column) for column in columns)
    rows = tuple(tuple(grid.text(row, column) for column in columns) for row in numbers)
    return TextTable(grid.file, grid.sheet, heading, rows, numbers, columns)


def _heading_problems(table: TextTable) -> Iterator[Problem]:
    place, names = Place(table.file, table.sheet), table.heading
    if doubled := sorted({name for name in names if names.count(name) > 1}):
        read = "、".join(name or "（空白）" for name in doubled)
        yield Problem(place, f"重复或空白的列名 {read}", "每列名称唯一", "请改名或删去重复列")


def _ragged(table: TextTable) -> Iterator[Problem]:
    for row, cells in enumerate(table.rows):
        if len(cells) != len(table.heading):
            expected = f"{len(table.heading)} 列（与表头一致）"
            yield Problem(table.place(row), f"{len(cells)} 列", expected, "请检查该行是否多了或少了分隔符")
