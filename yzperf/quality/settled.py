"""Findings after what people decided about them (豁免): decided ones apart, decisions whose finding has gone told."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from yzperf.domain.finding import Coverage, Finding
from yzperf.domain.htmltable import html_table
from yzperf.domain.labels import label
from yzperf.domain.waiver import Waived, Waiver, fingerprint
from yzperf.quality.audit import Audit, merge


@dataclass(frozen=True, slots=True)
class Settled:
    """An audit whose ``findings`` are those that still count; ``waived`` are off the count, ``gone`` fit nothing now.

    ``accepted`` are those of the counting findings that somebody has signed as right.
    """

    audit: Audit
    waived: tuple[Waived, ...] = ()
    gone: tuple[Waiver, ...] = ()
    gate: str = ""  # title of the gate whose checks alone are in it; blank for all checks
    accepted: tuple[Waived, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings that count."""
        return self.audit.findings

    @property
    def coverage(self) -> Coverage:
        """What was checked at all; no decision changes it."""
        return self.audit.coverage

    def every_finding(self) -> tuple[tuple[Finding, Waiver | None], ...]:
        """All findings with the decision on each: those that count, then those that were taken off the count."""
        signed = {fingerprint(one.finding): one.waiver for one in self.accepted}
        counting = [(finding, signed.get(fingerprint(finding))) for finding in self.findings]
        return (*counting, *((one.finding, one.waiver) for one in self.waived))

    def outgrown(self, finding: Finding) -> Waiver | None:
        """The decision that was made about this finding before its values changed, if there is one.

        It is told by check and place; a whole file is no place, since many findings may be about it.
        """
        where = finding.where
        if not (where.cell or where.paragraph) or any(one.finding == finding for one in self.accepted):
            return None
        return next((one for one in self.gone if (one.check, one.where) == (finding.id, str(where))), None)

    def table(self) -> pd.DataFrame:
        """Every finding as a table with what was decided about it; none is left out."""
        every = self.every_finding()
        found = replace(self.audit, findings=tuple(finding for finding, _ in every)).table()
        decided = [_decision_record(finding, waiver) for finding, waiver in every]
        names = [label(name) for name in ("decision", "decision_reason", "decided_by", "decided_on", "fingerprint")]
        return found.join(pd.DataFrame(decided, columns=names, index=found.index))

    def figure(self) -> Any:
        """Findings that count, by group and class, and how much was checked. See `Audit.figure`."""
        return self.audit.figure()

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        said = [self.coverage.sentence(), *self.sentences()]
        lines = "".join(f"<p>{html.escape(line)}</p>" for line in said)
        return {"text/plain": "\n".join(said), "text/html": f"{lines}{html_table(self.table())}"}

    def sentences(self) -> list[str]:
        """What was decided, one line each, then decisions that fit no finding any more."""
        return [*map(_decided, (*self.waived, *self.accepted)), *self.gone_sentences()]

    def gone_sentences(self) -> list[str]:
        """Decisions whose finding is no longer there, or is another one now, one line each."""
        now = {waiver: finding for finding in self.findings if (waiver := self.outgrown(finding))}
        return [_gone(waiver, now.get(waiver)) for waiver in self.gone]


def settle(audit: Audit, waivers: Iterable[Waiver]) -> Settled:
    """Take the findings that were waived or rejected off the count.

    A decision holds only for the finding that it was made about: once place or values change, the finding counts again.
    An accepted finding (接受) still counts.
    """
    decided = {waiver.fingerprint: waiver for waiver in waivers}
    found = [(finding, decided.get(fingerprint(finding))) for finding in audit.findings]
    signed = [Waived(finding, waiver) for finding, waiver in found if waiver]
    waived = tuple(one for one in signed if not one.waiver.counts)
    accepted = tuple(one for one in signed if one.waiver.counts)
    counting = tuple(finding for finding, waiver in found if waiver is None or waiver.counts)
    met = {one.waiver.fingerprint for one in signed}
    gone = tuple(waiver for key, waiver in decided.items() if key not in met)
    return Settled(replace(audit, findings=counting), waived, gone, accepted=accepted)


def together(several: Sequence[Settled]) -> Settled:
    """Several deliverables as one: a check counts as run if it ran in any of them."""
    if len(several) == 1:
        return several[0]
    return Settled(
        merge(one.audit for one in several),
        waived=tuple(found for one in several for found in one.waived),
        gone=tuple(waiver for one in several for waiver in one.gone),
        accepted=tuple(found for one in several for found in one.accepted),
    )


def _decided(one: Waived) -> str:
    return f"{one.heading()}：{one.finding.id} {one.finding.where}：{one.waiver.reason}"


def _decision_record(finding: Finding, waiver: Waiver | None) -> tuple[str, ...]:
    signed = (str(waiver.decision), waiver.reason, waiver.by, str(waiver.on)) if waiver else ("", "", "", "")
    return (*signed, fingerprint(finding))


def _gone(waiver: Waiver, now: Finding | None) -> str:
    about = f"（{' '.join(filter(None, (waiver.check, waiver.where)))}）" if waiver.check or waiver.where else ""
    told = f"豁免记录 {waiver.fingerprint}{about}"
    if now is not None:
        return f"{told}对应的发现已改变，现为“{now.message}”，原来的{waiver.decision}不再起作用，请重新决定"
    return f"{told}对应的发现已不存在或已改变，记录不再起作用，请核对后删去或重新决定"
