"""Change of productivity between periods, split into catching up and progress of the frontier (Malmquist指数).

References
----------
Färe, R., Grosskopf, S., Norris, M. and Zhang, Z. (1994). Productivity growth, technical progress, and efficiency change
in industrialized countries. American Economic Review 84(1), 66-83.
Simar, L. and Wilson, P. W. (1999). Estimating and bootstrapping Malmquist indices. European Journal of Operational
Research 115(3), 459-471.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

import numpy as np
import pandas as pd

from yzperf.methods.benchmarking.data_envelopment_analysis import as_scores
from yzperf.methods.benchmarking.malmquist_bootstrap import productivity_draws
from yzperf.methods.benchmarking.malmquist_index_result import IndexChange, MalmquistIndex
from yzperf.methods.benchmarking.panel_units import Panel, read_panel
from yzperf.methods.benchmarking.simplex import Floats
from yzperf.methods.benchmarking.technology import CONSTANT, VARIABLE, Points, radial_factors
from yzperf.methods.benchmarking.units import technology_problems
from yzperf.methods.columns import refuse

_SEED = 20_200_901
_LEAST_DRAWS = 99


def malmquist_index(
    frame: pd.DataFrame,
    *,
    unit: str,
    period: str,
    inputs: Sequence[str],
    outputs: Sequence[str],
    orientation: Literal["output", "input"] = "output",
    draws: int = 0,
    seed: int = _SEED,
    missing: Literal["refuse", "drop"] = "refuse",
    allow_few_units: bool = False,
) -> MalmquistIndex:
    """Measure how productivity changed from each period to the next (Malmquist 指数).

    The index is the geometric mean of two, one with the frontier of the earlier and one with that of the later period,
    both with constant returns; it is efficiency change (catching up) times technical change (the frontier moving).
    Efficiency change is split into pure efficiency (variable returns) and scale. Above 1 is better in both
    orientations, as DEAP prints it; they differ in the pure and scale parts only.

    Parameters
    ----------
    frame : DataFrame, one row per unit and period
    unit, period : str
        Columns; periods are compared in their order.
    inputs, outputs : sequence of str
        Numeric columns, not negative.
    orientation : {"output", "input"}
        Default output, as in Färe et al. (1994).
    draws : int
        Draws of the smoothed bootstrap of Simar and Wilson (1999) for 95 % intervals; 0 (default) for none, since a
        draw solves all programmes anew.
    seed : int
        Of the bootstrap.
    missing : {"refuse", "drop"}
        Refuse units that lack a period or a figure, or leave them out and say which.
    allow_few_units : bool
        Go on with fewer units in a period than max(m s, 3 (m + s)).

    Returns
    -------
    MalmquistIndex

    Raises
    ------
    MethodError
        If the data do not carry the method; all problems of a stage at once.

    References
    ----------
    Färe, Grosskopf, Norris and Zhang (1994), American Economic Review 84(1).
    """
    refuse([*technology_problems(CONSTANT, orientation), *_draw_problems(draws)])
    panel = read_panel(
        frame,
        unit=unit,
        period=period,
        inputs=inputs,
        outputs=outputs,
        missing=missing,
        allow_few_units=allow_few_units,
    )
    refuse(_frontier_plays_no_part(panel) if draws else [])
    found = tuple(
        change
        for start, end in pairwise(range(len(panel.periods)))
        for change in _changes(panel, start, end, orientation)
    )
    drawn = productivity_draws(panel.points, draws, seed) if draws else None
    return MalmquistIndex(
        units=panel.names,
        periods=panel.periods,
        orientation=orientation,
        changes=found,
        needed=panel.needed,
        left_out=panel.left_out,
        draws=draws,
        spans=_spans(found, drawn) if drawn is not None else (),
        mean_span=_mean_span(found, drawn) if drawn is not None else None,
    )


def _changes(panel: Panel, start: int, end: int, orientation: str) -> list[IndexChange]:
    before, after = panel.points[start], panel.points[end]

    def scores(points: Points, reference: Points, returns: str) -> list[float]:
        factors = radial_factors(points, reference, returns=returns, orientation=orientation)
        found: list[float] = as_scores(factors, orientation).tolist()
        return found

    columns = (
        scores(before, before, CONSTANT),
        scores(after, after, CONSTANT),
        scores(before, after, CONSTANT),
        scores(after, before, CONSTANT),
        scores(before, before, VARIABLE),
        scores(after, after, VARIABLE),
    )
    span = panel.periods[start], panel.periods[end]
    return [IndexChange(name, *span, *row) for name, *row in zip(panel.names, *columns, strict=True)]


def _spans(found: Sequence[IndexChange], drawn: Floats) -> tuple[tuple[float, float], ...]:
    """Basic bootstrap intervals of the logarithm of every index, shape of ``drawn`` (draws, changes)."""
    estimates = np.log([change.productivity for change in found])
    low, high = np.nanquantile(np.log(drawn), [0.025, 0.975], axis=0)
    ends = np.exp([2 * estimates - high, 2 * estimates - low])
    return tuple((float(a), float(b)) for a, b in ends.T)


def _mean_span(found: Sequence[IndexChange], drawn: Floats) -> tuple[float, float]:
    estimate = float(np.nanmean(np.log([change.productivity for change in found])))
    low, high = np.quantile(np.nanmean(np.log(drawn), axis=1), [0.025, 0.975])
    return float(np.exp(2 * estimate - high)), float(np.exp(2 * estimate - low))


def _draw_problems(draws: int) -> list[str]:
    if draws == 0 or draws >= _LEAST_DRAWS:
        return []
    return [f"自助抽样次数（draws）为{draws}，应为0（不做）或至少{_LEAST_DRAWS}"]


def _frontier_plays_no_part(panel: Panel) -> list[str]:
    if len(panel.inputs) + len(panel.outputs) > 2:
        return []
    return ["只有一项投入、一项产出时，指数就是产出投入比的变化，与前沿无关，自助法没有意义；请写draws=0"]
