"""The lines of TOML keys (行号): strings that look like tables, inline tables, dotted keys, whatever tomllib accepts."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import yzperf.rules
from tests.conftest import ROOT
from yzperf.rules.toml_lines import Lines
from yzperf.rules.toml_lines import Path as Keys

FILES = sorted([*Path(yzperf.rules.__file__).parent.rglob("*.toml"), *(ROOT / "docs").rglob("*.toml")])


def paths(value: object, path: Keys = ()) -> Iterator[Keys]:
    """Every key and every item of what tomllib returns."""
    yield path
    if isinstance(value, dict):
        for key, item in value.items():
            yield from paths(item, (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from paths(item, (*path, number))


def lines(text: str) -> dict[Keys, int]:
    found = Lines(text)
    return {path: found.of(path) for path in paths(tomllib.loads(text))}


TRICKY = '''\
title = """not a table:
[fake]
key = 1 \\""""
"a.b" = 'c = [1]'        # 4 [no] table = here
wide = [                 # 5
  1, # ]
  { x = """
}""", y.z = 'two' },     # 7, 8
  "]",                   # 9
]
when = 2024-01-01 08:00:00   # 11
half = 1.5
literal = \'\'\'
[[fake]]
\'\'\'\'
[table]                  # 16
"ä\\u0062" = true
[table.deep.er]          # 18
q = """"quoted""""
[[row]]                  # 20
n = 1
[[row.cell]]             # 22
m = 2
[[row.cell]]             # 24
m = 3
[row.own."s t"]          # 26
u = { v = { w = [ [1], [
 2 ] ] } }
[[row]]                  # 29
[[row.cell]]
m = 4
'''
WANTED: dict[Keys, int] = {
    (): 1,
    ("title",): 1,
    ("a.b",): 4,
    ("wide",): 5,
    ("wide", 0): 6,
    ("wide", 1): 7,
    ("wide", 1, "x"): 7,
    ("wide", 1, "y", "z"): 8,
    ("wide", 2): 9,
    ("when",): 11,
    ("half",): 12,
    ("literal",): 13,
    ("table",): 16,
    ("table", "äb"): 17,
    ("table", "deep"): 18,
    ("table", "deep", "er"): 18,
    ("table", "deep", "er", "q"): 19,
    ("row",): 20,
    ("row", 0): 20,
    ("row", 0, "n"): 21,
    ("row", 0, "cell"): 22,
    ("row", 0, "cell", 0): 22,
    ("row", 0, "cell", 0, "m"): 23,
    ("row", 0, "cell", 1): 24,
    ("row", 0, "cell", 1, "m"): 25,
    ("row", 0, "own", "s t"): 26,
    ("row", 0, "own", "s t", "u", "v", "w", 1): 27,
    ("row", 0, "own", "s t", "u", "v", "w", 1, 0): 28,
    ("row", 1): 29,
    ("row", 1, "cell", 0): 30,
    ("row", 1, "cell", 0, "m"): 31,
}


@pytest.mark.parametrize(("path", "line"), WANTED.items())
def test_the_line_of_a_key(path: Keys, line: int) -> None:
    assert lines(TRICKY)[path] == line


def test_what_is_not_written_has_the_line_of_the_table_around_it() -> None:
    found = Lines(TRICKY)
    assert found.of(("row", 0, "cell", 1, "missing")) == 24
    assert found.of(("nothing", "at", "all")) == 1
    assert Lines("").of(("a",)) == 1


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_line_endings_do_not_count_twice(ending: str) -> None:
    text = TRICKY.replace("\n", ending)
    assert {path: Lines(text).of(path) for path in WANTED} == WANTED


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_key_of_the_rule_data_is_found_where_it_is_written(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    rows = text.splitlines()
    for path, line in lines(text).items():
        named = [key for key in path if isinstance(key, str)]
        if named and isinstance(path[-1], str):
            assert named[-1] in rows[line - 1], (path, line)


# ── documents made by chance: each key stands on a line that is known while it is written ────────────

KEYS = st.sampled_from(["a", "b-c", "项目", "a.b", "x y", "1", "[t]", "#", "=", ""])
SCALARS = st.sampled_from(
    ["1", "1.5", "true", "2024-01-01", "2024-01-01 08:00:00", '"x"', "'[a]'", '"""one"""', '"#"', "'''\n[t]\nk = 1'''",
     '"""\n\\"""\n[[u]]\n\n"""', '""', '"""two"""""', "0x1F", "-inf"]
)  # fmt: skip


class Writer:
    """Writes a document and notes on which line each key begins."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.text = ""
        self.wanted: dict[Keys, int] = {}

    @property
    def line(self) -> int:
        return self.text.count("\n") + 1

    def names(self) -> list[str]:
        return self.draw(st.lists(KEYS, max_size=3, unique=True))  # type: ignore[no-any-return]

    def pair(self, path: Keys, depth: int) -> None:
        self.wanted[path] = self.line
        self.text += f"{quoted(str(path[-1]))} = "
        self.value(path, depth)

    def value(self, path: Keys, depth: int) -> None:
        kind = self.draw(st.sampled_from("sit" if depth else "s"))
        if kind == "i":
            self.array(path, depth - 1)
        elif kind == "t":
            self.text += "{ "
            for number, key in enumerate(self.names()):
                self.text += ", " if number else ""
                self.pair((*path, key), depth - 1)
            self.text += " }"
        else:
            self.text += self.draw(SCALARS)

    def array(self, path: Keys, depth: int) -> None:
        self.text += "["
        for number in range(self.draw(st.integers(0, 3))):
            self.text += self.draw(st.sampled_from(["", "\n", "\n  # [x]\n", " "]))
            self.wanted[*path, number] = self.line
            self.value((*path, number), depth)
            self.text += self.draw(st.sampled_from([",", ",\n", " , # ]\n"]))
        self.text += "]"

    def table(self, header: str, path: Keys) -> None:
        self.wanted[path] = self.line
        self.text += f"{header}{self.draw(st.sampled_from(['', ' # = 1']))}\n"
        for key in self.names():
            self.pair((*path, key), 2)
            self.text += "\n" * self.draw(st.integers(1, 3))


def quoted(key: str) -> str:
    return key if key in ("a", "b-c", "1") else f'"{key}"'


@given(st.data())
def test_any_document(data: st.DataObject) -> None:
    writer = Writer(data.draw)
    for key in writer.names():
        writer.pair((key,), 2)
        writer.text += "\n"
    writer.table("[own]", ("own",))
    for number in range(data.draw(st.integers(0, 3))):
        writer.table("[[ many ]]", ("many", number))
        for inner in range(data.draw(st.integers(0, 2))):
            writer.table('[[many."in.ner"]]', ("many", number, "in.ner", inner))
    found = lines(writer.text)
    wanted = {path: line for path, line in writer.wanted.items() if path in found}
    assert len(wanted) == len(writer.wanted), "the writer writes what tomllib reads"
    assert {path: found[path] for path in wanted} == wanted
