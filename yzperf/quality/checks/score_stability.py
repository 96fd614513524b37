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
from yzperf.rules import Profile, Rules

_NUMBER = r"\d{1,3}(?:\.\d{1,4})?"
_GRADE = r"[，,、]?(?:评价|绩效)?(?:等级|等次)(?:仍|将|也|随之|都|均|会)*(?:(?:升|降|变)?为|是|属于?|达到|变成)[“\"]?(?P<grade>[优良中差])"
_RAISED = re.compile(
    rf"(?:按满分计算?|得满分|不扣分|不失分|满分)[^。；;\d]{{0,12}}?总分[^。；;\d]{{0,6}}?(?P<total>{_NUMBER})分(?:{_GRADE})?"
)
_LOWERED = re.compile(
    rf"(?:少得|多扣|再扣|再失)(?P<points>{_NUMBER})分[^。；;\d]{{0,12}}?总分[^。；;\d]{{0,6}}?(?P<total>{_NUMBER})分(?:{_GRADE})?"
)
_SUPPOSED = re.compile(
    rf"(?:若|如果|假如|假设|倘若)[^。；;]{{2,60}}?总分[^。；;\d]{{0,6}}?(?P<total>{_NUMBER})分{_GRADE}"
)
_KEPT = re.compile(
    rf"总分(?P<way>上下浮动|上浮|下浮|增减|上下波动|提高|降低|增加|减少)(?P<points>{_NUMBER})分?[^。；;，,\d]{{0,6}}等级(?:都|均|仍|也)*不(?:会)?变"
)
_DEDUCTED = re.compile(rf"(?:扣|失)(?:了|减)?(?P<points>{_NUMBER})分")
_MARGIN = re.compile(
    rf"(?:总分|得分)(?:仅|只|刚)?(?:比|距离?|较)?(?:高于|高出|超出|超过)?[“\"]?(?P<grade>[优良中])[”\"]?(?:等级|等次)?的?下限"
    rf"(?:{_NUMBER}分)?(?:仅|只|还)?(?P<way>高出?|多|低|差|相差)?(?P<points>{_NUMBER})分"
    rf"|(?:比|距离?|较)[“\"]?(?P<grade2>[优良中])[”\"]?(?:等级|等次)?的?下限"
    rf"(?:{_NUMBER}分)?(?:仅|只|还)?(?P<way2>高出?|多|低|差|相差)(?P<points2>{_NUMBER})分"
    rf"|距离?[“\"](?P<grade3>[优良中])[”\"](?:等级|等次)?(?:的?下限)?(?:{_NUMBER}分)?(?:仅|只|还|尚)?(?P<way3>差|相差|有)?(?P<points3>{_NUMBER})分"
)


_WAYS = (_RAISED, _LOWERED, _SUPPOSED, _KEPT, _MARGIN)
_UP, _DOWN = re.compile("上浮|提高|增加"), re.compile("(?<!上)下浮|降低|减少")
_HIGHER, _LOWER = ("高", "高出", "多"), ("低",)


@check("G11", title="等级稳定性", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def told_stability_follows(report: Document, card: ScoreCard, rules: Rules) -> Iterator[Hit]:
    """若该项不扣分，总分将为91.95分，等级为优: the total with the deduction back, and the grade that it gives."""
    total = card.sheet.reported_total
    told = [one for one in passages(report) if any(one_way.search(one.text) for one_way in _WAYS)]
    if total is None or total.value is None or not told:
        raise Inapplicable("报告没有写某项不扣分时的总分，或总分高出等级下限多少")
    profile = rules.profile(card.profile)
    for passage in told:
        yield from _changed(passage, total.value)
        yield from _graded(passage, profile)
        yield from _kept(passage, total.value, profile)
        yield from _margins(passage, total.value, profile)


def _changed(passage: Passage, total: Decimal) -> Iterator[Hit]:
    """The total with a deduction back, or with some more points lost."""
    for match in _RAISED.finditer(passage.text):
        sentence = passage.text.rfind("。", 0, match.start()) + 1
        points = [Decimal(one["points"]) for one in _DEDUCTED.finditer(passage.text, sentence, match.end())]
        if points:
            yield from _moved(passage, match["total"], total, points[-1])
    for match in _LOWERED.finditer(passage.text):
        yield from _moved(passage, match["total"], total, -Decimal(match["points"]))


def _moved(passage: Passage, told: str, total: Decimal, by: Decimal) -> Iterator[Hit]:
    printed, right = Decimal(told), total + by
    if half_up(Fraction(right), decimals(printed)) != printed:
        what = f"加上所扣的 {by} 分" if by > 0 else f"再减 {-by} 分"
        yield Hit(passage.where, f"总分 {total} 分{what}是 {right}分，写 {printed}分", f"{printed}分", f"{right}分")


def _graded(passage: Passage, profile: Profile) -> Iterator[Hit]:
    found = {one.start("total"): one for way in (_RAISED, _LOWERED, _SUPPOSED) for one in way.finditer(passage.text)}
    for match in found.values():
        grade = profile.grade_of(Fraction(match["total"]))
        if match["grade"] and grade and match["grade"] != grade:
            message = f"总分 {match['total']} 分应为“{grade}”，写的等级是“{match['grade']}”"
            yield Hit(passage.where, message, match["grade"], grade)


def _kept(passage: Passage, total: Decimal, profile: Profile) -> Iterator[Hit]:
    """总分上下浮动2分等级均不变, though two points more or less give another one."""
    for match in _KEPT.finditer(passage.text):
        ends = [total + sign * Decimal(match["points"]) for sign in _signs(match["way"])]
        grades = {end: profile.grade_of(Fraction(end)) for end in ends}
        changed = [f"{end}分为“{grade}”" for end, grade in grades.items() if grade != profile.grade_of(Fraction(total))]
        if changed:
            yield Hit(passage.where, f"总分 {total} 分，写“{match[0]}”，而{'，'.join(changed)}", match[0], changed[0])


def _signs(way: str) -> tuple[int, ...]:
    if _UP.search(way):
        return (1,)
    return (-1,) if _DOWN.search(way) else (1, -1)


def _margins(passage: Passage, total: Decimal, profile: Profile) -> Iterator[Hit]:
    lowest = {grade.name: Decimal(str(float(grade.lower))) for grade in profile.grades}
    for match in _MARGIN.finditer(passage.text):
        grade, way, points = (
            match[name] or match[f"{name}2"] or match[f"{name}3"] for name in ("grade", "way", "points")
        )
        if grade in lowest:
            yield from _margin(passage, grade, way, Decimal(points), total - lowest[grade])


def _margin(passage: Passage, grade: str, way: str | None, printed: Decimal, right: Decimal) -> Iterator[Hit]:
    is_turned = (way in _LOWER and right > 0) or (way in _HIGHER and right < 0)
    if half_up(Fraction(abs(right)), decimals(printed)) != printed or is_turned:
        shown = f"{'高出' if right >= 0 else '低于'}“{grade}”下限 {abs(right)} 分"
        yield Hit(passage.where, f"总分{shown}，写{way or ''} {printed} 分", f"{printed}分", f"{abs(right)}分")
