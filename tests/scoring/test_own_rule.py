"""A row scored by the rule that its sheet states, by a person's percentage, as not applicable, as too easy a target."""

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.scoring.test_card import money, sheet
from tests.scoring.test_item import row
from yzperf.domain.scorecard import ScoredRow
from yzperf.rules import Rules, Tier
from yzperf.scoring import score_sheet
from yzperf.scoring.item import ItemScorer


def scored(
    rules: Rules, target: str, actual: str, *, profile: str = "cn10_evaluation", weight: str = "10", **fields: str
) -> ScoredRow:
    made = replace(row(target, actual, weight=weight), **fields)
    return ItemScorer(rules, rules.profile(profile), 2024).score(made)


@pytest.mark.parametrize(
    ("standard", "target", "actual", "score"),
    [
        ("每低1个百分点扣0.5分，扣完为止", "≥95%", "95%", "10.00"),
        ("每低1个百分点扣0.5分，扣完为止", "≥95%", "94.9%", "9.95"),
        ("每低1个百分点扣0.5分，扣完为止", "≥95%", "90%", "7.50"),
        ("每低1个百分点扣0.5分，扣完为止", "≥95%", "75%", "0.00"),
        ("每低1个百分点扣0.5分，扣完为止", "≥95%", "70%", "0.00"),
        ("每低1%扣1分", "≥200户", "196户", "8.00"),
        ("每少1个扣0.5分", "≥8个", "6个", "9.00"),
        ("每超过1万元扣0.2分", "≤90万元", "950000元", "9.00"),
        ("每发生1起扣2分", "≤0起", "3起", "4.00"),
        ("每逾期1天扣1分", "2024年12月31日前", "2025年1月3日", "7.00"),
        ("每逾期一周扣分值的10%，不足一周按一周计", "2024年12月31日前", "2025年1月8日", "8.00"),
        ("每逾期一周扣分值的10%，不足一周按一周计", "2024年12月31日前", "2025年1月7日", "9.00"),
        ("达到95%（含）以上得满分，90%（含）-95%得80%，90%以下不得分", "≥95%", "94.99%", "8.00"),
        ("完成率≥100%得满分，80%-100%得6分，低于80%不得分", "≥200户", "160户", "6.00"),
        ("完成率≥100%得满分，80%-100%得6分，低于80%不得分", "≥200户", "159户", "0.00"),
        ("①有依据；②有程序；③有论证；④有批复", "规范", "符合①②④，不符合③", "7.50"),
        ("①有依据；②有程序；③有论证；④有批复", "", "3/4", "7.50"),
        ("①有制度得4分；②执行到位得6分", "健全", "②符合，①不符合", "6.00"),
        ("①合规；②完整；③及时。每有一项不符合扣2分", "合规", "不符合②③", "6.00"),
        ("①合规；②完整。存在截留、挪用资金的不得分", "合规", "存在挪用资金", "0.00"),
        ("①合规；②完整。存在截留、挪用资金的不得分", "合规", "全部符合", "10.00"),
        ("达标得满分，未达标不得分", "≥95%", "94.9%", "0.00"),
        ("达标得满分，未达标不得分", "≥95%", "95%", "10.00"),
        ("达标得满分，未达标不得分", "2024年12月底前", "2025年1月1日", "0.00"),
        ("按完成比例得分", "≥200户", "150户", "7.50"),
        ("扣分法：每发现1笔不合规支出扣1分，扣完为止", "0笔", "2笔", "8.00"),
        ("每有1座未按期完工扣0.5分", "46座", "43座", "8.50"),
        ("每有1座未按期完工扣0.5分", "≥46座", "48座", "10.00"),
        ("不高于目标值得满分，每高1%扣0.4分", "≤185元/户", "194.25元/户", "8.00"),
        ("执行率100%得满分，每降低1个百分点扣0.1分，低于60%不得分", "100%", "90%", "9.00"),
        ("执行率100%得满分，每降低1个百分点扣0.1分，低于60%不得分", "100%", "59%", "0.00"),
        ("达到目标得满分，否则按实际完成比例得分，低于60%不得分", "≥200户", "100户", "0.00"),
        ("达到目标得满分，否则按实际完成比例得分，低于60%不得分", "≥200户", "150户", "7.50"),
        ("要点法：5个要点，每缺1点扣1.5分", "5项", "4项", "8.50"),
        ("评价要点4项，每项2.5分", "符合全部要点", "符合3项要点", "7.50"),
        ("定性：建立并运行得满分，部分建立得75%，未建立不得分", "建立并运行", "部分建立", "7.50"),
        ("达标得满分，未达标不得分", "0起", "1起", "0.00"),
        ("要点法：共4个要点，每缺1个要点扣1分", "4个要点", "符合3个要点", "9.00"),
        ("要点法：共4个要点，每缺1个要点扣1.5分", "4个要点", "4个要点均符合", "10.00"),
        ("每缺1个要点扣1分", "4个要点", "缺1个要点", "9.00"),
        ("扣分法：抽查资料每缺失1个标段扣0.5分，扣完为止", "无缺失", "3个标段缺失", "8.50"),
        ("扣分法：每发现1笔不合规支出扣1分，扣完为止", "无不合规支出", "1笔不合规支出", "9.00"),
        ("扣分法：每发现1笔不合规支出扣1分，扣完为止", "无不合规支出", "无不合规支出", "10.00"),
        ("比例法：达到目标值得满分，未达到的按“实际完成值÷目标值×分值”计分", "≥200户", "150户", "7.50"),
        ("比例法：达标月数÷12×分值", "12个月", "9个月", "7.50"),
    ],
)  # fmt: skip
def test_rules_of_the_sheet(rules: Rules, standard: str, target: str, actual: str, score: str) -> None:
    assert str(scored(rules, target, actual, standard=standard).score) == score


