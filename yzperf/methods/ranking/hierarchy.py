"""The analytic hierarchy process for one level (层次分析法), by one expert or a group.

References
----------
Saaty, T. L. (1980). The Analytic Hierarchy Process. McGraw-Hill.
Aczél, J. and Saaty, T. L. (1983). Procedures for synthesizing ratio judgements. J. Math. Psychology 27.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from yzperf.errors import MethodError
from yzperf.forensics.pairwise_judgements import (
    RANDOM_INDEX,
    Floats,
    consistency,
    geometric_mean,
    principal_weights,
    worst_pair,
)
from yzperf.methods.columns import numbers, refuse
from yzperf.methods.ranking.hierarchy_result import Expert, JudgedWeights, Reconsider
from yzperf.methods.ranking.tables import read_weights

Judgements = pd.DataFrame | Mapping[str, pd.DataFrame]
_LARGEST = 15
_RECIPROCAL = 0.01  # printed reciprocals have two decimals: 3 and 0.33


def analytic_hierarchy_process(
    judgements: Judgements,
    *,
    random_index: str = "saaty",
    importance: Mapping[str, float] | None = None,
) -> JudgedWeights:
    """Weigh elements by pairwise comparison (层次分析法): principal eigenvector and consistency.

    Parameters
    ----------
    judgements : DataFrame, n × n, or mapping of expert to such a frame
        Entry (i, j) says how many times as important i is as j: 1 to 9 and reciprocals. A first column of text is
        taken as names of the rows. Several experts are joined by the geometric mean of their judgements.
    random_index : {"saaty", "donegan_dodd"}
        Table of the random index that the consistency ratio is formed with. They differ by up to a sixth: name it.
    importance : mapping of str to float, optional
        Weights of the experts; equal by default.

    Returns
    -------
    JudgedWeights

    Raises
    ------
    MethodError
        For matrices that are not square, not positive, not reciprocal, of different elements, or larger than 15.
    """
    if random_index not in RANDOM_INDEX:
        raise MethodError(f"没有随机一致性指标表“{random_index}”，可用：{'、'.join(RANDOM_INDEX)}")
    frames = {"": judgements} if isinstance(judgements, pd.DataFrame) else dict(judgements)
    names, matrices = _read(frames)
    share = read_weights(importance, list(frames))
    joined = geometric_mean(np.stack(matrices), share)
    weights, eigenvalue = principal_weights(joined)
    index, ratio = consistency(eigenvalue, len(names), random_index)
    experts = [_expert(key, matrix, names, random_index) for key, matrix in zip(frames, matrices, strict=True)]
    return JudgedWeights(
        elements=names,
        weights=tuple(map(float, weights)),
        eigenvalue=eigenvalue,
        consistency_index=index,
        consistency_ratio=ratio,
        random_index=random_index,
        reconsider=_reconsider(joined, weights, names),
        experts=tuple(experts) if len(experts) > 1 else (),
    )


def _read(frames: Mapping[str, pd.DataFrame]) -> tuple[tuple[str, ...], list[Floats]]:
    if not frames:
        raise MethodError("没有判断矩阵")
    problems: list[str] = []
    read = [_read_one(key, frame, problems) for key, frame in frames.items()]
    names = read[0][0]
    problems += [
        f"{_of(key)}比较的对象与第一个不同（{'、'.join(found)}）"
        for key, (found, _) in zip(frames, read, strict=True)
        if found != names
    ]
    refuse(problems)
    return names, [matrix for _, matrix in read]


def _read_one(key: str, frame: pd.DataFrame, problems: list[str]) -> tuple[tuple[str, ...], Floats]:
    first = frame.columns[0]
    body = frame if pd.api.types.is_numeric_dtype(frame[first]) else frame.drop(columns=[first])
    names = tuple(map(str, body.columns))
    matrix = np.column_stack([numbers(body, column, "判断", problems) for column in body.columns])
    problems += [f"{_of(key)}{told}" for told in _defects(matrix, names)]
    return names, matrix


def _defects(matrix: Floats, names: tuple[str, ...]) -> list[str]:
    size = len(names)
    if matrix.shape != (size, size) or not 2 <= size <= _LARGEST:
        return [f"判断矩阵是{matrix.shape[0]}行{size}列，应为2至{_LARGEST}阶的方阵"]
    if np.isnan(matrix).any() or (matrix <= 0).any():
        return ["判断矩阵有空白、0或负数，每一格都须是正数"]
    gap = np.abs(matrix * matrix.T - 1)
    wrong = [
        (i, j)
        for i in range(size)
        for j in range(i, size)
        if gap[i, j] > _RECIPROCAL * max(1, matrix[i, j], matrix[j, i])
    ]
    return [
        f"“{names[i]}”比“{names[j]}”为{matrix[i, j]:g}，反过来为{matrix[j, i]:g}，应互为倒数"
        if i != j
        else f"“{names[i]}”与自身比较应为1，现为{matrix[i, i]:g}"
        for i, j in wrong
    ]


def _of(key: str) -> str:
    return f"专家“{key}”：" if key else ""


def _expert(key: str, matrix: Floats, names: tuple[str, ...], random_index: str) -> Expert:
    weights, eigenvalue = principal_weights(matrix)
    ratio = consistency(eigenvalue, len(names), random_index)[1]
    return Expert(key, tuple(map(float, weights)), ratio, _reconsider(matrix, weights, names))


def _reconsider(matrix: Floats, weights: Floats, names: tuple[str, ...]) -> Reconsider | None:
    if len(names) < 3:
        return None
    row, column, suggested = worst_pair(matrix, weights)
    return Reconsider(names[row], names[column], float(matrix[row, column]), suggested)
