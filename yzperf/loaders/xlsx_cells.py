"""Cells of a workbook as a person sees them, or as they are stored (单元格的值): runs in the child process."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.guard import MAX_AREA, Extent, SafeArchive
from yzperf.loaders.number_formats import show_by, store_by
from yzperf.loaders.sheet_cells import SheetCells, ShowBy, Values
from yzperf.loaders.sheet_xml import read_sheet
from yzperf.loaders.texts import Clean, TextTable, shown, stored
from yzperf.loaders.xlsx_parts import Book, SheetPart, read_book, read_strings

_LARGE = 1_000_000  # bytes of XML from which a scan is worth loading numpy for
MAX_BOOK_AREA = 4 * MAX_AREA


def read_cells(path: Path) -> dict[str, Any]:
    """Read every filled cell of every visible sheet with its shown text.

    Returns
    -------
    dict
        ``{"texts": bytes, "sheets": [{"name", "hidden", "rows", "columns", "codes", "notes", "sorts", "merged"}]}``. The
        arrays are bytes of 32-bit numbers (``notes``, ``sorts`` 8-bit), one a cell; ``codes`` count into ``texts``, which
        are joined by ``texts.SEPARATOR``; ``merged`` holds top, left, bottom, right of every area. A hidden sheet has
        only its name.

    Raises
    ------
    LoadError
        If the file is hostile, damaged or no workbook.
    """
    return _read_book(path, show_by, shown)


def read_typed(path: Path) -> dict[str, Any]:
    """Read every filled cell with its value as it is stored: all digits, whole days, every sign of a text.

    See `read_cells`.

    Raises
    ------
    LoadError
    """
    return _read_book(path, store_by, stored)


def _read_book(path: Path, show: ShowBy, clean: Clean) -> dict[str, Any]:
    with SafeArchive(path) as archive:
        book = read_book(archive, path)
        strings = read_strings(archive, book.strings) if book.strings else []
        texts = TextTable(clean)
        values = Values(texts, strings, book.formats, show, since_1904=book.since_1904)
        sheets = list(_sheets(archive, path, book, values))
        return {"texts": texts.dump(), "sheets": sheets}


def _sheets(archive: SafeArchive, path: Path, book: Book, values: Values) -> Iterator[dict[str, Any]]:
    area = 0
    for sheet in book.sheets:
        extent = Extent(path, sheet.part)
        found = SheetCells() if sheet.hidden else _read(archive, sheet, values, extent)
        area += extent.rows * extent.columns
        try:
            merged = found.covered(extent.rows, extent.columns)
        except ValueError as error:
            raise archive.damaged() from error
        covered = sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in _fours(merged))
        if area > MAX_BOOK_AREA or covered > MAX_AREA:
            raise LoadError(_too_wide(path))
        arrays = {"rows": found.rows, "columns": found.columns, "codes": found.codes}
        arrays |= {"notes": found.notes, "sorts": found.sorts}
        yield {
            "name": sheet.name,
            "hidden": sheet.hidden,
            "merged": merged.tobytes(),
            **{name: array.tobytes() for name, array in arrays.items()},
        }


def _read(archive: SafeArchive, sheet: SheetPart, values: Values, extent: Extent) -> SheetCells:
    if archive.sizes[sheet.part] < _LARGE:
        return read_sheet(archive, sheet.part, values, extent)
    from yzperf.loaders.sheet_scan import OddSheetError, scan_sheet

    try:
        return scan_sheet(archive, sheet.part, values, extent)
    except OddSheetError:
        return read_sheet(archive, sheet.part, values, extent)


def _fours(numbers: array[int]) -> Iterator[tuple[int, int, int, int]]:
    return zip(*[iter(numbers)] * 4, strict=True)


def _too_wide(path: Path) -> Problem:
    read = "各表或合并单元格合计占用的范围过大"
    return Problem(Place(file=path.name), read, "紧凑的表格", "请删去远处的多余单元格和多余的合并区域后另存")
