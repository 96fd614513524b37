"""最低成本法: the cheapest way to a given result."""

from __future__ import annotations

from yzperf.methods.least_cost.unit_cost import unit_cost_comparison

__all__ = [
    "unit_cost_comparison",
]
