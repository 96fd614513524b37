"""Efficiency of each unit against all others (超效率): an order among those on the frontier.

References
----------
Andersen, P. and Petersen, N. C. (1993). A procedure for ranking efficient units in data envelopment analysis.
Management Science 39(10), 1261-1264.
Seiford, L. M. and Zhu, J. (1999). Infeasibility of super-efficiency data envelopment analysis models. INFOR 37(2).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from yzperf.methods.benchmarking.data_envelopment_analysis import as_scores
from yzperf.methods.benchmarking.super_efficiency_result import SuperEfficiency, UnitSuperEfficiency
from yzperf.methods.benchmarking.technology import radial_factors
from yzperf.methods.benchmarking.units import read_units, technology_problems
from yzperf.methods.columns import refuse


def super_efficiency(
    frame: pd.DataFrame,
    *,
    unit: str,
    inputs: Sequence[str],
    outputs: Sequence[str],
    returns: Literal["variable", "constant", "nonincreasing", "nondecreasing"] = "variable",
    orientation: Literal["input", "output"] = "input",
    missing: Literal["refuse", "drop"] = "refuse",
    allow_few_units: bool = False,
) -> SuperEfficiency:
    """Compare each unit with all the others, so that those on the frontier are told apart (超效率).

    Scores of units that are not efficient stay what they are; those of the others are 1 or more in both orientations.
    Where no combination of the others reaches a unit the programme has no solution, and the unit is named instead.

    Parameters
    ----------
    frame : DataFrame, one row per unit
    unit, inputs, outputs, returns, orientation, missing, allow_few_units
        As in ``data_envelopment_analysis``.

    Returns
    -------
    SuperEfficiency

    Raises
    ------
    MethodError
        If the data do not carry the method; all problems of a stage at once.

    References
    ----------
    Andersen and Petersen (1993), Management Science 39(10).
    """
    refuse(technology_problems(returns, orientation))
    units = read_units(
        frame, unit=unit, inputs=inputs, outputs=outputs, missing=missing, allow_few_units=allow_few_units
    )
    points = units.points
    factors = radial_factors(points, points, returns=returns, orientation=orientation, leave_out=np.arange(len(points)))
    scores = as_scores(factors, orientation)
    usual = as_scores(radial_factors(points, points, returns=returns, orientation=orientation), orientation)
    rows = zip(units.names, scores.tolist(), factors.tolist(), usual.tolist(), strict=True)
    return SuperEfficiency(
        returns=returns,
        orientation=orientation,
        units=tuple(UnitSuperEfficiency(*row) for row in rows),
        needed=units.needed,
        dropped=units.dropped,
    )
