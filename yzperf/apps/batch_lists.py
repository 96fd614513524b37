"""The lists of a batch (整批结果): an overview with the refusals, every row, every finding."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import pandas as pd

from yzperf.apps.atomic import write_atomically
from yzperf.apps.batch_work import FILE_COLUMN, REFUSAL_COLUMNS
from yzperf.apps.workbook import defused, write_lists

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
    overview: list[dict[str, Any]] = []
    refusals: list[dict[str, Any]] = []

    def fill(rows: _CsvList, findings: _CsvList) -> None:
        for name in names:
            found = result(name)
            refusals.extend(line | {FILE_COLUMN: name} for line in found.get("refused", ()))
            for table in found.get("tables", ()):
                line = table["overview"] | {"文件": name}
                overview.append(line)
                front = {"文件": name, "工作表": line["工作表"]}
                rows.write(front, table["scores"])
                findings.write(front, table["findings"])

    _write_both(out / ROWS, out / FINDINGS, fill)
    lists = Lists(
        pd.DataFrame(overview) if overview else pd.DataFrame(columns=["文件"]),
        pd.DataFrame(refusals, columns=[FILE_COLUMN, *REFUSAL_COLUMNS]),
    )
    notes = pd.DataFrame(about.items(), columns=["项目", "内容"])
    write_lists(out / OVERVIEW, {"汇总": lists.overview, "未能处理": lists.refusals, "说明": notes})
    return lists


class _CsvList:
    """A list that grows table by table: it may be larger than memory."""

    def __init__(self, stream: TextIO) -> None:
        self._writer = csv.writer(stream)
        self._heading: list[str] = []

    def write(self, front: Mapping[str, str], table: Mapping[str, Any]) -> None:
        """Add the rows of one table, with file and sheet in front."""
        if not self._heading:
            self._heading = list(dict.fromkeys([*front, *table["columns"]]))
            self._writer.writerow(self._heading)
        for row in table["rows"]:
            line = {**dict(zip(table["columns"], row, strict=True)), **front}
            self._writer.writerow([defused(line[column]) for column in self._heading])


def _write_both(one: Path, other: Path, fill: Callable[[_CsvList, _CsvList], None]) -> None:
    def open_both(first: Path, second: Path) -> None:
        with (
            first.open("w", encoding="utf-8-sig", newline="") as rows,
            second.open("w", encoding="utf-8-sig", newline="") as findings,
        ):
            fill(_CsvList(rows), _CsvList(findings))

    write_atomically(one, lambda first: write_atomically(other, lambda second: open_both(first, second)))
