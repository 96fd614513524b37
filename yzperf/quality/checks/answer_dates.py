"""B11 日期与期间 (answers): no sheet was filled in after the report was signed, before the work was taken on, or outside the
survey that the log tells of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pandas as pd

from yzperf.domain.case import CaseInfo
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.survey import Survey
from yzperf.loaders.table_check import read_day
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.survey_sheets import lines, many
from yzperf.quality.work_log import LogLine, log_lines

_STEP = re.compile("问卷|入户|满意度调查|电话调查|面访|补访")
_DONE = re.compile(
    "(?:问卷|入户|满意度|电话|答卷)(?:的)?(?:调查|访问|录入|发放|回收|补访)|(?:发放|回收|录入|投放)[^。；]{0,12}(?:问卷|答卷)"
)
_TAKEN_ON = re.compile("接受委托|委托(?:合同|协议)|业务约定|签订(?:合同|协议)")
_UNTIL = re.compile(r"(?:至|到|—|-|~)\s*(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")


@check("B11", title="日期与期间", clause="cn10.22", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def answers_are_older_than_the_report(survey: Survey, info: CaseInfo) -> Iterator[Hit]:
    """What the report rests on was answered before it was signed."""
    signed = read_day(info.parties.get("报告日期", ""))
    days = _days(survey)
    if signed is None or not days:
        raise Inapplicable("案卷没有写报告日期，或答卷没有写日期")
    late = [row for row, day in days.items() if day > signed]
    if late:
        message = f"{len(late)} 份答卷填写于报告日期 {signed.isoformat()} 之后：{lines(survey, late)}"
        yield Hit(survey.where, message, max(days[row] for row in late).isoformat(), f"不晚于 {signed.isoformat()}")


@check("B11", title="日期与期间", clause="cn10.22", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def answers_fall_into_the_survey(survey: Survey, log: pd.DataFrame) -> Iterator[Hit]:
    """Nobody was asked before the work was taken on; sheets outside the days of the survey are to be looked at."""
    days, entries = _days(survey), log_lines(log)
    if not days:
        raise Inapplicable("答卷没有写日期")
    taken = [line.day for line in entries if line.day and _TAKEN_ON.search(f"{line.step}{line.text}")]
    early = [row for row, day in days.items() if taken and day < min(taken)]
    if early:
        message = f"{len(early)} 份答卷填写于接受委托（{min(taken).isoformat()}）之前：{lines(survey, early)}"
        yield Hit(
            survey.where, message, min(days[row] for row in early).isoformat(), f"不早于 {min(taken).isoformat()}"
        )
    if period := _period(entries):
        outside = [row for row, day in days.items() if row not in early and not period[0] <= day <= period[1]]
        told = f"{period[0].isoformat()}至{period[1].isoformat()}"
        words = f"的日期不在工作日志所记的调查期间（{told}），补录、补访的请说明"
        found = list(many(survey, outside, words))
        yield from (hit.as_lead for hit in found)
        if outside and not found:  # one or two may have come late
            message = f"{len(outside)} 份答卷{words}：{lines(survey, sorted(outside))}"
            yield Hit(survey.where, message, max(days[row] for row in outside).isoformat(), told).as_hint


def _days(survey: Survey) -> dict[int, date]:
    return {row: moment.date() for row, moment in enumerate(survey.moments) if moment is not None}


def _period(entries: list[LogLine]) -> tuple[date, date] | None:
    """From the first to the last day that the log tells of the survey; none where it names a single day."""
    days = {
        day
        for line in entries
        if line.day and (_STEP.search(line.step) or _DONE.search(line.text))
        for day in (line.day, *_ends(line.text, line.day))
    }
    return (min(days), max(days)) if len(days) > 1 else None


def _ends(text: str, day: date) -> Iterator[date]:
    """至4月18日结束, in the year of the line or its own."""
    for match in _UNTIL.finditer(text):
        end = read_day(f"{match[1] or day.year}-{int(match[2]):02}-{int(match[3]):02}")
        if end and end >= day:
            yield end
