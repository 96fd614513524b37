"""Least cost of the same output, and what of the excess is waste and what the wrong mix (成本效率与配置效率).

References
----------
Farrell, M. J. (1957). The measurement of productive efficiency. Journal of the Royal Statistical Society A 120(3).
Färe, R., Grosskopf, S. and Lovell, C. A. K. (1985). The Measurement of Efficiency of Production. Kluwer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from yzperf.methods.benchmarking.cost_efficiency_result import CostEfficiency, UnitCost
from yzperf.methods.benchmarking.data_envelopment_analysis import as_scores, without_rounding
from yzperf.methods.benchmarking.data_envelopment_analysis_result import Peer
from yzperf.methods.benchmarking.simplex import Floats
from yzperf.methods.benchmarking.slack_programmes import least_cost_inputs
from yzperf.methods.benchmarking.technology import INPUT, radial_factors
from yzperf.methods.benchmarking.units import named, read_units, technology_problems
from yzperf.methods.columns import missing_columns, numbers, refuse, rows_text
from yzperf.methods.wording import listing


def cost_efficiency(
    frame: pd.DataFrame,
    *,
    unit: str,
    inputs: Sequence[str],
    outputs: Sequence[str],
    prices: Mapping[str, str | float],
    returns: Literal["variable", "constant", "nonincreasing", "nondecreasing"] = "variable",
    missing: Literal["refuse", "drop"] = "refuse",
    allow_few_units: bool = False,
) -> CostEfficiency:
    """Compare the cost of each unit with the least cost of its outputs (成本效率).

    Cost efficiency is technical efficiency times allocative efficiency (配置效率): using no more of anything than
    needed, and using things in the mix that their prices suggest.

    Parameters
    ----------
    frame : DataFrame, one row per unit
    unit, inputs, outputs, returns, missing, allow_few_units
        As in ``data_envelopment_analysis``; inputs are quantities, not amounts of money.
    prices : mapping of input to column or number
        Price of each input: a column where units pay different prices, a number where all pay the same. Above 0.

    Returns
    -------
    CostEfficiency

    Raises
    ------
    MethodError
        If the data do not carry the method; all problems of a stage at once.

    References
    ----------
    Farrell (1957), Journal of the Royal Statistical Society A 120(3).
    """
    refuse([*technology_problems(returns, INPUT), *_price_problems(frame, named(inputs), prices)])
    paid, unpriced = _read_prices(frame, named(inputs), prices, missing)
    units = read_units(
        frame[~unpriced],
        unit=unit,
        inputs=inputs,
        outputs=outputs,
        missing=missing,
        allow_few_units=allow_few_units,
    )
    paid = paid[~unpriced][units.rows]
    cheapest, found = least_cost_inputs(units.points, paid, returns=returns)
    technical = as_scores(radial_factors(units.points, units.points, returns=returns, orientation=INPUT), INPUT)
    cost = without_rounding(found.factor)
    rows = tuple(
        UnitCost(
            name=name,
            cost=float(cost[row]),
            technical=float(technical[row]),
            present=float(paid[row] @ units.points.inputs[row]),
            inputs=tuple(units.points.inputs[row].tolist()),
            cheapest=tuple(cheapest[row].tolist()),
            peers=tuple(Peer(units.names[peer], float(weight)) for peer, weight in found.peers[row]),
        )
        for row, name in enumerate(units.names)
    )
    dropped = units.dropped + int(unpriced.sum())
    return CostEfficiency(units.inputs, returns, rows, needed=units.needed, dropped=dropped)


def _price_problems(frame: pd.DataFrame, inputs: Sequence[str], prices: Mapping[str, str | float]) -> list[str]:
    absent = [one for one in inputs if one not in prices]
    strange = [one for one in prices if one not in inputs]
    problems = [f"没有给出价格的投入：{listing(absent)}"] if absent else []
    problems += [f"价格里的“{one}”不是投入" for one in strange]
    columns = [("价格", price) for price in prices.values() if isinstance(price, str)]
    return problems + missing_columns(frame, columns)


def _read_prices(
    frame: pd.DataFrame, inputs: Sequence[str], prices: Mapping[str, str | float], missing: str
) -> tuple[Floats, NDArray[np.bool_]]:
    """Prices (n, m) and the rows without one."""
    problems: list[str] = []
    paid = np.empty((len(frame), len(inputs)))
    for place, one in enumerate(inputs):
        price = prices[one]
        paid[:, place] = numbers(frame, price, "价格", problems) if isinstance(price, str) else price
    empty = np.asarray(np.isnan(paid).any(axis=1))
    if empty.any() and missing == "refuse":
        problems.append(f"{rows_text(empty)}没有价格；请补齐，或写missing='drop'剔除这些单位（结果会注明个数）")
    bad = [one for one, column in zip(inputs, paid.T, strict=True) if (column <= 0).any()]
    if bad:
        problems.append(f"投入{listing(bad)}的价格有0或负数，价格须大于0")
    refuse(problems)
    return paid, empty
