"""C02, C04, C06, C07, C08, G11: leads on what a set of indicators can tell, and what must pass."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.quality.test_checks import evaluation, found
from tests.scoring.test_card import sheet
from tests.scoring.test_item import row
from yzperf.domain.finding import Finding, Severity, Verdict
from yzperf.domain.scoresheet import IndicatorRow, ScoreSheet
from yzperf.quality import Bundle, audit
from yzperf.rules import Rules
from yzperf.scoring import score_sheet


def named(name: str, *rows: IndicatorRow) -> ScoreSheet:
    made = sheet(*rows)
    return replace(made, head=made.head | {"项目名称": name})


def test_c02_few_points_rest_on_numbers(rules: Rules) -> None:
    words = [row("效果明显", "达成", weight="30", name="社会影响"), row("有效", "达成", weight="30", name="持续影响")]
    (finding,) = found(rules, "C02", sheet(*words, row("≥95%", "96%", weight="40")))
    assert (finding.reported, finding.verdict) == ("40.0%", Verdict.LEAD)
    half = sheet(words[0], row("≥95%", "96%", weight="30"))
    assert found(rules, "C02", half) == []
    day = sheet(words[0], row("2024年11月底前", "2024年11月20日", weight="30"))
    assert found(rules, "C02", day) == []


@pytest.mark.parametrize(
    ("target", "count"),
    [
        ("效果显著", 1),
        ("进一步提升", 1),
        ("稳步提高群众生活质量", 1),
        ("持续向好", 1),
        ("建立并有效运行", 0),
        ("及时", 0),
        ("未发生重大安全事故", 0),
    ],
)
def test_c04_a_target_that_cannot_be_missed(rules: Rules, target: str, count: int) -> None:
    assert len(found(rules, "C04", sheet(row(target, "达成")))) == count


def test_c04_a_word_that_the_standard_explains_passes(rules: Rules) -> None:
    explained = replace(row("效果显著", "达成"), standard="投诉为零得满分，每有1起扣2分")
    assert found(rules, "C04", sheet(explained)) == []
    graded = replace(explained, standard="显著得满分，较好得八成，一般酌情扣分")
    assert found(rules, "C04", sheet(graded)) == []


@pytest.mark.parametrize("standard", ["定性", "定性指标", "酌情评分", "由评价组评定"])
def test_c04_a_word_in_the_column_of_standards_explains_nothing(rules: Rules, standard: str) -> None:
    (finding,) = found(rules, "C04", sheet(replace(row("显著提升", "达成"), standard=standard)))
    assert finding.reported == "显著提升"


@pytest.mark.parametrize(
    ("given", "count"),
    [
        (row("≥5公里", "5公里", name="道路里程"), 1),
        (row("≥5万元", "5万元", name="每公里造价"), 0),
        (row("≥5万元", "5万元", name="总投资", l2="成本指标"), 0),
        (row("≥5", "5", name="每公里投入", unit="万元/公里"), 0),
    ],
)
def test_c06_works_without_cost(rules: Rules, given: IndicatorRow, count: int) -> None:
    assert len(found(rules, "C06", named("农村道路建设工程", given))) == count


def test_c06_is_not_asked_of_a_grant(rules: Rules) -> None:
    outcome = audit(Bundle(rules=rules, card=score_sheet(named("困难残疾人生活补贴", row("≥5", "5")), rules)))
    assert outcome.coverage.verdicts["C06"] is Verdict.NO_INPUT


def chosen_framework(rules: Rules, *rows: IndicatorRow) -> list[Finding]:
    framework = rules.framework("cn10_annex2")
    return found(rules, "C06", replace(evaluation(*rows), head={"项目名称": "耕地补贴"}), framework=framework)


def test_c06_what_people_are_paid_is_no_cost(rules: Rules) -> None:
    paid = row("≤420元/人", "394.12元/人", name="人均月补贴水平")
    (finding,) = chosen_framework(rules, row("≥5户", "5户"), paid)
    assert finding.id == "C06"
    assert chosen_framework(rules, row("≥5户", "5户"), replace(paid, indicator="人均月补贴支出费用")) == []


def test_c06_an_evaluation_by_a_framework_with_cost(rules: Rules) -> None:
    (finding,) = chosen_framework(rules, row("≥5户", "5户", name="补贴户数"))
    assert finding.verdict is Verdict.LEAD
    assert "“成本节约率”" in finding.message
    assert chosen_framework(rules, row("≥5户", "5户"), row("≤30元/户", "29元/户", name="每户核查投入")) == []


def spread(*weights: str) -> ScoreSheet:
    return sheet(*(row("≥5", "5", weight=weight, reported="1", name=f"指标{at}") for at, weight in enumerate(weights)))


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        (("40", "10", "10", "15", "15", "10"), "一项占 40 分"),
        (("10",) * 6, "没有区分主次"),
        (("9", "9", "9", "10", "10", "9", "10"), "9—10 分之间"),
        (("28", "28", "28", "6", "5", "5"), "集中在少数"),
    ],
)
def test_c07_weights_that_tell_nothing(rules: Rules, weights: tuple[str, ...], words: str) -> None:
    (finding,) = found(rules, "C07", spread(*weights))
    assert words in finding.message
    assert finding.severity is Severity.HINT


def test_c07_spread_weights_pass_and_few_are_not_judged(rules: Rules) -> None:
    assert found(rules, "C07", spread("20", "15", "15", "10", "10", "20")) == []
    outcome = audit(Bundle(rules=rules, card=score_sheet(spread("50", "50"), rules)))
    assert outcome.coverage.verdicts["C07"] is Verdict.NO_INPUT


def test_c07_more_points_for_process_than_for_output(rules: Rules) -> None:
    process = [replace(row("2项", "2项", weight=w, name=f"过程{w}"), l1="过程") for w in ("18", "17", "10")]
    output = [row("≥5", "5", weight=w, name=f"产出{w}") for w in ("16", "14", "8")]
    (finding,) = found(rules, "C07", evaluation(*process, *output))
    assert "多于“产出”" in finding.message


@pytest.mark.parametrize(
    ("target", "actual", "name", "count"),
    [
        ("≥50%", "95%", "设施正常运行率", 1),
        ("≥100户", "180户", "接管户数", 1),
        ("≤100万元", "40万元", "采购成本", 1),
        ("≥100户", "140户", "接管户数", 0),
        ("≤100万元", "80万元", "采购成本", 0),
        ("≤5起", "5起", "投诉数", 0),
        ("≥1公里", "1200米", "管网长度", 0),
        ("≥0户", "20户", "接管户数", 0),
    ],
)
def test_c08_a_target_far_exceeded(rules: Rules, target: str, actual: str, name: str, count: int) -> None:
    assert len(found(rules, "C08", sheet(row(target, actual, name=name)))) == count


def test_c08_what_a_person_has_judged_is_not_asked_again(rules: Rules) -> None:
    judged = replace(row("≥100户", "180户", name="接管户数"), target_too_low="不偏低")
    assert found(rules, "C08", sheet(judged)) == []


def test_c08_full_marks_everywhere(rules: Rules) -> None:
    full = [row("≥5", "5", weight="10", reported="10", name=f"指标{at}") for at in range(8)]
    (finding,) = found(rules, "C08", sheet(*full))
    assert "8 个指标全部得满分" in finding.message
    assert found(rules, "C08", sheet(*full[:7], row("≥5", "4", weight="10", reported="8"))) == []
    assert found(rules, "C08", sheet(*full[:7])) == []


# ── G11 ─────────────────────────────────────────────────────────────────────────────────────────────


def scored(*parts: tuple[str, str]) -> ScoreSheet:
    rows = [row("100", part, weight=weight, reported=part, name=f"指标{at}") for at, (weight, part) in enumerate(parts)]
    return sheet(*(replace(one, target=replace(one.target, number=one.weight.value)) for one in rows))


def test_g11_a_grade_on_the_edge_is_told(rules: Rules) -> None:
    (finding,) = found(rules, "G11", scored(("50", "50"), ("50", "40.2")))
    assert (finding.severity, finding.verdict) == (Severity.HINT, Verdict.LEAD)
    assert "失去超过 0.2 分降为“良”" in finding.message
    assert float(finding.recomputed.rstrip("%")) > 20


def test_g11_a_firm_grade_passes(rules: Rules) -> None:
    assert found(rules, "G11", scored(("50", "43"), ("50", "42"))) == []


def test_g11_without_a_grade_says_so(rules: Rules) -> None:
    outcome = audit(Bundle(rules=rules, card=score_sheet(sheet(row("100", "90", weight="40")), rules)))
    assert outcome.coverage.verdicts["G11"] is Verdict.NO_INPUT


# ── C03 ─────────────────────────────────────────────────────────────────────────────────────────────


def ruled(rules: Rules, *standards: str, explained: str = "") -> list[Finding]:
    rows = [
        replace(row("≥5个", "5个", reported="10", name=f"指标{at}"), standard=text, explanation=explained)
        for at, text in enumerate(standards)
    ]
    outcome = audit(Bundle(rules=rules, card=score_sheet(evaluation(*rows), rules)))
    return [one for one in outcome.findings if one.id == "C03"]


@pytest.mark.parametrize("blank", ["", "—", " / ", "略"])
def test_c03_one_row_without_a_standard(rules: Rules, blank: str) -> None:
    (finding,) = ruled(rules, *["比例法"] * 7, blank)
    assert (finding.recomputed, finding.verdict) == ("评分标准", Verdict.FAILED)
    assert "指标7" in finding.message


def test_c03_sheets_that_pass(rules: Rules) -> None:
    assert ruled(rules, *["比例法"] * 8, explained="产出的数量") == []
    assert ruled(rules, *[""] * 8) == []  # no such column
    assert ruled(rules, "比例法", "", "", "", "要点法", "", "", "") == []  # filled in now and then


def test_c03_the_words_of_the_columns() -> None:
    from yzperf.rules.forms import load_forms

    known = load_forms().indicator
    for heading in ("评分标准", "评分细则", "评分办法", "评分方法", "计分规则"):
        assert known[heading] == "standard"
    for heading in ("指标解释", "指标说明", "指标内涵", "指标释义"):
        assert known[heading] == "explanation"
