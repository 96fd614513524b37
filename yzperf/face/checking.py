"""What was handed in held against itself, the rules and other reports (质量核查)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from yzperf.domain.case import Case
from yzperf.domain.document import Document
from yzperf.domain.picture import Picture
from yzperf.domain.result import Result
from yzperf.domain.revision import Revision
from yzperf.domain.scoresheet import ScoreSheet, SheetKind
from yzperf.domain.workings import Workings
from yzperf.errors import LoadError
from yzperf.face.cases import open_deliverable, rules_of
from yzperf.face.method_calls import runs_for_checks
from yzperf.face.reading import known_forms, load_score_sheets
from yzperf.face.scores import score_case
from yzperf.loaders import document, score_table
from yzperf.loaders.docx_pictures import load_pictures
from yzperf.loaders.masking import masked_document
from yzperf.loaders.pdf import load_pdf
from yzperf.loaders.register import load_register
from yzperf.loaders.revision_comments import load_comments
from yzperf.loaders.waivers import load_waivers
from yzperf.loaders.word_forms import form_grids, has_prose
from yzperf.loaders.word_kinds import is_word
from yzperf.loaders.workings import load_workings
from yzperf.quality import Advance, Audit, Bundle, Settled, audit_all, unseen
from yzperf.quality import audit as run_audit
from yzperf.quality import settle as settle_audit
from yzperf.quality.copy_search import CopySearch, search_copies
from yzperf.quality.corpus_file import load_corpus
from yzperf.quality.exposed import exposed_in
from yzperf.quality.revision import compare_versions as compare_documents
from yzperf.rules import Rules, load_rules
from yzperf.scoring import score_sheet


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
    """Check a case folder, a folder of files as they were handed in, a filled workbook, a Word or PDF report or form.

    A case is checked by the rules that it names itself; what was already read of any of these can be given too.

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
        held = replace(source, register=load_register(Path(register))) if register else source
        own_rules = None if source.declared else load_rules(on=on, region=region, extra=extra)
        return check_case(held, own_rules, advance)
    rules = load_rules(on=on, region=region, extra=extra)
    if isinstance(source, ScoreSheet):
        return check_sheets([source], rules, profile, advance=advance)
    path = Path(source)
    if path.is_dir():
        opened = open_deliverable(path, on=on, region=region, profile=profile)
        return check(opened, on=on, region=region, extra=extra, register=register, advance=advance)
    if is_word(path):
        return check_document(_text_of(path), rules, profile, advance)
    sheets = load_score_sheets(path)
    workings = (load_workings(path),) if path.suffix.lower() == ".xlsx" else None
    return check_sheets(sheets, rules, profile, workings=workings, advance=advance)


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
    report = _text_of(case.report) if case.report else None
    bundle = Bundle(
        rules=rules,
        card=score_case(case, rules, None) if case.scores else None,
        report=masked_document(report) if report else None,
        exposed=exposed_in(report) if report else None,
        budget=case.budget,
        evidence=case.evidence,
        folder=case.folder,
        framework=rules.library.frameworks.get(case.info.framework),
        targets=case.targets,
        info=case.info if case.declared else None,
        log=case.log,
        survey=case.survey,
        tables=case.tables,
        forms=case.self_evaluations or None,
        workings=_workings_of(case),
        self_report=masked_document(_text_of(case.self_report)) if case.self_report else None,
        corpus=load_corpus(case.corpus) if case.corpus else None,
        register=case.register,
        table_files=case.files,
        method_runs=tuple(runs_for_checks(case, results or {})),
        sheets=case.sheets,
        pictures=_pictures_of(case, report),
    )
    others = [
        Bundle(rules=rules, card=score_sheet(sheet, rules), targets=case.targets) for sheet in case.self_evaluations
    ]
    return audit_all((bundle, *others), advance)


def _text_of(path: Path) -> Document:
    return load_pdf(path) if path.suffix.lower() == ".pdf" else document.load_document(path)


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


def _with_reason(audit: Audit, reason: str) -> Audit:
    missing = {key: f"{text}（{reason}）" for key, text in audit.coverage.missing.items()}
    return replace(audit, coverage=replace(audit.coverage, missing=missing))


def _pictures_of(case: Case, report: Document | None) -> tuple[Picture, ...] | None:
    """Photographs of the report; decoding them is long, so it is done only where there is something to compare with."""
    if case.report is None or report is None:
        return None
    return load_pictures(case.report, report) if case.corpus else ()


def _workings_of(case: Case) -> tuple[Workings, ...] | None:
    """What the filled workbooks of a case compute; they were read once, so they can be read again."""
    return tuple(load_workings(path) for path in case.workbooks) or None


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
