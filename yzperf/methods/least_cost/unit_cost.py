"""Unit costs against a standard and among alternatives (最低成本法·单位成本比较).

References
----------
Efron, B. and Tibshirani, R. J. (1993). An Introduction to the Bootstrap, ch. 14. Chapman & Hall.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from yzperf.methods.least_cost.cost_objects import WHOLE, Objects, Roles, prepare
from yzperf.methods.least_cost.ratio import Ratio, bootstrap_ratio, rank_correlation, robust_z, share_lowest
from yzperf.methods.least_cost.unit_cost_result import Alternative, CostObject, LeastCost, UnitCostComparison

_LEAST_TO_JUDGE = 5
_TOLERANCE = 1e-9  # a unit cost equal to the standard but for binary rounding is not above it


def unit_cost_comparison(
    frame: pd.DataFrame,
    *,
    cost: str,
    quantity: str,
    group: str | None = None,
    name: str | None = None,
    standard: float | Mapping[str, float] | None = None,
    census: bool = False,
    cost_unit: str = "元",
    quantity_unit: str = "",
    outlier_z: float = 3.5,
    draws: int = 4_999,
    seed: int = 20_200_901,
) -> UnitCostComparison:
    """Compare cost per unit of output with a standard and among alternatives (单位成本比较).

    Parameters
    ----------
    frame : DataFrame, one row per object
        Rows with an empty cell in a used column are left out and counted.
    cost : str
        Column of the cost, positive, in ``cost_unit``.
    quantity : str
        Column of the output, positive, in ``quantity_unit``.
    group : str, optional
        Column of the alternative (technology, township, contractor …).
    name : str, optional
        Column that names the object; row numbers stand in.
    standard : float, or mapping of group to float, optional
        Spending standard (支出标准) in ``cost_unit`` per ``quantity_unit``.
    census : bool
        The rows are all the objects there are, not a sample: the figures are exact and have no interval.
    cost_unit, quantity_unit : str
        For sentences and picture.
    outlier_z : float
        Robust standard deviations on the log scale from which an object is named as outlying.
    draws, seed : int
        Of the bootstrap.

    Returns
    -------
    UnitCostComparison

    Raises
    ------
    MethodError
        If the data do not carry the method; all problems of a stage (columns, cells) at once.
    """
    objects = prepare(frame, Roles(cost, quantity, group, name, standard), draws)
    labels = list(dict.fromkeys(objects.groups))
    everything = np.ones(len(objects.cost), bool)
    whole = bootstrap_ratio(objects.cost, objects.quantity, seed=(seed,), draws=draws)
    ratios = _ratios(objects, labels, seed, draws)
    return UnitCostComparison(
        cost_unit=cost_unit,
        quantity_unit=quantity_unit,
        census=census,
        overall=_alternative(objects, everything, WHOLE, whole, census),
        alternatives=tuple(
            _alternative(objects, objects.groups == label, label, ratios[label], census)
            for label in (labels if group is not None else [])
        ),
        least=_least_cost(ratios) if len(labels) > 1 else None,
        standard=float(standard) if isinstance(standard, int | float) else None,
        outliers=tuple(_object(objects, place) for place in _outlying(objects, labels, outlier_z)),
        objects=tuple(_object(objects, place) for place in range(len(objects.cost))),
        dropped=objects.dropped,
        scale_correlation=rank_correlation(objects.unit_costs, objects.quantity),
        largest_share=float(objects.cost.max() / objects.cost.sum()),
    )


def _ratios(objects: Objects, labels: list[str], seed: int, draws: int) -> dict[str, Ratio]:
    """Ratio of each group; every group draws from a stream of its own, whatever the order of the rows."""
    ratios = {}
    for label in labels:
        rows, stream = objects.groups == label, (seed, 1 + sorted(labels).index(label))
        ratios[label] = bootstrap_ratio(objects.cost[rows], objects.quantity[rows], seed=stream, draws=draws)
    return ratios


def _alternative(objects: Objects, rows: np.ndarray, label: str, ratio: Ratio, census: bool) -> Alternative:
    unit_costs, standards = objects.unit_costs[rows], objects.standards[rows]
    known = not np.isnan(standards).any()
    over = objects.cost[rows] - standards * objects.quantity[rows]
    above = over > _TOLERANCE * objects.cost[rows]
    return Alternative(
        name=str(label),
        count=int(rows.sum()),
        cost=float(objects.cost[rows].sum()),
        quantity=float(objects.quantity[rows].sum()),
        unit_cost=ratio.value,
        interval=None if census else ratio.interval,
        median=float(np.median(unit_costs)),
        low=float(unit_costs.min()),
        high=float(unit_costs.max()),
        allowed=float((standards * objects.quantity[rows]).sum()) if known else None,
        above=int(above.sum()) if known else None,
        money_above=float(over[above].sum()) if known else None,
    )


def _least_cost(ratios: Mapping[str, Ratio]) -> LeastCost:
    order = sorted(ratios, key=lambda label: ratios[label].value)
    first, second = order[0], order[1]
    draws = [ratio.draws for ratio in ratios.values() if ratio.draws is not None]
    sure = share_lowest(draws, list(ratios).index(first)) if len(draws) == len(ratios) else None
    return LeastCost(str(first), str(second), ratios[second].value - ratios[first].value, sure)


def _outlying(objects: Objects, labels: list[str], bound: float) -> list[int]:
    """Places of the outliers within each group of at least five objects: alternatives may differ in level."""
    found = np.zeros(len(objects.cost), bool)
    for label in labels:
        rows = objects.groups == label
        if rows.sum() >= _LEAST_TO_JUDGE:
            found[rows] = np.abs(robust_z(objects.unit_costs[rows])) > bound
    return [int(place) for place in np.flatnonzero(found)]


def _object(objects: Objects, place: int) -> CostObject:
    standard = objects.standards[place]
    return CostObject(
        name=str(objects.names[place]),
        group=str(objects.groups[place]),
        cost=float(objects.cost[place]),
        quantity=float(objects.quantity[place]),
        unit_cost=float(objects.unit_costs[place]),
        standard=None if np.isnan(standard) else float(standard),
    )
