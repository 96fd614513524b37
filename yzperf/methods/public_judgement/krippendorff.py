"""Krippendorff's α: agreement for any scale, any number of raters, with gaps (克里彭多夫α系数)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from yzperf.methods.columns import refuse
from yzperf.methods.public_judgement.answers import as_word
from yzperf.methods.public_judgement.disagreement import LEVELS, Floats, alpha, drawn_alphas, pairable
from yzperf.methods.public_judgement.krippendorff_result import KrippendorffAlpha
from yzperf.methods.public_judgement.ratings import (
    AVAILABLE,
    Ratings,
    Shape,
    choose_columns,
    read_categories,
    read_ratings,
    row_names,
)
from yzperf.methods.wording import listing

_SHAPE = Shape("对象", "专家", missing=(AVAILABLE,))
_MOST_TO_LEAVE_OUT = 30  # raters up to which α without each of them is given


def krippendorff_alpha(
    ratings: pd.DataFrame,
    *,
    name: str | None = None,
    raters: Sequence[str] | None = None,
    level: str = "ordinal",
    order: Sequence[object] | None = None,
    draws: int = 999,
    seed: int = 20_200_901,
) -> KrippendorffAlpha:
    """Measure agreement on a nominal, ordinal, interval or ratio scale, gaps allowed (克里彭多夫α系数).

    Parameters
    ----------
    ratings : DataFrame, one row per object, one column per rater
        Empty cells were not rated; an object with one rating says nothing of agreement and is left out and counted.
    name : str, optional
        Column with the names of the objects.
    raters : sequence of str, optional
        Columns of the raters; all others by default.
    level : {"nominal", "ordinal", "interval", "ratio"}
        Nominal takes any words; ordinal takes numbers, or words with ``order``; the others take numbers.
    order : sequence, optional
        Words of an ordinal scale from lowest to highest.
    draws, seed : int
        Of the percentile bootstrap of whole objects (Zapf et al. 2016); ``draws=0`` leaves the interval out.

    Returns
    -------
    KrippendorffAlpha

    Raises
    ------
    MethodError
        For absent columns, text on a scale of numbers, words outside ``order``, negative values on a ratio scale,
        fewer than two objects with two ratings, one value only.

    References
    ----------
    Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of Pennsylvania.
    Zapf, A. et al. (2016). Measuring inter-rater reliability for nominal data. BMC Medical Research Methodology 16.
    """
    refuse(_option_problems(level, order, draws))
    read = _read(ratings, name, raters, level, order)
    data = pairable(read.values)
    if level == "ratio" and (read.values < 0).any():
        refuse(["比率尺度（ratio）的评分应不小于0；有负数的用interval"])
    refuse(_unusable(read, len(data.values), int(data.units[-1]) + 1 if len(data.units) else 0))
    estimate, observed, expected = alpha(data, level)
    drawn = drawn_alphas(data, level, draws, seed) if draws else None
    return KrippendorffAlpha(
        alpha=estimate,
        bounds=None if drawn is None else _bounds(drawn),
        chance_low=None if drawn is None else float(np.nanmean(drawn < 2 / 3)),
        level=level,
        observed=observed,
        expected=expected,
        objects=int(data.units[-1]) + 1,
        raters=len(read.columns),
        ratings=len(data.units),
        gaps=int(np.isnan(read.values).sum()),
        alone=tuple(np.array(read.rows)[(~np.isnan(read.values)).sum(axis=1) == 1].tolist()),
        left_out=read.left_out,
        without=_without_each(read, level),
    )


def _option_problems(level: str, order: Sequence[object] | None, draws: int) -> list[str]:
    problems = [] if level in LEVELS else [f"尺度（level）应为{'、'.join(LEVELS)}之一，现为“{level}”"]
    if order is not None and level != "ordinal":
        problems.append("次序（order）只用于ordinal（有次序的等级）")
    if draws and draws < 99:
        problems.append(f"自助抽样次数（draws）应为0或至少99，现为{draws}")
    return problems


def _read(
    ratings: pd.DataFrame,
    name: str | None,
    raters: Sequence[str] | None,
    level: str,
    order: Sequence[object] | None,
) -> Ratings:
    if level == "nominal":
        return read_categories(ratings, _SHAPE, name=name, columns=raters, missing=AVAILABLE)[0]
    if order is None:
        return read_ratings(ratings, _SHAPE, name=name, columns=raters, missing=AVAILABLE)
    chosen = choose_columns(ratings, _SHAPE, name=name, columns=raters, missing=AVAILABLE)
    places = {as_word(word): float(place) for place, word in enumerate(order)}
    words = ratings[chosen].map(as_word)
    strange = sorted(set(words.to_numpy().ravel()) - set(places) - {""})
    refuse([f"次序（order）里没有：{listing(strange)}"] if strange else [])
    coded = words.apply(lambda column: column.map(places))
    if name is not None:
        coded.insert(0, name, row_names(ratings, name))
    return read_ratings(coded, _SHAPE, name=name, columns=chosen, missing=AVAILABLE)


def _unusable(read: Ratings, values: int, units: int) -> list[str]:
    if units < 2:
        return [f"有两位以上专家评过的对象只有{units}个，至少要2个"]
    if values < 2:
        return ["所有评分都相同，偶然一致也是100%，α无法计算；请直接报告一致率"]
    return []


def _bounds(drawn: Floats) -> tuple[float, float]:
    low, high = np.nanquantile(drawn, (0.025, 0.975))
    return float(low), float(high)


def _without_each(read: Ratings, level: str) -> tuple[tuple[str, float], ...]:
    """α without each rater in turn, where that leaves something to compare."""
    if len(read.columns) < 3 or len(read.columns) > _MOST_TO_LEAVE_OUT:
        return ()
    found = []
    for place, rater in enumerate(read.columns):
        data = pairable(np.delete(read.values, place, axis=1))
        if len(data.values) > 1:
            found.append((rater, alpha(data, level)[0]))
    return tuple(found)
