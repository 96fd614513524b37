"""G11 等级稳定性 (text): what the total would be without a deduction, and how far it lies above its grade, are computed again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import ScoreCard, half_up
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.intervals import decimals
from yzperf.quality.passage_values import Passage, passages
from yzperf.rules import Rules

_NUMBER = r"\d{1,3}(?:\.\d{1,4})?"
_RAISED = re.compile(
    rf"(?:按满分计算?|得满分|不扣分|不失分|满分)[^。；;\d]{{0,12}}?总分[^。；;\d]{{0,6}}?(?P<total>{_NUMBER})分"
    r"(?:[，,、]?(?:评价|绩效)?(?:等级|等次)(?:仍|将|也)?(?:为|是|升为|达到|变为)?[“\"]?(?P<grade>[优良中差]))?"
)
_DEDUCTED = re.compile(rf"扣(?:了|减)?(?P<points>{_NUMBER})分")
_MARGIN = re.compile(
    rf"总分比?(?:高于|高出|超出|超过)?[“\"]?(?P<grade>[优良中])[”\"]?(?:等级|等次)?的?下限(?:高出?|多)?(?P<points>{_NUMBER})分"
)


@check("G11", title="等级稳定性", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def told_stability_follows(report: Document, card: ScoreCard, rules: Rules) -> Iterator[Hit]:
    """若该项不扣分，总分将为91.95分，等级为优: the total with the deduction back, and the grade that it gives."""
    total = card.sheet.reported_total
    told = [(one, list(_RAISED.finditer(one.text)), list(_MARGIN.finditer(one.text))) for one in passages(report)]
    told = [one for one in told if one[1] or one[2]]
    if total is None or total.value is None or not told:
        raise Inapplicable("报告没有写某项不扣分时的总分，或总分高出等级下限多少")
    profile = rules.profile(card.profile)
    lowest = {grade.name: Decimal(str(float(grade.lower))) for grade in profile.grades}
    for passage, raised, margins in told:
        for match in raised:
            yield from _raised(passage, match, total.value)
            grade = profile.grade_of(Fraction(match["total"]))
            if match["grade"] and grade and match["grade"] != grade:
                message = f"总分 {match['total']} 分应为“{grade}”，写的等级是“{match['grade']}”"
                yield Hit(passage.where, message, match["grade"], grade)
        for match in (one for one in margins if one["grade"] in lowest):
            yield from _margin(passage, match, total.value - lowest[match["grade"]])


def _raised(passage: Passage, match: re.Match[str], total: Decimal) -> Iterator[Hit]:
    points = [Decimal(one["points"]) for one in _DEDUCTED.finditer(passage.text, 0, match.end())]
    printed = Decimal(match["total"])
    if points and half_up(Fraction(total + points[-1]), decimals(printed)) != printed:
        right = f"{total + points[-1]}分"
        message = f"总分 {total} 分加上所扣的 {points[-1]} 分是 {right}，写 {printed}分"
        yield Hit(passage.where, message, f"{printed}分", right)


def _margin(passage: Passage, match: re.Match[str], right: Decimal) -> Iterator[Hit]:
    printed = Decimal(match["points"])
    if half_up(Fraction(right), decimals(printed)) != printed:
        message = f"总分高出“{match['grade']}”下限 {right} 分，写 {printed} 分"
        yield Hit(passage.where, message, f"{printed}分", f"{right}分")
