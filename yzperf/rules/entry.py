"""Typed reading of one TOML table. Defects are collected, so that a data file is mended in one go."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any, TypeVar

from yzperf.errors import Place, Problem

E = TypeVar("E", bound=Enum)
Value = Decimal | date | str | tuple[Decimal, ...] | None

_REMEDY = "请修改该规则数据文件。"


def problem(file: str, label: str, read: str, expected: str, remedy: str = _REMEDY) -> Problem:
    """Describe one defect of a rule data file (规则数据问题); ``label`` names the entry inside the file."""
    return Problem(Place(file=file, paragraph=label), read, expected, remedy)


def exact(value: object) -> Fraction | None:
    """Turn ``10``, ``0.6`` or ``"3/5"`` into an exact fraction; None if it is no number."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        return None
    try:
        return Fraction(value)
    except (ValueError, OverflowError, ZeroDivisionError):  # "x", Infinity, "1/0"
        return None


class Entry:
    """One table of a data file. A defect yields a neutral value and a problem in ``problems``.

    Parameters
    ----------
    table
        The parsed table.
    file, label
        Where it stands, for messages.
    problems
        Shared list that receives every defect.
    """

    def __init__(self, table: Mapping[str, Any], file: str, label: str, problems: list[Problem]) -> None:
        self.file = file
        self.label = label
        self._table = table
        self._problems = problems
        self._used: set[str] = set()
        self._children: list[Entry] = []

    def complain(self, key: str, read: object, expected: str) -> None:
        """Note a defect of one key."""
        label = f"{self.label} {key}".strip()
        self._problems.append(problem(self.file, label, str(read), expected))

    def has(self, key: str) -> bool:
        """Whether the key is written at all."""
        return key in self._table

    def text(self, key: str, default: str | None = None) -> str:
        """Return a string; required, and not blank, when no default is given."""
        found: str = self._typed(key, str, "文字", "", default)
        if default is None and self._table.get(key) == "":
            self.complain(key, "（空）", "文字")
        return found

    def day(self, key: str, default: date | None = None) -> date | None:
        """Return a date, or the default where the key is not written: a date may be unknown."""
        return self._typed(key, date, "日期（如 2020-02-25）", default, default) if self.has(key) else default

    def flag(self, key: str, *, default: bool) -> bool:
        """Return true or false."""
        return bool(self._typed(key, bool, "true 或 false", default, default))

    def texts(self, key: str, required: bool = False) -> tuple[str, ...]:
        """Return a list of strings; empty where the key is not written and not required."""
        values = self._typed(key, list, "文字列表", [], None if required else [])
        for value in values:
            if not isinstance(value, str):
                self.complain(key, value, "文字")
        return tuple(value for value in values if isinstance(value, str))

    def rows(self, key: str) -> tuple[tuple[str, ...], ...]:
        """Return a list of lists of strings, such as printed rows; empty where the key is not written."""
        found: list[tuple[str, ...]] = []
        for row in self._typed(key, list, "文字列表的列表", [], []):
            if isinstance(row, list) and all(isinstance(cell, str) for cell in row):
                found.append(tuple(row))
            else:
                self.complain(key, row, "文字列表")
        return tuple(found)

    def number(self, key: str, default: Fraction | None = None) -> Fraction:
        """Return an exact number; required when no default is given."""
        if default is not None and not self.has(key):
            return default
        return self.maybe_number(key, required=True) or Fraction(0)

    def maybe_number(self, key: str, required: bool = False) -> Fraction | None:
        """Return an exact number, or None where the key is not written or is no number."""
        raw = self._raw(key, required, "数字")
        if raw is None:
            return None
        number = exact(raw)
        if number is None:
            self.complain(key, raw, "数字")
        return number

    def choice(self, key: str, kinds: type[E], default: E | None = None) -> E:
        """Return a member of an enumeration by its value."""
        allowed = list(kinds)
        text = self.text(key, None if default is None else str(default.value))
        found = next((kind for kind in allowed if kind.value == text), None)
        if found is None and text:
            self.complain(key, text, "、".join(str(kind.value) for kind in allowed) + "之一")
        return found or allowed[0]

    def value(self, key: str) -> Value:
        """Return a parameter value: number, numbers, date or text; None where the document gives none."""
        raw = self._raw(key, required=False, expected="")
        if raw is None or isinstance(raw, str) or type(raw) is date:
            return raw
        values = raw if isinstance(raw, list) else [raw]
        # type() and not isinstance(): true and false are integers to Python.
        numbers = tuple(Decimal(value) for value in values if type(value) in (int, Decimal))
        if len(numbers) != len(values):
            self.complain(key, raw, "数字、数字列表、日期或文字")
            return None
        return numbers if isinstance(raw, list) else numbers[0]

    def table(self, key: str, required: bool = False) -> Entry:
        """Return a sub-table."""
        return self._child(self._typed(key, dict, "表", {}, None if required else {}), key)

    def tables(self, key: str, naming: str = "id") -> list[Entry]:
        """Return an array of tables, each labelled by its ``naming`` key for messages."""
        found: list[Entry] = []
        for number, row in enumerate(self._typed(key, list, f"[[{key}]]", [], []), 1):
            if isinstance(row, dict):
                found.append(self._child(row, f"{key} {row.get(naming, f'第{number}项')}"))
            else:
                self.complain(key, row, f"[[{key}]]")
        return found

    def names(self) -> tuple[str, ...]:
        """Return all keys of a table with free keys, such as region names."""
        return tuple(self._table)

    def close(self) -> None:
        """Complain of every key that nothing has asked for: a misspelt key must not vanish in silence."""
        for key in self._table:
            if key not in self._used:
                self.complain(key, key, "已知的字段")
        for child in self._children:
            child.close()

    def _child(self, table: Mapping[str, Any], label: str) -> Entry:
        child = Entry(table, self.file, f"{self.label} {label}".strip(), self._problems)
        self._children.append(child)
        return child

    def _raw(self, key: str, required: bool, expected: str) -> Any:
        self._used.add(key)
        if required and key not in self._table:
            self.complain(key, "（缺）", expected)
        return self._table.get(key)

    def _typed(self, key: str, kind: type, expected: str, neutral: Any, default: Any) -> Any:
        raw = self._raw(key, default is None, expected)
        if raw is None:
            return neutral if default is None else default
        # A TOML date-time is a date to Python, but has no place here.
        if not isinstance(raw, kind) or isinstance(raw, datetime):
            self.complain(key, raw, expected)
            return neutral
        return raw
