"""Findings after what people decided about them (豁免): decided ones apart, decisions whose finding has gone told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from yzperf.domain.finding import Finding
from yzperf.domain.waiver import Decision, Waived, Waiver, fingerprint
from yzperf.quality.audit import Audit


@dataclass(frozen=True, slots=True)
class Settled:
    """An audit whose ``findings`` are those that still count; ``waived`` are off the count, ``gone`` fit nothing now."""

    audit: Audit
    waived: tuple[Waived, ...] = ()
    gone: tuple[Waiver, ...] = ()
    gate: str = ""  # title of the gate whose checks alone are in it; blank for all checks

    def sentences(self) -> list[str]:
        """What was decided, one line each, then decisions that fit no finding any more."""
        return [*map(_decided, self.waived), *map(_gone, self.gone)]

    def gone_sentences(self) -> list[str]:
        """Decisions whose finding is no longer there, one line each."""
        return [_gone(waiver) for waiver in self.gone]


def settle(audit: Audit, waivers: Iterable[Waiver]) -> Settled:
    """Take the findings that were waived or rejected off the count.

    A decision holds only for the finding that it was made about: once place or values change, the finding counts again.
    An accepted finding (接受) still counts.
    """
    decided = {waiver.fingerprint: waiver for waiver in waivers}
    found = [(finding, decided.get(fingerprint(finding))) for finding in audit.findings]
    waived = tuple(Waived(finding, waiver) for finding, waiver in found if waiver and _takes_off(waiver))
    counting: tuple[Finding, ...] = tuple(finding for finding, waiver in found if not (waiver and _takes_off(waiver)))
    met = {waiver.fingerprint for _, waiver in found if waiver}
    gone = tuple(waiver for key, waiver in decided.items() if key not in met)
    return Settled(replace(audit, findings=counting), waived, gone)


def _takes_off(waiver: Waiver) -> bool:
    return waiver.decision is not Decision.ACCEPTED


def _decided(one: Waived) -> str:
    finding, waiver = one.finding, one.waiver
    return f"已{waiver.decision}（{waiver.by}，{waiver.on}）：{finding.id} {finding.where}：{waiver.reason}"


def _gone(waiver: Waiver) -> str:
    about = f"（{' '.join(filter(None, (waiver.check, waiver.where)))}）" if waiver.check or waiver.where else ""
    return f"豁免记录 {waiver.fingerprint}{about}对应的发现已不存在或已改变，记录不再起作用，请核对后删去或重新决定"
