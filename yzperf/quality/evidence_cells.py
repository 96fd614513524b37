"""What a locator points at in a table of the evidence (证据定位): 台账 C12, 测算表 A5:E10, 合计行, 完成率列, 第12行."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from yzperf.domain.quantity import Quantity, normalise, read_quantity
from yzperf.errors import LoadError, Place
from yzperf.loaders.delimited import read_rows
from yzperf.loaders.grid import column_letters, read_workbook

WORKBOOKS, TEXTS = (".xlsx", ".xlsm"), (".csv", ".tsv")
_AREA = re.compile(
    r"(?<![A-Za-z0-9])\$?([A-Za-z]{1,2})\$?([1-9]\d{0,5})(?:[:：—–~～至到-]+\$?([A-Za-z]{1,2})\$?(\d{1,6}))?(?![A-Za-z0-9])"
)
_RC = re.compile(r"(?<![A-Za-z0-9])R(\d{1,6})C(\d{1,4})(?![A-Za-z0-9])")
_LINES = re.compile(r"第?(?<![\dA-Za-z])(\d+)(?:[—–~～至到-]+第?(\d+))?行")
_NTH_COLUMN = re.compile(r"第?(?<![\dA-Za-z])(?:(\d{1,3})|([A-Za-z]{1,2}))列")
_SPELT_LINE = re.compile("(?<=第)[一二三四五六七八九十]{1,3}(?=行|列)")
_DIGITS = "〇一二三四五六七八九"
_ROW, _COLUMN = re.compile(r"([^\s，、；,;“”第]+)”?行"), re.compile(r"([^\s，、；,;“”第]+)”?列")
_UNIT = re.compile(r"[（(]([^（）()]{1,6})[）)]\s*$")
_HEADING_ROWS = 6


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table; cells by row and column from 1, blank ones absent."""

    file: str
    name: str
    cells: Mapping[tuple[int, int], str]

    def heading_of(self, row: int, column: int) -> str:
        """The nearest text above a cell in the same column."""
        above = (self.cells.get((at, column), "") for at in range(row - 1, 0, -1))
        return next((text for text in above if text and read_quantity(text).number is None), "")

    def label_of(self, row: int) -> str:
        """The first text of a row."""
        texts = (text for (at, _), text in sorted(self.cells.items()) if at == row)
        return next((text for text in texts if read_quantity(text).number is None), "")


@dataclass(frozen=True, slots=True)
class Cell:
    """One located cell with the words that name it."""

    text: str
    heading: str
    label: str
    row: int
    column: int
    where: Place

    @property
    def quantity(self) -> Quantity:
        """Its value in the unit that the cell or its heading names."""
        unit = _UNIT.search(self.heading)
        return read_quantity(self.text, unit[1] if unit else "")

    @property
    def number(self) -> Decimal | None:
        """Its number, None for a text or a blank."""
        number = self.quantity.number
        return number if isinstance(number, Decimal) else None


def read_sheets(path: Path) -> list[Sheet]:
    """The tables of a workbook or delimited file; none where it is of another kind or cannot be read."""
    try:
        if path.suffix.lower() in WORKBOOKS:
            return [Sheet(path.name, grid.sheet, dict(grid.cells)) for grid in read_workbook(path)]
        if path.suffix.lower() in TEXTS:
            return [Sheet(path.name, "", dict(_filled(read_rows(path))))]
    except LoadError:  # D02 and the loaders say what is wrong with the file
        return []
    return []


def _filled(rows: list[list[str]]) -> Iterator[tuple[tuple[int, int], str]]:
    for row, texts in enumerate(rows, 1):
        yield from (((row, column), text.strip()) for column, text in enumerate(texts, 1) if text.strip())


def locate(locator: str, sheets: list[Sheet]) -> list[Cell]:
    """The cells that a locator names; none where it names no cell, row or column of these tables."""
    named = [sheet for sheet in sheets if sheet.name and sheet.name in locator]
    bare = _SPELT_LINE.sub(lambda match: str(_spelt(match[0])), normalise(locator))
    for sheet in named:
        bare = bare.replace(sheet.name, " ")
    return [cell for sheet in (named or sheets[:1]) for cell in _in_sheet(bare, sheet)]


def _in_sheet(locator: str, sheet: Sheet) -> list[Cell]:
    places = set(_areas(locator, sheet))
    rows, columns = set(_rows(locator, sheet)), set(_columns(locator, sheet))
    if not places and not (rows and columns):
        rows, columns = _named_cell(locator, sheet, rows, columns)
    if rows and columns:
        places |= {place for place in sheet.cells if place[0] in rows and place[1] in columns}
    else:
        places |= {place for place in sheet.cells if place[0] in rows or place[1] in columns}
    return [_cell(sheet, row, column) for row, column in sorted(places) if (row, column) in sheet.cells]


def _areas(locator: str, sheet: Sheet) -> Iterator[tuple[int, int]]:
    yield from ((int(match[1]), int(match[2])) for match in _RC.finditer(locator))
    for match in _AREA.finditer(_RC.sub(" ", locator)):
        left, top = _number(match[1]), int(match[2])
        right, bottom = (_number(match[3]), int(match[4])) if match[3] else (left, top)
        yield from ((row, col) for row, col in sheet.cells if top <= row <= bottom and left <= col <= right)


def _named_cell(locator: str, sheet: Sheet, rows: set[int], columns: set[int]) -> tuple[set[int], set[int]]:
    """受益户数合计, 乙村 受益户数: a heading and a label that stand in the words, if they name one cell."""
    named = [place for place, text in sheet.cells.items() if _is_named(_UNIT.sub("", text), locator)]
    by_heading = {column for row, column in named if row <= _HEADING_ROWS and column > 1} or columns
    by_label = {row for row, column in named if column == 1} or rows
    return (by_label, by_heading) if len(by_label) == len(by_heading) == 1 else (rows, columns)


def _is_named(text: str, locator: str) -> bool:
    return len(text) > 1 and text in locator and read_quantity(text).number is None


def _spelt(numeral: str) -> int:
    """十二 is 12: rows are seldom counted further in words."""
    tens, ten, units = numeral.rpartition("十")
    return (_DIGITS.find(tens) if tens else 1) * 10 * bool(ten) + (_DIGITS.find(units) if units else 0)


def _rows(locator: str, sheet: Sheet) -> Iterator[int]:
    for match in _LINES.finditer(locator):
        yield from range(int(match[1]), int(match[2] or match[1]) + 1)
    for match in _ROW.finditer(_LINES.sub(" ", locator)):
        yield from (row for (row, _), text in sheet.cells.items() if text == match[1])


def _columns(locator: str, sheet: Sheet) -> Iterator[int]:
    for match in _NTH_COLUMN.finditer(locator):
        yield int(match[1]) if match[1] else _number(match[2])
    for match in _COLUMN.finditer(_LINES.sub(" ", _NTH_COLUMN.sub(" ", locator))):
        headings = (place for place, text in sheet.cells.items() if _UNIT.sub("", text) == match[1])
        yield from (column for row, column in headings if row <= _HEADING_ROWS)


def _cell(sheet: Sheet, row: int, column: int) -> Cell:
    where = Place(sheet.file, sheet.name, f"{column_letters(column)}{row}")
    return Cell(sheet.cells[row, column], sheet.heading_of(row, column), sheet.label_of(row), row, column, where)


def _number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
