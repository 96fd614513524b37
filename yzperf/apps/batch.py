"""``yzperf batch`` (整批复核): thousands of forms, read, scored and checked on all processors; what cannot be read is listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yzperf.apps.batch_lists import Lists, write_results
from yzperf.apps.batch_record import digest_of, digest_of_all
from yzperf.apps.batch_task import TASK
from yzperf.apps.batch_work import Advance, below, kept_record, refusal_line, require_there, work_off
from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.confirmed_layouts import remembered_file

# In a folder: workbooks, Word forms, and what must be converted first. Delimited files are mostly data: by name only.
_KINDS = (".xlsx", ".docx", ".xls", ".et", ".xlsm", ".xlsb", ".doc", ".wps")


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
        return [refusal_line(line) for line in self.lists.refusals.to_dict("records")]


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
    with kept_record(out, digest_of_all(settings, [*used, remembered_file()]), files) as record:
        digests = {name: digest_of(path) for name, path in files.items()}
        left = [name for name in files if not record.holds(name, digests[name])]
        work_off(TASK, files, settings, left=left, record=record, digests=digests, workers=workers, advance=advance)
        lists = write_results(out, list(files), record.result, about)
    return Batch(len(files), len(files) - len(left), lists, _others(paths, out))


def find_files(paths: Sequence[Path], out: Path) -> dict[str, Path]:
    """Files by the name that the lists give them, sorted; a name is the way from the folder that was given.

    Raises
    ------
    LoadError
        All paths that are not there.
    """
    require_there(paths)
    found: dict[str, Path] = {}
    for root in paths:
        for path in _forms(root, out) if root.is_dir() else [root]:
            within = path.relative_to(root).as_posix() if root.is_dir() else path.name
            name = within if len(paths) == 1 or not root.is_dir() else f"{root.resolve().name}/{within}"
            found[name if found.get(name, path) == path else str(path)] = path
    return dict(sorted(found.items()))


def _forms(folder: Path, out: Path) -> Iterator[Path]:
    return (path for path in below(folder, out) if path.suffix.lower() in _KINDS)


def _others(paths: Sequence[Path], out: Path) -> Counter[str]:
    inside = (path for folder in paths if folder.is_dir() for path in below(folder, out))
    return Counter(ending for path in inside if (ending := path.suffix.lower()) not in _KINDS)
