"""Cells of a workbook as a person sees them (单元格显示值): runs in the child process."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any


def read_cells(path: Path) -> dict[str, Any]:
    """Read every filled cell of every sheet with its shown text.

    Returns
    -------
    dict
        ``{"sheets": [{"name", "hidden", "merged": ["A1:B2"], "cells": [[row, column, text, note]]}]}``; ``note`` is
        ``""``, ``"error"`` for cells like #REF!, or ``"stale"`` for a formula without a stored value.

    Notes
    -----
    openpyxl, not a faster reader: a person who types 95% into Excel stores 0.95 and a number format, and only openpyxl
    hands over the format (docs/decisions.md).
    """
    import openpyxl

    values = openpyxl.load_workbook(path, data_only=True)
    formulas = openpyxl.load_workbook(path, data_only=False)
    sheets = [_read_sheet(sheet, formulas[sheet.title]) for sheet in values.worksheets]
    return {"sheets": sheets}


def _read_sheet(sheet: Any, formulas: Any) -> dict[str, Any]:
    cells = []
    for row in formulas.iter_rows():
        for cell in row:
            if cell.value is None:
                continue
            shown = sheet.cell(cell.row, cell.column)
            cells.append([cell.row, cell.column, _shown_text(shown), _note(cell, shown)])
    return {
        "name": sheet.title,
        "hidden": sheet.sheet_state != "visible",
        "merged": [str(area) for area in formulas.merged_cells.ranges],
        "cells": cells,
    }


def _note(formula: Any, shown: Any) -> str:
    if formula.data_type == "f" and shown.value is None:
        return "stale"
    return "error" if shown.data_type == "e" else ""


def _shown_text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime | date | time):
        return _date_text(value)
    if isinstance(value, int | float):
        return _number_text(value, cell.number_format or "")
    return str(value)


def _date_text(value: datetime | date | time) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ")
    return value.isoformat()


def _number_text(value: float, number_format: str) -> str:
    # Excel keeps 15 digits; what lies beyond is noise of the binary form (0.1+0.2).
    number = Decimal(f"{value:.15g}")
    scaled = "%" in re.sub(r'"[^"]*"|\\.', "", number_format)  # a quoted % is printed, not computed
    text = f"{(number * 100 if scaled else number):f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text + "%" if "%" in number_format else text
