"""I02 错地名错单位错年度: what another report left in this one: its year over the own figures, its unit, its project."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from yzperf.domain.case import CaseInfo
from yzperf.domain.document import Document, Kind, Paragraph, Table
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.quantity import normalise
from yzperf.errors import Place
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.parties import EVALUATED, bodies_of
from yzperf.quality.residue_words import residue_words
from yzperf.quality.sections import titled_blocks
from yzperf.quality.subject import Subject
from yzperf.quality.wording import share_found

_SENTENCE = re.compile("[^。；;\n]+")
_FIGURE = re.compile(r"(?<![\d.,〔\[-])(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d{5,})(?![\d.])")
_YEAR = re.compile(r"(?<!\d)(20\d\d)年(?!\d{1,2}月(?!31日))")
_ANY_YEAR = re.compile(r"(?<!\d)20\d\d(?=\s*年)")
_TITLE = re.compile("《[^《》]*》")
_DIGITS = 4  # of a figure that two years do not share by chance
_KNOWN = Fraction(1, 3)  # of a name's pairs of signs that stand on the cover
_OUTSIDE = re.compile("建议|措施|附[件录表]|依据|说明")
_BACK = 5  # years


@check("I02", title="错地名错单位错年度", clause="", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def own_figures_under_another_year(report: Document, subject: Subject) -> Iterator[Hit]:
    """2023年支出841.36万元, where the report tells the same figure of the year evaluated."""
    if not subject.years:
        raise Inapplicable("封面没有写明评价的年度")
    texts = list(_texts(report))
    for where, text, is_table in texts:
        for sentence in [] if is_table else _SENTENCE.findall(text):
            year = _past_year(sentence, subject)
            told = [figure for figure in _figures(sentence) if year and _is_told_of_own(figure, sentence, year, texts)]
            if year and told:
                own = "、".join(map(str, sorted(subject.years)))
                message = f"句中写“{year}年”，{told[0]} 在别处是 {own} 年度的数，是否从别的报告带来或写错年度"
                yield Hit(where, message, f"{year}年", own)


def _texts(report: Document) -> Iterator[tuple[Place, str, bool]]:
    """Every paragraph, and every table in one piece with its caption."""
    for block in report.blocks:
        if isinstance(block, Table):
            yield block.where, normalise("\n".join((block.caption, *(cell.text for cell in block.cells)))), True
        elif isinstance(block, Paragraph) and block.kind is Kind.TEXT:
            yield block.where, normalise(_TITLE.sub("", block.text)), False


def _past_year(sentence: str, subject: Subject) -> str:
    """The one year that a sentence tells its figures of, if it is past and nothing is compared."""
    named = set(_ANY_YEAR.findall(sentence))
    whole = set(_YEAR.findall(sentence))
    if len(named) != 1 or named != whole or residue_words().of_past.search(_YEAR.sub("", sentence)):
        return ""
    year = next(iter(named))
    return year if min(subject.years) - _BACK <= int(year) < min(subject.years) else ""


def _figures(text: str) -> list[str]:
    return [one for one in _FIGURE.findall(text) if len(re.sub(r"\D", "", one).strip("0")) >= _DIGITS]


def _is_told_of_own(figure: str, sentence: str, year: str, texts: list[tuple[Place, str, bool]]) -> bool:
    """Whether a figure stands elsewhere, in words that neither name the other year nor compare with a past one."""
    value = Decimal(figure.replace(",", ""))
    for _, text, is_table in texts:
        if is_table and year in text:
            continue
        for other in [text] if is_table else _SENTENCE.findall(text):
            is_past = year in other or (not is_table and residue_words().of_past.search(other))
            if (
                other != sentence
                and not is_past
                and value in [Decimal(one.replace(",", "")) for one in _figures(other)]
            ):
                return True
    return False


@check("I02", title="错地名错单位错年度", clause="", severity=Severity.HINT, evidence=EvidenceClass.LEAD)
def own_bodies_and_project(report: Document, subject: Subject, info: CaseInfo) -> Iterator[Hit]:
    """The bodies in the roles of the case are its own; the project that is scored is its own."""
    if not bodies_of(info, *EVALUATED):
        raise Inapplicable("案卷没有写主管部门、实施单位")
    known = normalise("\n".join((subject.cover, *subject.names)))
    whole = normalise("\n".join(paragraph.text for paragraph in report.every_paragraph()))
    for block, titles in titled_blocks(report):
        if not isinstance(block, Paragraph) or block.level or not titles or any(map(_OUTSIDE.search, titles)):
            continue
        for sentence in _SENTENCE.findall(normalise(_TITLE.sub("", block.text))):
            yield from _other_body(sentence, block.where, known, whole)
            yield from _other_project(sentence, block.where, known, whole)


def _other_body(sentence: str, where: Place, known: str, whole: str) -> Iterator[Hit]:
    words = residue_words()
    for pattern in (words.role, words.office):
        for match in pattern.finditer(sentence):
            body = match["body"]
            is_any = words.of_any.search(body)
            if not is_any and body not in known and whole.count(body) == 1 and share_found(body[-4:], known) < _KNOWN:
                message = f"句中写“{body}”，不是案卷和封面的单位，全文只写这一处，是否从别的报告带来"
                yield Hit(where, message, body)
                return


def _other_project(sentence: str, where: Place, known: str, whole: str) -> Iterator[Hit]:
    for match in residue_words().project.finditer(sentence):
        name = residue_words().cut.sub("", match["name"])
        if len(name) >= _DIGITS and whole.count(name) == 1 and share_found(name, known) < _KNOWN:
            message = f"句中写“{name}项目”，封面评价的不是这个项目，是否从别的报告带来"
            yield Hit(where, message, name)
