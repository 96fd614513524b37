"""The lists of a batch (整批结果): an overview with the refusals, every row, every finding."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from yzperf.apps.atomic import write_atomically
from yzperf.apps.workbook import defused, write_lists

REFUSAL_COLUMNS = ("工作表", "位置", "读到", "应为", "如何改")
OVERVIEW, ROWS, FINDINGS = "汇总.xlsx", "逐行得分.csv", "核查发现.csv"
_SERIOUS = "阻断和重大问题"
Results = Callable[[str], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Lists:
    """The two lists that people read first: a line for every table, a line for every reason of refusal."""

    overview: pd.DataFrame
    refusals: pd.DataFrame

    @property
    def serious(self) -> int:
        """Tables with blocking or major findings."""
        return int((self.overview[_SERIOUS] > 0).sum()) if len(self.overview) else 0

    @property
    def refused(self) -> int:
        """Files that could not be read."""
        return int(self.refusals["文件"].nunique())


def write_results(out: Path, names: Sequence[str], result: Results, about: Mapping[str, str]) -> Lists:
    """Write all lists, each whole or not at all, in the order of the names: the same results give the same bytes.

    Parameters
    ----------
    result
        Gives the result of ``batch_task.score_one`` by name, or ``{"refused": […]}``; asked for one file at a time.
    about
        What the reader must know of the batch: rules, date, numbers.
    """
    overview = [line | {"文件": name} for name in names for line in _overview_lines(result(name))]
    refusals = [{"文件": name} | line for name in names for line in result(name).get("refused", ())]
    lists = Lists(pd.DataFrame(overview), pd.DataFrame(refusals, columns=["文件", *REFUSAL_COLUMNS]))
    _write_csv(out / ROWS, names, result, "scores")
    _write_csv(out / FINDINGS, names, result, "findings")
    notes = pd.DataFrame(about.items(), columns=["项目", "内容"])
    write_lists(out / OVERVIEW, {"汇总": lists.overview, "未能处理": lists.refusals, "说明": notes})
    return lists


def _overview_lines(result: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    yield from (table["overview"] for table in result.get("tables", ()))


def _write_csv(path: Path, names: Sequence[str], result: Results, key: str) -> None:
    """One list of all tables, file by file: it may be larger than memory."""

    def fill(target: Path) -> None:
        heading: list[str] = []
        with target.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            for line in _lines(names, result, key):
                if not heading:
                    heading = list(line)
                    writer.writerow(heading)
                writer.writerow([defused(line[column]) for column in heading])

    write_atomically(path, fill)


def _lines(names: Sequence[str], result: Results, key: str) -> Iterator[dict[str, Any]]:
    for name in names:
        for table in result(name).get("tables", ()):
            front = {"文件": name, "工作表": table["overview"]["工作表"]}
            for row in table[key]["rows"]:
                yield front | dict(zip(table[key]["columns"], row, strict=True)) | front
