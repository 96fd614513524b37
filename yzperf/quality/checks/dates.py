"""B11 日期与期间: days that do not exist, periods that end before they begin, fieldwork after the report, another year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pandas as pd

from yzperf.domain.case import CaseInfo
from yzperf.domain.claims import Mention, MentionKind, Setting, read_mentions
from yzperf.domain.document import Block, Document, Kind, Paragraph, Table
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.quantity import normalise
from yzperf.domain.table_place import place_of_row
from yzperf.errors import Place
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.events import signed_events
from yzperf.quality.sections import titled_blocks
from yzperf.quality.told_times import plain_times, told_times
from yzperf.quality.work_log import LOG

_TO = re.compile(r"[日号底初起\s]*(?:至|到|—+|-+|–|~|～|－)\s*(?:今)?")
_FIELDWORK = re.compile("调研|座谈|问卷|访谈|踏勘|巡查|核查|现场|资料收集|勘查")
_NOT_YET = re.compile("计划|拟|将|建议|预计|目标|下一步|整改|应|须|需|要求|力争|争取|确保|到期|有效期")
_HAPPENED = re.compile(
    r"(?:(?:全部|均|已|共|组织|集中|顺利|如期)*(?:完成|开展|召开|组织|进行|签订|支付|拨付|验收|核对|移交|投入使用|竣工|通过)(?!时限|期限)|已)"
)
_PAID = re.compile("支付|付款|拨付|报销|支出")
_TITLE = re.compile(r"(?P<years>(?:19|20)\d\d[^，。]{0,20}?)绩效评价报告")
_OBJECT = re.compile(
    r"(?:本次|绩效)?评价的?(?:(?:对象|资金范围)(?:为|是|:)(?P<object>[^,;。《]{0,20}?(?:19|20)\d\d(?:年?[-~至](?:19|20)\d\d)?年度[^,;。]{0,20})"
    r"|(?:期间|时段|年度|时间范围)(?:为|是|:)(?P<period>[^,;。《]{0,10}?(?:19|20)\d\d[^,;。]{0,24}))"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_NAMED_YEAR = re.compile(r"(?<![\d.])(?:19|20)\d\d(?=\s*(?:年|[-—–~至、和]))")  # 资金2085万元 is no year
_ADVICE = re.compile("建议|对策|改进|整改")
_DEADLINE = re.compile(r"(?:完成|整改|落实|办结)?(?:时限|期限|时间|日期)\s*[:：]\s*(?P<when>[^。；;，,\n]{4,24})")
_DEADLINE_HEAD = re.compile("期限|时限|(?:完成|整改|落实).{0,2}(?:时间|日期|节点)")
_COVER = 15  # paragraphs


@check("B11", title="日期与期间", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def dates_exist(mentions: tuple[Mention, ...]) -> Iterator[Hit]:
    """Every date is a day of the calendar, and no period ends before it begins."""
    dates = [mention for mention in mentions if mention.kind is MentionKind.DATE]
    if not dates:
        raise Inapplicable("报告里没有写日期")
    for mention in dates:
        if not _exists(mention.value) and _is_surely_a_date(mention):
            yield Hit(mention.where, f"没有“{mention.text}”这一天", mention.text)
    for one, other in pairwise(dates):
        if _is_period(one, other) and len(one.value) == len(other.value) and one.value > other.value:
            message = f"期间“{one.text}至{other.text}”的结束早于开始"
            yield Hit(other.where, message, f"{one.text}至{other.text}")


def _exists(value: str) -> bool:
    """Whether 2024, 2024-12 or 2024-12-31 is in the calendar."""
    try:
        return bool(date(*map(int, [*value.split("-"), "1", "1"][:3])))
    except ValueError:
        return False


def _is_surely_a_date(mention: Mention) -> bool:
    """A figure like 2024.13 may be a number: it counts with its day only."""
    return "年" in mention.text or mention.value.count("-") == 2


def _is_period(one: Mention, other: Mention) -> bool:
    if one.block != other.block or one.sentence != other.sentence or not (_exists(one.value) and _exists(other.value)):
        return False
    between = one.sentence.partition(one.text)[2].partition(other.text)[0]
    return other.text in one.sentence.partition(one.text)[2] and bool(_TO.fullmatch(between))


# ── the date of the report ──────────────────────────────────────────────────────────────────────────


@check("B11", title="日期与期间", clause="cn10.22", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def report_comes_last(report: Document, mentions: tuple[Mention, ...]) -> Iterator[Hit]:
    """No visit or survey, and nothing that the text says has happened, is later than the date under the report."""
    signed = _signed_on(report)
    if signed is None:
        raise Inapplicable("报告没有落款日期")
    day, _ = signed
    for mention in mentions:
        if mention.kind is not MentionKind.DATE or _NOT_YET.search(mention.sentence) or not _is_later(mention, day):
            continue
        if _day(mention.value) is not None and _FIELDWORK.search(mention.sentence):
            message = f"报告落款 {day.isoformat()}，正文说 {mention.text} 还在开展现场工作"
            yield Hit(mention.where, message, mention.text, day.isoformat())
        elif _HAPPENED.match(mention.sentence.partition(mention.text)[2].strip()):
            message = f"报告落款 {day.isoformat()}，正文说 {mention.text} 已经发生的事（“{mention.sentence[:40]}”）"
            yield Hit(mention.where, message, mention.text, f"不晚于 {day.isoformat()}")


def _is_later(mention: Mention, day: date) -> bool:
    """A day after the report, or a month that had not begun; a year alone tells too little."""
    return mention.value.count("-") > 0 and _exists(mention.value) and mention.value > day.isoformat()


@check("B11", title="日期与期间", clause="cn10.22", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def fieldwork_comes_first(report: Document, log: pd.DataFrame) -> Iterator[Hit]:
    """No fieldwork of the log is later than the date under the report."""
    signed = _signed_on(report)
    if signed is None or not {"日期", "环节"} <= set(log.columns):
        raise Inapplicable("报告没有落款日期，或工作日志没有日期、环节两列")
    day, where = signed
    for number, (when, stage) in enumerate(zip(log["日期"], log["环节"], strict=True)):
        found = _day(str(when))
        if found and found > day and _FIELDWORK.search(str(stage)):
            message = f"报告落款 {day.isoformat()}，工作日志的“{stage}”在 {found.isoformat()}"
            yield Hit(place_of_row(log, number, file=LOG), message, found.isoformat(), f"{day.isoformat()}（{where}）")


def _signed_on(report: Document) -> tuple[date, Place] | None:
    """The last full date of the signature lines, or None."""
    found = [
        (day, signature.where)
        for signature in report.signatures
        if signature.role == "日期"
        for mention in read_mentions(signature.value, Setting(signature.where, "", ""))
        if mention.kind is MentionKind.DATE and (day := _day(mention.value))
    ]
    return found[-1] if found else None


def _day(value: str) -> date | None:
    """A full date; a month alone is none."""
    return date.fromisoformat(value) if re.fullmatch(r"\d{4}-\d\d-\d\d", value) and _exists(value) else None


@check("B11", title="日期与期间", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def deadlines_are_still_to_come(report: Document) -> Iterator[Hit]:
    """What a report asks for is not to be done before the report is signed."""
    signed = signed_events(report)
    told = [
        (where, text)
        for block, titles in titled_blocks(report)
        if _is_advice(titles)
        for where, text in _deadlines(block)
    ]
    if not signed or not told:
        raise Inapplicable("报告没有落款日期，或建议没有写完成期限")
    for where, text in told:
        times = [days for time in told_times(plain_times(text)) if time.year and (days := time.in_year(time.year))]
        if len(times) == 1 and times[0][1] < signed[-1].start[0]:
            message = f"建议的完成期限“{text.strip()}”早于报告落款 {signed[-1].text}"
            yield Hit(where, message, text.strip(), f"不早于 {signed[-1].text}")


def _is_advice(titles: Sequence[str]) -> bool:
    return any(_ADVICE.search(title) for title in titles)


def _deadlines(block: Block) -> Iterator[tuple[Place, str]]:
    """Cells of a column of deadlines, and what stands behind 完成时限 in a line."""
    if isinstance(block, Paragraph):
        yield from ((block.where, match["when"]) for match in _DEADLINE.finditer(block.text))
    elif isinstance(block, Table):
        columns = {cell.column for cell in block.cells if cell.row == 1 and _DEADLINE_HEAD.search(cell.text)}
        yield from ((cell.where, cell.text) for cell in block.cells if cell.row > 1 and cell.column in columns)


# ── the year that is evaluated ──────────────────────────────────────────────────────────────────────


@check("B11", title="日期与期间", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def year_is_that_of_the_case(report: Document, mentions: tuple[Mention, ...], info: CaseInfo) -> Iterator[Hit]:
    """The title names the year of the case; payments that the text dates outside the period are to be looked at."""
    cover = [paragraph for paragraph in report.paragraphs[:_COVER] if paragraph.kind in (Kind.TITLE, Kind.TEXT)]
    for paragraph in cover:
        match = _TITLE.search(paragraph.text)
        years = list(map(int, _YEAR.findall(match["years"]))) if match else []
        if match and not min(years) <= info.year <= max(years):
            message = f"题名写“{match[0]}”，案卷登记的评价年度是 {info.year} 年"
            yield Hit(paragraph.where, message, match["years"], f"{info.year}年度")
    yield from _other_object(report, info)
    for mention in mentions:
        day = _day(mention.value) if mention.kind is MentionKind.DATE else None
        if day and day > info.period[1] and _PAID.search(mention.sentence) and not _NOT_YET.search(mention.sentence):
            message = f"{mention.text}在评价期间（{info.period[0]}至{info.period[1]}）之后，请核对是否计入本期支出"
            hit = Hit(mention.where, message, mention.text)
            yield replace(hit, severity=Severity.MINOR, evidence=EvidenceClass.LEAD)


def _other_object(report: Document, info: CaseInfo) -> Iterator[Hit]:
    """评价对象为2023年度项目资金, where the case is another year: the words say outright what is evaluated."""
    for paragraph in report.paragraphs:
        for match in _OBJECT.finditer(normalise(paragraph.text)):
            said = match["object"] or match["period"]
            years = [int(year) for year in _NAMED_YEAR.findall(said) if year not in info.name]
            if years and not min(years) <= info.year <= max(years):
                message = f"此处写“{match[0]}”，案卷登记的评价年度是 {info.year} 年"
                yield Hit(paragraph.where, message, said, f"{info.year}年度")
