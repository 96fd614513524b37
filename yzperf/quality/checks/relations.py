"""B02 小计合计复算, B09 比率与增减复算, B10 量级与单位 (text): sums, conversions, rates, growth and differences, each from the
numbers that the report prints beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from yzperf.domain.claims import Claim, Claims, Role, Tie, TieKind
from yzperf.domain.claims.slips import slip
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import half_up
from yzperf.domain.units import conversion
from yzperf.errors import Place
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.explained import is_explained
from yzperf.quality.statistics_words import statistics_words

_WORDS = {
    TieKind.RATIO: "{0} ÷ {1}",
    TieKind.GROWTH: "由 {0} 到 {1} 的增长率",
    TieKind.GROWTH_OF_CHANGE: "增加 {1} 后为 {0} 的增长率",
    TieKind.DIFFERENCE: "{1} － {0}",
    TieKind.SUM: "各部分相加（{all}）",
    TieKind.PARTS: "其中各部分相加（{all}）",
    TieKind.SIBLING: "按同一整体里 {1} 占 {2} 折算，{0} 的占比",
    TieKind.OF_ALL: "{0} 在各部分之和里的占比",
    TieKind.PER_UNIT: "{0} ÷ {1}",
    TieKind.SAME: "{0} 换算",
    TieKind.MEAN: "各数平均（{all}）",
    TieKind.PRODUCT: "{0} × {1}",
    TieKind.TIMES: "{0} ÷ {1}",
    TieKind.TIMES_MORE: "{0} 比 {1} 多",
}
_HALF = re.compile(r"合计\d[\d,.]*[^，；;。]{0,4}[，；;][^，,；;。\d]{1,8}合计$|季度末?(?:累计|合计)$")
_NOT, _NEAR = re.compile("未|没有|不(?!低|高|少|超)"), 12
_LEADS = (TieKind.PER_UNIT,)  # where the count is told elsewhere, it is worth a look
_FROM = re.compile(
    "(?:由|从|自)[^，,；;。\\d]{0,12}$|(?:比|较|与)(?:(?:19|20)\\d\\d年|上年|去年)[^，,；;。\\d]{0,8}的$"
)
_TELLING = 4  # digits of a rate that two numbers hardly give by chance
_SUMS = (TieKind.SUM, TieKind.PARTS)
_CHANGES = (TieKind.GROWTH, TieKind.GROWTH_OF_CHANGE, TieKind.DIFFERENCE)


@check("B09", title="比率与增减复算", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def relations_in_text(claims: Claims) -> Iterator[Hit]:
    """A rate, growth or difference in the text follows from the numbers beside it, to the digits printed."""
    judged = [tie for tie in _judged(claims) if tie.kind not in (*_SUMS, TieKind.SAME)]
    if not judged:
        raise Inapplicable("报告文字里没有可以复算的比率或增减")
    yield from _odd(judged, claims)


@check("B02", title="小计合计复算", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def sums_in_text(claims: Claims) -> Iterator[Hit]:
    """What the words of the text make a sum is the sum of the numbers beside it, to the digits printed."""
    judged = [tie for tie in _judged(claims) if tie.kind in _SUMS]
    if not judged:
        raise Inapplicable("报告文字里没有可以复算的合计")
    yield from _odd(judged, claims)


@check("B10", title="量级与单位", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def conversions_in_text(claims: Claims) -> Iterator[Hit]:
    """7,000.40万元，约合0.70亿元: what is printed again in another unit is the same."""
    judged = [tie for tie in _judged(claims) if tie.kind is TieKind.SAME]
    if not judged:
        raise Inapplicable("报告文字里没有换一个单位再写一遍的数")
    yield from _odd(judged, claims)


def _judged(claims: Claims) -> list[Tie]:
    told = (*map(_nearer_way, claims.ties), *claims.web_ties)
    return _one_each([tie for tie in told if not (_of_a_part(tie) or _is_of_sample(tie)) and tie.agrees is not None])


def _odd(ties: Sequence[Tie], claims: Claims) -> Iterator[Hit]:
    for tie in ties:
        is_odd = (
            not tie.agrees
            and (tie.is_sure or tie.kind in _LEADS)
            and not (_is_of_the_rest(tie) or _is_beside_a_sum(tie))
        )
        if is_odd and not (tie.kind in _CHANGES and is_explained(tie.result, claims.own, _no_base(tie))):
            is_sure = tie.is_sure and not (tie.kind is TieKind.RATIO and _has_other_whole(tie, claims))
            yield _hit(tie) if is_sure else _hit(tie).as_lead


def _is_beside_a_sum(tie: Tie) -> bool:
    """上半年合计458人次，下半年合计542人次: the last part is a sum itself."""
    return tie.kind is TieKind.SUM and bool(_HALF.search(tie.result.sentence.partition(tie.result.text)[0]))


def _is_of_the_rest(tie: Tie) -> bool:
    """8个分馆中……2个分馆未完成，完成率75%: the share of all but those."""
    printed = tie.result.interval()
    if tie.kind is not TieKind.RATIO or printed is None or not tie.terms[1].value:
        return False
    part, whole = (Fraction(one.value) for one in tie.terms)
    behind = tie.result.sentence.partition(tie.terms[0].text)[2][:_NEAR]
    return bool(_NOT.search(behind)) and printed[0] <= 100 * (1 - part / whole) <= printed[1]


def _has_other_whole(tie: Tie, claims: Claims) -> bool:
    """Whether the printed rate is that of the part and another number of the report, 工程类支出……占93.54% of all that was
    spent, of which the whole that was taken is no slip; a rate of few digits is met by chance."""
    (part, whole), printed = tie.terms, tie.result.interval()
    digits = sum(sign.isdigit() for sign in tie.result.text)
    if printed is None or digits < _TELLING or not part.value:
        return False
    low, high = printed[0] / 100, printed[1] / 100
    others = (one for one in claims.own if conversion(one.unit, part.unit) and slip(one.value, whole.value) is None)
    wholes = (one.interval(part.unit) for one in others)
    ends = part.interval()
    return ends is not None and any(low * one[0] <= ends[1] and ends[0] <= high * one[1] for one in wholes if one)


def _no_base(tie: Tie) -> Claim | None:
    """What a growth led to, where the words say beyond doubt what it is the growth from: 由186元降至158元, 比2022年的3,412人."""
    if tie.kind is TieKind.GROWTH_OF_CHANGE and tie.terms[0].role is Role.ADJUSTED_BUDGET:
        return tie.terms[0]
    if tie.kind is not TieKind.GROWTH:
        return None
    before, after = tie.terms
    front = before.sentence.partition(before.text)[0]
    return after if before.role is Role.BASE or _FROM.search(front) else None


def _one_each(ties: Sequence[Tie]) -> list[Tie]:
    """Of the ways in which a number was computed again one that agrees, else the first."""
    best: dict[tuple[Place, int, Decimal], Tie] = {}
    for tie in ties:
        key = (tie.result.where, tie.result.start, abs(tie.result.value))
        known = best.get(key)
        if known is None or tie.agrees or (tie.is_sure and not known.agrees and not known.is_sure):
            best[key] = tie
    return list(best.values())


def _nearer_way(tie: Tie) -> Tie:
    """完成目标3900户的92.97% has the whole behind the part: of both ways to divide, the one that gives what is printed,
    or comes nearer to it."""
    if tie.kind is not TieKind.RATIO or len(tie.terms) != 2:
        return tie
    turned = replace(tie, terms=tie.terms[::-1])
    return turned if _gap(turned) < _gap(tie) else tie


def _gap(tie: Tie) -> Fraction:
    """How far the recomputed and the printed rate lie apart; without limit where nothing can be said."""
    computed, printed = tie.recomputed, tie.result.interval()
    if computed is None or printed is None:
        return Fraction(10**9)
    return max(computed[0] - printed[1], printed[0] - computed[1], Fraction(0))


def _of_a_part(tie: Tie) -> bool:
    """Whether the change is told of a part that has no numbers of its own: 增长50%，其中税收增长30%."""
    if tie.kind not in _CHANGES:
        return False
    last = tie.terms[-1]
    between = last.sentence.partition(last.text)[2].partition(tie.result.text)[0]
    return tie.result.block == last.block and "其中" in between


def _is_of_sample(tie: Tie) -> bool:
    """Whether people who were asked are added up: F05 does, which knows that 女性 and 党员 overlap."""
    words = statistics_words()
    is_people = words.people_units.search(tie.result.unit) and tie.kind in (TieKind.PARTS, TieKind.SUM)
    return bool(is_people and words.samples["context"].search(tie.result.sentence))


def _hit(tie: Tie) -> Hit:
    shown = _recomputed(tie)
    words = _WORDS[tie.kind].format(*(term.text for term in tie.terms), all="、".join(map(_text, tie.terms)))
    message = f"{words} 应为 {shown}，报告写 {tie.result.text}"
    return Hit(
        tie.result.where,
        message,
        tie.result.text,
        shown,
        is_beyond_doubt=tie.kind is TieKind.SAME,
        rests_on=(tie.result, *tie.terms),
    )


def _text(claim: Claim) -> str:
    return claim.text


def _recomputed(tie: Tie) -> str:
    """What the printed numbers give, as exactly as the report prints it."""
    ends = tie.recomputed
    return "" if ends is None else f"{half_up((ends[0] + ends[1]) / 2, max(0, tie.result.decimals))}{tie.result.unit}"
