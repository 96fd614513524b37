"""``yzperf check`` (质量核查): every path audited, what a case lacks told; problems kept where they are wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from yzperf import face
from yzperf.apps.case_state import state_lines
from yzperf.apps.marked import keep_problems
from yzperf.domain.case import Case
from yzperf.errors import LoadError
from yzperf.quality import Audit, merge


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where lists and marked copies go, and who says that they were written."""

    out: Path | None
    marked: Path | None
    said: Callable[..., None]


@dataclass(frozen=True, slots=True)
class Checked:
    """One audit of everything that was given, the cases among it, and what these lack."""

    audit: Audit
    cases: tuple[Case, ...]
    states: list[str]


def check_paths(paths: Sequence[Path], rules: dict[str, Any], outputs: Outputs, step: Callable[[str], None]) -> Checked:
    """Audit every path; also what a case folder lacks, one line each.

    Raises
    ------
    LoadError
        Of the first path that cannot be read, after its problems were written where wanted.
    """
    audits: list[Audit] = []
    cases: list[Case] = []
    for path in paths:
        step(f"核查 {path.name}")
        try:
            source = face.open_case(path) if path.is_dir() else path
            audits.append(face.check(source, **rules))
        except LoadError as error:
            outputs.said(*keep_problems(error, path, outputs.out, outputs.marked))
            raise
        if isinstance(source, Case):
            cases.append(source)
    states = [line for case in cases for line in state_lines(case)]
    return Checked(merge(audits), tuple(cases), states)


def write_opinion_of(checked: Checked, paths: Sequence[Path], on: date, out: Path) -> None:
    """Write the opinion; the name, parties and label of a case are printed where a case was checked.

    Raises
    ------
    LoadError
        If several cases were checked (the answers of several agencies do not belong on one paper), or the opinion would
        replace the report.
    """
    if len(checked.cases) > 1:
        raise LoadError("--opinion：一份意见书只写一个案卷。请逐个案卷核查")
    case = checked.cases[0] if checked.cases else None
    if case and case.report and case.report.resolve() == out.resolve():
        raise LoadError(f"--opinion：“{out}”就是案卷里的报告，写上去会冲掉原件。请换一个文件名")
    face.write_opinion(checked.audit, out, on=on, case=case, checked=[path.resolve().name for path in paths])
