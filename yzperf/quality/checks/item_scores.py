"""B03 单项得分复算, B04 得分越界."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from yzperf.domain.claims import Claim, Claims, Role, Standing
from yzperf.domain.finding import Confidence, Departure, EvidenceClass, Severity
from yzperf.domain.quantity import Kind
from yzperf.domain.scorecard import ScoreCard, ScoredRow, exact_sum, half_up, plain
from yzperf.domain.scoresheet import IndicatorRow
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.deductions import read_deductions
from yzperf.quality.intervals import decimals
from yzperf.rules import Rules

_FEWEST = 2  # rows rounded alike that show how the whole sheet was rounded
_OF_ITEM = (Role.WEIGHT, Role.SCORE, Role.DEDUCTION)


@check("B03", title="单项得分复算", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def item_scores_follow_rule(card: ScoreCard, rules: Rules) -> Iterator[Hit]:
    """Every filled-in score is what the declared rule gives; the way it departs is named."""
    rounded = _rounded_throughout(card)
    if rounded:
        yield _all_to_one_decimal(rounded)
    others = (row for row in card.rows if row not in rounded)
    yield from (replace(hit, clause=row.clause) for row in others if (hit := _wrong_score(row, card, rules)))


_CENT = Fraction(1, 100)


def _rounded_throughout(card: ScoreCard) -> list[ScoredRow]:
    """The rows that show that a sheet was rounded to one decimal; none where one score has two, or one row alone was."""
    computed = [row for row in card.rows if row.reported is not None and row.exact is not None]
    off = [row for row in computed if row.score != half_up(_reported(row))]
    is_alike = all((10 * _reported(row)).denominator == 1 for row in card.rows)
    if not is_alike or sum(_way(row) is _ONE_DECIMAL for row in off) < _FEWEST:
        return []
    return [row for row in off if _reported(row) == half_up(_exact(row), 1)]


def _all_to_one_decimal(rounded: Sequence[ScoredRow]) -> Hit:
    """A sheet of one decimal throughout is rounded by a rule of its own, and no row of it is wrong."""
    first = rounded[0]
    message = (
        f"全表得分只留一位小数，有 {len(rounded)} 项与两位小数的复算结果相差不超过 0.05 分；评分标准没有写的请补写"
    )
    return Hit(
        first.where,
        message,
        plain(first.reported),
        str(first.score),
        severity=Severity.HINT,
        departure=Departure.ROUNDING,
        clause=first.clause,
    )


def _wrong_score(row: ScoredRow, card: ScoreCard, rules: Rules) -> Hit | None:
    if row.reported is None:
        return None
    if row.exact is not None:
        is_right = row.score == half_up(row.reported) or _is_of_printed_value(row)
        return None if is_right else _off_the_rule(row, card, rules)
    if row.excluded:
        return _scored_though_not_applicable(row)
    if row.band:
        return _outside_band(row, *row.band)
    if row.presumed is not None:
        return _beside_an_unread_rule(row, row.presumed)
    return _impossible(row) if _is_contradictory(row) else None


def _is_of_printed_value(row: ScoredRow) -> bool:
    """Whether the score may be that of the value before it was rounded for print: 78/81 is printed 96.30%, and 5 times it 4.81."""
    actual = row.source.actual.number if isinstance(row.source, IndicatorRow) else None
    if not isinstance(actual, Decimal) or not actual or actual == int(actual):
        return False
    half = Fraction(1, 2) / 10 ** decimals(actual)
    slack = _CENT / 2 + _exact(row) * half / abs(Fraction(actual))
    return abs(_reported(row) - _exact(row)) <= slack and _exact(row) < row.weight


def _impossible(row: ScoredRow) -> Hit:
    return Hit(
        row.where,
        f"“{row.indicator}”填报 {plain(row.reported)} 分，但{row.note}",
        plain(row.reported),
        "须由人核实",
        severity=Severity.MAJOR,
        departure=Departure.IMPOSSIBLE,
        confidence=Confidence.HIGH,
    )


def _off_the_rule(row: ScoredRow, card: ScoreCard, rules: Rules) -> Hit:
    hit = _departure(row, card, rules)
    return _by_own_deduction(hit) if _follows_own_deduction(row) else hit


def _follows_own_deduction(row: ScoredRow) -> bool:
    """Whether the reason takes off just what is missing, on a sheet that tells no rule: 低于目标2.6个百分点，扣1分."""
    if not isinstance(row.source, IndicatorRow) or row.source.standard or not _reason(row):
        return False
    taken = read_deductions(_reason(row), row.weight)
    lost = row.weight - _reported(row)
    return lost > 0 and taken is not None and taken.is_loss(lost)


def _by_own_deduction(hit: Hit) -> Hit:
    """Nobody declared that the points go by proportion: what the reason takes off may follow a rule of the agency."""
    message = f"{hit.message}；扣分说明与得分相符，请补写这样扣分的评分标准"
    return replace(hit, message=message, severity=Severity.MINOR, evidence=EvidenceClass.LEAD)


def _scored_though_not_applicable(row: ScoredRow) -> Hit | None:
    if not row.reported:
        return None
    message = f"“{row.indicator}”填写为不适用，却填报 {plain(row.reported)} 分；不适用的不计分，分值折算到其余各项"
    return Hit(
        row.where, message, plain(row.reported), "不适用", departure=Departure.RULE, confidence=Confidence.MIDDLE
    )


def _beside_an_unread_rule(row: ScoredRow, presumed: Fraction) -> Hit | None:
    """What no rule would explain: all points for a missed target, or a loss at a reached one without a word."""
    is_given = row.reported == row.weight > presumed
    if not is_given and not (presumed == row.weight > _reported(row) and not _reason(row)):
        return None
    what = "未达到指标值却得满分" if is_given else "已达到指标值却扣分，又未说明原因"
    message = f"“{row.indicator}”填报 {plain(row.reported)} 分：{what}；表上的评分标准程序没有读懂，请核对"
    return Hit(
        row.where,
        message,
        plain(row.reported),
        str(half_up(presumed)),
        severity=Severity.MINOR,
        evidence=EvidenceClass.LEAD,
    )


def _outside_band(row: ScoredRow, low: Fraction, high: Fraction) -> Hit | None:
    if low <= _reported(row) <= high:
        return None
    reported, band = plain(row.reported), f"{plain(low)}–{plain(high)}"
    message = f"“{row.indicator}”{row.note}，即 {band} 分，填报 {reported} 分"
    return Hit(
        row.where,
        message,
        reported,
        band,
        evidence=EvidenceClass.RULE,
        departure=Departure.BAND,
        confidence=Confidence.MIDDLE,
    )


def _departure(row: ScoredRow, card: ScoreCard, rules: Rules) -> Hit:
    reported = plain(row.reported)
    way = _way(row)
    message = f"“{row.indicator}”填报 {reported} 分，按规则 {row.score} 分：{way.words}"
    return Hit(
        row.where,
        message,
        reported,
        str(row.score),
        changes_conclusion=_changes_grade(row, card, rules),
        severity=Severity.MINOR if way is _ONE_DECIMAL else None,
        departure=way.departure,
        confidence=way.confidence,
    )


def _reported(row: ScoredRow) -> Fraction:
    return row.reported or Fraction(0)


def _exact(row: ScoredRow) -> Fraction:
    return row.exact or Fraction(0)


def _reason(row: ScoredRow) -> str:
    return row.source.reason if isinstance(row.source, IndicatorRow) else ""


def _is_raw_value(row: ScoredRow) -> bool:
    """The value itself taken as share of the weight: 98% done of a target of 98% gives 19.6 of 20."""
    source = row.source
    if not isinstance(source, IndicatorRow) or source.actual.number is None or source.actual.unit != "%":
        return False
    return half_up(row.weight * Fraction(source.actual.number) / 100) == half_up(_reported(row))


def _is_empty_total_row(row: ScoredRow) -> bool:
    return not _reported(row) and "重建" in row.note


def _is_cut(row: ScoredRow) -> bool:
    """The target was reached and points are missing all the same."""
    return _exact(row) == row.weight > _reported(row)


def _is_one_decimal(row: ScoredRow) -> bool:
    """Rounded to one decimal instead of two: 9.8 for 9.78. Whole numbers are another matter."""
    return (_reported(row) * 10).denominator == 1 != _reported(row).denominator and _reported(row) == half_up(
        _exact(row), 1
    )


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to depart from the rule, and how to know it."""

    words: str
    departure: Departure
    confidence: Confidence
    fits: Callable[[ScoredRow], bool]


