"""Efficiency scores without their upward bias, and with intervals (效率值的偏差校正与区间).

References
----------
Simar, L. and Wilson, P. W. (1998). Sensitivity analysis of efficiency scores: How to bootstrap in nonparametric frontier
models. Management Science 44(1), 49-61.
Simar, L. and Wilson, P. W. (2000). A general methodology for bootstrapping in non-parametric frontier models. Journal of
Applied Statistics 27(6), 779-802.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from yzperf.methods.benchmarking.bootstrap_efficiency_result import BootstrapEfficiency, UnitBootstrap
from yzperf.methods.benchmarking.data_envelopment_analysis import without_rounding
from yzperf.methods.benchmarking.efficiency_bootstrap import distance_draws, distances
from yzperf.methods.benchmarking.simplex import Floats
from yzperf.methods.benchmarking.units import Units, read_units, technology_problems
from yzperf.methods.columns import refuse

_SEED = 20_200_901
_LEAST_DRAWS, _LEAST_INNER = 99, 2


def bootstrap_efficiency(
    frame: pd.DataFrame,
    *,
    unit: str,
    inputs: Sequence[str],
    outputs: Sequence[str],
    returns: Literal["variable", "constant", "nonincreasing", "nondecreasing"] = "variable",
    orientation: Literal["input", "output"] = "input",
    draws: int = 2_000,
    seed: int = _SEED,
    missing: Literal["refuse", "drop"] = "refuse",
    allow_few_units: bool = False,
) -> BootstrapEfficiency:
    """Correct efficiency scores for their bias and give them intervals (Simar–Wilson 自助法).

    Bias and intervals are those of distances of at least 1 (Shephard's for inputs), turned into scores afterwards, as
    FEAR and the R package Benchmarking do by default, so that no corrected score is negative.

    Parameters
    ----------
    frame : DataFrame, one row per unit
    unit, inputs, outputs, returns, orientation, missing, allow_few_units
        As in ``data_envelopment_analysis``.
    draws, seed : int
        Of the smoothed homogeneous bootstrap.

    Returns
    -------
    BootstrapEfficiency

    Raises
    ------
    MethodError
        If the data do not carry the method; all problems of a stage at once.

    References
    ----------
    Simar and Wilson (1998), Management Science 44(1).
    """
    few = [f"自助抽样次数（draws）为{draws}，至少要{_LEAST_DRAWS}"] if draws < _LEAST_DRAWS else []
    refuse([*technology_problems(returns, orientation), *few])
    units = read_units(
        frame, unit=unit, inputs=inputs, outputs=outputs, missing=missing, allow_few_units=allow_few_units
    )
    points = units.points
    observed = without_rounding(distances(points, points, returns=returns, orientation=orientation))
    refuse(_all_on_edge(observed))
    drawn = distance_draws(points, observed, returns=returns, orientation=orientation, draws=draws, seed=seed)
    return BootstrapEfficiency(
        returns=returns,
        orientation=orientation,
        units=_rows(units, observed, drawn),
        mean_span=_mean_span(observed, drawn),
        draws=draws,
        needed=units.needed,
        dropped=units.dropped,
    )


def _rows(units: Units, observed: Floats, drawn: Floats) -> tuple[UnitBootstrap, ...]:
    corrected = 2 * observed - drawn.mean(axis=0)
    low, high = np.quantile(drawn - observed, [0.025, 0.975], axis=0)
    columns = (
        1 / observed,
        1 / corrected,
        1 / (observed - low),
        1 / (observed - high),
        (observed - corrected) / drawn.std(axis=0, ddof=1),
    )
    return tuple(
        UnitBootstrap(name, *row) for name, *row in zip(units.names, *(c.tolist() for c in columns), strict=True)
    )


def _mean_span(observed: Floats, drawn: Floats) -> tuple[float, float]:
    """Interval of the mean score, on the scale of scores."""
    usual = float((1 / observed).mean())
    low, high = np.quantile((1 / drawn).mean(axis=1) - usual, [0.025, 0.975])
    return usual - float(high), usual - float(low)


def _all_on_edge(observed: Floats) -> list[str]:
    if (observed > 1).sum() >= _LEAST_INNER:
        return []
    return [
        f"效率值小于1的单位不足{_LEAST_INNER}个，自助法无从估计离散程度；请合并指标或增加单位，或用super_efficiency"
    ]
