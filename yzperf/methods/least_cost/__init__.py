"""最低成本法: the cheapest way to a given result."""

from __future__ import annotations

from yzperf.methods.least_cost.cost_effectiveness import cost_effectiveness_analysis
from yzperf.methods.least_cost.cost_regression import unit_cost_regression
from yzperf.methods.least_cost.frontier import least_cost_frontier
from yzperf.methods.least_cost.unit_cost import unit_cost_comparison

__all__ = [
    "cost_effectiveness_analysis",
    "least_cost_frontier",
    "unit_cost_comparison",
    "unit_cost_regression",
]
