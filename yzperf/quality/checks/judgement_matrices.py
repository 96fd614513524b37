"""G01 AHP 一致性: judgement matrices, λmax, CI, RI, CR and weights, recomputed from the printed digits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.workings import Workings
from yzperf.forensics.pairwise_judgements import (
    RANDOM_INDEX,
    approximate_eigenvalue,
    principal_weights,
    weights_by_roots,
    weights_by_sums,
)
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.judgements import (
    Consistency,
    JudgementMatrix,
    consistency_in_table,
    consistency_in_words,
    matrices_of,
    says_passed,
)
from yzperf.quality.method_words import method_words, words_of
from yzperf.quality.passage_values import Passage, passage_of, passages
from yzperf.quality.printed import Printed
from yzperf.quality.printed_tables import PrintedTable, frames_of, sheets_of, tables_of
from yzperf.quality.weight_lists import PER_CENT, wrong_lists

Floats = NDArray[np.float64]
Ends = tuple[float, float]
_LIMIT = 0.1  # Saaty's bound for the consistency ratio
_BY_HAND = 0.01  # what intermediate rounding by hand may do to a weight or a ratio


@check("G01", title="层次分析一致性", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def consistency_as_printed(report: Document) -> Iterator[Hit]:
    """CI, CR and what is said of them follow from λmax and the order, by either table of the random index."""
    said = [passage for passage in passages(report) if _is_about(passage)]
    stated = [one for passage in said for one in consistency_in_words(passage)]
    stated += [one for table in tables_of(report) for one in consistency_in_table(table)]
    listed = [hit for passage in said if not _is_data_driven(passage) for hit in wrong_lists(passage)]
    if not (stated or listed):
        raise Inapplicable("报告里没有层次分析的 λmax、CI、CR")
    yield from listed
    for one in stated:
        yield from _judge(one)


@check("G01", title="层次分析一致性", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def matrices_in_report(report: Document) -> Iterator[Hit]:
    """Printed judgement matrices are reciprocal and consistent, and give the printed weights."""
    found = [matrix for table in tables_of(report) for matrix in matrices_of(table)]
    if not found:
        raise Inapplicable("报告里没有判断矩阵")
    passed = any(says_passed(passage.text) for passage in passages(report) if _is_about(passage))
    for matrix in found:
        yield from _judge_matrix(matrix, passed)


@check("G01", title="层次分析一致性", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def matrices_in_workbooks(workings: tuple[Workings, ...]) -> Iterator[Hit]:
    """The same for judgement matrices in the workbooks of the case."""
    found = [matrix for table in sheets_of(workings) for matrix in matrices_of(table)]
    if not found:
        raise Inapplicable("工作簿里没有判断矩阵")
    for matrix in found:
        yield from _judge_matrix(matrix, passed=False)


@check("G01", title="层次分析一致性", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def matrices_in_data(tables: dict[str, pd.DataFrame], table_files: Mapping[str, str]) -> Iterator[Hit]:
    """The same for judgement matrices among the registered tables of the case."""
    found = [matrix for table in frames_of(tables, table_files) for matrix in matrices_of(table)]
    if not found:
        raise Inapplicable("案卷数据表里没有判断矩阵")
    for matrix in found:
        yield from _judge_matrix(matrix, passed=False)


def _is_about(passage: Passage) -> bool:
    return bool(words_of("hierarchy", "mention").search(passage.text))


def _is_data_driven(passage: Passage) -> bool:
    """Whether weights of the data are spoken of too, which G02 judges."""
    return bool(words_of("ranking", "mention").search(passage.text))


# ── λmax → CI → CR → words ──────────────────────────────────────────────────────────────────────────


def _judge(one: Consistency) -> Iterator[Hit]:
    """At most one contradiction a test: the first that breaks in the chain."""
    steps = (_below_order(one), _index(one), _ratio(one), _said(one), _random(one))
    yield from [hit for hit in steps if hit][:1]


def _below_order(one: Consistency) -> Hit | None:
    """λmax of a reciprocal matrix is never below its order (Saaty 1980)."""
    value = one.values.get("eigenvalue")
    if value is None or one.order is None or value.high >= one.order:
        return None
    message = f"{_of(one)}{one.order} 阶互反矩阵的最大特征值不会小于 {one.order}，报告写 λmax={value.text}"
    return Hit(one.where, message, f"λmax={value.text}", f"≥{one.order}")


def _index(one: Consistency) -> Hit | None:
    printed, ends = one.values.get("index"), _index_ends(one)
    if printed is None or ends is None or printed.meets(*ends):
        return None
    shown = _span(ends)
    message = f"{_of(one)}CI=（λmax－n）÷（n－1）应为 {shown}，报告写 {printed.text}"
    return Hit(one.where, message, f"CI={printed.text}", f"CI={shown}")


def _index_ends(one: Consistency) -> Ends | None:
    value = one.values.get("eigenvalue")
    if value is None or one.order is None or one.order < 2:
        return None
    return tuple(max(0.0, (float(end) - one.order) / (one.order - 1)) for end in (value.low, value.high))  # type: ignore[return-value]


def _ratio(one: Consistency) -> Hit | None:
    printed, ends = one.values.get("ratio"), _ratio_ends(one)
    if printed is None or ends is None or printed.meets(*ends):
        return None
    flips = (printed.value < Fraction(1, 10)) is not (ends[0] < _LIMIT)
    told = "，不小于0.10，没有通过一致性检验" if flips and ends[0] >= _LIMIT else ""
    shown = _span(ends)
    message = f"{_of(one)}按印出的数复算 CR 应为 {shown}{told}，报告写 {printed.text}"
    return Hit(one.where, message, f"CR={printed.text}", f"CR={shown}", flips)


def _ratio_ends(one: Consistency) -> Ends | None:
    """CR by the printed CI, or else by λmax; by the printed RI, or else by any table that is in use."""
    printed = one.values.get("index")
    index = (float(printed.low), float(printed.high)) if printed else _index_ends(one)
    random = _random_ends(one)
    if index is None or random is None or random[0] <= 0:
        return None
    return max(0.0, index[0]) / random[1], index[1] / random[0]


def _random_ends(one: Consistency) -> Ends | None:
    if printed := one.values.get("random"):
        return float(printed.low), float(printed.high)
    return random_index_ends(one.order) if one.order else None


def random_index_ends(order: int) -> Ends | None:
    """Least and largest random index of this order in the tables in use; None where they have none."""
    tables = [*RANDOM_INDEX.values(), method_words()["hierarchy"]["printed_random_index"]["values"]]
    values = [table[order - 3] for table in tables if 0 <= order - 3 < len(table)]
    return (min(values), max(values)) if values else None


def _random(one: Consistency) -> Hit | None:
    """A random index of another order makes the ratio look better than it is."""
    printed, ends = one.values.get("random"), random_index_ends(one.order) if one.order else None
    if printed is None or ends is None or printed.meets(ends[0] - _BY_HAND, ends[1] + _BY_HAND):
        return None
    message = f"{_of(one)}{one.order} 阶的随机一致性指标在通行的表里是 {_span(ends)}，报告用 {printed.text}"
    return Hit(one.where, message, f"RI={printed.text}", f"RI={_span(ends)}").as_lead


def _said(one: Consistency) -> Hit | None:
    """What the words make of the ratio; 0.10 may be 0.095."""
    printed = one.values.get("ratio")
    ends = (float(printed.low), float(printed.high)) if printed else _ratio_ends(one)
    if ends is None:
        return None
    shown = f"CR={printed.text}" if printed else f"按 λmax 复算 CR 为 {_span(ends)}"
    if ends[0] >= _LIMIT and one.passes is not False:
        said = "报告却写通过" if one.passes else "报告没有说明"
        message = f"{_of(one)}{shown}，不小于0.10，判断前后不一致，权重不宜使用，{said}"
        hit = Hit(one.where, message, shown, "应小于0.10", bool(one.passes))
        return hit if one.passes else hit.as_lead
    return None


def _of(one: Consistency) -> str:
    return f"“{one.name}”：" if one.name else ""


def _span(ends: Ends) -> str:
    low, high = (f"{end:.3f}" for end in ends)
    return low if low == high else f"{low}至{high}"


# ── matrices ────────────────────────────────────────────────────────────────────────────────────────


def _judge_matrix(matrix: JudgementMatrix, passed: bool) -> Iterator[Hit]:
    broken = [*_diagonal(matrix), *_not_reciprocal(matrix)]
    yield from broken
    values = None if broken else _values(matrix)
    if values is not None:
        yield from _weights(matrix, values)
        yield from _consistency(matrix, values, passed)


def _diagonal(matrix: JudgementMatrix) -> Iterator[Hit]:
    for at, name in enumerate(matrix.names):
        cell = matrix.cells[at][at]
        if (value := cell.number) and value.value != 1:
            yield Hit(cell.where, f"判断矩阵中“{name}”与自身比较应为 1，表中为 {value.text}", value.text, "1")


def _not_reciprocal(matrix: JudgementMatrix) -> Iterator[Hit]:
    for first, second in combinations(range(len(matrix.names)), 2):
        upper, lower = matrix.cells[first][second], matrix.cells[second][first]
        one, other = (cell.number.as_counted if cell.number else None for cell in (upper, lower))
        if one is None or other is None or one.low * other.low <= 1 <= one.high * other.high:
            continue
        names = matrix.names[first], matrix.names[second]
        message = f"判断矩阵不互反：“{names[0]}”比“{names[1]}”为 {one.text}，反过来为 {other.text}，应互为倒数"
        yield Hit(lower.where, message, other.text, _turned(one))


def _turned(one: Printed) -> str:
    turned = 1 / one.value
    return str(turned) if max(turned.numerator, turned.denominator) < 100 else f"{float(turned):.3f}"


def _values(matrix: JudgementMatrix) -> Floats | None:
    """The judgements, each by the more exact one of its two cells; None where a pair is not given at all."""
    values = np.eye(len(matrix.names))
    for first, second in combinations(range(len(matrix.names)), 2):
        one, other = matrix.cells[first][second].number, matrix.cells[second][first].number
        given = [(width, value) for width, value in _readings(one, other) if value > 0]
        if not given:
            return None
        values[first, second] = min(given)[1]
        values[second, first] = 1 / values[first, second]
    return values


def _readings(one: Printed | None, other: Printed | None) -> Iterator[tuple[float, float]]:
    """The judgement by its own cell and by the mirrored one, each with how inexact it is."""
    for cell, turn in ((one, False), (other, True)):
        if cell is not None and cell.value > 0:
            exact = cell.as_counted
            yield float((exact.high - exact.low) / exact.value), float(1 / exact.value if turn else exact.value)


def _ways(values: Floats) -> tuple[Floats, ...]:
    """Weights by the three ways in use: eigenvector, geometric mean of rows, mean of normed columns."""
    return principal_weights(values)[0], weights_by_roots(values), weights_by_sums(values)


def _weights(matrix: JudgementMatrix, values: Floats) -> Iterator[Hit]:
    """Printed weights agree with one of the ways; several columns of numbers that are no weights are left alone."""
    printed = [cell.number for cell in matrix.weights]
    if not printed or any(one is None or one.value <= 0 for one in printed):
        return
    given = np.array([float(one.value) for one in printed if one])
    given = given / 100 if given.sum() > PER_CENT else given
    if not matrix.has_shares:  # an eigenvector may have any length
        given = given / given.sum()
    gaps = [np.abs(given - way) for way in _ways(values)]
    gap, way = min(zip(gaps, _ways(values), strict=True), key=lambda pair: float(pair[0].max()))
    at = int(gap.argmax())
    allowed = max(_BY_HAND, float(printed[at].high - printed[at].low)) if printed[at] else _BY_HAND  # type: ignore[union-attr]
    if gap[at] > allowed:
        cell, right = matrix.weights[at], f"{way[at]:.3f}"
        message = f"判断矩阵复算“{matrix.names[at]}”的权重应为 {right}（特征向量、方根、和积法中最接近的），表中为 {cell.text}"
        yield Hit(cell.where, message, cell.text, right)


def _consistency(matrix: JudgementMatrix, values: Floats, passed: bool) -> Iterator[Hit]:
    order, random = len(matrix.names), random_index_ends(len(matrix.names))
    if random is None:
        return
    eigen = [approximate_eigenvalue(values, way) for way in _ways(values)]
    index = [max(0.0, (value - order) / (order - 1)) for value in eigen]
    ends = min(index) / random[1], max(index) / random[0]
    stated = _stated_beside(matrix.table)
    ratio = stated.values.get("ratio") if stated else None
    if stated and ratio and not ratio.meets(ends[0] - _BY_HAND, ends[1] + _BY_HAND):
        flips = (ratio.value < Fraction(1, 10)) is not (ends[0] < _LIMIT)
        shown = _span(ends)
        yield Hit(
            stated.where, f"按判断矩阵复算 CR 应为 {shown}，报告写 {ratio.text}", f"CR={ratio.text}", shown, flips
        )
    elif ends[0] >= _LIMIT and ratio is None:
        message = f"按判断矩阵复算 CR 为 {_span(ends)}，不小于0.10，判断前后不一致，权重不宜使用"
        hit = Hit(matrix.cells[0][0].where, message, "通过" if passed else "", f"CR={_span(ends)}", passed)
        yield hit if passed else hit.as_lead


def _stated_beside(table: PrintedTable) -> Consistency | None:
    """The one test that is printed in the table or right below it; several cannot be told apart."""
    inside = [Passage(cell.text, cell.where) for cell in dict.fromkeys(cell for row in table.rows for cell in row)]
    for group in (inside, *([passage_of(one)] for one in table.after)):
        found = [one for passage in group for one in consistency_in_words(passage)]
        if found:
            return found[0] if len(found) == 1 else None
    return None
