"""Three gates (三道关口): plan, draft, final; which checks belong to which stands in ``gates.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from yzperf.domain.finding import Coverage
from yzperf.errors import RuleError
from yzperf.quality.settled import Settled

_FILE = Path(__file__).with_name("gates.toml")


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate: patterns of the numbers of its checks, and of those that are left for a later gate."""

    id: str
    title: str
    checks: tuple[str, ...]
    later: tuple[str, ...] = ()

    def holds(self, check: str) -> bool:
        """Whether a check belongs to this gate."""
        return any(fnmatchcase(check, one) for one in self.checks) and not any(
            fnmatchcase(check, one) for one in self.later
        )


@cache
def gates() -> dict[str, Gate]:
    """All gates by their id, in the order in which a deliverable passes them."""
    table = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {id: Gate(id, row["title"], tuple(row["checks"]), tuple(row.get("except", ()))) for id, row in table.items()}


def at_gate(settled: Settled, name: str) -> Settled:
    """Keep what belongs to a gate, by its id or title: findings, decisions and coverage of its checks only.

    Raises
    ------
    RuleError
        If there is no such gate.
    """
    gate = next((gate for gate in gates().values() if name in (gate.id, gate.title)), None)
    if gate is None:
        known = "、".join(f"{gate.title}（{gate.id}）" for gate in gates().values())
        raise RuleError(f"没有关口“{name}”。可用：{known}")
    coverage = settled.audit.coverage
    verdicts = {key: verdict for key, verdict in coverage.verdicts.items() if gate.holds(key)}
    missing = {key: reason for key, reason in coverage.missing.items() if gate.holds(key)}
    findings = tuple(finding for finding in settled.audit.findings if gate.holds(finding.id))
    waived, accepted = (
        tuple(one for one in some if gate.holds(one.finding.id)) for some in (settled.waived, settled.accepted)
    )
    audit = replace(settled.audit, findings=findings, coverage=Coverage(verdicts, missing))
    return replace(settled, audit=audit, waived=waived, accepted=accepted, gate=gate.title)
