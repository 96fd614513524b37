"""公众评判法: what the public and the experts say, and how sure it is."""

from __future__ import annotations

from yzperf.methods.public_judgement.satisfaction import satisfaction_estimate

__all__ = [
    "satisfaction_estimate",
]
