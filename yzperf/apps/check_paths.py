"""``yzperf check`` (质量核查): every path audited, decisions on findings applied, what a case lacks told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yzperf import face
from yzperf.apps.case_state import state_lines
from yzperf.apps.check_outputs import Outputs
from yzperf.apps.marked import keep_problems
from yzperf.domain.case import Case
from yzperf.errors import LoadError
from yzperf.loaders import waivers
from yzperf.quality import Settled, at_gate, settle, together


@dataclass(frozen=True, slots=True)
class Checked:
    """One audit of everything that was given, the cases among it, and what these lack."""

    settled: Settled
    cases: tuple[Case, ...]
    states: list[str]


def check_paths(
    paths: Sequence[Path],
    rules: dict[str, Any],
    outputs: Outputs,
    step: Callable[[str], None],
    *,
    decided: Path | None = None,
    gate: str | None = None,
) -> Checked:
    """Audit every path; also what a case folder lacks, one line each.

    Parameters
    ----------
    decided
        A file of decisions instead of the one beside what is checked.
    gate
        Id of a gate whose checks alone are kept.

    Raises
    ------
    LoadError
        Of the first path that cannot be read, after its problems were written where wanted; or of the decisions.
    """
    if decided and len(paths) != 1:
        raise LoadError("--waivers：一份豁免记录只用于一个案卷或文件，请只给一个路径")
    decisions = [waivers.load_beside(path, decided) for path in paths]  # a defect in them is told before the long work
    settled: list[Settled] = []
    cases: list[Case] = []
    for path, waived in zip(paths, decisions, strict=True):
        step(f"核查 {path.name}")
        try:
            source = face.open_deliverable(path, on=rules["on"], region=rules["region"], profile=rules["profile"])
            settled.append(settle(face.check(source, **rules), waived))
        except LoadError as error:
            outputs.said(*keep_problems(error, path, outputs.out, outputs.marked))
            raise
        if isinstance(source, Case):
            cases.append(source)
    whole = together(settled) if gate is None else at_gate(together(settled), gate)
    return Checked(whole, tuple(cases), [line for case in cases for line in state_lines(case)])
