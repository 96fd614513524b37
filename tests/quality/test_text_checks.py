"""Checks on what the report says in numbers: each defect, and the benign twin that must pass."""

from __future__ import annotations

import pytest

from tests.quality.test_checks import evaluation, found
from tests.scoring.test_item import row
from yzperf.domain.document import Document, Paragraph
from yzperf.domain.finding import Finding, Severity, Verdict
from yzperf.errors import Place
from yzperf.quality import Bundle, audit
from yzperf.rules import Rules


def report(*texts: str) -> Document:
    """A report of plain paragraphs; a text that begins with # is a heading."""
    blocks = [
        Paragraph(text.lstrip("#"), 1 if text.startswith("#") else None, Place(file="报告.docx", paragraph=f"第{at}段"))
        for at, text in enumerate(texts, 1)
    ]
    return Document("报告.docx", tuple(blocks))


def hits(rules: Rules, number: str, *texts: str) -> list[Finding]:
    return found(rules, number, report=report(*texts))


# ── A04, B10 ────────────────────────────────────────────────────────────────────────────────────────


def test_a04_abstract_and_body_differ(rules: Rules) -> None:
    (finding,) = hits(
        rules, "A04", "#摘要", "预算执行率为95.2%。", "#正文", "项目预算执行率为96.1%。", "预算执行率为96.1%。"
    )
    assert (finding.where.paragraph, finding.reported, finding.recomputed) == ("第2段", "95.2%", "96.1%")
    assert finding.severity is Severity.BLOCKING
    assert "第4段写 96.1%" in finding.message


def test_a04_another_way_of_counting_is_told_beside_the_own_one(rules: Rules) -> None:
    own = "群众满意度为82.18%。"
    assert hits(rules, "A04", own, own, "若按各镇户数加权，群众满意度为82.67%。") == []
    assert len(hits(rules, "A04", own, own, "群众满意度为82.67%。")) == 1


AGES = "回收有效问卷432份。受访者中18至35岁{}人、36至59岁203人、60岁及以上108人，分别占28.01%、{}和25.00%。"


def test_b09_ages_in_the_names_of_listed_parts(rules: Rules) -> None:
    assert hits(rules, "B09", AGES.format(121, "46.99%")) == []
    (finding,) = hits(rules, "B09", AGES.format(121, "49.69%"))
    assert (finding.reported, finding.recomputed) == ("49.69%", "46.99%")


def test_f02_a_share_of_money_is_not_of_those_asked(rules: Rules) -> None:
    told = "采用问卷调查和抽查相结合的方法，抽查凭证186笔，金额1,642.30万元，占全年支出的68.26%。"
    asked = "受访者47人，其中满意的占{}。"
    assert hits(rules, "F02", told, asked.format("61.70%")) == []
    assert len(hits(rules, "F02", told, asked.format("61.80%"))) == 1


def test_a04_of_two_the_later_one_is_told(rules: Rules) -> None:
    (finding,) = hits(rules, "A04", "#摘要", "预算执行率为95.2%。", "#正文", "预算执行率为96.1%。")
    assert (finding.reported, finding.recomputed) == ("96.1%", "95.2%")


@pytest.mark.parametrize(
    "again", ["预算执行率为95.2%。", "预算执行率为95%。", "预算执行率约95%。", "预算执行率目标值为100%。"]
)
def test_a04_the_same_in_other_digits_or_another_thing_is_no_contradiction(rules: Rules, again: str) -> None:
    assert hits(rules, "A04", "预算执行率为95.2%。", "预算执行率为95.2%。", again) == []


@pytest.mark.parametrize(
    "words", ["该部分分值{0}分，得分{1}分。", "本部分满分{0}分，实得{1}分。", "此类指标实得{1}分。"]
)
def test_a04_words_that_point_at_the_section_name_no_common_subject(rules: Rules, words: str) -> None:
    """What 该部分 got in two sections is no contradiction; a section named twice with two scores still is one."""
    first, other = words.format(15, "13.50"), words.format(35, "34.20")
    told = audit(Bundle(rules=rules, report=report("#项目决策情况", first, "#项目产出情况", other)))
    assert [finding for finding in told.findings if finding.id == "A04"] == []
    assert hits(rules, "A04", "#结论", "决策指标得13.50分。", "决策指标得14.20分。")