def test_the_setting_stands_beside_the_score(rules: Rules) -> None:
    line = scored(rules, "≥95%", "90%", standard="每低1个百分点扣0.5分")
    assert line.clause == "程序设定：评分表写明评分标准的按其计分"
    assert "每低于1个百分点扣分值的 5%" in line.rule


@pytest.mark.parametrize("actual", ["①②④", "基本符合", "有制度"])
def test_a_finding_that_says_nothing_of_the_parts_goes_to_a_person(rules: Rules, actual: str) -> None:
    line = scored(rules, "规范", actual, standard="①有依据；②有程序；③有论证；④有批复")
    assert line.score is None
    assert "评分标准未用于计分" in line.note


@pytest.mark.parametrize("actual", ["抽查12个标段，3个标段缺失", "3个标段", "5个要点"])
def test_a_finding_that_does_not_count_the_faults_goes_to_a_person(rules: Rules, actual: str) -> None:
    assert scored(rules, "无缺失", actual, standard="每缺失1个标段扣0.5分").score is None


def test_a_rule_that_is_not_understood_is_said_to_be_unused(rules: Rules) -> None:
    line = scored(rules, "≥95%", "90%", standard="酌情扣分")
    assert str(line.score) == "9.47"
    assert "评分标准未用于计分" in line.note


def test_a_rule_that_is_not_understood_leaves_a_filled_in_score_to_a_person(rules: Rules) -> None:
    made = row("≥95%", "90%", weight="10", reported="8")
    line = ItemScorer(rules, rules.profile("cn10_evaluation"), 2024).score(replace(made, standard="酌情扣分"))
    assert (line.score, line.counted, line.presumed) == (None, 8, Fraction(180, 19))
    assert "按方案为 9.47 分，仅供参考" in line.note


def test_a_rate_times_the_points_is_no_comparison_with_the_target(rules: Rules) -> None:
    assert scored(rules, "≥95%", "90%", standard="得分=到位率×分值").score is None
    assert str(scored(rules, "100%", "90%", standard="得分=到位率×分值").score) == "9.00"


