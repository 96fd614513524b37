"""B09 比率与增减复算 (tables): a column of rates, differences, products or means is in every row what it is in the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from yzperf.domain.claims import Claim, Claims, Role
from yzperf.domain.document import Document, Table
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import half_up
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.column_relations import Broken, Line, broken_relations, broken_sums
from yzperf.quality.table_rows import TableRow, heading, is_total, rows_of

_FEWEST = 2


@check("B09", title="比率与增减复算", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def columns_follow(report: Document, claims: Claims) -> Iterator[Hit]:
    """完成率 is 完成÷计划 in every row if it is in nearly all, and so with what is left, means, products, shares and sums;
    the same of the columns of a table that is read across."""
    tables = [(table, rows) for table in report.tables if len(rows := rows_of(table, claims)) >= _FEWEST]
    if not tables:
        raise Inapplicable("报告里没有两行以上数字的表格")
    for table, rows in tables:
        by_place = {broken.result.where: broken for broken in _broken(table, rows)}
        yield from map(_hit, by_place.values())


def _broken(table: Table, rows: Sequence[TableRow]) -> Iterator[Broken]:
    rows = [replace(row, values={at: _counted(claim) for at, claim in row.values.items()}) for row in rows]
    lines = [Line(row.label, row.values, row.is_total) for row in rows]
    across = _turned(table, rows)
    yield from broken_relations(lines)
    yield from broken_relations(across)
    for column in sorted({at for row in rows for at in row.values}):
        if is_total(heading(table, column)):
            yield from broken_sums(lines, column)


def _counted(claim: Claim) -> Claim:
    """份数 198: without a unit and without decimals it was counted."""
    is_count = claim.role is Role.COUNT and not claim.unit and not claim.decimals
    return replace(claim, is_whole=True) if is_count else claim


def _turned(table: Table, rows: Sequence[TableRow]) -> list[Line]:
    """The columns as lines: 份数 and 占比 below each other, one column for each answer."""
    columns = sorted({at for row in rows for at in row.values})
    names = {at: heading(table, at) for at in columns}
    return [
        Line(
            names[at],
            {number: row.values[at] for number, row in enumerate(rows) if at in row.values},
            is_total(names[at]),
        )
        for at in columns
    ]


def _hit(broken: Broken) -> Hit:
    result = broken.result
    shown = f"{half_up((broken.recomputed[0] + broken.recomputed[1]) / 2, max(0, result.decimals))}{result.unit}"
    message = f"“{result.subject}”此处写 {result.text}，按本表其他各行的算法，{broken.words}＝{shown}"
    return Hit(result.where, message, result.text, shown)
