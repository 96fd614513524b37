"""Weighted κ: two raters on ordered categories (加权κ系数)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from yzperf.methods.columns import refuse
from yzperf.methods.distributions import normal_quantile
from yzperf.methods.public_judgement.answers import as_word
from yzperf.methods.public_judgement.category_agreement import (
    Floats,
    agreement_weights,
    best_possible,
    weighted,
)
from yzperf.methods.public_judgement.ratings import (
    REFUSE,
    Shape,
    read_categories,
    read_ratings,
)
from yzperf.methods.public_judgement.weighted_kappa_result import WeightedKappa
from yzperf.methods.wording import listing

_SHAPE = Shape("对象", "专家")
_TABLE = Shape("类别", "类别")
_KINDS = ("unweighted", "linear", "quadratic")
Weights = str | Sequence[Sequence[float]]


def weighted_kappa(
    ratings: pd.DataFrame,
    *,
    name: str | None = None,
    raters: Sequence[str] | None = None,
    categories: Sequence[object] | None = None,
    weights: Weights = "linear",
    counts: bool = False,
    missing: str = REFUSE,
) -> WeightedKappa:
    """Measure how far two raters grade alike, near misses counting in part (加权κ系数).

    Parameters
    ----------
    ratings : DataFrame, one row per object and one column per rater
        With ``counts`` the square table of grades: rows of the first rater, columns of the second.
    name : str, optional
        Column with the names of the objects (with ``counts``, of the row grades).
    raters : sequence of two str, optional
        Columns of the raters; all others by default.
    categories : sequence, optional
        The grades in order; numbers go by size and text by its letters without it.
    weights : {"linear", "quadratic", "unweighted"} or square matrix
        A matrix gives the disagreement of each pair, 0 on the diagonal (Cohen 1968). ``"linear"`` is ``equal`` of R
        irr, ``"quadratic"`` is ``squared`` there and comes near the intraclass correlation; ``"unweighted"`` is
        Cohen's κ.
    counts : bool
    missing : {"refuse", "listwise"}

    Returns
    -------
    WeightedKappa
        Interval from the large-sample error (Fleiss, Cohen and Everitt 1969), ``z`` from the null error as R irr.

    Raises
    ------
    MethodError
        For other than two raters, gaps without an option, grades outside ``categories``, one grade only, weights
        that are no disagreements.

    References
    ----------
    Cohen, J. (1968). Weighted kappa. Psychological Bulletin 70(4), 213-220.
    Fleiss, J. L., Cohen, J. and Everitt, B. S. (1969). Psychological Bulletin 72(5), 323-327.
    """
    read = _counted if counts else _crossed
    table, words, left_out = read(ratings, name, raters, categories, missing)
    if ((table.sum(axis=0) + table.sum(axis=1)) > 0).sum() < 2:
        refuse(["两位专家只用了同一个等级，偶然一致也是100%，κ无法计算；请直接报告一致率"])
    agreement = _agreement(weights, words)
    kappa = weighted(table, agreement)
    half = normal_quantile(0.975) * kappa.error
    plain = weighted(table, agreement_weights("unweighted", len(words)))
    return WeightedKappa(
        kappa=kappa,
        bounds=(max(-1.0, kappa.estimate - half), min(1.0, kappa.estimate + half)),
        weights=weights if isinstance(weights, str) else "own",
        unweighted=plain.estimate,
        exact_share=plain.observed,
        best_unweighted=best_possible(table, plain),
        categories=words,
        counts=tuple(tuple(int(cell) for cell in row) for row in table),
        left_out=left_out,
    )


Read = tuple[Floats, tuple[str, ...], tuple[str, ...]]


def _crossed(
    ratings: pd.DataFrame,
    name: str | None,
    raters: Sequence[str] | None,
    categories: Sequence[object] | None,
    missing: str,
) -> Read:
    read, found = read_categories(ratings, _SHAPE, name=name, columns=raters, missing=missing)
    if len(read.columns) != 2:
        refuse([f"加权κ只比较两位专家，现有{len(read.columns)}位（{listing(read.columns)}）；多位专家用Krippendorff α"])
    words = found if categories is None else tuple(as_word(one) for one in categories)
    strange = [word for word in found if word not in words]
    refuse([f"等级（categories）里没有：{listing(strange)}"] if strange else [])
    places = np.array([words.index(word) for word in found])[read.values.astype(int)]
    table = np.zeros((len(words), len(words)))
    np.add.at(table, (places[:, 0], places[:, 1]), 1)
    return table, words, read.left_out


def _counted(
    ratings: pd.DataFrame,
    name: str | None,
    raters: Sequence[str] | None,
    categories: Sequence[object] | None,
    missing: str,
) -> Read:
    read = read_ratings(ratings, _TABLE, name=name, columns=raters, missing=missing)
    table = read.values
    problems = []
    if table.shape[0] != table.shape[1]:
        problems.append(f"等级交叉表是{table.shape[0]}行{table.shape[1]}列，应为方表")
    if (table < 0).any() or not table.sum():
        problems.append("等级交叉表的个数应不小于0，合计大于0")
    if categories is not None and len(categories) != len(read.columns):
        problems.append(f"等级（categories）有{len(categories)}个，交叉表有{len(read.columns)}列")
    refuse(problems)
    return table, read.columns if categories is None else tuple(map(as_word, categories)), read.left_out


def _agreement(weights: Weights, words: tuple[str, ...]) -> Floats:
    count = len(words)
    if isinstance(weights, str):
        if weights not in _KINDS:
            refuse([f"权重（weights）应为{'、'.join(_KINDS)}之一或分歧矩阵，现为“{weights}”"])
        return agreement_weights(weights, count)
    apart = np.array(weights, float)
    if apart.shape != (count, count):
        refuse([f"分歧矩阵（weights）应为{count}行{count}列"])
    if (apart < 0).any() or np.diag(apart).any() or not apart.any() or not np.isfinite(apart).all():
        refuse(["分歧矩阵（weights）应为不小于0的数，对角线为0，且不全为0"])
    agreement: Floats = 1 - apart / apart.max()
    return agreement
