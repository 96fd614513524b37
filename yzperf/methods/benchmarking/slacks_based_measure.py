"""Efficiency that counts every slack (基于松弛的效率测度, SBM).

References
----------
Tone, K. (2001). A slacks-based measure of efficiency in data envelopment analysis. European Journal of Operational
Research 130(3), 498-509.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from yzperf.methods.benchmarking.data_envelopment_analysis import as_scores, without_rounding
from yzperf.methods.benchmarking.data_envelopment_analysis_result import Peer
from yzperf.methods.benchmarking.slack_programmes import BOTH, KINDS, slack_distances
from yzperf.methods.benchmarking.slacks_based_measure_result import SlacksBasedMeasure, UnitSlacks
from yzperf.methods.benchmarking.technology import INPUT, radial_factors
from yzperf.methods.benchmarking.units import read_units, technology_problems
from yzperf.methods.columns import refuse


def slacks_based_measure(
    frame: pd.DataFrame,
    *,
    unit: str,
    inputs: Sequence[str],
    outputs: Sequence[str],
    returns: Literal["variable", "constant", "nonincreasing", "nondecreasing"] = "variable",
    orientation: Literal["both", "input", "output"] = "both",
    missing: Literal["refuse", "drop"] = "refuse",
    allow_few_units: bool = False,
) -> SlacksBasedMeasure:
    """Measure units by all their slacks at once (SBM).

    A radial score moves all inputs in proportion and leaves the rest aside as slack; here every excess and every
    shortfall lowers the score. It is 1 only for units without any slack, and never above the radial score of CCR or BCC.

    Parameters
    ----------
    frame : DataFrame, one row per unit
    unit, inputs, outputs, returns, missing, allow_few_units
        As in ``data_envelopment_analysis``; all figures above 0, since slacks are divided by them.
    orientation : {"both", "input", "output"}
        Slacks of inputs and outputs (default, Tone's non-oriented measure), of inputs only, or of outputs only.

    Returns
    -------
    SlacksBasedMeasure

    Raises
    ------
    MethodError
        If the data do not carry the method; all problems of a stage at once.

    References
    ----------
    Tone (2001), European Journal of Operational Research 130(3).
    """
    known = technology_problems(returns, INPUT)
    refuse(
        known if orientation in KINDS else [*known, f"选项orientation不能是“{orientation}”，可用：{'、'.join(KINDS)}"]
    )
    units = read_units(
        frame,
        unit=unit,
        inputs=inputs,
        outputs=outputs,
        missing=missing,
        allow_few_units=allow_few_units,
        positive=True,
    )
    points = units.points
    found = slack_distances(points, returns=returns, kind=orientation)
    radial_way = INPUT if orientation == BOTH else orientation
    radial = as_scores(radial_factors(points, points, returns=returns, orientation=radial_way), radial_way)
    scores = np.asarray(without_rounding(found.factor))
    rows = tuple(
        UnitSlacks(
            name=name,
            score=float(scores[row]),
            radial=float(radial[row]),
            inputs=tuple(points.inputs[row].tolist()),
            outputs=tuple(points.outputs[row].tolist()),
            input_slacks=tuple(found.input_slacks[row].tolist()),
            output_slacks=tuple(found.output_slacks[row].tolist()),
            peers=tuple(Peer(units.names[peer], float(weight)) for peer, weight in found.peers[row]),
        )
        for row, name in enumerate(units.names)
    )
    return SlacksBasedMeasure(
        units.inputs, units.outputs, returns, orientation, rows, needed=units.needed, dropped=units.dropped
    )
