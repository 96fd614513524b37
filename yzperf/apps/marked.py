"""``yzperf check --marked`` (标注副本): the file as it was handed in, its problems or findings on their cells."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from yzperf.apps.atomic import write_atomically
from yzperf.domain.finding import Finding
from yzperf.domain.problem_table import problem_table
from yzperf.domain.waiver import Waived, Waiver
from yzperf.errors import LoadError, Problem
from yzperf.loaders.marking import LIST_SHEET, Mark, marked_copy
from yzperf.quality import Settled


def require_markable(paths: list[Path], out: Path) -> None:
    """One workbook or delimited file goes into one marked copy.

    Raises
    ------
    LoadError
    """
    if len(paths) != 1 or paths[0].suffix.lower() not in (".xlsx", ".csv", ".tsv"):
        raise LoadError("--marked：一次标注一个 .xlsx 或 .csv 文件，请只给一个文件")
    if out.suffix.lower() != ".xlsx":
        raise LoadError(f"--marked：读到“{out.name}”，应为 .xlsx 文件名")


def write_marked(path: Path, marks: Iterable[Mark], out: Path) -> None:
    """Write the copy beside nothing else: the original is left as it is."""
    copy = marked_copy(path, list(marks))
    write_atomically(out, lambda part: part.write_bytes(copy))


def marks_of_error(error: LoadError) -> list[Mark]:
    """One mark for every problem."""
    return [_of_problem(problem) for problem in error.problems]


def marks_of_settled(settled: Settled) -> list[Mark]:
    """One mark for every finding; one that somebody decided says so, and is no serious one once it does not count."""
    return [_of_finding(finding, waiver) for finding, waiver in settled.every_finding()]


def _of_finding(found: Finding, waiver: Waiver | None) -> Mark:
    text = f"{found.severity} {found.id} {found.title}：{found.message}"
    said = f"\n{Waived(found, waiver).words()}" if waiver else ""
    counts = waiver is None or waiver.counts
    return Mark(found.where.sheet, found.where.cell, text + said, found.is_serious and counts)


def keep_problems(error: LoadError, path: Path, out: Path | None, marked: Path | None) -> list[Path]:
    """Write the problems of a file that could not be read as a table and on a copy of it, where these are wanted.

    A file that is refused as a whole has no cells to mark; its own error says enough.
    """
    from yzperf.reports.table_files import save_tables

    written = [save_tables({LIST_SHEET: problem_table(error)}, out)] if out else []
    if marked is not None:
        with suppress(LoadError):
            write_marked(path, marks_of_error(error), marked)
            written.append(marked)
    return written


def _of_problem(problem: Problem | str) -> Mark:
    if isinstance(problem, str):
        return Mark("", "", problem)
    text = f"读到“{problem.read}”，应为{problem.expected}。{problem.remedy}"
    return Mark(problem.place.sheet, problem.place.cell, text)
