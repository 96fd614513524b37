"""Lists that people read, print and add up (清单导出): .xlsx with the same bytes for the same data, or .csv."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from decimal import Decimal
from math import ceil
from pathlib import Path
from typing import Any

import pandas as pd

from yzperf.apps.atomic import write_atomically
from yzperf.domain.cell_text import GUARD, is_formula_like
from yzperf.errors import LoadError
from yzperf.reports.form_sheet import put_text

_WIDEST = 44
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def write_lists(out: Path, frames: Mapping[str, pd.DataFrame]) -> None:
    """Write every list as a sheet of an .xlsx, or the first one to a .csv.

    Raises
    ------
    LoadError
        If the name ends in anything else; nothing is written.
    """
    writers: dict[str, Callable[[Path], Any]] = {
        ".xlsx": lambda path: save_same(_book_of(frames), path),
        ".csv": lambda path: next(iter(frames.values())).map(defused).to_csv(path, index=False, encoding="utf-8-sig"),
    }
    writer = writers.get(out.suffix.lower())
    if writer is None:
        raise LoadError(f"--out：读到“{out.name}”，应为 .xlsx 或 .csv 文件名")
    write_atomically(out, writer)


def book_bytes(frames: Mapping[str, pd.DataFrame]) -> bytes:
    """The lists as the bytes of an .xlsx, each a sheet."""
    return same_bytes(_book_of(frames))


def save_same(book: Any, path: Path) -> None:
    """Save a workbook so that the same content gives the same bytes."""
    path.write_bytes(same_bytes(book))


def same_bytes(book: Any) -> bytes:
    """A workbook as bytes that depend on its content alone: fixed dates, parts in order."""
    from yzperf.reports.package import zipped

    raw = io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    core = "docProps/core.xml"
    parts[core] = _STAMP.sub(rb"\g<1>2000-01-01T00:00:00Z", parts[core])
    return zipped(parts)


def fill_list(sheet: Any, frame: pd.DataFrame, *, widest: float = _WIDEST) -> None:
    """Write one list: numbers as numbers, texts never as formulas, columns and rows as large as their texts."""
    from openpyxl.utils import get_column_letter

    sheet.append([str(name) for name in frame.columns])
    for row, values in enumerate(frame.itertuples(index=False, name=None), 2):
        for column, value in enumerate(values, 1):
            fill_cell(sheet.cell(row, column), value)
    widths = [_width(str(name), frame[name], widest) for name in frame.columns]
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    looks: dict[tuple[object, ...], Any] = {}
    for cells in sheet.iter_rows():
        for cell in cells:
            _dress(cell, looks)
        sheet.row_dimensions[cells[0].row].height = row_height(
            [(cell.value, widths[n]) for n, cell in enumerate(cells)]
        )


def _dress(cell: Any, looks: dict[tuple[object, ...], Any]) -> None:
    """Give a cell its look; working one out takes a hundred times as long as copying it."""
    key = cell.row == 1, isinstance(cell.value, str), cell.number_format, cell.quotePrefix
    if key not in looks:
        _work_out(cell, is_head=cell.row == 1)
        looks[key] = cell._style
    cell._style = copy(looks[key])


def _work_out(cell: Any, *, is_head: bool) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    line = Side(style="thin", color="B8C0CC")
    side = "center" if is_head else "left" if isinstance(cell.value, str) else None
    cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal=side, indent=int(side == "left"))
    cell.border, cell.font = Border(line, line, line, line), Font(name="宋体", size=10, bold=is_head)
    if is_head:
        cell.fill = PatternFill("solid", fgColor="EEF2F7")


def row_height(cells: Iterable[tuple[Any, float]], *, size: float = 10) -> float:
    """Height in points that a row needs for its wrapped texts, each with the width of its column."""
    lines = [
        sum(max(1, ceil(breadth(part) * size / 10 / (width - 2))) for part in str(value or "").split("\n"))
        for value, width in cells
    ]
    return max(lines, default=1) * size * 1.4 + 7


def fill_cell(cell: Any, value: Any) -> None:
    """Write one value; a text that starts like a formula is stored as text and marked so (防公式注入)."""
    if isinstance(value, float) and not pd.isna(value):
        cell.value, cell.number_format = value, "0.00"
    elif isinstance(value, Decimal):
        places = -int(value.as_tuple().exponent)
        cell.value, cell.number_format = value, f"0.{'0' * places}" if places > 0 else "0"
    elif isinstance(value, str):
        put_text(cell, value)
    elif value is not None and not pd.isna(value):
        cell.value = value


def set_page(sheet: Any, *, repeated: str = "") -> None:
    """A4 landscape, as wide as the page, page numbers below, the rows ``repeated`` (``1:1``) on every page."""
    if repeated:
        sheet.print_title_rows = repeated
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = 0.5  # inches
    margins.bottom, margins.header, margins.footer = 0.7, 0.3, 0.3
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"


def _book_of(frames: Mapping[str, pd.DataFrame]) -> Any:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, frame in frames.items():
        sheet = book.create_sheet(name)
        fill_list(sheet, frame)
        sheet.freeze_panes = "A2"
        set_page(sheet, repeated="1:1")
    return book


def _width(heading: str, values: pd.Series, widest: float) -> float:
    """As wide as the texts, within reason; a long heading goes over two lines."""
    body = max((breadth(value) for value in values if value is not None), default=0)
    head = breadth(heading)
    return max(min(widest, body), head if head <= 10 else head / 2 + 3, 6) + 3


def breadth(value: Any) -> float:
    """Width of a text in digits: a Chinese character takes about two."""
    return sum(2.1 if ord(sign) > 0x2E7F else 1.1 for sign in str(value))


def defused(value: Any) -> Any:
    """Guard one value: in a CSV a text that a spreadsheet would run as a formula gets a leading apostrophe (防公式注入)."""
    if isinstance(value, str) and is_formula_like(value) and not _is_number(value):
        return GUARD + value
    return value


def _is_number(text: str) -> bool:
    return text.lstrip("+-").replace(".", "", 1).isdigit()
