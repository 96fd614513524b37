"""What frameworks and profiles ask of the points of a sheet (分值要求): the numbers of the documents, and what breaks them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from yzperf.rules import Breach, Framework, Status, load_rules

RULES = load_rules(on=date(2024, 12, 31), region="郑州")
HENAN = load_rules(on=date(2024, 12, 31), region="河南")
# Block points as the documents print them: name → points, least points, last digit.
BLOCKS = {
    "special_bond_henan": {name: (None, 15, (5, 0)) for name in ("决策", "管理", "产出", "效益")},
    "evaluation_zhengzhou": {
        "决策": (15, None, ()),
        "管理": (25, None, ()),
        "产出": (None, 15, (5, 0)),
        "效果": (None, 15, (5, 0)),
    },
    "target_review": {
        "完整性": (20, None, ()),
        "相关性": (30, None, ()),
        "适当性": (30, None, ()),
        "可行性": (20, None, ()),
    },
    "appraisal_third_party_jiading": {"前期": (30, None, ()), "过程": (20, None, ()), "后期": (50, None, ())},
    "appraisal_third_party_report": {"格式": (6, None, ()), "内容": (14, None, ()), "绩效反映": (20, None, ())},
    "appraisal_department": dict(
        zip(
            ("组织管理", "绩效目标", "绩效监控", "单位自评", "部门评价", "结果应用和公开", "加减分"),
            [(points, None, ()) for points in (10, 20, 15, 20, 15, 15, 5)],
            strict=True,
        )
    ),
    "ex_ante_project_scored": {
        name: (20, None, ()) for name in ("立项必要性", "投入经济性", "绩效目标合理性", "实施方案可行性", "筹资合规性")
    },
}
# Shares: what together, sign, per cent (or what it is held against), clause.
LIMITS = {
    "cn10_annex2": [("产出 效益", "≥", 60, "", "cn10.14")],
    "special_bond_henan": [("产出 效益", "≥", 60, "", "hn_bond.24")],
    "ppp_operation": [("产出", "≥", 80, "", "cn13.a5"), ("项目运营 项目维护", "≥", 60, "", "cn13.a5")],
    "evaluation_zhengzhou": [("产出 效果", ">", None, "决策 管理", "zz_eval.a5.1.note")],
}
TOTALS = {
    **dict.fromkeys(("ppp_construction", "ppp_construction_agency", "ppp_operation", "ppp_operation_agency"), 100),
    **dict.fromkeys(("target_review", "appraisal_third_party_jiading", "appraisal_third_party_report"), 100),
    **dict.fromkeys(("appraisal_department", "ex_ante_project_scored"), 100),
}


def framework(name: str) -> Framework:
    return RULES.framework(name)


# ── the numbers of the documents ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", BLOCKS)
def test_block_points_are_those_of_the_document(name: str) -> None:
    found = {item.name: (item.weight, item.min_weight, item.endings) for item in framework(name).block_rules}
    assert found == BLOCKS[name]


@pytest.mark.parametrize("name", LIMITS)
def test_shares_are_those_of_the_document(name: str) -> None:
    found = [
        (" ".join(item.of), str(item.bound), item.value, " ".join(item.than), item.clause)
        for item in framework(name).limits
    ]
    assert found == LIMITS[name]


def test_nothing_else_asks_for_points() -> None:
    items = RULES.library.frameworks.values()
    assert {item.id for item in items if any(block.words for block in item.block_rules)} == set(BLOCKS)
    assert {item.id for item in items if item.limits} == set(LIMITS)
    assert {item.id: item.demands.total for item in items if item.demands.total} == TOTALS
    assert {item.id for item in items if item.demands.whole} == {"special_bond_henan", "evaluation_zhengzhou"}


def test_the_parameters_say_the_same() -> None:
    same = [
        (HENAN, "bond.block.min", framework("special_bond_henan").block_rules[0].min_weight),
        (RULES, "eval.block.min", framework("evaluation_zhengzhou").block_rules[2].min_weight),
        (RULES, "eval.block.1", framework("evaluation_zhengzhou").block_rules[0].weight),
        (RULES, "eval.block.2", framework("evaluation_zhengzhou").block_rules[1].weight),
        (RULES, "ppp.output.min", framework("ppp_operation").limits[0].value),
        (RULES, "ppp.run_maintain.min", framework("ppp_operation").limits[1].value),
        (RULES, "eval.output_benefit.min", framework("cn10_annex2").limits[0].value),
    ]
    assert [rules.parameter(id).number for rules, id, _ in same] == [value for _, _, value in same]
    for rules, id, name in ((HENAN, "bond", "special_bond_henan"), (RULES, "eval", "evaluation_zhengzhou")):
        digits = framework(name).block_rules[-1].ending_words
        assert rules.parameter(f"{id}.block.ending").value == digits
    review = framework("target_review").block_rules
    assert RULES.parameter("target.review.points").value == tuple(block.weight for block in review)


# ── a sheet that keeps to everything, and what breaks it ─────────────────────────────────────────────


def check(name: str, weights: str, parts: str = "") -> list[str]:
    return [str(breach) for breach in broken(name, weights, parts)]


def broken(name: str, weights: str, parts: str = "") -> tuple[Breach, ...]:
    return framework(name).check_weights(read(weights), read(parts))


def read(text: str) -> dict[str, Fraction]:
    return {name: Fraction(points) for name, _, points in (item.partition("=") for item in text.split())}


def test_a_sheet_of_henan() -> None:
    good = "决策=15 管理=25 产出=35 效益=25"
    assert check("special_bond_henan", good) == []
    assert check("special_bond_henan", good, "立项依据充分性=4") == []
    assert check("special_bond_henan", good, "立项依据充分性=3.5") == ["“立项依据充分性”3.5分，应为整数"]
    assert check("special_bond_henan", "决策=14 管理=26 产出=35 效益=25") == [
        "“决策”14分，应不低于15分",
        "“决策”14分，应为末位是5或0的整数",
        "“管理”26分，应为末位是5或0的整数",
    ]
    assert check("special_bond_henan", "决策=20 管理=25 产出=30 效益=25") == ["“产出、效益”合计占55%，应不低于60%"]
    assert check("special_bond_henan", "管理=25 产出=50 效益=25") == ["“决策”0分，应不低于15分"]


def test_a_sheet_of_zhengzhou_turns_on_the_larger_half() -> None:
    assert check("evaluation_zhengzhou", "决策=15 管理=25 产出=35 效果=25") == []
    (breach,) = broken("evaluation_zhengzhou", "决策=15 管理=25 产出=20 效果=20")
    assert str(breach) == "“产出、效果”合计占50%，应大于“决策、管理”合计的50%"


def test_a_sheet_of_ppp_operation() -> None:
    good = "产出=80 效果=10 管理=10"
    assert check("ppp_operation", good, "项目运营=35 项目维护=25") == []
    assert check("ppp_operation", good) == []  # without the second level nothing is said of it
    assert check("ppp_operation", good, "别的=60") == []
    assert check("ppp_operation", good, "项目运营=35 项目维护=24") == [
        "“项目运营、项目维护”合计占59%，应不低于60%（占总权重，不是占产出）"
    ]
    assert check("ppp_operation", "产出=79 效果=11 管理=9") == [
        "分值合计99分，应为100分",
        "“产出”占79.80%，应不低于80%",
    ]


def test_a_fixed_sheet() -> None:
    good = "前期=30 过程=20 后期=50"
    assert check("appraisal_third_party_jiading", good) == []
    assert check("appraisal_third_party_jiading", "前期=25 过程=20 后期=55") == [
        "“前期”25分，应为30分",
        "“后期”55分，应为50分",
    ]


@pytest.mark.parametrize("name", RULES.library.frameworks)
def test_every_breach_names_a_clause_that_exists(name: str) -> None:
    rules = load_rules(on=date(2026, 1, 1), region=framework_region(name))
    found = rules.framework(name).check_weights({"别的": Fraction(1, 3)}, {"再一个": Fraction(1, 3)})
    assert all(rules.cite(breach.clause) for breach in found)
    asks = name in {*BLOCKS, *LIMITS, *TOTALS}
    assert bool(found) == asks


def framework_region(name: str) -> str:
    return RULES.library.frameworks[name].region


def test_an_empty_sheet_breaks_no_share() -> None:
    assert check("cn10_annex2", "") == []


# ── profiles ────────────────────────────────────────────────────────────────────────────────────────


def profile_breaches(weights: str, profile: str = "cn10_evaluation") -> list[tuple[str, str]]:
    return [(str(breach), breach.clause) for breach in RULES.profile(profile).check_weights(read(weights))]


def test_a_profile_says_what_is_missing_and_why() -> None:
    assert profile_breaches("决策=20 过程=20 产出=30 效益=20 满意度=10") == []
    assert profile_breaches("决策=20 产出=40 效益=40") == [("一级指标缺“过程”，应有决策、过程、产出、效益", "cn10.14")]
    assert profile_breaches("决策=20 过程=0 产出=50 效益=30")[0][0].startswith("一级指标缺“过程”")
    assert profile_breaches("决策=21 过程=20 产出=30 效益=20 满意度=9.99") == [
        ("分值合计100.99分，应为100分", "cn10.18"),
        ("“产出、效益”合计占59.40%，应不低于60%（原则上）", "cn10.14"),
    ]


@pytest.mark.parametrize("missing", ["决策", "过程", "产出", "效益"])
def test_each_required_block(missing: str) -> None:
    weights = {name: Fraction(25) for name in ("决策", "过程", "产出", "效益") if name != missing}
    found = RULES.profile("cn10_evaluation").check_weights(weights)
    assert any(breach.read == f"缺“{missing}”" for breach in found)


@pytest.mark.parametrize("name", RULES.library.profiles)
def test_every_shipped_profile_names_the_clause_of_its_weights(name: str) -> None:
    profile = RULES.library.profiles[name]
    assert RULES.library.clauses[profile.full_score_clause]
    asks = profile.weights or profile.required_blocks or profile.min_output_benefit
    assert bool(asks) == bool(profile.weights_clause)


# ── the distribution that a sheet follows ───────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("weights", "case", "execution"),
    [
        ("成本=20 产出=40 效益=20 满意度=10", "standard", 10),
        ("预算执行率=10 成本=20 产出=40 效益=20 满意度=10", "standard", 10),
        ("成本=20 产出=40 效益=30", "no_satisfaction", 10),
        ("成本=30 产出=40 效益=20 满意度=10", "operation", 0),
        ("预算执行率=0 成本=30 产出=40 效益=20 满意度=10", "operation", 0),
        ("成本=30 产出=40 效益=30", "operation_no_satisfaction", 0),
        ("成本=30 产出=40 效益=30 满意度=0", "operation_no_satisfaction", 0),
        # no distribution of the rule: the first one
        ("预算执行率=10 成本=30 产出=40 效益=20 满意度=10", "standard", 10),
        ("成本=25 产出=45 效益=20 满意度=10", "standard", 10),
        ("", "standard", 10),
    ],
)
def test_the_points_of_the_budget_line_follow_the_distribution(weights: str, case: str, execution: int) -> None:
    profile = HENAN.profile("hn_bond")
    found = profile.case_for(read(weights))
    assert found is not None
    assert (found.id, profile.execution_points(read(weights))) == (case, execution)


def test_where_the_profile_fixes_it_the_sheet_does_not_matter() -> None:
    for name, points in (("cn10", 10), ("hubei", 20), ("cn10_evaluation", 0), ("agency_appraisal", 0)):
        assert RULES.profile(name).execution_points(read("成本=30 产出=40 效益=30")) == points


def test_unverified_points_are_marked() -> None:
    unread = {
        name
        for name in BLOCKS
        for block in framework(name).block_rules
        if RULES.clause(block.clause).status is Status.UNVERIFIED
    }
    assert unread == set(BLOCKS) - {"special_bond_henan", "target_review"}
    assert all("未核实" in framework(name).weight_note for name in unread)
