"""B11 日期与期间 (text): days without a year, and days between two days."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from yzperf.domain.case import CaseInfo
from yzperf.domain.claims.plain import plain_text
from yzperf.domain.document import Document, Paragraph
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.days import ToldDay, told_days

_SENTENCE = re.compile("[^。；;]+")
# how far apart two days are; both ends may be counted, and one of them
_APART = re.compile(
    r"(?:延误|延迟|延期|逾期|推迟|滞后|拖延|超期|超出|提前|相隔|间隔|相差|历时|用时|晚于?(?:计划|规定)?|早于?(?:计划)?)了?(?:拨付|支付|完工|完成|交付)?(?:时间)?为?(?P<days>\d{1,3})(?:个?日历)?[天日](?!前|内|以)"
)
_TWO = 2
_DUE = re.compile("应|须|计划|约定|规定|要求|原定|限|合同工期")


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
    due: list[ToldDay] = []  # the day that a sentence before gives as the latest
    for sentence in _SENTENCE.finditer(_plain(paragraph)):
        text = sentence[0]
        for match in _APART.finditer(text):
            told = list(told_days(text[: match.start()]))
            days = [*due, *told] if len(told) == 1 else told
            between = _between(days, year) if len(days) == _TWO else None
            if between is not None and not _is_told(text[: match.start()], between):
                since = days[0].start if len(told) == _TWO else 0
                yield paragraph, text[since : match.end()], int(match["days"]), between
        asked = list(told_days(text))
        due = asked if len(asked) == 1 and _DUE.search(text) else []


def _is_told(front: str, between: int) -> bool:
    """Whether the days between are told before (用时108天，逾期18天): the later number is that of something else."""
    return any(abs(int(one["days"]) - between) <= 1 for one in _APART.finditer(front))


def _between(days: Sequence[ToldDay], year: int) -> int | None:
    """Days from one to the other; None where they are ends of a period, or lie the wrong way round without their years."""
    one, other = days
    first = one.on(year)
    second = other.on(one.year or year)
    if first is None or second is None or one.last != one.first or other.last != other.first:
        return None
    return (second - first).days if second > first else None


def _plain(paragraph: Paragraph) -> str:
    return re.sub(r"\s", "", plain_text(paragraph.text)).replace("—", "-").replace("–", "-")
