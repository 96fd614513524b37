"""The log of the work against report, manifest and case: leads, each with the twins that must pass."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from tests.quality.report_tables import report_of
from tests.quality.test_checks import found
from yzperf import face
from yzperf.domain.evidence import Evidence
from yzperf.domain.finding import Finding, Verdict
from yzperf.errors import Place
from yzperf.rules import Rules

TITLES = ("日期", "环节", "内容", "参加人", "地点", "成果")
LINES = (
    "2025-03-12|成立工作组|确定3名成员|秦岚、罗一鸣、邵晴|评价机构|人员名单",
    "2025-03-28|方案论证|5名专家论证实施方案|专家组5人；秦岚|财政局|意见",
    "2025-04-03|下达通知|印发评价通知|示例区财政局|财政局|通知",
    "2025-04-08|资料收集|收集立项资料|罗一鸣、邵晴|实施单位|证据E01至E03、E06",
    "2025-05-06|问卷调查|发放问卷450份，至5月12日结束|邵晴|六个镇|证据E12",
    "2025-06-16|内部复核|复核报告|方晓舟|评价机构|复核表",
)
TEXT = "3月12日组成由3名成员构成的评价工作组，3月28日实施方案通过5名专家论证，4月3日印发评价通知；5月6日至12日开展问卷调查。"


def log_of(*changes: tuple[str, str]) -> pd.DataFrame:
    text = "\n".join(LINES)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return pd.DataFrame([line.split("|") for line in text.split("\n")], columns=list(TITLES))


def told(rules: Rules, number: str, text: str = TEXT, *changes: tuple[str, str]) -> list[Finding]:
    report = report_of("#二、绩效评价工作开展情况", "#（三）评价工作过程", text)
    hits = found(rules, number, report=report, log=log_of(*changes))
    return [one for one in hits if "请核对" in one.message]


@pytest.mark.parametrize(
    ("number", "old", "new"),
    [
        ("H06", "4月3日印发", "4月13日印发"),
        ("H06", "5月6日至12日", "5月6日至22日"),
        ("D08", "3名成员", "4名成员"),
        ("D08", "5名专家", "7名专家"),
    ],
)
def test_the_report_tells_otherwise(rules: Rules, number: str, old: str, new: str) -> None:
    (finding,) = told(rules, number, TEXT.replace(old, new))
    assert finding.verdict is Verdict.LEAD
    assert told(rules, number) == []


@pytest.mark.parametrize(
    ("number", "old", "new"),
    [
        ("H06", "2025-04-03", "2025-04-30"),
        ("D08", "秦岚、罗一鸣、邵晴", "秦岚、罗一鸣"),
        ("D08", "专家组5人", "专家组7人"),
    ],
)
def test_the_log_tells_otherwise(rules: Rules, number: str, old: str, new: str) -> None:
    (finding,) = told(rules, number, TEXT, (old, new))
    assert finding.verdict is Verdict.LEAD


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("4月3日印发评价通知", "4月9日至10日收集立项资料"),  # while another line goes on is not told of it
        TEXT.replace("4月3日印发评价通知", "4月3日由区财政局印发通知"),
        TEXT.replace("5名专家论证", "专家论证"),
        "实施方案经两轮论证，5名专家和3名专家分别出具意见。",
    ],
)
def test_other_ways_to_tell_the_same(rules: Rules, text: str) -> None:
    assert told(rules, "D08", f"评价工作组由3人组成，{text}") == []


@pytest.mark.parametrize(("day", "count"), [("4月15日至18日", 0), ("4月2日至18日", 1), ("6月1日", 1)])
def test_h06_a_stage_holds_its_days(rules: Rules, day: str, count: int) -> None:
    text = f"实施阶段（4月8日至5月16日）。收集资料；{day}实地抽查投放点60座。报告阶段（5月19日至6月20日）：5月26日形成初稿。"
    report = report_of("#二、绩效评价工作开展情况", "#（三）评价工作过程", text.partition("报告阶段")[0])
    hits = [one for one in found(rules, "H06", report=report) if "阶段里" in one.message]
    assert len(hits) == count


@pytest.mark.parametrize(
    ("reviewer", "count"),
    [("方晓舟", 0), ("方晓洲", 1), ("许蔚", 0)],  # somebody else may have reviewed as well
)
def test_d10_the_name_of_the_reviewer(rules: Rules, reviewer: str, count: int) -> None:
    info = face.open_case(face.sample_case()).info
    info = replace(info, parties={**info.parties, "主评人": "秦岚", "复核人": "方晓舟"})
    hits = found(rules, "D10", info=info, log=log_of(("方晓舟", reviewer)))
    assert len([one for one in hits if "请核对" in one.message]) == count


def items(*changes: tuple[str, str]) -> tuple[Evidence, ...]:
    rows = ["E01 2025-04-08 邵晴", "E03 2025-04-09 罗一鸣", "E06 2025-04-08 邵晴", "E12 2025-05-12 邵晴"]
    text = "\n".join(rows)
    for old, new in changes:
        text = text.replace(old, new)
    parts = [row.split(" ") for row in text.split("\n")]
    where = Place("manifest.csv", cell="第2行")
    return tuple(Evidence(one, f"{one}.txt", "", "示例局", day, who, "全文", where) for one, day, who in parts)


@pytest.mark.parametrize(
    ("number", "change", "count"),
    [
        ("D05", ("2025-05-12", "2025-03-05"), 1),
        ("D05", ("2025-05-12", "2025-06-30"), 1),
        ("D05", ("2025-05-12", "2025-05-16"), 0),  # registered some days later
        ("D03", ("E12 2025-05-12 邵晴", "E12 2025-05-12 邵睛"), 1),
        ("D03", ("", ""), 0),
    ],
)
def test_evidence_is_what_the_log_says(rules: Rules, number: str, change: tuple[str, str], count: int) -> None:
    given = items(change) if change[0] else items()
    hits = found(rules, number, evidence=given, log=log_of())
    assert [one.verdict for one in hits] == [Verdict.LEAD] * count
