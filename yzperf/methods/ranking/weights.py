"""Weights of indicators from the data themselves (权重测算·客观赋权).

References
----------
Shannon, C. E. (1948). A mathematical theory of communication. Bell System Technical Journal 27.
Diakoulaki, D., Mavrotas, G. and Papayannakis, L. (1995). Determining objective weights in multiple criteria problems:
the CRITIC method. Computers & Operations Research 22(7).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from yzperf.forensics.data_weights import (
    critic_information,
    entropies,
    entropy_weights,
    game_combination,
    scaled,
    variation_coefficients,
)
from yzperf.methods.columns import refuse
from yzperf.methods.ranking.tables import Matrix, read_matrix
from yzperf.methods.ranking.weights_result import IndicatorWeights, WeightLine
from yzperf.methods.wording import listing


def weigh_by_entropy(
    table: pd.DataFrame,
    *,
    name: str | None = None,
    direction: Mapping[str, str] | None = None,
    scale: bool = False,
) -> IndicatorWeights:
    """Weigh indicators by the entropy method (熵值法): the more the objects differ, the more an indicator weighs.

    Parameters
    ----------
    table : DataFrame, one row per object, one column per indicator
    name : str, optional
        Column with the names of the objects.
    direction : mapping of str to str, optional
        ``"max"`` or ``"min"`` for each indicator; only used where ``scale`` is true.
    scale : bool
        False: shares of the raw values, which must not be negative (the textbook form). True: min-max scaled values,
        for negative data or mixed directions.

    Returns
    -------
    IndicatorWeights

    Raises
    ------
    MethodError
        For gaps, constant columns, negative values without scaling, fewer than two objects.
    """
    matrix = read_matrix(table, name=name, direction=direction)
    if not scale:
        _require_shares(matrix)
    values = scaled(matrix.values, matrix.falling) if scale else matrix.values
    entropy = entropies(values)
    weights = entropy_weights(entropy)
    return _result(matrix, "熵值法", weights, ("信息熵", entropy), "极差标准化后" if scale else "")


def weigh_by_critic(
    table: pd.DataFrame, *, name: str | None = None, direction: Mapping[str, str] | None = None
) -> IndicatorWeights:
    """Weigh indicators by contrast and conflict (CRITIC 法): spread of the scaled values times Σ(1 − correlation).

    Parameters
    ----------
    table : DataFrame, one row per object, one column per indicator
    name : str, optional
        Column with the names of the objects.
    direction : mapping of str to str, optional
        ``"max"`` (default) or ``"min"`` for each indicator.

    Returns
    -------
    IndicatorWeights

    Raises
    ------
    MethodError
        For gaps, constant columns, fewer than three objects, or indicators that all say the same.
    """
    matrix = read_matrix(table, name=name, direction=direction, least_objects=3)
    information = critic_information(scaled(matrix.values, matrix.falling))
    if information.sum() <= 1e-12:
        refuse(["各指标完全相关，没有冲突可言，CRITIC 法给不出权重"])
    return _result(matrix, "CRITIC法", information / information.sum(), ("信息量", information))


def weigh_by_variation(table: pd.DataFrame, *, name: str | None = None) -> IndicatorWeights:
    """Weigh indicators by their coefficient of variation (变异系数法).

    Parameters
    ----------
    table : DataFrame, one row per object, one column per indicator
    name : str, optional
        Column with the names of the objects.

    Returns
    -------
    IndicatorWeights

    Raises
    ------
    MethodError
        For gaps, constant columns, columns with a mean of zero, fewer than two objects.
    """
    matrix = read_matrix(table, name=name)
    centred = [one for one, mean in zip(matrix.indicators, matrix.values.mean(axis=0), strict=True) if mean == 0]
    refuse([f"指标{listing(centred)}的平均数为0，变异系数没有意义"] if centred else [])
    coefficients = variation_coefficients(matrix.values)
    return _result(matrix, "变异系数法", coefficients / coefficients.sum(), ("变异系数", coefficients))


def combine_weights(weights: pd.DataFrame) -> IndicatorWeights:
    """Combine the weights of several methods so that none is left far away (博弈论组合赋权).

    Parameters
    ----------
    weights : DataFrame, one row per indicator, one column per method
        Columns are made to add up to 1.

    Returns
    -------
    IndicatorWeights
        ``shares`` says how much each method counts.

    Raises
    ------
    MethodError
        For gaps, negative or all-zero weights, fewer than two methods.
    """
    matrix = read_matrix(weights, varying=False)
    problems = ["至少要两种方法的权重"] if len(matrix.indicators) < 2 else []
    problems += [
        f"方法“{one}”的权重有负数或全为0"
        for one, column in zip(matrix.indicators, matrix.values.T, strict=True)
        if (column < 0).any() or not column.sum()
    ]
    refuse(problems)
    given = (matrix.values / matrix.values.sum(axis=0)).T
    combined, shares = game_combination(given)
    lines = tuple(
        WeightLine(name, float(weight), float(np.ptp(given[:, place])))
        for place, (name, weight) in enumerate(zip(matrix.objects, combined, strict=True))
    )
    parts = tuple(zip(matrix.indicators, map(float, shares), strict=True))
    return IndicatorWeights("博弈论组合赋权", lines, "各方法最大差距", len(matrix.objects), "", parts)


def _require_shares(matrix: Matrix) -> None:
    negative = [one for one, column in zip(matrix.indicators, matrix.values.T, strict=True) if (column < 0).any()]
    refuse([f"指标{listing(negative)}有负数，不能算占比；请用 scale=True 先作极差标准化"] if negative else [])


def _result(
    matrix: Matrix, method: str, weights: np.ndarray, basis: tuple[str, np.ndarray], how: str = ""
) -> IndicatorWeights:
    rows = zip(matrix.indicators, weights, basis[1], strict=True)
    lines = tuple(WeightLine(name, float(weight), float(value)) for name, weight, value in rows)
    return IndicatorWeights(method, lines, basis[0], len(matrix.objects), how, ())
