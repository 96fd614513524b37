"""B02 小计合计复算 (report): the rows 合计 and 小计 of a table are the sums of the rows that they close or open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import dropwhile

from yzperf.domain.claims import Claim, Claims, Role
from yzperf.domain.document import Cell, Document, Table
from yzperf.domain.finding import Confidence, EvidenceClass, Severity
from yzperf.domain.quantity import normalise
from yzperf.errors import Place
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.unit_lines import table_of

_ADDED = frozenset({
    Role.BUDGET, Role.ADJUSTED_BUDGET, Role.ADJUSTMENT, Role.RECEIVED, Role.SPENT, Role.BALANCE, Role.INVESTMENT,
    Role.CONTRACT, Role.SETTLEMENT, Role.AMOUNT, Role.SCORE, Role.TOTAL, Role.WEIGHT, Role.DEDUCTION, Role.ISSUED,
    Role.RETURNED, Role.VALID, Role.SAMPLE, Role.COUNT, Role.SHARE,
})  # fmt: skip
_TOTAL = re.compile(
    r"^(?:资金|得分|支出|预算|[两二三四五六七\d]年|[近各]年|全[年市县区])?(?:合计|总计|共计|总分|总得分)(?:\(.*\))?$"
)
_SUBTOTAL = re.compile("^(?:[\u4e00-\u9fff]{0,8})?小计(?:\\(.*\\))?$")
_PART_OF_ROW = re.compile(r"^(?:其中|#|——|-)")
_LEVELS = tuple(
    map(
        re.compile,
        (r"^[一二三四五六七八九十]{1,3}、", r"^\([一二三四五六七八九十]{1,3}\)", r"^\d{1,2}[.、)](?!\d)", r"^\(\d"),
    )
)
_NOT_ADDED = re.compile("率|单价|均|人次价|序号|年份|编号|排名|累计")
_MANY = re.compile("多选|可选多项|多项选择")
_FEWEST = 2
_HEADED = 3


@dataclass(frozen=True, slots=True)
class _Row:
    """A row below the headings: its label, by column the one number of each cell, and columns with figures not understood."""

    label: str
    values: Mapping[int, Claim]
    unread: frozenset[int] = frozenset()
    words: int = 0  # cells with words

    @property
    def is_heading(self) -> bool:
        """Whether only words stand in it, in several cells."""
        return not self.values and not self.unread and self.words >= _HEADED

    @property
    def is_total(self) -> bool:
        return bool(_TOTAL.match(self.label))

    @property
    def is_subtotal(self) -> bool:
        return bool(_SUBTOTAL.match(self.label))


@check("B02", title="小计合计复算", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def table_rows_add_up(report: Document, claims: Claims) -> Iterator[Hit]:
    """In every table of the report a column of amounts, counts or scores adds up to its 合计, within the printed digits."""
    judged = [(table, sums) for table in report.tables if (sums := list(_sums_of(_rows(table, claims))))]
    if not judged:
        raise Inapplicable("报告里没有带合计行的表格")
    for table, sums in judged:
        for total, parts in sums if not _is_of_many_answers(table, sums) else ():
            unread = {column for row in parts for column in row.unread}
            for column, whole in ((at, claim) for at, claim in total.values.items() if at not in unread):
                yield from _of_column(
                    whole, [row.values[column] for row in parts if column in row.values], total, table
                )


def _is_of_many_answers(table: Table, sums: Sequence[tuple[_Row, list[_Row]]]) -> bool:
    """Whether one person may stand in several rows (多选): the caption says so, or neither counts nor shares add up."""
    if _MANY.search(table.caption):
        return True
    wrong = {
        whole.role
        for total, parts in sums
        for column, whole in total.values.items()
        if not _is_sum(whole, [row.values[column] for row in parts if column in row.values])
    }
    return {Role.COUNT, Role.SHARE} <= wrong


def _rows(table: Table, claims: Claims) -> list[_Row]:
    """The rows of a table from the first that holds numbers."""
    at_place: dict[Place, list[Claim]] = {}
    for claim in claims:
        if table_of(claim) == table.id:
            at_place.setdefault(claim.where, []).append(claim)
    if not at_place:
        return []
    by_row: dict[int, list[Cell]] = {}
    for cell in table.cells:
        by_row.setdefault(cell.row, []).append(cell)
    rows = list(dropwhile(lambda row: not row.values, (_row(by_row[number], at_place) for number in sorted(by_row))))
    if any(row.is_heading for row in rows):
        return []  # a form of several blocks: its total counts what stands in other columns
    return [row for row in rows if row.values or row.unread]


def _row(cells: Sequence[Cell], at_place: Mapping[Place, list[Claim]]) -> _Row:
    values = {cell.column: told[0] for cell in cells if len(told := at_place.get(cell.where, [])) == 1}
    texts = [re.sub(r"\s", "", normalise(cell.text)) for cell in cells if cell.column not in values]
    closing = next((text for text in texts if _TOTAL.match(text) or _SUBTOTAL.match(text)), "")
    unread = {cell.column for cell in cells if cell.column not in values and re.search(r"\d", normalise(cell.text))}
    return _Row(closing or next(filter(None, texts), ""), values, frozenset(unread), sum(map(bool, texts)))


def _of_column(whole: Claim, terms: Sequence[Claim], total: _Row, table: Table) -> Iterator[Hit]:
    if len(terms) < _FEWEST or not _can_be_added([whole, *terms]) or _is_sum(whole, terms):
        return
    column = next(column for column, claim in total.values.items() if claim is whole)
    added = sum((term.value for term in terms), Decimal(0))
    message = f"“{_heading(table, column) or whole.role}”{total.label} {whole.text}，各行相加为 {added:,f}"
    yield Hit(whole.where, message, whole.text, f"{added:f}")


def _is_sum(whole: Claim, terms: Sequence[Claim]) -> bool:
    added = sum((term.value for term in terms), Decimal(0))
    return abs(Fraction(added - whole.value)) <= _bound([whole, *terms])


def _sums_of(rows: Sequence[_Row]) -> Iterator[tuple[_Row, list[_Row]]]:
    """What closes or opens a sum, with its rows; nothing where the rows are of levels that nobody can add for sure."""
    inner = [at for at, row in enumerate(rows) if _PART_OF_ROW.match(row.label)]
    levels = {_level(row.label) for row in rows if not (row.is_total or row.is_subtotal)}
    if inner:
        yield from _detailed(rows, inner)
    elif len(levels) < 2 and any(row.is_total or row.is_subtotal for row in rows):
        yield from _sums(rows)


def _level(label: str) -> tuple[bool, ...]:
    """The way in which a label is numbered: 一、 and 1. in one column are two levels."""
    return tuple(bool(pattern.match(label)) for pattern in _LEVELS)


def _detailed(rows: Sequence[_Row], inner: Sequence[int]) -> Iterator[tuple[_Row, list[_Row]]]:
    """年度资金总额, 其中：…, …: the rows below are all its parts if they add up to it in another column."""
    if len(inner) != 1 or not inner[0]:
        return
    whole, parts = rows[inner[0] - 1], list(rows[inner[0] :])
    told = [(whole.values[at], [row.values[at] for row in parts if at in row.values]) for at in whole.values]
    if any(len(terms) >= _FEWEST and _can_be_added([one, *terms]) and _is_sum(one, terms) for one, terms in told):
        yield whole, parts


def _sums(rows: Sequence[_Row]) -> Iterator[tuple[_Row, list[_Row]]]:
    """Each closing row with what it closes: 小计 the rows since the last one, 合计 these sums and what stands alone; a 合计
    that opens the table is the sum of all below it."""
    if rows[0].is_total:
        below = [row for row in rows[1:] if not row.is_total]
        has_subtotals = any(row.is_subtotal for row in below)
        yield rows[0], [] if has_subtotals else below
        return
    since: list[_Row] = []
    closed: list[_Row] = []
    for row in rows:
        if row.is_subtotal:
            yield row, since
            closed, since = [*closed, row], []
        elif row.is_total:
            yield row, [*closed, *since]
            closed, since = [], []
        else:
            since.append(row)


def _can_be_added(terms: Sequence[Claim]) -> bool:
    """Exact numbers of one unit, and of roles that add up."""
    roles = {Role.SCORE if term.role is Role.TOTAL else term.role for term in terms}
    sure = all(term.is_exact and not term.bound and term.confidence is not Confidence.LOW for term in terms)
    is_added = not any(_NOT_ADDED.search(term.sentence.partition("：")[0].rpartition(" ")[2]) for term in terms)
    return sure and is_added and len(roles) == 1 and roles <= _ADDED and len({term.unit for term in terms}) == 1


def _bound(terms: Sequence[Claim]) -> Fraction:
    """How far rounded numbers and their rounded sum can lie apart; a number without decimals has those of its column
    (100 for 100.00)."""
    finest = max(term.decimals for term in terms)
    digits = [term.decimals or finest for term in terms if not term.is_whole]
    return sum((Fraction(1, 2 * 10**digit) for digit in digits), Fraction(0))


def _heading(table: Table, column: int) -> str:
    cell = table.cell(1, column)
    return re.sub(r"\s", "", cell.text) if cell else ""
