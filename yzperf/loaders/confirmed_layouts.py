"""Layouts that a person has confirmed (已确认的版式): written as a small TOML file, read back, remembered."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import platformdirs

from yzperf.domain.form import plain_heading
from yzperf.domain.labels import LABELS, label
from yzperf.domain.layout_guess import UNREAD, ConfirmedLayout, LayoutGuess
from yzperf.errors import LoadError, Place, Problem

_REMEDY = "请对照 yzperf layout 写出的文件改正"
_NOTE = "# 表头与栏目的对应，由人核对后使用。读作一栏只能写已知的栏目名或“不读”。\n"


def remembered_file() -> Path:
    """Where confirmed layouts are remembered; ``YZPERF_LAYOUTS`` names another place."""
    own = os.environ.get("YZPERF_LAYOUTS")
    return Path(own) if own else platformdirs.user_config_path("yzperf") / "layouts.toml"


def layout_text(guess: LayoutGuess, readings: Mapping[str, str] | None = None) -> str:
    """The guess as TOML for a person to correct; ``readings`` (heading → 读作) replaces what was guessed."""
    chosen = {one.heading: one.reading for one in guess.headings} | dict(readings or {})
    lines = "\n".join(f"{_quoted(heading)} = {_quoted(reading)}" for heading, reading in chosen.items())
    return f"[[layout]]\nsource = {_quoted(guess.file)}\n[layout.columns]\n{lines}\n"


def remember(guess: LayoutGuess, file: Path, readings: Mapping[str, str] | None = None) -> None:
    """Add a confirmed layout to a file, in place of an earlier one with the same headings."""
    headings = frozenset(plain_heading(one.heading) for one in guess.headings)
    kept = [row for row in _rows(file) if _headings(row) != headings] if file.exists() else []
    blocks = [_row_text(row) for row in kept] + [layout_text(guess, readings)]
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_suffix(".partial")
    partial.write_text(_NOTE + "\n" + "\n".join(blocks), encoding="utf-8")
    partial.replace(file)


def load_layouts(file: Path) -> tuple[ConfirmedLayout, ...]:
    """Read a file of confirmed layouts.

    Raises
    ------
    LoadError
        All entries that name an unknown column, at once.
    """
    rows = _rows(file)
    problems = [found for row in rows for found in _problems(row, file)]
    if problems:
        raise LoadError(problems)
    return tuple(_confirmed(row, file) for row in rows)


def _rows(file: Path) -> Sequence[Mapping[str, Any]]:
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise LoadError(Problem(Place(file=str(file)), "读不到这个文件", "版式文件（.toml）", "请核对路径")) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LoadError(Problem(Place(file=file.name), "不是正确的 TOML", "版式文件（.toml）", _REMEDY)) from error
    rows = data.get("layout", [])
    return rows if isinstance(rows, list) else []


def _problems(row: Mapping[str, Any], file: Path) -> Iterator[Problem]:
    columns = row.get("columns")
    if not isinstance(columns, dict) or not columns:
        yield Problem(Place(file=file.name, paragraph="[[layout]]"), "没有 [layout.columns]", "表头 = 栏目名", _REMEDY)
        return
    known = (*FIELDS, UNREAD)
    for heading, reading in columns.items():
        if reading not in known:
            place = Place(file=file.name, paragraph=f"表头“{heading}”")
            yield Problem(place, str(reading), f"{'、'.join(known)} 之一", _REMEDY)
    read = [reading for reading in columns.values() if reading != UNREAD]
    for reading in sorted({one for one in read if read.count(one) > 1}):
        yield Problem(
            Place(file=file.name, paragraph="[layout.columns]"), f"两个表头都读作“{reading}”", "各不相同", _REMEDY
        )


def _confirmed(row: Mapping[str, Any], file: Path) -> ConfirmedLayout:
    fields = ((plain_heading(heading), FIELDS.get(reading, "")) for heading, reading in row["columns"].items())
    return ConfirmedLayout(_headings(row), tuple(pair for pair in fields if pair[1]), str(row.get("source", file.name)))


def _headings(row: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(map(plain_heading, row.get("columns", {})))


def _row_text(row: Mapping[str, Any]) -> str:
    lines = "\n".join(f"{_quoted(heading)} = {_quoted(str(reading))}" for heading, reading in row["columns"].items())
    return f"[[layout]]\nsource = {_quoted(str(row.get('source', '')))}\n[layout.columns]\n{lines}\n"


def _quoted(text: str) -> str:
    plain = "".join(character if character >= " " else " " for character in text)
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


_READ = (
    "l1", "l2", "indicator", "target", "actual", "weight", "reported", "reason", "relation", "unit", "evidence",
    "standard", "explanation", "percent", "target_too_low",
)  # fmt: skip
# Official heading → field, for the columns of an indicator table.
FIELDS: Mapping[str, str] = {label(field): field for field in _READ if field in LABELS}
