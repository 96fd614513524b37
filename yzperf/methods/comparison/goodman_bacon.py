"""What a two-way fixed effects coefficient is made of (古德曼-培根分解).

References
----------
Goodman-Bacon, A. (2021). Difference-in-differences with variation in treatment timing.
Journal of Econometrics 225(2), 254-277.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from yzperf.methods.columns import refuse
from yzperf.methods.comparison.adoption import Adoption, need_treated, read_adoption
from yzperf.methods.comparison.fixed_effects import panel_effects
from yzperf.methods.comparison.goodman_bacon_result import (
    ALWAYS,
    EARLIER_LATER,
    LATER_EARLIER,
    UNTREATED,
    GoodmanBacon,
    TwoByTwo,
)
from yzperf.methods.comparison.group_time import groups_of
from yzperf.methods.comparison.parts import Change
from yzperf.methods.least_squares import least_squares


def goodman_bacon_decomposition(
    frame: pd.DataFrame,
    *,
    outcome: str,
    unit: str,
    time: str,
    first_treated: str | None = None,
    treatment: str | None = None,
    cluster: str | None = None,
    outcome_name: str = "",
    outcome_unit: str = "",
    time_unit: str = "年",
) -> GoodmanBacon:
    """Split the two-way fixed effects coefficient of a staggered policy into its 2×2 comparisons (培根分解).

    The coefficient is a weighted mean of all double differences between two groups of units; comparisons with units
    that were treated earlier are not what one wants, and their weight is said.

    Parameters
    ----------
    frame : DataFrame, one row per unit and period
        Rows with an empty cell in a used column are left out, then units that lack a period; both are counted.
    outcome : str
        Column of the outcome, numeric, in ``outcome_unit``.
    unit, time : str
        Columns that identify unit and period.
    first_treated : str, optional
        Column of the period of first treatment; 0, empty or beyond the last period means never treated.
    treatment : str, optional
        Instead of ``first_treated``: column that is 1 from the start of treatment on and 0 before.
    cluster : str, optional
        Column to cluster the error of the coefficient by; units by default.
    outcome_name, outcome_unit, time_unit : str
        How sentences and picture name them.

    Returns
    -------
    GoodmanBacon

    Raises
    ------
    MethodError
        If the data do not carry the method; all problems of a stage at once.

    Notes
    -----
    Without covariates. Units treated in the first period already serve as an "always treated" comparison group, as in
    Goodman-Bacon's programs.

    References
    ----------
    Goodman-Bacon (2021), Journal of Econometrics 225(2).
    """
    read = read_adoption(
        frame,
        outcome=outcome,
        unit=unit,
        time=time,
        first_treated=first_treated,
        treatment=treatment,
        cluster=cluster,
    )
    adoption = _complete(read)
    refuse(_problems(adoption))
    panel = adoption.panel
    first = _first_by_unit(adoption)
    comparisons = _weighted(list(_comparisons(_path_of_groups(adoption, first), panel.periods)))
    policy = (panel.periods[panel.times] >= adoption.first).astype(float)
    effects = panel_effects(panel.units, panel.times, panel.weights)
    clusters = panel.keys if panel.keys else (panel.units,)
    columns = effects.taken_out(np.column_stack([panel.outcome, policy]))
    fit = least_squares(columns[:, 0], columns[:, 1:], clusters=clusters, absorbed=len(panel.periods))
    return GoodmanBacon(
        outcome_name=outcome_name or outcome,
        outcome_unit=outcome_unit,
        time_unit=time_unit,
        effect=Change.of(fit.coefficients[0], fit.errors[0], fit.degrees),
        comparisons=comparisons,
        units=len(panel.unit_labels),
        never=int(np.isinf(first).sum()),
        always=int((first <= panel.periods[0]).sum()),
        periods=len(panel.periods),
        rows=len(panel.outcome),
        dropped=panel.dropped,
        incomplete=len(read.panel.unit_labels) - len(panel.unit_labels),
    )


def _complete(adoption: Adoption) -> Adoption:
    panel = adoption.panel
    complete = np.bincount(panel.units) == len(panel.periods)
    refuse(["没有一个单位各期都有数据，分解要求平衡面板；请补齐数据"] if not complete.any() else [])
    return adoption if complete.all() else adoption.kept(complete[panel.units])


def _problems(adoption: Adoption) -> list[str]:
    problems = need_treated(adoption)
    if len(np.unique(adoption.first)) < 2:
        problems.append("所有单位的实施时期相同且没有从未实施的单位，没有可比的两组")
    if adoption.panel.keys and int(adoption.panel.keys[0].max()) < 1:
        problems.append("只有1个聚类，无法估计误差")
    return problems


def _first_by_unit(adoption: Adoption) -> np.ndarray:
    first = np.empty(len(adoption.panel.unit_labels))
    first[adoption.panel.units] = adoption.first
    return first


def _path_of_groups(adoption: Adoption, first: np.ndarray) -> list[tuple[float, float, np.ndarray]]:
    """Groups from the earliest to the never treated: first treated, share of units, mean outcome by period."""
    panel = adoption.panel
    outcome = np.empty((len(first), len(panel.periods)))
    outcome[panel.units, panel.times] = panel.outcome
    started = np.where(first <= panel.periods[0], -np.inf, first)
    labels = [*([-np.inf] if np.isneginf(started).any() else []), *groups_of(np.abs(started)), np.inf]
    return [
        (label, float((started == label).mean()), outcome[started == label].mean(axis=0))
        for label in labels
        if (started == label).any()
    ]


def _comparisons(groups: list[tuple[float, float, np.ndarray]], periods: np.ndarray) -> Iterator[TwoByTwo]:
    """Every pair of groups; the weights are not yet divided by their sum."""
    for place, (early, early_share, early_path) in enumerate(groups):
        for late, late_share, late_path in groups[place + 1 :]:
            sizes = early_share * late_share
            if np.isfinite(early):
                kind = UNTREATED if np.isinf(late) else EARLIER_LATER
                sides = periods < early, (periods >= early) & (periods < late)
                yield _two_by_two(kind, (early, late), early_path - late_path, sides, sizes)
            if np.isfinite(late):
                kind = ALWAYS if np.isinf(early) else LATER_EARLIER
                sides = (periods >= early) & (periods < late), periods >= late
                yield _two_by_two(kind, (late, early), late_path - early_path, sides, sizes)


def _two_by_two(
    kind: str, pair: tuple[float, float], gap: np.ndarray, sides: tuple[np.ndarray, np.ndarray], sizes: float
) -> TwoByTwo:
    """One double difference between periods before and after; its weight is the variance of the policy in them."""
    before, after = sides
    estimate = float(gap[after].mean() - gap[before].mean())
    return TwoByTwo(kind, pair[0], pair[1], estimate, sizes * float(after.mean() * before.mean()))


def _weighted(comparisons: list[TwoByTwo]) -> tuple[TwoByTwo, ...]:
    total = sum(comparison.weight for comparison in comparisons)
    return tuple(
        TwoByTwo(part.kind, part.treated, part.comparison, part.estimate, part.weight / total) for part in comparisons
    )
