"""The rows of a table with the one number of each cell (表中的行), as the checks of sums and of columns read them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import dropwhile

from yzperf.domain.claims import Claim, Claims
from yzperf.domain.document import Cell, Table
from yzperf.domain.quantity import normalise
from yzperf.errors import Place
from yzperf.quality.unit_lines import table_of

_TOTAL = re.compile(
    r"^(?:资金|得分|支出|预算|[两二三四五六七\d]年|[近各]年|全[年市县区])?(?:合计|总计|共计|总分|总得分)(?:\(.*\))?$"
)
_SUBTOTAL = re.compile("^(?:[\u4e00-\u9fff]{0,8})?小计(?:\\(.*\\)|:.+)?$")
_DASH = re.compile("[-—–―－/]{1,3}")
_HEADED = 3


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row below the headings: its label, by column the one number of each cell, and columns with figures not understood."""

    label: str
    values: Mapping[int, Claim]
    unread: frozenset[int] = frozenset()
    words: int = 0  # cells with words
    noughts: frozenset[int] = frozenset()  # columns with a dash, which stands for nothing

    @property
    def is_heading(self) -> bool:
        """Whether only words stand in it, in several cells."""
        return not self.values and not self.unread and self.words >= _HEADED

    @property
    def is_total(self) -> bool:
        """Whether it closes or opens the table as the sum of it."""
        return is_total(self.label)

    @property
    def is_subtotal(self) -> bool:
        """Whether it closes a part of the table."""
        return bool(_SUBTOTAL.match(self.label))


def is_total(label: str) -> bool:
    """Whether a label, or the heading of a column, names a sum.

    >>> is_total("合计"), is_total("街道")
    (True, False)
    """
    return bool(_TOTAL.match(label))


def rows_of(table: Table, claims: Claims) -> list[TableRow]:
    """The rows of a table from the first that holds numbers; none of a form of several blocks, whose total counts what
    stands in other columns."""
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
        return []
    return [row for row in rows if row.values or row.unread]


def _row(cells: Sequence[Cell], at_place: Mapping[Place, list[Claim]]) -> TableRow:
    values = {cell.column: told[0] for cell in cells if len(told := at_place.get(cell.where, [])) == 1}
    texts = [re.sub(r"\s", "", normalise(cell.text)) for cell in cells if cell.column not in values]
    closing = next((text for text in texts if _TOTAL.match(text) or _SUBTOTAL.match(text)), "")
    unread = {cell.column for cell in cells if cell.column not in values and re.search(r"\d", normalise(cell.text))}
    noughts = frozenset(cell.column for cell in cells if _DASH.fullmatch(cell.text.strip()))
    label = closing or next((text for text in texts if text and not _DASH.fullmatch(text)), "")
    return TableRow(label, values, frozenset(unread), sum(map(bool, texts)), noughts)


def heading(table: Table, column: int) -> str:
    """What the first row says above a column."""
    cell = table.cell(1, column)
    return re.sub(r"\s", "", normalise(cell.text)) if cell else ""
