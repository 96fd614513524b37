"""B11 日期与期间, H06 程序时间线 (text): days without a year, days between two days, and the order of the steps told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from yzperf.domain.case import CaseInfo
from yzperf.domain.claims.plain import plain_text
from yzperf.domain.document import Document, Paragraph
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.days import ToldDay, told_days

_SENTENCE = re.compile("[^。；;]+")
_CLAUSE_END = re.compile("[，,。；;]")
# how far apart two days are; both ends may be counted, and one of them
_APART = re.compile(
    r"(?:延误|延迟|延期|逾期|推迟|滞后|拖延|超期|超出|提前|相隔|间隔|相差|历时|用时|晚于?(?:计划|规定)?|早于?(?:计划)?)了?(?:拨付|支付|完工|完成|交付)?(?:时间)?为?(?P<days>\d{1,3})(?:个?日历)?[天日](?!前|内|以)"
)
_TWO = 2
_STEPS = (
    ("初稿", re.compile("(?:形成|完成|提交|出具|撰写).{0,8}初稿|初稿$")),
    ("征求意见", re.compile("(?:书面)?(?:征求|征询)(?!.*方案).{0,10}意见")),
    ("意见反馈", re.compile("(?:收到|反馈|回复).{0,10}意见")),
    ("定稿", re.compile("定稿|终稿|(?:出具|提交|形成)(?:了)?正式(?:评价)?报告")),
)
_PROCESS = re.compile("评价(?:工作)?(?:开展|过程|组织|实施|程序|步骤)|工作(?:开展|过程)|组织实施")


@check("B11", title="日期与期间", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def days_without_year_exist(report: Document) -> Iterator[Hit]:
    """4月14日至31日: a day that no year has."""
    told = [(paragraph, day) for paragraph in report.paragraphs for day in told_days(_plain(paragraph))]
    if not told:
        raise Inapplicable("报告里没有写到日的日期")
    for paragraph, day in told:
        is_of_others = day.year is not None and day.last == day.first  # a single full date is judged with the others
        if not day.exists and not is_of_others:
            yield Hit(paragraph.where, f"没有“{day.text}”这样的日期", day.text)


@check("B11", title="日期与期间", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def days_apart(report: Document, info: CaseInfo) -> Iterator[Hit]:
    """应于4月10日前拨付，实际5月1日拨付，延迟12天: the days between are 21, or one more or less by the way of counting."""
    judged = [found for paragraph in report.paragraphs for found in _apart(paragraph, info.year)]
    if not judged:
        raise Inapplicable("报告里没有写两个日期和相隔的天数")
    for paragraph, told, days, between in judged:
        if abs(days - between) > 1:
            yield Hit(
                paragraph.where, f"“{told}”：两个日期相隔 {between} 天，报告写 {days} 天", f"{days}天", f"{between}天"
            )


def _apart(paragraph: Paragraph, year: int) -> Iterator[tuple[Paragraph, str, int, int]]:
    for sentence in _SENTENCE.finditer(_plain(paragraph)):
        text = sentence[0]
        for match in _APART.finditer(text):
            days = list(told_days(text[: match.start()]))
            between = _between(days, year) if len(days) == _TWO else None
            if between is not None:
                yield paragraph, text[days[0].start : match.end()], int(match["days"]), between


def _between(days: Sequence[ToldDay], year: int) -> int | None:
    """Days from one to the other; None where they are ends of a period, or lie the wrong way round without their years."""
    one, other = days
    first = one.on(year)
    second = other.on(one.year or year)
    if first is None or second is None or one.last != one.first or other.last != other.first:
        return None
    return (second - first).days if second > first else None


@check("H06", title="程序时间线", clause="tp4.18", severity=Severity.MAJOR, evidence=EvidenceClass.RULE)
def steps_are_told_in_order(report: Document) -> Iterator[Hit]:
    """In one paragraph on the work: no opinions are asked before there is a draft, none answered before they are asked."""
    told = [(one, steps) for one in report.paragraphs if _is_of_process(one) and len(steps := _steps(one)) >= _TWO]
    if not told:
        raise Inapplicable("报告没有在一段里写明初稿、征求意见、反馈、定稿的日期")
    for paragraph, steps in told:
        for (_, earlier, before), (_, later, after) in combinations(steps, 2):
            if before.year == after.year and after.first < before.first and not _is_next_year(before, after):
                message = f"“{later}”（{after.text}）早于“{earlier}”（{before.text}）"
                yield Hit(paragraph.where, message, after.text, f"不早于{before.text}")


def _is_next_year(before: ToldDay, after: ToldDay) -> bool:
    """12月20日形成初稿，1月6日征求意见: without their years the later day is that of the next one."""
    return before.year is None and before.first[0] - after.first[0] >= _HALF_A_YEAR


def _is_of_process(paragraph: Paragraph) -> bool:
    return any(_PROCESS.search(title) for title in (*paragraph.path, paragraph.text[:_LEAD]))


_HALF_A_YEAR = 6  # months
_LEAD = 16  # signs of a paragraph that may head it


def _steps(paragraph: Paragraph) -> list[tuple[int, str, ToldDay]]:
    """The first day of each step, in the order that the rules give."""
    plain = _plain(paragraph)
    found: dict[int, tuple[int, str, ToldDay]] = {}
    for day in told_days(plain):
        clause = _CLAUSE_END.split(plain[day.end :])[0]
        for rank, (name, words) in enumerate(_STEPS):
            if day.exists and words.search(clause) and rank not in found:
                found[rank] = (rank, name, day)
    return [found[rank] for rank in sorted(found)]


def _plain(paragraph: Paragraph) -> str:
    return re.sub(r"\s", "", plain_text(paragraph.text)).replace("—", "-").replace("–", "-")
