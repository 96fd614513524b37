"""What an outcome moves with, and how much each driver explains (驱动因素回归).

References
----------
Grömping, U. (2006). Relative importance for linear regression in R: the package relaimpo. Journal of Statistical
Software 17(1).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from yzperf.methods.columns import doubled_roles, missing_columns, numbers, refuse
from yzperf.methods.comparison.parts import Change
from yzperf.methods.factor_analysis.drivers_result import Driver, DriverRegression
from yzperf.methods.factor_analysis.importance import importance, importance_draws
from yzperf.methods.least_squares import Fit, dependent_columns, least_squares
from yzperf.methods.wording import listing

_MOST_DRIVERS = 10  # 2^10 regressions in every draw
_LEAST_DRAWS = 199
_ERRORS = ("robust", "classical")


def driver_regression(
    frame: pd.DataFrame,
    *,
    outcome: str,
    drivers: Sequence[str],
    errors: str = "robust",
    outcome_name: str = "",
    outcome_unit: str = "",
    draws: int = 999,
    seed: int = 20_200_901,
) -> DriverRegression:
    """Regress an outcome on its drivers and share out the explained variance (驱动因素回归与 Shapley R²).

    Parameters
    ----------
    frame : DataFrame, one row per unit
        Rows that lack a value are left out and counted.
    outcome : str
        Numeric column.
    drivers : sequence of str
        Two to ten numeric columns.
    errors : {"robust", "classical"}
        Standard errors of the coefficients: HC3 (default, unequal variances allowed) or of textbooks.
    outcome_name, outcome_unit : str
        For sentences and picture.
    draws, seed : int
        Of the bootstrap of the shares over rows.

    Returns
    -------
    DriverRegression
        Coefficients, and the share of each driver in R²: the mean over all orders of entering the drivers (LMG).

    Raises
    ------
    MethodError
        If columns or cells do not serve, a driver does not vary or depends on the others, or rows are too few.
    """
    roles = {"结果": outcome, **{f"第{place + 1}个因素": name for place, name in enumerate(drivers)}}
    refuse([*missing_columns(frame, roles.items()), *doubled_roles(roles), *_bad_options(drivers, errors, draws)])
    problems: list[str] = []
    columns = np.column_stack([numbers(frame, column, role, problems) for role, column in roles.items()])
    refuse(problems)
    usable = ~np.isnan(columns).any(axis=1)
    y, design = columns[usable, 0], np.column_stack([np.ones(usable.sum()), columns[usable, 1:]])
    refuse(_data_problems(y, design, drivers))
    fit = least_squares(y, design, classical=errors == "classical", jackknife=errors == "robust")
    shares = importance(y, design[:, 1:])
    drawn = importance_draws(y, design[:, 1:], seed, draws)
    explained = float(shares.sum())
    return DriverRegression(
        outcome_name=outcome_name or outcome,
        outcome_unit=outcome_unit,
        errors=errors,
        constant=_change(fit, 0),
        drivers=tuple(_driver(name, place, fit, shares, drawn) for place, name in enumerate(drivers)),
        explained=explained,
        adjusted=1 - (1 - explained) * (len(y) - 1) / fit.degrees,
        explained_interval=_quantiles(drawn.sum(axis=1)),
        inflation=tuple(_inflation(design[:, 1:])),
        count=len(y),
        dropped=int((~usable).sum()),
        lost_draws=int(np.isnan(drawn[:, 0]).sum()),
    )


def _bad_options(drivers: Sequence[str], errors: str, draws: int) -> list[str]:
    problems = (
        [] if 2 <= len(drivers) <= _MOST_DRIVERS else [f"因素（drivers）应为2到{_MOST_DRIVERS}个，现有{len(drivers)}个"]
    )
    problems += [] if errors in _ERRORS else [f"标准误（errors）应为{'或'.join(_ERRORS)}，现为“{errors}”"]
    return problems + ([] if draws >= _LEAST_DRAWS else [f"重抽样次数（draws）至少{_LEAST_DRAWS}，现为{draws}"])


def _data_problems(y: np.ndarray, design: np.ndarray, drivers: Sequence[str]) -> list[str]:
    least = design.shape[1] + 5
    if len(y) < least:
        return [f"没有空缺的行只有{len(y)}行，{len(drivers)}个因素至少要{least}行"]
    problems = ["结果没有变化，没有可解释的差异"] if np.ptp(y) == 0 else []
    tied = [drivers[place - 1] for place in dependent_columns(design, np.linalg.norm(design, axis=0)) if place]
    return problems + ([f"因素{listing(tied)}没有变化或由其他因素决定，应去掉"] if tied else [])


def _change(fit: Fit, place: int) -> Change:
    return Change.of(float(fit.coefficients[place]), float(fit.errors[place]), fit.degrees)


def _driver(name: str, place: int, fit: Fit, shares: np.ndarray, drawn: np.ndarray) -> Driver:
    return Driver(name, _change(fit, place + 1), float(shares[place]), _quantiles(drawn[:, place]))


def _quantiles(drawn: np.ndarray) -> tuple[float, float]:
    low, high = np.nanquantile(drawn, (0.025, 0.975))
    return float(low), float(high)


def _inflation(regressors: np.ndarray) -> list[float]:
    """Variance inflation factors."""
    inflation: list[float] = np.diag(np.linalg.inv(np.corrcoef(regressors, rowvar=False))).tolist()
    return inflation
