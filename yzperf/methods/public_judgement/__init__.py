"""公众评判法: what the public and the experts say, and how sure it is."""

from __future__ import annotations

from yzperf.methods.public_judgement.kendall import kendall_w
from yzperf.methods.public_judgement.omega import mcdonald_omega
from yzperf.methods.public_judgement.reliability import cronbach_alpha
from yzperf.methods.public_judgement.satisfaction import satisfaction_estimate

__all__ = [
    "cronbach_alpha",
    "kendall_w",
    "mcdonald_omega",
    "satisfaction_estimate",
]
