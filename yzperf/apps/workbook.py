"""Lists that people read, print and add up (清单导出): .xlsx with the same bytes for the same data, or .csv."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from yzperf.apps.atomic import write_atomically
from yzperf.errors import LoadError

_FORMULA_STARTS = tuple("=+-@\t\r")
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
        ".csv": lambda path: next(iter(frames.values())).map(_defused).to_csv(path, index=False, encoding="utf-8-sig"),
    }
    writer = writers.get(out.suffix.lower())
    if writer is None:
        raise LoadError(f"--out：读到“{out.name}”，应为 .xlsx 或 .csv 文件名")
    write_atomically(out, writer)


def save_same(book: Any, path: Path) -> None:
    """Save a workbook so that the same content gives the same bytes: fixed dates, parts in order."""
    from yzperf.reports.package import zipped

    raw = io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    core = "docProps/core.xml"
    parts[core] = _STAMP.sub(rb"\g<1>2000-01-01T00:00:00Z", parts[core])
    path.write_bytes(zipped(parts))


def fill_list(sheet: Any, frame: pd.DataFrame, *, top: int = 1) -> None:
    """Write one list with its headings in row ``top``: numbers as numbers, texts never as formulas."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    line = Side(style="thin", color="B8C0CC")
    for column, name in enumerate(frame.columns, 1):
        head = sheet.cell(top, column, str(name))
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="EEF2F7")
        _widen(sheet, column, [str(name) + " ", *frame[name]])
    for row, values in enumerate(frame.itertuples(index=False, name=None), top + 1):
        for column, value in enumerate(values, 1):
            fill_cell(sheet.cell(row, column), value)
    for cells in sheet.iter_rows(top, top + len(frame), 1, len(frame.columns)):
        for cell in cells:
            cell.border = Border(line, line, line, line)
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def fill_cell(cell: Any, value: Any) -> None:
    """Write one value; a text that starts like a formula is stored as text and marked so (防公式注入)."""
    if isinstance(value, float) and not pd.isna(value):
        cell.value, cell.number_format = value, "0.00"
    elif isinstance(value, str):
        cell.value = value
        cell.data_type, cell.quotePrefix = "s", value[:1] in _FORMULA_STARTS
    elif value is not None and not pd.isna(value):
        cell.value = value


def set_page(sheet: Any, *, repeated: str = "") -> None:
    """A4 landscape, as wide as the page, the rows ``repeated`` (``1:1``) on every page."""
    if repeated:
        sheet.print_title_rows = repeated
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


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


def _widen(sheet: Any, column: int, texts: list[Any]) -> None:
    from openpyxl.utils import get_column_letter

    place = sheet.column_dimensions[get_column_letter(column)]
    width = max(min(_WIDEST, _breadth(text)) for text in texts) + 2
    place.width = max(width, place.width) if place.customWidth else width


def _breadth(value: Any) -> float:
    """Width of a text in digits: a Chinese character takes about two."""
    return sum(2 if ord(sign) > 0x2E7F else 1.1 for sign in str(value))


def _defused(value: Any) -> Any:
    """In a CSV a text that a spreadsheet would run as a formula gets a leading apostrophe (防公式注入)."""
    if isinstance(value, str) and value[:1] in _FORMULA_STARTS and not _is_number(value):
        return "'" + value
    return value


def _is_number(text: str) -> bool:
    return text.lstrip("+-").replace(".", "", 1).isdigit()
