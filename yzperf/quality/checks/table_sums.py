"""B02 小计合计复算 (report): the rows 合计 and 小计 of a table are the sums of the rows that they close or open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from yzperf.domain.claims import Claim, Claims, Role
from yzperf.domain.claims.slips import telling_digits
from yzperf.domain.document import Document, Table
from yzperf.domain.finding import Confidence, EvidenceClass, Severity
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.table_rows import TableRow, heading, rows_of

_ADDED = frozenset({
    Role.BUDGET, Role.ADJUSTED_BUDGET, Role.ADJUSTMENT, Role.RECEIVED, Role.SPENT, Role.BALANCE, Role.INVESTMENT,
    Role.CONTRACT, Role.SETTLEMENT, Role.AMOUNT, Role.SCORE, Role.TOTAL, Role.WEIGHT, Role.DEDUCTION, Role.ISSUED,
    Role.RETURNED, Role.VALID, Role.SAMPLE, Role.COUNT, Role.SHARE,
})  # fmt: skip
_MONEY = frozenset({Role.AMOUNT, Role.COST, Role.SPENT, Role.BUDGET, Role.INVESTMENT})  # 成本小计 of 人工, 燃料, 维修
_PART_OF_ROW = re.compile(r"^(?:其中|#|——|-)")
_LEVELS = tuple(
    map(
        re.compile,
        (r"^[一二三四五六七八九十]{1,3}、", r"^\([一二三四五六七八九十]{1,3}\)", r"^\d{1,2}[.、)](?!\d)", r"^\(\d"),
    )
)
_NOT_ADDED = re.compile("率|百分点|单价|均|人次价|序号|年份|编号|排名|累计")
_MANY = re.compile("多选|可选多项|多项选择")
_PEOPLE = re.compile("^万?(?:人|户|名|家|家庭)")
_PEOPLE_IN = re.compile("[人户家]")
_AID = re.compile("(?:补助|补贴|救助|资助|服务|培训|保险|项目|活动|帮扶|津贴|奖励)(?:\\(.*\\))?$")
_PLACE = re.compile("[省市区县镇乡村街道场园校院所站队社组]$|学校|园区|社区")
_NAME = re.compile("项目|科目|名称|来源|用途|类别|内容")
_FEWEST = 2
_MANY_FIGURES = 3
_FAR_MORE = Decimal("1.5")


@check("B02", title="小计合计复算", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def table_rows_add_up(report: Document, claims: Claims) -> Iterator[Hit]:
    """In every table of the report a column of amounts, counts or scores adds up to its 合计, within the printed digits."""
    yield from _broken_sums(report, claims, "报告里没有带合计行的表格")


@check("B02", title="小计合计复算", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def sheet_rows_add_up(sheets: Document, sheet_claims: Claims) -> Iterator[Hit]:
    """The same of the workbooks that were handed in beside the report."""
    yield from _broken_sums(sheets, sheet_claims, "交来的工作簿里没有带合计行的表格")


def _broken_sums(document: Document, claims: Claims, nothing: str) -> Iterator[Hit]:
    judged = [(table, sums) for table in document.tables if (sums := list(_sums_of(rows_of(table, claims))))]
    if not judged:
        raise Inapplicable(nothing)
    for table, sums in judged:
        is_added = not (_is_of_many_answers(table, sums) or _has_two_sides(table))
        for total, parts in sums if is_added else ():
            columns = list(_columns(total, parts))
            for column in columns:
                if not column.adds_up and (column.is_sure or column.is_borne_out_by(columns)):
                    yield column.hit(total, heading(table, column.at))


def _has_two_sides(table: Table) -> bool:
    """收入项目、金额、支出项目、金额: two lists side by side, each with sums of its own."""
    heads = [cell.text.strip() for cell in table.cells if cell.row == 1]
    sides = [at for at, text in enumerate(heads) if text and text in heads[:at]]
    return any(heads[at - 1] not in heads[: at - 1] and _NAME.search(heads[at - 1]) for at in sides)


def _is_of_many_answers(table: Table, sums: Sequence[tuple[TableRow, list[TableRow]]]) -> bool:
    """Whether one person may stand in several rows (多选): the caption says so, or neither counts nor shares add up."""
    if _MANY.search(table.caption):
        return True
    wrong = {column.whole.role for total, parts in sums for column in _columns(total, parts) if not column.adds_up}
    return {Role.COUNT, Role.SHARE} <= wrong


@dataclass(frozen=True, slots=True)
class _Column:
    """A column with its printed sum and what was added; ``labels`` are the names of the rows."""

    at: int
    whole: Claim
    terms: tuple[Claim, ...]
    labels: tuple[str, ...]

    @property
    def added(self) -> Decimal:
        return sum((term.value for term in self.terms), Decimal(0))

    @property
    def adds_up(self) -> bool:
        return _is_sum(self.whole, self.terms)

    @property
    def is_sure(self) -> bool:
        """Whether a heading told what every number is. Who gets several aids stands in several rows."""
        is_overlap = _PEOPLE.search(self.whole.unit) and any(map(_AID.search, self.labels))
        is_told = all(term.confidence is not Confidence.LOW for term in (self.whole, *self.terms))
        return is_told and not (is_overlap and self.whole.value < self.added)

    def is_borne_out_by(self, columns: Sequence[_Column]) -> bool:
        """Whether numbers that no heading explains (完工（台）, 2024年) are parts of the total as those of another column of
        the same rows are. People and households may stand in several rows, unless the rows are places."""
        told = {term.role for term in (self.whole, *self.terms)}
        is_alike = told <= {Role.COUNT} or told <= {Role.AMOUNT}
        names = [self.whole.unit or self.whole.sentence.partition("：")[0].rpartition(" ")[2]]
        can_overlap = any(map(_PEOPLE_IN.search, names)) and not all(map(_PLACE.search, self.labels))
        is_other = any(one.adds_up and one.whole.value for one in columns if one is not self)
        return is_alike and is_other and not (can_overlap and self.whole.value < self.added)

    def hit(self, total: TableRow, name: str) -> Hit:
        """The sum that is printed and the one that the rows give."""
        message = f"“{name or self.whole.role}”{total.label} {self.whole.text}，各行相加为 {self.added:,f}"
        return Hit(self.whole.where, message, self.whole.text, f"{self.added:f}")


def _columns(total: TableRow, parts: Sequence[TableRow]) -> Iterator[_Column]:
    """The columns whose numbers can be added; a dash stands for nothing and is no number."""
    unread = {at for row in parts for at in row.unread}
    for at, whole in total.values.items():
        terms = tuple(row.values[at] for row in parts if at in row.values)
        dashes = sum(at in row.noughts for row in parts)
        is_whole = len(terms) >= _FEWEST or (terms and len(terms) + dashes == len(parts) >= _FEWEST)
        if at not in unread and is_whole and _can_be_added([whole, *terms]):
            yield _Column(at, whole, terms, tuple(row.label for row in parts))


def _is_sum(whole: Claim, terms: Sequence[Claim]) -> bool:
    added = sum((term.value for term in terms), Decimal(0))
    return abs(Fraction(added - whole.value)) <= _bound([whole, *terms])


def _sums_of(rows: Sequence[TableRow]) -> Iterator[tuple[TableRow, list[TableRow]]]:
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


def _detailed(rows: Sequence[TableRow], inner: Sequence[int]) -> Iterator[tuple[TableRow, list[TableRow]]]:
    """年度资金总额, 其中：…, …: the rows below are all its parts if they add up to it in another column."""
    if len(inner) != 1 or not inner[0]:
        return
    whole, parts = rows[inner[0] - 1], list(rows[inner[0] :])
    told = [(whole.values[at], [row.values[at] for row in parts if at in row.values]) for at in whole.values]
    if any(len(terms) >= _FEWEST and _can_be_added([one, *terms]) and _is_sum(one, terms) for one, terms in told):
        yield whole, parts


def _sums(rows: Sequence[TableRow]) -> Iterator[tuple[TableRow, list[TableRow]]]:
    """Each closing row with what it closes: 小计 the rows since the last one, or the last of them, 合计 these sums and what stands alone; a 合计
    that opens the table is the sum of all below it."""
    if rows[0].is_total:
        below = [row for row in rows[1:] if not row.is_total]
        has_subtotals = any(row.is_subtotal for row in below)
        yield rows[0], [] if has_subtotals else below
        return
    since: list[TableRow] = []
    closed: list[TableRow] = []
    for row in rows:
        if row.is_subtotal:
            alone = _before_its_parts(row, since)
            yield row, since[alone:]
            closed, since = [*closed, *since[:alone], row], []
        elif row.is_total:
            yield row, [*closed, *since]
            closed, since = [], []
        else:
            since.append(row)


def _before_its_parts(subtotal: TableRow, since: Sequence[TableRow]) -> int:
    """How many rows stand alone in front of those that a 小计 closes: none, unless only the last rows come to it in figures
    hardly met by chance (工程费 5,876.58; 勘察费 218.40, 监理费 126.35, 小计：其他费用 344.75)."""
    starts = range(len(since) - _FEWEST + 1)
    return next((at for at in starts if any(map(_comes_to, _columns(subtotal, since[at:])))), 0)


def _comes_to(column: _Column) -> bool:
    return column.adds_up and len(telling_digits(column.whole.value)) >= _MANY_FIGURES


def _can_be_added(terms: Sequence[Claim]) -> bool:
    """Exact numbers of one unit, and of roles that add up."""
    roles = {Role.SCORE if term.role is Role.TOTAL else term.role for term in terms}
    sure = all(term.is_exact and not term.bound for term in terms) and not _is_of_own_wholes(terms)
    is_added = not any(_NOT_ADDED.search(term.sentence.partition("：")[0].rpartition(" ")[2]) for term in terms)
    is_one_role = len(roles) == 1 or (roles <= _MONEY and {term.role for term in terms[1:]} == {Role.AMOUNT})
    return sure and is_added and is_one_role and roles <= _ADDED | _MONEY and len({term.unit for term in terms}) == 1


def _is_of_own_wholes(terms: Sequence[Claim]) -> bool:
    """Shares each of a whole of its own row (抽查金额占该项支出的80%、70%): they come to far more than what stands below."""
    whole, *parts = terms
    return whole.role is Role.SHARE and sum(part.value for part in parts) > _FAR_MORE * whole.value


def _bound(terms: Sequence[Claim]) -> Fraction:
    """How far rounded numbers and their rounded sum can lie apart; a number without decimals has those of its column
    (100 for 100.00)."""
    finest = max(term.decimals for term in terms)
    digits = [term.decimals or finest for term in terms if not term.is_whole]
    return sum((Fraction(1, 2 * 10**digit) for digit in digits), Fraction(0))
