"""D08 访谈座谈实地登记: the day on which the report tells a step of the work, against the one that the log registers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.dated_words import is_near
from yzperf.quality.events import Event, log_events, report_events, signed_events
from yzperf.quality.procedure_words import procedure_words
from yzperf.quality.told_times import plain_times, told_times

_ANY_YEAR = 2025  # of a report that is not dated
_ONE_DAY = frozenset(
    {"接受委托", "成立工作组", "方案论证", "初稿", "征求意见", "意见反馈", "内部审核", "终稿"}
)  # fieldwork lasts


@check("D08", title="访谈座谈实地登记", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def steps_have_the_days_of_the_log(report: Document, log: pd.DataFrame) -> Iterator[Hit]:
    """A step that is told on one day and registered on one is both times on the same."""
    signed = signed_events(report)
    year = signed[-1].start[0].year if signed else _ANY_YEAR
    told = [one for one in report_events(report, year) if one.step in _ONE_DAY and one.day]
    logged = log_events(log)
    if not any(one.step == entry.step for one in told for entry in logged):
        raise Inapplicable("报告和工作日志没有写同一个环节的日子")
    for one in told:
        same = [entry for entry in logged if entry.step == one.step]
        if same and one.day not in [entry.day for entry in same]:
            yield _told_otherwise(one, same, told)


def _told_otherwise(one: Event, same: Sequence[Event], told: Sequence[Event]) -> Hit:
    """Proof where one act has one day of its own in each, a slip of the pen apart; else one may be the end of what lasted."""
    days = "、".join(entry.text for entry in same)
    message = f"“{one.step}”此处写 {one.text}，工作日志登记在 {days}，请核对"
    hit = Hit(one.where, message, one.text, days)
    is_once = len(same) == 1 and {other.day for other in told if other.step == one.step} == {one.day}
    is_its_own = {other.step for other in told if other.day == one.day} == {one.step}  # 6月13日形成初稿并征求意见
    return hit if is_once and is_its_own and _is_one_act(one, same[0]) else hit.as_hint


def _is_one_act(one: Event, entry: Event) -> bool:
    words = procedure_words()
    lasts = any(told_times(plain_times(entry.said)))
    if lasts or not (one.day and entry.day):
        return False
    is_slip = is_near((one.day.month, one.day.day), (entry.day.month, entry.day.day))
    return is_slip and bool(words.acts_of(one.said) & words.acts_of(entry.said))
