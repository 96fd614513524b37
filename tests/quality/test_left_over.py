"""I02: the year, the unit, the project of another report in this one, and what such words may say by right."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.quality.report_tables import report_of, table
from tests.quality.test_checks import found
from tests.quality.test_money_stated import INFO
from yzperf.domain.finding import Finding, Verdict
from yzperf.quality import Bundle, audit
from yzperf.rules import Rules

CASE = replace(
    INFO,
    name="2024年度扬中市城市公交运营财政补贴项目",
    parties={"主管部门": "扬中市交通运输局", "实施单位": "扬中市公共交通有限公司", "委托单位": "扬中市财政局"},
)
ROWS = (("项目", "全年预算", "实际支出"), ("公交补贴", "9,050.00", "8,941.20"))
SAID = "2024年全年预算9,050.00万元，实际支出8,941.20万元，客运量2,347.60万人次。"
PAST = (("项目", "2024年", "2023年"), ("总成本", "12,757.13", "12,664.98"))


def left(rules: Rules, text: str) -> list[Finding]:
    made = report_of(
        "#一、项目基本情况",
        SAID,
        table(ROWS, at=3),
        table(PAST, at=4),
        "#四、绩效分析",
        text,
        title="扬中市城市公交补贴项目",
    )
    outcome = audit(Bundle(rules=rules, report=made, info=CASE))
    return [one for one in outcome.findings if one.id == "I02"]


@pytest.mark.parametrize(
    "text",
    [
        "2023年实际支出8,941.20万元。",
        "截至2023年12月31日，已支付8,941.20万元。",
        "2023年度完成客运量2347.6万人次。",
        "项目主管部门为教育体育局。",
        "扬中市水利局未制定考核办法。",
        "经评价，农村饮水安全巩固项目综合得分94.89分。",
    ],
)
def test_i02_left_over_from_another_report(rules: Rules, text: str) -> None:
    (finding,) = left(rules, text)
    assert finding.verdict is Verdict.LEAD


@pytest.mark.parametrize(
    "text",
    [
        "2023年总成本12,664.98万元。",
        "比2023年的8,941.20万元持平。",
        "2023年12月批复年初预算9,050.00万元。",
        "2024年1月至12月支出8,941.20万元。",
        "截至2025年1月20日，结余9,050.00万元缴回国库。",
        "项目主管部门为交通运输局，实施单位为公共交通有限公司。",
        "扬中市财政局未按季拨付，市审计局负责监督。",
        "城市公交运营补贴项目综合得分94.89分，本项目绩效目标明确。",
        "街道社区公共服务中心配合调查，请各单位将整改情况书面报送市财政局。",
        "建议县财政局督促有关乡镇补足配套。",
        "由市发展改革委员会会同区财政局联合下达。",
    ],
)
def test_i02_by_right(rules: Rules, text: str) -> None:
    assert left(rules, text) == []


def test_i02_needs_a_year(rules: Rules) -> None:
    made = report_of("#一、情况", "客运量2,347.60万人次。", title="公交补贴项目绩效评价报告")
    assert found(rules, "I02", report=made, info=CASE) == []


def test_i01_a_body_whose_name_was_not_filled_in(rules: Rules) -> None:
    (finding,) = found(rules, "I01", report=report_of("#一、情况", "××局负责政策制定，区管理中心负责监管。"))
    assert finding.verdict is Verdict.LEAD
    (finding,) = found(rules, "I01", report=report_of("#一、情况", "XX镇：改厕少8户，执行率95.43%。龙潭镇全部完成。"))
    assert finding.verdict is Verdict.LEAD
    many = ["XX村有××街道、××局和某某中心。", "××局、××公司参加。"]
    assert found(rules, "I01", report=report_of("#一、情况", *many)) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("支出按《永兴县项目资金管理办法》执行。", 1),
        ("扬中市财政局已经审核。建议永兴县教育体育局按近三年的平均数测算。", 1),
        ("支出按《江苏省省级资金管理办法》执行。", 0),
        ("支出按《扬中市项目资金管理办法》执行。", 0),
        ("《永兴县项目资金管理办法》可供参考，永兴县的做法是按季考核。", 0),
        ("由市财政局会同县农业农村局核实。", 0),
    ],
)
def test_i02_rules_and_bodies_of_another_county(rules: Rules, text: str, count: int) -> None:
    found_here = [one for one in left(rules, text) if "永兴县" in one.message or "会同" in one.message]
    assert len(found_here) == count