_HIGH, _MIDDLE = Confidence.HIGH, Confidence.MIDDLE
_ONE_DECIMAL = _Way("把得分四舍五入到一位小数", Departure.ROUNDING, _HIGH, _is_one_decimal)
# How scores depart from the rule, most telling first; the last fits always.
_WAYS = (
    _Way("资金合计行填为0，按各项资金重建后应得分", Departure.EMPTY_TOTAL, _HIGH, _is_empty_total_row),
    _Way("把完成值直接当作得分率，没有与指标值相比", Departure.RAW_VALUE, _HIGH, _is_raw_value),
    _Way("未达到指标值却得满分", Departure.RULE, _HIGH, lambda row: _reported(row) == row.weight > _exact(row)),
    _ONE_DECIMAL,
    _Way("把得分四舍五入成了整数", Departure.ROUNDING, _HIGH, lambda row: _reported(row) == half_up(_exact(row), 0)),
    _Way("已达到指标值却扣分，又未说明原因", Departure.NO_REASON, _HIGH, lambda row: _is_cut(row) and not _reason(row)),
    _Way("已达到指标值而扣分，所写原因不是计分规则", Departure.RULE, _MIDDLE, _is_cut),
    _Way("舍去了小数", Departure.ROUNDING, _MIDDLE, lambda row: _reported(row) == int(_exact(row))),
    _Way("填报高于规则", Departure.RULE, _MIDDLE, lambda row: _reported(row) > _exact(row)),
    _Way("填报低于规则", Departure.RULE, _MIDDLE, lambda row: True),
)


