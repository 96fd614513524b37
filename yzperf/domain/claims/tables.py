"""Claims of a table (表中的数字): the heading of the column says what a cell is, the label of its row of whom."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from yzperf.domain.claims.claim import Claim, Role, Standing
from yzperf.domain.claims.numbers import Number, find_numbers, is_number_alone, is_whole, shown_unit, unit_kind
from yzperf.domain.claims.periods import period_of
from yzperf.domain.claims.plain import plain_text, without_names
from yzperf.domain.claims.prose import Setting, read_prose
from yzperf.domain.claims.subjects import TOTAL
from yzperf.domain.claims.vocabulary import vocabulary
from yzperf.domain.finding import Confidence
from yzperf.domain.reading.figures import UNIT
from yzperf.errors import Place

_IN_BRACKETS = re.compile(r"[(（\[]\s*(?:单位\s*[:：]\s*)?([^()（）\[\]]{1,10})[)）\]]")
_LONGEST_HEAD, _LONGEST_NAME = 16, 40
_FULL_MARKS, _SUM = 100, "合计"
_MONEY = {
    Role.BUDGET, Role.ADJUSTED_BUDGET, Role.ADJUSTMENT, Role.RECEIVED, Role.SPENT, Role.BALANCE, Role.INVESTMENT,
    Role.CONTRACT, Role.SETTLEMENT, Role.AMOUNT, Role.COST, Role.STANDARD,
}  # fmt: skip
_HAN = re.compile("[\u4e00-\u9fff]")
_TIME = re.compile("时间|日期|年月|月份")
_LIKE_MONTH = re.compile(r"\d{4}\.\d{2}")
_BESIDE = re.compile(r"(?:金额)?单位[:：]\s*([^\s()（）]{1,8})")
_UNITLESS = (Role.P_VALUE, Role.STATISTIC, Role.FREEDOM)
_BOUND = re.compile("[≥≤]|[<>]=?")
# 18—35岁, 66岁及以上, 50万元以下 in the first column name a row
_BAND = re.compile(r"\d[\d.,]*[^\d\s]{0,3}(?:[-—–~～至]+\d[\d.,]*[^\d\s]{0,4}|(?:\((?:含|不含)\))?及?以[上下内])")
_PLAIN_BOUND = {"≥": ">=", "≤": "<=", ">": ">=", "<": "<=", ">=": ">=", "<=": "<="}


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell of any table: rows and columns from 1, merged ones once with their spans."""

    row: int
    column: int
    text: str
    where: Place
    row_span: int = 1
    column_span: int = 1
    block: str = ""


@dataclass
class _Heads:
    """The headings above the columns while reading goes down; a new block of headings replaces the old."""

    texts: dict[int, list[str]] = field(default_factory=dict)
    is_open: bool = False
    last: int = 0  # the row that the tallest of them reaches down to

    def take(self, row: Sequence[TableCell]) -> None:
        if not self.is_open:
            self.texts, self.is_open = {}, True
        self.last = max(cell.row + cell.row_span - 1 for cell in row)
        for cell in row:
            for column in range(cell.column, cell.column + cell.column_span):
                self.texts.setdefault(column, []).append(_plain(cell.text))

    def is_beside(self, row: Sequence[TableCell]) -> bool:
        """Whether a row without numbers stands beside the lower half of a tall heading, as 万元 under 合同价 does."""
        is_reached = self.is_open and row[0].row <= self.last
        return is_reached and not any(is_number_alone(cell.text) for cell in row)

    def is_divided_by(self, row: Sequence[TableCell]) -> bool:
        """Whether a row without numbers right below divides wide headings (季度考核得分: 一季度、二季度 …)."""
        if not self.is_open or any(is_number_alone(cell.text) for cell in row):
            return False
        shared = Counter(filter(None, (texts[-1] for texts in self.texts.values())))
        under = [self.texts.get(cell.column, [""])[-1] for cell in row if cell.text.strip()]
        is_head = any(columns == 1 for columns in shared.values())  # lines of names above a table are wide all over
        return is_head and len(under) > 1 and all(shared[text] > 1 for text in under)

    def of(self, column: int) -> str:
        """All headings of a column, the lowest first: it says most."""
        return " ".join(reversed(self.texts.get(column, [])))


