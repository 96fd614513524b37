"""C09: what became of the approved targets, and the benign twins."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.quality.test_checks import evaluation, found
from tests.scoring.test_card import sheet
from tests.scoring.test_item import row
from yzperf.domain.finding import Finding, Severity, Verdict
from yzperf.domain.scoresheet import IndicatorRow, ScoreSheet, SheetKind
from yzperf.rules import Rules

NAMES = ("治理村完成数", "受益农户接管数", "污水直排口消除率", "户均建设成本")
APPROVED = ("≥48个", "≥3,900户", "≥98%", "≤1.05万元/户")


def rows(names=NAMES, targets=APPROVED) -> list[IndicatorRow]:
    made = zip(names, targets, strict=True)
    return [row(target, target.lstrip("≥≤"), name=name, weight="25", reported="25") for name, target in made]


def approved() -> ScoreSheet:
    return replace(sheet(*rows()), kind=SheetKind.TARGETS)


def drift(rules: Rules, made: ScoreSheet) -> list[Finding]:
    return found(rules, "C09", made, targets=approved())


def changed(name: str, target: str) -> list[IndicatorRow]:
    return rows(targets=[target if one == name else given for one, given in zip(NAMES, APPROVED, strict=True)])


@pytest.mark.parametrize(
    ("name", "target", "words"),
    [
        ("受益农户接管数", "≥3,600户", "要求降低了"),
        ("受益农户接管数", "≥4,000户", "要求提高了"),
        ("户均建设成本", "≤1.10万元/户", "要求降低了"),
        ("户均建设成本", "≤1.05万元/人", "计量单位变了"),
        ("受益农户接管数", "≤3,900户", "要求的方向变了"),
        ("污水直排口消除率", "≥0.9", "要求降低了"),
        ("受益农户接管数", "≥3,900人次", "计量单位变了"),
        ("污水直排口消除率", "明显提升", "改成了定性的"),
        ("治理村完成数", "基本覆盖", "改成了定性的"),
    ],
)
def test_a_target_that_is_not_the_approved_one(rules: Rules, name: str, target: str, words: str) -> None:
    (finding,) = drift(rules, evaluation(*changed(name, target)))
    assert words in finding.message
    assert (finding.severity, finding.verdict) == (Severity.BLOCKING, Verdict.FAILED)


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("受益农户接管数", "3900户"),
        ("受益农户接管数", "不少于3900户"),
        ("户均建设成本", "≤10500元/户"),
        ("污水直排口消除率", "≥98.0%"),
        ("污水直排口消除率", "≥0.98"),
        ("污水直排口消除率", "不低于百分之九十八"),
    ],
)
def test_the_same_target_in_other_words_passes(rules: Rules, name: str, target: str) -> None:
    assert drift(rules, evaluation(*changed(name, target))) == []


@pytest.mark.parametrize(
    ("name", "target"), [("治理村完成数", "≥48座"), ("污水直排口消除率", "按计划完成"), ("治理村完成数", "全部完成")]
)
def test_what_may_say_the_same_is_a_lead(rules: Rules, name: str, target: str) -> None:
    (finding,) = drift(rules, evaluation(*changed(name, target)))
    assert finding.verdict is Verdict.LEAD


def test_names_in_another_dress_are_the_same(rules: Rules) -> None:
    assert drift(rules, evaluation(*rows(names=("1.治理村完成数", "受益农户 接管数", *NAMES[2:])))) == []
    dated = rows(names=("2024年治理村完成数（个）", "受益农户接管数（户）", *NAMES[2:]))
    assert drift(rules, evaluation(*dated)) == []


def test_an_approved_indicator_that_was_dropped(rules: Rules) -> None:
    for made in (evaluation(*rows()[:2], rows()[3]), sheet(*rows()[:2], rows()[3])):
        (finding,) = drift(rules, made)
        assert "污水直排口消除率" in finding.message
        assert finding.verdict is Verdict.FAILED


def test_a_new_name_is_only_to_be_looked_at(rules: Rules) -> None:
    made = evaluation(*rows(names=(*NAMES[:2], "直排口消除率", NAMES[3])))
    (finding,) = drift(rules, made)
    assert finding.verdict is Verdict.LEAD
    assert "可能改称“直排口消除率”" in finding.message


def test_a_new_name_with_a_lower_target_says_so(rules: Rules) -> None:
    lowered = rows(names=(*NAMES[:2], "直排口消除率", NAMES[3]), targets=(*APPROVED[:2], "≥90%", APPROVED[3]))
    (finding,) = drift(rules, evaluation(*lowered))
    assert finding.verdict is Verdict.LEAD
    assert "批复为 ≥98%，此处写 ≥90%（要求降低了）" in finding.message


def test_other_points_in_a_self_evaluation_are_a_lead(rules: Rules) -> None:
    def weighted(*weights: str) -> ScoreSheet:
        given = zip(rows(), weights, strict=True)
        return sheet(*(replace(one, weight=replace(one.weight, text=w, value=Decimal(w))) for one, w in given))

    first, second = drift(rules, weighted("20", "30", "25", "25"))
    assert {first.verdict, second.verdict} == {Verdict.LEAD}
    assert (first.reported, first.recomputed, first.clause) == ("20", "25", "财预〔2021〕101号 三（六）")
    assert drift(rules, weighted("22.5", "22.5", "22.5", "22.5")) == []  # the points of the execution rate left out


def test_what_was_not_approved_is_wrong_in_a_self_evaluation_only(rules: Rules) -> None:
    more = row("≥5次", "5次", name="宣传活动次数", reported="10")
    (finding,) = drift(rules, sheet(*rows(), more))
    assert (finding.severity, finding.clause) == (Severity.MAJOR, "财预〔2020〕10号 第十三条")
    (hint,) = drift(rules, evaluation(*rows(), more))
    assert (hint.severity, hint.verdict) == (Severity.HINT, Verdict.LEAD)
    process = replace(row("100%", "100%", name="资金到位率", reported="10"), l1="过程")
    assert drift(rules, evaluation(*rows(), process)) == []
    assert drift(rules, sheet(*rows(), row("100%", "95%", name="预算执行率"))) == []


def test_an_agency_with_indicators_of_its_own_gets_one_lead(rules: Rules) -> None:
    made = evaluation(*rows(names=("实际完成率", "质量达标率", "完成及时性", "成本节约情况")))
    (finding,) = drift(rules, made)
    assert finding.verdict is Verdict.LEAD


def test_dates_and_words(rules: Rules) -> None:
    targets = replace(
        sheet(row("2024年11月底前", "", name="完成及时性"), row("建立并有效运行", "", name="长效管护机制健全性")),
        kind=SheetKind.TARGETS,
    )

    def messages(when: str, how: str) -> list[tuple[str, Verdict]]:
        made = evaluation(row(when, when, name="完成及时性"), row(how, how, name="长效管护机制健全性"))
        return [(finding.message[-4:], finding.verdict) for finding in found(rules, "C09", made, targets=targets)]

    assert messages("2024年11月30日前", "建立并有效运行") == []
    assert messages("2024年12月底前", "建立健全") == [("期限变了", Verdict.FAILED), ("措辞不同", Verdict.LEAD)]


def test_c09_points_that_alone_differ_from_the_approved_ones(rules: Rules) -> None:
    """An evaluation that took over all points but one may have mistyped that one; one with points of its own has not."""

    def weighed(*points: str) -> ScoreSheet:
        made = [
            replace(one, weight=replace(one.weight, text=text, value=Decimal(text)))
            for one, text in zip(rows(), points, strict=True)
        ]
        return evaluation(*made)

    (finding,) = [one for one in drift(rules, weighed("25", "25", "25", "20")) if "分值" in one.message]
    assert (finding.reported, finding.recomputed, finding.verdict) == ("20", "25", Verdict.LEAD)
    assert [one for one in drift(rules, weighed("30", "30", "20", "20")) if "分值" in one.message] == []
    assert [one for one in drift(rules, weighed("25", "25", "25", "25")) if "分值" in one.message] == []
