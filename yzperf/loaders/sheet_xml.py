"""Any sheet by the XML parser, row after row (逐行读表): the way for small sheets and for unusual ones."""

from __future__ import annotations

from typing import Any

from yzperf.loaders.guard import Extent, SafeArchive
from yzperf.loaders.sheet_cells import FORMULA_TEXT, INLINE, NUMBER, STALE, TEXT, SheetCells, Values, place
from yzperf.loaders.xlsx_parts import elements, local, string_text


def read_sheet(archive: SafeArchive, part: str, values: Values, extent: Extent) -> SheetCells:
    """Read one sheet.

    Raises
    ------
    LoadError
        If the part is damaged or its cells lie too far apart.
    """
    found = SheetCells()
    row = 0
    for element in elements(archive, part, "row", "mergeCell"):
        if local(element) == "mergeCell":
            found.merged.append(element.get("ref", ""))
            continue
        row = int(element.get("r") or row + 1)
        try:
            _read_row(element, row, values, found, extent)
        except (ValueError, IndexError, KeyError) as error:
            raise archive.damaged() from error
    return found


def _read_row(element: Any, row: int, values: Values, found: SheetCells, extent: Extent) -> None:
    column = last_row = last_column = 0
    for cell in element.iterchildren("{*}c"):
        reference = cell.get("r")
        row, column = place(reference) if reference else (row, column + 1)
        if (shown := _value(cell, values)) is not None:
            found.add(row, column, *shown)
            last_row, last_column = max(last_row, row), max(last_column, column)
    extent.include(last_row, last_column)


def _value(cell: Any, values: Values) -> tuple[int, int, int] | None:
    """Number of the text, note and sort; None for a cell that shows nothing."""
    kind = cell.get("t") or NUMBER
    raw, has_formula = "", False
    for child in cell:
        name = child.tag[-2:]  # with the end of the namespace
        has_formula = has_formula or name == "}f"
        if name == "}v":
            raw = child.text or ""
        elif name == "is":
            raw = string_text(child)
    if not raw:
        return (values.blank, STALE, TEXT) if has_formula and kind != FORMULA_TEXT else None
    if kind == INLINE:
        return values.texts.add(raw), 0, TEXT
    style = int(cell.get("s") or 0)
    code, note = values.code(kind, style, raw.encode())
    return None if code in values.blanks else (code, note, values.sort(kind, style))
