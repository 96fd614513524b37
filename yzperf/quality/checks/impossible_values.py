"""F06 不可能的统计值: p beyond 1, correlations beyond ±1, matrices of correlations that no data have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yzperf.domain.claims import Claim, Claims, Role, Standing
from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.forensics.correlations import least_eigenvalue
from yzperf.forensics.summaries import adjusted_r2
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.correlation_tables import CorrelationTable, read_correlations
from yzperf.quality.graded_counts import cell_number
from yzperf.quality.printed_estimates import Number, number_of
from yzperf.quality.printed_means import read_means
from yzperf.quality.sentences_and_rows import read_rows
from yzperf.quality.statistics_words import Possible, statistics_words
from yzperf.quality.wording import before

_ADJUSTED = re.compile("调整|校正|修正|[Aa]dj")
_R2 = re.compile("R(?:2|²|\\^2|方|平方|-?squared)|拟合优度|决定系数")
_SHARE = re.compile(r"-?[01]?\.\d+")
_CLAUSE = re.compile("[，,；;。、]")
_TO_NUMBER = r"[^，,；;。、\d]{0,8}(?:由[^，,；;。]{1,14})?$"  # 由0.62提高到: the number is the later one
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
    rows = [row for row in statistics_words().possible if not row.subject]
    rows = [row for row in rows if not (row.unless and re.search(row.unless, claim.sentence))]
    if claim.role is Role.STATISTIC and claim.symbol:
        return next((row for row in rows if row.symbol == claim.symbol), None)
    found = next((row for row in rows if row.role == claim.role and row.unit in ("", claim.unit)), None)
    return found or _by_subject(claim)


def _by_subject(claim: Claim) -> Possible | None:
    """灌溉水利用系数1.65, 知晓率103.5%: what a result is called tells between what it lies."""
    if not claim.is_exact or claim.bound or claim.standing is not Standing.STATED or claim.role is Role.CHANGE:
        return None
    front = before(claim.sentence, claim.text)
    near = f"{claim.subject} {_CLAUSE.split(front)[-1]}"
    for row in statistics_words().possible:
        is_named = row.subject and row.unit == claim.unit and re.search(f"(?:{row.subject}){_TO_NUMBER}", front)
        if is_named and not (row.unless and re.search(row.unless, near)):
            return row
    return None


def _of_claim(claim: Claim, row: Possible) -> Iterator[Hit]:
    if not row.low <= claim.value <= row.high:
        yield Hit(claim.where, f"{claim.text}：{row.words}", claim.text, "")
    elif claim.role is Role.P_VALUE and not claim.value and not claim.bound:
        message = f"{claim.text}：p 值不会恰好是 0，应写 p＜0.001"
        yield Hit(claim.where, message, claim.text, "p＜0.001", severity=Severity.HINT)


# ── fits ────────────────────────────────────────────────────────────────────────────────────────────


@check("F06", title="不可能的统计值", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def fits_are_possible(report: Document, claims: Claims) -> Iterator[Hit]:
    """The adjusted R² is no greater than R², and what R² and the degrees of F make it."""
    pairs = [*_fits_in_text(claims), *_fits_in_tables(report)]
    if not pairs:
        raise Inapplicable("报告没有同时印 R² 和调整后 R²")
    for plain, adjusted, freedoms in pairs:
        if adjusted.ends[0] > plain.ends[1]:
            message = f"调整后 R² {adjusted.text} 大于 R² {plain.text}，不可能"
            yield Hit(adjusted.where, message, adjusted.text, f"不大于{plain.text}")
        elif freedoms:
            low, high = adjusted_r2(plain.ends, sum(freedoms) + 1, freedoms[0])
            if adjusted.ends[1] < low or adjusted.ends[0] > high:
                shown = f"{low:.{adjusted.decimals + 1}f}至{high:.{adjusted.decimals + 1}f}"
                message = f"R²={plain.text}、F 的自由度 {freedoms[0]} 和 {freedoms[1]}，调整后 R² 应为 {shown}，印的是 {adjusted.text}"
                yield Hit(adjusted.where, message, adjusted.text, shown)


_Fit = tuple[Number, Number, tuple[int, ...]]


def _fits_in_text(claims: Claims) -> Iterator[_Fit]:
    """R² and the adjusted one of one paragraph, with the degrees of the only F beside them."""
    told = [one for one in claims.own if one.symbol == "R2" and one.is_exact and not one.bound]
    for block in dict.fromkeys(one.block for one in told):
        beside = [one for one in told if one.block == block]
        adjusted = [one for one in beside if _ADJUSTED.search(one.subject)]
        plain = [one for one in beside if one not in adjusted]
        if len(adjusted) == len(plain) == 1:
            freedoms = [one for one in claims.own if one.block == block and one.role is Role.FREEDOM]
            degrees = tuple(int(one.value) for one in freedoms) if len(freedoms) == 2 else ()
            yield number_of(plain[0]), number_of(adjusted[0]), degrees


def _fits_in_tables(report: Document) -> Iterator[_Fit]:
    """Rows of R² and of the adjusted one below the coefficients of each model, or columns of both."""
    for rows in read_rows(report):
        plain = next((row for row in rows if _R2.fullmatch(row.label)), None)
        adjusted = next((row for row in rows if _ADJUSTED.search(row.label) and _R2.search(row.label)), None)
        for column in plain.cells if plain and adjusted else ():
            pair = [row.text(column) for row in (plain, adjusted) if row]
            if all(map(_SHARE.fullmatch, pair)) and plain and adjusted:
                yield cell_number(plain, column), cell_number(adjusted, column), ()


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
