"""What people decided about a finding (豁免): by whom, when, why; it holds only while the finding is unchanged."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from yzperf.domain.finding import Finding

_DIGITS = 12  # of the fingerprint: short enough to type, one chance in 10⁹ that two of 500 findings share it


class Decision(StrEnum):
    """What was decided (决定). Only an accepted finding still counts."""

    ACCEPTED = "接受"
    REJECTED = "驳回"
    WAIVED = "豁免"


@dataclass(frozen=True, slots=True)
class Waiver:
    """One decision about the finding with this fingerprint. ``check`` and ``where`` are there for people to read."""

    fingerprint: str
    decision: Decision
    reason: str
    by: str
    on: date
    check: str = ""
    where: str = ""

    @property
    def counts(self) -> bool:
        """Whether the finding still counts."""
        return self.decision is Decision.ACCEPTED


@dataclass(frozen=True, slots=True)
class Waived:
    """A finding with the decision that was made about it."""

    finding: Finding
    waiver: Waiver

    def words(self) -> str:
        """Decision, name, day and reason as people read them: 已豁免（李示例，2025-06-01）：理由."""
        return f"{self.heading()}：{self.waiver.reason}"

    def heading(self) -> str:
        """Decision, name and day without the reason."""
        return f"已{self.waiver.decision}（{self.waiver.by}，{self.waiver.on}）"


def fingerprint(finding: Finding) -> str:
    """Name a finding by check, place, reported and recomputed value: the same in any order, another once one changes.

    Where a check does not state both, its message says what was found and takes part: one cell can hold two such findings.
    """
    place = finding.where
    values = (finding.reported, finding.recomputed)
    said = values if all(values) else (*values, finding.message)
    parts = (finding.id, place.file, place.sheet, place.cell, place.paragraph, str(place.line), *said)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:_DIGITS]
