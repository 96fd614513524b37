"""The same units before and after (前后对比).

References
----------
Student (1908). The probable error of a mean. Biometrika 6(1), 1-25.
Shadish, W. R., Cook, T. D. and Campbell, D. T. (2002). Experimental and Quasi-Experimental Designs, ch. 4.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from yzperf.methods.columns import doubled_roles, missing_columns, numbers, refuse
from yzperf.methods.comparison.before_after_result import BeforeAfter
from yzperf.methods.comparison.panel import paired_change
from yzperf.methods.comparison.parts import Change
from yzperf.methods.resampling import sign_flip_p

_LEAST_UNITS = 3
_SEED = 20_200_901


def before_after_comparison(
    frame: pd.DataFrame,
    *,
    before: str,
    after: str,
    outcome_name: str = "",
    outcome_unit: str = "",
    seed: int = _SEED,
) -> BeforeAfter:
    """Compare the same units before and after (配对前后对比).

    Parameters
    ----------
    frame : DataFrame, one row per unit
        Rows that lack one of the two values are left out and counted.
    before, after : str
        Columns of the outcome before and after, numeric, in ``outcome_unit``.
    outcome_name, outcome_unit : str
        How sentences and picture name the outcome.
    seed : int
        Of the sign test by randomisation, where there are too many units to go through all signs.

    Returns
    -------
    BeforeAfter

    Raises
    ------
    MethodError
        If a column is missing or not numeric, there are fewer than three pairs, or all changes are equal.

    Notes
    -----
    Paired t test with n−1 degrees of freedom. Beside it all signs of the changes are dealt anew, which needs no
    normal distribution.

    References
    ----------
    Student (1908), Biometrika 6(1).
    """
    roles = {"实施前": before, "实施后": after}
    refuse([*missing_columns(frame, roles.items()), *doubled_roles(roles)])
    problems: list[str] = []
    sides = [numbers(frame, column, role, problems) for role, column in roles.items()]
    refuse(problems)
    usable = ~np.isnan(np.column_stack(sides)).any(axis=1)
    first, second = (side[usable] for side in sides)
    refuse(_pair_problems(second - first))
    change, error, degrees = paired_change(first, second)
    return BeforeAfter(
        outcome_name=outcome_name or after,
        outcome_unit=outcome_unit,
        before=float(first.mean()),
        after=float(second.mean()),
        change=Change.of(change, error, degrees),
        degrees=degrees,
        statistic=change / error,
        standardised=change / float((second - first).std(ddof=1)),
        sign_p=sign_flip_p(second - first, seed),
        risen=int((second > first).sum()),
        fallen=int((second < first).sum()),
        start_correlation=_correlation(first, second - first),
        pairs=tuple(zip(first.tolist(), second.tolist(), strict=True)),
        dropped=int((~usable).sum()),
    )


def _pair_problems(changes: np.ndarray) -> list[str]:
    if len(changes) < _LEAST_UNITS:
        return [f"前后都有数据的单位只有{len(changes)}个，至少要{_LEAST_UNITS}个；可改作个案说明"]
    if np.ptp(changes) == 0:
        return [f"所有单位的变化都是{changes[0]:g}，没有差别可用来估计误差；请核对是否同一列重复"]
    return []


def _correlation(first: np.ndarray, changes: np.ndarray) -> float | None:
    """How far low starters gained most; None where all started alike."""
    if np.ptp(first) == 0:
        return None
    return float(np.corrcoef(first, changes)[0, 1])
