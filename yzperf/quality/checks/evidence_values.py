"""D04 证据值≠实际值: the value where the evidence says it stands, against 实际完成值 of the score sheet."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import permutations
from pathlib import Path

from yzperf.domain.evidence import Evidence
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import ScoreCard
from yzperf.domain.scoresheet import IndicatorRow
from yzperf.domain.units import conversion
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.evidence_cells import Cell, locate, read_sheets
from yzperf.quality.intervals import decimals
from yzperf.quality.wording import plain_name

_JUDGED_POINTS = ("项", "条", "分")  # points of a checklist stand in no table
_MANY = 60  # numbers of all evidence of a row: among more of them some quotient fits by chance
_MONEY_SCALES = (Fraction(10_000), Fraction(1, 10_000))  # 万元 against 元
_SEVERAL = 12  # more numbers than that make every ratio: then only sums, counts and the numbers themselves tell
_SCALES = tuple(Fraction(10) ** power for power in (-8, -4, -3, 0, 3, 4, 8))  # 元, 千元, 万元, 亿元 without a word
_SHARES = re.compile("率|比|占|程度|满意度")
_CHANGE = re.compile("增减|增[长幅加速]|[下升]降|降幅|提[高升]|上升|同比|环比|变[动化]")
_FEW = 3  # cells of a column: fewer make no count
Located = list[list[Cell]]


@check("D04", title="证据值与实际完成值", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def evidence_gives_the_value(agency_sheet: ScoreCard, evidence: tuple[Evidence, ...], folder: Path) -> Iterator[Hit]:
    """The located cell holds the reported value, or the located cells make it."""
    items = {item.id: item for item in evidence}

    @cache  # two hundred files lie there, and a dozen prove a number
    def located(number: str) -> list[Cell]:
        return _located(items[number], folder) if number in items else []

    rows = [row for row in agency_sheet.sheet.scored_rows if is_measured(row)]
    users = Counter(number for row in rows for number in row.evidence)
    judged = [row for row in rows if row.evidence and all(map(located, row.evidence))]
    if not judged:
        raise Inapplicable("没有一个定量指标的证据能按定位读到表格里的数")
    for row in judged:
        cells = [located(number) for number in row.evidence]
        yield from _judge(row, cells, is_alone=len(cells) == 1 and users[row.evidence[0]] == 1)


def _located(item: Evidence, folder: Path) -> list[Cell]:
    root = (folder / "evidence").resolve()
    path = (root / item.file).resolve()
    if not item.locator.strip() or not path.is_relative_to(root) or not path.is_file():
        return []
    return locate(item.locator, read_sheets(path))


def is_measured(row: IndicatorRow) -> bool:
    """Whether the indicator has one number as its result, not points of a checklist."""
    actual = row.actual
    return isinstance(actual.number, Decimal) and not actual.upper and actual.unit not in _JUDGED_POINTS


def _judge(row: IndicatorRow, cells: Located, is_alone: bool) -> Iterator[Hit]:
    named = _of_that_name(row, [cell for group in cells for cell in group], is_alone)
    if named is not None:
        if not any(_prints(value, row) for value in _readings(named, row)):
            yield _contradiction(row, named)
        return
    made = (value for group in cells for value in _made_of(group, row))
    if not any(_prints(value, row) for value in (*made, *_across(cells, row))):
        places = "；".join(f"{group[0].where.file} {_span(group)}" for group in cells)
        message = f"“{row.indicator}”实际完成值 {row.actual.text}，按证据定位（{places}）的数不能直接得到，也不能由比例、差额、合计或计数得到"
        yield Hit(row.where, message, row.actual.text, "", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)


def _span(group: Sequence[Cell]) -> str:
    return group[0].where.cell if len(group) == 1 else f"{group[0].where.cell}—{group[-1].where.cell}"


def _contradiction(row: IndicatorRow, cell: Cell) -> Hit:
    message = f"“{row.indicator}”实际完成值填 {row.actual.text}，证据 {cell.where}（{cell.heading or cell.label}）是 {cell.text}"
    return Hit(row.where, message, row.actual.text, cell.text)


def _of_that_name(row: IndicatorRow, cells: Sequence[Cell], is_alone: bool) -> Cell | None:
    """The one cell that must hold the value: the only one located for this indicator alone and of its unit, or the only
    one that bears its name."""
    numbers = [cell for cell in cells if cell.number is not None]
    bearing = [cell for cell in numbers if _bears(cell, row) and _is_of_unit(cell, row)]
    if len(bearing) == 1:
        return bearing[0]
    if is_alone and len(cells) == len(numbers) == 1 and _is_of_unit(cells[0], row) and _is_comparable(cells[0], row):
        return cells[0]
    return None


def _bears(cell: Cell, row: IndicatorRow) -> bool:
    wanted = plain_name(row.indicator)
    if _CHANGE.search(cell.heading) and not _CHANGE.search(wanted):
        return False  # by how much it rose, in the row of what it is
    names = (plain_name(cell.heading.partition("（")[0]), plain_name(cell.label))
    return any(name == wanted or (len(name) > 2 and wanted.endswith(name)) for name in names)


def _is_of_unit(cell: Cell, row: IndicatorRow) -> bool:
    """The same unit or one that converts; a share may be stored as 0.95, a number under its name without any unit."""
    unit = cell.quantity.unit
    return not unit or unit == row.actual.unit or conversion(unit, row.actual.unit) is not None


def _is_comparable(cell: Cell, row: IndicatorRow) -> bool:
    """A share is proved by a share, not by the number that it was computed from."""
    if row.actual.unit != "%" or cell.quantity.unit:
        return True
    return bool(_SHARES.search(cell.heading + cell.label)) or 0 < Fraction(cell.number or 0) < Fraction(3, 2)


def _readings(cell: Cell, row: IndicatorRow) -> list[Fraction]:
    number = Fraction(cell.number or 0)
    factor = conversion(cell.quantity.unit, row.actual.unit) if cell.quantity.unit else None
    if factor is not None:
        return [number * factor]
    return [number * scale for scale in (*_SCALES, Fraction(100))]


def _prints(value: Fraction, row: IndicatorRow) -> bool:
    """Rounded or cut to the decimals of the score sheet; zeros at the end of a whole number may be rounding too."""
    actual = row.actual.number
    assert isinstance(actual, Decimal)
    return abs(value - Fraction(actual)) < Fraction(1, 10 ** decimals(actual))


def _made_of(cells: Sequence[Cell], row: IndicatorRow) -> Iterator[Fraction]:
    """Numbers, sums of columns, differences, ratios, and counts of rows and of equal texts."""
    yield from (reading for cell in cells if cell.number is not None for reading in _readings(cell, row))
    numbers = [Fraction(cell.number) for cell in cells if cell.number is not None]
    columns = _by_column(cells)
    sums = [
        sum((Fraction(cell.number) for cell in column if cell.number is not None), Fraction(0))
        for column in columns.values()
    ]
    yield from sums
    yield from _counts(columns)
    # A number over itself gives 100 %: what was planned was done, and the table need not say it twice.
    base = [number for number in (numbers if len(numbers) <= _SEVERAL else sums) if number]
    for one in base:
        for other in base:
            yield from (
                one / other,
                100 * one / other,
                one - other,
                100 * (one - other) / one,
                100 * (one - other) / other,
            )


def _across(cells: Located, row: IndicatorRow) -> Iterator[Fraction]:
    """A number for one of something (元/人): money of one piece of evidence over the heads of another."""
    groups = [[Fraction(cell.number) for cell in group if cell.number] for group in cells]
    if "/" not in row.actual.unit or sum(map(len, groups)) > _MANY:
        return
    for one, other in permutations(groups, 2):
        yield from (scale * above / below for above in one for below in other for scale in (1, *_MONEY_SCALES))


def _by_column(cells: Sequence[Cell]) -> Mapping[int, list[Cell]]:
    columns: dict[int, list[Cell]] = defaultdict(list)
    for cell in cells:
        columns[cell.column].append(cell)
    return columns


def _counts(columns: Mapping[int, list[Cell]]) -> Iterator[Fraction]:
    """How many rows, or rows that say the same, and their share; the heading and the total may be among them."""
    for column in (column for column in columns.values() if len(column) >= _FEW):
        texts = Counter(cell.text for cell in column)
        for total in (len(column), len(column) - 1, len(column) - 2):
            yield Fraction(max(total, 0))
            yield from (Fraction(100 * count, total) for count in texts.values() if total > 0)
        yield from (Fraction(count) for count in texts.values())
