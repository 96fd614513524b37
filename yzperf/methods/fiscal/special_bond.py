"""Does a project's income pay its special bonds (专项债券本息覆盖倍数): by year, over the term, and under stress.

References
----------
Yescombe, E. R. (2014). Principles of Project Finance, 2nd ed., ch. 12 (cover ratios). Academic Press.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from yzperf.methods.columns import refuse
from yzperf.methods.fiscal.special_bond_result import BondStress, BondYear, SpecialBondCoverage
from yzperf.methods.fiscal.yearly import Floats, Role, read_yearly, read_years

BASE = "基准"


@dataclass(frozen=True, slots=True)
class _Shock:
    """Income falls and cost rises by per cent, the interest rate rises by percentage points."""

    name: str
    income: float = 0.0
    cost: float = 0.0
    rate: float = 0.0


def special_bond_coverage(
    table: pd.DataFrame,
    *,
    income: str,
    principal: str,
    cost: str | float = 0.0,
    rate: str | float | None = None,
    interest: str | None = None,
    issued: str | None = None,
    other_service: str | float = 0.0,
    required: float = 1.0,
    income_stress: Sequence[float] = (10.0, 20.0, 30.0),
    cost_stress: Sequence[float] = (10.0, 20.0),
    rate_stress: Sequence[float] = (0.5, 1.0),
    year: str | None = None,
    money_unit: str = "万元",
) -> SpecialBondCoverage:
    """Divide what a project earns by the principal and interest of its bonds (本息覆盖倍数), also under stress.

    Parameters
    ----------
    table : DataFrame, one row per year until the last bond is repaid
    income : str
        Column of the project's income (政府性基金收入、专项收入).
    principal : str
        Column of the principal repaid in the year.
    cost : str or float
        Column of running cost and tax, taken off the income; without it the ratio is income over debt service.
    rate : str or float, optional
        Interest in per cent on what is owed at the beginning of the year, or
    interest : str, optional
        column of the interest paid; one of the two.
    issued : str, optional
        Column of bonds issued, owed from the beginning of that year; all before the first year by default.
    other_service : str or float
        Principal and interest of other debt of the project (市场化融资).
    required : float
        The ratio that has to be reached, for the break-even; the caller's.
    income_stress, cost_stress : sequence of float
        Income lower, cost higher by so many per cent.
    rate_stress : sequence of float
        Interest higher by so many percentage points.
    year : str, optional
        Column of the years; numbered from 1 by default.
    money_unit : str

    Returns
    -------
    SpecialBondCoverage
        ``value`` is the ratio over the whole term; also that of every year with debt service, the balance left over
        from year to year, every stress, all the worst at once, and how far income may fall.

    Raises
    ------
    MethodError
        For gaps, negative amounts, no principal, bonds repaid before they are issued or never; all at once.
    """
    refuse(_option_problems(rate, interest, required, (income_stress, cost_stress, rate_stress)))
    roles = {
        "income": Role("项目收入", income, 0),
        "cost": Role("运营成本", cost, 0),
        "principal": Role("还本", principal, 0),
        "issued": Role("发行", issued, 0),
        "rate": Role("利率", rate, 0),
        "interest": Role("付息", interest, 0),
        "other": Role("其他融资本息", other_service, 0),
    }
    flows = read_yearly(table, roles)
    years = read_years(table, year)
    if issued is None:
        flows["issued"][0] = flows["principal"].sum()
    refuse(_debt_problems(flows))
    owed = np.cumsum(flows["issued"]) - np.cumsum(flows["principal"]) + flows["principal"]
    if rate is not None:
        flows["interest"] = owed * flows["rate"] / 100
    shocks = _shocks(income_stress, cost_stress, rate_stress)
    runs = [_run(shock, years, flows, owed) for shock in shocks]
    return SpecialBondCoverage(
        runs=tuple(runs),
        required=float(required),
        income_room=_income_room(flows, required),
        rate_room=_rate_room(flows, owed, required),
        with_cost=not (isinstance(cost, float | int) and cost == 0),
        money_unit=money_unit,
    )


def _option_problems(
    rate: str | float | None, interest: str | None, required: float, stress: tuple[Sequence[float], ...]
) -> list[str]:
    problems = (
        [] if (rate is None) != (interest is None) else ["利率（rate）和付息列（interest）应给出一个，且只给一个"]
    )
    problems += [] if 0 < required < np.inf else [f"要求的倍数（required）为{required}，应大于0"]
    bad = [value for values in stress for value in values if not 0 < value < np.inf]
    problems += [f"压力幅度应为大于0的数，现有{bad[0]:g}"] if bad else []
    return problems + (
        ["收入下降的幅度（income_stress）不能超过100%"] if any(value > 100 for value in stress[0]) else []
    )


def _debt_problems(flows: dict[str, Floats]) -> list[str]:
    repaid, issued = flows["principal"], flows["issued"]
    if not repaid.any():
        return ["各年还本全为0，没有要覆盖的债"]
    owed = np.cumsum(issued) - np.cumsum(repaid)
    small = 1e-6 * float(repaid.sum())
    problems = [f"第{int(np.argmax(owed < -small)) + 1}行累计还本超过了累计发行"] if (owed < -small).any() else []
    return problems + ([f"到最后一年还有{owed[-1]:g}没有还清，表应列到还清为止"] if owed[-1] > small else [])


def _shocks(income: Sequence[float], cost: Sequence[float], rate: Sequence[float]) -> list[_Shock]:
    found = [_Shock(BASE)]
    found += [_Shock(f"收入下降{size:g}%", income=size) for size in income]
    found += [_Shock(f"成本上升{size:g}%", cost=size) for size in cost]
    found += [_Shock(f"利率上升{size:g}个百分点", rate=size) for size in rate]
    worst = _Shock("以上最差的同时发生", *(max(sizes, default=0.0) for sizes in (income, cost, rate)))
    kinds = sum(bool(sizes) for sizes in (income, cost, rate))
    return found + ([worst] if kinds > 1 else [])


def _run(shock: _Shock, years: tuple[int, ...], flows: dict[str, Floats], owed: Floats) -> BondStress:
    earned = flows["income"] * (1 - shock.income / 100) - flows["cost"] * (1 + shock.cost / 100)
    service = flows["principal"] + flows["interest"] + owed * shock.rate / 100 + flows["other"]
    left = np.cumsum(earned - service)
    rows = zip(years, earned.tolist(), service.tolist(), left.tolist(), strict=True)
    return BondStress(shock.name, float(earned.sum() / service.sum()), tuple(BondYear(*row) for row in rows))


def _income_room(flows: dict[str, Floats], required: float) -> float:
    """Share of the income that may be lost before the ratio over the term falls to what is required."""
    service = float((flows["principal"] + flows["interest"] + flows["other"]).sum())
    income = float(flows["income"].sum())
    return 1 - (required * service + float(flows["cost"].sum())) / income if income > 0 else -np.inf


def _rate_room(flows: dict[str, Floats], owed: Floats, required: float) -> float:
    """Percentage points that the interest may rise before that."""
    service = float((flows["principal"] + flows["interest"] + flows["other"]).sum())
    earned = float((flows["income"] - flows["cost"]).sum())
    return 100 * (earned / required - service) / float(owed.sum())