def test_points_above_the_weight_are_refused(rules: Rules) -> None:
    line = scored(rules, "≥95%", "96%", weight="8", standard="≥95%得10分，≥90%得8分，否则不得分")
    assert line.score is None
    assert "超过分值" in line.note


def test_a_value_between_the_steps_goes_to_a_person(rules: Rules) -> None:
    line = scored(rules, "≥95%", "85%", standard="≥95%得满分，90%-95%得80%")
    assert line.score is None
    assert "不在任何一档" in line.note


@pytest.mark.parametrize(
    ("target", "actual", "standard", "score"),
    [
        ("≥10公里", "8公里", "达标得满分，未达标不得分", "8.00"),  # the law has an answer, it goes first
        ("2024年12月31日前", "2025年1月3日", "每逾期1天扣1分", "7.00"),  # it has none for a late date
        ("90%-95%", "80%", "≥90%得满分，80%-90%得5分", "5.00"),  # nor for a value outside a range
        ("≤-5%", "-2%", "每高1个百分点扣1分", "7.00"),  # nor for rates of change missed
    ],
)
def test_self_evaluations_follow_the_law_first(rules: Rules, target: str, actual: str, standard: str, score: str) -> None:  # fmt: skip
    assert str(scored(rules, target, actual, profile="cn10", standard=standard).score) == score


# ── a person's percentage within a level ────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("actual", "percent", "score"),
    [
        ("达成预期指标", "95%", "9.50"),
        ("达成预期指标", "80%", "8.00"),
        ("达成预期指标", "100", "10.00"),
        ("达成预期指标", "1", "10.00"),
        ("部分达成（79.99%）", "", "8.00"),
        ("部分达成", "0.6", "6.00"),
        ("未达成", "59.9%", "5.99"),
        ("未达成，0%", "", "0.00"),
        ("", "85%", "8.50"),
    ],
)
def test_percentage_within_its_level(rules: Rules, actual: str, percent: str, score: str) -> None:
    assert str(scored(rules, "效果明显", actual, profile="cn10", percent=percent).score) == score


@pytest.mark.parametrize(
    ("actual", "percent"), [("达成预期指标", "79.99%"), ("部分达成", "80%"), ("部分达成", "59.9%"), ("未达成", "60%")]
)
def test_percentage_outside_its_level_is_not_taken(rules: Rules, actual: str, percent: str) -> None:
    line = scored(rules, "效果明显", actual, profile="cn10", percent=percent)
    assert line.score is None
    assert line.band is not None
    assert "不在" in line.note


# ── not applicable ──────────────────────────────────────────────────────────────────────────────────


def with_one_that_does_not_apply(actual: str) -> list:
    return [row("≥10", "8", weight="40"), row("≥10", "10", weight="40"), row("≥10", actual, weight="20", reported="20")]


@pytest.mark.parametrize("word", ["不适用", "不涉及", " 不适用。"])
def test_what_does_not_apply_is_shared_out(rules: Rules, word: str) -> None:
    card = score_sheet(sheet(*with_one_that_does_not_apply(word)), rules)
    assert card.exact_total == Fraction(32 + 40, 80) * 100
    assert card.grade == "优"
    assert card.excluded_weight == 20
    assert "折算" in card.summary()
    assert str(card.carried_total) == "0.00"


def test_a_blank_is_not_the_same_as_not_applicable(rules: Rules) -> None:
    card = score_sheet(sheet(*with_one_that_does_not_apply("")), rules)
    assert card.excluded_weight == 0
    assert str(card.carried_total) == "20.00"


