"""Self-evaluation workbooks read, scored and checked on all processors, against a loop with openpyxl."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from yzperf import face
from yzperf.apps.batch import run_batch
from yzperf.loaders import score_table
from yzperf.loaders.crew import cores
from yzperf.loaders.grid import Grid
from yzperf.rules import load_rules
from yzperf.scoring import score_sheet

ON = date(2025, 3, 10)
LOOP_FILES = 60


def run(files: int = 600) -> Iterator[str]:
    """Copy the published forms until there are so many files, and one that is broken; time both ways."""
    with tempfile.TemporaryDirectory() as folder:
        paths = _copies(Path(folder) / "in", files)
        loop = _loop(paths[:LOOP_FILES]) / LOOP_FILES
        settings = {"on": ON.isoformat(), "region": "国家", "profile": None, "rules": None, "layout": None}
        times = []
        for _ in range(2):  # the second run goes on from the first: nothing is left to do
            start = time.perf_counter()
            done = run_batch(
                [paths[0].parent], Path(folder) / "out", settings, about={}, workers=cores(), advance=lambda *_: None
            )
            times.append(time.perf_counter() - start)
        each = times[0] / files
        yield f"{done.sentence()}"
        yield f"ours: {files:,} files in {times[0]:.1f} s on {cores()} processors with all lists written: {1 / each:.0f} files a second"
        yield f"loop with openpyxl in one process: {1 / loop:.1f} files a second ({LOOP_FILES} files); ours is {loop / each:.1f} times as fast"
        yield f"run again, nothing changed: {times[1]:.1f} s; 10,000 files at this rate: {each * 10_000:.0f} s"


def _copies(folder: Path, files: int) -> list[Path]:
    folder.mkdir()
    forms = face.published_tables()
    paths = [folder / f"{number:05d}.xlsx" for number in range(files)]
    for number, path in enumerate(paths):
        shutil.copy(forms[number % len(forms)], path)
    (folder / "坏.xlsx").write_bytes(b"broken")
    return paths


def _loop(paths: list[Path]) -> float:
    """The same reading of the form, scores and checks, with cells from openpyxl."""
    rules = load_rules(on=ON, region="国家")
    ours, score_table.read_workbook = score_table.read_workbook, _by_openpyxl
    try:
        start = time.perf_counter()
        for path in paths:
            for sheet in face.load_score_sheets(path):
                score_sheet(sheet, rules)
                face.check_sheets([sheet], rules)
        return time.perf_counter() - start
    finally:
        score_table.read_workbook = ours


def _by_openpyxl(path: Path) -> list[Grid]:
    """Values with their formats, formulas that were never computed, merged areas: what a form needs."""
    import openpyxl

    values, formulas = (openpyxl.load_workbook(path, data_only=flag) for flag in (True, False))
    return [_grid(path.name, sheet, formulas[sheet.title]) for sheet in values.worksheets]


def _grid(file: str, sheet: Any, written: Any) -> Grid:
    cells, flaws = {}, {}
    for row in written.iter_rows():
        for cell in row:
            if cell.value is not None:
                place = cell.row, cell.column
                shown = sheet.cell(*place)
                cells[place] = _text(shown.value, shown.number_format)
                if cell.data_type == "f" and shown.value is None:
                    flaws[place] = "stale"
    areas = written.merged_cells.ranges
    origins = {(row, column): (area.min_row, area.min_col) for area in areas for row, column in area.cells}
    return Grid(file, sheet.title, cells, origins, flaws)


def _text(value: Any, number_format: str) -> str:
    if isinstance(value, float) and "%" in number_format:
        return f"{value * 100:.15g}%"
    return "" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value)
