"""A worksheet that looks like an official form: merged cells, borders, Chinese fonts, fitting row heights."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from copy import copy

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | None

_LINE = Side(style="thin", color="FF000000")
_FRAME = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_LOOKS: dict[str, tuple[Font, str, bool]] = {  # font, horizontal alignment, framed
    "title": (Font(name="方正小标宋简体", size=18, bold=True), "center", False),
    "subtitle": (Font(name="宋体", size=11), "center", False),
    "right": (Font(name="宋体", size=10), "right", False),
    "plain": (Font(name="宋体", size=10), "left", False),
    "note": (Font(name="宋体", size=9), "left", False),
    "head": (Font(name="宋体", size=10, bold=True), "center", True),
    "cell": (Font(name="宋体", size=10), "center", True),
    "text": (Font(name="宋体", size=10), "left", True),
}


class FormSheet:
    """Fill one worksheet from top to bottom. Columns count from 1; ``row`` is the next free row."""

    def __init__(self, title: str, widths: Sequence[float], landscape: bool = False) -> None:
        self.book = Workbook()
        self.sheet: Worksheet = self.book.active
        self.sheet.title = title
        self.widths = tuple(widths)
        self.row = 1
        self._heights: dict[int, float] = {}
        self._dressed: dict[str, StyleArray] = {}
        self._set_page(landscape)

    @property
    def last(self) -> int:
        """Number of the last column."""
        return len(self.widths)

    def put(
        self,
        first: int,
        last: int,
        value: Value,
        look: str = "cell",
        *,
        row: int = 0,
        rows: int = 1,
        fmt: str = "",
    ) -> None:
        """Write a value into columns ``first`` to ``last`` of this row (or ``row``), merged over ``rows``."""
        top = row or self.row
        for line in self.sheet.iter_rows(top, top + rows - 1, first, last):
            for each in line:
                self._dress(each, look)
        _write(self.sheet.cell(top, first), value, fmt)
        if last > first or rows > 1:
            self.sheet.merge_cells(start_row=top, end_row=top + rows - 1, start_column=first, end_column=last)
        self._raise_rows(top, rows, value, sum(self.widths[first - 1 : last]), float(_LOOKS[look][0].size))

    def band(self, value: Value, look: str, height: float = 0) -> None:
        """Write one value over the whole width and go to the next row."""
        self.put(1, self.last, value, look)
        self.next_row(height)

    def next_row(self, height: float = 0) -> None:
        """Go to the next row; the finished one is at least ``height`` points high."""
        self._heights[self.row] = max(height, self._heights.get(self.row, 0), 22)
        self.row += 1

    def finish(self) -> Workbook:
        """Set the row heights and hand over the workbook."""
        for row, height in self._heights.items():
            self.sheet.row_dimensions[row].height = height
        self.sheet.print_area = f"A1:{get_column_letter(self.last)}{self.row - 1}"
        return self.book

    def _dress(self, cell: Cell, look: str) -> None:
        """The first cell of a look is dressed, the others take over from it: each dressing looks through all styles."""
        if look not in self._dressed:
            font, side, framed = _LOOKS[look]
            cell.font = font
            cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True)
            cell.border = _FRAME if framed else Border()
            self._dressed[look] = cell._style
        cell._style = copy(self._dressed[look])

    def _raise_rows(self, top: int, rows: int, value: Value, width: float, size: float) -> None:
        breadths = [_breadth(line) * size / 10 for line in str(value or "").split("\n")]
        lines = sum(max(1, math.ceil(breadth / (width - 1))) for breadth in breadths)
        for row in range(top, top + rows):
            self._heights[row] = max(self._heights.get(row, 0), (lines * size * 1.35 + 6) / rows)

    def _set_page(self, landscape: bool) -> None:
        for column, width in enumerate(self.widths, 1):
            self.sheet.column_dimensions[get_column_letter(column)].width = width
        setup = self.sheet.page_setup
        setup.paperSize, setup.orientation = 9, "landscape" if landscape else "portrait"
        setup.fitToWidth, setup.fitToHeight = 1, 0
        self.sheet.sheet_properties.pageSetUpPr.fitToPage = True
        self.sheet.print_options.horizontalCentered = True
        self.book.properties.creator = "yzperf"


def _write(cell: Cell, value: Value, fmt: str) -> None:
    cell.value = value
    if isinstance(value, str) and value.startswith("="):  # =100% is a text on these forms, never a formula
        cell.data_type = "s"
        cell.quotePrefix = True
    if fmt:
        cell.number_format = fmt


def _breadth(line: str) -> float:
    """Width of a line in characters of a western digit."""
    return sum(2.05 if unicodedata.east_asian_width(char) in "WFA" else 1.05 for char in line)
