"""Fleiss' κ: agreement of several raters on categories (弗莱斯κ系数)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from yzperf.methods.columns import refuse, rows_text
from yzperf.methods.distributions import t_quantile
from yzperf.methods.public_judgement.category_agreement import (
    Floats,
    category_counts,
    conger,
    fleiss,
    fleiss_by_category,
)
from yzperf.methods.public_judgement.fleiss_result import CategoryKappa, FleissKappa
from yzperf.methods.public_judgement.ratings import (
    AVAILABLE,
    LISTWISE,
    REFUSE,
    Ratings,
    Shape,
    read_categories,
    read_ratings,
)

_SHAPE = Shape("对象", "专家", missing=(REFUSE, LISTWISE, AVAILABLE))
_COUNTS = Shape("对象", "类别")


def fleiss_kappa(
    ratings: pd.DataFrame,
    *,
    name: str | None = None,
    raters: Sequence[str] | None = None,
    counts: bool = False,
    missing: str = REFUSE,
) -> FleissKappa:
    """Measure how far several raters put objects into the same categories beyond chance (弗莱斯κ系数).

    Parameters
    ----------
    ratings : DataFrame, one row per object
        One column per rater with the category; with ``counts`` one column per category with the number of raters.
    name : str, optional
        Column with the names of the objects.
    raters : sequence of str, optional
        Columns of the raters (or categories); all others by default.
    counts : bool
        Whether the columns are categories.
    missing : {"refuse", "listwise", "available"}
        ``"available"`` uses what there is: objects may have different numbers of raters (Gwet 2014).

    Returns
    -------
    FleissKappa
        With ``z`` and null error as R irr prints them (Fleiss 1971), Conger's exact κ where raters are known, and an
        interval from the spread of the objects (Gwet) with t quantiles of n − 1.

    Raises
    ------
    MethodError
        For absent columns, gaps without an option, one category only, fewer than two objects or raters.

    References
    ----------
    Fleiss, J. L. (1971). Measuring nominal scale agreement among many raters. Psychological Bulletin 76(5), 378-382.
    Gwet, K. L. (2014). Handbook of Inter-Rater Reliability, 4th ed., ch. 5. Advanced Analytics.
    """
    if counts:
        read = read_ratings(ratings, _COUNTS, name=name, columns=raters, missing=REFUSE)
        words, table = read.columns, read.values
        refuse(_count_problems(table))
    else:
        read, words = read_categories(ratings, _SHAPE, name=name, columns=raters, missing=missing)
        table = category_counts(read.values, len(words))
    refuse(_unusable(table))
    kappa = fleiss(table)
    # Near chance the spread of few objects understates the error: never less than the error of no agreement.
    half = t_quantile(len(table) - 1) * max(kappa.error, kappa.null_error if kappa.estimate < 1 else 0.0)
    return FleissKappa(
        kappa=kappa,
        bounds=(kappa.estimate - half, min(1.0, kappa.estimate + half)),
        exact=None if counts or np.isnan(read.values).any() else conger(read.values, table),
        categories=_by_category(table, words),
        objects=len(table),
        raters=None if counts else len(read.columns),
        judgements=int(table.sum()),
        single=int((table.sum(axis=1) == 1).sum()),
        left_out=read.left_out,
        split=_most_split(read, table),
    )


def _count_problems(table: Floats) -> list[str]:
    wrong = (table < 0) | (table != np.round(table))
    if wrong.any():
        return [f"各类别的人数应为不小于0的整数（{rows_text(wrong.any(axis=1))}）"]
    empty = table.sum(axis=1) == 0
    return [f"有对象没有人评（{rows_text(empty)}），请去掉"] if empty.any() else []


def _unusable(table: Floats) -> list[str]:
    if (table.sum(axis=0) > 0).sum() < 2:
        return ["所有评价都落在同一个类别，偶然一致也是100%，κ无法计算；请直接报告一致率"]
    if (table.sum(axis=1) > 1).sum() < 2:
        return ["有两位以上专家评过的对象不到2个，看不出一致性"]
    return []


def _by_category(table: Floats, words: tuple[str, ...]) -> tuple[CategoryKappa, ...]:
    used = np.flatnonzero(table.sum(axis=0))
    kappas, error = fleiss_by_category(table[:, used])
    shares = (table / table.sum(axis=1, keepdims=True)).mean(axis=0)
    return tuple(
        CategoryKappa(words[place], float(shares[place]), float(kappa), float(kappa / error))
        for place, kappa in zip(used, kappas, strict=True)
    )


def _most_split(read: Ratings, table: Floats) -> tuple[str, ...]:
    """Objects whose raters agree least, at most five."""
    raters = table.sum(axis=1)
    apart = 1 - (table**2).sum(axis=1) / raters**2
    order = np.argsort(-apart, kind="stable")[:5]
    return tuple(read.rows[place] for place in order if apart[place] > 0)
