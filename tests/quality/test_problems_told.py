"""A07, A03, G10, I01: counts and causes of problems, the period told, outright causes, blanks of many measures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.quality.report_tables import report_of, table
from tests.quality.test_checks import found
from yzperf import face
from yzperf.domain.document import Document, Paragraph
from yzperf.domain.finding import Finding, Verdict
from yzperf.rules import Rules

PROBLEMS = (
    "1.投放质量不高。原因是指导不够。",
    "2.督导力量不足。由于报酬偏低。",
    "3.工期管理不严。成因是进场较晚。",
    "4.预算不够细。原因是沿用基数。",
)
ADVICE = ("1.由区城管局加强指导。", "2.补足督导员。", "3.追究逾期责任。", "4.细化预算。")


def report(summary: str, problems: tuple[str, ...] = PROBLEMS, advice: tuple[str, ...] = ADVICE) -> Document:
    return report_of("#摘要", summary, "#五、存在的问题及原因分析", *problems, "#六、有关建议", *advice)


def counts(rules: Rules, made: Document) -> list[Finding]:
    return [one for one in found(rules, "A07", report=made) if "请核对" in one.message]


@pytest.mark.parametrize(
    "summary",
    ["主要问题有三个方面：投放质量不高等。", "评价发现5个方面的问题。", "报告相应提出五条改进建议。", "提出三条建议。"],
)
def test_a07_not_as_many_as_are_told(rules: Rules, summary: str) -> None:
    (finding,) = counts(rules, report(summary))
    assert finding.verdict is Verdict.LEAD


@pytest.mark.parametrize(
    "summary",
    [
        "主要问题有四个方面。针对4个方面的问题提出4条建议。",
        "现场抽查发现17个问题，督促整改问题147个。",
        "2024年人大代表提出六条意见，已办结。",
        "从两个方面分析。",
    ],
)
def test_a07_as_many_as_are_told(rules: Rules, summary: str) -> None:
    assert counts(rules, report(f"主要问题有四个方面。{summary}")) == []


def test_a07_items_of_a_table_or_within_a_sentence_are_counted(rules: Rules) -> None:
    rows = [["问题", "建议", "责任单位"], *([f"问题{one}", "整改", "区城管局"] for one in "一二三四五")]
    made = report_of("#摘要", "报告提出五条建议。", "#五、存在的问题", *PROBLEMS, "#六、建议", table(rows))
    assert counts(rules, made) == []
    inline = "一是加强指导；二是补足人员；三是追究责任。"
    made = report_of("#摘要", "报告提出三条建议。", "#五、存在的问题", *PROBLEMS, "#六、建议", inline)
    assert counts(rules, made) == []
    made = report_of("#摘要", "报告提出四条建议。", "#五、存在的问题", *PROBLEMS, "#六、建议", inline)
    assert len(counts(rules, made)) == 1


def test_a07_one_problem_without_its_cause(rules: Rules) -> None:
    without = (*PROBLEMS[:3], "4.预算不够细。该情况应予重视。")
    (finding,) = [one for one in found(rules, "A07", report=report("", without)) if "没有写原因" in one.message]
    assert finding.verdict is Verdict.LEAD
    assert "预算不够细" in finding.message
    assert [one for one in found(rules, "A07", report=report("", PROBLEMS)) if "没有写原因" in one.message] == []


# ── A03 ─────────────────────────────────────────────────────────────────────────────────────────────

WHOLE = "评价时段：2024年1月1日至2024年12月31日"


@pytest.mark.parametrize(
    ("other", "verdicts"),
    [
        ("评价期间为2024年1月1日—12月31日。", []),
        ("评价期间为2024年1月1日至2024年11月30日。", [Verdict.FAILED]),
        ("评价期间为2023年1月1日至2023年12月31日。", [Verdict.FAILED]),
        ("评价工作期间为2025年3月10日至6月20日。", []),
        ("项目实施期为2024年3月1日至2024年10月31日。", []),
    ],
)
def test_a03_the_period_is_one(rules: Rules, other: str, verdicts: list[Verdict]) -> None:
    info = face.open_case(face.sample_case()).info
    info = replace(info, period=(date(2024, 1, 1), date(2024, 12, 31)))
    hits = found(rules, "A03", report=report_of(WHOLE, "#一、项目概况", other), info=info)
    assert [one.verdict for one in hits if "评价期间此处" in one.message] == verdicts


def test_a03_a_period_of_which_none_is_the_case_s_is_a_lead(rules: Rules) -> None:
    info = face.open_case(face.sample_case()).info
    made = report_of("评价期间：2019年1月1日至2019年12月31日", "#一、项目概况", "正文。")
    (finding,) = [one for one in found(rules, "A03", report=made, info=info) if "评价期间此处" in one.message]
    assert finding.verdict is Verdict.LEAD


# ── G10, I01 ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("视频全覆盖直接导致投诉工单由268件降至213件。", 1),
        ("总体上依据充分，补助直接导致产值增长，但目标设置仍有问题。", 1),
        ("投诉工单同期由268件降至213件。", 0),
    ],
)
def test_g10_an_outright_cause(rules: Rules, text: str, count: int) -> None:
    made = report_of("#二、方法", "与上年的比较为前后描述，未设对照县。", "#四、项目效益情况", text)
    *rest, last = made.blocks
    assert isinstance(last, Paragraph)
    made = replace(made, blocks=(*rest, replace(last, path=("四、项目效益情况",))))
    assert len(found(rules, "G10", report=made)) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("常住人口____万人，其中妇女6.84万人。", 1),
        ("常住人口  万人。", 1),
        ("已完成＿＿座。", 1),
        ("补助于2024年  月  日到位。", 1),
        ("施工单位进场较晚，原因待核实。", 1),
        ("主评人（签字）：　　　2025年  月  日", 0),
        ("上述资料有待进一步核实补充完善的，另行报送。", 0),
        ("常住人口 28.60 万人。", 0),
    ],
)
def test_i01_blanks_of_many_measures(rules: Rules, text: str, count: int) -> None:
    assert len(found(rules, "I01", report=report_of("#一、项目概况", text))) == count
