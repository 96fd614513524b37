"""What science offers (评价方法): one public function per method, one frozen result each.

A family of methods is a package; its ``__all__`` lists the functions. A method knows no statute, no file format and
no report. ``run`` calls one by its name, as a case file does; ``suggest`` says which ones the data of a case allow.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from yzperf.domain.result import Result
from yzperf.errors import MethodError
from yzperf.methods import (
    benchmarking,
    comparison,
    cost_benefit,
    data_forensics,
    factor_analysis,
    fiscal,
    least_cost,
    public_judgement,
    ranking,
)
from yzperf.methods.benchmarking import *  # noqa: F403 - a family says what it offers
from yzperf.methods.comparison import *  # noqa: F403
from yzperf.methods.cost_benefit import *  # noqa: F403
from yzperf.methods.data_forensics import *  # noqa: F403
from yzperf.methods.factor_analysis import *  # noqa: F403
from yzperf.methods.fiscal import *  # noqa: F403
from yzperf.methods.least_cost import *  # noqa: F403
from yzperf.methods.public_judgement import *  # noqa: F403
from yzperf.methods.ranking import *  # noqa: F403
from yzperf.methods.suggestion import suggest

__all__ = ["METHODS", "run", "suggest"]
__all__ += comparison.__all__
__all__ += cost_benefit.__all__
__all__ += least_cost.__all__
__all__ += factor_analysis.__all__
__all__ += public_judgement.__all__
__all__ += benchmarking.__all__
__all__ += ranking.__all__
__all__ += fiscal.__all__
__all__ += data_forensics.__all__

METHODS: Mapping[str, Callable[..., Result]] = MappingProxyType(
    {name: globals()[name] for name in __all__ if name not in ("METHODS", "run", "suggest")}
)


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
