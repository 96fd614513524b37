"""G11 等级稳定性 (text): the range of the total when each group's weight is raised or lowered by a tenth, computed again."""

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

_VARIED = re.compile(
    r"(?:一级指标|[四三]类(?:指标)?|[四三]个?部分|各部分|各类(?:指标)?)的?权重"
    r"[^。；;\d]{0,14}(?:调整|增减|浮动?|变动|调高|调低|提高|降低)[^。；;\d]{0,6}(?P<step>\d{1,2})%"
)
_POINTS = r"\d{2}\.\d{1,4}"
_RANGE = re.compile(
    rf"最低(?:为|是)?(?P<low>{_POINTS})分?[^。；;\d]{{0,6}}最高(?:为|是)?(?P<high>{_POINTS})分"
    rf"|(?:总分|得分)[^。；;\d]{{0,6}}?(?P<low2>{_POINTS})分?(?:至|到|-|—|~|～|和|与)(?P<high2>{_POINTS})分"
)
_ALL_ABOVE = re.compile(rf"(?:总分|得分)[^。；;\d]{{0,6}}?(?:在|不低于|高于)(?P<low>{_POINTS})分(?:以上)?")
_SAME = re.compile(r"等级(?:都|均|仍|也|保持)*(?:不(?:会|发生)?(?:改变|变化?)|未(?:改变|变化)|稳定)")
Reach = tuple[Decimal, Decimal]


@check("G11", title="等级稳定性", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def told_range_follows(report: Document, card: ScoreCard, rules: Rules) -> Iterator[Hit]:
    """四类权重上下调整10%，总分最低89.50分、最高90.12分，等级不变: both ends, and whether the grade is the same at both."""
    told = [
        (one, match) for text in passages(report) for one in text.sentences() if (match := _VARIED.search(one.text))
    ]
    blocks = _blocks(card)
    if not told or len(blocks) < 2:
        raise Inapplicable("报告没有写权重增减以后的总分")
    for passage, match in told:
        step = Fraction(int(match["step"]), 100)
        ways = [_renormalised(blocks, step), _shared_out(blocks, step)]
        yield from _ends(passage, ways)
        yield from _grades(passage, ways, rules, card.profile)


def _blocks(card: ScoreCard) -> list[tuple[Fraction, Fraction]]:
    """Weight and printed score of each first-level indicator; nothing where a score is not printed."""
    rows = card.sheet.scored_rows
    if any(row.reported.value is None for row in rows):
        return []
    groups = [[row for row in rows if row.l1 == name] for name in dict.fromkeys(row.l1 for row in rows)]
    return [
        (
            sum((Fraction(row.weight.value or 0) for row in group), Fraction(0)),
            sum((Fraction(row.reported.value or 0) for row in group), Fraction(0)),
        )
        for group in groups
    ]


def _ends(passage: Passage, ways: list[list[Fraction]]) -> Iterator[Hit]:
    if match := _RANGE.search(passage.text):
        low, high = match["low"] or match["low2"], match["high"] or match["high2"]
        if not any(_fits(low, min(way)) and _fits(high, max(way)) for way in ways):
            right = f"{half_up(min(ways[0]))}分至{half_up(max(ways[0]))}分"
            message = f"按各一级指标得分重新计算，总分应在{right}之间，写的是 {low}分至{high}分"
            yield Hit(passage.where, message, f"{low}分至{high}分", right)
    elif (match := _ALL_ABOVE.search(passage.text)) and all(
        min(way) < Fraction(match["low"]) - Fraction(1, 200) for way in ways
    ):
        right = f"{half_up(min(ways[0]))}分"
        yield Hit(passage.where, f"重新计算总分最低为{right}，写都在 {match['low']}分以上", match["low"], right)


def _fits(printed: str, right: Fraction) -> bool:
    return half_up(right, decimals(Decimal(printed))) == Decimal(printed)


def _grades(passage: Passage, ways: list[list[Fraction]], rules: Rules, name: str) -> Iterator[Hit]:
    """等级不变, though in every way of computing some weights give another grade."""
    same = _SAME.search(passage.text)
    grades = [list(dict.fromkeys(rules.profile(name).grade_of(Fraction(half_up(one))) for one in way)) for way in ways]
    if same and all(len(one) > 1 for one in grades):
        low, high = half_up(min(ways[0])), half_up(max(ways[0]))
        message = f"重新计算总分在 {low} 分至 {high} 分之间，跨两个等级，写的是“{same[0]}”"
        yield Hit(passage.where, message, same[0], f"{low}分至{high}分")


def _renormalised(blocks: list[tuple[Fraction, Fraction]], step: Fraction) -> list[Fraction]:
    """One weight more or less, then all divided by their new sum."""
    whole, total = (sum(each, Fraction(0)) for each in zip(*blocks, strict=True))
    by = [(weight * sign, score * sign) for weight, score in blocks for sign in (step, -step)]
    return [100 * (total + more) / (whole + extra) for extra, more in by]


def _shared_out(blocks: list[tuple[Fraction, Fraction]], step: Fraction) -> list[Fraction]:
    """One weight more or less, the others less or more in proportion, so that the sum stays."""
    whole, total = (sum(each, Fraction(0)) for each in zip(*blocks, strict=True))
    by = [(weight, score, 1 + sign) for weight, score in blocks for sign in (step, -step)]
    return [
        100 / whole * (score * one + (total - score) * (whole - weight * one) / (whole - weight))
        for weight, score, one in by
    ]
