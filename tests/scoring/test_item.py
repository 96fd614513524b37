"""Single items by 财预〔2020〕10号 第十六条: reached, missed, ceilings, dates, qualitative bands, missing, impossible."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from yzperf.domain.quantity import read_quantity
from yzperf.domain.scorecard import ScoredRow
from yzperf.domain.scoresheet import Amount, IndicatorRow
from yzperf.errors import Place
from yzperf.rules import Rules
from yzperf.scoring.item import ItemScorer

HERE = Place(file="t.xlsx", sheet="自评表", cell="D5")


def row(
    target: str,
    actual: str,
    *,
    weight: str = "10",
    reported: str | None = None,
    unit: str = "",
    name: str = "指标",
    l2: str = "数量指标",
) -> IndicatorRow:
    return IndicatorRow(
        l1="产出指标",
        l2=l2,
        indicator=name,
        target=read_quantity(target, unit),
        actual=read_quantity(actual, unit),
        weight=Amount(weight, Decimal(weight), HERE),
        reported=Amount(reported or "", None if reported is None else Decimal(reported), HERE),
        reason="",
        where=HERE,
    )


def scored(rules: Rules, *args: str, profile: str = "cn10", **kwargs: str) -> ScoredRow:
    return ItemScorer(rules, rules.profile(profile), 2024).score(row(*args, **kwargs))


@pytest.mark.parametrize(
    ("target", "actual", "score"),
    [
        ("≥95%", "95%", "10.00"),
        ("≥95%", "95", "10.00"),
        ("≥95%", "90%", "9.47"),
        ("100", "86.2", "8.62"),
        ("≥100%", "150%", "10.00"),
        ("≤90万元", "89.974万元", "10.00"),
        ("≤90万元", "100万元", "9.00"),
        ("≤90万元", "1000000元", "9.00"),
        ("=8个", "8个", "10.00"),
        ("=8个", "6个", "7.50"),
        ("=8个", "10个", "8.00"),
        ("﹦72890元", "72890", "10.00"),
        ("≥8", "1", "1.25"),
        ("2024年11月底前", "2024年11月20日", "10.00"),
        ("12月底前", "2024年12月31日", "10.00"),
        ("5项", "4项", "8.00"),
        ("≥20000", "0", "0.00"),
        ("≤0起", "0起", "10.00"),
        ("≤0起", "2起", "0.00"),
        ("≤-5%", "-8%", "10.00"),
        ("下降5%以上", "下降6%", "10.00"),
        ("下降5%", "下降6%", "10.00"),
        ("90%-100%", "95%", "10.00"),
        ("20±2℃", "22℃", "10.00"),
    ],
)  # fmt: skip
def test_scores_of_10(rules: Rules, target: str, actual: str, score: str) -> None:
    assert str(scored(rules, target, actual).score) == score


def test_the_clause_stands_beside_the_score(rules: Rules) -> None:
    assert "财预〔2020〕10号 第十六条" in scored(rules, "≥95%", "90%").rule
    assert "程序设定" in scored(rules, "≤90万元", "100万元").rule


def test_the_two_profiles_differ_as_their_documents_do(rules: Rules) -> None:
    assert str(scored(rules, "100", "80").score) == "8.00"
    assert str(scored(rules, "100", "80", profile="cn101").score) == "5.00"
    assert str(scored(rules, "100", "60", profile="cn101").score) == "0.00"


@pytest.mark.parametrize(
    ("target", "actual", "reason"),
    [
        ("", "", "均未填写"),
        ("", "较好", "未填写指标值"),
        ("≥95%", "", "空白不按0计"),
        ("≥95%", "较好", "不是数值"),
        ("≥95%", "0.95", "相差百倍"),
        ("≥95%", "100元", "计量单位不一致"),
        ("2024年6月底前", "2024年7月5日", "逾期 5 天"),
        ("2024年6月底前", "按时", "不是日期"),
        ("≥10个", "-3个", "负数"),
        ("≤-5%", "-3%", "比例没有意义"),
        ("下降5%", "下降3%", "比例没有意义"),
        ("90%-100%", "85%", "不在指标值区间"),
        ("90%-100%", "0.95", "相差百倍"),
        ("90%-100%", "较好", "不是数值"),
        ("90%-100%", "90-95%", "不是数值"),
    ],
)
def test_what_a_person_must_judge_is_never_a_zero(rules: Rules, target: str, actual: str, reason: str) -> None:
    result = scored(rules, target, actual, reported="10")
    assert result.exact is None
    assert reason in result.note
    assert result.counted == 10


@pytest.mark.parametrize(("actual", "score"), [("90%", "10.00"), ("89.99%", "8.00"), ("60%", "5.00"), ("59%", "0.00")])
def test_satisfaction_of_101_goes_by_steps_of_the_rate(rules: Rules, actual: str, score: str) -> None:
    result = scored(rules, "≥95%", actual, name="服务对象满意度", profile="cn101")
    assert str(result.score) == score
    assert "财预〔2021〕101号" in result.rule


def test_a_rate_that_cannot_exceed_100_percent(rules: Rules) -> None:
    assert "不可能超过100%" in scored(rules, "≥95%", "105%", name="验收合格率").note
    assert str(scored(rules, "≥95%", "105%", name="任务完成率").score) == "10.00"


@pytest.mark.parametrize(("actual", "low", "high"), [("达成预期指标", 8, 10), ("部分达成", 6, 8), ("未达成", 0, 6)])
def test_qualitative_levels_give_a_band(rules: Rules, actual: str, low: int, high: int) -> None:
    result = scored(rules, "效果明显", actual, reported="9")
    assert result.exact is None
    assert result.band == (Fraction(low), Fraction(high))


def test_bands_of_hubei_are_wider(rules: Rules) -> None:
    assert scored(rules, "效果明显", "部分达成", profile="hubei").band == (5, 8)


def test_an_unwritten_operator_is_assumed_and_said(rules: Rules) -> None:
    assert "未写比较符，按“≥”计" in scored(rules, "90%", "100%").note
    cost = scored(rules, "90万元", "100万元", l2="成本指标")
    assert "按“≤”计" in cost.note
    assert str(cost.score) == "9.00"


def test_far_above_target_asks_for_a_reason_and_is_not_cut(rules: Rules) -> None:
    result = scored(rules, "≥100", "131")
    assert str(result.score) == "10.00"
    assert "131.0%" in result.note
    assert "应说明原因" not in scored(rules, "≥100", "130").note


def test_score_is_exact_before_it_is_rounded(rules: Rules) -> None:
    result = scored(rules, "≥8", "1", weight="0.04")
    assert result.exact == Fraction(1, 200)
    assert str(result.score) == "0.01"


def test_huge_and_tiny_values_stay_exact(rules: Rules) -> None:
    result = scored(rules, "≥30000000000000000000.01", "15000000000000000000.005")
    assert result.exact == 5


def test_score_does_not_depend_on_the_row_object(rules: Rules) -> None:
    scorer = ItemScorer(rules, rules.profile("cn10"), 2024)
    one = row("≥95%", "90%")
    assert scorer.score(one).exact == scorer.score(replace(one, reason="原因")).exact


@pytest.mark.parametrize(("name", "target", "actual"), [("群众投诉率", "5%", "8%"), ("安全事故", "0起", "2起")])
def test_a_direction_is_not_guessed_where_less_seems_better(rules: Rules, name: str, target: str, actual: str) -> None:
    assert "方向由评价人确认" in scored(rules, target, actual, name=name).note
    assert str(scored(rules, target, target, name=name).score) == "10.00"
    assert scored(rules, f"≤{target}", actual, name=name).exact is not None
    assert str(scored(rules, "90%", "95%", name="投诉办结率").score) == "10.00"


def test_cost_per_head_is_a_ceiling_too(rules: Rules) -> None:
    assert str(scored(rules, "100元/人", "120元/人", l2="成本指标").score) == "8.33"


def test_multiples_of_units_convert(rules: Rules) -> None:
    assert str(scored(rules, "≥3千人", "2500人").score) == "8.33"


@pytest.mark.parametrize(
    ("text", "unit", "shown"),
    [
        ("3万", "人", "3万人"),
        ("百分之95", "", "百分之95"),
        ("９５％", "", "９５％"),
        ("95", "%", "95%"),
        ("3-5", "次", "3-5次"),
    ],
)
def test_the_unit_of_the_column_is_shown_once(rules: Rules, text: str, unit: str, shown: str) -> None:
    assert scored(rules, text, text, unit=unit).target == shown


def test_a_negative_satisfaction_is_left_to_a_person(rules: Rules) -> None:
    line = scored(rules, "≥0%", "-1%", name="群众满意度", profile="cn101")
    assert line.exact is None
    assert "负数" in line.note


def test_a_rate_of_a_row_without_a_number_for_target_is_no_judgement(rules: Rules) -> None:
    """74.6% is what was reached, not the words 74. and a person's 6%."""
    assert scored(rules, "达到规定要求", "74.6%", weight="8", reported="8", profile="cn10_evaluation").score is None
