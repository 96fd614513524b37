"""Put objects in order by several weighted indicators (多指标排序): TOPSIS, grey relational analysis, VIKOR.

References
----------
Hwang, C. L. and Yoon, K. (1981). Multiple Attribute Decision Making. Springer.
Deng, J. (1982). Control problems of grey systems. Systems & Control Letters 1(5).
Opricovic, S. and Tzeng, G.-H. (2004). Compromise solution by MCDM methods. Eur. J. Oper. Res. 156(2).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from yzperf.forensics.data_weights import scaled
from yzperf.methods.columns import refuse
from yzperf.methods.ranking.ranking_result import Place, Ranking, RankSensitivity, Winner
from yzperf.methods.ranking.ranking_rules import (
    SCALES,
    Floats,
    grey_grades,
    ranks,
    topsis_closeness,
    vikor_indices,
)
from yzperf.methods.ranking.tables import Matrix, read_matrix, read_weights


@dataclass(frozen=True, slots=True)
class _Told:
    """What a ranking says of its method."""

    method: str
    measure: str
    how: str
    further: Mapping[str, Floats] = field(default_factory=dict)
    remark: str = ""


Weights = Mapping[str, float] | Sequence[float] | None


def topsis(
    table: pd.DataFrame,
    *,
    weights: Weights = None,
    name: str | None = None,
    direction: Mapping[str, str] | None = None,
    scale: str = "vector",
) -> Ranking:
    """Rank objects by closeness to the ideal (TOPSIS，优劣解距离法).

    Parameters
    ----------
    table : DataFrame, one row per object, one column per indicator
    weights : mapping or sequence, optional
        Weights of the indicators, made to add up to 1; equal by default.
    name : str, optional
        Column with the names of the objects.
    direction : mapping of str to str, optional
        ``"max"`` (default) or ``"min"`` for each indicator.
    scale : {"vector", "min_max", "sum"}
        Vector is the form of Hwang and Yoon. The order can depend on it: try ``rank_sensitivity``.

    Returns
    -------
    Ranking
        Scores are closenesses between 0 and 1, larger is better.

    Raises
    ------
    MethodError
        For gaps, constant columns, unusable weights, fewer than two objects.
    """
    refuse([] if scale in SCALES else [f"没有无量纲化方法“{scale}”，可用：{'、'.join(SCALES)}"])
    matrix = read_matrix(table, name=name, direction=direction)
    shares = read_weights(weights, matrix.indicators)
    scores = topsis_closeness(matrix.values, shares, matrix.falling, scale)
    return _ranking(matrix, shares, scores, _Told("TOPSIS", "贴近度", f"无量纲化：{_SCALE_NAMES[scale]}"))


def grey_relational_analysis(
    table: pd.DataFrame,
    *,
    weights: Weights = None,
    name: str | None = None,
    direction: Mapping[str, str] | None = None,
    reference: Mapping[str, float] | Sequence[float] | None = None,
    resolution: float = 0.5,
    scale: bool = True,
) -> Ranking:
    """Rank objects by their grey relational grade to a reference (灰色关联分析).

    Parameters
    ----------
    table : DataFrame, one row per object, one column per indicator
    weights : mapping or sequence, optional
        Weights of the indicators, made to add up to 1; equal by default.
    name : str, optional
        Column with the names of the objects.
    direction : mapping of str to str, optional
        ``"max"`` (default) or ``"min"`` for each indicator.
    reference : mapping or sequence, optional
        Value of the reference for each indicator, in its own unit; by default the best value of each.
    resolution : float
        Distinguishing coefficient ρ, above 0 and at most 1 (分辨系数).
    scale : bool
        Min-max scale the columns first, so that less-is-better ones are turned round.

    Returns
    -------
    Ranking
        Scores are grades between 0 and 1, larger is closer to the reference.

    Raises
    ------
    MethodError
        For gaps, constant columns, unusable weights or reference, fewer than two objects.
    """
    matrix = read_matrix(table, name=name, direction=direction, varying=scale)
    shares = read_weights(weights, matrix.indicators)
    refuse([] if 0 < resolution <= 1 else [f"分辨系数应大于0、不大于1，现为{resolution:g}"])
    given = _reference(reference, matrix)
    joined = np.vstack([matrix.values, given])
    values = scaled(joined, matrix.falling) if scale else joined
    scores = grey_grades(values[:-1], shares, values[-1], resolution)
    against = "给定的参考序列" if reference is not None else "各指标最优值"
    told = _Told("灰色关联分析", "关联度", f"参考序列：{against}；分辨系数{resolution:g}")
    return _ranking(matrix, shares, scores, told)


def vikor(
    table: pd.DataFrame,
    *,
    weights: Weights = None,
    name: str | None = None,
    direction: Mapping[str, str] | None = None,
    strategy: float = 0.5,
) -> Ranking:
    """Rank objects by compromise between the many and the worst-off indicator (VIKOR，折衷排序法).

    Parameters
    ----------
    table : DataFrame, one row per object, one column per indicator
    weights : mapping or sequence, optional
        Weights of the indicators, made to add up to 1; equal by default.
    name : str, optional
        Column with the names of the objects.
    direction : mapping of str to str, optional
        ``"max"`` (default) or ``"min"`` for each indicator.
    strategy : float
        Weight v of group utility against individual regret, 0 to 1.

    Returns
    -------
    Ranking
        Scores are 1 − Q, so that larger is better; ``further`` holds S, R and Q of every object, ``remark`` whether
        the first stands alone or shares the compromise with others (conditions of Opricovic and Tzeng).

    Raises
    ------
    MethodError
        For gaps, constant columns, unusable weights, fewer than two objects.
    """
    matrix = read_matrix(table, name=name, direction=direction)
    shares = read_weights(weights, matrix.indicators)
    refuse([] if 0 <= strategy <= 1 else [f"决策系数 v 应在0和1之间，现为{strategy:g}"])
    utility, regret, compromise = vikor_indices(matrix.values, shares, matrix.falling, strategy)
    further = {"S（群体效用）": utility, "R（个体遗憾）": regret, "Q（折衷值）": compromise}
    remark = _compromise(matrix.objects, utility, regret, compromise)
    return _ranking(matrix, shares, 1 - compromise, _Told("VIKOR", "1－Q", f"决策系数v={strategy:g}", further, remark))


def rank_sensitivity(
    table: pd.DataFrame,
    *,
    weights: Weights = None,
    name: str | None = None,
    direction: Mapping[str, str] | None = None,
    spread: float = 0.2,
    draws: int = 2000,
    seed: int = 0,
) -> RankSensitivity:
    """Tell how firm the first place is (排序稳健性): random changes of the weights, several methods.

    Parameters
    ----------
    table, weights, name, direction
        As for ``topsis``.
    spread : float
        Each weight is multiplied by a number drawn evenly from 1 ± spread, then all are made to add up to 1.
    draws : int
        Random sets of weights.
    seed : int
        Of the random numbers.

    Returns
    -------
    RankSensitivity

    Raises
    ------
    MethodError
        As ``topsis``.
    """
    matrix = read_matrix(table, name=name, direction=direction)
    shares = read_weights(weights, matrix.indicators)
    refuse([] if 0 < spread < 1 else [f"权重变动幅度应在0和1之间，现为{spread:g}"])
    factors = np.random.default_rng(seed).uniform(1 - spread, 1 + spread, (draws, len(shares)))
    drawn = factors * shares
    drawn /= drawn.sum(axis=1, keepdims=True)
    winners = [_winner(label, score, matrix, shares, drawn) for label, score in _RULES.items()]
    return RankSensitivity(matrix.objects, spread, draws, tuple(winners))


def _winner(label: str, score: _Score, matrix: Matrix, shares: Floats, drawn: Floats) -> Winner:
    first = int(score(matrix, shares).argmax())
    places = np.array([int(score(matrix, weights).argmax()) for weights in drawn])
    counts = np.bincount(places, minlength=len(matrix.objects)) / len(drawn)
    return Winner(label, matrix.objects[first], float(counts[first]), tuple(map(float, counts)))


def _grey(matrix: Matrix, weights: Floats) -> Floats:
    values = scaled(matrix.values, matrix.falling)
    return grey_grades(values, weights, values.max(axis=0), 0.5)


_Score = Callable[[Matrix, Floats], Floats]
_RULES: Mapping[str, _Score] = {
    "TOPSIS": lambda matrix, weights: topsis_closeness(matrix.values, weights, matrix.falling, "vector"),
    "极差TOPSIS": lambda matrix, weights: topsis_closeness(matrix.values, weights, matrix.falling, "min_max"),
    "灰色关联分析": _grey,
    "VIKOR": lambda matrix, weights: -vikor_indices(matrix.values, weights, matrix.falling, 0.5)[2],
    "线性加权": lambda matrix, weights: scaled(matrix.values, matrix.falling) @ weights,
}
_SCALE_NAMES = {"vector": "向量归一", "min_max": "极差标准化", "sum": "占比"}


def _reference(reference: Mapping[str, float] | Sequence[float] | None, matrix: Matrix) -> Floats:
    if reference is None:
        low, high = matrix.values.min(axis=0), matrix.values.max(axis=0)
        best: Floats = np.where(matrix.falling, low, high)
        return best
    if isinstance(reference, Mapping):
        absent = [one for one in matrix.indicators if one not in reference]
        refuse([f"参考序列缺少指标：{'、'.join(absent)}"] if absent else [])
        reference = [reference[one] for one in matrix.indicators]
    found: Floats = np.asarray(reference, dtype=np.float64)
    if found.shape != (len(matrix.indicators),) or not np.isfinite(found).all():
        refuse([f"参考序列应有{len(matrix.indicators)}个数"])
    return found


def _compromise(objects: tuple[str, ...], utility: Floats, regret: Floats, compromise: Floats) -> str:
    """Acceptable advantage 1/(n − 1) and stability of the first place, else the set of compromises."""
    order = np.argsort(compromise, kind="stable")
    first, second = order[0], order[1]
    ahead = compromise[second] - compromise[first] >= 1 / (len(objects) - 1)
    stable = utility[first] == utility.min() or regret[first] == regret.min()
    if ahead and stable:
        return f"“{objects[first]}”领先足够且稳定，单独为折衷解"
    if ahead:
        return f"领先足够而不稳定，“{objects[first]}”与“{objects[second]}”同为折衷解"
    near = [objects[i] for i in order if compromise[i] - compromise[first] < 1 / (len(objects) - 1)]
    return f"领先不够，{'、'.join(f'“{one}”' for one in near)}同为折衷解"


def _ranking(matrix: Matrix, shares: Floats, scores: Floats, told: _Told) -> Ranking:
    places = ranks(scores)
    lines = tuple(
        Place(name, float(score), int(rank), tuple(float(column[row]) for column in told.further.values()))
        for row, (name, score, rank) in enumerate(zip(matrix.objects, scores, places, strict=True))
    )
    weights = tuple(zip(matrix.indicators, map(float, shares), strict=True))
    return Ranking(told.method, told.measure, lines, weights, told.how, tuple(told.further), told.remark)
