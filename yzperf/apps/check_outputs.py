"""What ``yzperf check`` writes (核查输出): list, marked copy, opinion, commented copy; no original is ever replaced."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from yzperf import face
from yzperf.apps import commented as commenting
from yzperf.apps import marked as marking
from yzperf.apps.score_files import write_findings
from yzperf.domain.case import Case
from yzperf.errors import LoadError
from yzperf.quality import Settled


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where lists, copies and the opinion go, and who says that they were written."""

    said: Callable[..., None]
    out: Path | None = None
    marked: Path | None = None
    opinion: Path | None = None
    commented: Path | None = None

    def require(self, paths: list[Path]) -> None:
        """Refuse what cannot be written of these paths before the long work.

        Raises
        ------
        LoadError
        """
        if self.marked:
            marking.require_markable(paths, self.marked)
        if self.commented:
            commenting.require_commentable(paths, self.commented)

    def write(self, settled: Settled, paths: Sequence[Path], cases: Sequence[Case], on: date) -> None:
        """Write whatever was asked for, and say so.

        Raises
        ------
        LoadError, ReportError
        """
        if self.out:
            write_findings(settled, self.out)
            self.said(self.out)
        if self.marked:
            marking.write_marked(paths[0], marking.marks_of_settled(settled), self.marked)
            self.said(self.marked)
        if self.opinion:
            _write_opinion(settled, paths, cases, on, self.opinion)
            self.said(self.opinion)
        if self.commented:
            commenting.write_commented(commenting.report_of(paths[0], cases), settled, self.commented)
            self.said(self.commented)


def _write_opinion(settled: Settled, paths: Sequence[Path], cases: Sequence[Case], on: date, out: Path) -> None:
    """The name, parties and label of a case are printed where a case was checked."""
    if len(cases) > 1:
        raise LoadError("--opinion：一份意见书只写一个案卷。请逐个案卷核查")  # several agencies, several answers
    case = cases[0] if cases else None
    if case and case.report and case.report.resolve() == out.resolve():
        raise LoadError(f"--opinion：“{out}”就是案卷里的报告，写上去会冲掉原件。请换一个文件名")
    face.write_opinion(settled, out, on=on, case=case, checked=[path.resolve().name for path in paths])
