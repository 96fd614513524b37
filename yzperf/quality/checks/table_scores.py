"""A04 前后数字一致 (score tables): points and scores of the report's own score table are those of the score sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from yzperf.domain.claims import Claim, Claims, Role
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import ScoreCard
from yzperf.domain.scoresheet import Amount, IndicatorRow
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.intervals import prints_as
from yzperf.quality.unit_lines import table_of
from yzperf.quality.wording import plain_name

_FEWEST = 3  # indicators in one table: it is a score table


@check("A04", title="前后数字一致", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def score_table_is_that_of_the_sheet(claims: Claims, agency_sheet: ScoreCard) -> Iterator[Hit]:
    """分值 and 得分 of an annex, indicator by indicator."""
    names = _names(agency_sheet.sheet.scored_rows)
    told = [one for one in claims.of(Role.WEIGHT, Role.SCORE) if table_of(one) and plain_name(one.subject) in names]
    told = [one for one in told if _is_of_score_table(one, told) and _is_alone(one, told)]
    if not told:
        raise Inapplicable("报告里没有逐个指标的评分表")
    for claim in told:
        row = names[plain_name(claim.subject)]
        cell = _cell(claim, row)
        if cell.value is not None and not _is_told(claim, cell):
            message = f"“{row.indicator}”的{claim.role}此处写 {claim.text}，评分表为 {cell.text}"
            yield Hit(claim.where, message, claim.text, cell.text)


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
