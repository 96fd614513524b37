"""Does a social insurance fund last (社保基金精算平衡): income, spending and reserve over the years ahead.

References
----------
Plamondon, P., Drouin, A., Binet, G., Cichon, M., McGillivray, W. R., Bédard, M. and Perez-Montas, H. (2002). Actuarial
practice in social security. International Labour Office.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from yzperf.methods.columns import refuse
from yzperf.methods.fiscal.social_insurance_result import FundScenario, FundYear, SocialInsuranceBalance
from yzperf.methods.fiscal.yearly import Floats, Role, read_yearly, read_years

_LEVELS = ("contributors", "beneficiaries")  # changed by per cent
_POINTS = ("wage_growth", "benefit_growth", "rate", "collection", "reserve_return")  # changed by percentage points
BASE = "基准"


def social_insurance_balance(
    table: pd.DataFrame,
    *,
    contributors: str | float,
    beneficiaries: str | float,
    wage: float,
    benefit: float,
    rate: str | float,
    reserve: float,
    wage_growth: str | float = 0.0,
    benefit_growth: str | float = 0.0,
    collection: str | float = 100.0,
    subsidy: str | float = 0.0,
    other_spending: str | float = 0.0,
    reserve_return: str | float = 0.0,
    scenarios: Mapping[str, Mapping[str, float]] | None = None,
    least_months: float | None = None,
    year: str | None = None,
    money_unit: str = "万元",
) -> SocialInsuranceBalance:
    """Project income, spending and reserve of a fund and the months of spending its reserve covers (支撑月数).

    Parameters
    ----------
    table : DataFrame, one row per year ahead
    contributors, beneficiaries : str or float
        Column, or one number for all years: people who pay (缴费人数) and people who draw (待遇人数).
    wage, benefit : float
        Yearly contribution base and benefit per head in the year before the first (基期年人均缴费基数、待遇), in
        ``money_unit``.
    rate : str or float
        Contribution rate in per cent of the base (缴费费率), all parts together.
    reserve : float
        Accumulated reserve before the first year (累计结余); negative if there is a debt.
    wage_growth, benefit_growth : str or float
        Growth of base and benefit in per cent, applied from the first year on.
    collection : str or float
        Collected share of what is due in per cent (征缴率).
    subsidy, other_spending : str or float
        Money put in from the budget (财政补助) and spending other than benefits.
    reserve_return : str or float
        Return in per cent on the reserve at the beginning of the year; a debt earns and costs nothing.
    scenarios : mapping, optional
        Name to changes, the same in all years: of ``contributors`` and ``beneficiaries`` in per cent, of ``wage_growth``,
        ``benefit_growth``, ``rate``, ``collection`` and ``reserve_return`` in percentage points.
    least_months : float, optional
        Months that the reserve should cover at least; the caller's, since it depends on fund and region.
    year : str, optional
        Column of the years; numbered from 1 by default.
    money_unit : str

    Returns
    -------
    SocialInsuranceBalance
        ``value`` is the months covered at the end; also the first year of deficit, the year the reserve is used up and
        the even rate that would leave the wanted reserve at the end (均衡费率).

    Raises
    ------
    MethodError
        For gaps, negative figures, no people at all, unknown drivers of a scenario; all at once.
    """
    roles = {
        "contributors": Role("缴费人数", contributors, 0),
        "beneficiaries": Role("待遇人数", beneficiaries, 0),
        "rate": Role("费率", rate, 0),
        "wage_growth": Role("缴费基数增速", wage_growth, -100, above=True),
        "benefit_growth": Role("待遇增速", benefit_growth, -100, above=True),
        "collection": Role("征缴率", collection, 0),
        "subsidy": Role("财政补助", subsidy, 0),
        "other_spending": Role("其他支出", other_spending, 0),
        "reserve_return": Role("收益率", reserve_return, -100, above=True),
    }
    refuse(_problems(wage, benefit, reserve, scenarios or {}))
    drivers = read_yearly(table, roles)
    refuse(_empty(drivers))
    years = read_years(table, year)
    start = (float(wage), float(benefit), float(reserve))
    cases = {BASE: dict[str, float](), **{name: dict(changes) for name, changes in (scenarios or {}).items()}}
    runs = []
    for name, changes in cases.items():
        changed = _changed(drivers, changes)
        refuse(_overdone(name, changed))
        path = _project(years, changed, start)
        runs.append(FundScenario(name, path, _even_rate(years, changed, start, least_months or 0.0)))
    return SocialInsuranceBalance(
        scenarios=tuple(runs),
        reserve=start[2],
        rate=float(drivers["rate"][-1]),
        least_months=least_months,
        money_unit=money_unit,
    )


def _problems(wage: float, benefit: float, reserve: float, scenarios: Mapping[str, Mapping[str, float]]) -> list[str]:
    problems = [
        f"{name}应大于0，现为{value:g}" for name, value in (("人均缴费基数（wage）", wage), ("人均待遇（benefit）", benefit)) if not 0 < value < np.inf
    ]  # fmt: skip
    problems += [] if np.isfinite(reserve) else ["累计结余（reserve）应为一个数"]
    problems += [f"情景不能叫“{BASE}”，它是不作改动的一种"] if BASE in scenarios else []
    for name, changes in scenarios.items():
        unknown = [key for key in changes if key not in _LEVELS + _POINTS]
        if unknown:
            problems.append(f"情景“{name}”中不认识 {'、'.join(unknown)}，可用：{'、'.join(_LEVELS + _POINTS)}")
    return problems


def _empty(drivers: Mapping[str, Floats]) -> list[str]:
    spent = drivers["beneficiaries"] + drivers["other_spending"]
    problems = [] if (spent > 0).all() else ["有的年份既没有待遇人数也没有其他支出，算不出支撑月数"]
    return problems + ([] if drivers["contributors"].any() else ["各年缴费人数全为0"])


def _changed(drivers: Mapping[str, Floats], changes: Mapping[str, float]) -> dict[str, Floats]:
    factors = {key: 1 + changes.get(key, 0.0) / 100 for key in _LEVELS}
    added = {key: changes.get(key, 0.0) for key in _POINTS}
    return {key: values * factors.get(key, 1.0) + added.get(key, 0.0) for key, values in drivers.items()}


def _overdone(name: str, drivers: Mapping[str, Floats]) -> list[str]:
    low = [key for key in (*_LEVELS, "rate", "collection") if (drivers[key] < 0).any()]
    low += [key for key in ("wage_growth", "benefit_growth", "reserve_return") if (drivers[key] <= -100).any()]
    return [f"情景“{name}”把 {'、'.join(low)} 改得过低，变成了不可能的数"] if low else []


def _project(
    years: tuple[int, ...], drivers: Mapping[str, Floats], start: tuple[float, float, float]
) -> tuple[FundYear, ...]:
    base = drivers["contributors"] * start[0] * np.cumprod(1 + drivers["wage_growth"] / 100)
    paid = base * drivers["rate"] / 100 * drivers["collection"] / 100
    benefits = drivers["beneficiaries"] * start[1] * np.cumprod(1 + drivers["benefit_growth"] / 100)
    spent, reserve = benefits + drivers["other_spending"], start[2]
    found = []
    for place, year in enumerate(years):
        earned = max(reserve, 0.0) * float(drivers["reserve_return"][place]) / 100
        income = float(paid[place] + drivers["subsidy"][place]) + earned
        reserve += income - float(spent[place])
        found.append(
            FundYear(year, float(paid[place]), float(drivers["subsidy"][place]), earned, float(spent[place]), reserve)
        )
    return tuple(found)


def _even_rate(
    years: tuple[int, ...], drivers: Mapping[str, Floats], start: tuple[float, float, float], months: float
) -> float | None:
    """The rate, the same in all years, that leaves ``months`` of spending at the end; None above 100 %."""

    def missing(rate: float) -> float:
        last = _project(years, {**drivers, "rate": np.full(len(years), rate)}, start)[-1]
        return last.reserve - months * last.spending / 12

    low, high = 0.0, 100.0
    if missing(high) < 0:
        return None
    for _ in range(60):  # income rises with the rate, but not in a straight line where a debt earns nothing
        middle = (low + high) / 2
        low, high = (middle, high) if missing(middle) < 0 else (low, middle)
    return high
