"""C05 重复指标: one indicator under two names, and two indicators that rest on one value."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import islice

from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.quantity import Kind, Quantity
from yzperf.domain.scorecard import ScoreCard
from yzperf.domain.scoresheet import IndicatorRow, SheetKind
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.indicator_words import indicator_words
from yzperf.quality.wording import plain_name

_SAME_SIGNS = Fraction(3, 4)
_TELLING_DIGITS = 3  # of a decimal that two indicators do not share by chance: 96.4, not 95.0 or 100


@check("C05", title="重复指标", clause="program.vocabulary", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def measured_twice(card: ScoreCard) -> Iterator[Hit]:
    """No indicator stands there twice, in the same words or in others; each is told once, with the first that it repeats."""
    rows = card.sheet.scored_rows
    if card.sheet.kind is SheetKind.AGENCY_APPRAISAL or len(rows) < 2:
        raise Inapplicable("表上没有两个以上的指标")
    for at, row in enumerate(rows):
        alike = ((first, found) for first in rows[:at] if (found := _same(first, row)))
        for first, (reason, severity) in islice(alike, 1):
            message = f"“{row.indicator}”与“{first.indicator}”（{first.where.cell}）{reason}；同一件事重复计分的请合并"
            yield Hit(row.where, message, row.indicator, first.indicator, severity=severity)


def _same(first: IndicatorRow, second: IndicatorRow) -> tuple[str, Severity] | None:
    """In what two rows are one indicator; None if they are not, or belong to two targets that are told apart."""
    if first.block != second.block or _numbers(first) != _numbers(second):
        return None
    same_target, same_actual = _equal(first.target, second.target), _equal(first.actual, second.actual)
    if plain_name(first.indicator) == plain_name(second.indicator):
        both = same_target and same_actual
        return ("同名，指标值和完成值也相同", Severity.MINOR) if both else ("同名", Severity.HINT)
    return _same_in_other_words(first, second, same_target, same_actual)


def _same_in_other_words(
    first: IndicatorRow, second: IndicatorRow, same_target: bool, same_actual: bool
) -> tuple[str, Severity] | None:
    words, same_both = indicator_words(), same_target and same_actual
    if words.meaning(first.indicator) == words.meaning(second.indicator) and (same_target or same_actual):
        return "名称意思相同，" + ("指标值" if same_target else "完成值") + "也相同", Severity.MINOR
    if words.spelt_alike(first.indicator, second.indicator):
        return "名称只是写法不同", Severity.HINT
    if same_both and _missed(first) and _signs_alike(first, second) >= _SAME_SIGNS:
        return "名称的字大多相同，指标值和完成值都相同", Severity.HINT
    is_one_value = same_both and _is_telling(first)
    return ("名称不同，指标值和完成值都相同，可能取自同一数据", Severity.HINT) if is_one_value else None


def _numbers(row: IndicatorRow) -> list[str]:
    """一标段、2号泵站: what is numbered apart is not one thing."""
    return re.findall(r"[0-9]+|第?[一二三四五六七八九十]+(?=[标号期段])", plain_name(row.indicator))


def _equal(one: Quantity, other: Quantity) -> bool:
    """Whether two cells say the same value; a blank says none."""
    if one.kind is Kind.NUMBER is other.kind:
        return (one.number, one.unit, one.relation) == (other.number, other.unit, other.relation)
    return one.kind is other.kind is not Kind.BLANK and plain_name(one.text) == plain_name(other.text)


def _missed(row: IndicatorRow) -> bool:
    """Whether the actual value is another number than the target: 100% of 100% is met by many indicators."""
    return row.actual.kind is Kind.NUMBER and row.actual.number != row.target.number


def _signs_alike(first: IndicatorRow, second: IndicatorRow) -> Fraction:
    """Signs that two names share in whatever order, of all that they have (改造道路条数, 道路改造数量)."""
    one, other = (Counter(indicator_words().meaning(row.indicator)) for row in (first, second))
    return Fraction(2 * (one & other).total(), one.total() + other.total() or 1)


def _is_telling(row: IndicatorRow) -> bool:
    """Whether an actual value is one that two indicators do not share by chance."""
    number = row.actual.number
    if not isinstance(number, Decimal) or number == row.target.number or "." not in row.actual.text:
        return False
    return len(number.normalize().as_tuple().digits) >= _TELLING_DIGITS
