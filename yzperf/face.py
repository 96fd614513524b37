"""What a notebook, a page and the command line call (对外接口): the rooms of the house put together, no arithmetic."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from yzperf import portfolio
from yzperf.domain.case import Case, MethodCall
from yzperf.domain.claims import Claims
from yzperf.domain.claims import read_claims as claims_of_document
from yzperf.domain.document import Document
from yzperf.domain.evaluation import Evaluation
from yzperf.domain.filled_form import FilledForm
from yzperf.domain.form import Forms
from yzperf.domain.htmltable import html_table
from yzperf.domain.layout_guess import LayoutGuess
from yzperf.domain.method_run import MethodRun
from yzperf.domain.picture import Picture
from yzperf.domain.problem_table import problem_table
from yzperf.domain.result import Result
from yzperf.domain.revision import Revision
from yzperf.domain.scorecard import ScoreCard
from yzperf.domain.scoresheet import ScoreSheet, SheetKind
from yzperf.domain.shipped import shipped
from yzperf.domain.survey import Survey
from yzperf.domain.workings import Workings
from yzperf.errors import LoadError, MethodError, Place, Problem, ReportError, RuleError, ScoreError, YzperfError
from yzperf.loaders import (
    case_folder,
    confirmed_layouts,
    document,
    form_table,
    score_table,
    survey_answers,
    table_file,
)
from yzperf.loaders.case_settings import SURVEY
from yzperf.loaders.claims import load_claims
from yzperf.loaders.databases import contents
from yzperf.loaders.databases.contents import DatabaseContents
from yzperf.loaders.docx_pictures import load_pictures
from yzperf.loaders.masking import masked_document
from yzperf.loaders.register import load_register
from yzperf.loaders.revision_comments import load_comments
from yzperf.loaders.waivers import load_beside, load_waivers
from yzperf.loaders.word_forms import form_grids, has_prose
from yzperf.loaders.word_kinds import is_word
from yzperf.loaders.workings import load_workings
from yzperf.portfolio import PortfolioScore
from yzperf.quality import Advance, Audit, Bundle, Settled, audit_all, unseen
from yzperf.quality import audit as run_audit
from yzperf.quality import settle as settle_audit
from yzperf.quality.copy_search import CopySearch, search_copies
from yzperf.quality.corpus_file import load_corpus
from yzperf.quality.exposed import exposed_in
from yzperf.quality.revision import compare_versions as compare_documents
from yzperf.reports.form_sheet import write_empty_form
from yzperf.rules import Rules, load_all_forms, load_forms, load_rules
from yzperf.scoring import Sensitivity, grade_sensitivity, score_sheet

SAMPLE_CASE = "rural_sewage_2024"


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


def open_case(folder: str | Path) -> Case:
    """Open a case folder (案卷). See ``yzperf.loaders.open_case``.

    Raises
    ------
    LoadError
        All defects of all files at once.
    """
    return case_folder.open_case(Path(folder), known_forms(), _unknown_names)


def _unknown_names(settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What ``case.toml`` names and neither rules nor methods know: the part, and the sentence that says so."""
    case = settings.get("case", {})
    on, region = case.get("rules_on"), case.get("region", "国家")
    asked: list[tuple[str, Callable[[], object]]] = [("[case] region", lambda: load_rules(on=date.max, region=region))]
    if isinstance(on, date):
        rules = load_rules(on=on, region="国家")
        asked += [
            ("[case] profile", lambda: rules.profile(case["profile"])),
            ("[case] framework", lambda: rules.framework(case["framework"])),
        ]
    for part, ask in asked:
        if isinstance(case.get(part.removeprefix("[case] ")), str):
            try:
                ask()
            except RuleError as error:
                yield part, str(error)
    yield from _unknown_methods(settings.get("method", []))


