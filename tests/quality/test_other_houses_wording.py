"""What sound papers of other houses write, each beside the mistake that must still be told."""

from __future__ import annotations

import pytest

from tests.quality.report_tables import report_of, table
from tests.quality.test_benign_wording import proofs
from tests.scoring.test_card import sheet
from tests.scoring.test_item import row
from yzperf.domain.claims import Role, read_claims
from yzperf.rules import Rules


def test_points_lost_are_no_score() -> None:
    told = read_claims(report_of("#一、情况", "3项要点符合2项，失1.00分，得2.00分。")).own
    assert [one.role for one in told if one.unit == "分"] == [Role.DEDUCTION, Role.SCORE]
    assert not any("失" in one.subject for one in told)


HEAD = ["题目", "非常满意", "满意", "一般", "满意及以上"]
PARENTS = [HEAD, ["总体满意度", "123", "144", "45", "267"], ["饭菜质量", "110", "150", "52", "260"]]
PUPILS = [HEAD, ["总体满意度", "133", "199", "76", "332"], ["饭菜质量", "84", "202", "122", "286"]]


def test_two_forms_of_one_survey_are_two_populations(rules: Rules) -> None:
    made = report_of("#附件3", table(PARENTS, 1, "家长卷"), table(PUPILS, 2, "学生卷"))
    assert proofs(rules, "A04", made) == []


@pytest.mark.parametrize(("value", "count"), [("3,861.19元", 0), ("2,403.18元", 1)])
def test_a_greatest_price_per_square_metre(rules: Rules, value: str, count: int) -> None:
    lines = [
        ["项目", "审定金额（元）", "每平方米造价（元）"],
        ["南门谯楼", "1,034,800.00", "3,861.19"],
        ["崇文书院", "1,581,700.00", "2,745.10"],
        ["义和盐号旧址", "1,149,200.00", "2,403.18"],
    ]
    name = "南门谯楼" if count == 0 else "义和盐号旧址"
    text = f"造价最高的是{name}，每平方米{value}。"
    assert len(proofs(rules, "A04", report_of("#一、造价", table(lines, 1, "表9 单位造价"), text))) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("春季学期供餐98天，秋季学期供餐102天。", 0),
        ("年度目标为供餐天数不少于210天。", 1),
        ("年度目标为供餐天数不少于200天。", 0),
    ],
)
def test_what_is_aimed_at_in_a_term_is_part_of_the_year(rules: Rules, text: str, count: int) -> None:
    targets = sheet(row("≥200", "", unit="天", name="供餐天数"))
    made = report_of("#一、基本情况", "#（二）项目绩效目标", text)
    assert len(proofs(rules, "C09", made, targets=targets)) == count


@pytest.mark.parametrize(
    ("number", "benign", "wrong"),
    [
        (
            "B07",
            [
                "全年预算2,816.00万元。",
                "项目全年预算2,816.00万元，其中县级资金全年预算2,516.00万元，占89.35%；省级补助300.00万元。",
            ],
            ["全年预算2,816.00万元。", "项目全年预算2,816.00万元。", "本项目全年预算2,516.00万元，执行率96.05%。"],
        ),
        (
            "F04",
            ["两年均值差的95%置信区间为[11.75，13.11]分钟，t=35.64，p＜0.001。"],
            ["均值差为14.43分钟，95%置信区间为[11.75，13.11]分钟，t=35.64，p＜0.001。"],
        ),
    ],
)
def test_parts_words_for_numbers(rules: Rules, number: str, benign: list[str], wrong: list[str]) -> None:
    assert proofs(rules, number, report_of("#一、情况", *benign)) == []
    told = [one for each in (number, "A04") for one in proofs(rules, each, report_of("#一、情况", *wrong))]
    assert told
