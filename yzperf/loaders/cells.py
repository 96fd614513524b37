"""Numbers out of cells (单元格数值): every defect becomes a problem with its place, never a zero."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from yzperf.domain.quantity import Kind, normalise, read_quantity
from yzperf.domain.reading.numerals import DIGITS, read_digits
from yzperf.domain.scoresheet import Amount
from yzperf.errors import Place, Problem
from yzperf.loaders.grid import Grid

# Strict: digits only. A numeral in words, a bound or a range in an amount cell is a problem to be told.
_AMOUNT = re.compile(rf"(-?{DIGITS})\s*(?:分|%|(?:亿|百万|万|千)?元)?")

_FILLER = re.compile(r"[.…·。]{1,}|(?:指标|目标)\d*[:：]?[.…]*")
_REMARK = re.compile(r"(?:注|备注|说明|填表说明|来源)\d*:|表式编号:")


def is_filler(text: str) -> bool:
    """Whether a cell only holds the place of an entry that nobody made: ……, 指标2：."""
    return bool(_FILLER.fullmatch(text))


def is_remark(text: str) -> bool:
    """Whether a text explains the form instead of filling it in: 注：, 填表说明：."""
    return bool(_REMARK.match(normalise(text)))


@dataclass
class Problems:
    """Collects the defects of one file, so that all are told at once."""

    found: list[Problem] = field(default_factory=list)

    def add(self, place: Place, read: str, expected: str, remedy: str) -> None:
        """Note one defect."""
        self.found.append(Problem(place, read, expected, remedy))


def read_amount(grid: Grid, row: int, column: int | None, what: str, problems: Problems) -> Amount:
    """Read a plain number (分值、得分、金额). A dash or blank gives ``value=None``; anything else is a problem.

    Parameters
    ----------
    column
        None where the form has no such column: gives a blank amount placed at the row.
    what
        The Chinese name of the number, for the message.
    """
    if column is None:
        return Amount("", None, grid.place(row, 1))
    place = grid.place(*grid.origins.get((row, column), (row, column)))
    text = grid.text(row, column)
    if flaw := grid.flaw(row, column):
        problems.found.append(flaw)
        return Amount(text, None, place)
    value = _number(text)
    if value is None and read_quantity(text).kind is not Kind.BLANK:
        problems.add(place, text, f"{what}（数字）", "请改为数字；没有数值请留空或填“—”，说明文字请移到备注列")
    return Amount(text, value, place)


def _number(text: str) -> Decimal | None:
    match = _AMOUNT.fullmatch(normalise(text))
    return read_digits(match[1]) if match else None
