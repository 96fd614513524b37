"""Net present value under uncertain, correlated inputs (蒙特卡罗模拟).

References
----------
Boardman, A. E. et al. (2018). Cost-Benefit Analysis: Concepts and Practice, ch. 11. Cambridge University Press.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from yzperf.domain.result import Result
from yzperf.methods.columns import refuse
from yzperf.methods.cost_benefit.discounting import discount_factors
from yzperf.methods.cost_benefit.flows import Basis, Flows, read_flows
from yzperf.methods.cost_benefit.marginals import Marginal, draw_inputs, marginal_fault, normal_correlations
from yzperf.methods.cost_benefit.sensitivity_result import RATE
from yzperf.methods.cost_benefit.simulation_result import CostBenefitSimulation, Driver
from yzperf.methods.wording import listing

_LEAST_DRAWS = 1_000
_AT_ONCE = 1_000
_QUANTILES = (0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975)
_BINS = 40


def cost_benefit_simulation(
    frame: pd.DataFrame,
    *,
    when: str,
    rate: float | Mapping[Any, float],
    amount: str | None = None,
    cost: str | None = None,
    benefit: str | None = None,
    item: str | None = None,
    timing: str = "start",
    base: float | str | date | None = None,
    inflation: float = 0.0,
    price_index: Mapping[Any, float] | None = None,
    price_year: int | None = None,
    residual: float = 0.0,
    effects: Mapping[str, Result | float] | None = None,
    uncertain: Mapping[str, Marginal] | None = None,
    correlations: Sequence[tuple[str, str, float]] = (),
    draws: int = 10_000,
    seed: int = 20_200_901,
    money_unit: str = "万元",
) -> CostBenefitSimulation:
    """Draw uncertain inputs and look at the spread of the net present value (蒙特卡罗模拟).

    Parameters
    ----------
    frame, when, rate, amount, cost, benefit, item, timing, base, inflation, price_index, price_year, residual, effects
        As in ``cost_benefit_analysis``. An effect that is a ``Result`` with an interval is drawn: its value stays the
        median, the ends of its interval the 2.5 and 97.5 % quantiles, each side normal.
    uncertain : mapping of item to distribution
        Of the factor that multiplies the item, around 1:
        ``{"distribution": "normal", "mean": 1, "sd": 0.1}``, ``lognormal`` (mean, sd of the factor), ``uniform`` (low,
        high), ``triangular`` and ``pert`` (low, mode, high), ``interval`` (low, value, high: a 95 % interval). The key
        ``折现率`` is the discount rate itself.
    correlations : sequence of (item, item, Spearman's rank correlation)
        Pairs not named are independent. Tied by a Gaussian copula, which leaves each distribution as it is stated.
    draws, seed : int
    money_unit : str
        For sentences and picture.

    Returns
    -------
    CostBenefitSimulation

    Raises
    ------
    MethodError
        As in ``cost_benefit_analysis``; if nothing is uncertain, a distribution or a correlation does not serve, or
        the correlations contradict each other.
    """
    basis = Basis(when, amount, cost, benefit, item, rate, timing, base, inflation, price_index, price_year, residual, effects)  # fmt: skip
    flows = read_flows(frame, basis)
    marginals = {**(uncertain or {}), **_effect_marginals(effects or {})}
    refuse(_faults(marginals, uncertain or {}, flows, draws))
    names = list(marginals)
    refuse(_bad_pairs(names, correlations))
    ranks = _rank_matrix(names, correlations)
    refuse(_contradiction(ranks))
    inputs = draw_inputs([marginals[name] for name in names], ranks, seed, draws)
    nets = _net_values(flows, names, inputs)
    counts, edges = np.histogram(nets, bins=_BINS)
    return CostBenefitSimulation(
        money_unit=money_unit,
        net=float((flows.amounts * discount_factors(flows.times, flows.schedule)).sum()),
        mean=float(nets.mean()),
        deviation=float(nets.std(ddof=1)),
        quantiles=tuple(zip(_QUANTILES, np.quantile(nets, _QUANTILES).tolist(), strict=True)),
        positive=float((nets > 0).mean()),
        drivers=tuple(sorted(_drivers(names, inputs, nets), key=lambda one: -abs(one.correlation))),
        histogram=tuple(zip(edges[:-1].tolist(), edges[1:].tolist(), counts.tolist(), strict=True)),
        correlated=len(correlations),
        draws=draws,
        dropped=flows.dropped,
    )


def _effect_marginals(effects: Mapping[str, Result | float]) -> dict[str, Marginal]:
    """Distributions of effects over their value: the flows are already multiplied by it."""
    found: dict[str, Marginal] = {}
    for name, effect in effects.items():
        if isinstance(effect, Result) and effect.interval is not None and effect.value:
            low, high = sorted(end / effect.value for end in effect.interval)
            found[name] = {"distribution": "interval", "low": low, "value": 1.0, "high": high}
    return found


def _faults(
    marginals: Mapping[str, Marginal], uncertain: Mapping[str, Marginal], flows: Flows, draws: int
) -> list[str]:
    items = [*dict.fromkeys(flows.items.tolist()), RATE]
    problems = [] if draws >= _LEAST_DRAWS else [f"模拟次数（draws）至少{_LEAST_DRAWS}，现为{draws}"]
    if not marginals:
        problems.append("没有不确定的项目：用 uncertain 给出分布，或用 effects 带入有区间的评价结果")
    unknown = [name for name in uncertain if name not in items]
    problems += [f"不确定项目（uncertain）中的{listing(unknown)}不是项目，现有：{'、'.join(items)}"] if unknown else []
    told = {name: marginal_fault(marginal) for name, marginal in uncertain.items()}
    return problems + [f"{name}：{fault}" for name, fault in told.items() if fault]


def _bad_pairs(names: Sequence[str], correlations: Sequence[tuple[str, str, float]]) -> list[str]:
    problems = []
    for first, second, rank in correlations:
        if first not in names or second not in names or first == second:
            problems.append(f"相关（{first}、{second}）应是两个不同的不确定项目，现有：{'、'.join(names)}")
        if not -1 < rank < 1:
            problems.append(f"{first}与{second}的等级相关系数应在－1与1之间，现为{rank}")
    return problems


def _rank_matrix(names: Sequence[str], correlations: Sequence[tuple[str, str, float]]) -> np.ndarray:
    ranks = np.eye(len(names))
    for first, second, rank in correlations:
        places = names.index(first), names.index(second)
        ranks[places] = ranks[places[::-1]] = rank
    return ranks


def _contradiction(ranks: np.ndarray) -> list[str]:
    if np.linalg.eigvalsh(normal_correlations(ranks)).min() > 1e-10:
        return []
    return ["所给相关系数互相矛盾（不是正定矩阵），如甲乙、乙丙强正相关而甲丙负相关；请减小绝对值或改正"]


def _net_values(flows: Flows, names: Sequence[str], inputs: np.ndarray) -> np.ndarray:
    """Net value of every draw, some at a time: the memory does not grow with the number of flows."""
    column = {name: place for place, name in enumerate(names) if name != RATE}
    nets = []
    for start in range(0, len(inputs), _AT_ONCE):
        some = inputs[start : start + _AT_ONCE]
        ones = np.ones(len(some))
        weights = np.column_stack([some[:, column[name]] if name in column else ones for name in flows.items])
        discounts = _discounts(flows, some[:, names.index(RATE)] if RATE in names else None)
        nets.append((weights * flows.amounts * discounts).sum(axis=1))
    return np.concatenate(nets)


def _discounts(flows: Flows, rates: np.ndarray | None) -> np.ndarray:
    if rates is None:
        return discount_factors(flows.times, flows.schedule)
    factors: np.ndarray = (1 + np.maximum(rates, -0.99))[:, None] ** -flows.times
    return factors


def _drivers(names: Sequence[str], inputs: np.ndarray, nets: np.ndarray) -> list[Driver]:
    """Rank correlation of each input with the net value, and its share in the sum of their squares."""
    scores = np.argsort(np.argsort(np.column_stack([inputs, nets]), axis=0), axis=0).astype(float)
    with_net = np.corrcoef(scores, rowvar=False)[-1, :-1]
    shares = with_net**2 / (with_net**2).sum()
    return [Driver(name, float(one), float(share)) for name, one, share in zip(names, with_net, shares, strict=True)]