def _way(row: ScoredRow) -> _Way:
    """How a score departs from the rule."""
    return next(way for way in _WAYS if way.fits(row))


def _is_contradictory(row: ScoredRow) -> bool:
    """Both values were given, and they cannot be: an impossible rate, a negative count, units that do not convert."""
    source = row.source
    if not isinstance(source, IndicatorRow):
        return False
    return source.target.kind is Kind.NUMBER and source.actual.kind is Kind.NUMBER


def _changes_grade(row: ScoredRow, card: ScoreCard, rules: Rules) -> bool:
    """Whether putting this one row right moves the filled-in total over a grade boundary."""
    reported = exact_sum(other.reported for other in card.rows)
    if reported is None or card.grade is None:
        return False
    profile = rules.profile(card.profile)
    return profile.grade_of(reported) != profile.grade_of(reported - _reported(row) + _exact(row))


@check("B04", title="得分越界", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def scores_within_weight(card: ScoreCard) -> Iterator[Hit]:
    """No score below zero or above its weight."""
    for row in card.rows:
        if row.reported is not None and not 0 <= row.reported <= row.weight:
            message = f"“{row.indicator}”得分 {plain(row.reported)} 超出 0–{plain(row.weight)} 分"
            yield Hit(row.where, message, plain(row.reported), f"0–{plain(row.weight)}")


# ── what the reasons take off ───────────────────────────────────────────────────────────────────────


@check("B03", title="单项得分复算", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def deductions_are_the_loss(card: ScoreCard) -> Iterator[Hit]:
    """The points that the reason of a row takes off add up, and are its weight less its score."""
    rows = [row for row in card.rows if row.reported is not None and not row.excluded]
    judged = [(row, told) for row in rows if (told := read_deductions(_reason(row), row.weight))]
    if not judged:
        raise Inapplicable("扣分原因里没有写明扣多少分")
    for row, told in judged:
        loss = row.weight - _reported(row)
        parts = "＋".join(map(str, told.parts))
        if told.is_added_wrong:
            message = f"“{row.indicator}”扣分原因里各项 {parts}＝{sum(told.parts)} 分，又写合计扣 {told.total} 分"
            yield Hit(row.where, message, f"{told.total} 分", f"{sum(told.parts)} 分")
        elif not told.is_loss(loss):
            shown = f"{parts}＝{told.stated}" if len(told.parts) > 1 else str(told.stated)
            message = f"“{row.indicator}”扣分原因写扣 {shown} 分，分值 {plain(row.weight)} 减得分 {plain(row.reported)} 是 {plain(loss)} 分"
            yield Hit(row.where, message, f"扣 {told.stated} 分", f"扣 {plain(loss)} 分")


_OF_EACH = re.compile("(?:每[^，,；;。]{1,16}|[各均])(?:扣(?:减|除)?)?$")


@check("B03", title="单项得分复算", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def stated_scores_are_weight_less_deduction(claims: Claims) -> Iterator[Hit]:
    """A sentence or table row that gives weight, deduction and score of one indicator: one is the difference of the others."""
    own = (claim for claim in claims.own if claim.role in _OF_ITEM and not _is_of_each(claim))
    groups = groupby(own, key=lambda claim: claim.group)
    judged = [told for _, group in groups if (told := _item_told(list(group)))]
    if not judged:
        raise Inapplicable("报告里没有同时写明分值、扣分和得分的指标")
    for weight, deductions, score in judged:
        taken, loss = sum((one.value for one in deductions), Decimal(0)), weight.value - score.value
        digits = max(one.decimals for one in (weight, score, *deductions))
        bound = Decimal(len(deductions) + 2) / 2 / 10**digits if digits else Decimal(0)
        if abs(taken - loss) > bound and not any(abs(one.value - loss) <= bound for one in deductions):
            message = f"此处写分值 {weight.value} 分、扣 {taken} 分、得 {score.value} 分，{weight.value}－{taken}＝{weight.value - taken}"
            yield Hit(score.where, message, f"得 {score.value} 分", f"得 {weight.value - taken} 分")


def _front(claim: Claim) -> str:
    at = claim.start - int(claim.group.partition("@")[2] or 0) if "@" in claim.group else 0
    return claim.sentence[: max(at, 0)]


def _is_of_each(claim: Claim) -> bool:
    """每0.1个百分点扣0.1分 is a rule; two that lost 各扣2分 lost more together."""
    return claim.role is Role.DEDUCTION and bool(_OF_EACH.search(_front(claim)))


def _item_told(group: Sequence[Claim]) -> tuple[Claim, list[Claim], Claim] | None:
    """Weight, deductions and score, where each is told exactly and only once."""
    sure = all(claim.is_exact and claim.standing is Standing.STATED and claim.unit in ("分", "") for claim in group)
    by_role = {role: [claim for claim in group if claim.role is role] for role in _OF_ITEM}
    weights, scores, deductions = (by_role[role] for role in _OF_ITEM)
    if not sure or len(weights) != 1 or len(scores) != 1 or not deductions:
        return None
    return weights[0], deductions, scores[0]
