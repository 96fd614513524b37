"""How far a net present value moves with what it rests on (敏感性分析): one-way, switching values, scenarios.

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
from yzperf.methods.cost_benefit.discounting import Schedule, discount_factors
from yzperf.methods.cost_benefit.flows import Basis, Flows, read_flows
from yzperf.methods.cost_benefit.internal_rate import internal_rates
from yzperf.methods.cost_benefit.sensitivity_result import RATE, CostBenefitSensitivity, Scenario, Swing
from yzperf.methods.wording import listing

Pair = Sequence[float]


def cost_benefit_sensitivity(
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
    change: float = 0.2,
    ranges: Mapping[str, Pair] | None = None,
    rates: Pair | None = None,
    scenarios: Mapping[str, Mapping[str, float]] | None = None,
    money_unit: str = "万元",
) -> CostBenefitSensitivity:
    """Vary the items of an appraisal one by one and together (敏感性分析).

    Parameters
    ----------
    frame, when, rate, amount, cost, benefit, item, timing, base, inflation, price_index, price_year, residual, effects
        As in ``cost_benefit_analysis``. Without ``item`` there are two items, 成本 and 效益.
    change : float
        Every item is varied down and up by this share.
    ranges : mapping of item to (low, high), optional
        Factors instead of ``1 − change`` and ``1 + change``, as ``{"建设投资": (0.9, 1.5)}``.
    rates : (low, high), optional
        Discount rates to compare.
    scenarios : mapping of name to mapping of item to factor, optional
        All changes of a scenario at once; the key ``折现率`` sets the discount rate.
    money_unit : str
        For sentences and picture.

    Returns
    -------
    CostBenefitSensitivity
        Swings from the widest to the narrowest, switching values, scenarios.

    Raises
    ------
    MethodError
        As in ``cost_benefit_analysis``, or if a range or scenario names no item or is no range.

    Notes
    -----
    The net value is linear in an item, so the switching value is exact: 1 − net value / present value of the item.
    """
    basis = Basis(when, amount, cost, benefit, item, rate, timing, base, inflation, price_index, price_year, residual, effects)  # fmt: skip
    flows = read_flows(frame, basis)
    names = list(dict.fromkeys(flows.items.tolist()))
    refuse([*_bad_ranges(names, change, ranges or {}, rates), *_bad_scenarios(names, scenarios or {})])
    net = net_value(flows, {}, flows.schedule)
    swings = [_swing(flows, name, (ranges or {}).get(name, (1 - change, 1 + change)), net) for name in names]
    if rates is not None:
        swings.append(_rate_swing(flows, rates))
    return CostBenefitSensitivity(
        money_unit=money_unit,
        net=net,
        swings=tuple(sorted(swings, key=lambda one: -abs(one.net_high - one.net_low))),
        internal_rates=tuple(internal_rates(flows.times, flows.amounts)),
        scenarios=tuple(_scenario(flows, name, changes) for name, changes in (scenarios or {}).items()),
        dropped=flows.dropped,
    )


def net_value(flows: Flows, factors: Mapping[str, float], schedule: Schedule) -> float:
    """Net present value with items multiplied by their factors."""
    weights = np.array([factors.get(name, 1.0) for name in flows.items])
    return float((flows.amounts * weights * discount_factors(flows.times, schedule)).sum())


def _swing(flows: Flows, name: str, pair: Pair, net: float) -> Swing:
    worth = net - net_value(flows, {name: 0.0}, flows.schedule)
    ends = [net + (factor - 1) * worth for factor in pair]
    switching = 1 - net / worth if worth else None
    return Swing(name, float(pair[0]), float(pair[1]), ends[0], ends[1], worth, switching)


def _rate_swing(flows: Flows, rates: Pair) -> Swing:
    ends = [net_value(flows, {}, {0: float(rate)}) for rate in rates]
    return Swing(RATE, float(rates[0]), float(rates[1]), ends[0], ends[1], None, None)


def _scenario(flows: Flows, name: str, changes: Mapping[str, float]) -> Scenario:
    schedule = {0: float(changes[RATE])} if RATE in changes else flows.schedule
    factors = {key: float(value) for key, value in changes.items() if key != RATE}
    return Scenario(
        name, tuple((key, float(value)) for key, value in changes.items()), net_value(flows, factors, schedule)
    )


def _bad_ranges(names: Sequence[str], change: float, ranges: Mapping[str, Pair], rates: Pair | None) -> list[str]:
    problems = [] if 0 < change < 1 else [f"变动幅度（change）应在0与1之间，现为{change}"]
    unknown = [name for name in ranges if name not in names]
    problems += [f"变动范围（ranges）中的{listing(unknown)}不是项目，现有：{'、'.join(names)}"] if unknown else []
    pairs = {**ranges, **({RATE: rates} if rates is not None else {})}
    bad = [name for name, pair in pairs.items() if len(pair) != 2 or not -1 < pair[0] < pair[1] < np.inf]
    return problems + ([f"{listing(bad)}的变动范围应为由低到高的两个数"] if bad else [])


def _bad_scenarios(names: Sequence[str], scenarios: Mapping[str, Mapping[str, float]]) -> list[str]:
    problems = []
    for scenario, changes in scenarios.items():
        unknown = [key for key in changes if key not in (*names, RATE)]
        problems += (
            [f"情景“{scenario}”中的{listing(unknown)}不是项目，现有：{'、'.join(names)}、{RATE}"] if unknown else []
        )
        bad = [key for key, value in changes.items() if not np.isfinite(value) or (key == RATE and value <= -1)]
        problems += [f"情景“{scenario}”中{listing(bad)}的值不能用"] if bad else []
    return problems
