"""What is written for people: reports, opinions, forms, tables (文书)."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from yzperf.domain.case import Case
from yzperf.domain.evaluation import Evaluation
from yzperf.domain.htmltable import html_table
from yzperf.errors import ReportError, RuleError
from yzperf.face.cases import rules_of
from yzperf.quality import Audit, Settled
from yzperf.reports.form_sheet import write_empty_form
from yzperf.rules import load_all_forms


def report(
    evaluation: Evaluation, out: str | Path, *, kind: str = "evaluation", template: str | Path | None = None
) -> Path:
    """Write a formal Word document.

    Parameters
    ----------
    kind
        A key of ``yzperf.reports.REPORTS``.
    template
        A .docx template instead of the shipped one. Templates are code: use only your own.

    Raises
    ------
    ReportError
    """
    from yzperf.reports import REPORTS

    if kind not in REPORTS:
        raise ReportError(f"没有文书种类“{kind}”。可用：{'、'.join(REPORTS)}（yzperf report --list）")
    entry, rules = REPORTS[kind], rules_of(evaluation.case)
    outline = rules.outline(entry.outline)
    citations = tuple(rules.cite(clause) for clause in rules.framework(evaluation.case.info.framework).clauses)
    Path(out).parent.mkdir(parents=True, exist_ok=True)
    return entry.write(evaluation, outline, citations, Path(out), template=Path(template) if template else None)


def write_opinion(
    audit: Audit | Settled,
    path: str | Path,
    *,
    on: date,
    case: Case | None = None,
    checked: Sequence[str] = (),
) -> Path:
    """Write the opinion on what was checked as a Word document (质量检查意见书), room for the agency's answer in it.

    Parameters
    ----------
    audit
        What ``check`` or ``settle`` returned; decided findings are listed apart.
    on
        The day of the rules that were applied; a case's own day goes first. The same input gives the same bytes.
    case
        The case that was checked: its name, parties and label are printed.
    checked
        Names of the files that were checked, where there is no case.

    Raises
    ------
    ReportError
    """
    from yzperf.reports.opinion import quality_opinion, subject_of

    settled = audit if isinstance(audit, Settled) else Settled(audit)
    subject = subject_of(case.info if case else None, checked or (case.folder.name if case else "",), on)
    return quality_opinion(settled, subject, Path(path))


def write_form(id: str, out: str | Path, *, extra: str | Path | None = None) -> Path:
    """Write an empty form (空白表) as an .xlsx workbook; a file that is there already is left alone.

    Parameters
    ----------
    id
        Id of the form (``yzperf form`` lists them).
    extra
        Folder of rules of one's own, whose ``forms/`` are known too.

    Raises
    ------
    RuleError
        If there is no form of this id.
    ReportError
        If the file is there already, is named otherwise, or cannot be written.
    """
    forms = load_all_forms(extra)
    if id not in forms:
        raise RuleError(f"没有表式“{id}”；现有：{'、'.join(forms)}。请改用其中之一（yzperf form 列出全部）")
    return write_empty_form(forms[id], Path(out))


def save_table(frame: pd.DataFrame, path: str | Path) -> Path:
    """Write a table that people fill in and hand back: .xlsx or .csv, nothing lost, no text run as a formula.

    Raises
    ------
    LoadError
        If the name ends in anything else.
    """
    from yzperf.reports.table_files import save_table as write

    return write(frame, Path(path))


def nbsetup() -> None:
    """Make a notebook show tables as people read them: whole texts, text to the left, no row numbers (笔记本显示设置)."""
    pd.set_option("display.max_columns", 40)
    pd.set_option("display.max_colwidth", None)
    pd.set_option("display.width", 160)
    pd.set_option("display.unicode.east_asian_width", True)
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is not None:
        shell.display_formatter.formatters["text/html"].for_type(pd.DataFrame, html_table)
