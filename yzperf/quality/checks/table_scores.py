"""A04 前后数字一致, B01 权重合计, B04 得分越界 (score tables): the report's own score table is that of the score sheet, its points
are 100 together, no score is above them or below nought."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from yzperf.domain.claims import Claim, Claims, Role
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import ScoreCard
from yzperf.domain.scoresheet import Amount, IndicatorRow
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.intervals import prints_as
from yzperf.quality.unit_lines import table_of
from yzperf.quality.wording import plain_name

_FULL, _MISSED = Decimal(100), Decimal(20)
_FEWEST = 3  # indicators in one table: it is a score table


@check("A04", title="前后数字一致", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def score_table_is_that_of_the_sheet(claims: Claims, agency_sheet: ScoreCard) -> Iterator[Hit]:
    """分值 and 得分 of an annex, indicator by indicator."""
    names = _names(agency_sheet.sheet.scored_rows)
    for claim in _told(claims, agency_sheet):
        row = names[plain_name(claim.subject)]
        cell = _cell(claim, row)
        if cell.value is not None and not _is_told(claim, cell):
            message = f"“{row.indicator}”的{claim.role}此处写 {claim.text}，评分表为 {cell.text}"
            yield Hit(claim.where, message, claim.text, cell.text)


@check("B01", title="权重合计", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def points_of_the_table_are_a_hundred(claims: Claims, agency_sheet: ScoreCard) -> Iterator[Hit]:
    """A table that has all indicators of the sheet shares out 100 points, as the sheet does."""
    rows = agency_sheet.sheet.scored_rows
    names, points = _names(rows), [row.weight.value or Decimal(0) for row in rows]
    by_table: dict[str, list[Claim]] = defaultdict(list)
    for claim in _told(claims, agency_sheet):
        if claim.role is Role.WEIGHT:
            by_table[table_of(claim)].append(claim)
    for told in by_table.values():
        added = sum((claim.value for claim in told), Decimal(0))
        is_whole = len(told) == len(names) == len(rows) and sum(points) == _FULL
        if is_whole and added != _FULL and abs(added - _FULL) <= _MISSED:
            odd = next((one for one in told if not _is_told(one, _cell(one, names[plain_name(one.subject)]))), told[0])
            yield Hit(odd.where, f"这张表各项指标的分值相加为 {added}，应为 100", str(added), "100")


@check("B04", title="得分越界", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def scores_of_the_table_are_within_their_points(claims: Claims, agency_sheet: ScoreCard) -> Iterator[Hit]:
    """No score of a row of the report's score table is above its points or below nought."""
    told = _told(claims, agency_sheet)
    points = {(table_of(one), one.group): one for one in told if one.role is Role.WEIGHT}
    for claim in told:
        weight = points.get((table_of(claim), claim.group))
        if claim.role is Role.SCORE and weight and not 0 <= claim.value <= weight.value:
            message = f"“{claim.subject}”得分 {claim.text}，超出 0–{weight.text} 分"
            yield Hit(claim.where, message, claim.text, f"0–{weight.text}")


def _told(claims: Claims, agency_sheet: ScoreCard) -> list[Claim]:
    """Points and scores of indicators in the score tables of the report."""
    names = _names(agency_sheet.sheet.scored_rows)
    told = [one for one in claims.of(Role.WEIGHT, Role.SCORE) if table_of(one) and plain_name(one.subject) in names]
    told = [one for one in told if _is_of_score_table(one, told) and _is_alone(one, told)]
    if not told:
        raise Inapplicable("报告里没有逐个指标的评分表")
    return told


def _names(rows: Sequence[IndicatorRow]) -> dict[str, IndicatorRow]:
    plain = [plain_name(row.indicator) for row in rows]
    return {name: row for name, row in zip(plain, rows, strict=True) if name and plain.count(name) == 1}


def _is_of_score_table(one: Claim, told: Sequence[Claim]) -> bool:
    """Points and scores of several indicators: a table of targets has points of its own."""
    inside = [other for other in told if table_of(other) == table_of(one)]
    has_both = len({other.role for other in inside if other.group == one.group}) > 1
    return has_both and len({other.subject for other in inside}) >= _FEWEST


def _is_alone(one: Claim, told: Sequence[Claim]) -> bool:
    """A row with two scores (自评得分、评价得分) leaves open which is meant."""
    return sum(other.group == one.group and other.role is one.role for other in told) == 1


def _cell(claim: Claim, row: IndicatorRow) -> Amount:
    return row.weight if claim.role is Role.WEIGHT else row.reported


def _is_told(claim: Claim, cell: Amount) -> bool:
    """To the digits that the table prints."""
    value = cell.value or 0
    printed = claim.value.quantize(type(claim.value)(1).scaleb(-max(0, claim.decimals)))
    return claim.value == value or prints_as(Fraction(value), printed)
