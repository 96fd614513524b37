"""Cells of a list with their types (带类型的单元格): runs in the child process. A number that is a text stays one."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

_QUOTED = re.compile(r'"[^"]*"|\\.')  # a quoted % is printed, not computed


def read_typed(path: Path) -> dict[str, Any]:
    """Read the first visible sheet.

    Returns
    -------
    dict
        ``{"sheet", "rows": [[[kind, value], …], …]}``, rows and columns from 1 to the last filled one; kinds are
        ``blank``, ``text``, ``number``, ``bool``, ``date`` (ISO text) and ``error``.
    """
    import openpyxl

    book = openpyxl.load_workbook(path, data_only=True)
    sheet = next(one for one in book.worksheets if one.sheet_state == "visible")
    return {"sheet": sheet.title, "rows": [[_typed(cell) for cell in row] for row in sheet.iter_rows()]}


def _typed(cell: Any) -> list[Any]:
    from openpyxl.utils.escape import unescape

    value = cell.value
    if value is None:
        return ["blank", None]
    if cell.data_type == "e":
        return ["error", str(value)]
    if isinstance(value, bool):
        return ["bool", value]
    if isinstance(value, int | float):
        return ["number", _hundredfold(value) if "%" in _QUOTED.sub("", cell.number_format or "") else value]
    if isinstance(value, datetime | date | time):
        return ["date", _iso(value)]
    return ["text", unescape(str(value))]


def _hundredfold(value: float) -> float:
    """What a person who typed 95% sees: the cell holds 0.95."""
    return float(Decimal(repr(value)) * 100)


def _iso(value: datetime | date | time) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ")
    return value.isoformat()
