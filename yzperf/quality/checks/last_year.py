"""I05 评分表克隆: the score sheet of the year before, among the evidence, against the own one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from yzperf.domain.evidence import Evidence
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.quantity import read_quantity
from yzperf.domain.scorecard import ScoreCard
from yzperf.domain.scoresheet import IndicatorRow
from yzperf.errors import Place
from yzperf.loaders.grid import Grid
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.evidence_claims import evidence_grids
from yzperf.quality.wording import plain_name

_BEFORE = re.compile("上年|上一年|去年|往年|以前年度")
_SCORE = re.compile("得分")
_REASON = re.compile("扣分|原因|说明")
_LEAST_ROWS = 8  # below which likeness says nothing
_LEAST_DEDUCTED = 3  # full points are given alike everywhere
_DIFFERENT = 2  # rows changed in a sheet that was otherwise taken over
_LEAST_SIGNS = 8  # of a reason that two years do not have in common by chance
_LEAST_REASONS = 2
Scores = dict[str, tuple[Decimal | None, str]]  # points and the reason for what is lacking, by indicator


@check("I05", title="评分表克隆", clause="", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def scores_are_not_those_of_last_year(
    agency_sheet: ScoreCard, evidence: tuple[Evidence, ...], folder: Path
) -> Iterator[Hit]:
    """Not every indicator loses what it lost last year, nor for the same reason word by word."""
    own = {plain_name(row.indicator): row for row in agency_sheet.sheet.scored_rows}
    papers = [item for item in evidence if _BEFORE.search(item.file)]
    sheets = [(item, _scores(grid)) for item in papers for grid in evidence_grids(item, folder)]
    sheets = [(item, scores) for item, scores in sheets if len(scores.keys() & own.keys()) >= _LEAST_ROWS]
    if not sheets:
        raise Inapplicable("证据里没有上年的评分表")
    for item, scores in sheets:
        if message := _likeness([(row, *scores[name]) for name, row in own.items() if name in scores]):
            yield Hit(Place(item.file), f"与上年评分表（{item.id}）相比，{message}，请核对是否沿用")


def _likeness(pairs: Sequence[tuple[IndicatorRow, Decimal | None, str]]) -> str:
    lost = [(row, points, reason) for row, points, reason in pairs if row.reported.value != row.weight.value]
    same = sum(row.reported.value == points for row, points, _ in pairs)
    reasons = sum(_is_same_reason(row.reason, reason) for row, _, reason in lost)
    if len(pairs) - same <= _DIFFERENT and len(lost) >= _LEAST_DEDUCTED:
        return f"{len(pairs)} 个指标中 {same} 个得分相同"
    return f"{reasons} 个指标的扣分原因逐字相同" if reasons >= _LEAST_REASONS else ""


def _is_same_reason(one: str, other: str) -> bool:
    return len(one) >= _LEAST_SIGNS and plain_name(one) == plain_name(other)


def _scores(grid: Grid) -> Scores:
    """The rows below a heading that names the scores."""
    head = {column: grid.text(grid.rows[0], column) for column in grid.columns} if len(grid.rows) else {}
    points = [column for column, text in head.items() if _SCORE.search(text)]
    if not points:
        return {}
    reason = next((column for column, text in head.items() if _REASON.search(text)), 0)
    named = [column for column, text in head.items() if "指标" in text and column != reason][-1:] or [grid.columns[0]]
    return {plain_name(grid.text(row, named[0])): _score(grid, row, points[-1], reason) for row in grid.rows[1:]}


def _score(grid: Grid, row: int, points: int, reason: int) -> tuple[Decimal | None, str]:
    number = read_quantity(grid.text(row, points)).number
    return number if isinstance(number, Decimal) else None, grid.text(row, reason) if reason else ""
