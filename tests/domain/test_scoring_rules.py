"""Scoring rules as sheets state them: what is understood, what is left alone, and that nothing is invented."""

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yzperf.domain.reading.checklist_results import met_parts, vetoed
from yzperf.domain.reading.scoring_rules import read_scoring_rule
from yzperf.domain.scoring_rule import AllOrNothing, Beyond, CheckList, Deduction, Levels, Proportional, Steps

DEDUCTIONS = [
    ("每低1个百分点扣0.5分，扣完为止", Beyond.BELOW, 1, "个百分点", Fraction(1, 2), False, False),
    ("达到指标值得满分，每少1个扣0.5分，扣完为止", Beyond.BELOW, 1, "个", Fraction(1, 2), False, False),
    ("每降低5%扣分值的10%", Beyond.BELOW, 5, "%", Fraction(1, 10), True, False),
    ("每超过1万元扣0.2分。", Beyond.ABOVE, 1, "万元", Fraction(1, 5), False, False),
    ("每发生1起扣2分，扣完为止", Beyond.FAULT, 1, "起", Fraction(2), False, False),
    ("每偏离1天扣1分", Beyond.EITHER, 1, "天", Fraction(1), False, False),
    ("按期完成得满分，每逾期一周扣权重分的10%，不足一周按一周计", Beyond.LATE, 1, "周", Fraction(1, 10), True, True),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [(line[0], line[1:]) for line in DEDUCTIONS])
def test_deductions(text: str, expected: tuple) -> None:
    rule = read_scoring_rule(text)
    assert isinstance(rule, Deduction)
    assert (rule.beyond, rule.size, rule.unit, rule.lost.amount, rule.lost.of_weight, rule.started) == expected


WITH_BOUNDS = [
    ("执行率100%得满分，每降低1个百分点扣0.1分，低于60%不得分", 100, 60),
    ("预算执行率达到100%，得满分；每降低1%，扣5%权重分，扣完为止", 100, None),
    ("每低1个百分点扣0.5分，不足80%的不得分", None, 80),
]


@pytest.mark.parametrize(("text", "full_at", "nothing_below"), WITH_BOUNDS)
def test_a_deduction_with_its_own_bounds(text: str, full_at: int | None, nothing_below: int | None) -> None:
    rule = read_scoring_rule(text)
    assert isinstance(rule, Deduction)
    assert (rule.full_at, rule.nothing_below) == (full_at, nothing_below)


@pytest.mark.parametrize(
    ("text", "unit", "lost"),
    [
        ("扣分法：每发现1笔不合规支出扣1分，扣完为止", "笔", Fraction(1)),
        ("抽查考核记录每有1份不完整扣0.5分", "份", Fraction(1, 2)),
        ("每有1座未按期完工，扣0.5分", "座", Fraction(1, 2)),
        ("每发现一处不符合的扣2%权重分", "处", Fraction(1, 50)),
        ("每缺少一项扣1分，扣完为止", "项", Fraction(1)),
    ],
)
def test_things_that_are_wrong_are_counted(text: str, unit: str, lost: Fraction) -> None:
    rule = read_scoring_rule(text)
    assert isinstance(rule, Deduction)
    assert (rule.beyond, rule.size, rule.unit, rule.lost.amount) == (Beyond.FAULT, 1, unit, lost)


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("定性：建立并运行得满分，部分建立得75%，未建立不得分", {"建立并运行": 1, "部分建立": Fraction(3, 4), "未建立": 0}),
        ("分级法：健全3分，基本健全2分，不健全0分", {"健全": 3, "基本健全": 2, "不健全": 0}),
    ],
)  # fmt: skip
def test_findings_in_words(text: str, levels: dict) -> None:
    rule = read_scoring_rule(text)
    assert isinstance(rule, Levels)
    assert {name: points.amount for name, points in rule.points} == levels


