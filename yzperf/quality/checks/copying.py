"""I03, I04, I05, I07: passages, recommendations and score tables that stand in other papers. Leads: a person reads them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from yzperf.domain.case import CaseInfo
from yzperf.domain.corpus import CorpusReport, Score, read_report
from yzperf.domain.document import Document
from yzperf.domain.evidence import Evidence
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import ScoreCard
from yzperf.errors import Place
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.corpus import CopiedPassage, Corpus, is_same, known_texts, make_corpus
from yzperf.quality.unit_papers import unit_papers
from yzperf.rules import Rules

_SHOWN = 60  # letters of a passage that a message quotes
_LEAST_ROWS = 8  # of a score table, below which likeness says nothing
_LEAST_ALIKE, _NEARLY_ALL = 5, Fraction(4, 5)  # rows with the same points off, of all that lost any
_LEAST_DEDUCTED = 3  # rows below full points; full points are given alike everywhere


@check("I03", title="跨报告段落复用", clause="", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def paragraphs_of_other_reports(report: Document, corpus: Corpus) -> Iterator[Hit]:
    """Paragraphs are the report's own; those of the same project's other years may describe it alike."""
    for copy in _copies(report, corpus):
        if is_reuse(copy) and not is_recommendation_reuse(copy):
            yield _hit(copy)


@check("I04", title="建议雷同", clause="", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def recommendations_of_other_projects(report: Document, corpus: Corpus) -> Iterator[Hit]:
    """Recommendations answer to this project; the same words for another project do not."""
    for copy in _copies(report, corpus):
        if is_recommendation_reuse(copy):
            yield _hit(copy)


@check("I05", title="评分表克隆", clause="", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def scores_of_other_projects(card: ScoreCard, report: Document, corpus: Corpus) -> Iterator[Hit]:
    """No other project has the same points and the same deductions, row by row."""
    own = read_report(report, card.sheet)
    if not can_be_cloned(own):
        raise Inapplicable(f"评分表不足 {_LEAST_ROWS} 行，或扣分的不足 {_LEAST_DEDUCTED} 行，相同也说明不了什么")
    for other in clones(own, corpus):
        message = f"各行分值、得分与“{other.file}”完全相同（{len(own.scores)} 行，扣分 {deducted(own)} 行）"
        yield Hit(Place(file=card.sheet.file, sheet=card.sheet.sheet), message, own.title, other.title)
    for other in corpus.reports:
        same = deductions_alike(own, other)
        if same and not is_same(own, other) and other.scores != own.scores:
            message = f"各行分值与“{other.file}”相同，扣分的 {deducted(own)} 行中有 {same} 行扣得一样，请核对是否套用"
            place = Place(file=card.sheet.file, sheet=card.sheet.sheet)
            yield Hit(place, message, own.title, other.title, severity=Severity.HINT)


@check("I07", title="照抄被评价单位材料", clause="", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def taken_from_the_unit(rules: Rules, report: Document, self_report: Document) -> Iterator[Hit]:
    """What evaluates is not the evaluated unit's own text; facts of the project may be taken from it."""
    own = read_report(report)
    source = replace(read_report(self_report), title="")  # another paper, whatever it is called
    if not source.passages:
        raise Inapplicable("被评价单位的自评报告没有成段的文字")
    corpus = make_corpus([source], known_texts(rules))
    judged = [copy for copy in corpus.copies(own) if copy.is_evaluative]
    for copy in judged:
        yield _hit(copy)
    yield from _altogether(own, corpus, judged)


@check("I07", title="照抄被评价单位材料", clause="", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def taken_from_its_papers(
    rules: Rules, report: Document, evidence: tuple[Evidence, ...], folder: Path, info: CaseInfo
) -> Iterator[Hit]:
    """The same for the summaries and statements of the unit among the evidence."""
    sources = [replace(read_report(paper), title="") for paper in unit_papers(folder, evidence, info)]
    papers = [source for source in sources if source.passages]
    if not papers:
        raise Inapplicable("证据里没有被评价单位提供的成段文字（.docx、.txt）")
    copies = make_corpus(papers, known_texts(rules)).copies(read_report(report))
    yield from (_hit(copy) for copy in copies if copy.is_evaluative)


def is_reuse(copy: CopiedPassage) -> bool:
    """Whether a copied passage is worth a look: a project may be described alike in the reports of its years."""
    return copy.is_evaluative or not copy.is_same_subject


def is_recommendation_reuse(copy: CopiedPassage) -> bool:
    """Whether the copy is a recommendation to another project."""
    return copy.is_recommendation and not copy.is_same_subject


def can_be_cloned(report: CorpusReport) -> bool:
    """Whether equal scores would say anything."""
    return len(report.scores) >= _LEAST_ROWS and deducted(report) >= _LEAST_DEDUCTED


def clones(report: CorpusReport, corpus: Corpus) -> list[CorpusReport]:
    """Other reports whose points and scores are the same in every row."""
    return [other for other in corpus.reports if other.scores == report.scores and not is_same(report, other)]


def deducted(report: CorpusReport) -> int:
    """Number of rows that lost points."""
    return sum(map(_is_deducted, report.scores))


def _is_deducted(row: Score) -> bool:
    points, score = row
    return bool(points) and Decimal(score) < Decimal(points)


def deductions_alike(report: CorpusReport, other: CorpusReport) -> int:
    """Rows with the same points off in two tables of the same weights, if they are nearly all that lost any; else 0."""
    if [points for points, _ in report.scores] != [points for points, _ in other.scores]:
        return 0
    same = sum(one == two for one, two in zip(report.scores, other.scores, strict=True) if _is_deducted(one))
    larger = max(deducted(report), deducted(other))
    return same if same >= _LEAST_ALIKE and Fraction(same, larger) >= _NEARLY_ALL else 0


def _copies(report: Document, corpus: Corpus) -> list[CopiedPassage]:
    if not corpus.reports:
        raise Inapplicable("往期报告库里没有报告")
    return corpus.copies(read_report(report))


def _hit(copy: CopiedPassage) -> Hit:
    also = f"，另有 {copy.also} 份报告也有" if copy.also else ""
    share = f"{copy.match.share:.0%}"
    there = copy.source.where.paragraph or replace(copy.source.where, file="")
    message = f"这一段与“{copy.origin.file}”{there}相同 {copy.match.letters} 字，占本段 {share}{also}"
    severity = Severity.MINOR if copy.is_evaluative else Severity.HINT
    return Hit(copy.passage.where, message, _short(copy.passage.text), _short(copy.source.text), severity=severity)


def _altogether(own: CorpusReport, corpus: Corpus, copies: list[CopiedPassage]) -> Iterator[Hit]:
    """One line for the whole report, where several passages are taken over."""
    if len(copies) > 1:
        share = f"{corpus.share(own, copies):.0%}"
        message = f"评价性章节共有 {len(copies)} 段与被评价单位的材料“{copies[0].origin.file}”相同，占全文 {share}（套话不计）"
        yield Hit(Place(file=own.file), message, share)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
