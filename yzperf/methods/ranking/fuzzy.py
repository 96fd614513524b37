"""Fuzzy comprehensive evaluation of one level (模糊综合评价), with its operator named.

References
----------
Zadeh, L. A. (1965). Fuzzy sets. Information and Control 8(3).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from yzperf.methods.columns import missing_columns, refuse
from yzperf.methods.ranking.fuzzy_result import FuzzyEvaluation
from yzperf.methods.ranking.tables import read_matrix, read_weights

Floats = NDArray[np.float64]

# Weights (factors,) and memberships (factors, grades) → membership of the whole in each grade.
OPERATORS: Mapping[str, tuple[str, Callable[[Floats, Floats], Floats]]] = {
    "weighted_mean": ("M(·,+) 加权平均型", lambda weights, table: weights @ table),
    "max_min": ("M(∧,∨) 主因素决定型", lambda weights, table: np.minimum(weights[:, None], table).max(axis=0)),
    "max_product": ("M(·,∨) 主因素突出型", lambda weights, table: (weights[:, None] * table).max(axis=0)),
    "bounded_sum": (
        "M(∧,⊕) 不均衡平均型",
        lambda weights, table: np.minimum(1, np.minimum(weights[:, None], table).sum(axis=0)),
    ),
}


def fuzzy_comprehensive_evaluation(
    memberships: pd.DataFrame,
    *,
    weights: str | Mapping[str, float] | Sequence[float] | None = None,
    factor: str | None = None,
    operator: str = "weighted_mean",
    points: Mapping[str, float] | Sequence[float] | None = None,
) -> FuzzyEvaluation:
    """Evaluate by degrees of membership in grades (模糊综合评价).

    Parameters
    ----------
    memberships : DataFrame, one row per factor, one column per grade
        Degrees between 0 and 1, such as the share of experts who chose a grade.
    weights : str, mapping or sequence, optional
        A column of the frame, or the weights themselves, made to add up to 1; equal by default.
    factor : str, optional
        Column with the names of the factors.
    operator : {"weighted_mean", "max_min", "max_product", "bounded_sum"}
        How weights and memberships are joined. They give different answers; the result names it.
    points : mapping or sequence, optional
        Points of each grade (优 100、良 80 …): gives a score beside the grade.

    Returns
    -------
    FuzzyEvaluation

    Raises
    ------
    MethodError
        For gaps, degrees outside 0 to 1, rows that are all zero, unusable weights, an unknown operator.
    """
    refuse([] if operator in OPERATORS else [f"没有合成算子“{operator}”，可用：{'、'.join(OPERATORS)}"])
    column = weights if isinstance(weights, str) else None
    refuse(missing_columns(memberships, [("权重", column)]))
    body = memberships.drop(columns=[column]) if column else memberships
    matrix = read_matrix(body, name=factor, least_objects=1, varying=False)
    _require_degrees(matrix.values, matrix.objects)
    given = memberships[column].tolist() if column else weights
    shares = read_weights(given if not isinstance(given, str) else None, matrix.objects)
    name, join = OPERATORS[operator]
    return FuzzyEvaluation(
        operator=name,
        factors=tuple(zip(matrix.objects, map(float, shares), strict=True)),
        grades=matrix.indicators,
        memberships=tuple(map(float, join(shares, matrix.values))),
        points=_points(points, matrix.indicators),
    )


def _require_degrees(table: Floats, factors: tuple[str, ...]) -> None:
    problems = [
        f"因素“{factor}”的隶属度不在0和1之间"
        for factor, row in zip(factors, table, strict=True)
        if (row < 0).any() or (row > 1).any()
    ]
    problems += [f"因素“{factor}”的隶属度全为0" for factor, row in zip(factors, table, strict=True) if not row.any()]
    refuse(problems)


def _points(points: Mapping[str, float] | Sequence[float] | None, grades: tuple[str, ...]) -> tuple[float, ...]:
    if points is None:
        return ()
    if isinstance(points, Mapping):
        absent = [grade for grade in grades if grade not in points]
        refuse([f"没有给出等级的分值：{'、'.join(absent)}"] if absent else [])
        points = [points[grade] for grade in grades]
    refuse([] if len(points) == len(grades) else [f"分值有{len(points)}个，等级有{len(grades)}个"])
    return tuple(map(float, points))
