"""Open a case folder (案卷): every file that is there is read and checked, what is missing is said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from yzperf.domain.case import Case
from yzperf.domain.form import Forms
from yzperf.domain.scoresheet import ScoreSheet
from yzperf.errors import LoadError, Problem
from yzperf.loaders import register
from yzperf.loaders.case_settings import Names, TableEntry, read_settings, read_toml
from yzperf.loaders.evidence import MANIFEST, read_manifest, verify
from yzperf.loaders.masking import masked_sheet, masked_texts
from yzperf.loaders.score_table import load_score_sheets
from yzperf.loaders.survey_answers import load_survey
from yzperf.loaders.table_check import read_checked, read_schema, shipped_schema

_TITLES = {
    "scores.xlsx": "评分表",
    "targets.xlsx": "批复的绩效目标表",
    "self_evaluation.xlsx": "单位自评表",
    "budget.csv": "资金表",
    "survey.csv": "问卷数据",
    MANIFEST: "证据清单",
    "log.csv": "工作日志",
    "narrative.toml": "报告文字",
    "report.docx": "评价报告",
    "self_report.docx": "被评价单位的自评报告",
    "corpus.npz": "往期报告库",
    register.FOLDER: "登记库",
}
# What a form or table that nobody has filled in yet is refused with.
_UNFILLED = ("只有表头、没有指标行", "没有数据行")
_FRAME = "frame.csv"
T = TypeVar("T")


def open_case(folder: Path, forms: Forms, unknown_names: Names) -> Case:
    """Open a case folder.

    Parameters
    ----------
    folder
        Holds at least ``case.toml``.
    forms
        Heading synonyms and layouts, from ``yzperf.rules.load_forms()``.
    unknown_names
        Tells which names in ``case.toml`` nobody knows, see `yzperf.loaders.case_settings.read_settings`.

    Raises
    ------
    LoadError
        All defects of ``case.toml`` at once; if it is sound, all defects of all files of the folder at once.
    """
    settings = read_settings(folder, unknown_names)
    tables = _with_frame(settings.tables, folder)
    reader = _Folder(folder)
    workbooks: list[Path] = []

    def filled_sheets(path: Path) -> tuple[ScoreSheet, ...]:
        found = tuple(masked_sheet(sheet) for sheet in load_score_sheets(path, forms) if sheet.rows)
        workbooks.extend([path] if found else [])
        return found

    scores, targets = (reader.read(name, filled_sheets) for name in ("scores.xlsx", "targets.xlsx"))
    evidence = reader.read(MANIFEST, read_manifest)
    case = Case(
        folder=folder,
        info=settings.info,
        scores=scores[0] if scores else None,
        targets=targets[0] if targets else None,
        budget=reader.read("budget.csv", lambda path: read_checked(path, shipped_schema("budget"))),
        survey=reader.read("survey.csv", lambda path: load_survey(path, folder / "survey_codebook.csv")),
        evidence=evidence or None,
        evidence_files=verify(folder, evidence or ()),
        self_evaluations=reader.read_given("self_evaluation.xlsx", filled_sheets) or (),
        log=reader.read("log.csv", lambda path: read_checked(path, shipped_schema("log"))),
        tables=reader.read_tables(tables),
        files={name: entry.file for name, entry in tables.items()},
        methods=settings.methods,
        narrative=reader.read("narrative.toml", _narrative) or {},
        workbooks=tuple(workbooks),
        report=reader.read("report.docx", lambda path: path),
        self_report=reader.read_given("self_report.docx", lambda path: path),
        corpus=reader.read_given("corpus.npz", lambda path: path),
        register=reader.read_given(register.FOLDER, register.load_register),
        missing=tuple(reader.missing),
    )
    if reader.problems:
        raise LoadError(reader.problems)
    return case


def _with_frame(tables: Mapping[str, TableEntry], folder: Path) -> Mapping[str, TableEntry]:
    """The registered tables, and the people who could be asked (``frame.csv``), which need no entry of their own."""
    is_registered = any(entry.file == _FRAME for entry in tables.values())
    if is_registered or not (folder / _FRAME).is_file():
        return tables
    return {**tables, Path(_FRAME).stem: TableEntry(_FRAME, "问卷总体", read_schema({})[0])}


class _Folder:
    """Reads files of one folder; collects what is missing and all problems of all files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.missing: list[str] = []
        self.problems: list[Problem | str] = []

    def read(self, name: str, reader: Callable[[Path], T | None], title: str = "") -> T | None:
        """Read a file. What is not there, or has headings alone, is missing; anything else that is wrong is told."""
        path, title = self.folder / name, f"{title or _TITLES[name]}（{name}）"
        if not path.exists():
            self.missing.append(title)
            return None
        try:
            found = reader(path)
        except LoadError as error:
            if not _is_unfilled(error):
                self.problems.extend(error.problems)
                return None
            found = None
        if not _has_content(found):
            self.missing.append(f"{title}还没有填写")
            return None
        return found

    def read_given(self, name: str, reader: Callable[[Path], T | None]) -> T | None:
        """Read a file that not every case has: if it is not there, nothing is said."""
        return self.read(name, reader) if (self.folder / name).exists() else None

    def read_tables(self, tables: Mapping[str, TableEntry]) -> dict[str, pd.DataFrame]:
        """Registered tables that are there, each against its own schema."""
        found = {}
        for name, entry in tables.items():
            title = entry.title or f"数据表 {name}"
            table = self.read(entry.file, lambda path, schema=entry.schema: read_checked(path, schema), title)  # type: ignore[misc]
            if table is not None:
                found[name] = table
        return found


def _is_unfilled(error: LoadError) -> bool:
    return all(not isinstance(problem, str) and problem.read in _UNFILLED for problem in error.problems)


def _has_content(found: object) -> bool:
    return found is not None and not (isinstance(found, tuple) and not found)


def _narrative(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = masked_texts(read_toml(path))
    return found
