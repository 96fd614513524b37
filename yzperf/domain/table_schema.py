"""What a table must hold (表的要求): its columns, what may stand in each, and which of them tell the rows apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class ColumnKind(StrEnum):
    """What stands in a column (列的类型)."""

    TEXT = "文字"
    NUMBER = "数字"
    WHOLE = "整数"
    MONEY = "金额"
    DATE = "日期"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``filled`` means no cell may be blank, ``unique`` that no value stands twice."""

    name: str
    kind: ColumnKind = ColumnKind.TEXT
    required: bool = True
    filled: bool = False
    unique: bool = False
    low: Decimal | None = None
    high: Decimal | None = None
    options: tuple[str, ...] = ()
    pattern: str = ""
    meaning: str = ""  # what the pattern stands for, in words

    @property
    def expected(self) -> str:
        """What should stand in a cell, in words."""
        bounds = [
            f"不小于 {self.low}" if self.low is not None else "",
            f"不大于 {self.high}" if self.high is not None else "",
        ]
        choice = f"{'、'.join(self.options)}之一" if self.options else self.meaning or _WORDS[self.kind]
        return "，".join([choice, *filter(None, bounds)])


_WORDS = {
    ColumnKind.TEXT: "文字",
    ColumnKind.NUMBER: "数字",
    ColumnKind.WHOLE: "整数",
    ColumnKind.MONEY: "金额（数字）",
    ColumnKind.DATE: "日期（如 2025-03-10）",
}


@dataclass(frozen=True, slots=True)
class TableSchema:
    """All that is asked of a table. Columns that it does not name are read as they are."""

    columns: tuple[Column, ...]

    @property
    def required(self) -> tuple[str, ...]:
        """Columns that must be there."""
        return tuple(column.name for column in self.columns if column.required)

    @property
    def exact(self) -> tuple[str, ...]:
        """Columns of money: exact decimals."""
        return tuple(column.name for column in self.columns if column.kind is ColumnKind.MONEY)

    def present(self, heading: Sequence[str]) -> tuple[Column, ...]:
        """The columns that a table has."""
        return tuple(column for column in self.columns if column.name in heading)
