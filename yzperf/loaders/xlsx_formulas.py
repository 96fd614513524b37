"""Formulas of a workbook beside the values stored with them (公式): hidden sheets too. Runs in the child process."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from yzperf.domain.workings import column_letters
from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.guard import Extent, SafeArchive
from yzperf.loaders.sheet_cells import FAILED, INLINE, NUMBER, SHARED, place
from yzperf.loaders.xlsx_parts import SheetPart, elements, local, read_book, read_strings, string_text

_MOST_CELLS = 300_000
_LONGEST = 1_000  # of a formula or text: enough to judge it
_REFERENCE = re.compile(r"(?<![A-Za-z0-9_.])(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![A-Za-z0-9_(])")
_YES = ("1", "true")
_SORTS = {NUMBER: "数值", FAILED: "错误", SHARED: "文字", INLINE: "文字", "str": "文字"}


def read_formulas(path: Path) -> dict[str, Any]:
    """Read every stored cell with its formula.

    Returns
    -------
    dict
        ``{"sheets": [{"name", "hidden", "cells": [[row, column, sort, value, formula, style]], "hidden_rows",
        "hidden_columns"}]}``; a formula that is shared with others is written out for each cell.

    Raises
    ------
    LoadError
        If the file is hostile, damaged or no workbook, or holds more cells than can be looked at.
    """
    with SafeArchive(path) as archive:
        book = read_book(archive, path)
        strings = read_strings(archive, book.strings) if book.strings else []
        sheets = [_read_sheet(archive, path, sheet, strings) for sheet in book.sheets]
    if sum(len(sheet["cells"]) for sheet in sheets) > _MOST_CELLS:
        raise LoadError(Problem(Place(file=path.name), "单元格过多", f"不超过 {_MOST_CELLS} 个单元格", "请拆分工作簿"))
    return {"sheets": sheets}


def _read_sheet(archive: SafeArchive, path: Path, sheet: SheetPart, strings: list[str]) -> dict[str, Any]:
    cells: list[list[Any]] = []
    hidden_rows: list[int] = []
    hidden_columns: list[int] = []
    shared: dict[str, tuple[int, int, str]] = {}
    extent = Extent(path, sheet.part)
    row = 0
    try:
        for element in elements(archive, sheet.part, "row", "col"):
            if local(element) == "col":
                hidden_columns.extend(_hidden_columns(element))
                continue
            row = int(element.get("r") or row + 1)
            if element.get("hidden") in _YES:
                hidden_rows.append(row)
            cells.extend(_read_row(element, row, strings, shared))
            extent.include(row, max((cell[1] for cell in cells[-1:]), default=0))
    except (ValueError, IndexError, KeyError) as error:
        raise archive.damaged() from error
    named = {"name": sheet.name, "hidden": sheet.hidden, "cells": cells}
    return {**named, "hidden_rows": hidden_rows, "hidden_columns": hidden_columns}


def _hidden_columns(element: Any) -> range:
    if element.get("hidden") not in _YES:
        return range(0)
    return range(int(element.get("min") or 1), min(int(element.get("max") or 1), 16_384) + 1)


def _read_row(element: Any, row: int, strings: list[str], shared: dict[str, tuple[int, int, str]]) -> list[list[Any]]:
    found = []
    column = 0
    for cell in element.iterchildren("{*}c"):
        reference = cell.get("r")
        row, column = place(reference) if reference else (row, column + 1)
        kind, raw, formula = cell.get("t") or NUMBER, "", ""
        for child in cell:
            match local(child):
                case "f":
                    formula = _formula(child, row, column, shared)
                case "v":
                    raw = child.text or ""
                case "is":
                    raw = string_text(child)
        value = strings[int(raw)] if kind == SHARED and raw else raw
        if value or formula:
            style = int(cell.get("s") or 0)
            found.append([row, column, _SORTS.get(kind, "其他"), value[:_LONGEST], formula[:_LONGEST], style])
    return found


def _formula(element: Any, row: int, column: int, shared: dict[str, tuple[int, int, str]]) -> str:
    """The formula of a cell; one that is shared is moved from the cell where it is written."""
    text, index = element.text or "", element.get("si")
    if element.get("t") == "shared" and index is not None:
        if text:
            shared[index] = (row, column, text)
        else:
            first_row, first_column, text = shared[index]
            text = _moved(text, row - first_row, column - first_column)
    return text or "?"


def _moved(formula: str, down: int, across: int) -> str:
    """A formula with its loose references moved: what Excel does when a formula is copied."""

    def move(match: re.Match[str]) -> str:
        fixed_column, letters, fixed_row, digits = match.groups()
        at_row, at_column = place(f"{letters}{digits}")
        letters = letters if fixed_column else column_letters(max(1, at_column + across))
        return f"{fixed_column}{letters}{fixed_row}{at_row if fixed_row else at_row + down}"

    return _REFERENCE.sub(move, formula)
