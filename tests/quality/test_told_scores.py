"""A04 on scores that the text tells of single indicators."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.quality.report_tables import report_of
from tests.quality.test_checks import evaluation, found
from tests.quality.test_text_checks import report
from tests.scoring.test_item import row
from yzperf.domain.document import Document, Paragraph
from yzperf.domain.finding import Finding
from yzperf.quality import Bundle, audit
from yzperf.rules import Rules
from yzperf.scoring import score_sheet

ROWS = [
    replace(row("100", "98.8", weight="5", reported="4.94"), indicator="预算执行率"),
    replace(row("100", "100", weight="4", reported="4"), indicator="资金到位率"),
    replace(row("100", "100", weight="6", reported="5.5"), indicator="资金使用合规性"),
    replace(row("100", "100", weight="85", reported="76.21"), indicator="质量达标率"),
]


def under(heading: str, document: Document) -> Document:
    """The document with all its paragraphs below one heading."""
    blocks = tuple(replace(one, path=(heading,)) if isinstance(one, Paragraph) else one for one in document.blocks)
    return replace(document, blocks=blocks)


def told(rules: Rules, text: str, heading: str = "一、结论") -> list[Finding]:
    card = score_sheet(evaluation(*ROWS, total="90.65"), rules)
    findings = audit(Bundle(rules=rules, card=card, report=under(heading, report(text)))).findings
    return [one for one in findings if one.id == "A04" and "此处写" in one.message]


@pytest.mark.parametrize(
    "texts",
    [
        ("预算执行率98.80%，分值5分，得4.94分。",),
        ("资金到位率指标满分4分，得分4分；预算执行率满分5分，实际得分4.9分。",),
        ("实际支出987万元，执行率98.80%。该指标分值5分，得4.94分。", "（一）预算执行率"),
        ("资金使用合规性方面，存在列支不符的，每笔扣0.5分，不得分为止，共1笔，得5.50分。",),
        ("预算执行率评分标准为达到95%得5分，每低1个百分点扣0.1分，本项得4.94分。",),  # the rule and the score
        ("预算执行率、资金到位率两项合计得8.94分。",),
        ("预算执行率自评得5分。",),
        ("过程指标总分15分，其中预算执行率较高，三项平均得4.81分。",),
        ("预算执行率98.80%，质量达标率较高，绩效评价得分90.65分，等级为优。",),
        ("预算执行率98.80%，得90.65分。",),
        ("得满分的指标1个，扣分指标3个。",),
    ],
)
def test_what_agrees_or_is_said_of_something_else(rules: Rules, texts: tuple[str, ...]) -> None:
    assert told(rules, *texts) == []


@pytest.mark.parametrize(
    ("texts", "reported", "recomputed"),
    [
        (("预算执行率98.80%，分值5分，得4.49分。",), "4.49", "4.94"),
        (("预算执行率98.80%，分值6分，得4.94分。",), "6", "5"),
        (("实际支出987万元。该指标分值5分，得4.49分。", "（一）预算执行率"), "4.49", "4.94"),
        (("（2）资金到位率。资金全部到位，得3.5分。（3）预算执行率。执行率98.80%，得4.94分。",), "3.5", "4"),
        (("资金使用合规性：抽查凭证发现1笔列支不符，扣0.5分，得5.0分。",), "5.0", "5.5"),
        (("满分指标2个，扣分指标3个。",), "2", "1"),
        (("满分指标1个，扣分指标2个。",), "2", "3"),
    ],
)
def test_what_does_not(rules: Rules, texts: tuple[str, ...], reported: str, recomputed: str) -> None:
    (finding,) = told(rules, *texts)
    assert (finding.reported, finding.recomputed) == (reported, recomputed)


@pytest.mark.parametrize(
    "text",
    [
        "经评价，项目得分94.89分，等级为“良”。",
        "评价得分94.89分，评价等级为良（90分及以上为优，80—90分为良，60—80分为中，60分以下为差）。",
        "综合得分94.89分。绩效等级评定为“良”。",
    ],
)
def test_a_grade_that_the_total_beside_it_does_not_give(rules: Rules, text: str) -> None:
    made = evaluation(row("100", "94.89", weight="100", reported="94.89"), total="94.89", grade="优")
    (finding,) = found(rules, "B05", made, report=report_of(text))
    assert (finding.reported, finding.recomputed) == ("良", "优")
    assert found(rules, "B05", made, report=report_of(text.replace("为良", "为优").replace("“良”", "“优”"))) == []


@pytest.mark.parametrize(
    "text",
    [
        "项目得分94.89分，等级为“优”；单位自评等级为“良”。",
        "项目得分94.89分。90分以上为优，80—90分为良，60—80分为中。",
        "上年得分85.20分，等级为“良”；本次得分94.89分，等级为“优”。",
    ],
)
def test_grades_of_others_and_of_the_scale(rules: Rules, text: str) -> None:
    made = evaluation(row("100", "94.89", weight="100", reported="94.89"), total="94.89", grade="优")
    assert found(rules, "B05", made, report=report_of(text)) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("4个三级指标中，得满分的1个，占25%；有扣分的3个。", 0),
        ("4个三级指标中，得满分的2个，占50%；有扣分的2个。", 2),
        ("全部4个三级指标中，得满分的1个，失分的2个。", 1),
        ("过程部分4个指标中，得满分的2个。", 0),
    ],
)
def test_how_many_indicators_got_full_marks_in_other_words(rules: Rules, text: str, count: int) -> None:
    card = score_sheet(evaluation(*ROWS, total="90.65"), rules)
    findings = audit(Bundle(rules=rules, card=card, report=report(text))).findings
    assert len([one for one in findings if "指标有" in one.message]) == count
