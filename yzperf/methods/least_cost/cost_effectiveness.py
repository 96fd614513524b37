"""What one more unit of effect costs (成本效果分析): alternatives, dominance, incremental ratios.

References
----------
Drummond, M. F. et al. (2015). Methods for the Economic Evaluation of Health Care Programmes, ch. 4. Oxford.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from yzperf.methods.columns import blanks, doubled_roles, missing_columns, numbers, refuse
from yzperf.methods.least_cost.cost_effectiveness_result import CostEffectiveness, Option, Preference
from yzperf.methods.least_cost.dominance import acceptability, incremental_ratios, mean_draws, standing
from yzperf.methods.wording import listing

_LEAST_PERSONS = 5  # below, resampling has too few distinct samples to say anything
_LEAST_DRAWS = 499
_GRID = 21


@dataclass(frozen=True, slots=True)
class _Alternatives:
    """Mean cost and mean effect (k,) of each alternative; its rows, if it was given by single persons."""

    names: list[str]
    costs: np.ndarray
    effects: np.ndarray
    rows: list[tuple[np.ndarray, np.ndarray]]
    dropped: int

    @property
    def individual(self) -> bool:
        return min(len(costs) for costs, _ in self.rows) >= _LEAST_PERSONS


def cost_effectiveness_analysis(
    frame: pd.DataFrame,
    *,
    name: str,
    cost: str,
    effect: str,
    lower_better: bool = False,
    threshold: float | None = None,
    cost_unit: str = "元",
    effect_unit: str = "",
    draws: int = 1_999,
    seed: int = 20_200_901,
) -> CostEffectiveness:
    """Compare alternatives by the cost of one more unit of effect (成本效果分析).

    Parameters
    ----------
    frame : DataFrame, one row per alternative, or one per person served
        Where names repeat, costs and effects are averaged by name, and uncertainty is bootstrapped over persons. Rows
        that lack a value are left out and counted.
    name : str
        Column of the alternative.
    cost, effect : str
        Columns of cost in ``cost_unit`` and effect in ``effect_unit``.
    lower_better : bool
        Less of the effect is better (deaths, complaints).
    threshold : float, optional
        What one unit of effect is worth at most, in ``cost_unit``: gives net benefits and a choice.
    cost_unit, effect_unit : str
        For sentences and picture.
    draws, seed : int
        Of the bootstrap.

    Returns
    -------
    CostEffectiveness

    Raises
    ------
    MethodError
        If columns, options or cells do not serve, or fewer than two alternatives are left.

    Notes
    -----
    Alternatives are sorted by cost; dominated ones go first, then those dominated by a mixture of two others; ratios
    are taken between neighbours of what is left, from the cheapest up, as the R package dampack does.
    """
    found = _read(frame, {"名称": name, "成本": cost, "效果": effect}, threshold, draws)
    gains = -found.effects if lower_better else found.effects
    frontier, words = standing(found.costs, gains)
    ratios = dict(zip(frontier[1:], incremental_ratios(found.costs, gains, frontier), strict=True))
    before = dict(zip(frontier[1:], frontier, strict=False))
    options = tuple(
        Option(
            name=label,
            count=len(found.rows[place][0]),
            cost=float(found.costs[place]),
            effect=float(found.effects[place]),
            status=words[place],
            ratio=ratios.get(place),
            against=found.names[before[place]] if place in before else None,
            net_benefit=None if threshold is None else float(threshold * gains[place] - found.costs[place]),
        )
        for place, label in enumerate(found.names)
    )
    chosen = frontier[-1] if threshold is None else _chosen(frontier, ratios, threshold)
    sampled = _sampled(found, lower_better, seed, draws) if found.individual else None
    return CostEffectiveness(
        cost_unit=cost_unit,
        effect_unit=effect_unit,
        lower_better=lower_better,
        threshold=threshold,
        options=options,
        frontier=tuple(found.names[place] for place in frontier),
        chosen=found.names[chosen],
        ratio_interval=_ratio_interval(sampled, chosen, before.get(chosen)),
        preferences=_preferences(sampled, found.names, ratios, threshold),
        dropped=found.dropped,
    )


def _read(frame: pd.DataFrame, roles: dict[str, str], threshold: float | None, draws: int) -> _Alternatives:
    refuse([*missing_columns(frame, roles.items()), *doubled_roles(roles), *_bad_options(threshold, draws)])
    problems: list[str] = []
    costs, effects = (numbers(frame, roles[role], role, problems) for role in ("成本", "效果"))
    usable = ~(np.isnan(costs) | np.isnan(effects) | blanks(frame[roles["名称"]]))
    labels = frame[roles["名称"]].astype(str).str.strip().to_numpy(object)
    names = list(dict.fromkeys(labels[usable].tolist()))
    if len(names) < 2:
        problems.append(f"可用的方案只有{len(names)}个（{listing(names)}），至少要2个才能比较")
    refuse(problems)
    rows = [(costs[usable & (labels == one)], effects[usable & (labels == one)]) for one in names]
    means = [np.array([part[side].mean() for part in rows]) for side in (0, 1)]
    return _Alternatives(names, means[0], means[1], rows, int((~usable).sum()))


def _bad_options(threshold: float | None, draws: int) -> list[str]:
    bad = threshold is not None and not (np.isfinite(threshold) and threshold >= 0)
    problems = [f"意愿支付标准（threshold）应为不小于0的数，现为{threshold}"] if bad else []
    return problems + ([f"重抽样次数（draws）至少{_LEAST_DRAWS}，现为{draws}"] if draws < _LEAST_DRAWS else [])


def _chosen(frontier: list[int], ratios: dict[int, float], threshold: float) -> int:
    """The last alternative on the frontier whose extra effect is worth its extra cost."""
    return max((place for place in frontier if ratios.get(place, -np.inf) <= threshold), key=frontier.index)


def _sampled(found: _Alternatives, lower_better: bool, seed: int, draws: int) -> tuple[np.ndarray, np.ndarray]:
    """Draws of mean costs and mean gains, each (draws, k)."""
    drawn = [
        mean_draws(*found.rows[place], (seed, sorted(found.names).index(label)), draws)
        for place, label in enumerate(found.names)
    ]
    gains = np.column_stack([effects for _, effects in drawn])
    return np.column_stack([costs for costs, _ in drawn]), -gains if lower_better else gains


def _ratio_interval(
    sampled: tuple[np.ndarray, np.ndarray] | None, chosen: int, before: int | None
) -> tuple[float, float] | None:
    """Percentile interval of the ratio; None where the extra effect is not surely positive: a ratio has no sense then."""
    if sampled is None or before is None:
        return None
    more_cost, more_gain = (side[:, chosen] - side[:, before] for side in sampled)
    if np.quantile(more_gain, 0.025) <= 0:
        return None
    usable = more_gain > 0
    low, high = np.quantile(more_cost[usable] / more_gain[usable], (0.025, 0.975))
    return float(low), float(high)


def _preferences(
    sampled: tuple[np.ndarray, np.ndarray] | None, names: list[str], ratios: dict[int, float], threshold: float | None
) -> tuple[Preference, ...]:
    if sampled is None:
        return ()
    top = 2 * max([*ratios.values(), threshold or 0.0], default=0.0) or 1.0
    grid = np.unique(np.append(np.linspace(0, top, _GRID), [] if threshold is None else [threshold]))
    shares = acceptability(*sampled, grid)
    return tuple(
        Preference(float(worth), tuple(zip(names, row.tolist(), strict=True)))
        for worth, row in zip(grid, shares, strict=True)
    )
