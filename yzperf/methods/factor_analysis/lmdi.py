"""Change of a total by its factors without remainder (LMDI 分解).

References
----------
Ang, B. W. (2005). The LMDI approach to decomposition analysis: a practical guide. Energy Policy 33(7), 867-871.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from yzperf.methods.columns import blanks, doubled_roles, missing_columns, numbers, refuse, rows_text
from yzperf.methods.factor_analysis.divisia import log_effects
from yzperf.methods.factor_analysis.lmdi_result import LmdiDecomposition, LmdiEffect, LmdiPeriod
from yzperf.methods.wording import listing

_FORMS = ("I", "II")


@dataclass(frozen=True, slots=True)
class _Panel:
    """Factors by period: labels (T), values (T, k, m), and how many products are zero."""

    periods: list[str]
    values: np.ndarray
    zeros: int


def lmdi_decomposition(
    frame: pd.DataFrame,
    *,
    time: str,
    factors: Sequence[str],
    category: str | None = None,
    form: str = "I",
    chained: bool = True,
    unit: str = "",
) -> LmdiDecomposition:
    """Split the change of a sum of products into its factors, additively and as ratios (LMDI 分解).

    Parameters
    ----------
    frame : DataFrame, one row per period (and category)
        Columns may also be levels of the index.
    time : str
        Column of the period; periods are taken in rising order.
    factors : sequence of str
        Columns whose product is the amount of a category; none negative.
    category : str, optional
        Column of the category; the total is the sum over categories.
    form : {"I", "II"}
        LMDI-I (default: consistent in aggregation, the form that the guide of Ang recommends) or LMDI-II.
    chained : bool
        Decompose each period against the one before and add up (default), else only the last against the first.
    unit : str
        Unit of the total.

    Returns
    -------
    LmdiDecomposition

    Raises
    ------
    MethodError
        If columns or cells are lacking or negative, a category is missing in a period, or a total is zero.

    Notes
    -----
    Zeros take the limit for small values (Ang and Liu 2007); they are counted in the result.
    """
    panel = _read(_flat(frame, [time, category]), time, list(factors), category, form)
    pairs = list(pairwise(range(len(panel.periods)))) if chained else [(0, len(panel.periods) - 1)]
    return LmdiDecomposition(
        total_unit=unit,
        form=form,
        chained=chained,
        factors=tuple(factors),
        periods=tuple(_period(panel, list(factors), pair, form) for pair in pairs),
        categories=panel.values.shape[2],
        zeros=panel.zeros,
    )


def _flat(frame: pd.DataFrame, names: Sequence[str | None]) -> pd.DataFrame:
    """Levels of the index that are asked for become columns."""
    levels = [name for name in names if name is not None and name in frame.index.names]
    return frame.reset_index(level=levels) if levels else frame


def _read(frame: pd.DataFrame, time: str, factors: list[str], category: str | None, form: str) -> _Panel:
    roles: dict[str, str | None] = {"时间": time, "类别": category}
    roles |= {f"第{place + 1}个因素": name for place, name in enumerate(factors)}
    few = [] if len(factors) >= 2 else [f"因素（factors）至少2个，现有{len(factors)}个"]
    form_problem = [] if form in _FORMS else [f"形式（form）应为{'或'.join(_FORMS)}，现为“{form}”"]
    refuse([*missing_columns(frame, roles.items()), *doubled_roles(roles), *few, *form_problem])
    problems: list[str] = []
    columns = [numbers(frame, name, "因素", problems) for name in factors]
    empty = np.isnan(np.column_stack(columns)).any(axis=1) | blanks(frame[time])
    if empty.any():
        problems.append(
            f"时间和各因素都要填：数据{rows_text(empty)}有空缺。少一类总额就不成立，不能剔除；确实没有的填0"
        )
    for name, values in zip(factors, columns, strict=True):
        if (values < 0).any():
            problems.append(
                f"列“{name}”（因素）有负数，取不了对数：数据{rows_text(values < 0)}。可改用 shapley_decomposition"
            )
    refuse(problems)
    return _panel(frame, time, columns, category)


def _panel(frame: pd.DataFrame, time: str, columns: list[np.ndarray], category: str | None) -> _Panel:
    periods, times = np.unique(frame[time].to_numpy(), return_inverse=True)
    kinds, names = np.zeros(len(frame), int), pd.Index(["全部"])
    if category is not None:
        kinds, names = pd.factorize(frame[category].astype(str), sort=True)
    counts = np.zeros((len(periods), len(names)), int)
    np.add.at(counts, (times, kinds), 1)
    wrong = [
        f"{periods[row]}年（期）{names[column]}有{counts[row, column]}行" for row, column in np.argwhere(counts != 1)
    ]
    refuse(
        [f"每期每类应恰好一行：{listing(wrong)}；没有的类别补一行0，分类别的数据要指定类别列（category）"]
        if wrong
        else []
    )
    refuse([] if len(periods) > 1 else ["只有一期数据，至少要两期才有变动可分解"])
    values = np.empty((len(periods), len(columns), len(names)))
    for place, column in enumerate(columns):
        values[times, place, kinds] = column
    products = values.prod(axis=1)
    lost = [str(period) for period, total in zip(periods, products.sum(axis=1), strict=True) if total <= 0]
    refuse([f"这些期的总额为0，比值没有意义：{listing(lost)}"] if lost else [])
    return _Panel([str(period) for period in periods], values, int((products == 0).sum()))


def _period(panel: _Panel, factors: list[str], pair: tuple[int, int], form: str) -> LmdiPeriod:
    base, actual = panel.values[pair[0]], panel.values[pair[1]]
    logs, mean = log_effects(base, actual, shares=form == "II")
    return LmdiPeriod(
        start=panel.periods[pair[0]],
        end=panel.periods[pair[1]],
        base=float(base.prod(axis=0).sum()),
        actual=float(actual.prod(axis=0).sum()),
        effects=tuple(
            LmdiEffect(name, float(one * mean), float(np.exp(one))) for name, one in zip(factors, logs, strict=True)
        ),
    )
