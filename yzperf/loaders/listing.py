"""Lists out of workbooks and CSV files (清单): a heading row somewhere near the top, one thing a row, amounts exact."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pandas as pd

from yzperf.domain.form import plain_heading
from yzperf.domain.quantity import Kind, Quantity, read_quantity
from yzperf.domain.units import convert, dimension
from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.cells import Problems
from yzperf.loaders.delimited import read_rows
from yzperf.loaders.grid import Grid, grid_of_rows, read_workbook

_IN_BRACKETS = re.compile(r"[(（\[【]\s*(?:单位\s*[:：]\s*)?([^)）\]】]+)[)）\]】]")
_TEXT_FILES = (".csv", ".tsv", ".txt")
_HEADING_ROWS = 20


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that was read, and which file it was, so that someone else can make sure to have the same.

    ``table`` holds texts as shown, the amounts as ``Decimal`` in ``unit`` (None for a blank cell).
    """

    file: str
    sheet: str
    sha256: str
    table: pd.DataFrame
    id: str
    by: tuple[str, ...]
    amount: str | None
    unit: str


def load_listing(path: Path, *, id: str, by: Sequence[str] = (), amount: str | None = None) -> Listing:
    """Read a list from an .xlsx or .csv file.

    Parameters
    ----------
    id
        Heading of the column with the numbers; no cell of it may be blank or stand twice.
    by
        Further columns that must be there.
    amount
        Column of amounts. Units in its heading (``金额（万元）``) or cells are understood and converted exactly.

    Notes
    -----
    A column may be named without what its heading has in brackets.

    Raises
    ------
    LoadError
        If no sheet, or more than one, has these columns; or all unreadable amounts and missing or doubled numbers of
        the list at once.
    """
    grids = [grid_of_rows(path.name, read_rows(path))] if path.suffix.lower() in _TEXT_FILES else read_workbook(path)
    wanted = [id, *by, *([amount] if amount else [])]
    grid, heading = _find(path, grids, wanted)
    columns = _columns(grid, heading, wanted)
    problems = Problems()
    problems.found.extend(_doubled_headings(grid, heading))
    rows = [row for row in grid.rows if row > heading and grid.row_texts(row)]
    table = _texts(grid, heading, rows)
    if not rows:
        problems.add(grid.place(heading, 1), "只有表头", "至少一行数据", "请核对是否交错了文件")
    problems.found.extend(_wrong_numbers(grid, rows, columns[id]))
    unit = ""
    if amount:
        values, unit = _amounts(grid, heading, (rows, columns[amount]), problems)
        table[_name(grid, heading, columns[amount])] = pd.Series(values, dtype=object)
    if problems.found:
        raise LoadError(problems.found)
    names = {name: _name(grid, heading, column) for name, column in columns.items()}
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    strata = tuple(names[name] for name in by)
    return Listing(path.name, grid.sheet, digest, table, names[id], strata, names[amount] if amount else None, unit)


# ── where the list stands ───────────────────────────────────────────────────────────────────────────


def _find(path: Path, grids: list[Grid], wanted: Sequence[str]) -> tuple[Grid, int]:
    found = [(grid, row) for grid in grids if (row := _heading_row(grid, wanted))]
    if len(found) == 1:
        return found[0]
    if found:
        names = "、".join(f"“{grid.sheet}”" for grid, _ in found)
        read, remedy = f"工作表 {names} 都有这些列", "请只留一张，或另存为单独的文件"
        raise LoadError(Problem(Place(file=path.name), read, "一张项目清单", remedy))
    fullest = max(
        (grid.row_texts(row) for grid in grids for row in list(grid.rows)[:_HEADING_ROWS]), key=len, default=[]
    )
    read = f"没有同时含 {'、'.join(wanted)} 的表头" + (f"；最像表头的一行是 {'、'.join(fullest)}" if fullest else "")
    raise LoadError(Problem(Place(file=path.name), read, "含这些列的表头和至少一行数据", "请核对列名，须与表头一致"))


def _heading_row(grid: Grid, wanted: Sequence[str]) -> int | None:
    rows = list(grid.rows)[:_HEADING_ROWS]
    return next((row for row in rows if len(_columns(grid, row, wanted)) == len(set(wanted))), None)


def _columns(grid: Grid, row: int, wanted: Sequence[str]) -> dict[str, int]:
    """Column of each wanted heading: the same words, or else the same without what stands in brackets."""
    texts = {column: grid.own_text(row, column) for column in grid.columns}
    found = {}
    for name in wanted:
        same = [column for column, text in texts.items() if text and text == name]
        alike = [column for column, text in texts.items() if text and plain_heading(text) == plain_heading(name)]
        if same or alike:
            found[name] = (same or alike)[0]
    return found


def _name(grid: Grid, heading: int, column: int) -> str:
    return grid.own_text(heading, column)


def _doubled_headings(grid: Grid, heading: int) -> Iterator[Problem]:
    names = grid.row_texts(heading)
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Problem(grid.place(heading, 1), name, "每列名称唯一的表头", "请改名或删去重复列")


# ── rows ────────────────────────────────────────────────────────────────────────────────────────────


def _texts(grid: Grid, heading: int, rows: list[int]) -> pd.DataFrame:
    columns = [column for column in grid.columns if _name(grid, heading, column)]
    cells = {_name(grid, heading, column): [grid.text(row, column) for row in rows] for column in columns}
    return pd.DataFrame(cells, dtype=object)


def _wrong_numbers(grid: Grid, rows: list[int], column: int) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for row in rows:
        number = grid.text(row, column)
        if not number:
            yield Problem(grid.place(row, column), "空白", "项目编号", "请补上编号；合计行请删去")
        elif number in seen:
            yield Problem(grid.place(row, column), number, "不重复的编号", f"第 {seen[number]} 行已用，请核对")
        seen.setdefault(number, row)


def _amounts(
    grid: Grid, heading: int, cells: tuple[list[int], int], problems: Problems
) -> tuple[list[Decimal | None], str]:
    """Amounts in one unit: that of the heading, else that of the first cell that has one."""
    rows, column = cells
    printed = _IN_BRACKETS.search(_name(grid, heading, column))
    headed = printed[1].strip() if printed and dimension(printed[1].strip()) else ""
    read = [read_quantity(grid.text(row, column), headed) for row in rows]
    unit = headed or next((quantity.unit for quantity in read if quantity.unit), "")
    values = [
        _amount(grid, (row, column), (quantity, unit), problems) for row, quantity in zip(rows, read, strict=True)
    ]
    return values, unit


def _amount(grid: Grid, cell: tuple[int, int], read: tuple[Quantity, str], problems: Problems) -> Decimal | None:
    quantity, unit = read
    if flaw := grid.flaw(*cell):
        problems.found.append(flaw)
        return None
    if quantity.kind is Kind.BLANK:
        return None
    if quantity.kind is not Kind.NUMBER or quantity.relation or quantity.number is None:
        problems.add(grid.place(*cell), quantity.text, "金额（数字）", "请改为数字；没有金额请留空")
        return None
    value = convert(quantity.number, quantity.unit, unit)
    if value is None:
        remedy = "请统一单位，或把单位写在表头里，如“金额（万元）”"
        problems.add(grid.place(*cell), quantity.text, f"以“{unit}”计的金额", remedy)
    return value