STEPS = [
    # text, of the rate of completion, (value, share of a weight of 10) at each side of each threshold
    ("达到95%（含）以上得满分，90%（含）-95%得80%，80%-90%得60%，80%以下不得分", False, [("95", 1), ("94.99", Fraction(4, 5)), ("90", Fraction(4, 5)), ("89.99", Fraction(3, 5)), ("80", Fraction(3, 5)), ("79.99", 0)]),
    ("≥95%得10分，≥90%得8分，≥80%得6分，否则不得分", False, [("95", Fraction(10, 10)), ("94.9", Fraction(8, 10)), ("90", Fraction(8, 10)), ("89.9", Fraction(6, 10)), ("79.9", 0)]),
    ("满意度≥90%得10分；80%≤满意度＜90%得8分；60%≤满意度＜80%得5分；60%以下不得分", False, [("90", Fraction(10, 10)), ("89.99", Fraction(8, 10)), ("80", Fraction(8, 10)), ("79.99", Fraction(5, 10)), ("60", Fraction(5, 10)), ("59.99", 0)]),
    ("10天以内得满分，10-15天得60%，超过15天不得分", False, [("10", 1), ("10.5", Fraction(3, 5)), ("15", Fraction(3, 5)), ("15.1", 0)]),
    ("完成率100%得满分，90%-100%得8分，其余不得分", True, [("120", 1), ("100", 1), ("99.9", Fraction(8, 10)), ("90", Fraction(8, 10)), ("89.9", 0)]),
    ("大于90%得满分，90%以下得一半", None, []),
    ("大于90%（不含）得满分，90%及以下得50%", False, [("90.01", 1), ("90", Fraction(1, 2))]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "of_rate", "values"), STEPS)
def test_steps_at_their_thresholds(text: str, of_rate: bool | None, values) -> None:
    rule = read_scoring_rule(text)
    if of_rate is None:
        assert rule is None
        return
    assert isinstance(rule, Steps)
    assert rule.of_rate is of_rate
    for value, points in values:
        assert max(step.points.share(Fraction(10)) for step in rule.steps if step.covers(Fraction(value))) == points, (
            value
        )


@pytest.mark.parametrize(
    ("text", "count", "shares", "lost", "veto"),
    [
        ("①立项依据充分；②程序规范；③资料完整。每项符合得1/3分", 3, [Fraction(1, 3)] * 3, None, ()),
        ("①有制度得2分；②执行到位得3分", 2, [2, 3], None, ()),
        ("①立项；②程序；③资料。每有一项不符合扣2分", 3, [], 2, ()),
        ("1.符合规划；2.与职责相关", 2, [], None, ()),
        ("①制度健全（2分）；②执行有效（3分）", 2, [2, 3], None, ()),
        ("①有依据；②有程序；③有论证。各占1/3权重分", 3, [Fraction(1, 3)] * 3, None, ()),
        ("要点法：5个要点，每缺1点扣0.6分", 5, [], Fraction(3, 5), ()),
        ("要点法：3个要点，缺1点扣三分之一", 3, [], Fraction(1, 3), ()),
        ("评价要点4项，每项1分", 4, [1] * 4, None, ()),
        ("①合规；②完整。存在截留、挪用资金的不得分", 2, [], None, ("截留", "挪用")),
    ],
)
def test_checklists(text: str, count: int, shares: list, lost, veto) -> None:
    rule = read_scoring_rule(text)
    assert isinstance(rule, CheckList)
    assert (rule.count, [points.amount for points in rule.points], rule.veto) == (count, shares, veto)
    assert (rule.lost.amount if rule.lost else None) == lost


@pytest.mark.parametrize(
    "text", ["达标得满分，未达标不得分", "达到指标值得满分，否则不得分", "完成得满分，未完成的不得分"]
)
def test_all_or_nothing(text: str) -> None:
    assert isinstance(read_scoring_rule(text), AllOrNothing)


