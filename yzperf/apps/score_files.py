"""``yzperf score`` and ``yzperf check --out`` (计分与导出): read, score, audit each table; write lists that people can fill."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from yzperf import face
from yzperf.apps.atomic import write_atomically
from yzperf.domain.scorecard import ScoreCard
from yzperf.domain.scoresheet import SheetKind
from yzperf.errors import LoadError, Place, Problem, YzperfError
from yzperf.quality import Audit
from yzperf.rules import Rules
from yzperf.scoring import score_sheet

Scored = tuple[ScoreCard, Audit]


def score_files(files: Sequence[Path], rules: Rules, profile: str | None, step: Callable[[str], None]) -> list[Scored]:
    """Score and audit every table of every file.

    Raises
    ------
    LoadError
        The defects of all files, after all were tried.
    """
    tables: list[Scored] = []
    problems: list[Problem | str] = []
    for path in files:
        step(f"计分 {path.name}")
        try:
            sheets = [sheet for sheet in face.load_score_sheets(path) if sheet.kind is not SheetKind.TARGETS]
            if not sheets:
                problems.append(_no_scores(path))
            tables.extend(
                (score_sheet(sheet, rules, profile), face.check_sheets([sheet], rules, profile)) for sheet in sheets
            )
        except YzperfError as error:
            problems.extend(error.problems)
    if problems:
        raise LoadError(problems)
    return tables


def _no_scores(path: Path) -> Problem:
    return Problem(Place(file=path.name), "绩效目标表", "填了完成值和得分的自评表或评分表", "目标表不计分，请换自评表")


_POINTS = ("分值", "填报得分", "复算得分")


def write_scores(tables: Sequence[Scored], out: Path) -> None:
    """Write an overview, the scores and the findings to an .xlsx (three sheets), or the scores alone to a .csv."""
    scores = pd.concat([_score_lines(card) for card, _ in tables], ignore_index=True)
    findings = pd.concat([audit.table() for _, audit in tables], ignore_index=True)
    overview = pd.DataFrame([_overview(card, audit) for card, audit in tables])
    first = {"复算得分": scores} if out.suffix.lower() == ".csv" else {"汇总": overview, "复算得分": scores}
    write_frames(out, {**first, "核查发现": findings})


def _score_lines(card: ScoreCard) -> pd.DataFrame:
    frame = card.table()
    for column in _POINTS:
        frame[column] = [float(text) if text else None for text in frame[column]]
    frame.insert(0, "项目", card.sheet.head.get("项目名称", ""))
    frame.insert(0, "工作表", card.sheet.sheet)
    frame.insert(0, "文件", card.sheet.file)
    return frame


def _overview(card: ScoreCard, audit: Audit) -> dict[str, object]:
    printed = card.sheet.reported_total
    return {
        "文件": card.sheet.file,
        "工作表": card.sheet.sheet,
        "项目": card.sheet.head.get("项目名称", ""),
        "计分方案": card.profile_name,
        "填报总分": None if printed is None or printed.value is None else float(printed.value),
        "复算总分": None if card.total is None else float(card.total),
        "其中照填报计入": float(card.carried_total),
        "填报等级": card.sheet.reported_grade,
        "复算等级": card.grade or "不定",
        "阻断和重大问题": sum(finding.is_serious for finding in audit.findings),
        "适用提示": card.scope,
    }


def write_findings(audit: Audit, out: Path) -> None:
    """Write the findings with the coverage to an .xlsx working list or a .csv."""
    write_frames(out, {"核查发现": audit.table(), "检查覆盖": audit.coverage.table()})


def write_frames(out: Path, frames: dict[str, pd.DataFrame]) -> None:
    """Write tables to an .xlsx, one sheet each, or the first of them to a .csv."""
    writers: dict[str, Callable[[Path], Any]] = {
        ".xlsx": lambda path: _write_workbook(path, frames),
        ".csv": lambda path: next(iter(frames.values())).map(_defused).to_csv(path, index=False, encoding="utf-8-sig"),
    }
    writer = writers.get(out.suffix.lower())
    if writer is None:
        raise LoadError(f"--out：读到“{out.name}”，应为 .xlsx 或 .csv 文件名")
    write_atomically(out, writer)


def _write_workbook(path: Path, frames: dict[str, pd.DataFrame]) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, frame in frames.items():
        _fill_sheet(book.create_sheet(name), frame)
    book.save(path)


def _fill_sheet(sheet: Any, frame: pd.DataFrame) -> None:
    """One list as a sheet that can be read, printed and added up: numbers as numbers, texts never as formulas."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    line = Side(style="thin", color="B8C0CC")
    for number, name in enumerate(frame.columns, 1):
        width = max([len(str(name)) * 2, *(min(44, len(str(text)) * 1.8) for text in frame[name])], default=10)
        sheet.column_dimensions[get_column_letter(number)].width = width + 2
        head = sheet.cell(1, number, str(name))
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="EEF2F7")
    for row, values in enumerate(frame.itertuples(index=False, name=None), 2):
        for column, value in enumerate(values, 1):
            _fill_cell(sheet.cell(row, column), value)
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.border = Border(line, line, line, line)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    _set_page(sheet)


def _fill_cell(cell: Any, value: Any) -> None:
    if isinstance(value, float) and not pd.isna(value):
        cell.value, cell.number_format = value, "0.00"
    elif isinstance(value, str):
        # A text that starts like a formula is stored as text and marked so (防公式注入).
        cell.value = value
        cell.data_type, cell.quotePrefix = "s", value[:1] in tuple("=+-@\t\r")
    elif value is not None and not pd.isna(value):
        cell.value = value


def _set_page(sheet: Any) -> None:
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _defused(value: Any) -> Any:
    """In a CSV a text that a spreadsheet would run as a formula gets a leading apostrophe (防公式注入)."""
    if isinstance(value, str) and value[:1] in tuple("=+-@\t\r") and not _is_number(value):
        return "'" + value
    return value


def _is_number(text: str) -> bool:
    return text.lstrip("+-").replace(".", "", 1).isdigit()
