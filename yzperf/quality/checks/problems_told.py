"""A07 问题—原因—建议: how many problems and pieces of advice the report says it has, and a problem without its cause."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from yzperf.domain.document import Document, Kind, Paragraph, Section, Table
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.quantity import normalise
from yzperf.domain.reading.numerals import read_numeral
from yzperf.loaders.prose.labels import read_label
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.checks.problems_and_advice import ADVICE, PROBLEM_PART, PROBLEMS, numbered, under

_NUMBER = r"(?P<number>\d{1,2}|[一二两三四五六七八九十]{1,2})"
_PROBLEMS_TOLD = (
    rf"(?:主要|存在的?|突出|以下|如下)(?:的)?(?:问题|不足)(?:有|为|在|体现在|表现在|集中在|包括|是)?(?:以下|如下)?{_NUMBER}(?:个?方面|点|条)",
    rf"{_NUMBER}个?方面的?(?:主要|突出|存在的?)?(?:问题|不足)",
    rf"(?:针对|对照)(?:上述|以上|前述|存在的)?{_NUMBER}(?:个|项|条|类)(?:方面的?)?(?:主要|突出)?问题",
)
_ADVICE_TOLD = (
    rf"(?:提出|给出|形成)(?:了|相应的?|改进|针对性|有关|相关|如下|以下)*{_NUMBER}(?:条|项|点|个方面的?)[^，,。；;、]{{0,8}}(?:建议|措施)",
    rf"{_NUMBER}条(?:改进|整改|针对性|相关|有关|对策)?(?:意见)?建议",
)
_INLINE = re.compile(r"(?:^|[。；;：:，,])\s*(?:[一二三四五六七八九十]是|第[一二三四五六七八九十][，,、])")
_HEADS = re.compile("建议|措施|问题")
_CAUSE = re.compile("原因|成因|由于|因为|缘于|源于|归因|主要是|所致|是因|因此|系因")
_FEW, _MANY = 2, 12
_LIST = 4  # problems, of which one may stand out


@check("A07", title="扣分问题建议闭环", clause="cn10.a3", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def as_many_as_are_told(report: Document) -> Iterator[Hit]:
    """报告提出五条建议: there are five."""
    problems, advice = under(report, PROBLEMS, PROBLEM_PART), under(report, ADVICE, None)
    counted = (("问题", _PROBLEMS_TOLD, _counts(problems)), ("建议", _ADVICE_TOLD, _counts(advice)))
    told = [
        (name, paragraph, match, counts) for name, words, counts in counted for paragraph, match in _told(report, words)
    ]
    if not any(counts for *_, counts in told):
        raise Inapplicable("报告没有写问题、建议共有几条，或各条没有编号")
    for name, paragraph, match, counts in told:
        number = int(read_numeral(match["number"]) or 0) if not match["number"].isdigit() else int(match["number"])
        if counts and _FEW <= number <= _MANY and number not in counts:
            listed = "或".join(f"{count} 条" for count in sorted(counts))
            message = f"“{match[0]}”，“{name}”一章列出的是{listed}，请核对"
            yield Hit(paragraph.where, message, match[0], listed)


def _told(report: Document, words: Sequence[str]) -> Iterator[tuple[Paragraph, re.Match[str]]]:
    for paragraph in report.paragraphs:
        if paragraph.kind is Kind.TEXT:
            text = normalise(paragraph.text)
            found = (re.search(pattern, text) for pattern in words)
            yield from ((paragraph, match) for match in list(filter(None, found))[:1])


def _counts(sections: Sequence[Section]) -> frozenset[int]:
    """How many items there are, by every way to count them: each level of numbers, rows of tables, 一是……二是……."""
    texts = [text for section in sections for text in _texts(section)]
    labels = Counter(label.rank for text in texts if (label := read_label(normalise(text))))
    rows = [table.height - 1 for section in sections for table in _lists(section)]
    inline = [len(_INLINE.findall(normalise(text))) for text in texts]
    counts = {*labels.values(), *rows, *inline, len(list(numbered(sections)))}
    return frozenset(count for count in counts if count >= _FEW)


def _texts(section: Section) -> Iterator[str]:
    for part in section.walk():
        if part is not section:
            yield part.title
        yield from (block.text for block in part.blocks if isinstance(block, Paragraph) and not block.level)


def _lists(section: Section) -> Iterator[Table]:
    tables = (block for block in section.all_blocks() if isinstance(block, Table) and block.rows)
    yield from (table for table in tables if any(_HEADS.search(text) for text in table.rows[0]))


@check("A07", title="扣分问题建议闭环", clause="cn10.a3", severity=Severity.HINT, evidence=EvidenceClass.LEAD)
def problems_have_causes(report: Document) -> Iterator[Hit]:
    """A problem that leaves out why, where all others say it."""
    problems = list(numbered(under(report, PROBLEMS, PROBLEM_PART)))
    told = [one for one in problems if _CAUSE.search(one.text)]
    lacking = [one for one in problems if one not in told]
    if len(problems) < _LIST or not told:
        raise Inapplicable("报告的问题没有分条，或没有逐条写原因")
    if len(lacking) == 1:
        head = re.split("[。；;:：]", lacking[0].text)[0][:40]
        yield Hit(lacking[0].where, f"问题“{head}”没有写原因，其他各条都写了", head)
