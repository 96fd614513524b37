"""Relative efficiency of units with several inputs and outputs (数据包络分析).

References
----------
Charnes, A., Cooper, W. W. and Rhodes, E. (1978). Measuring the efficiency of decision making units. European Journal
of Operational Research 2(6), 429-444.
Banker, R. D., Charnes, A. and Cooper, W. W. (1984). Some models for estimating technical and scale inefficiencies in
data envelopment analysis. Management Science 30(9), 1078-1092.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from yzperf.methods.benchmarking.data_envelopment_analysis_result import (
    DataEnvelopmentAnalysis,
    Peer,
    UnitEfficiency,
)
from yzperf.methods.benchmarking.simplex import Floats
from yzperf.methods.benchmarking.technology import (
    CONSTANT,
    INPUT,
    NONINCREASING,
    OUTPUT,
    VARIABLE,
    Distances,
    Points,
    radial_distances,
    radial_factors,
)
from yzperf.methods.benchmarking.units import Units, read_units, technology_problems
from yzperf.methods.columns import refuse

_SAME = 1e-6  # scores that differ by less are one score
_ROUNDING = 1e-9
_FRONTIER_STEPS = 120


def data_envelopment_analysis(
    frame: pd.DataFrame,
    *,
    unit: str,
    inputs: Sequence[str],
    outputs: Sequence[str],
    returns: Literal["variable", "constant", "nonincreasing", "nondecreasing"] = "variable",
    orientation: Literal["input", "output"] = "input",
    slacks: Literal["own_units", "mean_units"] = "own_units",
    missing: Literal["refuse", "drop"] = "refuse",
    allow_few_units: bool = False,
) -> DataEnvelopmentAnalysis:
    """Measure units against the best practice among them (数据包络分析：CCR、BCC).

    Each unit is compared with a combination of units that uses no more and yields no less. Scores are between 0 and 1
    in both orientations (the output factor is inverted, as DEAP prints it); ``factor`` of a unit is the one of Farrell,
    at least 1 in output orientation, as the R package Benchmarking prints it.

    Parameters
    ----------
    frame : DataFrame, one row per unit
    unit : str
        Column with the names of the units.
    inputs, outputs : sequence of str
        Numeric columns, not negative, in any units.
    returns : {"variable", "constant", "nonincreasing", "nondecreasing"}
        Returns to scale of the headline scores, slacks, peers and targets: BCC (default: towns are not free to choose
        their size), CCR, NIRS, NDRS. Scale efficiency is always reported beside them.
    orientation : {"input", "output"}
        How much less input for the same output, or how much more output from the same input.
    slacks : {"own_units", "mean_units"}
        What the second stage adds up: slacks in their own units (default, as in Benchmarking and deaR), or divided by
        the column means, so that the choice of units does not matter.
    missing : {"refuse", "drop"}
        Refuse rows with an empty cell, or leave them out and say how many.
    allow_few_units : bool
        Go on with fewer units than max(m s, 3 (m + s)).

    Returns
    -------
    DataEnvelopmentAnalysis

    Raises
    ------
    MethodError
        If the data do not carry the method; all problems of a stage at once.

    References
    ----------
    Charnes, Cooper and Rhodes (1978); Banker, Charnes and Cooper (1984).

    Examples
    --------
    >>> shops = pd.DataFrame({"店": list("ABCDEFGH"), "员工": [2, 3, 3, 4, 5, 5, 6, 8], "销售": [1, 3, 2, 3, 4, 2, 3, 5]})
    >>> found = data_envelopment_analysis(shops, unit="店", inputs=["员工"], outputs=["销售"], returns="constant")
    >>> [round(one.score, 3) for one in found.units]
    [0.5, 1.0, 0.667, 0.75, 0.8, 0.4, 0.5, 0.625]
    """
    refuse(technology_problems(returns, orientation) + _slack_problems(slacks))
    units = read_units(
        frame, unit=unit, inputs=inputs, outputs=outputs, missing=missing, allow_few_units=allow_few_units
    )
    points = units.points
    weights = 1 / points.both.mean(axis=0) if slacks == "mean_units" else None
    found = radial_distances(points, points, returns=returns, orientation=orientation, slack_weights=weights)
    scores = {
        kind: as_scores(radial_factors(points, points, returns=kind, orientation=orientation), orientation)
        for kind in (CONSTANT, VARIABLE, NONINCREASING)
    }
    return DataEnvelopmentAnalysis(
        inputs=units.inputs,
        outputs=units.outputs,
        returns=returns,
        orientation=orientation,
        units=_rows(units, found, scores, orientation),
        needed=units.needed,
        dropped=units.dropped,
        edge=_edge(points, returns) if points.both.shape[1] == 2 else (),
    )


def as_scores(factors: Floats, orientation: str) -> Floats:
    """Scores: at most 1 for units that are not beyond the edge, in both orientations; NaN where nothing is reached."""
    exact = without_rounding(factors)
    if orientation == INPUT:
        return exact
    return np.divide(1.0, exact, out=np.full_like(exact, np.nan), where=exact > _ROUNDING)


def without_rounding(factors: Floats) -> Floats:
    """Factors that differ from 1 by rounding are 1, so that units on the edge are told as such."""
    return np.where(np.abs(factors - 1) < _ROUNDING, 1.0, factors)


def _slack_problems(slacks: str) -> list[str]:
    kinds = ("own_units", "mean_units")
    return [] if slacks in kinds else [f"选项slacks不能是“{slacks}”，可用：{'、'.join(kinds)}"]


def _rows(units: Units, found: Distances, scores: dict[str, Floats], orientation: str) -> tuple[UnitEfficiency, ...]:
    points, scales = units.points, _returns_words(scores)
    factor = without_rounding(found.factor)
    shrink, stretch = (factor, 1.0) if orientation == INPUT else (1.0, factor)
    less = points.inputs * np.reshape(shrink, (-1, 1)) - found.input_slacks
    more = points.outputs * np.reshape(stretch, (-1, 1)) + found.output_slacks
    headline = as_scores(factor, orientation)
    return tuple(
        UnitEfficiency(
            name=name,
            score=float(headline[row]),
            factor=float(factor[row]),
            constant=float(scores[CONSTANT][row]),
            variable=float(scores[VARIABLE][row]),
            returns=scales[row],
            inputs=tuple(points.inputs[row].tolist()),
            outputs=tuple(points.outputs[row].tolist()),
            input_slacks=tuple(found.input_slacks[row].tolist()),
            output_slacks=tuple(found.output_slacks[row].tolist()),
            input_targets=tuple(less[row].tolist()),
            output_targets=tuple(more[row].tolist()),
            peers=tuple(Peer(units.names[peer], float(weight)) for peer, weight in found.peers[row]),
        )
        for row, name in enumerate(units.names)
    )


def _returns_words(scores: dict[str, Floats]) -> list[str]:
    """不变 where the scores with constant and variable returns agree; else 递减 where nonincreasing ones bind alike."""
    constant, variable, nonincreasing = (scores[kind] for kind in (CONSTANT, VARIABLE, NONINCREASING))
    falling = np.where(np.abs(nonincreasing - variable) < _SAME, "递减", "递增")
    words: list[str] = np.where(np.abs(constant - variable) < _SAME, "不变", falling).tolist()
    return words


def _edge(points: Points, returns: str) -> tuple[tuple[float, float], ...]:
    """The most output for a range of inputs, to be drawn: one input and one output."""
    most = 1.12 * points.inputs.max()
    inputs = np.unique(np.concatenate([np.linspace(0, most, _FRONTIER_STEPS)[1:], points.inputs[:, 0]]))
    asked = Points(inputs[:, None], np.ones((len(inputs), 1)))
    heights = radial_factors(asked, points, returns=returns, orientation=OUTPUT)
    return tuple((float(x), float(y)) for x, y in zip(inputs, heights, strict=True) if np.isfinite(y))
