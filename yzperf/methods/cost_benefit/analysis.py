"""Worth today of costs and benefits (成本效益分析): net present value, ratio, internal rates, payback.

References
----------
Boardman, A. E. et al. (2018). Cost-Benefit Analysis: Concepts and Practice. Cambridge University Press.
国家发展改革委、建设部（2006）《建设项目经济评价方法与参数（第三版）》。
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from yzperf.domain.result import Result
from yzperf.methods.cost_benefit.analysis_result import CostBenefit, ItemValue, YearFlow
from yzperf.methods.cost_benefit.discounting import discount_factors, modified_return, payback
from yzperf.methods.cost_benefit.flows import Basis, Flows, read_flows
from yzperf.methods.cost_benefit.internal_rate import internal_rates, sign_changes


def cost_benefit_analysis(
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
    finance_rate: float | None = None,
    reinvest_rate: float | None = None,
    inflation: float = 0.0,
    price_index: Mapping[Any, float] | None = None,
    price_year: int | None = None,
    residual: float = 0.0,
    effects: Mapping[str, Result | float] | None = None,
    money_unit: str = "万元",
) -> CostBenefit:
    """Discount dated costs and benefits (成本效益分析).

    Parameters
    ----------
    frame : DataFrame, one row per flow or per year
        Rows without any amount are left out and counted.
    when : str
        Column of years, periods (numbers) or dates. Dates count as days over 365, as XNPV and XIRR of Excel do.
    rate : float, or mapping of first year to float
        Discount rate as a share. ``{0: 0.035, 31: 0.03}`` discounts the first thirty years at 3.5 %, each later year
        at 3 % (as the Green Book does).
    amount : str, optional
        Column of flows in ``money_unit``: costs negative, benefits positive.
    cost, benefit : str, optional
        Instead of ``amount``: two columns of positive numbers; an empty cell beside a filled one is zero.
    item : str, optional
        Column that names what a flow is for.
    timing : {"start", "middle", "end"}
        Within its year a flow falls at the start (default: the first flow is not discounted, as in most textbooks),
        in the middle, or at the end (NPV of Excel).
    base : float or date, optional
        Year, period or date at which values are stated; the first flow by default.
    finance_rate, reinvest_rate : float, optional
        Of the modified internal rate; the first discount rate by default.
    inflation : float
        Yearly rise of prices by which flows at current prices are brought to those of the base.
    price_index, price_year : mapping of year to index, and the year whose prices are used
        Instead of ``inflation``.
    residual : float
        Value left at the date of the last flow, in prices of the base.
    effects : mapping of item to Result or number, optional
        Amounts of these items are per unit of an effect; they are multiplied by it. A ``Result`` lends its value and
        its interval.
    money_unit : str
        For sentences and picture.

    Returns
    -------
    CostBenefit

    Raises
    ------
    MethodError
        If columns, options or cells do not serve; all problems of a stage at once.
    """
    basis = Basis(when, amount, cost, benefit, item, rate, timing, base, inflation, price_index, price_year, residual, effects)  # fmt: skip
    flows = read_flows(frame, basis)
    first_rate = flows.schedule[min(flows.schedule)]
    present = flows.amounts * discount_factors(flows.times, flows.schedule)
    return CostBenefit(
        money_unit=money_unit,
        rates=tuple(sorted(flows.schedule.items())),
        timing=timing,
        net=float(present.sum()),
        net_interval=_effect_range(flows, present, effects),
        costs=float(-present[flows.amounts < 0].sum()),
        benefits=float(present[flows.amounts > 0].sum()),
        undiscounted=float(flows.amounts.sum()),
        internal_rates=tuple(internal_rates(flows.times, flows.amounts)),
        sign_changes=sign_changes(flows.times, flows.amounts),
        modified=modified_return(
            flows.times,
            flows.amounts,
            first_rate if finance_rate is None else finance_rate,
            first_rate if reinvest_rate is None else reinvest_rate,
        ),
        payback=payback(flows.times, flows.amounts),
        discounted_payback=payback(flows.times, present),
        years=tuple(_years(flows, present)),
        items=tuple(
            ItemValue(name, float(present[flows.items == name].sum())) for name in dict.fromkeys(flows.items.tolist())
        ),
        deflated=bool(inflation or price_index),
        length=float(np.ptp(flows.times)),
        dropped=flows.dropped,
    )


def _years(flows: Flows, present: np.ndarray) -> list[YearFlow]:
    found = []
    for time in np.unique(flows.times):
        rows = flows.times == time
        one, worth = flows.amounts[rows], present[rows]
        found.append(
            YearFlow(
                label=str(flows.labels[rows][0]),
                time=float(time),
                cost=float(-one[one < 0].sum()),
                benefit=float(one[one > 0].sum()),
                present=float(worth.sum()),
            )
        )
    return found


def _effect_range(
    flows: Flows, present: np.ndarray, effects: Mapping[str, Result | float] | None
) -> tuple[float, float] | None:
    """95 % interval of the net value that the effects bring: half widths of independent effects add as squares."""
    below, above, known = 0.0, 0.0, False
    for name, effect in (effects or {}).items():
        if not isinstance(effect, Result) or effect.interval is None or effect.value == 0:
            continue
        known, worth = True, float(present[flows.items == name].sum())
        moves = sorted(worth * (end / effect.value - 1) for end in effect.interval)
        below, above = below + moves[0] ** 2, above + moves[1] ** 2
    net = float(present.sum())
    return (net - below**0.5, net + above**0.5) if known else None
