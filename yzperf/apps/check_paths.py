"""``yzperf check`` (质量核查): every path audited, what a case lacks told; problems kept where they are wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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


def check_paths(
    paths: Sequence[Path], rules: dict[str, Any], outputs: Outputs, step: Callable[[str], None]
) -> tuple[Audit, list[str]]:
    """Audit every path; also what a case folder lacks, one line each.

    Raises
    ------
    LoadError
        Of the first path that cannot be read, after its problems were written where wanted.
    """
    audits: list[Audit] = []
    states: list[str] = []
    for path in paths:
        step(f"核查 {path.name}")
        try:
            source = face.open_case(path) if path.is_dir() else path
            audits.append(face.check(source, **rules))
        except LoadError as error:
            outputs.said(*keep_problems(error, path, outputs.out, outputs.marked))
            raise
        if isinstance(source, Case):
            states += state_lines(source)
    return merge(audits), states
