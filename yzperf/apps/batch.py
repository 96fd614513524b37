"""``yzperf batch`` (整批复核): thousands of forms, read, scored and checked on all processors; what cannot be read is listed."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from yzperf.apps.batch_lists import REFUSAL_COLUMNS, Lists, write_results
from yzperf.apps.batch_record import Record, digest_of, digest_of_all
from yzperf.apps.batch_task import TASK
from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.child import ChildError, Limits, allowed
from yzperf.loaders.confirmed_layouts import remembered_file
from yzperf.loaders.crew import run_all

RECORD = "续跑记录.jsonl"
LIMITS = Limits(memory=2 << 30, cpu=60, wall=180)  # the child holds rules and tables beside the file
# In a folder: workbooks, Word forms, and what must be converted first. Delimited files are mostly data: by name only.
_KINDS = (".xlsx", ".docx", ".xls", ".et", ".xlsm", ".xlsb", ".doc", ".wps")

Advance = Callable[[int, int, int], None]  # done, of all, refused


@dataclass(frozen=True, slots=True)
class Batch:
    """How a batch went."""

    files: int
    reused: int
    lists: Lists
    others: Mapping[str, int]  # what a folder holds beside, by ending

    def sentence(self) -> str:
        """One line for people."""
        endings = "、".join(f"{ending or '无后缀'} {count} 个" for ending, count in sorted(self.others.items()))
        beside = f"；文件夹里没有看的其他文件：{endings}" if endings else ""
        return (
            f"共 {self.files} 个文件：计分 {len(self.lists.overview)} 张表，其中 {self.lists.serious} 张有阻断或重大问题；"
            f"未能处理 {self.lists.refused} 个；沿用上次结果 {self.reused} 个{beside}"
        )

    def refusals(self) -> list[str]:
        """One line for every reason of refusal."""
        return [_refusal_line(line) for line in self.lists.refusals.to_dict("records")]


def _refusal_line(line: Mapping[Any, str]) -> str:
    place = " ".join(filter(None, [line["文件"], line["工作表"], line["位置"]]))
    expected = f"，应为{line['应为']}" if line["应为"] else ""
    return f"{place}：{line['读到']}{expected}。{line['如何改']}"


def run_batch(
    paths: Sequence[Path],
    out: Path,
    settings: Mapping[str, Any],
    *,
    about: Mapping[str, str],
    workers: int,
    advance: Advance,
) -> Batch:
    """Score and check every form, and write the lists.

    Parameters
    ----------
    paths
        Files and folders; folders are searched through.
    out
        Folder for the lists and the record of what is finished.
    settings
        Options of ``batch_task.score_one``.
    about
        What the lists must say of the rules.
    workers
        Children at work at the same time.
    advance
        Told after every file how many are done, of how many, and how many were refused.

    Raises
    ------
    LoadError
        If nothing is there to be scored.
    """
    files = find_files(paths, out)
    if not files:
        place = Place(file="、".join(map(str, paths)))
        raise LoadError(Problem(place, "没有可以复核的表", "含 .xlsx 自评表或评分表的文件夹", "请核对路径"))
    used = [Path(settings[key]) for key in ("rules", "layout") if settings[key]]
    record = Record(out / RECORD, digest_of_all(settings, [*used, remembered_file()]))
    try:
        reused = _work_off(files, record, settings, workers, advance)
        lists = write_results(out, list(files), record.result, about)
    except KeyboardInterrupt as error:
        raise LoadError(f"已中断：做完的记在 {out / RECORD}，再运行同样的命令就接着做") from error
    except BaseException:
        record.close()
        raise
    record.close(files)
    return Batch(len(files), reused, lists, _others(paths, out))


def find_files(paths: Sequence[Path], out: Path) -> dict[str, Path]:
    """Files by the name that the lists give them, sorted; a name is the way from the folder that was given.

    Raises
    ------
    LoadError
        All paths that are not there.
    """
    absent = [path for path in paths if not path.exists()]
    if absent:
        raise LoadError(
            [Problem(Place(file=str(path)), "没有这个文件或文件夹", "存在的路径", "请核对") for path in absent]
        )
    found: dict[str, Path] = {}
    for root in paths:
        for path in _forms(root, out) if root.is_dir() else [root]:
            within = path.relative_to(root).as_posix() if root.is_dir() else path.name
            name = within if len(paths) == 1 or not root.is_dir() else f"{root.resolve().name}/{within}"
            found[name if found.get(name, path) == path else str(path)] = path
    return dict(sorted(found.items()))


def _forms(folder: Path, out: Path) -> Iterator[Path]:
    return (path for path in _below(folder, out) if path.suffix.lower() in _KINDS)


def _others(paths: Sequence[Path], out: Path) -> Counter[str]:
    inside = (path for folder in paths if folder.is_dir() for path in _below(folder, out))
    return Counter(ending for path in inside if (ending := path.suffix.lower()) not in _KINDS)


def _below(root: Path, out: Path) -> Iterator[Path]:
    """Files in a folder; hidden ones, locks of open documents and our own lists are left out."""
    for folder, folders, names in os.walk(root):
        folders[:] = [
            name for name in folders if not name.startswith(".") and (Path(folder) / name).resolve() != out.resolve()
        ]
        for name in names:
            path = Path(folder) / name
            is_ours = path.parent.resolve() == out.resolve()
            if not name.startswith((".", "~$")) and not is_ours:
                yield path


def _work_off(
    files: Mapping[str, Path], record: Record, settings: Mapping[str, Any], workers: int, advance: Advance
) -> int:
    """Do what is not finished; gives the number of files that were."""
    digests = {name: digest_of(path) for name, path in files.items()}
    left = [name for name in files if not record.holds(name, digests[name])]
    done, refused = len(files) - len(left), 0
    advance(done, len(files), refused)
    outcomes = (
        run_all(TASK, [files[name] for name in left], settings, limits=allowed(LIMITS), workers=workers) if left else ()
    )
    for number, outcome in outcomes:
        name = left[number]
        # What took too much, or broke the child, may fare better on a free machine: no digest, so it is tried again.
        digest = "" if isinstance(outcome, ChildError) else digests[name]
        record.add(name, digest, _refused(outcome) if isinstance(outcome, LoadError) else outcome)
        done, refused = done + 1, refused + isinstance(outcome, LoadError)
        advance(done, len(files), refused)
    return len(files) - len(left)


def _refused(error: LoadError) -> dict[str, Any]:
    return {"refused": [_told(problem) for problem in error.problems]}


def _spot(place: Place) -> str:
    """Where in the sheet or text a problem is."""
    return str(replace(place, file="", sheet=""))


def _told(problem: Problem | str) -> dict[str, str]:
    if isinstance(problem, str):
        return dict(zip(REFUSAL_COLUMNS, ("", "", problem, "", ""), strict=True))
    place = problem.place
    told = (place.sheet, _spot(place), problem.read, problem.expected, problem.remedy)
    return dict(zip(REFUSAL_COLUMNS, told, strict=True))
