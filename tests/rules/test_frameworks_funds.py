"""Frameworks of the funds, the ex-ante stage, target review and the appraisals: complete, cited, honest about proposals."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from yzperf.rules import Framework, Indicator, Status, load_rules, read_formula

RULES = load_rules(on=date(2024, 12, 31), region="扬中")
OWN = "program.own_proposal"

COUNTS: dict[str, dict[str, int]] = {
    "ex_ante_project": {"立项必要性": 4, "投入经济性": 4, "绩效目标合理性": 3, "实施方案可行性": 3, "筹资合规性": 4},
    "ex_ante_policy": {"立项必要性": 4, "投入经济性": 4, "绩效目标合理性": 3, "实施方案可行性": 3, "筹资合规性": 4},
    "ex_ante_infrastructure": {
        "立项必要性": 3,
        "投入经济性": 4,
        "绩效目标合理性": 2,
        "实施方案可行性": 3,
        "筹资合规性": 4,
    },
    "ex_ante_infrastructure_zhengzhou": {
        "立项必要性": 3,
        "投入经济性": 4,
        "绩效目标合理性": 2,
        "实施方案可行性": 3,
        "筹资合规性": 4,
    },
    "ex_ante_project_zhengzhou": {
        "立项必要性": 1,
        "投入经济性": 1,
        "绩效目标合理性": 1,
        "实施方案可行性": 1,
        "筹资合规性": 1,
    },
    "ex_ante_project_henan": {
        "相关性": 5,
        "预期绩效可实现性": 3,
        "实施方案有效性": 7,
        "预期绩效可持续性": 3,
        "资金投入可行性及风险": 4,
    },
    "ex_ante_project_scored": {
        "立项必要性": 4,
        "投入经济性": 4,
        "绩效目标合理性": 2,
        "实施方案可行性": 0,
        "筹资合规性": 0,
    },
    "ex_ante_policy_municipal": {
        "政策设立必要性": 1,
        "保障充分性": 1,
        "目标合理性": 1,
        "实施可持续性": 1,
        "资金合规性": 1,
    },
    "ex_ante_special_bond": {"项目论证": 2, "资金和收益论证": 3, "偿债和目标论证": 2},
    "target_review": {"完整性": 4, "相关性": 4, "适当性": 4, "可行性": 4},
    "target_review_transfer": {"完整性": 2, "相关性": 2, "适当性": 2, "可行性": 2},
    "target_review_henan": {"完整性": 1, "相关性": 1, "全面性": 1, "可行性": 1, "可衡量性": 1},
    "special_bond": {"决策": 5, "管理": 12, "产出": 7, "效益": 4},
    "special_bond_henan": {"决策": 10, "管理": 12, "产出": 7, "效益": 6},
    "evaluation_zhengzhou": {"决策": 3, "管理": 4, "产出": 2, "效果": 1},
    "ppp_construction": {"产出": 1, "效果": 4, "管理": 5},
    "ppp_construction_agency": {"产出": 2, "效果": 2, "管理": 4},
    "ppp_operation": {"产出": 7, "效果": 5, "管理": 5},
    "ppp_operation_agency": {"产出": 2, "效果": 3, "管理": 4},
    "social_insurance": {"决策": 3, "过程": 7, "产出": 5, "效益": 6},
    "government_fund": {"设立延续依据": 2, "征收标准": 4, "使用效果": 5, "对专项债务的支撑能力": 4},
    "state_capital": {"贯彻国家战略": 2, "收益上缴": 3, "支出结构": 3, "使用效果": 3},
    "general_revenue": {"收入结构": 5, "征收效率": 5, "优惠政策效果": 4},
    "general_expenditure": {"配置效率": 5, "使用效益": 5, "重大政策项目效果": 3},
    "transfer_payment": {"事权和支出责任": 3, "地区间财力协调": 4, "区域均衡": 4},
    "investment_fund": {
        "政策目标": 2,
        "出资到位": 2,
        "放大倍数": 1,
        "投资进度": 2,
        "投向符合度": 2,
        "带动作用": 2,
        "风险和费用": 2,
        "退出": 2,
    },
    "procurement": {"采购预算和需求": 3, "采购过程": 3, "采购结果": 4, "政策功能": 2},
    "purchased_services": {"经济性": 2, "规范性": 3, "效率性": 3, "公平性": 2, "满意度": 3},
    "state_assets": {"安全性": 3, "完整性": 3, "使用效益": 6},
    "government_debt": {"举借": 2, "使用": 4, "偿还": 2, "风险": 4},
    "third_party_quality": {
        "机构与独立性": 7,
        "主评人": 7,
        "信用平台信息": 10,
        "选择和委托": 6,
        "执业禁止和职业操守": 8,
        "承接和合同": 3,
        "组织和方案": 5,
        "实施": 3,
        "报告": 8,
        "归档和保密": 5,
        "监督和责任": 10,
    },
    "appraisal_department": {
        "组织管理": 2,
        "绩效目标": 3,
        "绩效监控": 2,
        "单位自评": 3,
        "部门评价": 3,
        "结果应用和公开": 3,
        "加减分": 1,
    },
    "appraisal_lower_finance": {
        "制度和组织": 2,
        "事前评估和目标": 3,
        "监控": 2,
        "评价": 4,
        "结果应用和公开": 3,
        "基础支撑": 1,
    },
    "appraisal_finance_offices": {
        "预算编审与绩效融合": 3,
        "执行监控": 2,
        "评价组织": 3,
        "结果应用": 3,
        "协同和服务": 2,
    },
    "appraisal_third_party": {
        "执业情况": 6,
        "信息录入": 1,
        "报告上传和档案": 1,
        "主评人": 1,
        "内部管理和质量控制": 2,
        "分支机构": 1,
        "其他": 2,
    },
    "appraisal_third_party_jiading": {"前期": 2, "过程": 1, "后期": 2},
    "appraisal_third_party_report": {"格式": 3, "内容": 3, "绩效反映": 2},
}
ALL = tuple(COUNTS)
WEIGHTED = {
    "target_review": 100,
    "ex_ante_project_scored": 50,
    "appraisal_third_party_jiading": 100,
    "appraisal_third_party_report": 40,
}
INDICATORS = [(name, item) for name in ALL for item in RULES.framework(name).indicators]


def framework(name: str) -> Framework:
    return RULES.framework(name)


def points(name: str, block: str = "") -> Fraction:
    items = framework(name).of_block(block) if block else framework(name).indicators
    return sum((item.weight_range[0] for item in items if item.weight_range), Fraction(0))


# ── all of them ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ALL)
def test_every_framework_is_complete(name: str) -> None:
    found = framework(name)
    assert {block: len(found.of_block(block)) for block in found.blocks} == COUNTS[name]
    assert list(found.blocks) == list(COUNTS[name])


@pytest.mark.parametrize(("name", "item"), INDICATORS, ids=lambda value: getattr(value, "id", value))
def test_every_indicator_says_all_that_an_evaluator_needs(name: str, item: Indicator) -> None:
    assert item.explanation
    assert item.standard
    assert item.direction
    assert item.data_source
    assert item.evidence
    assert item.l2
    if item.kind == "定量":
        assert item.unit


@pytest.mark.parametrize(("name", "item"), INDICATORS, ids=lambda value: getattr(value, "id", value))
def test_every_indicator_names_a_basis_that_its_framework_lists(name: str, item: Indicator) -> None:
    found = framework(name)
    assert item.clause in RULES.library.clauses
    assert item.clause in (*found.clauses, *found.conventions)


@pytest.mark.parametrize("name", ALL)
def test_names_are_not_doubled(name: str) -> None:
    names = [item.name for item in framework(name).indicators]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("name", "item"), [pair for pair in INDICATORS if pair[1].formula], ids=lambda value: getattr(value, "id", value)
)
def test_every_formula_can_be_computed_from_its_items(name: str, item: Indicator) -> None:
    formula = read_formula(item.formula, [part.name for part in item.items])
    assert set(formula.names) == {part.name for part in item.items}
    values = {part: Decimal(number) for number, part in enumerate(formula.names, 2)}
    assert isinstance(formula.value(values), Fraction)
    assert item.formula.endswith("100%") == (item.unit == "%")


# ── proposals of the project ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ALL)
def test_own_proposals_are_marked(name: str) -> None:
    found = framework(name)
    proposed = [item for item in found.indicators if item.clause == OWN]
    assert bool(proposed) == (OWN in found.conventions)
    citations = RULES.basis(found)
    assert any("本项目建议，非官方" in text for text in citations) == bool(proposed)


def test_an_own_proposal_says_how_it_is_judged() -> None:
    for _, item in INDICATORS:
        if item.clause == OWN:
            assert item.checks or item.formula or item.aspects, item.name


def test_an_own_proposal_is_never_printed_like_law() -> None:
    assert RULES.cite(OWN) == "程序设定：本项目建议，非官方"
    assert RULES.clause(OWN).status is Status.SETTING


def test_facts_that_nobody_read_are_not_cited() -> None:
    unverified = [item for _, item in INDICATORS if RULES.clause(item.clause).status is Status.UNVERIFIED]
    assert len(unverified) > 40
    assert all("未核实，不作为依据引用" in RULES.cite(item.clause) for item in unverified)


@pytest.mark.parametrize(
    ("name", "clause"),
    [
        ("government_fund", "cn34.11"),
        ("state_capital", "cn34.11"),
        ("ex_ante_project", "cn34.6"),
        ("ex_ante_policy", "cn34.6"),
        ("ex_ante_infrastructure", "cn34.6"),
    ],
)
def test_blocks_are_the_watch_points_of_the_source(name: str, clause: str) -> None:
    fact = RULES.clause(clause).fact
    assert clause in framework(name).clauses
    assert all(block in fact for block in framework(name).blocks)


@pytest.mark.parametrize("name", ["general_revenue", "general_expenditure", "transfer_payment"])
def test_general_budget_rests_on_the_tenth_point(name: str) -> None:
    assert "cn34.10" in framework(name).clauses


# ── weights ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ALL)
def test_weights_stand_only_where_a_source_has_them(name: str) -> None:
    weighted = [item for item in framework(name).indicators if item.weight_range]
    assert bool(weighted) == (name in WEIGHTED)
    assert framework(name).weight_note


@pytest.mark.parametrize(("name", "total"), WEIGHTED.items())
def test_fixed_weights_add_up(name: str, total: int) -> None:
    assert all(item.weight_range for item in framework(name).indicators)
    assert points(name) == total


def test_target_review_has_its_sixteen_lines() -> None:
    lines = [item.weight_range[0] for item in framework("target_review").indicators if item.weight_range]
    assert lines == [5, 5, 5, 5, 7, 8, 8, 7, 8, 7, 8, 7, 5, 5, 5, 5]
    zhengzhou = load_rules(on=date(2024, 12, 31), region="郑州")
    assert zhengzhou.parameter("target.review.lines").value == tuple(lines)
    blocks = framework("target_review").blocks
    assert [points("target_review", block) for block in blocks] == [20, 30, 30, 20]
    assert len({item.l2 for item in framework("target_review").indicators}) == 8


def test_target_review_of_transfers_has_the_same_eight_items() -> None:
    items = tuple(dict.fromkeys(item.l2 for item in framework("target_review").indicators))
    transfer = framework("target_review_transfer").indicators
    assert tuple(item.name for item in transfer) == items
    assert [len(item.checks) for item in transfer] == [2, 2, 4, 2, 4, 3, 2, 2]


# ── ex-ante ─────────────────────────────────────────────────────────────────────────────────────────


def test_zhengzhou_has_seven_five_five_four_five_checks() -> None:
    assert [len(item.checks) for item in framework("ex_ante_project_zhengzhou").indicators] == [7, 5, 5, 4, 5]


def test_three_steps_of_an_investment_project() -> None:
    stages = {stage.name: stage.emphasis for stage in framework("ex_ante_infrastructure_zhengzhou").stages}
    assert stages == {
        "项目建议书": ("立项必要性", "筹资合规性"),
        "可行性研究": ("投入经济性", "实施方案可行性"),
        "初步设计": ("投入经济性", "绩效目标合理性"),
    }


# ── PPP ─────────────────────────────────────────────────────────────────────────────────────────────

PPP = {
    "ppp_construction": "竣工验收 社会影响 生态影响 可持续性 满意度 组织管理 资金管理 档案管理 信息公开",
    "ppp_construction_agency": "履约情况 成本控制 满意度 可持续性 前期工作 资金（资产）管理 监督管理 信息公开",
    "ppp_operation": "项目运营 项目维护 成本效益 安全保障 经济影响 生态影响 社会影响 可持续性 满意度 "
    "组织管理 财务管理 制度管理 档案管理 信息公开",
    "ppp_operation_agency": "按效付费 其他履约情况 满意度 可持续性 物有所值 预算编制 绩效目标与指标 监督管理 信息公开",
}


@pytest.mark.parametrize(("name", "seconds"), PPP.items())
def test_second_level_of_ppp_is_that_of_the_annex(name: str, seconds: str) -> None:
    found = framework(name)
    assert found.blocks == ("产出", "效果", "管理")
    assert list(dict.fromkeys(item.l2 for item in found.indicators)) == seconds.split()


def test_minimum_shares_of_ppp_operation() -> None:
    shares = [RULES.parameter(name) for name in ("ppp.output.min", "ppp.run_maintain.min", "ppp.fullpay.min")]
    assert [share.number for share in shares] == [80, 60, 80]
    assert all(share.relation == "≥" and share.clause == "cn13.a5" for share in shares)
    note = framework("ppp_operation").weight_note
    assert all(word in note for word in ("80%", "60%", "80分"))
    assert shares[0].number >= shares[1].number


def test_conditions_of_ppp() -> None:
    cost = framework("ppp_construction_agency").indicator("建设成本节约率")
    control = framework("ppp_operation").indicator("运营成本控制率")
    assert cost is not None
    assert control is not None
    assert "固定总价" in cost.condition
    assert "成本条款" in control.condition


# ── bonds ───────────────────────────────────────────────────────────────────────────────────────────


def test_phases_of_bonds_differ_between_the_nation_and_henan() -> None:
    nation = {stage.name: stage.emphasis for stage in framework("special_bond").stages}
    henan = {stage.name: stage.emphasis for stage in framework("special_bond_henan").stages}
    assert nation["建设期"] == henan["建设期"] == ("决策", "管理", "产出")
    assert nation["运营期"] == ("产出", "效益")
    assert henan["运营期"] == ("管理", "产出", "效益")


def test_henan_bond_limits() -> None:
    rules = load_rules(on=date(2024, 12, 31), region="河南")
    assert rules.parameter("bond.block.min").number == 15
    assert rules.parameter("bond.key_eval.min").number == 5
    assert rules.parameter("bond.selfeval.weight").value == (10, 20, 40, 20, 10)


def test_the_henan_bond_profile_has_four_distributions() -> None:
    rules = load_rules(on=date(2024, 12, 31), region="河南")
    profile = rules.profile("hn_bond")
    order = ("预算执行率", "成本", "产出", "效益", "满意度")
    cases = [[case.of(block) for block in order] for case in profile.weights]
    assert cases == [[10, 20, 40, 20, 10], [10, 20, 40, 30, 0], [0, 30, 40, 20, 10], [0, 30, 40, 30, 0]]
    assert (profile.grade_of(Fraction(90)), profile.grade_of(Fraction(8999, 100))) == ("优", "良")
    assert rules.profile("hn_bond_operation") is profile  # its name before the two became one


def test_documents_without_a_printed_date_begin_on_the_last_day_of_the_year() -> None:
    assert not load_rules(on=date(2021, 12, 30), region="河南").in_force("hn_bond.22")
    assert load_rules(on=date(2021, 12, 31), region="河南").in_force("hn_bond.22")


# ── social insurance, third parties, appraisals ─────────────────────────────────────────────────────


def test_dates_of_social_insurance() -> None:
    assert [RULES.parameter(name).value for name in ("si.selfeval", "si.province")] == ["05-31", "07-31"]
    assert RULES.parameter("si.weight").text == "文件未给数字"


def test_output_of_social_insurance_has_number_quality_time_cost() -> None:
    output = framework("social_insurance").of_block("产出")
    assert list(dict.fromkeys(item.l2 for item in output)) == ["数量", "质量", "时效", "成本"]


def test_seventy_two_rows_of_third_party_quality() -> None:
    found = framework("third_party_quality").indicators
    assert [item.id for item in found] == [f"T{number:02d}" for number in range(1, 73)]
    assert all(item.clause.startswith("tp4.") for item in found)
    forbidden = [item for item in found if item.l2.endswith("禁止")]
    assert {item.id for item in forbidden} == {"T03", "T29", "T31", "T32", "T33", "T34", "T35", "T36", "T62"}
    assert all(item.standard.startswith("不得发生") for item in forbidden)


def test_the_four_appraisal_sheets_of_the_plan() -> None:
    sheets = ("appraisal_department", "appraisal_lower_finance", "appraisal_finance_offices", "appraisal_third_party")
    assert len(sheets) == RULES.parameter("appraisal.parts").number
    assert all("yz29.16" in framework(name).clauses for name in sheets)