def read_table(cells: Iterable[TableCell], setting: Setting, unit: str = "") -> list[Claim]:
    """Return the claims of a table's cells, row by row.

    Parameters
    ----------
    setting
        Place, chapter and caption (as subject) of the table.
    unit
        What 单位：… beside the table says; blank if nothing does.
    """
    heads = _Heads()
    claims: list[Claim] = []
    rows = _rows(cells)
    covered = _covering(rows)
    for number, row in rows.items():
        if _is_heading(row, is_first=not heads.texts) or heads.is_divided_by(row) or heads.is_beside(row):
            heads.take(row)
        elif len(row) == 1 and (beside := _BESIDE.search(row[0].text)):
            unit = unit or beside[1]
        else:
            heads.is_open = False
            labels = [cell for cell in covered[number] if not _is_value(cell) and not _LIKE_MONTH.fullmatch(cell.text)]
            context = _Row(heads, row, labels, setting, unit)
            found = [claim for cell in row for claim in _of_cell(cell, context)]
            claims.extend(_told_apart(_of_this_table(_with_part_totals(found), setting), context))
    return claims


def _with_part_totals(row: list[Claim]) -> list[Claim]:
    """A total of which the full marks are not 100 is that of a part, not of the project."""
    full = next((claim.value for claim in row if claim.role is Role.WEIGHT), _FULL_MARKS)
    if full == _FULL_MARKS:
        return row
    return [replace(one, role=Role.SCORE, subject=_SUM) if one.role is Role.TOTAL else one for one in row]


def _of_this_table(claims: list[Claim], setting: Setting) -> list[Claim]:
    """A sum is that of its table: 合计 of one table and of another are two things."""
    name = setting.subject or setting.where.sheet or setting.block
    total_row = vocabulary().total_row
    return [
        replace(claim, subject=f"{name}{claim.subject}")
        if claim.role is not Role.TOTAL and total_row.search(claim.subject) and name
        else claim
        for claim in claims
    ]


def _told_apart(claims: list[Claim], row: _Row) -> list[Claim]:
    """Two columns of one role in a row (填报得分, 复算得分) are two things: their headings go into the subjects."""
    columns = Counter((claim.role, claim.subject, claim.period) for claim in claims)
    return [
        replace(claim, subject=f"{claim.subject}（{row.head_of(claim)}）")
        if columns[claim.role, claim.subject, claim.period] > 1 and row.head_of(claim)
        else claim
        for claim in claims
    ]


@dataclass(frozen=True, slots=True)
class _Row:
    """What is known of a row while its cells are read."""

    heads: _Heads
    cells: Sequence[TableCell]
    labels: Sequence[TableCell]
    setting: Setting
    unit: str

    def head_of(self, claim: Claim) -> str:
        """The lowest heading above the cell that a claim was read from."""
        column = next((cell.column for cell in self.cells if cell.where == claim.where), 0)
        return self.heads.of(column).split(" ")[0]

    def label(self, column: int) -> str:
        """The name of the row: what stands under 三级指标, else the nearest words to the left that name something."""
        left = [cell for cell in self.labels if cell.column < column and _is_name(cell.text)]
        named = [cell for cell in left if vocabulary().name_head.search(self.heads.of(cell.column))]
        names = named or [cell for cell in left if _names(self.heads.of(cell.column))] or left
        return _plain(names[-1].text) if names else ""

    def bound(self) -> str:
        """What a column of its own (指标性质) says: ≥, ≤."""
        said = (_PLAIN_BOUND.get(_plain(cell.text), "") for cell in self.labels)
        return next(filter(None, said), "")

    def label_texts(self) -> list[str]:
        """The words of the row, the nearest first (项目资金（万元） may span several rows)."""
        return [cell.text for cell in reversed(self.labels)]

    def unit_cell(self) -> str:
        """What the column 计量单位 says in this row."""
        said = (cell.text for cell in self.labels if vocabulary().unit_column.search(self.heads.of(cell.column)))
        return _plain(next(said, ""))

    @property
    def is_total(self) -> bool:
        return any(vocabulary().total_row.search(_plain(cell.text)) for cell in self.labels)


