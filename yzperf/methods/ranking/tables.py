"""A table of objects and indicators made ready for weighting and ranking (指标矩阵): numbers only, all defects at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from yzperf.methods.columns import missing_columns, numbers, refuse, rows_text
from yzperf.methods.wording import listing

Floats = NDArray[np.float64]
RISING, FALLING = "max", "min"
_DIRECTIONS = {RISING: False, "正向": False, FALLING: True, "反向": True, "负向": True}


@dataclass(frozen=True, slots=True)
class Matrix:
    """Objects (rows) by indicators (columns), complete and finite; ``falling``: less is better."""

    objects: tuple[str, ...]
    indicators: tuple[str, ...]
    values: Floats
    falling: NDArray[np.bool_]


def read_matrix(
    table: pd.DataFrame,
    *,
    name: str | None = None,
    direction: Mapping[str, str] | None = None,
    least_objects: int = 2,
    varying: bool = True,
) -> Matrix:
    """Read a table of numbers.

    Parameters
    ----------
    table : DataFrame, one row per object
    name : str, optional
        Column with the names of the objects; without it they are called by the index.
    direction : mapping of str to str, optional
        ``"max"`` (正向, the default) or ``"min"`` (反向) for each indicator.
    least_objects : int
        Fewest rows.
    varying : bool
        Whether constant columns are refused.

    Raises
    ------
    MethodError
        Everything that is wrong with the table at once.
    """
    refuse(missing_columns(table, [("对象名称", name), *(("指标", one) for one in direction or {})]))
    indicators = [str(column) for column in table.columns if column != name]
    problems: list[str] = []
    values = np.column_stack([numbers(table, column, "指标", problems) for column in table.columns if column != name])
    problems += _gaps(values, indicators)
    problems += _unknown_directions(direction or {})
    if len(table) < least_objects:
        problems.append(f"只有{len(table)}个对象，至少要{least_objects}个")
    constant = [one for one, column in zip(indicators, values.T, strict=True) if len(column) and np.ptp(column) == 0]
    if varying and constant and not problems:
        problems.append(f"指标{listing(constant)}对所有对象都相同，分不出高下；请去掉或核对数据")
    refuse(problems)
    objects = tuple(str(one) for one in (table[name] if name else table.index))
    falling = np.array([_DIRECTIONS[(direction or {}).get(one, RISING)] for one in indicators])
    return Matrix(objects, tuple(indicators), values, falling)


def _gaps(values: Floats, indicators: Sequence[str]) -> list[str]:
    return [
        f"指标“{one}”有缺失值（{rows_text(np.isnan(column))}）；请补齐，或去掉该对象并说明"
        for one, column in zip(indicators, values.T, strict=True)
        if np.isnan(column).any()
    ]


def _unknown_directions(direction: Mapping[str, str]) -> list[str]:
    wrong = [f"“{one}”为“{told}”" for one, told in direction.items() if told not in _DIRECTIONS]
    return [f"方向只能是 max（正向）或 min（反向）：{listing(wrong)}"] if wrong else []


def read_weights(weights: Mapping[str, float] | Sequence[float] | None, indicators: Sequence[str]) -> Floats:
    """Read weights for the indicators and make them add up to 1; None means equal weights.

    Raises
    ------
    MethodError
        If weights are missing, negative, not finite, or all zero.
    """
    if weights is None:
        return np.full(len(indicators), 1 / len(indicators))
    if isinstance(weights, Mapping):
        absent = [one for one in indicators if one not in weights]
        strange = [one for one in weights if one not in indicators]
        refuse([f"没有给出权重：{listing(absent)}"] * bool(absent) + [f"权重里的“{one}”不在指标中" for one in strange])
        weights = [weights[one] for one in indicators]
    found = np.asarray(weights, float)
    if len(found) != len(indicators):
        refuse([f"权重有{len(found)}个，指标有{len(indicators)}个，个数不同"])
    if not np.isfinite(found).all() or (found < 0).any():
        refuse(["权重须是不小于0的数"])
    if not found.sum():
        refuse(["权重全为0，无法归一"])
    normal: Floats = found / found.sum()
    return normal