@pytest.mark.parametrize(
    "text",
    [
        "得分＝实际完成率×权重分",
        "按完成比例得分",
        "达到指标值得满分，未达到的按比例计分",
        "比例法：得分=支出÷到位资金×分值",
        "得分=实际÷目标×分值，不超过分值",
        "完成值达到目标值得满分；未达到的，按完成值/目标值×分值计分",
    ],
)
def test_proportion_is_the_rule_of_the_profile(text: str) -> None:
    assert isinstance(read_scoring_rule(text), Proportional)


@pytest.mark.parametrize(
    "text",
    [
        "", "由专家打分", "优秀得10分，良好得8分", "达到90%得满分", "酌情扣分",
        "制度健全得2分，执行有效得3分", "①制度健全得2分；②执行到位", "视情况扣1-3分",
        "90%以上得满分，80万元以上得8分", "每低1个百分点扣0.5分，每逾期1天扣1分",
    ],
)  # fmt: skip
def test_what_is_not_understood_in_full_is_no_rule(text: str) -> None:
    assert read_scoring_rule(text) is None


@given(st.text(alphabet="每低高逾期少扣得满分不①②③；，。%1个百分点0.5天万元≥≤<-（含）完成率达到以上 \n", max_size=40))
def test_no_number_is_invented(text: str) -> None:
    rule = read_scoring_rule(text)
    there = {Fraction(number) for number in re.findall(r"\d+(?:\.\d+)?", text)}
    if isinstance(rule, Steps):
        assert {bound for step in rule.steps for bound in (step.low, step.high) if bound is not None} <= there
    if isinstance(rule, Deduction):
        assert "扣" in text
        assert rule.size in there | {1}
        assert rule.lost.amount * (100 if rule.lost.of_weight else 1) in there


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("全部符合", {1, 2, 3, 4}), ("均不符合", set()), ("3/4", 3), ("符合3项", 3), ("符合三项", 3), ("符合①②④，不符合③", {1, 2, 4}),
        ("不符合③", {1, 2, 4}), ("①②符合", {1, 2}), ("①是②否③是④是", {1, 3, 4}), ("①√②×③√④√", {1, 3, 4}),
        ("①②④", None), ("基本符合", None), ("3/5", None), ("符合5项", None), ("符合①，不符合①", None), ("符合⑤", None),
        ("符合①，不符合②", None), ("4个要点均符合", 4), ("3个要点均符合", None), ("缺1个要点", 3), ("1个要点不符合", 3),
        ("4个要点中符合3个", 3), ("5个要点中符合3个", None), ("缺5个要点", None),
    ],
)  # fmt: skip
def test_what_was_found_of_a_checklist(text: str, met) -> None:
    found = met_parts(text, 4)
    assert found == (frozenset(met) if isinstance(met, set) else met)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("存在挪用资金", True), ("审计发现截留2万元", True), ("不存在截留、挪用", False), ("未发现挪用", False), ("无截留挪用", False),
        ("全部符合", False), ("挪用", None),
    ],
)  # fmt: skip
def test_veto_needs_a_plain_statement(text: str, said) -> None:
    assert vetoed(text, ("截留", "挪用")) is said


@pytest.mark.parametrize(
    "text",
    [
        "公式：实际到位资金 ÷ 预算资金 × 100%\n计划标准：预算",
        "公式：工程总投资 ÷ 建设规模（按规模单位）\n方向：反向\n行业标准或同类工程水平",
        "计划标准、行业标准、历史标准或其他标准",
        "标准：不低于1，折现率依文件",
    ],
)
def test_how_a_value_is_found_is_no_rule_on_points(text: str) -> None:
    assert isinstance(read_scoring_rule(text), Proportional)


@pytest.mark.parametrize(
    "text",
    [
        "标准：每缺一项扣0.4",
        "公式：甲 ÷ 乙\n达到行业标准的酌情得分",
        "标准：达到得满分，其他情形另议",
        "按项目情况由评价人打分",
    ],
)
def test_words_on_points_beside_a_standard_are_not_passed_over(text: str) -> None:
    assert read_scoring_rule(text) is None