def test_full_marks_where_a_city_says_so(tmp_path) -> None:
    from datetime import date

    from yzperf.rules import load_rules

    (tmp_path / "clauses").mkdir()
    (tmp_path / "clauses" / "own.toml").write_text(
        '[document]\nid = "own"\nnumber = "示例〔2024〕1号"\ntitle = "示例办法"\nregion = "扬中"\nstatus = "read"\n'
        'issued = 2024-01-01\nin_force = 2024-01-01\nchecked_on = 2024-02-01\nsource = "示例"\n\n'
        '[[clause]]\nid = "own.1"\narticle = "第一条"\nfact = "不适用的指标得满分"\n',
        encoding="utf-8",
    )
    (tmp_path / "parameters").mkdir()
    (tmp_path / "parameters" / "own.toml").write_text(
        '[[parameter]]\nid = "not_applicable"\nname = "不适用指标的处理"\nunit = ""\n'
        '[[parameter.version]]\nvalue = "满分"\nclause = "own.1"\nregion = "扬中"\nsince = 2024-01-01\n',
        encoding="utf-8",
    )
    rules = load_rules(on=date(2025, 3, 1), region="扬中", extra=tmp_path)
    card = score_sheet(sheet(*with_one_that_does_not_apply("不适用")), rules)
    assert card.exact_total == 32 + 40 + 20
    assert "示例〔2024〕1号" in card.rows[2].rule


def test_no_budget_and_no_spending_does_not_apply(rules: Rules) -> None:
    card = score_sheet(sheet(row("≥10", "9", weight="90"), money_rows=[money("0", "0", "0")]), rules)
    assert card.rows[0].excluded
    assert card.exact_total == 90


# ── targets that a person calls too low ─────────────────────────────────────────────────────────────


def test_nothing_is_cut_without_a_table(rules: Rules) -> None:
    line = scored(rules, "≥100人", "200人", profile="cn10", target_too_low="是")
    assert str(line.score) == "10.00"
    assert "没有规定这种情形的扣分比例" in line.note


@pytest.mark.parametrize(
    ("actual", "flag", "score"),
    [
        ("200人", "是", "8.00"), ("199人", "是", "9.00"), ("150人", "是", "9.00"), ("149人", "是", "10.00"), ("200人", "", "10.00"),
        ("200人", "否", "10.00"), ("90人", "是", "9.00"),
    ],
)  # fmt: skip
def test_a_table_cuts_only_what_a_person_flags(rules: Rules, actual: str, flag: str, score: str) -> None:
    tiers = (Tier(Fraction(2), Fraction(4, 5)), Tier(Fraction(3, 2), Fraction(9, 10)))
    profile = replace(rules.profile("cn10"), over_tiers=tiers)
    made = replace(row("≥100人", actual), target_too_low=flag)
    assert str(ItemScorer(rules, profile, 2024).score(made).score) == score


# ── 101号: tiers of execution need to know whether the project is finished ──────────────────────────


@pytest.mark.parametrize(
    ("spent", "finished", "score"),
    [
        ("100", "是", "10.00"), ("92", "是", "10.00"), ("99.99", "否", "7.00"), ("80", "否", "7.00"), ("79.99", "否", "5.00"),
        ("60", "否", "5.00"), ("59.99", "否", "0.00"), ("0", "未完成", "0.00"),
    ],
)  # fmt: skip
def test_execution_tiers(rules: Rules, spent: str, finished: str, score: str) -> None:
    made = sheet(money_rows=[money("100", "100", spent)])
    made.head["项目是否完成"] = finished
    assert str(score_sheet(made, rules, "cn101").rows[0].score) == score


@pytest.mark.parametrize(
    ("spent", "finished"), [("100", "否"), ("100.01", "否"), ("100.01", "是"), ("90", ""), ("90", "快了")]
)
def test_cases_that_the_document_leaves_open(rules: Rules, spent: str, finished: str) -> None:
    made = sheet(money_rows=[money("100", "100", spent)])
    made.head["项目是否完成"] = finished
    assert score_sheet(made, rules, "cn101").rows[0].score is None
