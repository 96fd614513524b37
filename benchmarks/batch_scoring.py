"""Self-evaluation workbooks read, scored and checked on all processors, against a loop with openpyxl."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.clock import Cost, cost
from yzperf import face
from yzperf.apps.batch import Batch, run_batch
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
        _, loop = cost(lambda: _loop(paths[:LOOP_FILES]))
        done, ours = cost(lambda: _batch(paths[0].parent, Path(folder) / "out"))
        again, rest = cost(lambda: _batch(paths[0].parent, Path(folder) / "out"))
        each, slow = Cost(ours.wall / files, ours.cpu / files), Cost(loop.wall / LOOP_FILES, loop.cpu / LOOP_FILES)
        yield done.sentence()
        yield f"ours: {ours} on {cores()} processors with all lists written: {1 / each.wall:.0f} files a second, {each.cpu * 1000:.1f} ms of processor a file"
        yield f"loop with openpyxl in one process: {1 / slow.wall:.1f} files a second, {slow.cpu * 1000:.0f} ms of processor a file ({LOOP_FILES} files); it takes {slow.over(each)} ours"
        yield f"run again with nothing changed: {rest} ({again.reused:,} files kept); 10,000 files at this rate: {each.wall * 10_000:.0f} s"


def _batch(folder: Path, out: Path) -> Batch:
    settings = {"on": ON.isoformat(), "region": "国家", "profile": None, "rules": None, "layout": None}
    return run_batch([folder], out, settings, about={}, workers=cores(), advance=lambda *_: None)


def _copies(folder: Path, files: int) -> list[Path]:
    folder.mkdir()
    forms = face.published_tables()
    paths = [folder / f"{number:05d}.xlsx" for number in range(files)]
    for number, path in enumerate(paths):
        shutil.copy(forms[number % len(forms)], path)
    (folder / "坏.xlsx").write_bytes(b"broken")
    return paths


def _loop(paths: list[Path]) -> None:
    """The same reading of the form, scores and checks, with cells from openpyxl."""
    rules = load_rules(on=ON, region="国家")
    ours, score_table.read_workbook = score_table.read_workbook, _by_openpyxl
    try:
        for sheet in (sheet for path in paths for sheet in face.load_score_sheets(path)):
            score_sheet(sheet, rules)
            face.check_sheets([sheet], rules)
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
