"""Forms as data (表式): reads the heading synonyms and layouts that loaders and reports share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from yzperf.domain.form import Forms, Layout, plain_heading
from yzperf.domain.scoresheet import SheetKind
from yzperf.errors import Problem, RuleError
from yzperf.rules.entry import Entry, in_order
from yzperf.rules.toml_file import open_file

_FILE = Path(__file__).parent / "data" / "forms" / "self_evaluation.toml"
_BLOCK = "block"  # what a layout may need besides headings: targets in several blocks


@cache
def load_forms() -> Forms:
    """Return the forms that this version knows (自评表、评分表、目标表、考核表). Cached.

    Raises
    ------
    RuleError
        If the file is defective; every defect is told at once.
    """
    return read_forms_file(_FILE)


def read_forms_file(file: Path) -> Forms:
    """Read one file and raise everything that is wrong with it at once; `load_forms` does so for the shipped one."""
    problems: list[Problem] = []
    entry = open_file(file, f"forms/{file.name}", problems)
    if entry is None:
        raise RuleError(in_order(problems))
    forms = _read_forms(entry)
    entry.close()
    problems.extend(_contradictions(entry))
    if problems:
        raise RuleError(in_order(problems))
    return forms


def _read_forms(entry: Entry) -> Forms:
    words = entry.table("words", required=True)
    return Forms(
        indicator=_synonyms(entry.table("indicator", required=True)),
        money=_synonyms(entry.table("money", required=True)),
        head=words.texts("head", required=True),
        total_words=words.texts("total", required=True),
        grade_words=words.texts("grade", required=True),
        grade_values=words.texts("grade_values", required=True),
        foot_words=words.texts("foot", required=True),
        part_words=words.texts("part", required=True),
        ignored=words.texts("ignored", required=True),
        layouts=tuple(_layout(row) for row in entry.tables("layout")),
    )


def _synonyms(table: Entry) -> dict[str, str]:
    return {plain_heading(word): field for field in table.names() for word in table.texts(field)}


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
    for name in ("indicator", "money"):
        yield from _shared_words(entry.table(name))
    fields, ids = (*entry.table("indicator").names(), _BLOCK), Counter[str]()
    for row in entry.tables("layout"):
        id = row.text("id")
        ids[id] += 1
        if ids[id] > 1 and id:
            yield row.origin.problem(row.label, f"编号 {id} 重复", "不重复的编号", "id")
        yield from _unknown_fields(row, fields)


def _shared_words(table: Entry) -> Iterator[Problem]:
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
