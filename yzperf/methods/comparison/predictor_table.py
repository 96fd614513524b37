"""Means of columns over periods before a policy (预测变量): what a synthetic control should be like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from yzperf.methods.columns import refuse
from yzperf.methods.comparison.donor_panel import DonorPanel
from yzperf.methods.wording import listing


@dataclass(frozen=True, slots=True)
class Predictor:
    """The mean of a column from one period to another."""

    column: str
    first: float
    last: float

    @property
    def spelled(self) -> str:
        """Column with its periods."""
        return (
            f"{self.column}@{self.first:g}-{self.last:g}"
            if self.first != self.last
            else f"{self.column}@{self.first:g}"
        )


@dataclass(frozen=True, slots=True)
class PredictorTable:
    """Names, means of shape (k, N), and how many empty cells were skipped."""

    names: tuple[str, ...]
    means: np.ndarray
    skipped: int


def as_predictors(given: Sequence[tuple[str, float, float]]) -> list[Predictor]:
    """Take the predictors as they were written.

    Raises
    ------
    MethodError
        If one is not a column with two periods in order.
    """
    wrong = [one for one in given if not _well_written(one)]
    refuse(
        [f"预测变量（predictors）应写成（列，起，止），如（“收入”, 2010, 2014）；写错的是{wrong[0]!r}"] if wrong else []
    )
    return [Predictor(column, float(first), float(last)) for column, first, last in given]


def _well_written(one: object) -> bool:
    match one:
        case (str(), int() | float() as first, int() | float() as last):
            return first <= last
    return False


def predictor_names(asked: Sequence[Predictor]) -> tuple[str, ...]:
    """The column, with its periods where it comes more than once."""
    counts = Counter(one.column for one in asked)
    return tuple(one.column if counts[one.column] == 1 else one.spelled for one in asked)


def read_predictors(panel: DonorPanel, asked: Sequence[Predictor], outcome: str, start: float) -> PredictorTable:
    """Take the means.

    Raises
    ------
    MethodError
        For periods that reach into the policy, units without a value, and predictors that are the same everywhere.
    """
    refuse(_window_problems(panel, asked, start))
    columns = dict.fromkeys(one.column for one in asked if one.column != outcome)
    cells = {column: panel.columns[place] for place, column in enumerate(columns)} | {outcome: panel.outcomes}
    parts = [cells[one.column][:, (panel.periods >= one.first) & (panel.periods <= one.last)] for one in asked]
    names = predictor_names(asked)
    refuse([problem for name, part in zip(names, parts, strict=True) for problem in _part_problems(panel, name, part)])
    means = np.array([np.nanmean(part, axis=1) for part in parts]).reshape(len(parts), len(panel.names))
    refuse(
        [
            f"预测变量“{name}”各单位都相同，不能用来比较，请删去"
            for name, row in zip(names, means, strict=True)
            if not np.ptp(row)
        ]
    )
    # A period in which nobody has a value (a census every other year) is no gap.
    skipped = sum(int(np.isnan(part[:, ~np.isnan(part).all(axis=0)]).sum()) for part in parts)
    return PredictorTable(names, means, skipped)


def trimmed(asked: Sequence[Predictor], end: float) -> tuple[list[Predictor], int]:
    """Cut the periods off that lie at ``end`` or later; tell how many predictors have none left."""
    kept = [
        Predictor(one.column, one.first, min(one.last, np.nextafter(end, -np.inf))) for one in asked if one.first < end
    ]
    return kept, len(asked) - len(kept)


def usable_importance(
    asked: Sequence[Predictor], given: Mapping[str, float] | Sequence[float] | None
) -> np.ndarray | None:
    """Shares in the order of the predictors, sum 1, or None if there are none given.

    Raises
    ------
    MethodError
        If the names do not match, or the weights are negative or all zero.
    """
    if given is None:
        return None
    names = predictor_names(asked)
    if not isinstance(given, Mapping):
        refuse([] if len(given) == len(names) else [f"预测变量权重（importance）有{len(given)}个，应为{len(names)}个"])
        given = dict(zip(names, given, strict=True))
    unmatched = [str(name) for name in given if name not in names] + [name for name in names if name not in given]
    refuse(
        [f"预测变量权重（importance）应恰好给出{listing(names)}，对不上的是{listing(unmatched)}"] if unmatched else []
    )
    shares = np.array([float(given[name]) for name in names])
    usable = len(shares) and np.isfinite(shares).all() and (shares >= 0).all() and shares.sum() > 0
    refuse([] if usable else ["预测变量权重（importance）应为不小于0的数，且不全为0"])
    scaled: np.ndarray = shares / shares.sum()
    return scaled


def _window_problems(panel: DonorPanel, asked: Sequence[Predictor], start: float) -> list[str]:
    problems = []
    for one in asked:
        inside = (panel.periods >= one.first) & (panel.periods <= one.last)
        if one.last >= start:
            problems.append(f"预测变量“{one.spelled}”用到了实施后的时期（{start:g}起），只能用实施前的")
        elif not inside.any():
            problems.append(f"预测变量“{one.spelled}”的时期内没有数据")
    doubled = [name for name, count in Counter(one.spelled for one in asked).items() if count > 1]
    return problems + ([f"预测变量{listing(doubled)}给了不止一次"] if doubled else [])


def _part_problems(panel: DonorPanel, name: str, part: np.ndarray) -> list[str]:
    lacking = [panel.names[place] for place in np.flatnonzero(np.isnan(part).all(axis=1))]
    return (
        [f"预测变量“{name}”在所给时期内，{listing(lacking)}没有一个值；请补齐、换时期或剔除这些单位"] if lacking else []
    )
