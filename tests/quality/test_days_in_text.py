"""B11, H06 on days that the text tells: the calendar, the days between, the order of the steps; years left out pass."""

from __future__ import annotations

import pytest

from tests.quality.report_tables import report_of
from tests.quality.test_checks import found
from tests.quality.test_fieldwork_checks import log
from tests.quality.test_money_stated import INFO
from yzperf.domain.finding import EvidenceClass, Finding
from yzperf.rules import Rules


def told(rules: Rules, number: str, *texts: str) -> list[Finding]:
    day = "2024年3月5日召开协调会。"  # there is always one to judge
    return found(rules, number, report=report_of("#评价工作过程", day, *texts), info=INFO)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("9月31日完成采购。", "9月31日"), ("问卷于11月18日至31日发放。", "11月18日至31日"), ("２月30号收到资料", "2月30号"),
        ("2024年6月20日—31日开展普查。", "2024年6月20日-31日"), ("13月2日开馆。", "13月2日"),
    ],
)  # fmt: skip
def test_b11_days_of_no_year(rules: Rules, text: str, shown: str) -> None:
    (finding,) = told(rules, "B11", text)
    assert finding.reported == shown


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("合同约定6月15日前交付，实际7月3日交付，延迟28天。", "18天"),
        ("计划2024年8月31日完工，实际9月20日完工，逾期10天。", "20天"),
        ("计划10月20日开馆，10月8日即开馆，提前22天。", ""),
        ("3月1日开工，4月30日竣工，历时90天", "60天"),
        ("46座应于2024年9月30日前完工，按期43座；其中最迟的1座于2024年10月23日完工，逾期33天。", "23天"),
        ("46座应于2024年9月30日前完工，按期43座；其中最迟的1座于2024年10月23日完工，逾期23天。", ""),
        ("2024年9月1日调研；其中1座于2024年10月23日完工，逾期13天。", ""),
    ],
)
def test_b11_days_between(rules: Rules, text: str, right: str) -> None:
    assert [finding.recomputed for finding in told(rules, "B11", text)] == ([right] if right else [])


@pytest.mark.parametrize(
    "text",
    [
        "2月29日验收。", "问卷于11月18日至30日发放。", "合同约定6月15日前交付，实际7月3日交付，延迟18天。", "3月1日开工，4月30日竣工，历时61天",
        "6月15日前交付，实际7月3日交付，延迟13个工作日。", "6月1日、6月5日、6月9日三次催办，延迟20天。", "自1月1日至12月31日，延迟20天。",
        "6.31万元", "每年31日结账",
    ],
)  # fmt: skip
def test_b11_days_that_pass(rules: Rules, text: str) -> None:
    assert told(rules, "B11", text) == []


def test_h06_steps_in_the_text(rules: Rules) -> None:
    (finding,) = told(rules, "H06", "（三）评价过程。5月20日形成初稿，5月12日书面征求意见，6月10日定稿。")
    assert (finding.reported, finding.evidence) == ("5月12日", EvidenceClass.RULE)
    assert (
        told(rules, "H06", "（三）评价过程。5月20日形成初稿，5月26日书面征求意见，6月3日收到反馈意见4条，6月10日定稿。")
        == []
    )
    assert told(rules, "H06", "评价工作程序：12月20日形成初稿，1月6日征求意见，1月15日定稿。") == []
    assert told(rules, "H06", "评价工作过程：5月8日征求对方案的意见，5月20日完成报告初稿，5月26日征求意见。") == []


def test_h06_the_plan_is_reviewed_before_the_fieldwork(rules: Rules) -> None:
    late = log(
        ("2025-04-01", "现场调研", "核查"), ("2025-04-10", "方案论证", "专家评议方案"), ("2025-05-01", "初稿", "初稿")
    )
    (finding,) = found(rules, "H06", log=late)
    assert "方案论证" in finding.message
    good = log(
        ("2025-03-20", "方案评审", "专家评议方案"), ("2025-04-01", "现场调研", "核查"), ("2025-05-01", "初稿", "初稿")
    )
    assert found(rules, "H06", log=good) == []
