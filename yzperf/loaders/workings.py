"""Read what a workbook computes (读公式): formulas and stored values, in the child process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from yzperf.domain.workings import Sort, StoredCell, StoredSheet, Workings
from yzperf.loaders.child import parse


def load_workings(path: Path) -> Workings:
    """Return every stored cell of a workbook with its formula, hidden sheets included.

    Raises
    ------
    LoadError
        If the file cannot be read.
    """
    found = parse("formulas", path)
    return Workings(path.name, tuple(_sheet(path.name, sheet) for sheet in found["sheets"]))


def _sheet(file: str, told: dict[str, Any]) -> StoredSheet:
    cells = {
        (int(row), int(column)): StoredCell(str(value), Sort(sort), str(formula))
        for row, column, sort, value, formula, _ in told["cells"]
    }
    return StoredSheet(
        file=file,
        name=str(told["name"]),
        is_hidden=bool(told["hidden"]),
        cells=cells,
        hidden_rows=frozenset(told["hidden_rows"]),
        hidden_columns=frozenset(told["hidden_columns"]),
    )
