"""``yzperf score`` and ``yzperf check --out`` (计分与导出): read, score, audit each table; write lists that people can fill."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from yzperf import face
from yzperf.apps.atomic import write_atomically
from yzperf.domain.scorecard import ScoreCard
from yzperf.domain.scoresheet import SheetKind
from yzperf.errors import LoadError, Place, Problem, YzperfError
from yzperf.quality import Audit
from yzperf.rules import load_rules

Scored = tuple[ScoreCard, Audit]


def score_files(
    files: Sequence[Path], on: date, region: str, profile: str | None, step: Callable[[str], None]
) -> list[Scored]:
    """Score and audit every table of every file.

    Raises
    ------
    LoadError
        The defects of all files, after all were tried.
    """
    rules = load_rules(on=on, region=region)
    tables: list[Scored] = []
    problems: list[Problem | str] = []
    for path in files:
        step(f"计分 {path.name}")
        try:
            sheets = [sheet for sheet in face.load_score_sheets(path) if sheet.kind is not SheetKind.TARGETS]
            if not sheets:
                problems.append(_no_scores(path))
            tables.extend(
                (face.score(sheet, on=on, region=region, profile=profile), face.check_sheets([sheet], rules, profile))
                for sheet in sheets
            )
        except YzperfError as error:
            problems.extend(error.problems)
    if problems:
        raise LoadError(problems)
    return tables


def _no_scores(path: Path) -> Problem:
    return Problem(Place(file=path.name), "绩效目标表", "填了完成值和得分的自评表或评分表", "目标表不计分，请换自评表")


def write_scores(tables: Sequence[Scored], out: Path) -> None:
    """Write scores and findings to an .xlsx (two sheets) or .csv (scores only)."""
    frames = []
    for card, _ in tables:
        frame = card.table()
        frame.insert(0, "文件", card.sheet.file)
        frames.append(frame)
    scores = pd.concat(frames, ignore_index=True)
    findings = pd.concat([audit.table() for _, audit in tables], ignore_index=True)
    _write(out, {"复算得分": scores, "核查发现": findings})


def write_findings(audit: Audit, out: Path) -> None:
    """Write the findings with the coverage to an .xlsx working list or a .csv."""
    _write(out, {"核查发现": audit.table(), "检查覆盖": audit.coverage.table()})


def _write(out: Path, frames: dict[str, pd.DataFrame]) -> None:
    safe = {name: frame.map(_defused) for name, frame in frames.items()}
    writers: dict[str, Callable[[Path], Any]] = {
        ".xlsx": lambda path: _write_workbook(path, safe),
        ".csv": lambda path: next(iter(safe.values())).to_csv(path, index=False, encoding="utf-8-sig"),
    }
    writer = writers.get(out.suffix.lower())
    if writer is None:
        raise LoadError(f"--out：读到“{out.name}”，应为 .xlsx 或 .csv 文件名")
    write_atomically(out, writer)


def _write_workbook(path: Path, frames: dict[str, pd.DataFrame]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    with pd.ExcelWriter(path, engine="openpyxl") as writer:
        for name, frame in frames.items():
            frame.to_excel(writer, sheet_name=name, index=False)
            sheet = writer.sheets[name]
            sheet.freeze_panes = "A2"
            for number, column in enumerate(frame.columns, 1):
                width = max(
                    [len(str(column)) * 2, *(min(50, len(str(text)) * 1.8) for text in frame[column])], default=10
                )
                sheet.column_dimensions[get_column_letter(number)].width = width + 2
                sheet.cell(1, number).font = Font(bold=True)
            for row in sheet.iter_rows(min_row=2):
                for cell in row:
                    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _defused(value: Any) -> Any:
    """A text that a spreadsheet would run as a formula gets a leading apostrophe (防公式注入)."""
    if isinstance(value, str) and value[:1] in tuple("=+-@\t\r") and not _is_number(value):
        return "'" + value
    return value


def _is_number(text: str) -> bool:
    return text.lstrip("+-").replace(".", "", 1).isdigit()
