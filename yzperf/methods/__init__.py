"""What science offers (评价方法): one public function per method, one frozen result each.

A method knows no statute, no file format and no report. ``run`` calls one by its name, as a case file does.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from yzperf.domain.result import Result
from yzperf.errors import MethodError
from yzperf.methods.before_after import before_after_comparison
from yzperf.methods.before_after_result import BeforeAfter
from yzperf.methods.callaway_santanna import callaway_santanna
from yzperf.methods.callaway_santanna_result import CallawaySantAnna
from yzperf.methods.cluster_bootstrap import cluster_bootstrap
from yzperf.methods.cluster_bootstrap_result import ClusterBootstrap
from yzperf.methods.comparison import difference_in_differences
from yzperf.methods.comparison_result import DifferenceInDifferences
from yzperf.methods.cost import unit_cost_comparison
from yzperf.methods.cost_result import UnitCostComparison
from yzperf.methods.event_study import event_study
from yzperf.methods.event_study_result import EventStudy
from yzperf.methods.goodman_bacon import goodman_bacon_decomposition
from yzperf.methods.goodman_bacon_result import GoodmanBacon
from yzperf.methods.randomisation_inference import randomisation_inference
from yzperf.methods.randomisation_inference_result import RandomisationInference
from yzperf.methods.sun_abraham import sun_abraham
from yzperf.methods.sun_abraham_result import SunAbraham
from yzperf.methods.survey import satisfaction_estimate
from yzperf.methods.survey_result import SatisfactionEstimate
from yzperf.methods.target_comparison import target_comparison
from yzperf.methods.target_comparison_result import TargetComparison
from yzperf.methods.trend_adjusted import trend_adjusted_change
from yzperf.methods.trend_adjusted_result import TrendAdjusted
from yzperf.methods.two_way_fixed_effects import two_way_fixed_effects
from yzperf.methods.two_way_fixed_effects_result import TwoWayFixedEffects
from yzperf.methods.wild_cluster_bootstrap import wild_cluster_bootstrap
from yzperf.methods.wild_cluster_bootstrap_result import WildClusterBootstrap
from yzperf.methods.fuzzy import fuzzy_comprehensive_evaluation
from yzperf.methods.hierarchy import analytic_hierarchy_process
from yzperf.methods.ranking import grey_relational_analysis, rank_sensitivity, topsis, vikor
from yzperf.methods.survey import satisfaction_estimate
from yzperf.methods.survey_result import SatisfactionEstimate
from yzperf.methods.weights import combine_weights, weigh_by_critic, weigh_by_entropy, weigh_by_variation

__all__ = [
    "METHODS",
    "BeforeAfter",
    "CallawaySantAnna",
    "ClusterBootstrap",
    "DifferenceInDifferences",
    "EventStudy",
    "GoodmanBacon",
    "RandomisationInference",
    "SatisfactionEstimate",
    "SunAbraham",
    "TargetComparison",
    "TrendAdjusted",
    "TwoWayFixedEffects",
    "UnitCostComparison",
    "WildClusterBootstrap",
    "before_after_comparison",
    "callaway_santanna",
    "cluster_bootstrap",
    "difference_in_differences",
    "event_study",
    "goodman_bacon_decomposition",
    "randomisation_inference",
    "run",
    "satisfaction_estimate",
    "sun_abraham",
    "target_comparison",
    "trend_adjusted_change",
    "two_way_fixed_effects",
    "unit_cost_comparison",
    "wild_cluster_bootstrap",
]

METHODS: Mapping[str, Callable[..., Result]] = MappingProxyType(
    {
        method.__name__: method
        for method in (
            target_comparison,
            before_after_comparison,
            trend_adjusted_change,
            difference_in_differences,
            two_way_fixed_effects,
            event_study,
            callaway_santanna,
            sun_abraham,
            goodman_bacon_decomposition,
            wild_cluster_bootstrap,
            cluster_bootstrap,
            randomisation_inference,
            satisfaction_estimate,
            unit_cost_comparison,
        )
    }
    "analytic_hierarchy_process",
    "combine_weights",
    "difference_in_differences",
    "fuzzy_comprehensive_evaluation",
    "grey_relational_analysis",
    "rank_sensitivity",
    "run",
    "satisfaction_estimate",
    "topsis",
    "unit_cost_comparison",
    "vikor",
    "weigh_by_critic",
    "weigh_by_entropy",
    "weigh_by_variation",
]

_ALL: tuple[Callable[..., Result], ...] = (
    difference_in_differences,
    unit_cost_comparison,
    satisfaction_estimate,
    analytic_hierarchy_process,
    weigh_by_entropy,
    weigh_by_critic,
    weigh_by_variation,
    combine_weights,
    topsis,
    grey_relational_analysis,
    vikor,
    rank_sensitivity,
    fuzzy_comprehensive_evaluation,
)
METHODS: Mapping[str, Callable[..., Result]] = MappingProxyType({method.__name__: method for method in _ALL})


def run(name: str, frame: pd.DataFrame, /, **options: Any) -> Result:
    """Apply the method of that name to a frame.

    Parameters
    ----------
    name : str
        One of ``METHODS``.
    frame : DataFrame
    **options
        Keyword options of the method.

    Returns
    -------
    Result

    Raises
    ------
    MethodError
        If the method or an option is unknown, a required option is missing, or the method refuses the data.

    Examples
    --------
    >>> costs = pd.DataFrame({"cost": [10.0, 30.0], "quantity": [2, 4]})
    >>> run("unit_cost_comparison", costs, cost="cost", quantity="quantity").value
    6.666666666666667
    """
    if name not in METHODS:
        raise MethodError(f"没有名为“{name}”的方法，可用：{'、'.join(METHODS)}")
    method = METHODS[name]
    known = list(inspect.signature(method).parameters.values())[1:]
    names = [parameter.name for parameter in known]
    problems = [
        f"方法“{name}”没有选项“{option}”，可用：{'、'.join(names)}" for option in options if option not in names
    ]
    problems += [
        f"方法“{name}”缺少必填选项“{parameter.name}”"
        for parameter in known
        if parameter.default is parameter.empty and parameter.name not in options
    ]
    if problems:
        raise MethodError(problems)
    return method(frame, **options)
