"""Typed reading of one TOML table. Defects are collected, so that a data file is mended in one go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any, TypeVar

from yzperf.errors import Place, Problem
from yzperf.rules.toml_lines import Lines, Path

E = TypeVar("E", bound=Enum)
Value = Decimal | date | str | tuple[Decimal, ...] | None
Flaw = tuple[str, str] | tuple[str, str, Path]  # what was read, what should be there, and the key if there is one

_REMEDY = "请修改该规则数据文件。"


def problem(file: str, label: str, read: str, expected: str, remedy: str = _REMEDY, *, line: int = 0) -> Problem:
    """Describe one defect of a rule data file (规则数据问题); ``label`` names the entry inside the file."""
    return Problem(Place(file=file, paragraph=label, line=line), read, expected, remedy)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an entry of the rule data is written (出处): file, place inside it, and the lines of that file."""

    file: str
    path: Path = ()
    lines: Lines | None = field(default=None, repr=False, compare=False)

    def line(self, *keys: str | int) -> int:
        """Return the line of a key below this entry, else of the nearest table around it; 0 if it is unknown."""
        return self.lines.of((*self.path, *keys)) if self.lines else 0

    def at(self, key: str) -> Origin:
        """The place of a key below this entry."""
        return Origin(self.file, (*self.path, key), self.lines)

    def above(self, levels: int) -> Origin:
        """The entry around this one; an array of tables counts as two levels."""
        return Origin(self.file, self.path[:-levels], self.lines)

    def problem(self, label: str, read: object, expected: str, *keys: str | int) -> Problem:
        """Describe a defect of this entry, or of one key of it."""
        return problem(self.file, label, told(read), expected, line=self.line(*keys))

    def problems(self, label: str, flaws: Iterable[Flaw]) -> Iterator[Problem]:
        """Describe what contradicts itself inside this entry."""
        for read, expected, *keys in flaws:
            yield self.problem(label, read, expected, *(keys[0] if keys else ()))


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems file by file and line by line, as one mends them; each once."""
    return sorted(dict.fromkeys(problems), key=lambda item: (item.place.file, item.place.line))


def told(value: object) -> str:
    """What was read, as it is written in TOML and not as Python shows it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(map(told, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {told(item)}' for key, item in value.items())} }}"
    return str(value)


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
    lines, path
        Lines of the file, and the place of the table inside it, so that a defect names its line.
    """

    def __init__(
        self,
        table: Mapping[str, Any],
        file: str,
        label: str,
        problems: list[Problem],
        *,
        lines: Lines | None = None,
        path: Path = (),
    ) -> None:
        self.file = file
        self.label = label
        self.origin = Origin(file, path, lines)
        self._table = table
        self._problems = problems
        self._used: set[str] = set()
        self._children: list[Entry] = []

    def complain(self, key: str, read: object, expected: str, *inside: int) -> None:
        """Note a defect of one key; ``inside`` leads to one item of a list."""
        self._problems.append(self.origin.problem(f"{self.label} {key}".strip(), read, expected, key, *inside))

    def has(self, key: str) -> bool:
        """Whether the key is written at all."""
        return key in self._table

    def has_list(self, key: str) -> bool:
        """Whether the key is written as a list."""
        return isinstance(self._table.get(key), list)

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
        for number, value in enumerate(values):
            if not isinstance(value, str):
                self.complain(key, value, "文字", number)
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

    def numbers(self, key: str) -> tuple[Fraction, ...]:
        """Return a list of exact numbers; empty where the key is not written."""
        values = self._typed(key, list, "数字列表", [], [])
        for number, value in enumerate(values):
            if exact(value) is None:
                self.complain(key, value, "数字", number)
        return tuple(found for value in values if (found := exact(value)) is not None)

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
        return self._child(self._typed(key, dict, "表", {}, None if required else {}), key, (key,))

    def tables(self, key: str, naming: str = "id") -> list[Entry]:
        """Return an array of tables, each labelled by its ``naming`` key for messages."""
        found: list[Entry] = []
        for number, row in enumerate(self._typed(key, list, f"[[{key}]]", [], [])):
            if isinstance(row, dict):
                found.append(self._child(row, f"{key} {row.get(naming, f'第{number + 1}项')}", (key, number)))
            else:
                self.complain(key, row, f"[[{key}]]", number)
        return found

    def names(self) -> tuple[str, ...]:
        """Return all keys of a table with free keys, such as region names."""
        return tuple(self._table)

    def origins(self) -> dict[str, Origin]:
        """Where each key and each table inside is written, by its label in messages; of two alike, the later."""
        found = {f"{self.label} {key}".strip(): self.origin.at(key) for key in self._table}
        found |= {child.label: child.origin for child in self._children}
        for child in self._children:
            found |= child.origins()
        return found

    def close(self) -> None:
        """Complain of every key that nothing has asked for: a misspelt key must not vanish in silence."""
        for key in self._table:
            if key not in self._used:
                self.complain(key, key, "已知的字段")
        for child in self._children:
            child.close()

    def _child(self, table: Mapping[str, Any], label: str, step: Path) -> Entry:
        place = (*self.origin.path, *step)
        name, lines = f"{self.label} {label}".strip(), self.origin.lines
        child = Entry(table, self.file, name, self._problems, lines=lines, path=place)
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
