"""Efficiency apart from luck: a frontier estimated with errors (随机前沿分析).

References
----------
Aigner, D., Lovell, C. A. K. and Schmidt, P. (1977). Formulation and estimation of stochastic frontier production
function models. Journal of Econometrics 6(1), 21-37.
Battese, G. E. and Coelli, T. J. (1992). Frontier production functions, technical efficiency and panel data. Journal of
Productivity Analysis 3, 153-169.
Coelli, T. (1995). Estimators and hypothesis tests for a stochastic frontier function. Journal of Productivity Analysis
6, 247-268.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from yzperf.methods.benchmarking.frontier_likelihood import (
    TRUNCATED,
    FrontierFit,
    Shape,
    conditional,
    expected_loss,
    expected_power,
    fit_frontier,
    loss_quantile,
)
from yzperf.methods.benchmarking.frontier_sample import FrontierRoles, FrontierSample, read_sample
from yzperf.methods.benchmarking.simplex import Floats
from yzperf.methods.benchmarking.stochastic_frontier_analysis_result import (
    FrontierTerm,
    StochasticFrontier,
    UnitFrontier,
)
from yzperf.methods.benchmarking.units import named


def stochastic_frontier_analysis(
    frame: pd.DataFrame,
    *,
    outcome: str,
    inputs: Sequence[str],
    unit: str | None = None,
    period: str | None = None,
    kind: Literal["production", "cost"] = "production",
    form: Literal["cobb_douglas", "translog", "as_given"] = "cobb_douglas",
    distribution: Literal["half_normal", "truncated_normal", "exponential"] = "half_normal",
    time_varying: bool = False,
    missing: Literal["refuse", "drop"] = "refuse",
    outcome_name: str = "",
) -> StochasticFrontier:
    """Estimate a frontier by likelihood, and how far each unit is from it beside errors (随机前沿分析).

    Parameters
    ----------
    frame : DataFrame, one row per unit, or per unit and period
    outcome : str
        Column of the output, or of the cost.
    inputs : sequence of str
        Columns of the inputs; for costs, of the outputs and prices.
    unit : str, optional
        Column with the names; rows are numbered without it.
    period : str, optional
        Column of the periods of a panel, which may have gaps; needs ``unit``.
    kind : {"production", "cost"}
        Inefficiency lowers the output, or raises the cost.
    form : {"cobb_douglas", "translog", "as_given"}
        Logarithms of all columns (default); with half squares and products besides; columns as they are, the outcome in
        logarithms already.
    distribution : {"half_normal", "truncated_normal", "exponential"}
        Of the inefficiency; exponential without a panel only.
    time_varying : bool
        Inefficiency of all units changes by exp(-eta (t - T)), with T the last period (Battese and Coelli, 1992);
        without it each unit of a panel has one inefficiency.
    missing : {"refuse", "drop"}
        Refuse rows with an empty cell, or leave them out and say how many.
    outcome_name : str
        How sentences name the outcome.

    Returns
    -------
    StochasticFrontier
        Standard errors are from the curvature of the likelihood; FRONTIER 4.1 prints those of its search direction,
        which differ a little.

    Raises
    ------
    MethodError
        If the data do not carry the method; all problems of a stage at once.

    References
    ----------
    Battese and Coelli (1992), Journal of Productivity Analysis 3.
    """
    roles = FrontierRoles(outcome, named(inputs), unit, period, kind, form, distribution, time_varying, missing)
    sample, shape = read_sample(frame, roles), Shape(distribution, time_varying)
    fit = fit_frontier(sample.data, shape)
    return StochasticFrontier(
        outcome_name=outcome_name or outcome,
        kind=kind,
        form=form,
        distribution=distribution,
        terms=_terms(fit, sample, shape),
        units=_unit_rows(fit, sample, shape),
        log_likelihood=fit.log_likelihood,
        least_squares_likelihood=fit.least_squares_likelihood,
        least_squares=tuple(fit.least_squares.tolist()),
        restrictions=1 + shape.further,
        at_edge=fit.at_edge,
        skewness=_skewness_test(sample, fit.least_squares),
        rows=len(sample.data.outcome),
        periods=len(set(sample.periods)) if period else 0,
        time_varying=time_varying,
        dropped=sample.dropped,
    )


def _terms(fit: FrontierFit, sample: FrontierSample, shape: Shape) -> tuple[FrontierTerm, ...]:
    names = [*sample.terms, "σ²", "γ"]
    names += (["μ"] if shape.kind == TRUNCATED else []) + (["η"] if shape.time_varying else [])
    errors = np.full(len(names), np.nan) if fit.covariance is None else np.sqrt(np.diag(fit.covariance))
    return tuple(
        FrontierTerm(name, float(value), float(error))
        for name, value, error in zip(names, fit.parameters, errors, strict=True)
    )


def _unit_rows(fit: FrontierFit, sample: FrontierSample, shape: Shape) -> tuple[UnitFrontier, ...]:
    """One row for each unit; where inefficiency changes with time, one for each unit and period."""
    units, rows = sample.data.units, np.arange(len(sample.data.outcome))
    if not shape.time_varying:
        rows = np.unique(units, return_index=True)[1]
    figures = np.ones((len(rows), 5)) if fit.at_edge else _figures(fit, sample, shape)[rows]
    return tuple(
        UnitFrontier(sample.units[units[row]], sample.periods[row] if shape.time_varying else "", *values)
        for row, values in zip(rows, figures.tolist(), strict=True)
    )


def _figures(fit: FrontierFit, sample: FrontierSample, shape: Shape) -> Floats:
    given = conditional(sample.data, shape, fit.parameters)
    return np.column_stack(
        [
            expected_power(given, -1.0),
            np.exp(-expected_loss(given)),
            expected_power(given, 1.0),
            np.exp(-loss_quantile(given, 0.975)),
            np.exp(-loss_quantile(given, 0.025)),
        ]
    )


def _skewness_test(sample: FrontierSample, coefficients: Floats) -> float:
    """Third moment of the residuals of least squares over its error (Coelli, 1995): negative where units fall short."""
    residuals = sample.data.sign * (sample.data.outcome - sample.data.columns @ coefficients)
    second, third = np.mean(residuals**2), np.mean(residuals**3)
    return float(third / np.sqrt(6 * second**3 / len(residuals)))
