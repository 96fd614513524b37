"""Unit costs against the conditions of the objects (单位成本回归): what they should cost, and who stands out.

References
----------
Belsley, D. A., Kuh, E. and Welsch, R. E. (1980). Regression Diagnostics. Wiley.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from yzperf.methods.columns import blanks, doubled_roles, missing_columns, numbers, refuse, rows_text
from yzperf.methods.comparison.parts import Change
from yzperf.methods.least_cost.cost_regression_result import CostRegression, Judged, Term
from yzperf.methods.least_cost.influence import influence
from yzperf.methods.least_squares import dependent_columns, least_squares
from yzperf.methods.wording import listing

CONSTANT = "常数项"


@dataclass(frozen=True, slots=True)
class _Sample:
    """Unit costs (n,), design with a constant in front (n, k), names of the objects, rows left out."""

    unit_costs: np.ndarray
    design: np.ndarray
    names: list[str]
    dropped: int


def unit_cost_regression(
    frame: pd.DataFrame,
    *,
    cost: str,
    quantity: str | None = None,
    covariates: Sequence[str] = (),
    indicators: Sequence[str] = (),
    name: str | None = None,
    log: bool = True,
    level: float = 0.05,
    cost_unit: str = "元",
    quantity_unit: str = "",
) -> CostRegression:
    """Explain unit costs by scale and conditions and name the objects that stand out (单位成本回归).

    Parameters
    ----------
    frame : DataFrame, one row per object
        Rows that lack a value are left out and counted.
    cost : str
        Column of the cost in ``cost_unit``; of the unit cost itself if there is no ``quantity``.
    quantity : str, optional
        Column of the output, positive; the cost is divided by it, and it is itself a regressor (scale).
    covariates : sequence of str
        Numeric conditions; positive where ``log``.
    indicators : sequence of str
        0/1 columns, never logged.
    name : str, optional
        Column that names the object; row numbers stand in.
    log : bool
        Logarithms of unit cost, quantity and covariates (default): coefficients are elasticities, and unit costs
        spread in proportion. Else plain values.
    level : float
        An object is an outlier if its externally studentised residual has a Bonferroni p value below this.
    cost_unit, quantity_unit : str
        For sentences and picture.

    Returns
    -------
    CostRegression

    Raises
    ------
    MethodError
        If columns or cells do not serve, a condition does not vary or depends on others, or objects are too few.

    Notes
    -----
    Standard errors are HC3. High leverage is above twice the mean, influence is Cook's distance above 4 / n.
    """
    sample = _read(frame, cost, quantity, list(covariates), list(indicators), name, log, level)
    y = np.log(sample.unit_costs) if log else sample.unit_costs
    fit = least_squares(y, sample.design, jackknife=True)
    shown = influence(y, sample.design)
    expected = np.exp(shown.fitted) if log else shown.fitted
    terms = [CONSTANT, *([quantity] if quantity else []), *covariates, *indicators]
    residuals = y - shown.fitted
    return CostRegression(
        cost_unit=cost_unit,
        quantity_unit=quantity_unit,
        log=log,
        level=level,
        scale=quantity,
        terms=tuple(
            Term(label, Change.of(float(one), float(error), fit.degrees))
            for label, one, error in zip(terms, fit.coefficients, fit.errors, strict=True)
        ),
        objects=tuple(
            Judged(
                sample.names[row],
                *(
                    float(column[row])
                    for column in (
                        sample.unit_costs,
                        expected,
                        shown.studentised,
                        shown.p_values,
                        shown.leverage,
                        shown.cook,
                    )
                ),
            )
            for row in range(len(y))
        ),
        explained=float(1 - residuals @ residuals / ((y - y.mean()) ** 2).sum()),
        residual_error=float(np.sqrt(residuals @ residuals / fit.degrees)),
        dropped=sample.dropped,
    )


def _read(  # noqa: PLR0917
    frame: pd.DataFrame,
    cost: str,
    quantity: str | None,
    covariates: list[str],
    indicators: list[str],
    name: str | None,
    log: bool,
    level: float,
) -> _Sample:
    regressors = [*([quantity] if quantity else []), *covariates, *indicators]
    roles: dict[str, str | None] = {"成本": cost, "名称": name, "数量": quantity}
    roles |= {f"第{place + 1}个条件": column for place, column in enumerate([*covariates, *indicators])}
    problems = [*missing_columns(frame, roles.items()), *doubled_roles(roles)]
    problems += (
        []
        if regressors
        else ["没有解释单位成本的条件：给出数量（quantity）、条件（covariates）或 0/1 列（indicators）"]
    )
    problems += [] if 0 < level < 1 else [f"离群水平（level）应在0与1之间，现为{level}"]
    refuse(problems)
    logged = [cost, *([quantity] if quantity else []), *covariates] if log else ([quantity] if quantity else [])
    columns = {column: numbers(frame, column, "成本或条件", problems) for column in [cost, *regressors]}
    problems += [
        f"列“{column}”应大于0{'才能取对数' if log else ''}：数据{rows_text(columns[column] <= 0)}"
        for column in logged
        if (columns[column] <= 0).any()
    ]
    problems += [
        f"列“{column}”应只有0和1"
        for column in indicators
        if not set(columns[column][~np.isnan(columns[column])]) <= {0.0, 1.0}
    ]
    refuse(problems)
    table = np.column_stack(list(columns.values()))
    usable = ~np.isnan(table).any(axis=1)
    values = {column: column_values[usable] for column, column_values in columns.items()}
    unit_costs = values[cost] / values[quantity] if quantity else values[cost]
    taken = [np.log(values[column]) if log and column not in indicators else values[column] for column in regressors]
    design = np.column_stack([np.ones(usable.sum()), *taken])
    refuse(_bad_design(unit_costs, design, regressors))
    return _Sample(unit_costs, design, _names(frame, name, usable), int((~usable).sum()))


def _bad_design(unit_costs: np.ndarray, design: np.ndarray, regressors: Sequence[str]) -> list[str]:
    least = design.shape[1] + 5
    if len(design) < least:
        return [f"可用的对象只有{len(design)}个，{len(regressors)}个条件至少要{least}个"]
    problems = ["各对象的单位成本相同，没有可解释的差异"] if np.ptp(unit_costs) == 0 else []
    tied = [regressors[place - 1] for place in dependent_columns(design, np.linalg.norm(design, axis=0)) if place]
    return problems + ([f"条件{listing(tied)}没有变化或由其他条件决定，应去掉"] if tied else [])


def _names(frame: pd.DataFrame, name: str | None, usable: np.ndarray) -> list[str]:
    numbered = np.array([f"第{row + 1}行" for row in range(len(frame))], dtype=object)
    given = numbered if name is None else np.where(blanks(frame[name]), numbered, frame[name].astype(str))
    return [str(one) for one in given[usable]]
