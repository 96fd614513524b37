"""The indicator framework of annex 2 and the outline of annex 3 (指标体系框架、报告提纲)."""

from __future__ import annotations

from datetime import date

import pytest

from yzperf.rules import load_rules, plain_title

RULES = load_rules(on=date(2024, 12, 31), region="扬中")
FRAMEWORK = RULES.framework("cn10_annex2")
OUTLINE = RULES.outline("cn10_annex3")


def test_annex_2_has_four_blocks_ten_second_level_names_and_seventeen_indicators() -> None:
    assert FRAMEWORK.blocks == ("决策", "过程", "产出", "效益")
    assert len({(item.l1, item.l2) for item in FRAMEWORK.indicators}) == 10
    assert [len(FRAMEWORK.of_block(block)) for block in FRAMEWORK.blocks] == [6, 5, 4, 2]


def test_check_counts() -> None:
    counts = [len(item.checks) for item in FRAMEWORK.indicators]
    assert counts == [5, 3, 4, 3, 4, 2, 0, 0, 4, 2, 4, 0, 0, 0, 0, 0, 0]


def test_formulas_stand_where_the_document_has_them() -> None:
    with_formula = [item.name for item in FRAMEWORK.indicators if item.formula]
    assert with_formula == ["资金到位率", "预算执行率", "实际完成率", "质量达标率", "成本节约率"]
    for item in FRAMEWORK.indicators:
        assert all(part.name in item.formula for part in item.items if item.formula)


def test_denominators_are_those_of_annex_2() -> None:
    execution, quality = FRAMEWORK.indicator("预算执行率"), FRAMEWORK.indicator("P10-13")
    assert execution is not None
    assert quality is not None
    assert "÷ 实际到位资金" in execution.formula
    assert "÷ 实际产出数" in quality.formula


def test_no_weights_are_invented() -> None:
    assert all(item.weight_range is None for item in FRAMEWORK.indicators)
    assert "评价方" in FRAMEWORK.weight_note
    (limit,) = FRAMEWORK.limits
    assert (limit.of, limit.bound, limit.value, limit.clause) == (("产出", "效益"), "≥", 60, "cn10.14")


def test_stages_say_where_the_weight_lies_without_numbers() -> None:
    stages = {stage.name: stage.emphasis for stage in FRAMEWORK.stages}
    assert stages == {"实施期": ("决策", "过程", "产出"), "完成后": ("产出", "效益")}


@pytest.mark.parametrize("item", FRAMEWORK.indicators, ids=lambda item: item.id)
def test_every_indicator_is_explained_and_cited(item: object) -> None:
    indicator = FRAMEWORK.indicator(item.id)  # type: ignore[attr-defined]
    assert indicator is not None
    assert indicator.explanation
    assert indicator.standard
    assert indicator.direction
    assert indicator.data_source
    assert indicator.evidence
    assert RULES.cite(indicator.clause) == "财预〔2020〕10号 附件2"


def test_unknown_indicators_are_none_because_cases_have_their_own() -> None:
    assert FRAMEWORK.indicator("路面平整度") is None


# ── outline ─────────────────────────────────────────────────────────────────────────────────────────


def test_annex_3_has_seven_sections() -> None:
    assert len(OUTLINE.sections) == 7
    assert [len(section.sections) for section in OUTLINE.sections] == [2, 3, 0, 4, 0, 0, 0]
    assert len(list(OUTLINE.walk())) == 16


@pytest.mark.parametrize(
    ("heading", "number"),
    [
        ("（一）决策情况分析", "4.1"), ("4.2 过程指标完成情况分析", "4.2"), ("（三）产出指标情况", "4.3"),
        ("2.2 评价原则、方法、指标体系和标准", "2.2"), ("（二）评价方法、标准和指标体系以及评价原则", "2.2"),
        ("（一）评价范围、对象及目的", "2.1"), ("（三）评价工作过程", "2.3"), ("二、评价组织实施情况", "2"),
    ],
)  # fmt: skip
def test_a_heading_is_known_by_its_topics(heading: str, number: str) -> None:
    section = OUTLINE.find(heading)
    assert section is not None
    assert section.id == number


@pytest.mark.parametrize("heading", ["（一）评价方法", "（五）资金分析", "四、社会稳定情况", "情况分析"])
def test_other_topics_are_other_sections(heading: str) -> None:
    section = OUTLINE.find(heading)
    assert section is None or section.id not in {"2.2", "4.1", "4.2", "4.3", "4.4"}


def test_the_conclusion_needs_the_score_table() -> None:
    assert OUTLINE.sections[2].attachments == ("评分表",)


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("一、基本情况", "1"),
        ("（一）项目概况", "1.1"),
        ("1.2 项目绩效目标", "1.2"),
        ("（二）绩效评价原则、评价指标体系（附表说明）、评价方法、评价标准", None),
        ("(二)绩效评价原则、评价指标体系、评价方法、评价标准", "2.2"),
        ("三、综合评价情况及评价结论（附相关评分表）", "3"),
        ("五、主要经验及做法、存在的问题及原因分析", "5"),
        ("五、主要经验及做法", "5"),
        ("六、有关建议", "6"),
        ("第七部分 其他需要说明的问题", "7"),
        ("2022年度项目概况", None),
    ],
)
def test_headings_find_their_section(heading: str, section: str | None) -> None:
    found = [item.id for item in OUTLINE.walk() if item.matches(heading)]
    assert found == ([section] if section else [])
    assert [OUTLINE.find(heading)] == [item for item in OUTLINE.walk() if item.id == section] or section is None


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("（二）绩效评价原则、评价指标体系、评价方法和评价标准", "2.2"),
        ("（二）绩效评价原则、指标体系、方法和标准", "2.2"),
        ("2.2 评价依据及方法", "2.2"),
        ("（一）评价的对象与范围、评价时段", "2.1"),
        ("三、综合评价及结论", "3"),
        ("五、经验做法与不足", "5"),
        ("评价方法", None),
        ("（二）资金使用和管理情况", None),
        ("（三）项目原则和组织实施", None),
    ],
)
def test_a_heading_of_several_parts_finds_its_section(heading: str, section: str | None) -> None:
    """Order, 绩效评价 and the words between them are the writer's; something else among the parts is another section."""
    found = OUTLINE.find(heading)
    assert (found.id if found else None) == section


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("一、项目概况", "1"),
        ("第一部分 项目概况", "1"),
        ("（一）项目概况", "1.1"),
        ("项目概况", "1.1"),
        ("1.项目概况", "1.1"),
        ("一、项目基本情况", "1"),
        ("项目基本情况", "1"),
        ("（一）项目基本情况", "1.1"),
        ("1.1 项目基本情况", "1.1"),
        ("一、封面", None),
    ],
)
def test_numbering_decides_between_levels(heading: str, section: str | None) -> None:
    found = OUTLINE.find(heading)
    assert (found.id if found else None) == section


@pytest.mark.parametrize(
    ("heading", "plain"),
    [
        ("十一、其他", "其他"),
        ("（十二） 其他", "其他"),
        ("1.2.3 其他：", "其他"),
        ("3．其他", "其他"),
        ("1.2其他", "其他"),
        ("12.13、其他", "其他"),
        ("(1)其他", "其他"),
        ("第一章 其他", "其他"),
        ("2022年度", "2022年度"),
        ("三农投入", "三农投入"),
        ("一般公共预算", "一般公共预算"),
        ("", ""),
    ],
)
def test_numbering_is_stripped_and_nothing_else(heading: str, plain: str) -> None:
    assert plain_title(heading) == plain
