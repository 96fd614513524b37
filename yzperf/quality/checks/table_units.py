"""B10 量级与单位 (tables): the unit above a table or a column is that in which the rest of the report tells the same amounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from yzperf.domain.claims import Claim, Claims
from yzperf.domain.document import Cell, Document, Table
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.units import conversion, is_money
from yzperf.errors import Place
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.unit_lines import caption_place, table_of, unit_place

_FIGURES = 4  # figures that no two amounts share by chance
_PLACES = 2  # places that tell the same figures in another unit
_STEPS = tuple(Fraction(10) ** power for power in (3, 4, 8))


@check("B10", title="量级与单位", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def tables_have_the_unit_of_the_text(report: Document, claims: Claims) -> Iterator[Hit]:
    """A table headed 万元 whose figures the text and other tables tell in 元, and never in 万元, has the wrong unit."""
    amounts = [claim for claim in claims.own if _is_telling(claim)]
    inside = [claim for claim in amounts if table_of(claim)]
    if not inside:
        raise Inapplicable("报告的表格里没有四位以上数字的金额")
    for table in report.tables:
        units: dict[str, list[Claim]] = defaultdict(list)
        for claim in inside:
            if table_of(claim) == table.id and claim.unit not in claim.text:
                units[claim.unit].append(claim)
        for unit, own in units.items():
            yield from _wrong_unit(report, table, unit, own, [one for one in amounts if table_of(one) != table.id])


def _is_telling(claim: Claim) -> bool:
    figures = claim.value.normalize().as_tuple().digits
    return is_money(claim.unit) and "/" not in claim.unit and claim.is_exact and len(figures) >= _FIGURES


def _wrong_unit(
    report: Document, table: Table, unit: str, own: Sequence[Claim], others: Sequence[Claim]
) -> Iterator[Hit]:
    """One finding where several places tell the same figures in one other unit and none in this one."""
    if any(_yuan(one) == _yuan(other) for one in own for other in others):
        return
    apart = [(one, other) for one in own for other in others if _is_apart(one, other)]
    if (
        len({(other.block, other.group) for _, other in apart}) < _PLACES
        or len({other.unit for _, other in apart}) != 1
    ):
        return
    one, other = apart[0]
    message = (
        f"表头的单位写“{unit}”，表里的 {one.text} 在别处写 {other.text}{'' if other.unit in other.text else other.unit}"
        f"（共 {len(apart)} 处）：数字相同、量级不同，表的单位写错了"
    )
    yield Hit(_place(report, table, one), message, unit, other.unit)


def _yuan(claim: Claim) -> Fraction:
    return Fraction(claim.value) * (conversion(claim.unit, "元") or 1)


def _is_apart(one: Claim, other: Claim) -> bool:
    low, high = sorted((_yuan(one), _yuan(other)))
    return one.value == other.value and low > 0 and high / low in _STEPS


def _place(report: Document, table: Table, claim: Claim) -> Place:
    """The heading of the column where it says the unit, else the caption or the line above."""
    column = next((cell.column for cell in table.cells if cell.where == claim.where), 0)
    heads = [cell for cell in table.cells if _is_above(cell, column) and f"{claim.unit}" in cell.text]
    if heads and claim.unit not in table.caption:
        return heads[-1].where
    return caption_place(report, table) if claim.unit in table.caption else unit_place(report, table)


def _is_above(cell: Cell, column: int) -> bool:
    return cell.column <= column < cell.column + cell.column_span and not any(sign.isdigit() for sign in cell.text)
