"""What a notebook, a page and the command line call (对外接口): the rooms of the house put together, no arithmetic."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from yzperf import portfolio
from yzperf.domain.case import Case, MethodCall, Survey
from yzperf.domain.evaluation import Evaluation
from yzperf.domain.htmltable import html_table
from yzperf.domain.result import Result
from yzperf.domain.scorecard import ScoreCard
from yzperf.domain.scoresheet import ScoreSheet
from yzperf.domain.shipped import shipped
from yzperf.errors import LoadError, MethodError, Place, Problem, ReportError
from yzperf.loaders import case_folder, document, score_table
from yzperf.loaders.delimited import read_table
from yzperf.portfolio import PortfolioScore
from yzperf.quality import Audit, Bundle
from yzperf.quality import audit as run_audit
from yzperf.quality import merge as merge_audits
from yzperf.rules import Rules, load_forms, load_rules
from yzperf.scoring import score_sheet

SAMPLE_CASE = "rural_sewage_2024"
SELF_EVALUATION = "self_evaluation.xlsx"


def open_case(folder: str | Path) -> Case:
    """Open a case folder (案卷). See ``yzperf.loaders.open_case``.

    Raises
    ------
    LoadError
        All defects of all files at once.
    """
    return case_folder.open_case(Path(folder), load_forms())


def load_score_sheets(path: str | Path) -> list[ScoreSheet]:
    """Read the filled forms of a workbook: 自评表, 评分表, 目标表, 考核表.

    Raises
    ------
    LoadError
        All defects of the file at once.
    """
    return score_table.load_score_sheets(Path(path), load_forms())


def load_table(path: str | Path, *, exact: Iterable[str] = ()) -> pd.DataFrame:
    """Read a delimited table (UTF-8 or GB18030); columns in ``exact`` become ``Decimal``.

    Raises
    ------
    LoadError
        All defects of the file at once.
    """
    return read_table(Path(path), exact=tuple(exact))


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


def published_tables() -> list[Path]:
    """Workbooks made from published self-evaluation tables (公开自评表), sorted."""
    return sorted((shipped("data") / "published").glob("*.xlsx"))


def score(source: str | Path | ScoreSheet | Case, *, on: date, region: str, profile: str | None = None) -> ScoreCard:
    """Score one table by the rules in force on a date in a region.

    Parameters
    ----------
    source
        A workbook (its first table), a read sheet, or a case (its 评分表, by the case's own profile).
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

    Raises
    ------
    LoadError, RuleError, MethodError
    """
    opened = case if isinstance(case, Case) else open_case(case)
    rules = rules_of(opened)
    card = _score_case(opened, rules, None)
    results = run_methods(opened)
    audit = check_case(opened, rules)
    return Evaluation(opened, card, results, audit.findings, audit.coverage)


def rules_of(case: Case) -> Rules:
    """The rules that a case names: date and region stand in ``case.toml``."""
    return load_rules(on=case.info.rules_on, region=case.info.region)


def run_methods(case: Case) -> dict[str, Result]:
    """Run every method that the case names on its tables, keyed by its number (M1, M2 …).

    Raises
    ------
    MethodError
        All calls that cannot run, at once, each with its number.
    """
    results: dict[str, Result] = {}
    problems: list[Problem | str] = []
    for call in case.methods:
        try:
            results[call.id] = _run_method(case, call)
        except MethodError as error:
            problems.extend(f"{call.id}：{problem}" for problem in error.problems)
        except (TypeError, ValueError) as error:
            said = f"{call.id}：选项的类型或取值不对（{error}）"
            problems.append(f"{said}。请核对 case.toml 中 {call.id} 的 [method.options]，数字不加引号")
    if problems:
        raise MethodError(problems)
    return results


def check_case(case: Case, rules: Rules | None = None) -> Audit:
    """Check everything that a case folder holds; what is missing shows in the coverage.

    Raises
    ------
    LoadError
        If a file of the folder cannot be read.
    """
    rules = rules or rules_of(case)
    bundle = Bundle(
        rules=rules,
        card=_score_case(case, rules, None) if case.scores else None,
        report=document.load_document(case.report) if case.report else None,
        budget=case.budget,
        evidence=case.evidence,
        folder=case.folder,
    )
    own = case.folder / SELF_EVALUATION
    sheets = load_score_sheets(own) if own.exists() else []
    others = [Bundle(rules=rules, card=score_sheet(sheet, rules)) for sheet in sheets]
    return merge_audits(run_audit(one) for one in (bundle, *others))


def check(
    source: str | Path | ScoreSheet | Case,
    *,
    on: date,
    region: str,
    profile: str | None = None,
    extra: Path | None = None,
) -> Audit:
    """Check a case folder, a filled workbook, a Word report, or what was already read of them.

    ``extra`` is a folder of rules of one's own, laid over the shipped ones.

    A case is checked by the rules that it names itself.

    Raises
    ------
    LoadError, RuleError
    """
    if isinstance(source, Case):
        return check_case(source)
    rules = load_rules(on=on, region=region, extra=extra)
    if isinstance(source, ScoreSheet):
        return check_sheets([source], rules, profile)
    path = Path(source)
    if path.is_dir():
        return check_case(open_case(path))
    if path.suffix.lower() == ".docx":
        return run_audit(Bundle(rules=rules, report=document.load_document(path)))
    return check_sheets(load_score_sheets(path), rules, profile)


def check_sheets(
    sheets: Iterable[ScoreSheet], rules: Rules, profile: str | None = None, extra: Path | None = None
) -> Audit:
    """Check filled forms that were already read."""
    cards = [score_sheet(sheet, rules, profile) for sheet in sheets]
    return merge_audits(run_audit(Bundle(rules=rules, card=card)) for card in cards)


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


def _score_case(case: Case, rules: Rules, profile: str | None) -> ScoreCard:
    if case.scores is None:
        place = Place(file=str(case.folder))
        raise LoadError(Problem(place, "没有 scores.xlsx", "评分表", "请把评分表放进案卷文件夹"))
    return score_sheet(case.scores, rules, profile or case.info.profile)


def _run_method(case: Case, call: MethodCall) -> Result:
    from yzperf.methods import run

    options = {key: _resolve(case, value) for key, value in call.options.items()}
    if call.table == "survey" and case.survey is not None:
        return run(call.method, case.survey.answers, **_survey_options(case.survey, options))
    if call.table not in case.tables:
        raise MethodError(_no_table(case, call.table))
    return run(call.method, case.tables[call.table], **options)


def _no_table(case: Case, name: str) -> str:
    absent = "、".join(case.missing)
    if absent:
        return f"没有表“{name}”的数据：案卷缺少 {absent}。请补交，或在 case.toml 中去掉这个方法"
    return f"案卷里没有表“{name}”，请在 case.toml 的 [tables] 中登记"


def _survey_options(survey: Survey, options: dict[str, Any]) -> dict[str, Any]:
    """Titles and points of the items stand in the codebook; what the case writes itself goes first."""
    chosen = [item for item in survey.codebook if item.column in options.get("items", ())]
    titles = {item.column: item.title for item in chosen}
    points = {item.column: dict(item.points) for item in chosen}
    return {"points": points, **options, "items": titles or options.get("items", ())}


def _resolve(case: Case, value: Any) -> Any:
    """An option ``{table, key, value}`` stands for a column of that table by another (e.g. 镇 → 受益户数)."""
    if not isinstance(value, dict) or set(value) != {"table", "key", "value"}:
        return value
    if value["table"] not in case.tables:
        raise MethodError(f"案卷里没有表“{value['table']}”，请在 case.toml 的 [tables] 中登记")
    table = case.tables[value["table"]]
    absent = [name for name in (value["key"], value["value"]) if name not in table.columns]
    if absent:
        raise MethodError(f"表“{value['table']}”没有列 {'、'.join(absent)}，请核对 case.toml")
    return dict(zip(table[value["key"]], table[value["value"]], strict=True))
