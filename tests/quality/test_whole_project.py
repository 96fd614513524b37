"""A04, B07, B10 on the money of the whole project, under whatever name, in text and tables."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.quality.report_tables import report_of, table
from tests.quality.test_checks import GOOD, budget, found
from tests.quality.test_money_stated import INFO
from yzperf.domain.document import Kind, Table
from yzperf.domain.finding import Finding, Verdict
from yzperf.rules import Rules

TITLE = "2024年度示例县农村道路提升工程绩效评价报告"
HEADS = ("资金来源", "年初预算数", "全年预算数", "全年执行数", "结余")


def told(rules: Rules, number: str, *blocks: str | Table) -> list[Finding]:
    return found(rules, number, report=report_of(*blocks, title=TITLE))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("项目全年支出100万元。", "该项目实际支出98万元。"),
        ("示例县农村道路提升工程全年预算120万元，支出100万元。", "全年执行数98.00万元。"),
        ("2024年项目支出100万元。", "本项目支出资金980000元。"),
        ("项目预算执行率95.20%。", "资金执行率96.1%。"),
        ("截至2024年12月31日，项目支出100万元，结余20万元。", "项目全年支出98万元，结余20万元。"),
        ("项目资金到位100万元。", "项目全年预算120万元，到位资金98万元。"),
        ("当年改造道路条数为71条。", "改造道路条数达到61条。"),
        ("2024年度沿线村民满意度86.1%。", "沿线村民满意度为83.2%。"),
    ],
)
def test_a04_one_thing_under_two_names(rules: Rules, one: str, other: str) -> None:
    (finding,) = told(rules, "A04", "#摘要", one, "#正文", other)
    assert finding.verdict is Verdict.FAILED


@pytest.mark.parametrize(
    "other",
    [
        "2023年项目支出98万元。",
        "绿化工程支出98万元。",
        "项目支出中，绿化支出98万元。",
        "项目全年预算120万元，其中绿化：支出98万元。",
        "截至2024年9月底，项目支出98万元。",
        "项目支出预算98万元。",
        "单位自评填报项目支出98万元。",
        "2023年项目情况如下：2023年预算110万元。实际支出98万元。",
        "项目支出100.00万元，示例镇支出98万元。",
        "全县同类项目平均支出98万元。",
        "邻县同类项目满意度为75.0%，项目支出98万元。",
        "上年项目预算110万元，支出98万元。",
        "2022年以来项目累计支出98万元。",
        "项目合同支付率95.77%。",
    ],
)
def test_a04_another_thing_beside_it(rules: Rules, other: str) -> None:
    assert told(rules, "A04", "项目全年支出100万元。", "项目全年支出100万元。", other) == []


@pytest.mark.parametrize(
    "other", ["邻县同类项目满意度为75.0%，执行率为81.20%。", "全市平均支付进度88%，其执行率为81.20%。"]
)
def test_a04_a_rate_of_another_place(rules: Rules, other: str) -> None:
    assert told(rules, "A04", "项目预算执行率95.20%。", "预算执行率95.20%。", other) == []


def test_a04_rates_of_two_names_and_years_of_one_project(rules: Rules) -> None:
    """支付率 is not 执行率; where several years are told, an undated amount may be of all of them."""
    assert (
        told(rules, "A04", "项目预算执行率37.2%。", "预算执行率为37.2%，资金支付率95.77%。", "资金支付率95.77%。") == []
    )
    years = ("2023年项目支出60万元；2024年项目支出40万元。", "项目实际支出100万元。", "项目支出100万元。")
    assert told(rules, "A04", *years) == []


def test_a04_where_an_office_is_evaluated_its_projects_are_a_part(rules: Rules) -> None:
    parts = "支出799.12万元，其中人员经费支出434.89万元，项目支出286.83万元。"
    assert told(rules, "A04", "全年支出799.12万元。", parts, "项目支出286.83万元。") == []
    assert told(rules, "A04", "全年支出300万元，其中基本支出200万元。", "项目支出100万元。", "全年支出300万元。") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("项目全年支出100.25万元。", "该项目实际支出100.25元。"),
        ("项目全年预算1,002,500元，支出980,000元。", "全年执行数98亿元。"),
        ("项目全年支出1.0025亿元。", "项目支出1.0025万元。"),
    ],
)
def test_b10_the_same_digits_under_two_names(rules: Rules, one: str, other: str) -> None:
    (finding,) = told(rules, "B10", "#摘要", one, "#正文", other)
    assert "量级不同" in finding.message


def rows(*amounts: tuple[str, str, str, str]) -> list[tuple[str, ...]]:
    names = ("市级资金", "镇级资金", "合计")
    return [HEADS, *((name, *values) for name, values in zip(names, amounts, strict=True))]


RIGHT = rows(
    ("100.00", "110.00", "99.00", "11.00"), ("50.00", "50.00", "46.15", "3.85"), ("150.00", "160.00", "145.15", "14.85")
)  # fmt: skip


def against_budget(rules: Rules, number: str, *blocks: str | Table) -> list[Finding]:
    return found(rules, number, report=report_of(*blocks, title=TITLE), budget=budget(*GOOD), info=INFO)


def test_b07_a_table_with_the_numbers_of_the_budget_table(rules: Rules) -> None:
    made = table(RIGHT, caption="表1 资金情况", unit="万元")
    assert against_budget(rules, "B07", made) == []
    assert against_budget(rules, "B10", made) == []


def test_b07_the_total_row_of_such_a_table(rules: Rules) -> None:
    wrong = [*RIGHT[:-1], ("合计", "150.00", "160.00", "154.15", "14.85")]
    (finding,) = against_budget(rules, "B07", table(wrong, caption="表1 资金情况", unit="万元"))
    assert (finding.reported, finding.recomputed) == ("154.15", "145.15万元")


@pytest.mark.parametrize(("line", "unit"), [("单位：元", "元"), ("（金额单位：亿元）", "亿元")])
def test_b10_the_unit_above_a_table_is_told_once_and_at_its_line(rules: Rules, line: str, unit: str) -> None:
    made = report_of("表1 资金情况", line, table(RIGHT, at=3, caption="表1 资金情况", unit=unit), title=TITLE)
    (finding,) = found(rules, "B10", report=made, budget=budget(*GOOD), info=INFO)
    assert (finding.where.paragraph, finding.reported, finding.recomputed) == ("第2段", unit, "万元")
    assert found(rules, "B07", report=made, budget=budget(*GOOD), info=INFO) == []


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("全年支出145.15万元，其中：市级95万元、镇级46.15万元。", "99万元"),
        ("项目全年预算160万元，其中市级资金1,000,000元，镇级资金50万元。", "110万元"),
    ],
)
def test_b07_parts_are_told_as_their_whole(rules: Rules, text: str, right: str) -> None:
    (finding,) = against_budget(rules, "B07", text)
    assert finding.recomputed == right


def test_b07_parts_that_are_right_or_of_no_source(rules: Rules) -> None:
    texts = (
        "全年支出145.15万元，其中：市级99万元、镇级46.15万元。",
        "全年支出145.15万元，其中道路99万元、绿化20万元。",
    )
    assert against_budget(rules, "B07", *texts) == []


def test_a04_brackets_of_a_caption(rules: Rules) -> None:
    made = report_of("项目全年支出100万元。", "表1 2024年资金情况（全年支出98万元）", title=TITLE)
    caption = replace(made.blocks[1], kind=Kind.CAPTION)  # type: ignore[type-var]
    (finding,) = found(rules, "A04", report=replace(made, blocks=(made.blocks[0], caption)))
    assert (finding.where.paragraph, finding.reported) == ("第2段", "98万元")


def test_a04_sums_of_one_table_are_several_things(rules: Rules) -> None:
    rows = (
        ("一级指标", "分值", "得分"),
        ("决策", "15", "13"),
        ("小计", "15", "13"),
        ("过程", "20", "18"),
        ("小计", "20", "18"),
    )
    made = report_of("执行率95%。", "预算执行率95%。", table(rows, at=3, caption="附表 评分表"), title=TITLE)
    assert found(rules, "A04", report=made) == []


def test_a04_the_total_row_names_no_part(rules: Rules) -> None:
    caption = "资金安排和使用情况"
    rows = (("资金来源", "全年预算数", "全年执行数"), ("上级资金", "40.00", "38.00"), ("本级资金", "60.00", "58.00"))
    money = table((*rows, ("合计", "100.00", "96.00")), at=6, caption=f"表1 {caption}（单位：万元）")
    first = "2024年度示例县农村道路提升工程全年预算100.00万元，实际支出96.00万元，执行率为96.00%。"
    (finding,) = told(rules, "A04", "#摘要", first, "#正文", "资金执行率87.00%。", money)
    assert finding.reported == "87.00%"
