"""标杆管理法: units against the best practice among them."""

from __future__ import annotations

from yzperf.methods.benchmarking.bootstrap_efficiency import bootstrap_efficiency
from yzperf.methods.benchmarking.comparable_units import comparable_units
from yzperf.methods.benchmarking.cost_efficiency import cost_efficiency
from yzperf.methods.benchmarking.data_envelopment_analysis import data_envelopment_analysis
from yzperf.methods.benchmarking.malmquist_index import malmquist_index
from yzperf.methods.benchmarking.quantile_benchmark import quantile_benchmark
from yzperf.methods.benchmarking.slacks_based_measure import slacks_based_measure
from yzperf.methods.benchmarking.stochastic_frontier_analysis import stochastic_frontier_analysis
from yzperf.methods.benchmarking.super_efficiency import super_efficiency

__all__ = [
    "bootstrap_efficiency",
    "comparable_units",
    "cost_efficiency",
    "data_envelopment_analysis",
    "malmquist_index",
    "quantile_benchmark",
    "slacks_based_measure",
    "stochastic_frontier_analysis",
    "super_efficiency",
]
