"""Importance–performance analysis: which items to improve first (重要性—满意度四象限分析).

References
----------
Martilla, J. A. and James, J. C. (1977). Importance-performance analysis. Journal of Marketing 41(1), 77-79.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from yzperf.methods.columns import missing_columns, numbers, refuse
from yzperf.methods.public_judgement.importance_result import QUADRANTS, ImportancePerformance, RatedItem
from yzperf.methods.wording import listing

Floats = NDArray[np.float64]
_CROSSINGS = ("mean", "median")
_LEAST_ITEMS, _LEAST_ROWS = 3, 10


def importance_performance_analysis(
    answers: pd.DataFrame,
    *,
    performance: Mapping[str, str],
    importance: Mapping[str, str] | None = None,
    overall: str | None = None,
    crossing: str | tuple[float, float] = "mean",
    draws: int = 999,
    seed: int = 20_200_901,
) -> ImportancePerformance:
    """Sort items by importance and performance into four quadrants (重要性—满意度四象限分析 IPA).

    Parameters
    ----------
    answers : DataFrame, one row per respondent
        Numbers; empty cells are left out item by item and counted.
    performance : mapping of item to column
        How satisfied the respondent is with each item.
    importance : mapping of item to column, optional
        How important each item is to the respondent (stated importance).
    overall : str, optional
        Column of overall satisfaction: importance is then derived as the correlation of each item with it. Give
        either this or ``importance``.
    crossing : {"mean", "median"} or tuple of (performance, importance)
        Where the lines cross: the mean or median of the items (relative; half the items always lie on either side),
        or fixed scores decided before (60 or 80 points …).
    draws, seed : int
        Respondents are drawn anew to tell how often each item stays in its quadrant.

    Returns
    -------
    ImportancePerformance

    Raises
    ------
    MethodError
        For absent columns, text, fewer than three items or ten respondents, items without spread where importance is
        derived, unknown options.
    """
    refuse(_option_problems(performance, importance, overall, crossing, draws))
    columns: list[tuple[str, str | None]] = [("满意度", one) for one in performance.values()]
    columns += [("重要性", one) for one in (importance or {}).values()] + [("总体满意度", overall)]
    refuse(missing_columns(answers, columns))
    problems: list[str] = []
    items = tuple(performance)
    satisfied = np.column_stack([numbers(answers, performance[item], "满意度", problems) for item in items])
    if importance is None:
        weight = numbers(answers, str(overall), "总体满意度", problems)[:, None]
    else:
        weight = np.column_stack([numbers(answers, importance[item], "重要性", problems) for item in items])
    refuse(problems)
    refuse(_thin(items, satisfied, weight))
    derived = importance is None
    points = _points(satisfied, weight, derived=derived)
    if not np.isfinite(points).all():
        refuse(["总体满意度或某个项目的答案全部相同，算不出相关；请改用直接询问的重要性（importance）"])
    lines = _lines(points, crossing)
    places = _quadrants(points, lines)
    rng = np.random.default_rng(seed)
    stays = np.zeros(len(items))
    for _ in range(draws):
        rows = rng.integers(len(satisfied), size=len(satisfied))
        drawn = _points(satisfied[rows], weight[rows], derived=derived)
        stays += _quadrants(drawn, _lines(drawn, crossing)) == places
    return ImportancePerformance(
        items=tuple(
            RatedItem(item, float(points[0, at]), float(points[1, at]), QUADRANTS[places[at]], float(stays[at] / draws))
            for at, item in enumerate(items)
        ),
        lines=(float(lines[0]), float(lines[1])),
        crossing=crossing if isinstance(crossing, str) else "fixed",
        derived=derived,
        rows=len(satisfied),
        blank=int(np.isnan(satisfied).sum() + np.isnan(weight).sum()),
    )


def _option_problems(
    performance: Mapping[str, str],
    importance: Mapping[str, str] | None,
    overall: str | None,
    crossing: str | tuple[float, float],
    draws: int,
) -> list[str]:
    problems = []
    if (importance is None) == (overall is None):
        problems.append("重要性（importance）和总体满意度（overall）给且只给一个")
    if importance is not None and set(importance) != set(performance):
        apart = sorted(set(importance) ^ set(performance))
        problems.append(f"满意度和重要性的项目不同：{listing(apart)}")
    if len(performance) < _LEAST_ITEMS:
        problems.append(f"只有{len(performance)}个项目，至少要{_LEAST_ITEMS}个")
    if isinstance(crossing, str) and crossing not in _CROSSINGS:
        problems.append(f"分界（crossing）应为{'、'.join(_CROSSINGS)}之一或两个数，现为“{crossing}”")
    return problems if draws >= 99 else [*problems, f"自助抽样次数（draws）至少99，现为{draws}"]


def _thin(items: Sequence[str], satisfied: Floats, weight: Floats) -> list[str]:
    both = ~np.isnan(satisfied) & ~np.isnan(np.broadcast_to(weight, satisfied.shape))
    thin = [f"{item}（{count}份）" for item, count in zip(items, both.sum(axis=0), strict=True) if count < _LEAST_ROWS]
    return [f"两项都答的不足{_LEAST_ROWS}份：{listing(thin)}"] if thin else []


def _points(satisfied: Floats, weight: Floats, *, derived: bool) -> Floats:
    """Performance and importance of each item, shape (2, k)."""
    performance = np.nanmean(satisfied, axis=0)
    if not derived:
        return np.stack([performance, np.nanmean(weight, axis=0)])
    whole = np.where(np.isnan(satisfied), np.nan, weight)
    own, total = (values - np.nanmean(values, axis=0) for values in (satisfied + 0 * whole, whole))
    with np.errstate(invalid="ignore", divide="ignore"):
        together = np.nansum(own * total, axis=0)
        correlation = together / np.sqrt(np.nansum(own**2, axis=0) * np.nansum(total**2, axis=0))
    return np.stack([performance, correlation])


def _lines(points: Floats, crossing: str | tuple[float, float]) -> Floats:
    if isinstance(crossing, str):
        found: Floats = np.nanmean(points, axis=1) if crossing == "mean" else np.nanmedian(points, axis=1)
        return found
    return np.array(crossing, float)


def _quadrants(points: Floats, lines: Floats) -> NDArray[np.intp]:
    """Place in ``QUADRANTS``: importance counts two, performance one."""
    good, weighty = points[0] >= lines[0], points[1] >= lines[1]
    return np.asarray(2 * weighty + good, np.intp)
