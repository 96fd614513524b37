"""F06 不可能的统计值: p beyond 1, correlations beyond ±1, matrices of correlations that no data have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yzperf.domain.claims import Claim, Claims, Role
from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.forensics.correlations import least_eigenvalue
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.correlation_tables import CorrelationTable, read_correlations
from yzperf.quality.printed_means import read_means
from yzperf.quality.statistics_words import Possible, statistics_words

_ANOTHER = 1.5  # so far above the scale a mean was converted to another one (86.4 of 100 from five grades)


@check("F06", title="不可能的统计值", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def values_are_possible(report: Document, claims: Claims) -> Iterator[Hit]:
    """p between 0 and 1 and never exactly 0, correlations within ±1, F, χ² and deviations not negative, means on their
    scale, matrices of correlations without a negative eigenvalue."""
    stated = [(claim, row) for claim in claims.own if (row := _row(claim))]
    matrices = list(read_correlations(report))
    scaled = [one for one in read_means(report, claims) if one.scale and not one.is_share]
    if not stated and not matrices and not scaled:
        raise Inapplicable("报告里没有统计检验的数")
    for claim, row in stated:
        yield from _of_claim(claim, row)
    for mean in scaled:
        if mean.scale and not mean.is_on_scale and float(mean.printed) < _ANOTHER * mean.scale[1]:
            ends = f"{mean.scale[0]}至{mean.scale[1]}"
            yield Hit(mean.where, f"均值 {mean.text} 超出 {ends}的量表", mean.text, ends)
    for matrix in matrices:
        yield from _of_matrix(matrix)


def _row(claim: Claim) -> Possible | None:
    rows = [row for row in statistics_words().possible if not (row.unless and re.search(row.unless, claim.sentence))]
    if claim.role is Role.STATISTIC:
        return next((row for row in rows if row.symbol and row.symbol == claim.symbol), None)
    return next((row for row in rows if row.role == claim.role and row.unit in ("", claim.unit)), None)


def _of_claim(claim: Claim, row: Possible) -> Iterator[Hit]:
    if not row.low <= claim.value <= row.high:
        yield Hit(claim.where, f"{claim.text}：{row.words}", claim.text, "")
    elif claim.role is Role.P_VALUE and not claim.value and not claim.bound:
        message = f"{claim.text}：p 值不会恰好是 0，应写 p＜0.001"
        yield Hit(claim.where, message, claim.text, "p＜0.001", severity=Severity.HINT)


# ── matrices ────────────────────────────────────────────────────────────────────────────────────────


def _of_matrix(matrix: CorrelationTable) -> Iterator[Hit]:
    """Beyond ±1, not the same on both sides, or a negative eigenvalue that rounding cannot have made."""
    for one in matrix.cells.values():
        if abs(one.value) > 1:
            yield Hit(one.where, f"{one.text}：相关系数应在 －1 与 1 之间", one.text, "")
            return
    for (row, column), one in matrix.cells.items():
        other = matrix.cells.get((column, row))
        if row > column and other and abs(other.value - one.value) > one.half + other.half:
            names = f"“{matrix.names[row]}”与“{matrix.names[column]}”"
            yield Hit(one.where, f"{names}的相关系数写 {one.text}，对称的一格写 {other.text}", one.text, other.text)
            return
    if not matrix.is_complete:
        return
    least, slack = least_eigenvalue(matrix.values), matrix.slack
    if least < -slack:
        message = f"{len(matrix.names)} 个变量的相关系数矩阵不是半正定的（最小特征根 {least:.3f}，四舍五入最多能造成 －{slack:.3f}），没有数据能算出这些系数"
        hit = Hit(matrix.where, message, "", "")
        yield (
            hit
            if not matrix.is_pairwise
            else Hit(
                matrix.where,
                message + "；成对删除缺失值时可能出现",
                severity=Severity.HINT,
                evidence=EvidenceClass.LEAD,
            )
        )
