"""B11: the days on which the sheets were filled in, against the report and the log; E07 from the time of handing in."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pandas as pd

from tests.quality.test_checks import found
from tests.quality.test_money_stated import INFO
from tests.quality.test_survey_checks import honest, survey
from yzperf.domain.finding import Finding, Severity, Verdict
from yzperf.domain.survey import Survey
from yzperf.rules import Rules

CASE = replace(INFO, parties={"报告日期": "2025年6月6日"})
FIRST = datetime(2025, 4, 10, 9, 0)
LOG = [
    ("2025-03-10", "接受委托", "签订业务约定书"),
    ("2025-03-19", "方案编制", "编写实施方案和问卷"),
    ("2025-04-10", "问卷调查", "入户面访，至4月18日结束，发放430份"),
    ("2025-04-22", "问卷录入", "纸质问卷分两批录入"),
    ("2025-06-06", "终稿", "提交正式报告"),
]


def sheets(*days: datetime) -> Survey:
    moments = (*days, *(FIRST + timedelta(minutes=15 * at) for at in range(40)))
    return replace(survey(honest(len(moments), 6, 1)), moments=moments)


def hits(rules: Rules, answered: Survey, log: list[tuple[str, str, str]] = LOG) -> list[Finding]:
    frame = pd.DataFrame([(*line, "", "") for line in log], columns=["日期", "环节", "内容", "参加人", "地点"])
    return found(rules, "B11", survey=answered, info=CASE, log=frame)


def test_b11_answers_of_the_days_that_the_log_tells(rules: Rules) -> None:
    """Paper sheets typed in some days later are in the log as well."""
    assert hits(rules, sheets(datetime(2025, 4, 18, 19, 0), *[datetime(2025, 4, 22, 14, 0)] * 20)) == []


def test_b11_answers_later_than_the_report(rules: Rules) -> None:
    finding = hits(rules, sheets(datetime(2025, 6, 15, 10, 0)))[0]
    assert finding.verdict is Verdict.FAILED
    assert (finding.reported, finding.recomputed) == ("2025-06-15", "不晚于 2025-06-06")
    assert hits(rules, sheets(datetime(2025, 6, 6, 10, 0)), LOG[:2]) == []  # the day of the signature itself


def test_b11_answers_before_the_work_was_taken_on(rules: Rules) -> None:
    (finding,) = hits(rules, sheets(datetime(2025, 2, 20, 10, 0)))
    assert finding.verdict is Verdict.FAILED
    assert finding.recomputed == "不早于 2025-03-10"


def test_b11_answers_outside_the_survey_are_a_lead(rules: Rules) -> None:
    (finding,) = hits(rules, sheets(*[datetime(2025, 5, 20, 10, 0)] * 6))
    assert finding.verdict is Verdict.LEAD
    (few,) = hits(rules, sheets(*[datetime(2025, 5, 20, 10, 0)] * 2))
    assert (few.verdict, few.severity) == (Verdict.LEAD, Severity.HINT)  # two that came late are no pattern
    one_day = [
        line if line[1] != "问卷调查" else (line[0], line[1], "入户面访") for line in LOG if line[1] != "问卷录入"
    ]
    assert hits(rules, sheets(*[datetime(2025, 5, 20, 10, 0)] * 6), one_day) == []  # the log does not tell how long


def test_e07_nights_of_those_who_fill_in_alone(rules: Rules) -> None:
    """A link is answered at night by a few; a twentieth of all sheets at three o'clock is another matter."""

    def at_night(count: int) -> list[Finding]:
        return found(rules, "E07", survey=sheets(*[datetime(2025, 4, 11, 3, 5 + at) for at in range(count)]))

    assert at_night(2) == []
    (finding,) = at_night(12)
    assert "深夜" in finding.message