def test_b10_the_digits_of_one_unit_with_the_name_of_another(rules: Rules) -> None:
    texts = ("项目全年预算数为3863.58万元。", "项目全年预算数为3863.58元。")
    (finding,) = hits(rules, "B10", *texts)
    assert "量级不同" in finding.message
    assert hits(rules, "A04", *texts) == []  # said once
    assert hits(rules, "B10", texts[0], "项目全年预算数为38635800元。") == []


# ── B09 ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("发放问卷430份，回收有效问卷424份，有效回收率96.6%。", "98.6%"),
        ("达标率由65.0%提高到88.9%，提高25.9个百分点。", "23.9"),
        ("单位成本由1.20万元降至0.90万元，下降20%。", "25"),
    ],
)
def test_b09_does_not_follow_from_the_numbers_beside_it(rules: Rules, text: str, right: str) -> None:
    (finding,) = hits(rules, "B09", text)
    assert right in finding.recomputed
    assert finding.verdict is Verdict.FAILED


@pytest.mark.parametrize(
    "text",
    [
        "达标率由65.0%提高到88.9%，提高23.9个百分点。",
        "达标率由65%提高到89%，提高23.9个百分点。",  # 65 may be 64.6, 89 may be 88.5
        "单位成本由1.20万元降至0.90万元，下降25%。",
        "单位成本由约1.2万元降至0.90万元，下降20%。",  # approximate numbers prove nothing
    ],
)
def test_b09_what_the_digits_allow_passes(rules: Rules, text: str) -> None:
    outcome = audit(Bundle(rules=rules, report=report(text)))
    assert [finding for finding in outcome.findings if finding.id == "B09"] == []


# ── E02 ─────────────────────────────────────────────────────────────────────────────────────────────


def test_e02_more_valid_than_returned(rules: Rules) -> None:
    (finding,) = hits(rules, "E02", "发放问卷430份，回收420份，有效问卷424份。")
    assert "多于" in finding.message


def test_e02_rates_by_either_denominator(rules: Rules) -> None:
    told = "发放问卷430份，回收424份，其中有效问卷418份。"
    assert hits(rules, "E02", told, "回收率为98.6%，有效率为98.6%。") == []
    (finding,) = hits(rules, "E02", told, "回收率为89.6%。")
    assert finding.recomputed == "98.6%"


def test_e02_different_counts_are_a_lead_only(rules: Rules) -> None:
    findings = hits(rules, "E02", "发放问卷430份，回收424份。", "本次发放问卷500份。")
    assert {finding.verdict for finding in findings} == {Verdict.LEAD}


# ── F01, F06 ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("两组差异显著（t(38)=1.25，P＜0.05）。", True),
        ("差异有统计学意义（χ2=3.1，df=3，P=0.01）。", True),
        ("回归方程显著，F(2,57)=2.10，p=0.013。", True),
    ],
)
def test_f01_p_does_not_follow(rules: Rules, text: str, changes: bool) -> None:
    (finding,) = hits(rules, "F01", text)
    assert finding.changes_conclusion is changes
    assert "复算" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "两组差异显著（t(38)=2.25，P＜0.05）。",
        "差异不显著（t(38)=1.25，P＞0.05）。",
        "F(2,57)=4.1，p=0.022，差异显著。",
        "χ2=12.4，df=3，P<0.01，差异显著。",
    ],
)
def test_f01_what_follows_passes(rules: Rules, text: str) -> None:
    assert hits(rules, "F01", text) == []


def test_f01_a_one_sided_test_is_only_to_be_named(rules: Rules) -> None:
    (finding,) = hits(rules, "F01", "两组差异显著（t(38)=1.80，P=0.040）。")
    assert finding.verdict is Verdict.LEAD
    assert "单侧" in finding.message


