"""C08 软目标与零区分度 (last year): a target that asks for less than was reached the year before, by the column 上年水平."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.quantity import Kind, Quantity, Relation, normalise, read_quantity
from yzperf.domain.units import conversion
from yzperf.domain.workings import StoredSheet, Workings
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.rules import Rules

_COLUMNS = {
    "last": re.compile("上年(?:度)?(?:实际)?(?:水平|完成值?|值|数|情况)|(?:基期|历史|上一年度?)(?:水平|值)"),
    "target": re.compile("^(?:年度)?(?:指标值|目标值|预期指标值|绩效指标值)$"),
    "name": re.compile("三级指标|指标名称|指标内容|^指标$"),
    "unit": re.compile("计量单位|度量单位|^单位$"),
    "relation": re.compile("指标性质|性质|符号"),
}
_NEEDED = frozenset({"last", "target", "name"})
_MOST_ROWS = 30  # above the table


@check("C08", title="软目标与零区分度", clause="cn10.16", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def targets_are_not_below_last_year(workings: tuple[Workings, ...], rules: Rules) -> Iterator[Hit]:
    """What is aimed at is no worse than what the table says of the year before; costs and faults are better when lower."""
    tables = [(sheet, *found) for book in workings for sheet in book.sheets if (found := _header(sheet))]
    if not tables:
        raise Inapplicable("目标表没有“上年水平”一列")
    for sheet, row, columns in tables:
        for at in sorted({line for line, _ in sheet.cells if line > row}):
            yield from _judged(sheet, at, columns, rules)


def _header(sheet: StoredSheet) -> tuple[int, dict[str, int]] | None:
    """The row of headings, and the column of each kind."""
    for row in range(1, _MOST_ROWS):
        heads = {column: _text(sheet, row, column) for line, column in sheet.cells if line == row}
        found = {
            kind: column for kind, words in _COLUMNS.items() for column, text in heads.items() if words.search(text)
        }
        if found.keys() >= _NEEDED:
            return row, found
    return None


def _text(sheet: StoredSheet, row: int, column: int | None) -> str:
    cell = sheet.cells.get((row, column)) if column else None
    return re.sub(r"\s", "", normalise(cell.value)) if cell else ""


def _judged(sheet: StoredSheet, row: int, columns: Mapping[str, int], rules: Rules) -> Iterator[Hit]:
    told = {kind: _text(sheet, row, columns.get(kind)) for kind in _COLUMNS}
    target = read_quantity(told["target"], told["unit"], told["relation"])
    last = read_quantity(told["last"], told["unit"])
    reached, aim = _in_one_unit(last, target)
    if reached is None or aim is None or target.relation is Relation.EQUAL:
        return
    less = target.relation is Relation.AT_MOST or (
        target.relation is None and rules.vocabulary.is_less_better(told["name"])
    )
    if aim > reached if less else aim < reached:
        way = "高于" if less else "低于"
        message = f"“{told['name']}”的目标 {told['target']} {way}上年水平 {told['last']}，请核对目标是否偏低并说明原因"
        yield Hit(sheet.place((row, columns["target"])), message, told["target"], told["last"])


def _in_one_unit(last: Quantity, target: Quantity) -> tuple[Fraction | None, Fraction | None]:
    factor = conversion(last.unit, target.unit) if last.unit and target.unit else Fraction(1)
    are_numbers = last.kind is target.kind is Kind.NUMBER
    if not are_numbers or factor is None or last.number is None or target.number is None:
        return None, None
    return Fraction(last.number) * factor, Fraction(target.number)
