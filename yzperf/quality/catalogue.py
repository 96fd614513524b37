"""The catalogue of checks (检查目录): a check is a generator of findings, registered with its number and clause."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from yzperf.domain.claims import Claim
from yzperf.domain.finding import Confidence, Departure, EvidenceClass, Finding, Severity, Verdict
from yzperf.errors import Place

CheckFunction = Callable[..., Iterator["Hit"]]


@dataclass(frozen=True, slots=True)
class Hit:
    """What a check yields: the place, the contradiction, and, where they differ from the check's own, severity,
    class, or the citation that this one rests on. ``is_beyond_doubt`` where both numbers are said to be of one thing
    (2.36亿元（2,361万元）), however far they lie apart; ``rests_on`` are the printed numbers that contradict each other,
    of which one has to be wrong."""

    where: Place
    message: str
    reported: str = ""
    recomputed: str = ""
    changes_conclusion: bool = False
    severity: Severity | None = None
    evidence: EvidenceClass | None = None
    clause: str = ""
    departure: Departure | None = None
    confidence: Confidence | None = None
    is_beyond_doubt: bool = False
    rests_on: tuple[Claim, ...] = ()

    @property
    def as_lead(self) -> Hit:
        """The same as something to look at, that never costs points."""
        return replace(self, severity=Severity.MINOR, evidence=EvidenceClass.LEAD)

    @property
    def as_proof(self) -> Hit:
        """The same as a contradiction that nobody can explain away."""
        return replace(self, severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)

    @property
    def as_hint(self) -> Hit:
        """The same as a mere hint."""
        return replace(self, severity=Severity.HINT, evidence=EvidenceClass.LEAD)


@dataclass(frozen=True, slots=True)
class Check:
    """One registered check. ``needs`` are the names of its parameters: the material it cannot do without."""

    id: str
    title: str
    clause: str
    severity: Severity
    evidence: EvidenceClass
    needs: tuple[str, ...]
    run: CheckFunction

    def finding(self, hit: Hit, clause: str) -> Finding:
        """Turn a hit into a finding. A lead stays a lead and a hint a hint, however the check is graded."""
        evidence = hit.evidence or self.evidence
        verdict = Verdict.LEAD if evidence is EvidenceClass.LEAD else Verdict.FAILED
        return Finding(
            id=self.id,
            title=self.title,
            evidence=evidence,
            severity=hit.severity or self.severity,
            verdict=verdict,
            where=hit.where,
            message=hit.message,
            reported=hit.reported,
            recomputed=hit.recomputed,
            changes_conclusion=hit.changes_conclusion,
            clause=hit.clause or clause,
            departure=hit.departure,
            confidence=hit.confidence,
        )


class Inapplicable(Exception):  # noqa: N818  (not an error: the check has nothing to judge)
    """Raised by a check whose material is there but holds nothing it could judge; the text says what is lacking."""


class NoPower(Inapplicable):
    """Raised by a check whose test could not find anything in so little material (无检出力): that is no pass."""


# One number may have several parts that need different material (B08: the form, the budget table).
_CHECKS: dict[tuple[str, str], Check] = {}


def check(
    id: str, *, title: str, clause: str, severity: Severity, evidence: EvidenceClass
) -> Callable[[CheckFunction], CheckFunction]:
    """Register a check. Its parameter names are the material it needs (see ``bundle.MATERIALS``).

    Parameters
    ----------
    clause
        Id of the clause in ``rules/data/clauses``; blank where the check is plain arithmetic.
    """

    def register(function: CheckFunction) -> CheckFunction:
        needs = tuple(inspect.signature(function).parameters)
        _CHECKS[id, function.__name__] = Check(id, title, clause, severity, evidence, needs, function)
        return function

    return register


def all_checks() -> tuple[Check, ...]:
    """All registered checks, by number."""
    import yzperf.quality.checks as _room

    _room.load()
    return tuple(_CHECKS[key] for key in sorted(_CHECKS))


def arguments(check: Check, part: Callable[[str], Any]) -> dict[str, Any]:
    """The material of a check by name; missing parts are None."""
    return {name: part(name) for name in check.needs}
