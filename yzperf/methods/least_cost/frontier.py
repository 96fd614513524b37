"""The least cost of every level of output (最低成本前沿): which alternatives reach a required output, and which at least cost."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from yzperf.methods.columns import blanks, doubled_roles, missing_columns, numbers, refuse, rows_text
from yzperf.methods.least_cost.frontier_result import LeastCostFrontier, Route

Floats = NDArray[np.float64]


def least_cost_frontier(
    table: pd.DataFrame,
    *,
    name: str,
    cost: str,
    output: str,
    required: float | None = None,
    chosen: str | None = None,
    cost_unit: str = "万元",
    output_unit: str = "",
) -> LeastCostFrontier:
    """Find the alternatives that no other undercuts at the same or more output (最低成本法).

    Alternatives are whole: they cannot be mixed or scaled. For what one more unit costs, and for mixtures, see
    `cost_effectiveness_analysis`.

    Parameters
    ----------
    table : DataFrame, one row per alternative
    name : str
        Column with the names, each once.
    cost : str
        Column of whole-life costs in ``cost_unit``, brought to one price base and present value by the caller.
    output : str
        Column of what an alternative delivers in ``output_unit``; quality must be the same, or reach the same standard.
    required : float, optional
        Output that must be reached; the largest of the chosen alternative if that is given, else the smallest of all.
    chosen : str, optional
        The alternative that was carried out: its cost above the least is told.
    cost_unit, output_unit : str
        For sentences and picture.

    Returns
    -------
    LeastCostFrontier

    Raises
    ------
    MethodError
        For gaps, names that repeat, costs or outputs not above 0, fewer than two alternatives, a chosen one that is
        not in the table, an output that no alternative reaches.

    Notes
    -----
    Alternative j is undercut if another delivers at least as much at a lower cost, or more at the same cost.
    """
    refuse(missing_columns(table, [("名称", name), ("成本", cost), ("产出", output)]))
    problems = doubled_roles({"名称": name, "成本": cost, "产出": output})
    costs, outputs = numbers(table, cost, "成本", problems), numbers(table, output, "产出", problems)
    names = [str(one).strip() for one in table[name]]
    refuse(problems + _unusable(table, {cost: costs, output: outputs}, name, names))
    needed = _needed(names, outputs, required, chosen)
    refuse(_unreachable(names, outputs, needed, chosen))
    below = [_undercut(costs, outputs, place) for place in range(len(names))]
    labels = [None if better is None else names[better] for better in below]
    routes = tuple(map(Route, names, costs.tolist(), outputs.tolist(), labels))
    return LeastCostFrontier(routes, needed, chosen, cost_unit, output_unit)


def _unusable(table: pd.DataFrame, columns: dict[str, Floats], name: str, names: list[str]) -> list[str]:
    problems = []
    for column, values in columns.items():
        if np.isnan(values).any():
            problems.append(f"列“{column}”有缺失值（{rows_text(np.isnan(values))}）")
        elif (values <= 0).any():
            problems.append(f"列“{column}”须大于0（{rows_text(values <= 0)}）")
    if blanks(table[name]).any():
        problems.append(f"列“{name}”有空白（{rows_text(blanks(table[name]))}），应写明方案名称")
    twice = [one for one in dict.fromkeys(names) if names.count(one) > 1]
    problems += [f"方案“{one}”有{names.count(one)}行，应每个方案一行" for one in twice]
    return problems or ([] if len(names) > 1 else ["至少要两个方案才能比较"])


def _needed(names: list[str], outputs: Floats, required: float | None, chosen: str | None) -> float:
    if required is not None:
        return float(required)
    return float(outputs[names.index(chosen)] if chosen in names else outputs.min())


def _unreachable(names: list[str], outputs: Floats, needed: float, chosen: str | None) -> list[str]:
    problems = []
    if chosen is not None and chosen not in names:
        problems.append(f"chosen：没有方案“{chosen}”，表里有：{'、'.join(names)}")
    if needed > outputs.max():
        problems.append(f"required：要求产出{needed:g}，最多的方案也只有{outputs.max():g}，没有方案达到")
    return problems


def _undercut(costs: Floats, outputs: Floats, place: int) -> int | None:
    """The cheapest alternative that makes this one needless; None where there is none."""
    cheaper = (outputs >= outputs[place]) & (costs < costs[place])
    better = (outputs > outputs[place]) & (costs == costs[place])
    found = np.flatnonzero(cheaper | better)
    return int(found[np.lexsort((-outputs[found], costs[found]))[0]]) if len(found) else None
