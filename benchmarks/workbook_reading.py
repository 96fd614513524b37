"""A workbook of 100,000 rows × 20 columns with every shown text and its place, against bare calamine and openpyxl."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.large_workbook import write_large
from yzperf.loaders import child
from yzperf.loaders.grid import read_workbook

ROWS = 100_000


def run() -> Iterator[str]:
    """Time all three on one file; guard, child process and the way back are part of ours."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "项目库.xlsx"
        write_large(path, ROWS)
        yield f"{path.stat().st_size / 1e6:.1f} MB packed"
        (grid,), cold = _timed(lambda: read_workbook(path))
        warm = min(_timed(lambda: read_workbook(path))[1] for _ in range(3))
        (usage,) = (worker.usage for worker in child._workers.values())
        rows, theirs = min((_timed(lambda: _by_calamine(path)) for _ in range(3)), key=lambda pair: pair[1])
        yield f"ours {cold:.2f} s with the start of the child, {warm:.2f} s after; peak of the child {usage.peak >> 20} MiB"
        yield f"calamine, values only, in this process: {theirs:.2f} s; ours takes {cold / theirs:.2f} and {warm / theirs:.2f} times that"
        yield f"same cells: {len(grid.cells) == sum(value != '' for row in rows for value in row)}, same texts: {_same(grid, rows)}"
        count, openpyxl = _timed(lambda: _by_openpyxl(path))
        yield f"openpyxl, values and number formats: {openpyxl:.1f} s for {count:,} cells: {openpyxl / theirs:.1f} times calamine, {openpyxl / cold:.1f} times ours"


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


def _by_calamine(path: Path) -> list[list[Any]]:
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def _by_openpyxl(path: Path) -> int:
    """The straightforward way: every cell with its value and the number format that tells 95% from 0.95."""
    import openpyxl

    cells = {}
    for sheet in openpyxl.load_workbook(path, data_only=True).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    cells[sheet.title, cell.row, cell.column] = (cell.value, cell.number_format)
    return len(cells)


def _same(grid: Any, rows: list[list[Any]]) -> bool:
    """Whether texts and plain numbers are what calamine reads; percent and dates have no format there."""
    plain = [
        column for column, value in enumerate(rows[1]) if isinstance(value, str | float) and column not in (11, 12)
    ]
    return all(
        grid.text(number, column + 1) == _text(row[column])
        for number, row in enumerate(rows[:2000], 1)
        for column in plain
    )


def _text(value: Any) -> str:
    return f"{value:.15g}" if isinstance(value, float) else str(value)
