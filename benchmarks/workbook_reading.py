"""A workbook of 100,000 rows × 20 columns with every shown text and its place, against bare calamine and openpyxl."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.clock import Cost, cost
from benchmarks.large_workbook import write_large
from yzperf.loaders.child import _workers
from yzperf.loaders.grid import Grid, read_workbook

ROWS = 100_000
ROUNDS = 5


def run() -> Iterator[str]:
    """Time all three on one file, in turn; guard, start and end of the child and the way back are part of ours."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "项目库.xlsx"
        write_large(path, ROWS)
        yield f"{path.stat().st_size / 1e6:.1f} MB packed"
        ours, theirs = [], []
        for _ in range(ROUNDS):  # in turn: what else the machine does hits both alike
            (grid, peak), mine = cost(lambda: _ours(path))
            rows, other = cost(lambda: _by_calamine(path))
            ours.append(mine)
            theirs.append(other)
        yield f"ours {_best(ours)}; peak of the child {peak >> 20} MiB"
        yield f"calamine, values only, in this process: {_best(theirs)}; ours takes {_best(ours).over(_best(theirs))}"
        yield f"same cells: {len(grid.cells) == sum(value != '' for row in rows for value in row)}, same texts: {_same(grid, rows)}"
        count, slow = cost(lambda: _by_openpyxl(path))
        yield f"openpyxl, values and number formats of {count:,} cells: {slow}; {slow.over(_best(theirs))} calamine, {slow.over(_best(ours))} ours"


def _best(costs: list[Cost]) -> Cost:
    return Cost(min(one.wall for one in costs), min(one.cpu for one in costs))


def _ours(path: Path) -> tuple[Grid, int]:
    """With a child of its own, which has ended when its cost is counted."""
    for worker in _workers.values():
        worker.close()
    (grid,) = read_workbook(path)
    (worker,) = _workers.values()
    worker.close()
    return grid, worker.usage.peak


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