def _unknown_methods(calls: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(calls, list) or not calls:
        return
    from yzperf.methods import METHODS  # dozens of modules: only cases that call one need them

    for call in calls:
        name = call.get("method") if isinstance(call, dict) else None
        if isinstance(name, str) and name not in METHODS:
            yield f"[[method]] {call.get('id', '')}", f"没有方法“{name}”。可用：{'、'.join(METHODS)}"


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


def new_case(folder: str | Path, *, kind: str = "evaluation", region: str = "国家") -> Path:
    """Make a case folder to fill in (新建案卷): case.toml, empty forms, evidence folder, and what goes where.

    Raises
    ------
    ReportError
        If the folder holds anything already, or the kind is unknown; nothing is written.
    RuleError
        If the region is unknown.
    """
    from yzperf.reports.new_case import make_case

    load_rules(on=date.today(), region=region)
    return make_case(Path(folder), kind, region)


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


def load_table(path: str | Path, *, exact: Iterable[str] = ()) -> pd.DataFrame:
    """Read a table from an .xlsx or delimited file (UTF-8 or GB18030); columns in ``exact`` become ``Decimal``.

    What ``save_table`` wrote comes back as it was.

    Raises
    ------
    LoadError
        All defects of the file at once.
    """
    return table_file.load_table(Path(path), exact=tuple(exact))


def save_table(frame: pd.DataFrame, path: str | Path) -> Path:
    """Write a table that people fill in and hand back: .xlsx or .csv, nothing lost, no text run as a formula.

    Raises
    ------
    LoadError
        If the name ends in anything else.
    """
    from yzperf.reports.table_files import save_table as write

    return write(frame, Path(path))


def load_survey(path: str | Path, codebook: str | Path, *, key: bytes | None = None) -> Survey:
    """Read a survey by its codebook (问卷): personal numbers masked, skips apart from non-answers, misfits told.

    See ``yzperf.loaders.survey_answers.load_survey``.

    Raises
    ------
    LoadError
        All defects of the codebook, or of the columns, at once.
    """
    return survey_answers.load_survey(Path(path), Path(codebook), key=key)


def find_copies(
    folder: str | Path,
    reports: Sequence[str | Path] = (),
    *,
    index: str | Path | None = None,
    known: Sequence[str | Path] = (),
    advance: Callable[[str, int, int], None] = lambda stage, done, total: None,
) -> CopySearch:
    """Find passages and score tables that stand in several reports, side by side (查重).

    Parameters
    ----------
    folder
        Earlier reports (.docx), subfolders included.
    reports
        Reports to look at; none compares the reports of the folder with each other.
    index
        File that keeps what was read of the folder; written if it is not there or the folder has changed.
    known
        Texts that everybody may quote (.docx or .txt): statutory texts, the client's template.
    advance
        Told the stage, how many are done and of how many.

    Raises
    ------
    LoadError
        If the folder is not there or holds no report that can be read.
    ReportError
        If the index cannot be written.
    """
    from yzperf.reports.package import write_whole

    rules = load_rules(on=date.max, region="国家")
    kept = Path(index) if index else None
    search = search_copies(
        Path(folder), [Path(one) for one in reports], rules, kept, [Path(one) for one in known], advance
    )
    if kept and search.new_index is not None:
        write_whole(search.new_index, kept)
    return search


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


def nbsetup() -> None:
    """Make a notebook show tables as people read them: whole texts, text to the left, no row numbers (笔记本显示设置)."""
    pd.set_option("display.max_columns", 40)
    pd.set_option("display.max_colwidth", None)
    pd.set_option("display.width", 160)
    pd.set_option("display.unicode.east_asian_width", True)
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is not None:
        shell.display_formatter.formatters["text/html"].for_type(pd.DataFrame, html_table)


def sample_case() -> Path:
    """Folder of the worked case that comes with the package (示例数据，纯属虚构)."""
    return shipped("data") / "cases" / SAMPLE_CASE


def sample_portfolio() -> Path:
    """Folder of a county's portfolio that comes with the package (示例数据，纯属虚构)."""
    return shipped("data") / "portfolio"


def sample_deliverables() -> Path:
    """Folder of a bureau's spot check: a project list and the deliverables of the drawn ones (示例数据，纯属虚构)."""
    return shipped("data") / "deliverables"


def published_tables() -> list[Path]:
    """Workbooks made from published self-evaluation tables (公开自评表), sorted."""
    return sorted((shipped("data") / "published").glob("*.xlsx"))


def score(source: str | Path | ScoreSheet | Case, *, on: date, region: str, profile: str | None = None) -> ScoreCard:
    """Score one table by the rules in force on a date in a region.

    Parameters
    ----------
    source
        A workbook or Word form (its first table), a read sheet, or a case (its 评分表, by the case's own profile).
    profile
        Scoring profile; None takes the one that belongs to the layout. The card names it.

    Raises
    ------
    LoadError, RuleError
    """
    if isinstance(source, Case):
        return _score_case(source, load_rules(on=on, region=region), profile)
    sheet = source if isinstance(source, ScoreSheet) else load_score_sheets(source)[0]
    return score_sheet(sheet, load_rules(on=on, region=region), profile)


def sensitivity(card: ScoreCard) -> Sensitivity:
    """Tell how firm the grade of a scored table is: by each row's score and by each row's weight (等级稳定性).

    Raises
    ------
    ScoreError
        If the card has no grade.
    """
    found = grade_sensitivity(card)
    if found is None:
        reason = "分值合计不为 100、有未评分的行，或没有一行能按规则计分"
        raise ScoreError(f"{card.sheet.file}：等级不定（{reason}），谈不上稳定性。请先把表填全")
    return found


def score_portfolio(
    source: Any,
    *,
    on: date,
    region: str,
    profile: str = "cn10",
    by: Sequence[str] = ("部门", "资金", "镇", "年度"),
    engine: str = "auto",
    memory: str = "2GB",
    spark_url: str = "local[2]",
    extra: Path | None = None,
    step: Callable[[str], None] = lambda text: None,
) -> PortfolioScore:
    """Score a whole portfolio, from a county to a nation. See ``yzperf.portfolio.score_portfolio``.

    Raises
    ------
    LoadError, RuleError, ScoreError
    """
    rules = load_rules(on=on, region=region, extra=extra)
    return portfolio.score_portfolio(
        source, rules, profile=profile, by=by, engine=engine, memory=memory, spark_url=spark_url, step=step
    )


def evaluate(case: Case | str | Path) -> Evaluation:
    """Carry out a whole case: score by its rules, run its methods, check everything that was handed over.

    A method whose table was not handed over is left out and named in ``gaps``; the rest is done. Findings that people
    waived or rejected in ``waivers.toml`` do not count, and are kept apart.

    Raises
    ------
    LoadError, RuleError, MethodError
    """
    opened = case if isinstance(case, Case) else open_case(case)
    rules = rules_of(opened)
    card = _score_case(opened, rules, None)
    decided = load_beside(opened.folder)
    results = run_methods(opened)
    settled = settle_audit(check_case(opened, rules, results=results), decided)
    return Evaluation(
        opened,
        card,
        results,
        settled.findings,
        settled.coverage,
        method_gaps(opened),
        waived=settled.waived,
        accepted=settled.accepted,
        gone=settled.gone,
    )


def rules_of(case: Case) -> Rules:
    """The rules that a case names: date and region stand in ``case.toml``."""
    return load_rules(on=case.info.rules_on, region=case.info.region)


def method_gaps(case: Case) -> dict[str, str]:
    """Methods that cannot run because a table of theirs was not handed over, and what is lacking (方法缺口)."""
    lacking = {call.id: [name for name in _tables_of(call) if not _has_table(case, name)] for call in case.methods}
    files = {**case.files, SURVEY: "survey.csv"}
    return {id: "缺 " + "、".join(files.get(name, name) for name in names) for id, names in lacking.items() if names}


def _tables_of(call: MethodCall) -> list[str]:
    """The table of a method, and those that its options take a column from."""
    return [call.table, *(value["table"] for value in call.options.values() if _is_column(value))]


def _has_table(case: Case, name: str) -> bool:
    return name in case.tables or (name == SURVEY and case.survey is not None)


def run_methods(case: Case) -> dict[str, Result]:
    """Run every method whose tables are there, keyed by its number (M1, M2 …); `method_gaps` names the others.

    Raises
    ------
    MethodError
        All calls that cannot run, at once, each with its number.
    """
    results: dict[str, Result] = {}
    problems: list[Problem | str] = []
    gaps = method_gaps(case)
    for call in case.methods:
        if call.id in gaps:
            continue
        where = f"{call.id}（{case.files.get(call.table, call.table)}）"
        try:
            results[call.id] = _run_method(case, call)
        except MethodError as error:
            problems.extend(f"{where}：{problem}" for problem in error.problems)
        except (TypeError, ValueError) as error:
            said = f"{where}：选项的类型或取值不对（{error}）"
            problems.append(f"{said}。请核对 case.toml 中 {call.id} 的 [method.options]，数字不加引号")
    if problems:
        raise MethodError(problems)
    return results


def check_case(
    case: Case,
    rules: Rules | None = None,
    advance: Advance = unseen,
    results: Mapping[str, Result] | None = None,
) -> Audit:
    """Check everything that a case folder holds; what is missing shows in the coverage.

    ``results`` are those of its methods, where they have been run already.

    Raises
    ------
    LoadError
        If a file of the folder cannot be read.
    """
    rules = rules or rules_of(case)
    report = document.load_document(case.report) if case.report else None
    bundle = Bundle(
        rules=rules,
        card=_score_case(case, rules, None) if case.scores else None,
        report=masked_document(report) if report else None,
        exposed=exposed_in(report) if report else None,
        budget=case.budget,
        evidence=case.evidence,
        folder=case.folder,
        framework=rules.library.frameworks.get(case.info.framework),
        targets=case.targets,
        info=case.info,
        log=case.log,
        survey=case.survey,
        tables=case.tables,
        forms=case.self_evaluations or None,
        workings=_workings_of(case),
        self_report=masked_document(document.load_document(case.self_report)) if case.self_report else None,
        corpus=load_corpus(case.corpus) if case.corpus else None,
        register=case.register,
        table_files=case.files,
        method_runs=tuple(_method_runs(case, results or {})),
        pictures=_pictures_of(case, report),
    )
    others = [
        Bundle(rules=rules, card=score_sheet(sheet, rules), targets=case.targets) for sheet in case.self_evaluations
    ]
    return audit_all((bundle, *others), advance)


def _method_runs(case: Case, results: Mapping[str, Result]) -> Iterator[MethodRun]:
    """The methods of a case whose tables are there. One that refuses its data does not keep the others from running."""
    gaps = method_gaps(case)
    for call in case.methods:
        if call.id in gaps or call.table == SURVEY:  # the survey has checks of its own
            continue
        run = MethodRun(call, case.files.get(call.table, call.table), case.tables[call.table], results.get(call.id))
        if run.result is None:
            try:
                run = replace(run, result=_run_method(case, call))
            except MethodError as error:
                run = replace(run, refusal="；".join(map(str, error.problems)))
            except (TypeError, ValueError) as error:
                run = replace(run, refusal=str(error))
        yield run


def _pictures_of(case: Case, report: Document | None) -> tuple[Picture, ...] | None:
    """Photographs of the report; decoding them is long, so it is done only where there is something to compare with."""
    if case.report is None or report is None:
        return None
    return load_pictures(case.report, report) if case.corpus else ()


def _workings_of(case: Case) -> tuple[Workings, ...] | None:
    """What the filled workbooks of a case compute; they were read once, so they can be read again."""
    sheets = [sheet for sheet in (case.scores, case.targets, *case.self_evaluations) if sheet]
    files = dict.fromkeys(sheet.file for sheet in sheets if sheet.file.lower().endswith(".xlsx"))
    return tuple(load_workings(case.folder / file) for file in files) or None


def check(
    source: str | Path | ScoreSheet | Case,
    *,
    on: date,
    region: str,
    profile: str | None = None,
    extra: Path | None = None,
    register: str | Path | None = None,
    advance: Advance = unseen,
) -> Audit:
    """Check a case folder, a filled workbook, a Word report or form, or what was already read of them.

    A case is checked by the rules that it names itself.

    Parameters
    ----------
    extra
        A folder of rules of one's own, laid over the shipped ones.
    register
        A folder with the register of agencies (登记库), instead of the one in the case; only cases are held against it.
    advance
        Told each check before it runs, how many are done and of how many.

    Raises
    ------
    LoadError, RuleError
    """
    is_case = isinstance(source, Case) or (isinstance(source, str | Path) and Path(source).is_dir())
    if register and not is_case:
        raise LoadError("登记库（--register）只用来核查案卷：单独的表或报告没有写明各方。请给案卷文件夹")
    if isinstance(source, Case):
        return check_case(
            replace(source, register=load_register(Path(register))) if register else source, advance=advance
        )
    rules = load_rules(on=on, region=region, extra=extra)
    if isinstance(source, ScoreSheet):
        return check_sheets([source], rules, profile, advance=advance)
    path = Path(source)
    if path.is_dir():
        return check(open_case(path), on=on, region=region, register=register, advance=advance)
    if is_word(path):
        return check_document(document.load_document(path), rules, profile, advance)
    sheets = load_score_sheets(path)
    workings = (load_workings(path),) if path.suffix.lower() == ".xlsx" else None
    return check_sheets(sheets, rules, profile, workings=workings, advance=advance)


def check_document(found: Document, rules: Rules, profile: str | None = None, advance: Advance = unseen) -> Audit:
    """Check a Word document that was already read: as a report, and the filled forms in it as forms.

    A report is held against its own score sheet, not against the unit's self-evaluation in its annex. A form of the annex
    that cannot be read does not keep the report from being checked; the coverage says why.
    """
    is_report = has_prose(found)
    try:
        sheets = score_table.sheets_of(form_grids(found), known_forms())
    except LoadError as error:
        if not is_report:
            raise
        return _with_reason(
            run_audit(Bundle(rules=rules, report=found, exposed=exposed_in(found)), advance),
            f"附表未能读取：{error.problems[0]}",
        )
    if not sheets:
        return run_audit(Bundle(rules=rules, report=found, exposed=exposed_in(found)), advance)
    if not is_report:
        return check_sheets(sheets, rules, profile, advance=advance)
    own_kind = SheetKind.SELF_EVALUATION if "自评" in found.title else SheetKind.EVALUATION
    own = next((sheet for sheet in sheets if sheet.kind is own_kind), None)
    card = score_sheet(own, rules, profile) if own else None
    main = Bundle(rules=rules, report=found, card=card, exposed=exposed_in(found))
    others = [Bundle(rules=rules, card=score_sheet(one, rules, profile)) for one in sheets if one is not own]
    return audit_all((main, *others), advance)


def _with_reason(audit: Audit, reason: str) -> Audit:
    missing = {key: f"{text}（{reason}）" for key, text in audit.coverage.missing.items()}
    return replace(audit, coverage=replace(audit.coverage, missing=missing))


def check_sheets(
    sheets: Iterable[ScoreSheet],
    rules: Rules,
    profile: str | None = None,
    extra: Path | None = None,
    *,
    workings: tuple[Workings, ...] | None = None,
    advance: Advance = unseen,
) -> Audit:
    """Check filled forms that were already read, and once for all of them what their workbook computes."""
    cards = [score_sheet(sheet, rules, profile) for sheet in sheets]
    bundles = [
        Bundle(rules=rules, card=card, workings=None if number else workings) for number, card in enumerate(cards)
    ]
    return audit_all(bundles, advance)


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


def compare_versions(draft: str | Path, final: str | Path, comments: str | Path) -> Revision:
    """Compare the draft of a report with its final version, held against the list of accepted comments (意见采纳情况表).

    Raises
    ------
    LoadError
    """
    given = load_comments(Path(comments))
    before, after = (masked_document(document.load_document(path)) for path in (draft, final))
    return compare_documents(before, after, given)


def settle(audit: Audit, waivers: str | Path) -> Settled:
    """Take the findings that people waived or rejected off the count (豁免), by a file ``waivers.toml``.

    Raises
    ------
    LoadError
        All defects of the file at once: a decision without reason or name is refused.
    """
    return settle_audit(audit, load_waivers(Path(waivers)))


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


def _score_case(case: Case, rules: Rules, profile: str | None) -> ScoreCard:
    if case.scores is None:
        place = Place(file=str(case.folder))
        read = "scores.xlsx 还没有填写" if (case.folder / "scores.xlsx").exists() else "没有 scores.xlsx"
        raise LoadError(Problem(place, read, "填好的评分表", "请填好评分表，放进案卷文件夹"))
    return score_sheet(case.scores, rules, profile or case.info.profile)


def _run_method(case: Case, call: MethodCall) -> Result:
    from yzperf.methods import run

    options = {key: _resolve(case, value) for key, value in call.options.items()}
    if call.table == SURVEY and case.survey is not None:
        return run(call.method, case.survey.answers, **_survey_options(case.survey, options))
    return run(call.method, case.tables[call.table], **options)


def _survey_options(survey: Survey, options: dict[str, Any]) -> dict[str, Any]:
    """Titles and points of the items stand in the codebook; what the case writes itself goes first."""
    chosen = [item for item in survey.codebook if item.column in options.get("items", ())]
    titles = {item.column: item.title for item in chosen}
    points = {item.column: dict(item.points) for item in chosen}
    return {"points": points, **options, "items": titles or options.get("items", ())}


def _resolve(case: Case, value: Any) -> Any:
    """An option ``{table, key, value}`` stands for a column of that table by another (e.g. 镇 → 受益户数)."""
    if not _is_column(value):
        return value
    table = case.tables[value["table"]]
    absent = [name for name in (value["key"], value["value"]) if name not in table.columns]
    if absent:
        raise MethodError(f"表“{value['table']}”没有列 {'、'.join(absent)}，请核对 case.toml")
    return dict(zip(table[value["key"]], table[value["value"]], strict=True))


def _is_column(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"table", "key", "value"}
