"""成本效益分析法: what costs and benefits are worth today."""

from __future__ import annotations

from yzperf.methods.cost_benefit.analysis import cost_benefit_analysis
from yzperf.methods.cost_benefit.sensitivity import cost_benefit_sensitivity
from yzperf.methods.cost_benefit.simulation import cost_benefit_simulation

__all__ = [
    "cost_benefit_analysis",
    "cost_benefit_sensitivity",
    "cost_benefit_simulation",
]
