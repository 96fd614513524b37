"""权重与排序: weights of indicators and orders of objects."""

from __future__ import annotations

from yzperf.methods.ranking.fuzzy import fuzzy_comprehensive_evaluation
from yzperf.methods.ranking.hierarchy import analytic_hierarchy_process
from yzperf.methods.ranking.ranking import grey_relational_analysis, rank_sensitivity, topsis, vikor
from yzperf.methods.ranking.weights import combine_weights, weigh_by_critic, weigh_by_entropy, weigh_by_variation

__all__ = [
    "analytic_hierarchy_process",
    "combine_weights",
    "fuzzy_comprehensive_evaluation",
    "grey_relational_analysis",
    "rank_sensitivity",
    "topsis",
    "vikor",
    "weigh_by_critic",
    "weigh_by_entropy",
    "weigh_by_variation",
]
