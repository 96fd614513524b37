"""The lists over a batch of deliverables (成批核查的清单): a line for each, every finding, what every check came to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from yzperf.apps.batch_work import FILE_COLUMN, REFUSAL_COLUMNS
from yzperf.apps.workbook import write_lists
from yzperf.domain.finding import Verdict
from yzperf.quality.catalogue import all_checks

OVERVIEW, OVERVIEW_CSV, FINDINGS, TIMES = "汇总.xlsx", "汇总.csv", "核查发现.csv", "用时.csv"
_NAME, _SERIOUS = "交付物", "阻断和重大问题"
Results = Callable[[str], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Lists:
    """The two lists that people read first: a line for every deliverable, a line for every reason of refusal."""

    overview: pd.DataFrame
    refusals: pd.DataFrame

    @property
    def serious(self) -> int:
        """Deliverables with blocking or major problems."""
        return int((self.overview[_SERIOUS] > 0).sum()) if len(self.overview) else 0

    @property
    def refused(self) -> int:
        """Deliverables that could not be checked."""
        return int(self.refusals[_NAME].nunique())


def write_results(out: Path, names: Sequence[str], result: Results, about: Mapping[str, str]) -> Lists:
    """Write all lists in the order of the names: the same results give the same bytes, but for the times.

    Parameters
    ----------
    result
        Gives the result of ``checks_task.check_one`` by name, or ``{"refused": […]}``.
    about
        What the reader must know of the batch: rules, date, program.
    """
    overview: list[dict[str, Any]] = []
    refusals: list[dict[str, Any]] = []
    findings: list[pd.DataFrame] = []
    states: list[tuple[str, str]] = []
    times: list[tuple[str, float | None]] = []
    verdicts: dict[str, Counter[str]] = {}
    for name in names:
        found = result(name)
        times.append((name, found.get("seconds")))
        refusals.extend({_NAME: name} | line for line in found.get("refused", ()))
        if "overview" in found:
            states.extend((name, line) for line in found["states"])
            overview.append({_NAME: name} | found["overview"])
            findings.append(_findings(name, found["lists"]["核查发现"]))
            _count(verdicts, found["lists"]["检查覆盖"]["rows"])
    lists = Lists(
        pd.DataFrame(overview) if overview else pd.DataFrame(columns=[_NAME]),
        pd.DataFrame(refusals, columns=[_NAME, FILE_COLUMN, *REFUSAL_COLUMNS]),
    )
    notes = pd.DataFrame(about.items(), columns=["项目", "内容"])
    sheets = {"汇总": lists.overview, "未能核查": lists.refusals, "各项检查": _by_check(verdicts)}
    sheets |= {"案卷状况": pd.DataFrame(states, columns=[_NAME, "状况"]), "说明": notes}
    write_lists(out / OVERVIEW, sheets)
    write_lists(out / OVERVIEW_CSV, {"汇总": lists.overview})
    write_lists(out / FINDINGS, {"核查发现": pd.concat(findings) if findings else pd.DataFrame(columns=[_NAME])})
    write_lists(out / TIMES, {"用时": pd.DataFrame(times, columns=[_NAME, "秒"])})
    return lists


def _findings(name: str, table: Mapping[str, Any]) -> pd.DataFrame:
    frame = shown(table)
    frame.insert(0, _NAME, name)
    return frame


def shown(table: Mapping[str, Any]) -> pd.DataFrame:
    """A table that was sent as plain lists."""
    return pd.DataFrame(table["rows"], columns=table["columns"])


def _count(counts: dict[str, Counter[str]], coverage: Sequence[Sequence[str]]) -> None:
    for id, verdict, *_ in coverage:
        counts.setdefault(id, Counter())[verdict] += 1


def _by_check(counts: Mapping[str, Counter[str]]) -> pd.DataFrame:
    """How many deliverables passed a check, failed it, gave a lead, or gave it nothing to judge."""
    titles = {check.id: check.title for check in all_checks()}
    rows = [(id, titles[id], *(count[verdict] for verdict in Verdict)) for id, count in sorted(counts.items())]
    return pd.DataFrame(rows, columns=["检查", "名称", *map(str, Verdict)])