def _rows(cells: Iterable[TableCell]) -> dict[int, list[TableCell]]:
    rows: dict[int, list[TableCell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    return {number: sorted(rows[number], key=lambda cell: cell.column) for number in sorted(rows)}


def _covering(rows: dict[int, list[TableCell]]) -> dict[int, list[TableCell]]:
    """For each row its own cells and those that reach down into it."""
    found: dict[int, list[TableCell]] = {number: [] for number in rows}
    for row in rows.values():
        for cell in row:
            for number in range(cell.row, cell.row + cell.row_span):
                if number in found:
                    found[number].append(cell)
    return {number: sorted(row, key=lambda cell: cell.column) for number, row in found.items()}


def _is_heading(row: Sequence[TableCell], is_first: bool) -> bool:
    """A row of short words without a number; further down only one whose words are those of headings."""
    texts = [_plain(cell.text) for cell in row if cell.text.strip()]
    if len(texts) < 2 or any(is_number_alone(text) and not _IN_BRACKETS.search(text) for text in texts):
        return False
    known = sum(len(text) <= _LONGEST_HEAD and (_role(text) is not None or _is_skipped(text)) for text in texts)
    return is_first or (known >= 2 and known * 2 >= len(texts))


def _is_value(cell: TableCell) -> bool:
    """Whether a cell holds a number and no name; in the first column a band of ages or amounts is the name of its row."""
    return is_number_alone(cell.text) and not _is_band(cell)


def _is_band(cell: TableCell) -> bool:
    return cell.column == 1 and bool(_BAND.fullmatch(_plain(cell.text)))


def _of_cell(cell: TableCell, row: _Row) -> Iterator[Claim]:
    head = row.heads.of(cell.column)
    if not re.search(r"[\d０-９]", cell.text) or _is_skipped(head) or _is_band(cell):
        return
    subject = row.label(cell.column)
    setting = replace(row.setting, where=cell.where, block=cell.block, subject=subject or row.setting.subject)
    if is_number_alone(cell.text) or _is_amount(cell.text, head):
        yield from _of_number(cell, head, setting, row)
    else:
        yield from _of_words(cell, head, setting)


def _is_amount(text: str, head: str) -> bool:
    """Whether 2024.05 is an amount: it is under 预算数 or 支出数, not under 下达时间."""
    is_money = _role(head) in _MONEY and not _TIME.search(head)
    return is_money and bool(_LIKE_MONTH.fullmatch(plain_text(text).strip()))


def _of_words(cell: TableCell, head: str, setting: Setting) -> Iterator[Claim]:
    """A cell with a text: read as prose; one number under 指标值 is the target, whatever the words."""
    role = _role(head)
    if vocabulary().remark_head.search(head):  # what a reason counts is not the indicator of its row
        setting = replace(setting, subject="")
    claims = read_prose(cell.text, setting, is_numbered=role is None)
    if vocabulary().rule_head.search(head):
        claims = [replace(claim, standing=Standing.RULE) for claim in claims]
    elif role in (Role.TARGET, Role.ACTUAL):
        claims = [_as_headed(claim, role, setting.subject if len(claims) == 1 else "") for claim in claims]
    yield from claims


def _as_headed(claim: Claim, role: Role, subject: str) -> Claim:
    """What stands under 指标值 or 预期目标 is aimed at; under 完成值 only what has no role of its own is counted so."""
    if role is Role.TARGET:
        return replace(claim, role=role, standing=Standing.TARGET, subject=subject or claim.subject)
    is_open = bool(subject) or claim.role is Role.COUNT
    return replace(claim, role=role if is_open else claim.role, subject=subject or claim.subject)


def _of_number(cell: TableCell, head: str, setting: Setting, row: _Row) -> Iterator[Claim]:
    plain = plain_text(cell.text)
    numbers = find_numbers(plain if _is_amount(cell.text, head) else without_names(plain, at_start=False))
    # Without a heading a label tells nothing of several numbers beside it.
    told = _role(head) or (_role(setting.subject) if head else None)
    for number in numbers:
        role = Role.TOTAL if told is Role.SCORE and row.is_total else told or _by_unit(number)
        unit = number.unit or _unit(role, head, setting.subject, row)
        role = _in_per_cent(role, head) if unit == "%" else role
        bound = _BOUND.search(plain[: number.start])
        yield Claim(
            role=role,
            value=number.value,
            unit=unit,
            text=cell.text[number.start : number.end].strip(),
            where=setting.where,
            decimals=number.decimals,
            subject=TOTAL if role is Role.TOTAL else setting.subject,
            period=period_of(head, len(head)) or period_of(row.setting.subject, len(row.setting.subject)),
            hedge=number.hedge,
            bound=_PLAIN_BOUND[bound[0]] if bound else row.bound() if role is Role.TARGET else "",
            standing=_standing(role, head),
            confidence=Confidence.HIGH if told else Confidence.LOW,
            sentence=f"{setting.subject} {head}：{cell.text.strip()}".strip(),
            part=setting.part,
            block=setting.block,
            start=number.start,
            end=number.end,
            symbol=_symbol(head) if role is Role.STATISTIC else "",
            group=f"{row.setting.block}#{cell.row}",
            is_whole=is_whole(unit, number.decimals),
        )


def _in_per_cent(role: Role, head: str) -> Role:
    """执行数占全年预算（%） is no amount."""
    if role not in _MONEY:
        return role
    return Role.SHARE if "占" in head else Role.RATE


def _symbol(head: str) -> str:
    """Which statistic the lowest heading that tells one names: t, F, χ2."""
    symbols = vocabulary().head_symbols
    return next((name for piece in head.split(" ") for pattern, name in symbols if pattern.search(piece)), "")


def _standing(role: Role, head: str) -> Standing:
    if vocabulary().rule_head.search(head):
        return Standing.RULE
    return Standing.TARGET if role is Role.TARGET else Standing.STATED


def _by_unit(number: Number) -> Role:
    return vocabulary().defaults[number.kind]


def _unit(role: Role, head: str, label: str, row: _Row) -> str:
    """Unit of a bare number: brackets of the heading or label, the role's own, the unit column, what stands beside."""
    if own := next(_headed(head), "") or vocabulary().head_units.get(role, ""):
        return own
    labels = [unit for text in (label, *row.label_texts()) for unit in _bracketed(text)]
    if said := next((unit for unit in labels if _goes_with(unit, role)), "") or row.unit_cell():
        return shown_unit(said)
    if row.unit and _goes_with(row.unit, role) and role not in _UNITLESS:
        return row.unit
    return next((unit for word, unit in vocabulary().counted if word.search(head)), "")


def _headed(head: str) -> Iterator[str]:
    """Units in brackets, else one that stands below its heading: 合同价 over 万元."""
    yield from _bracketed(head)
    lowest, _, above = head.partition(" ")
    if above and UNIT.fullmatch(lowest):
        yield lowest


def _bracketed(text: str) -> Iterator[str]:
    """Units in brackets: 预算数（万元）."""
    return (match[1] for match in _IN_BRACKETS.finditer(text) if UNIT.fullmatch(match[1]))


def _goes_with(unit: str, role: Role) -> bool:
    """A unit of money goes with amounts, any other with everything else."""
    return (unit_kind(unit) == "money") == (role in _MONEY)


@lru_cache(maxsize=4096)  # a table has few headings and many cells
def _role(text: str) -> Role | None:
    """What a heading or label says that its numbers are; its unit in brackets says nothing of that."""
    bare = _IN_BRACKETS.sub(lambda match: "" if UNIT.fullmatch(match[1]) else match[0], text)
    for piece in (*bare.split(" "), bare):
        for role, pattern in vocabulary().heads:
            if piece and pattern.search(piece):
                return role
    return None


def _is_name(text: str) -> bool:
    """Words, and no whole sentence."""
    return bool(_HAN.search(text)) and len(text) <= _LONGEST_NAME


def _names(head: str) -> bool:
    words = vocabulary()
    return _role(head) is None and not words.rule_head.search(head) and not words.unit_column.search(head)


def _is_skipped(head: str) -> bool:
    return any(vocabulary().skip.search(piece) for piece in head.split(" ")[:1])


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", plain_text(text))
