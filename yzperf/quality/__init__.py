"""Third-party quality checks (质量检查): catalogue, material, audit."""

from yzperf.quality.audit import Advance, Audit, audit, audit_all, merge, unseen
from yzperf.quality.bundle import Bundle
from yzperf.quality.catalogue import Check, all_checks
from yzperf.quality.gates import at_gate, gates
from yzperf.quality.settled import Settled, settle, together

__all__ = [
    "Advance",
    "Audit",
    "Bundle",
    "Check",
    "Settled",
    "all_checks",
    "at_gate",
    "audit",
    "audit_all",
    "gates",
    "merge",
    "settle",
    "together",
    "unseen",
]
