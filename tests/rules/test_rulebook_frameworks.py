"""The common frameworks of 2013 and those of the city plan (共性指标体系框架等): complete, cited, computable."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from yzperf.errors import RuleError
from yzperf.rules import Framework, Status, load_rules

RULES = load_rules(on=date(2024, 12, 31), region="扬中")
OURS = ("cn53_project", "cn53_department", "cn53_finance", "department_six", "government_operation", "lower_government")


def framework(name: str) -> Framework:
    return RULES.framework(name)


@pytest.mark.parametrize(
    ("name", "blocks"),
    [
        ("cn53_project", {"投入": 5, "过程": 6, "产出": 4, "效果": 5}),
        ("cn53_department", {"投入": 5, "过程": 15, "产出": 4, "效果": 4}),
        ("cn53_finance", {"投入": 10, "过程": 7, "效果": 15}),
    ],
)
def test_the_three_annexes_are_complete(name: str, blocks: dict[str, int]) -> None:
    found = framework(name)
    assert {block: len(found.of_block(block)) for block in found.blocks} == blocks
    prefix = {"cn53_project": "A1", "cn53_department": "A2", "cn53_finance": "A3"}[name]
    assert [item.id for item in found.indicators] == [f"{prefix}-{n}" for n in range(1, sum(blocks.values()) + 1)]


def test_totals_are_twenty_twenty_eight_and_thirty_two() -> None:
    assert [len(framework(name).indicators) for name in OURS[:3]] == [20, 28, 32]


def test_department_has_the_six_aspects_of_the_plan() -> None:
    six = ("运行成本", "管理效率", "履职尽责效能", "社会效应", "可持续发展能力", "服务对象满意度")
    assert framework("department_six").blocks == six
    assert all(framework("department_six").of_block(block) for block in six)
    assert all(block in RULES.clause("yz29.2").fact for block in six)


@pytest.mark.parametrize("name", ["government_operation", "lower_government"])
def test_governments_have_the_seven_concerns(name: str) -> None:
    found = framework(name)
    assert len(found.blocks) == 7
    assert all(found.of_block(block) for block in found.blocks)


def test_the_six_aspects_use_the_whole_annex_2() -> None:
    formulas = {item.formula for item in framework("department_six").indicators}
    annex = {item.formula for item in framework("cn53_department").indicators}
    assert annex <= formulas


def test_governments_own_framework_uses_the_whole_annex_3() -> None:
    names = {item.name for item in framework("government_operation").indicators}
    annex = {item.name for item in framework("cn53_finance").indicators}
    assert annex <= names


@pytest.mark.parametrize("name", OURS)
def test_every_indicator_is_whole(name: str) -> None:
    for item in framework(name).indicators:
        assert item.explanation
        assert item.how or item.name.endswith(("满意度", "率", "水平", "系数")), item.id
        assert item.standard
        assert item.direction
        assert item.data_source
        assert item.evidence
        assert all(part.meaning for part in item.items)
        assert RULES.cite(item.clause)


@pytest.mark.parametrize("name", OURS)
def test_no_weights_are_invented(name: str) -> None:
    found = framework(name)
    assert all(item.weight_range is None for item in found.indicators)
    assert "评价方" in found.weight_note


@pytest.mark.parametrize("name", OURS)
def test_directions_are_declared_a_program_setting(name: str) -> None:
    assert "program.direction" in framework(name).conventions
    assert RULES.cite("program.direction").startswith("程序设定：")


def test_lost_rows_are_marked_and_never_cited_as_law() -> None:
    lost = {
        item.id: item
        for name in OURS[:3]
        for item in framework(name).indicators
        if RULES.clause(item.clause).status is Status.UNVERIFIED
    }
    assert set(lost) == {"A1-14", "A2-15", "A2-16", "A2-17"}
    assert all("未核实" in item.note for item in lost.values())
    assert all("未核实" in RULES.cite(item.clause) for item in lost.values())


@pytest.mark.parametrize("name", OURS)
def test_unverified_indicators_say_so(name: str) -> None:
    for item in framework(name).indicators:
        if RULES.clause(item.clause).status is Status.UNVERIFIED:
            assert "未核实" in item.note, item.id


DIRECTIONS = {
    "反向": (3, 4, 7, 9, 10, 11, 12),
    "适度（接近100%）": (6, 8, 13),
}


def test_directions_of_the_department_framework() -> None:
    found = framework("cn53_department")
    for direction, numbers in DIRECTIONS.items():
        assert [item.id for item in found.indicators if item.direction == direction] == [f"A2-{n}" for n in numbers]


# ── computing ───────────────────────────────────────────────────────────────────────────────────────

CASES = [
    ("cn53_project", "资金到位率", {"实际到位资金": 95, "计划投入资金": 100}, "19/20"),
    ("cn53_project", "A1-13", {"计划完成时间": 100, "实际完成时间": 100}, "0"),
    ("cn53_project", "A1-13", {"计划完成时间": 100, "实际完成时间": 120}, "-1/5"),
    ("cn53_project", "成本节约率", {"计划成本": 80, "实际成本": "76.4"}, "9/200"),
    ("cn53_department", "A2-4", {"本年“三公经费”预算数": 95, "上年“三公经费”预算数": 100}, "-1/20"),
    ("cn53_department", "质量达标率", {"质量达标实际工作数": 8, "计划工作数": 10}, "4/5"),
    ("cn53_department", "支付进度率", {"实际支付进度": "0.6", "既定支付进度": "0.75"}, "4/5"),
    ("cn53_finance", "财政供养人员控制率", {"实际在职人数": 1050, "标准在职人数": 1000}, "1/20"),
    ("cn53_finance", "债务率", {"年末本级政府性债务余额": 90, "公共财政支出": 50, "政府性基金支出": 30, "国有资本经营支出": 20}, "9/10"),
    ("cn53_finance", "预算平衡性", {"预算收入": 10, "预算支出": 12}, "-2"),
    ("cn53_finance", "人员经费保障率", {"在职人员经费总额": 1200, "在职财政供养人数": 100, "在职人员经费标准": 10}, "6/5"),
    ("cn53_finance", "财政支出乘数",
     {"本年GDP": 110, "上年GDP": 100, "本年公共财政预算支出": 25, "上年公共财政预算支出": 20}, "2"),
    ("cn53_finance", "财政总收入占GDP的比重",
     {"公共财政收入": 10, "政府性基金收入": 9, "国有土地使用权收入": 8, "国有资本经营收入": 1, "社会保险基金收入": 3, "GDP": 150}, "1/10"),
    ("department_six", "评价结果应用率", {"采纳建议数": 3, "建议总数": 4}, "3/4"),
    ("lower_government", "财政自给率", {"一般公共预算收入": 40, "一般公共预算支出": 50}, "4/5"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "indicator", "items", "expected"), CASES)
def test_indicators_are_computed_exactly(name: str, indicator: str, items: dict[str, object], expected: str) -> None:
    numbers = {key: Decimal(str(number)) for key, number in items.items()}
    assert framework(name).compute(indicator, numbers) == Fraction(expected)


@pytest.mark.parametrize("name", [item.id for item in RULES.library.frameworks.values()])
def test_every_formula_of_the_rule_book_can_be_computed(name: str) -> None:
    found = RULES.library.frameworks[name]
    for item in found.indicators:
        if item.formula:
            numbers = {part.name: Decimal(7 + place) for place, part in enumerate(item.items)}
            assert isinstance(found.compute(item.id, numbers), Fraction)


def test_the_same_name_means_different_things_in_the_annexes() -> None:
    denominators = [framework(name).indicator("质量达标率") for name in OURS[:2]]
    assert [item.items[-1].name for item in denominators if item] == ["实际产出数", "计划工作数"]


def test_what_cannot_be_computed_says_why() -> None:
    found = framework("cn53_finance")
    with pytest.raises(RuleError, match="没有公式，由评价人"):
        found.compute("社会公众满意度", {})
    with pytest.raises(RuleError, match="没有指标“路面平整度”；有公式的指标：A3-1"):
        found.compute("路面平整度", {})
    with pytest.raises(RuleError, match="缺数据项：税收收入"):
        found.compute("税收收入占比", {"公共财政预算收入": Decimal(3)})
    with pytest.raises(RuleError, match="除数为零（为零的数据项：公共财政预算收入）"):
        found.compute("税收收入占比", {"公共财政预算收入": Decimal(0), "税收收入": Decimal(1)})


# ── showing ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_table_has_chinese_columns_and_no_empty_one() -> None:
    table = framework("cn53_department").table()
    assert list(table.columns) == [
        "编号", "一级指标", "二级指标", "三级指标", "指标解释", "评价要点或公式", "性质", "单位", "方向", "标准", "说明", "条款",
    ]  # fmt: skip
    assert len(table) == 28
    assert table.loc[table["编号"] == "A2-3", "评价要点或公式"].item() == "在职人员数 ÷ 编制数 × 100%"
    assert table.loc[table["编号"] == "A2-18", "评价要点或公式"].item().startswith("1. 已制定或具有资产管理制度；2. ")


def test_a_notebook_line_shows_the_whole_table() -> None:
    html = framework("cn53_department")._repr_html_()
    assert "财预〔2013〕53号附件2" in html
    items = framework("cn53_department").indicators
    assert [item.id for item in items if html.count(f">{item.id}</td>") != 1] == []
    assert all(f">{band} 项）</td>" in html for band in ("投入（5", "过程（15", "产出（4", "效果（4"))
    assert "..." not in html
    longest = max((check for item in items for check in item.checks), key=len)
    assert f"①{items[0].checks[0]}" in html
    assert longest in html


def test_the_frameworks_hold_from_their_first_day() -> None:
    assert load_rules(on=date(2013, 4, 21), region="国家").framework("cn53_finance")
    with pytest.raises(RuleError, match="2013-04-21"):
        load_rules(on=date(2013, 4, 20), region="国家").framework("cn53_finance")
    with pytest.raises(RuleError, match="2020-06-18"):
        load_rules(on=date(2020, 6, 17), region="扬中").framework("department_six")
