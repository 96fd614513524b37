"""``waivers.toml`` (豁免记录): decisions on findings, read with all defects at once, and one more appended."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

from yzperf.domain.waiver import Decision, Waiver
from yzperf.errors import LoadError, Place, Problem

FILE = "waivers.toml"
_HEAD = "# 豁免记录：每条一个 [[waiver]]；写法见 docs/opinion.md。由 yzperf waive 追加，也可以手工改。\n"
_KEYS = tuple(field.name for field in fields(Waiver))
_REQUIRED = {
    "fingerprint": "发现的指纹（yzperf check --json 中的 fingerprint）",
    "decision": "、".join(Decision),
    "reason": "理由",
    "by": "决定人姓名",
    "on": "日期，如 2025-06-01",
}
_PART = re.compile(r"(?m)^(?=\s*\[\[\s*waiver\s*\]\])")
_FINGERPRINT = re.compile(r"[0-9a-f]{12}")


def load_waivers(path: Path) -> tuple[Waiver, ...]:
    """Read the decisions of a file. A decision without reason or name is refused.

    Raises
    ------
    LoadError
        All defects of the file at once.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        said = "没有这个文件" if isinstance(error, FileNotFoundError) else f"不能读取（{error}）"
        raise LoadError(Problem(Place(path.name), said, "可读的 UTF-8 编码 TOML 文件", "请核对豁免记录")) from error
    rows = table.get("waiver", [])
    problems = list(_problems(path.name, table, rows))
    if problems:
        raise LoadError(problems)
    return _made(rows)


def beside(path: Path, named: Path | None = None) -> Path:
    """Where the decisions on a deliverable stand: a named file, else in the case folder, or beside a single file."""
    return named or (path / FILE if path.is_dir() else path.with_name(f"{path.name}.{FILE}"))


def load_beside(path: Path, named: Path | None = None) -> tuple[Waiver, ...]:
    """The decisions on a deliverable; none where nobody has decided anything. A named file must be there.

    Raises
    ------
    LoadError
    """
    file = beside(path, named)
    return load_waivers(file) if named or file.exists() else ()


def append_waiver(path: Path, waiver: Waiver, *, instead_of: Waiver | None = None) -> str:
    """The text of the file with one decision more; an earlier one on the same finding is refused.

    Parameters
    ----------
    instead_of
        A decision that this one replaces: its finding has changed since.

    Raises
    ------
    LoadError
        If the file is defective, or the finding was decided already.
    """
    earlier = load_waivers(path) if path.exists() else ()
    if any(one.fingerprint == waiver.fingerprint for one in earlier):
        place = Place(path.name)
        raise LoadError(
            Problem(place, f"{waiver.fingerprint} 已有决定", "每个发现一条", "要改决定，请先删去原来的一条")
        )
    problems = list(_row_problems(Place(path.name, paragraph="新的一条"), _row(waiver)))
    if problems:
        raise LoadError(problems)
    before = path.read_text(encoding="utf-8-sig") if path.exists() else _HEAD
    if instead_of is not None:
        before = without_waiver(path, instead_of.fingerprint)
    before = before.rstrip("\n") + "\n"
    lines = (f"{key} = {_toml(value)}" for key, value in _row(waiver).items() if value != "")
    return before + "\n[[waiver]]\n" + "\n".join(lines) + "\n"


def without_waiver(path: Path, fingerprint: str) -> str:
    """The text of the file without the decision on one finding; everything else stays as people wrote it.

    Raises
    ------
    LoadError
        If the file is defective, has no such decision, or is written so that its parts cannot be told apart.
    """
    waivers = load_waivers(path)
    kept = tuple(one for one in waivers if one.fingerprint != fingerprint)
    own = re.compile(rf"(?m)^\s*fingerprint\s*=\s*[\"']{re.escape(fingerprint)}[\"']")
    head, *parts = _PART.split(path.read_text(encoding="utf-8-sig"))
    text = "".join([head, *(part for part in parts if not own.search(part))])
    if len(kept) == len(waivers) or not _holds(text, kept):
        expected, remedy = "自成一段的 [[waiver]]", "请打开这个文件，手工删去这一条"
        raise LoadError(Problem(Place(path.name), f"{fingerprint} 一条", expected, remedy))
    return text


def _holds(text: str, waivers: tuple[Waiver, ...]) -> bool:
    try:
        return _made(tomllib.loads(text).get("waiver", [])) == waivers
    except (tomllib.TOMLDecodeError, TypeError, ValueError):
        return False


def _made(rows: list[dict[str, Any]]) -> tuple[Waiver, ...]:
    return tuple(Waiver(**{**row, "decision": Decision(row["decision"])}) for row in rows)


def _row(waiver: Waiver) -> dict[str, Any]:
    row = {key: getattr(waiver, key) for key in _KEYS}
    return {**row, "decision": str(waiver.decision)}


def _toml(value: str | date) -> str:
    """A basic string of TOML is written as JSON is, but for the sign DEL."""
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _problems(file: str, table: dict[str, Any], rows: Any) -> Iterator[Problem]:
    if set(table) - {"waiver"} or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        yield Problem(Place(file), "顶层有 [[waiver]] 以外的内容", "只有 [[waiver]]", "请参照 docs/opinion.md 改正")
        return
    for number, row in enumerate(rows, 1):
        yield from _row_problems(Place(file, paragraph=f"第{number}条"), row)
    for key, count in Counter(str(row.get("fingerprint")) for row in rows).items():
        if count > 1:
            yield Problem(Place(file), f"{key} 有 {count} 条决定", "每个发现一条", "请只留一条")


def _row_problems(place: Place, row: dict[str, Any]) -> Iterator[Problem]:
    for key in row.keys() - set(_KEYS):
        yield Problem(place, key, "、".join(_KEYS), "请删去或改正这一项的名称")
    for key, meaning in _REQUIRED.items():
        if not _is_sound(key, row.get(key)):
            read = f"{key} = {row.get(key, '（没有写）')}"
            yield Problem(place, read, meaning, "没有理由和姓名的豁免不起作用，请补全")
    for key in ("check", "where"):
        if not isinstance(row.get(key, ""), str):
            yield Problem(place, f"{key} = {row[key]}", "文字", "请加引号")


def _is_sound(key: str, value: Any) -> bool:
    if key == "on":
        return isinstance(value, date) and not isinstance(value, datetime)
    if not isinstance(value, str) or not value.strip():
        return False
    if key == "decision":
        return value in tuple(Decision)
    return key != "fingerprint" or bool(_FINGERPRINT.fullmatch(value))
