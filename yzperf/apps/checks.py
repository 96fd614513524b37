"""``yzperf checks`` (成批核查): hundreds of deliverables, checked on all processors; one bad file costs itself alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from yzperf.apps.atomic import write_atomically
from yzperf.apps.batch_record import Record, digest_of, digest_of_all
from yzperf.apps.batch_work import (
    FILE_COLUMN,
    Advance,
    below,
    kept_record,
    refusal_line,
    require_there,
    work_off,
)
from yzperf.apps.checks_lists import Lists, shown, write_results
from yzperf.apps.checks_task import FILES, LISTING, TASK
from yzperf.apps.workbook import book_bytes
from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.case_settings import FILE as SETTINGS
from yzperf.loaders.confirmed_layouts import remembered_file
from yzperf.loaders.waivers import beside

OUTPUTS = "交付物"  # below it every deliverable has a folder of its own
_KINDS = (".docx", ".xlsx", ".doc", ".wps", ".xls", ".et", ".xlsm", ".xlsb")


@dataclass(frozen=True, slots=True)
class Checks:
    """How a batch of deliverables went."""

    deliverables: int
    reused: int
    lists: Lists

    def sentence(self) -> str:
        """One line for people."""
        return (
            f"共 {self.deliverables} 份交付物：核查 {len(self.lists.overview)} 份，其中 {self.lists.serious} 份有阻断或重大问题；"
            f"未能核查 {self.lists.refused} 份；沿用上次结果 {self.reused} 份"
        )

    def refusals(self) -> list[str]:
        """One line for every deliverable that was refused: its first problem, and how many more there are."""
        lines: dict[str, list[dict[Any, str]]] = {}
        for line in self.lists.refusals.to_dict("records"):
            lines.setdefault(line["交付物"], []).append(line)
        return [_refusal(several) for several in lines.values()]


def _refusal(lines: Sequence[Mapping[Any, str]]) -> str:
    name, file = lines[0]["交付物"], lines[0][FILE_COLUMN]
    first = refusal_line({**lines[0], FILE_COLUMN: name if name.endswith(file) else f"{name} {file}"})
    return first + (f"（另有 {len(lines) - 1} 处，见汇总）" if len(lines) > 1 else "")


def run_checks(
    paths: Sequence[Path],
    out: Path,
    settings: Mapping[str, Any],
    *,
    about: Mapping[str, str],
    workers: int,
    advance: Advance,
) -> Checks:
    """Check every deliverable, write its outputs into a folder of its own, and the lists over all of them.

    Parameters
    ----------
    paths
        Case folders, folders of deliverables, or single reports and workbooks.
    out
        Folder for outputs, lists and the record of what is finished.
    settings
        Options of ``checks_task.check_one``.
    about
        What the lists must say of the rules.
    workers
        Children at work at the same time.
    advance
        Told after every deliverable how many are done, of how many, and how many were refused.

    Raises
    ------
    LoadError
        If nothing is there to be checked.
    """
    found = find_deliverables(paths, out)
    if not found:
        place = Place(file="、".join(map(str, paths)))
        raise LoadError(
            Problem(place, "没有可以核查的交付物", "案卷文件夹（含 case.toml）、报告或评分表", "请核对路径")
        )
    extra = [Path(settings["rules"])] if settings["rules"] else []
    outputs = _Outputs(out)
    with kept_record(out, digest_of_all(settings, [*extra, remembered_file()]), found) as record:
        digests = {name: _digest(path, out) for name, path in found.items()}
        left = [name for name in found if not (record.holds(name, digests[name]) and outputs.stand(name, record))]
        work_off(
            TASK,
            found,
            settings,
            left=left,
            record=record,
            digests=digests,
            workers=workers,
            advance=advance,
            keep=outputs.keep,
        )
        lists = write_results(out, list(found), record.result, about)
    return Checks(len(found), len(found) - len(left), lists)


def find_deliverables(paths: Sequence[Path], out: Path) -> dict[str, Path]:
    """Deliverables by the name that the lists give them, sorted: case folders, and files that lie in none of them.

    Raises
    ------
    LoadError
        All paths that are not there.
    """
    require_there(paths)
    found: dict[str, Path] = {}
    for root in paths:
        for path in _deliverables(root, out):
            within = path.relative_to(root).as_posix() if path != root else root.resolve().name
            name = within if len(paths) == 1 or path == root else f"{root.resolve().name}/{within}"
            found[name if found.get(name, path) == path else path.resolve().as_posix()] = path
    return dict(sorted(found.items()))


def _deliverables(root: Path, out: Path) -> Iterator[Path]:
    """A case folder is one deliverable, whatever lies in it; elsewhere every report and every workbook is one."""
    if root.is_file():
        yield root
        return
    files = list(below(root, out))
    cases = {path.parent for path in files if path.name == SETTINGS}
    yield from (case for case in cases if not cases & set(case.parents))
    yield from (path for path in files if path.suffix.lower() in _KINDS and not cases & set(path.parents))


def _digest(path: Path, out: Path) -> str:
    """What a deliverable rests on: the bytes of all its files with their names; blank where one cannot be read."""
    if path.is_file():
        decisions = beside(path)
        return digest_of(path) + (digest_of(decisions) if decisions.exists() else "")
    parts = [(file.relative_to(path).as_posix(), digest_of(file)) for file in sorted(below(path, out))]
    known = all(digest for _, digest in parts)
    return hashlib.sha256(repr(parts).encode()).hexdigest() if known else ""


def _fill(path: Path, content: bytes) -> None:
    path.write_bytes(content)


@dataclass(frozen=True, slots=True)
class _Outputs:
    """The folders with each deliverable's own outputs; the record keeps the SHA-256 of every file."""

    out: Path

    def keep(self, name: str, result: dict[str, Any]) -> dict[str, Any]:
        """Write the outputs of one deliverable; of one that is refused, those of an earlier run are taken away."""
        folder, files = self._folder(name), dict(result.get("files", {}))
        if "lists" in result:
            files[LISTING] = book_bytes({title: shown(table) for title, table in result["lists"].items()})
        for gone in set(FILES) - set(files):
            (folder / gone).unlink(missing_ok=True)
        for file, content in files.items():
            write_atomically(folder / file, partial(_fill, content=content))
        if not files:
            with suppress(OSError):  # not there, or something else lies in it
                folder.rmdir()
        return result | {"files": {file: hashlib.sha256(content).hexdigest() for file, content in files.items()}}

    def stand(self, name: str, record: Record) -> bool:
        """Whether all that was written of a finished deliverable is still there as it was."""
        written = record.result(name).get("files", {})
        return all(digest_of(self._folder(name) / file) == digest for file, digest in written.items())

    def _folder(self, name: str) -> Path:
        path = PurePosixPath(name)
        return self.out / OUTPUTS / path.relative_to(path.anchor)
