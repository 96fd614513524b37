"""B09 比率与增减复算 (two tables): a rate of one table whose whole stands in another one, under the same names of rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations

from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import half_up
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.printed import Printed
from yzperf.quality.printed_tables import PrintedCell, PrintedTable, tables_of
from yzperf.quality.table_rows import is_total

_RATE = re.compile("率|占|比例|比重|进度")
_FEWEST = 3  # rows that keep a relation of two tables
_FIGURES = 3
_SCALES = tuple(Fraction(10) ** power for power in (0, 4, -4, 8, -8))  # 元 here and 万元 there
_SLACK = 2


@dataclass(frozen=True, slots=True)
class _Column:
    """The numbers of a column by the names of their rows."""

    head: str
    cells: Mapping[str, PrintedCell]
    numbers: Mapping[str, Printed]


@check("B09", title="比率与增减复算", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def rates_of_two_tables(report: Document) -> Iterator[Hit]:
    """抽查金额占支出比例: the amounts checked stand beside it, what was spent in another table; all rows but one keep it."""
    tables = [columns for table in tables_of(report) if (columns := _columns(table))]
    if len(tables) < len(("part", "whole")):
        raise Inapplicable("报告里没有两个以上行名相同的表格")
    for own, other in permutations(tables, 2):
        for rate in own:
            if _RATE.search(rate.head) and any("%" in number.text for number in rate.numbers.values()):
                yield from _broken(rate, [one for one in own if one is not rate], other)


def _columns(table: PrintedTable) -> list[_Column]:
    start = table.first_line
    heads = ["".join(dict.fromkeys(cell.text for cell in column)) for column in zip(*table.rows[:start], strict=True)]
    rows = {("合计" if is_total(row[0].text) else row[0].text): row for row in table.rows[start:]}
    made = []
    for at, head in enumerate(heads[1:], 1):
        numbers = {name: number for name, row in rows.items() if name and (number := row[at].number)}
        if len(numbers) > _FEWEST:
            made.append(_Column(head, {name: rows[name][at] for name in numbers}, numbers))
    return made


def _broken(rate: _Column, own: list[_Column], other: list[_Column]) -> Iterator[Hit]:
    """The one row that departs from a part of this table over a whole of the other, or the other way round."""
    for here in own:
        for there in other:
            names = [name for name in rate.numbers if name in here.numbers and name in there.numbers]
            for part, whole in ((here, there), (there, here)) if len(names) > _FEWEST else ():
                for scale in _SCALES:
                    wrong = [name for name in names if not _keeps(rate, part, whole, name, scale)]
                    kept = [name for name in names if name not in wrong and _tells(rate.numbers[name])]
                    if len(wrong) == 1 and len(kept) >= _FEWEST and not _is_of_own_table(rate, own, wrong[0]):
                        yield _hit(rate, part, whole, wrong[0], scale)
                        return


def _is_of_own_table(rate: _Column, own: list[_Column], name: str) -> bool:
    """Whether two numbers of the same row give the rate: the total of another table may be one of fewer rows."""
    beside = [one for one in own if name in one.numbers]
    return any(_keeps(rate, *pair, name, scale) for pair in permutations(beside, 2) for scale in _SCALES)


def _keeps(rate: _Column, part: _Column, whole: _Column, name: str, scale: Fraction) -> bool:
    printed, one, other = rate.numbers[name], part.numbers[name], whole.numbers[name]
    if other.low <= 0 or one.low < 0:
        return False
    unit = _SLACK * (printed.high - printed.low)
    return printed.low - unit <= scale * one.high / other.low and scale * one.low / other.high <= printed.high + unit


def _tells(number: Printed) -> bool:
    return number.value not in (0, 1) and sum(sign.isdigit() for sign in number.text.lstrip("0.")) >= _FIGURES


def _hit(rate: _Column, part: _Column, whole: _Column, name: str, scale: Fraction) -> Hit:
    printed = rate.numbers[name]
    value = 100 * scale * part.numbers[name].value / whole.numbers[name].value
    shown = f"{half_up(value, max(0, printed.decimals - 2))}%"
    terms = f"“{part.head}” {part.numbers[name].text} ÷ “{whole.head}” {whole.numbers[name].text}（在两张表里）"
    message = f"“{name}”的“{rate.head}”：{terms} 应为 {shown}，表上写 {printed.text}；其余各行都是这样算的"
    return Hit(rate.cells[name].where, message, printed.text, shown)
