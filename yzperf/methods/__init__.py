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
from yzperf.methods.comparison import difference_in_differences
from yzperf.methods.comparison_result import DifferenceInDifferences
from yzperf.methods.cost import unit_cost_comparison
from yzperf.methods.cost_result import UnitCostComparison
from yzperf.methods.fuzzy import fuzzy_comprehensive_evaluation
from yzperf.methods.hierarchy import analytic_hierarchy_process
from yzperf.methods.ranking import grey_relational_analysis, rank_sensitivity, topsis, vikor
from yzperf.methods.survey import satisfaction_estimate
from yzperf.methods.survey_result import SatisfactionEstimate
from yzperf.methods.weights import combine_weights, weigh_by_critic, weigh_by_entropy, weigh_by_variation

__all__ = [
    "METHODS",
    "DifferenceInDifferences",
    "SatisfactionEstimate",
    "UnitCostComparison",
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