def test_f06_values_that_cannot_be(rules: Rules) -> None:
    (finding,) = hits(rules, "F06", "相关系数r=1.31，P＜0.05。")
    assert "－1 与 1" in finding.message
    assert hits(rules, "F06", "相关系数r=0.31，P＜0.05。") == []


def test_f06_p_of_exactly_zero_is_a_hint(rules: Rules) -> None:
    (finding,) = hits(rules, "F06", "t(38)=9.2，P=0.000。")
    assert finding.severity is Severity.HINT


# ── coverage ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("number", ["A04", "B09", "B10", "E02", "F01", "F06"])
def test_a_report_without_such_numbers_is_not_passed(rules: Rules, number: str) -> None:
    outcome = audit(Bundle(rules=rules, report=report("项目按计划完成。")))
    assert outcome.coverage.verdicts[number] is Verdict.NO_INPUT
    assert outcome.coverage.missing[number]


def test_e02_parts_of_the_sample_stand_beside_the_whole(rules: Rules) -> None:
    told = "县城发放120份、回收118份，乡镇发放80份、回收77份，共发放问卷200份，回收195份。"
    assert hits(rules, "E02", told) == []
    (finding,) = hits(rules, "E02", told.replace("77", "87"))
    assert (finding.reported, finding.recomputed) == ("87份", "不多于 80份")


# ── odd wordings ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "texts",
    [
        ("第一季度支出800万元，第二季度支出1200万元。",),
        ("截至6月底支出800万元。", "截至12月底支出3863.58万元。"),
        ("项目预算数为4000万元，调整后预算数为4060万元。", "项目预算数4060万元。"),
        ("满意度目标90%，实际83.6%。", "满意度83.6%。"),
        ("户均成本1.02万元/户。", "户均成本10238元/户。"),
    ],
)
def test_a04_other_stages_aims_and_units_are_no_contradiction(rules: Rules, texts: tuple[str, ...]) -> None:
    outcome = audit(Bundle(rules=rules, report=report(*texts, "验收合格率97.9%。", "验收合格率97.9%。")))
    assert [finding.message for finding in outcome.findings if finding.id == "A04"] == []


def test_a04_the_same_unit_cost_in_another_unit(rules: Rules) -> None:
    (finding,) = hits(rules, "A04", "户均建设成本1.02万元/户。", "户均建设成本为12000元/户。")
    assert finding.reported == "12000元/户"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("接管农户3626户，完成目标3900户的92.97%。", 0),
        ("接管农户3626户，完成目标3900户的95.97%。", 1),
        ("收入由100万元增加到150万元，增长50%，其中税收增长30%。", 0),
        ("收入由100万元增加到150万元，增长30%。", 1),
        ("财政拨款3720万元，占总投资4060万元的81.6%。", 1),
    ],
)
def test_b09_wholes_behind_their_parts_and_parts_of_a_change(rules: Rules, text: str, count: int) -> None:
    judged = "达标率由65.0%提高到88.9%，提高23.9个百分点。"
    assert len(hits(rules, "B09", judged, text)) == count


# ── the text against the score sheet ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("设施正常运行率68.5%。", 1),
        ("设施正常运行率86.5%。", 0),
        ("设施正常运行率87%。", 0),
        ("正常巡查表明，正常运行率为68.5%。", 1),
        ("单位自评设施正常运行率96%。", 0),
        ("2023年设施正常运行率80%。", 0),
        ("设施正常运行率目标为95%。", 0),
        ("甲镇设施正常运行率91%。", 0),
        ("设施正常运行率约85%。", 0),
    ],
)
def test_a04_the_actual_value_of_the_sheet(rules: Rules, text: str, count: int) -> None:
    made = evaluation(row("≥95%", "86.5%", name="设施正常运行率", reported="9"), row("≥90%", "83.6%", name="满意度"))
    told = "满意度83.6%。"
    assert len(found(rules, "A04", made, report=report(told, text))) == count
