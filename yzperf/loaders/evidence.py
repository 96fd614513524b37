"""The evidence folder (证据文件夹): every file against the manifest, by its SHA-256; new files are registered once."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from yzperf.domain.evidence import Evidence, EvidenceFile, EvidenceState, plain_number
from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.delimited import read_rows
from yzperf.loaders.table_check import check_table, shipped_schema
from yzperf.loaders.text_table import TextTable, missing_columns, read_text_table

FOLDER, MANIFEST = "evidence", "evidence/manifest.csv"
HEADING = ("编号", "文件", "sha256", "来源", "取得日期", "采集人", "定位", "大小")
_IGNORED = ("manifest.csv", "desktop.ini", "Thumbs.db", ".DS_Store")


@dataclass(frozen=True, slots=True)
class Sealing:
    """What sealing does: rows of the whole manifest, which files are new, and which no longer are what was sealed."""

    rows: tuple[tuple[str, ...], ...]  # heading first
    sealed: tuple[str, ...]
    broken: tuple[EvidenceFile, ...]


def read_manifest(path: Path) -> tuple[Evidence, ...]:
    """Read the manifest; one with a heading alone is empty.

    Raises
    ------
    LoadError
        All defects at once.
    """
    rows = [row for row in read_rows(path) if any(row)]
    if len(rows) == 1 and not [name for name in HEADING[:-1] if name not in rows[0]]:
        return ()
    table = read_text_table(path)
    schema = shipped_schema("manifest")
    if problems := missing_columns(table, schema.required) or list(check_table(table, schema)):
        raise LoadError(problems)
    return tuple(_line(table, row) for row in range(len(table.rows)))


def verify(folder: Path, manifest: Sequence[Evidence]) -> tuple[EvidenceFile, ...]:
    """Every listed file, then every file that lies there unlisted (证据核对). Files are read once, as streams."""
    found = [_listed(folder, item) for item in manifest]
    known = {(folder / FOLDER / item.file).resolve() for item in manifest}
    place = Place(file=MANIFEST)
    for path in sorted((folder / FOLDER).rglob("*")):
        if path.is_file() and path.name not in _IGNORED and path.resolve() not in known:
            name = path.relative_to(folder / FOLDER).as_posix()
            found.append(EvidenceFile("", name, EvidenceState.UNLISTED, path.stat().st_size, _digest(path), (), place))
    return tuple(_with_twins(found))


def plan_seal(folder: Path) -> Sealing:
    """What the manifest becomes when new files are registered: a hash that stands there is never replaced.

    Raises
    ------
    LoadError
        If the manifest is defective, or there is nothing to seal.
    """
    path = folder / MANIFEST
    manifest = read_manifest(path) if path.exists() else ()
    files = verify(folder, manifest)
    if not files:
        raise LoadError(Problem(Place(str(folder)), "没有证据文件", f"{FOLDER} 文件夹里的证据", "请先放入证据文件"))
    old = [row for row in read_rows(path) if any(row)] if path.exists() else []
    heading = [*(old[0] if old else HEADING)]
    heading += ["大小"] if "大小" not in heading else []
    lines = [dict(zip(heading, [*row, *[""] * len(heading)], strict=False)) for row in old[1:]]
    fresh = [one for one in files if one.state in (EvidenceState.UNSEALED, EvidenceState.UNLISTED)]
    for one in fresh:
        _register(lines, one)
    rows = (tuple(heading), *(tuple(line.get(name, "") for name in heading) for line in lines))
    broken = tuple(one for one in files if one.state not in (EvidenceState.INTACT, *_NEW))
    return Sealing(rows, tuple(one.file for one in fresh), broken)


_NEW = (EvidenceState.UNSEALED, EvidenceState.UNLISTED)


def _register(lines: list[dict[str, str]], one: EvidenceFile) -> None:
    """Fill the blank hash of a listed file, or add a line for a new one with the next number."""
    line = next((line for line in lines if line.get("编号") == one.id and one.id), None)
    if line is None:
        line = {"编号": _next_number(lines), "文件": one.file}
        lines.append(line)
    line["sha256"], line["大小"] = one.sha256, str(one.size)


def _next_number(lines: Sequence[dict[str, str]]) -> str:
    used = [int(line["编号"][1:]) for line in lines if line["编号"][:1] == "E" and line["编号"][1:].isdecimal()]
    return f"E{max(used, default=0) + 1:02}"


def _line(table: TextTable, row: int) -> Evidence:
    cells = dict(zip(table.heading, table.rows[row], strict=True))
    size = cells.get("大小", "")
    return Evidence(
        id=plain_number(cells["编号"]),
        file=cells["文件"],
        sha256=cells["sha256"].lower(),
        source=cells["来源"],
        collected_on=cells["取得日期"],
        collector=cells["采集人"],
        locator=cells["定位"],
        where=Place(MANIFEST, cell=f"第{table.numbers[row]}行"),
        size=int(size) if size else None,
    )


def _listed(folder: Path, item: Evidence) -> EvidenceFile:
    path = (folder / FOLDER / item.file).resolve()
    if not path.is_relative_to(folder.resolve()):
        return EvidenceFile(item.id, item.file, EvidenceState.OUTSIDE, None, "", (), item.where)
    if not path.is_file():
        return EvidenceFile(item.id, item.file, EvidenceState.ABSENT, None, "", (), item.where)
    size, digest = path.stat().st_size, _digest(path)
    return EvidenceFile(item.id, item.file, _state(item, size, digest), size, digest, (), item.where)


def _state(item: Evidence, size: int, digest: str) -> EvidenceState:
    if size == 0:
        return EvidenceState.EMPTY
    if not item.sha256:
        return EvidenceState.UNSEALED
    if item.size is not None and item.size != size:
        return EvidenceState.RESIZED
    return EvidenceState.INTACT if digest == item.sha256 else EvidenceState.ALTERED


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _with_twins(files: Sequence[EvidenceFile]) -> Iterator[EvidenceFile]:
    """Files of equal content name each other: the same paper may have been handed in twice."""
    by_content: dict[str, list[str]] = defaultdict(list)
    for one in files:
        if one.size:
            by_content[one.sha256].append(one.file)
    for one in files:
        twins = tuple(name for name in by_content.get(one.sha256, ()) if name != one.file)
        yield EvidenceFile(one.id, one.file, one.state, one.size, one.sha256, twins, one.where)
