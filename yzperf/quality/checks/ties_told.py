"""H03 利益冲突, H04 角色冲突: ties of the agency and its people to those evaluated that the report itself tells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yzperf.domain.case import CaseInfo
from yzperf.domain.document import Document, Kind, Paragraph
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.parties import agency_of, names_evaluated
from yzperf.quality.register_words import register_words

_SENTENCE = re.compile("[^。；;\n]+")
_CLAUSE = re.compile("[^，,（）()]+")
_FORM = re.compile("(?:有限责任|股份有限|有限)公司$|[（(][^（）()]*[）)]$")
_SHORTEST = 4  # signs of a name that no other body has
Clause = tuple[Paragraph, str, str]  # where it stands, its words, and those of its sentence in front of it


@check("H03", title="利益冲突", clause="cn10.23", severity=Severity.MAJOR, evidence=EvidenceClass.RULE)
def report_tells_of_no_tie(report: Document, info: CaseInfo) -> Iterator[Hit]:
    """Posts held and other business done with those evaluated; a post that was left is for a person to judge."""
    words = register_words()
    clauses = [one for one in _clauses(report) if names_evaluated(one[1], info) and not words.denied.search(one[1])]
    if not clauses:
        raise Inapplicable("报告没有写评价机构、评价组成员与被评价单位的关系")
    for paragraph, clause, front in clauses:
        if words.looked_at.search(clause):
            continue
        if words.member.search(front + clause) and words.employed.search(clause):
            message = f"报告写“{clause}”，与被评价单位有任职关系，请核实是否应当回避"
            hit = Hit(paragraph.where, message, clause)
            yield hit if words.still.search(clause) and words.member.search(clause) else hit.as_lead
        elif words.agency.search(front + clause) and words.business.search(clause) and words.since.search(clause):
            yield Hit(paragraph.where, f"报告写“{clause}”：评价机构与被评价单位有业务、股权关系，影响独立性", clause)


@check("H04", title="角色冲突", clause="tp4.2", severity=Severity.MAJOR, evidence=EvidenceClass.RULE)
def agency_made_nothing_of_the_project(report: Document, info: CaseInfo) -> Iterator[Hit]:
    """由某某咨询公司编写的技术规格书: what the evaluating agency made of the project that it evaluates."""
    stem = _FORM.sub("", agency_of(info))
    named = [one for one in _clauses(report) if len(stem) >= _SHORTEST and stem in one[1]]
    if not named:
        raise Inapplicable("报告正文没有写评价机构的名称")
    for paragraph, clause, _ in named:
        made = register_words().made.match(clause.partition(stem)[2])
        if made:
            message = f"报告写“{clause}”：评价机构自己做过项目里的事，再来评价等于评价自己的工作"
            yield Hit(paragraph.where, message, clause)


def _clauses(report: Document) -> Iterator[Clause]:
    for paragraph in report.paragraphs:
        for sentence in _SENTENCE.findall(paragraph.text) if paragraph.kind is Kind.TEXT else ():
            yield from ((paragraph, one[0], sentence[: one.start()]) for one in _CLAUSE.finditer(sentence))
