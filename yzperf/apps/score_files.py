"""``yzperf score`` and ``yzperf check --out`` (计分与导出): read, score, audit each table; write lists that people can fill."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from yzperf import face
from yzperf.apps.workbook import write_lists
from yzperf.domain.scorecard import ScoreCard
from yzperf.domain.scoresheet import ScoreSheet, SheetKind
from yzperf.errors import LoadError, Place, Problem
from yzperf.quality import Audit, Settled
from yzperf.rules import Rules
from yzperf.scoring import grade_sensitivity, score_sheet

Scored = tuple[ScoreCard, Audit | Settled]


def score_files(
    files: Sequence[Path],
    rules: Rules,
    profile: str | None,
    step: Callable[[str], None],
    layout: Path | None = None,
) -> list[Scored]:
    """Score and audit every table of every file; ``layout`` is a file of confirmed headings.

    Raises
    ------
    LoadError, RuleError
        The defects of all files, after all were tried.
    """
    return [score_table(sheet, rules, profile) for sheet in load_tables(files, step, layout)]


def load_tables(files: Sequence[Path], step: Callable[[str], None], layout: Path | None = None) -> list[ScoreSheet]:
    """Read every table that can be scored; targets alone cannot. ``layout`` is a file of confirmed headings.

    Raises
    ------
    LoadError
        The defects of all files at once.
    """
    tables: list[ScoreSheet] = []
    problems: list[Problem | str] = []
    for path in files:
        step(f"读取 {path.name}")
        try:
            sheets = [
                sheet for sheet in face.load_score_sheets(path, layout=layout) if sheet.kind is not SheetKind.TARGETS
            ]
            tables.extend(sheets)
            problems.extend([] if sheets else [_no_scores(path)])
        except LoadError as error:
            problems.extend(error.problems)
    if problems:
        raise LoadError(problems)
    return tables


def score_table(sheet: ScoreSheet, rules: Rules, profile: str | None) -> tuple[ScoreCard, Audit]:
    """Score one table and check it."""
    return score_sheet(sheet, rules, profile), face.check_sheets([sheet], rules, profile)


def _no_scores(path: Path) -> Problem:
    return Problem(Place(file=path.name), "绩效目标表", "填了完成值和得分的自评表或评分表", "目标表不计分，请换自评表")


_POINTS = ("分值", "填报得分", "复算得分")
_DISTANCES = ("分值", "得分", "多得几分升等", "少得几分降等（不含）")


def write_scores(
    tables: Sequence[Scored], out: Path, *, firmness: bool = False, more: Mapping[str, pd.DataFrame] | None = None
) -> None:
    """Write an overview, the scores and the findings to an .xlsx, or the scores alone to a .csv.

    ``firmness`` adds a sheet 等级稳定性: how far each score or weight must move to change the grade; ``more`` adds
    further sheets.
    """
    scores = pd.concat([score_lines(card) for card, _ in tables], ignore_index=True)
    findings = pd.concat([audit.table() for _, audit in tables], ignore_index=True)
    lines = pd.DataFrame([overview(card, audit) for card, audit in tables])
    first = {"复算得分": scores} if out.suffix.lower() == ".csv" else {"汇总": lines, "复算得分": scores}
    write_lists(out, {**first, "核查发现": findings, **(_firmness(tables) if firmness else {}), **(more or {})})


def _firmness(tables: Sequence[Scored]) -> dict[str, pd.DataFrame]:
    return {"等级稳定性": pd.concat([_firmness_lines(card) for card, _ in tables], ignore_index=True)}


def _firmness_lines(card: ScoreCard) -> pd.DataFrame:
    """One line a row; one line that says so where the table has no grade."""
    found = grade_sensitivity(card)
    if found is None:
        frame = pd.DataFrame([("等级不定，谈不上稳定性",)], columns=["三级指标"])
    else:
        weights = found.weight_table().drop(columns=["三级指标", "分值"])
        frame = _numeric(found.table().join(weights), _DISTANCES)
    return _named(frame, card)


def score_lines(card: ScoreCard) -> pd.DataFrame:
    """The rows of a card with their scores as numbers, file, sheet and project in front."""
    return _named(_numeric(card.table(), _POINTS), card)


def _numeric(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Turn printed numbers into numbers, so that the list can be added up."""
    for column in columns:
        frame[column] = [float(text) if text else None for text in frame[column]]
    return frame


def _named(frame: pd.DataFrame, card: ScoreCard) -> pd.DataFrame:
    """Put the file, the sheet and the project in front of every line."""
    sheet = card.sheet
    for name, text in (("项目", sheet.head.get("项目名称", "")), ("工作表", sheet.sheet), ("文件", sheet.file)):
        frame.insert(0, name, text)
    return frame


def overview(card: ScoreCard, audit: Audit | Settled) -> dict[str, object]:
    """One line for a table: filled-in and recomputed total and grade, and how many serious problems."""
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


def write_findings(settled: Settled, out: Path) -> None:
    """Write every finding with what was decided, and the coverage, to an .xlsx working list; or findings to a .csv."""
    write_lists(out, finding_lists(settled))


def finding_lists(settled: Settled) -> dict[str, pd.DataFrame]:
    """The sheets of the working list: findings with what was decided, the coverage, decisions that fit nothing now."""
    gone = pd.DataFrame({"不再起作用的决定": settled.gone_sentences()})
    lists = {"核查发现": settled.table(), "检查覆盖": settled.coverage.table()}
    return lists | ({} if gone.empty else {"失效的决定": gone})
