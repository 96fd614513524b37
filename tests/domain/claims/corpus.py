"""The corpus of sentences and cells with the numbers that they state, and how well a reading agrees with it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from yzperf.domain.claims import Claim, Setting, TableCell, read_prose, read_table
from yzperf.errors import Place

HERE = Path(__file__).parent
Stated = tuple[str, Decimal, str]


@dataclass(frozen=True)
class Entry:
    """One sentence, or one cell with its headings, and what it states."""

    text: str
    expected: tuple[Stated, ...]

    def read(self) -> list[Claim]:
        """The claims that the program finds, rules and quotations left out."""
        cell = re.fullmatch(r"\[(.*?)\|(.*?)\|(.*?)\] (.*)", self.text)
        found = _read_cell(*cell.groups()) if cell else read_prose(self.text, Setting(Place()))
        return [claim for claim in found if claim.standing.is_own]

    def stated(self) -> tuple[Stated, ...]:
        """The same as role, value and unit."""
        return tuple((str(claim.role), claim.value, claim.unit) for claim in self.read())


def _read_cell(head: str, label: str, unit: str, text: str) -> list[Claim]:
    texts = {(1, 1): "名称", (1, 2): head, (2, 1): label, (2, 2): text}
    cells = [TableCell(row, column, words, Place()) for (row, column), words in texts.items()]
    return read_table(cells, Setting(Place()), unit)


def load(name: str) -> list[Entry]:
    """Read a file of the corpus."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [_entry(line) for line in lines if line and not line.startswith("#")]


def _entry(line: str) -> Entry:
    text, _, expected = line.rpartition(" => ")
    return Entry(text, () if expected == "无" else tuple(map(_stated, expected.split("；"))))


def _stated(text: str) -> Stated:
    role, _, rest = text.partition("=")
    value, _, unit = rest.partition(" ")
    return role, Decimal(value), unit


def agreement(entries: list[Entry]) -> dict[str, tuple[float, float]]:
    """Precision and recall of the values, of values with their unit, and with unit and role."""
    pairs = [(entry.stated(), entry.expected) for entry in entries]
    keys = {"数值": lambda one: one[1], "单位": lambda one: one[1:], "用途": lambda one: one}
    return {name: _measure([(list(map(key, a)), list(map(key, b))) for a, b in pairs]) for name, key in keys.items()}


def _measure(pairs: list[tuple[list[object], list[object]]]) -> tuple[float, float]:
    common = sum((Counter(found) & Counter(wanted)).total() for found, wanted in pairs)
    return common / sum(len(found) for found, _ in pairs), common / sum(len(wanted) for _, wanted in pairs)
