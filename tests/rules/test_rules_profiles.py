"""The shipped scoring profiles (计分方案): exact numbers, agreement with the parameters, words of levels."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yzperf.domain.scoresheet import SheetKind
from yzperf.errors import RuleError
from yzperf.rules import Curve, Execution, Profile, Satisfaction, load_forms, load_rules
from yzperf.rules.profile import CITED

RULES = load_rules(on=date(2024, 12, 31), region="湖北")
PROFILES = ("agency_appraisal", "cn10", "cn101", "cn10_evaluation", "hubei")


def test_these_profiles_are_shipped() -> None:
    assert tuple(profile.id for profile in RULES.profiles()) == PROFILES


def test_cn10_is_proportional_with_fixed_weights() -> None:
    cn10 = RULES.profile("cn10")
    assert (cn10.kind, cn10.curve, cn10.floor) == (SheetKind.SELF_EVALUATION, Curve.PROPORTIONAL, 0)
    assert (cn10.execution, cn10.execution_weight) == (Execution.LINEAR, 10)
    assert cn10.satisfaction is Satisfaction.QUANTITATIVE
    (case,) = cn10.weights
    assert [case.of(block) for block in ("预算执行率", "产出", "效益", "满意度", "成本")] == [
        10,
        50,
        30,
        10,
        0,
    ]


def test_cn101_has_floor_tiers_and_four_distributions() -> None:
    cn101 = RULES.profile("cn101")
    assert (cn101.curve, cn101.floor) == (Curve.FLOORED, Fraction(3, 5))
    assert cn101.execution_finished == 1
    execution = [(tier.lower, tier.share) for tier in cn101.execution_tiers]
    assert execution == [(Fraction(4, 5), Fraction(7, 10)), (Fraction(3, 5), Fraction(1, 2)), (0, 0)]
    satisfaction = [tier.share for tier in cn101.satisfaction_tiers]
    assert satisfaction == [1, Fraction(4, 5), Fraction(1, 2), 0]
    assert [(case.of("成本"), case.of("产出"), case.of("效益"), case.of("满意度")) for case in cn101.weights] == [
        (20, 40, 20, 10),
        (20, 40, 30, 0),
        (0, 50, 30, 10),
        (0, 50, 40, 0),
    ]


def test_profiles_repeat_the_parameters_of_the_law() -> None:
    cn10, cn101 = RULES.profile("cn10"), RULES.profile("cn101")
    weights = [RULES.parameter(f"selfeval.weight.{key}").number for key in ("execution", "output", "benefit")]
    assert weights == [cn10.weights[0].of(block) for block in ("预算执行率", "产出", "效益")]
    for profile in (cn10, cn101, RULES.profile("cn10_evaluation")):
        bounds = [RULES.parameter(f"eval.grade.{key}").number for key in ("you", "liang", "zhong")]
        assert bounds == [grade.lower for grade in profile.grades[:3]]
    assert RULES.parameter("kpi.quant.pass").number == cn101.floor * 100
    assert RULES.parameter("eval.output_benefit.min").number == 60
    case = RULES.parameter("kpi.weight.cost_case")
    assert isinstance(case.value, tuple)
    assert [cn101.weights[0].of(block) for block in case.parts] == list(case.value)


def test_bands_of_the_nation_and_of_hubei() -> None:
    assert [band.lower for band in RULES.profile("cn10").bands] == [Fraction(4, 5), Fraction(3, 5), 0]
    assert [band.lower for band in RULES.profile("hubei").bands] == [Fraction(4, 5), Fraction(1, 2), 0]


def test_evaluation_has_no_fixed_weights_but_a_minimum() -> None:
    profile = RULES.profile("cn10_evaluation")
    assert profile.weights == ()
    assert profile.execution_weight is None
    assert profile.min_output_benefit == 60
    assert profile.required_blocks == ("决策", "过程", "产出", "效益")
    assert profile.execution_basis == "实际到位资金"


def test_agency_appraisal_is_left_to_persons_and_cites_no_law() -> None:
    profile = RULES.profile("agency_appraisal")
    assert profile.judged
    assert profile.clauses == ()
    assert profile.grade_of(Fraction(94)) is None
    assert profile.band_of("达成") is None
    assert all(text.startswith("程序设定：") for text in RULES.basis(profile))


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("达成预期指标", "达成年度指标"),
        ("达成年度指标。", "达成年度指标"),
        ("全部 完成", "达成年度指标"),
        ("部分达成并具有一定效果", "部分达成年度指标并具有一定效果"),
        ("部分完成", "部分达成年度指标并具有一定效果"),
        ("未达成", "未达成年度指标且效果较差"),
        ("未完成", "未达成年度指标且效果较差"),
    ],
)
def test_statements_name_a_level(text: str, level: str) -> None:
    band = RULES.profile("cn10").band_of(text)
    assert band is not None
    assert band.name == level


@pytest.mark.parametrize("text", ["", "效果明显", "及时", "基本达成", "没有达成任何东西", "达成了一半", "100%"])
def test_other_statements_are_left_to_a_person(text: str) -> None:
    assert RULES.profile("cn10").band_of(text) is None


@pytest.mark.parametrize(
    ("total", "grade"),
    [
        ("100", "优"),
        ("90", "优"),
        ("89.999", "良"),
        ("80", "良"),
        ("79.99", "中"),
        ("60", "中"),
        ("59.9999", "差"),
        ("0", "差"),
    ],
)
def test_grades_touch_and_use_the_unrounded_total(total: str, grade: str) -> None:
    assert RULES.profile("cn10").grade_of(Fraction(total)) == grade


@given(st.fractions(0, 1))
def test_every_share_lies_in_exactly_one_band(share: Fraction) -> None:
    for profile in map(RULES.profile, ("cn10", "cn101", "hubei")):
        top = profile.bands[0]
        holding = [band for band in profile.bands if band.lower <= share < band.upper]
        assert len(holding) == 1 or (share == 1 and top.upper == 1)


@pytest.mark.parametrize("name", PROFILES)
def test_every_profile_says_what_each_score_rests_on(name: str) -> None:
    profile = RULES.profile(name)
    for matter in CITED:
        assert RULES.cite(profile.clause_for(matter))
    with pytest.raises(RuleError, match="reached"):
        profile.clause_for("nothing")


@pytest.mark.parametrize("name", PROFILES)
def test_profiles_hold_exact_numbers_and_can_be_keys(name: str) -> None:
    profile = RULES.profile(name)
    assert len({profile, profile}) == 1
    assert not any(isinstance(value, float) for value in _numbers(profile))


def _numbers(profile: Profile) -> list[object]:
    tiers = [*profile.execution_tiers, *profile.satisfaction_tiers]
    weights = [item.weight for case in profile.weights for item in case.blocks]
    bands = [bound for band in profile.bands for bound in (band.lower, band.upper)]
    edges = [value for tier in tiers for value in (tier.lower, tier.share)]
    return [profile.floor, profile.execution_weight, profile.full_score, *weights, *bands, *edges]


def test_the_forms_name_profiles_that_exist() -> None:
    assert {layout.profile for layout in load_forms().layouts} <= set(PROFILES)
