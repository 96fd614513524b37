"""Tables that people fill in and hand back (可回填的表): .xlsx or .csv, nothing lost, no text run as a formula."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from yzperf.domain.cell_text import GUARD, guarded, is_formula_like, storable
from yzperf.errors import LoadError, Place, Problem
from yzperf.reports.package import write_whole, zipped

_WIDEST = 44
_CORE = "docProps/core.xml"
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_MOST_DIGITS = 15  # that a spreadsheet keeps of a number


def save_table(frame: pd.DataFrame, path: Path, *, for_programs: bool = False) -> Path:
    """Write one table; the file is replaced as a whole or not touched. See `save_tables`."""
    return save_tables({"数据": frame}, path, for_programs=for_programs)


def save_tables(frames: Mapping[str, pd.DataFrame], path: Path, *, for_programs: bool = False) -> Path:
    """Write tables as the sheets of an .xlsx, or the only one as a .csv (UTF-8 with BOM, for Excel and WPS).

    Numbers stay numbers (in a workbook a float keeps 15 digits, as in every spreadsheet), dates dates; decimals and
    whole numbers too long for that, codes with leading zeros and long codes stay texts.
    ``yz.load_table`` gives back what was saved: dates as ISO text, blanks as None.

    Parameters
    ----------
    for_programs
        In a .csv only texts that might run as formulas are guarded: codes stand as they are, for a database to import.

    Raises
    ------
    LoadError
        If the name ends in anything else, or several tables are to go into one .csv.
    """
    writers: dict[str, Callable[[], bytes]] = {
        ".xlsx": lambda: _book_of(frames),
        ".csv": lambda: _lines_of(next(iter(frames.values())), _disarmed if for_programs else guarded),
    }
    writer = writers.get(path.suffix.lower())
    if writer is None or (len(frames) > 1 and path.suffix.lower() == ".csv"):
        read = f"{path.suffix or '没有后缀'}，{len(frames)} 张表"
        raise LoadError(Problem(Place(str(path)), read, ".xlsx，或一张表的 .csv", "请换一个文件名"))
    path.parent.mkdir(parents=True, exist_ok=True)
    return write_whole(writer(), path)


# ── delimited ───────────────────────────────────────────────────────────────────────────────────────


def _lines_of(frame: pd.DataFrame, guard: Callable[[str], str]) -> bytes:
    text = io.StringIO(newline="")
    lines = csv.writer(text)
    lines.writerow([guard(str(name)) for name in frame.columns])
    lines.writerows([_shown(_plain(value), guard) for value in row] for row in frame.itertuples(index=False, name=None))
    return text.getvalue().encode("utf-8-sig")


def _disarmed(text: str) -> str:
    return GUARD + text if is_formula_like(text) else text


def _shown(value: Any, guard: Callable[[str], str]) -> str:
    if isinstance(value, str):
        return guard(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else _number_or_day(value)


def _number_or_day(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time() != time(0) else value.date().isoformat()
    if isinstance(value, float):
        plain = f"{Decimal(repr(value)):f}"  # without an exponent, and never mistaken for a long code
        return plain if "." in plain else f"{plain}.0"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


# ── workbook ────────────────────────────────────────────────────────────────────────────────────────


def _book_of(frames: Mapping[str, pd.DataFrame]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, frame in frames.items():
        _fill(book.create_sheet(re.sub(r"[\[\]:*?/\\]", "_", name)[:31]), frame)
    return same_bytes(book)


def same_bytes(book: Any) -> bytes:
    """A workbook as bytes that depend on its content alone: fixed dates, parts in order."""
    raw = io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[_CORE] = _STAMP.sub(rb"\g<1>2000-01-01T00:00:00Z", parts[_CORE])
    return zipped(parts)


def _fill(sheet: Any, frame: pd.DataFrame) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    line = Side(style="thin", color="B8C0CC")
    border, ground = Border(line, line, line, line), PatternFill("solid", fgColor="EEF2F7")
    for number, name in enumerate(frame.columns, 1):
        head = sheet.cell(1, number)
        put(head, str(name))
        head.font, head.fill, head.border = Font(bold=True), ground, border
        widest = max((_breadth(value) for value in [name, *frame.iloc[:200, number - 1]]), default=8.0)
        sheet.column_dimensions[get_column_letter(number)].width = max(8.0, min(_WIDEST, widest) + 2)
    for row, values in enumerate(frame.itertuples(index=False, name=None), 2):
        for column, value in enumerate(values, 1):
            cell = sheet.cell(row, column)
            put(cell, _plain(value))
            cell.border, cell.alignment = border, Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def put(cell: Any, value: Any) -> None:
    """Write one value; a text is marked as text, so that nothing in it runs and nobody turns it into a number."""
    if isinstance(value, Decimal) and len(value.normalize().as_tuple().digits) > _MOST_DIGITS:
        value = f"{value:f}"
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**_MOST_DIGITS:
        value = str(value)
    if isinstance(value, str):
        cell.value = storable(value)
        cell.data_type, cell.number_format, cell.quotePrefix = "s", "@", is_formula_like(value)
    elif isinstance(value, date) and not isinstance(value, datetime):
        cell.value, cell.number_format = value, "yyyy-mm-dd"
    elif value is not None:
        cell.value = value


def _plain(value: Any) -> Any:
    """A plain Python value; None for every kind of missing one."""
    if value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and pd.isna(value)):
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    return value.item() if hasattr(value, "item") else value


def _breadth(value: Any) -> float:
    """Width of a text in digits: a Chinese character takes about two."""
    return max(sum(2.1 if ord(sign) > 0x2E7F else 1.1 for sign in line) for line in str(value).split("\n"))
