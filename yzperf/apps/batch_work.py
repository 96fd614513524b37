"""What every batch does (成批处理): what is finished is kept, the rest goes to the children, refusals are told in one shape."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from yzperf.apps.batch_record import Record
from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.child import ChildError, Limits, allowed
from yzperf.loaders.crew import run_all

RECORD = "续跑记录.jsonl"
LIMITS = Limits(memory=2 << 30, cpu=60, wall=180)  # the child holds rules and tables beside the file
FILE_COLUMN = "文件"
REFUSAL_COLUMNS = ("工作表", "位置", "读到", "应为", "如何改")

Advance = Callable[[int, int, int], None]  # done, of all, refused
Keep = Callable[[str, dict[str, Any]], dict[str, Any]]


def _as_it_is(name: str, result: dict[str, Any]) -> dict[str, Any]:
    return result


def work_off(
    task: str,
    things: Mapping[str, Path],
    settings: Mapping[str, Any],
    *,
    left: Sequence[str],
    record: Record,
    digests: Mapping[str, str],
    workers: int,
    advance: Advance,
    keep: Keep = _as_it_is,
) -> None:
    """Do what is left, and write every result down at once.

    Parameters
    ----------
    things
        Files or folders by name.
    left
        Names of those that are not finished.
    digests
        What each thing rests on, by name; blank where that is not known.
    keep
        What to write down of a result; it may put parts of it into files.
    """
    done, refused = len(things) - len(left), 0
    advance(done, len(things), refused)
    outcomes = (
        run_all(task, [things[name] for name in left], settings, limits=allowed(LIMITS), workers=workers)
        if left
        else ()
    )
    for number, outcome in outcomes:
        name = left[number]
        # What took too much, or broke the child, may fare better on a free machine: no digest, so it is tried again.
        digest = "" if isinstance(outcome, ChildError) else digests[name]
        told = _refused(outcome) if isinstance(outcome, LoadError) else outcome
        record.add(name, digest, keep(name, told))
        done, refused = done + 1, refused + isinstance(outcome, LoadError)
        advance(done, len(things), refused)


@contextmanager
def kept_record(out: Path, digest: str, names: Iterable[str]) -> Iterator[Record]:
    """The record of what is finished, in the folder of the lists; at the end it holds these names alone.

    Raises
    ------
    LoadError
        If somebody stops the batch: how to go on.
    """
    file = out / RECORD
    record = Record(file, digest)
    try:
        yield record
    except KeyboardInterrupt as error:
        raise LoadError(f"已中断：做完的记在 {file}，再运行同样的命令就接着做") from error
    except BaseException:
        record.close()
        raise
    record.close(names)


def require_there(paths: Iterable[Path]) -> None:
    """Refuse paths that are not there.

    Raises
    ------
    LoadError
        All of them.
    """
    absent = [path for path in paths if not path.exists()]
    if absent:
        raise LoadError(
            [Problem(Place(file=str(path)), "没有这个文件或文件夹", "存在的路径", "请核对") for path in absent]
        )


def below(root: Path, out: Path) -> Iterator[Path]:
    """Files in a folder; hidden ones, locks of open documents and our own lists are left out."""
    ours = out.resolve()
    for folder, folders, names in os.walk(root):
        here = Path(folder).resolve()
        folders[:] = [name for name in folders if not name.startswith(".") and here / name != ours]
        if here != ours:
            yield from (Path(folder) / name for name in names if not name.startswith((".", "~$")))


def refusal_line(line: Mapping[Any, str]) -> str:
    """One reason of refusal for people: place, what was read, what should be there, what to do."""
    place = " ".join(filter(None, [line[FILE_COLUMN], line["工作表"], line["位置"]]))
    expected = f"，应为{line['应为']}" if line["应为"] else ""
    remedy = f"。{line['如何改']}" if line["如何改"] else ""
    return f"{place}：{line['读到']}{expected}{remedy}"


def _refused(error: LoadError) -> dict[str, Any]:
    return {"refused": [_told(problem) for problem in error.problems]}


def _told(problem: Problem | str) -> dict[str, str]:
    columns = (FILE_COLUMN, *REFUSAL_COLUMNS)
    if isinstance(problem, str):
        return dict(zip(columns, ("", "", "", problem, "", ""), strict=True))
    place = problem.place
    spot = str(replace(place, file="", sheet=""))  # where in the sheet or text
    told = (place.file, place.sheet, spot, problem.read, problem.expected, problem.remedy)
    return dict(zip(columns, told, strict=True))
