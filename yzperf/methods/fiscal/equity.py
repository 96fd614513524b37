"""How evenly money or services are spread over places (地区均衡): Gini, Theil and their decomposition.

References
----------
Theil, H. (1967). Economics and Information Theory. North-Holland.
Shorrocks, A. F. (1980). The class of additively decomposable inequality measures. Econometrica 48(3).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from yzperf.methods.columns import missing_columns, numbers, refuse, rows_text
from yzperf.methods.fiscal.equity_result import GroupShare, Region, RegionalEquity

Floats = NDArray[np.float64]


def gini(values: Floats, weights: Floats) -> float:
    """Gini coefficient of per-head values with population weights: mean absolute difference over twice the mean."""
    order = np.argsort(values, kind="stable")
    share = weights[order] / weights.sum()
    income = share * values[order] / np.average(values, weights=weights)
    below = np.cumsum(income) - income / 2
    return float(1 - 2 * (share * below).sum())


def theil(values: Floats, weights: Floats) -> float:
    """Theil's T: Σ share of income · ln(value / mean); a value of zero adds nothing."""
    ratio = values / np.average(values, weights=weights)
    logs = np.log(ratio, out=np.zeros_like(ratio), where=ratio > 0)
    return float(np.average(ratio * logs, weights=weights))


def regional_equity(
    table: pd.DataFrame,
    *,
    amount: str,
    population: str,
    name: str | None = None,
    group: str | None = None,
) -> RegionalEquity:
    """Measure how evenly an amount is spread over places by head (地区均衡性).

    Parameters
    ----------
    table : DataFrame, one row per place (镇、街道、县)
    amount : str
        Column of the money or service of a place in all, not negative.
    population : str
        Column of the people of a place, positive.
    name : str, optional
        Column with the names of the places.
    group : str, optional
        Column of groups (城区、农村 …): inequality is split into between and within groups.

    Returns
    -------
    RegionalEquity
        Gini and Theil of the amount per head, weighted by population.

    Raises
    ------
    MethodError
        For gaps, negative amounts, populations of zero, fewer than two places, an amount of zero in all.
    """
    wanted = [("金额", amount), ("人口", population), ("名称", name), ("分组", group)]
    refuse(missing_columns(table, wanted))
    problems: list[str] = []
    amounts = numbers(table, amount, "金额", problems)
    people = numbers(table, population, "人口", problems)
    refuse(problems + _unusable(amounts, people, amount, population))
    values = amounts / people
    names = [str(one) for one in (table[name] if name else table.index)]
    groups = np.array([str(one) for one in table[group]]) if group else np.array([""] * len(table))
    return RegionalEquity(
        regions=tuple(map(Region, names, groups.tolist(), people.tolist(), values.tolist())),
        gini=gini(values, people),
        theil=theil(values, people),
        mean=float(amounts.sum() / people.sum()),
        between=_between(values, people, groups) if group else None,
        groups=tuple(_group(one, values, people, groups) for one in dict.fromkeys(groups.tolist())) if group else (),
        amount=amount,
        group=group or "",
    )


def _unusable(amounts: Floats, people: Floats, amount: str, population: str) -> list[str]:
    problems = [
        f"列“{column}”有缺失值（{rows_text(np.isnan(values))}）"
        for column, values in ((amount, amounts), (population, people))
        if np.isnan(values).any()
    ]
    if (amounts < 0).any():
        problems.append(f"列“{amount}”有负数（{rows_text(amounts < 0)}），均衡性指标要求不小于0")
    if (people <= 0).any():
        problems.append(f"列“{population}”须大于0（{rows_text(people <= 0)}）")
    if len(amounts) < 2:
        problems.append("至少要两个地区")
    if not problems and not amounts.sum():
        problems.append(f"列“{amount}”合计为0，没有可比的")
    return problems


def _between(values: Floats, people: Floats, groups: NDArray[np.str_]) -> float:
    """Theil's T with every place at the mean of its group."""
    means = {one: np.average(values[groups == one], weights=people[groups == one]) for one in set(groups.tolist())}
    return theil(np.array([means[one] for one in groups.tolist()]), people)


def _group(one: str, values: Floats, people: Floats, groups: NDArray[np.str_]) -> GroupShare:
    rows = groups == one
    mean = float(np.average(values[rows], weights=people[rows]))
    share = mean * people[rows].sum() / (values * people).sum()
    inner = theil(values[rows], people[rows]) if mean else 0.0
    return GroupShare(one, int(rows.sum()), float(people[rows].sum()), mean, inner, float(share * inner))
