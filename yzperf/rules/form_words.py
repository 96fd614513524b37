"""Words that forms share (共用表头用语): what a heading of the score tables may also be called, by meaning; the layouts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from yzperf.domain.form import Layout, plain_heading
from yzperf.domain.scoresheet import SheetKind
from yzperf.errors import Problem, RuleError
from yzperf.rules.entry import Entry, in_order
from yzperf.rules.toml_file import open_file

_FILE = Path(__file__).parent / "data" / "forms" / "self_evaluation.toml"
_TABLES = ("indicator", "money")
_BLOCK = "block"  # what a layout may need besides headings: targets in several blocks
_LISTS = ("head", "total", "grade", "grade_values", "foot", "part", "other_period", "ignored")


@dataclass(frozen=True, slots=True)
class FormWords:
    """Words by meaning (``indicator.target`` → 指标值, 目标值 …), words of special rows by name, and the layouts."""

    shared: Mapping[str, tuple[str, ...]]
    lists: Mapping[str, tuple[str, ...]]
    layouts: tuple[Layout, ...]


@cache
def form_words() -> FormWords:
    """Return the shipped words and layouts. Cached.

    Raises
    ------
    RuleError
        If the file is defective; every defect is told at once.
    """
    return read_words_file(_FILE)


def shared_words() -> Mapping[str, tuple[str, ...]]:
    """Words by meaning. A field list names the meaning instead of the words."""
    return form_words().shared


def read_words_file(file: Path) -> FormWords:
    """Read one file and raise everything that is wrong with it at once; `form_words` does so for the shipped one."""
    problems: list[Problem] = []
    entry = open_file(file, f"forms/{file.name}", problems)
    if entry is None:
        raise RuleError(in_order(problems))
    words = _read(entry)
    entry.close()
    problems.extend(_contradictions(entry))
    if problems:
        raise RuleError(in_order(problems))
    return words


def _read(entry: Entry) -> FormWords:
    tables = {name: entry.table(name, required=True) for name in _TABLES}
    words = entry.table("words", required=True)
    return FormWords(
        shared={f"{name}.{field}": table.texts(field) for name, table in tables.items() for field in table.names()},
        lists={name: words.texts(name, required=True) for name in _LISTS},
        layouts=tuple(_layout(row) for row in entry.tables("layout")),
    )


def _layout(row: Entry) -> Layout:
    return Layout(
        id=row.text("id"),
        name=row.text("name"),
        kind=str(row.choice("kind", SheetKind)),
        profile=row.text("profile"),
        title_words=row.texts("title_words", required=True),
        needs=row.texts("needs", required=True),
        headings=row.texts("headings"),
        order=row.texts("order", required=True),
    )


# ── what contradicts itself ─────────────────────────────────────────────────────────────────────────


def _contradictions(entry: Entry) -> Iterator[Problem]:
    for name in _TABLES:
        yield from _doubled_words(entry.table(name))
    fields, ids = (*entry.table("indicator").names(), _BLOCK), Counter[str]()
    for row in entry.tables("layout"):
        id = row.text("id")
        ids[id] += 1
        if ids[id] > 1 and id:
            yield row.origin.problem(row.label, f"编号 {id} 重复", "不重复的编号", "id")
        yield from _unknown_fields(row, fields)


def _doubled_words(table: Entry) -> Iterator[Problem]:
    """A heading that means two fields would be read as one of them by chance."""
    first: dict[str, str] = {}
    for field in table.names():
        for number, word in enumerate(table.texts(field)):
            before = first.setdefault(plain_heading(word), field)
            if before != field:
                read = f"表头“{word}”已是 {before} 的同义词"
                yield table.origin.problem(f"{table.label} {field}", read, "只属于一个栏目的表头", field, number)


def _unknown_fields(row: Entry, fields: tuple[str, ...]) -> Iterator[Problem]:
    for key in ("needs", "order"):
        for number, field in enumerate(row.texts(key)):
            if field not in fields:
                yield row.origin.problem(f"{row.label} {key}", field, f"{'、'.join(fields)}之一", key, number)
