"""What is read (读取): forms, tables, surveys, databases, the numbers of a report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd

from yzperf.domain.claims import Claims
from yzperf.domain.claims import read_claims as claims_of_document
from yzperf.domain.document import Document
from yzperf.domain.filled_form import FilledForm
from yzperf.domain.form import Forms
from yzperf.domain.layout_guess import LayoutGuess
from yzperf.domain.problem_table import problem_table
from yzperf.domain.scoresheet import ScoreSheet
from yzperf.domain.survey import Survey
from yzperf.errors import Problem, YzperfError
from yzperf.loaders import confirmed_layouts, form_table, score_table, survey_answers, table_file
from yzperf.loaders.claims import load_claims
from yzperf.loaders.databases import contents
from yzperf.loaders.databases.contents import DatabaseContents
from yzperf.rules import load_all_forms, load_forms


def read_claims(source: Document | str | Path) -> Claims:
    """Read every number that a report or workbook states: role, unit, printed precision, subject, period, place.

    Parameters
    ----------
    source
        What ``load_document`` or ``load_pdf`` returned, or a .docx, .pdf, .xlsx or .csv file.

    Raises
    ------
    LoadError

    Examples
    --------
    >>> import yzperf as yz
    >>> claims = yz.read_claims(yz.sample_case() / "report.docx")
    >>> [claim.text for claim in claims.of("执行率")]
    ['95.16%', '95.16%']
    """
    return claims_of_document(source) if isinstance(source, Document) else load_claims(Path(source))


def known_forms(layout: str | Path | None = None) -> Forms:
    """The shipped forms with the layouts that people here have confirmed, and those of one more file.

    Raises
    ------
    LoadError
        If a file of layouts is defective.
    """
    remembered = confirmed_layouts.remembered_file()
    files = [Path(layout)] if layout else []
    files += [remembered] if remembered.exists() else []
    return replace(load_forms(), confirmed=tuple(one for file in files for one in confirmed_layouts.load_layouts(file)))


def problems(error: YzperfError | Iterable[Problem | str]) -> pd.DataFrame:
    """All problems of an error in one table (问题清单): 文件, 表, 单元格, 读到, 应为, 如何改."""
    return problem_table(error)


def load_score_sheets(path: str | Path, *, layout: str | Path | None = None) -> list[ScoreSheet]:
    """Read the filled forms of a workbook or a Word document: 自评表, 评分表, 目标表, 考核表.

    Parameters
    ----------
    layout
        A file of confirmed headings (``yzperf layout``), besides those remembered on this machine.

    Raises
    ------
    LoadError
        All defects of the file at once.
    """
    return score_table.load_score_sheets(Path(path), known_forms(layout))


def guess_layout(path: str | Path) -> list[LayoutGuess]:
    """Guess how the tables of a file with unknown headings are to be read, one guess for every sheet (推测版式).

    Raises
    ------
    LoadError
        If the file cannot be read or holds nothing like an indicator table.
    """
    return score_table.guess_layouts(Path(path), load_forms())


def load_form(
    path: str | Path, kind: str | None = None, *, sheet: str | None = None, extra: str | Path | None = None
) -> FilledForm:
    """Read one filled form (填好的表): head and tables by the field list, every value with its cell.

    Parameters
    ----------
    kind
        Id of the form (``yzperf form`` lists them); None lets the headings decide.
    sheet
        Name of the sheet, where a workbook holds several filled forms.
    extra
        Folder of rules of one's own, whose ``forms/`` are known too.

    Raises
    ------
    LoadError
        All defects of the form at once, or that it is no form that is known, or fits several.
    """
    return form_table.load_form(Path(path), load_all_forms(extra), kind, sheet)


def load_table(path: str | Path, *, exact: Iterable[str] = ()) -> pd.DataFrame:
    """Read a table from an .xlsx or delimited file (UTF-8 or GB18030); columns in ``exact`` become ``Decimal``.

    What ``save_table`` wrote comes back as it was.

    Raises
    ------
    LoadError
        All defects of the file at once.
    """
    return table_file.load_table(Path(path), exact=tuple(exact))


def load_survey(path: str | Path, codebook: str | Path, *, key: bytes | None = None) -> Survey:
    """Read a survey by its codebook (问卷): personal numbers masked, skips apart from non-answers, misfits told.

    See ``yzperf.loaders.survey_answers.load_survey``.

    Raises
    ------
    LoadError
        All defects of the codebook, or of the columns, at once.
    """
    return survey_answers.load_survey(Path(path), Path(codebook), key=key)


def load_database(url: str, mapping: str | Path) -> DatabaseContents:
    """Read filled forms and tables out of a database, read-only, by a mapping (数据库).

    Parameters
    ----------
    url
        SQLAlchemy URL, such as ``postgresql://用户:口令@主机/库名`` or ``sqlite:///文件.db``.
    mapping
        Id of a shipped mapping (``pm_self_eval``, ``pay_perf_monitor``) or a TOML file, see docs/databases.md.

    Raises
    ------
    LoadError
        Defects of the mapping, or all missing tables and columns, at once. The password is never shown.
    """
    return contents.load_database(url, mapping)


def stream_database(url: str, mapping: str | Path, *, rows: int = 10_000) -> Iterator[tuple[str, pd.DataFrame]]:
    """Read the tables of a mapping chunk after chunk: name of the table and at most ``rows`` rows of it.

    Raises
    ------
    LoadError
    """
    return contents.stream_tables(url, mapping, rows=rows)
