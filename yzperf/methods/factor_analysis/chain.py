"""One factor after the other to its new level (连环替代法), with the effect of the order shown.

References
----------
财政部会计资格评价中心《财务管理》（因素分析法：连环替代法、差额分析法）。
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from yzperf.methods.factor_analysis.chain_result import ChainSubstitution, ShapleyDecomposition
from yzperf.methods.factor_analysis.effects import FactorEffect
from yzperf.methods.factor_analysis.factors import Factors, Roles, order_of, read_factors
from yzperf.methods.factor_analysis.substitution import chain, marginal_range, shapley_effects


def chain_substitution(
    frame: pd.DataFrame,
    *,
    factor: str,
    base: str,
    actual: str,
    category: str | None = None,
    formula: str | None = None,
    order: Sequence[str] | None = None,
    unit: str = "",
) -> ChainSubstitution:
    """Explain a change of a total by substituting its factors in turn (连环替代法).

    Parameters
    ----------
    frame : DataFrame, one row per factor (and category)
    factor : str
        Column of the name of the factor.
    base, actual : str
        Columns of its level in the base and in the reporting period (or planned and actual).
    category : str, optional
        Column of categories whose totals are added up.
    formula : str, optional
        How factors make the total, as ``(人数+编外)*人均``; the product of all factors by default.
    order : sequence of str, optional
        Order of substitution; that of the rows by default, as textbooks do (quantity before quality).
    unit : str
        Unit of the total.

    Returns
    -------
    ChainSubstitution
        Effects in this order, with their range and mean over all orders.

    Raises
    ------
    MethodError
        If columns or cells are lacking, a factor is there twice, the formula does not fit or divides by zero.

    Notes
    -----
    The effect of a factor depends on what moved before it. Over all orders it lies between the least and the largest
    difference it makes to any set of the others; the mean over all orders is its Shapley value.
    """
    factors = read_factors(frame, Roles(factor, base, actual, category, formula))
    places = order_of(factors.names, order)
    steps = chain(factors.totals, places)
    amounts = dict(zip(places, np.diff(steps).tolist(), strict=True))
    return ChainSubstitution(
        names=tuple(factors.names[place] for place in places),
        total_unit=unit,
        formula=formula or "×".join(factors.names),
        steps=tuple(map(float, steps)),
        effects=tuple(_effects(factors, amounts)[place] for place in places),
    )


def shapley_decomposition(
    frame: pd.DataFrame,
    *,
    factor: str,
    base: str,
    actual: str,
    category: str | None = None,
    formula: str | None = None,
    unit: str = "",
) -> ShapleyDecomposition:
    """Explain a change of a total by the mean of all orders of substitution (Shapley 分解).

    Parameters
    ----------
    frame, factor, base, actual, category, formula, unit
        As in ``chain_substitution``; the formula may be any sum, product or ratio of factors.

    Returns
    -------
    ShapleyDecomposition

    Raises
    ------
    MethodError
        As in ``chain_substitution``.

    References
    ----------
    Shorrocks, A. F. (2013). Journal of Economic Inequality 11(1), 99-126.
    """
    factors = read_factors(frame, Roles(factor, base, actual, category, formula))
    amounts = dict(enumerate(shapley_effects(factors.totals).tolist()))
    return ShapleyDecomposition(
        total_unit=unit,
        formula=formula or "×".join(factors.names),
        base=float(factors.totals[0]),
        actual=float(factors.totals[-1]),
        effects=tuple(_effects(factors, amounts).values()),
    )


def _effects(factors: Factors, amounts: dict[int, float]) -> dict[int, FactorEffect]:
    means = shapley_effects(factors.totals)
    return {
        place: FactorEffect(name, amounts[place], *marginal_range(factors.totals, place), float(means[place]))
        for place, name in enumerate(factors.names)
    }
