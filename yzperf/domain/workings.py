"""What a workbook computes (表内计算): every stored cell with its formula and the value that was stored beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from yzperf.errors import Place

Position = tuple[int, int]  # row and column, from 1


def column_letters(column: int) -> str:
    """Letters of a column that counts from 1.

    >>> column_letters(1), column_letters(28)
    ('A', 'AB')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


class Sort(StrEnum):
    """What a cell holds, as it is stored (存储类型)."""

    NUMBER = "数值"
    TEXT = "文字"
    ERROR = "错误"
    OTHER = "其他"


@dataclass(frozen=True, slots=True)
class StoredCell:
    """One cell: its stored value as text, and the formula that gave it, blank if it was typed."""

    value: str
    sort: Sort
    formula: str = ""


@dataclass(frozen=True, slots=True)
class StoredSheet:
    """One sheet, hidden ones included. Rows and columns count from 1."""

    file: str
    name: str
    is_hidden: bool
    cells: Mapping[Position, StoredCell]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def place(self, position: Position) -> Place:
        """The place of a cell."""
        row, column = position
        return Place(file=self.file, sheet=self.name, cell=f"{column_letters(column)}{row}")

    def is_shown(self, position: Position) -> bool:
        """Whether a person sees the cell."""
        return not (self.is_hidden or position[0] in self.hidden_rows or position[1] in self.hidden_columns)


@dataclass(frozen=True, slots=True)
class Workings:
    """All sheets of one workbook as they are stored."""

    file: str
    sheets: tuple[StoredSheet, ...]
