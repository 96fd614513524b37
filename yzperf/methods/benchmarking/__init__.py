"""标杆管理法: units against the best practice among them."""

from __future__ import annotations

from yzperf.methods.benchmarking.data_envelopment_analysis import data_envelopment_analysis

__all__ = [
    "data_envelopment_analysis",
]
