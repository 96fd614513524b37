"""Is a partnership cheaper than doing it oneself, and can the budget bear it (政府和社会资本合作的物有所值与财政承受能力).

References
----------
HM Treasury (2006). Value for money assessment guidance (public sector comparator).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from yzperf.methods.columns import refuse
from yzperf.methods.fiscal.partnership_result import BurdenYear, PartnershipValue, RatePoint
from yzperf.methods.fiscal.yearly import Floats, Role, read_yearly, read_years, sum_of

_RATE_STEPS = (-2.0, -1.0, 0.0, 1.0, 2.0)


def ppp_value_for_money(
    table: pd.DataFrame,
    *,
    public: Sequence[str],
    partnership: Sequence[str],
    discount_rate: float,
    public_income: Sequence[str] = (),
    first: int = 0,
    budget: str | None = None,
    committed: Sequence[str] = (),
    limit: float | None = None,
    year: str | None = None,
    money_unit: str = "万元",
) -> PartnershipValue:
    """Compare the cost of public provision (PSC值) with that of a partnership (PPP值), and check what the budget bears.

    Parameters
    ----------
    table : DataFrame, one row per year of the whole term
    public : sequence of str
        Cost columns of public provision: building, running, competitive neutrality (竞争性中立调整), all risk.
    partnership : sequence of str
        Columns of what the government pays in the partnership: equity (股权投资), subsidy (运营补贴), retained risk
        (风险承担), complementary input (配套投入).
    discount_rate : float
        Yearly, in per cent, above −100.
    public_income : sequence of str
        Columns of income of public provision (使用者付费、资产处置), taken off its cost.
    first : {0, 1}
        Whether the first row is the present, not discounted (default), or a year away.
    budget : str, optional
        Column of the general public budget expenditure (一般公共预算支出) of each year.
    committed : sequence of str
        Columns of what all other partnerships cost the budget in each year.
    limit : float, optional
        Greatest share of all partnerships in the budget, in per cent; the caller's, since it is a rule.
    year : str, optional
        Column of the years; numbered from ``first`` on by default.
    money_unit : str

    Returns
    -------
    PartnershipValue
        ``value`` is PSC less PPP in present value: positive speaks for the partnership.

    Raises
    ------
    MethodError
        For gaps, negative amounts, no columns, a limit without a budget; all at once.
    """
    refuse(_problems(public, partnership, discount_rate, first, (budget, limit)))
    cost = sum_of(table, public, "公共部门成本", 0) - sum_of(table, public_income, "公共部门收入", 0)
    paid = sum_of(table, partnership, "政府支出责任", 0)
    refuse([] if paid.any() else ["政府支出责任各年全为0，没有可比的"])
    years = read_years(table, year, first)
    away = np.arange(len(table)) + first
    rates = [discount_rate + step for step in _RATE_STEPS if discount_rate + step > -100]
    return PartnershipValue(
        public=_present(cost, discount_rate, away),
        partnership=_present(paid, discount_rate, away),
        discount_rate=float(discount_rate),
        rates=tuple(RatePoint(rate, _present(cost, rate, away), _present(paid, rate, away)) for rate in rates),
        public_parts=_parts(table, public, discount_rate, away, 1) + _parts(table, public_income, discount_rate, away, -1),
        partnership_parts=_parts(table, partnership, discount_rate, away, 1),
        burden=_burden(table, years, paid, committed, budget),
        limit=limit,
        money_unit=money_unit,
    )  # fmt: skip


def _problems(
    public: Sequence[str],
    partnership: Sequence[str],
    discount_rate: float,
    first: int,
    burden: tuple[str | None, float | None],
) -> list[str]:
    budget, limit = burden
    problems = [f"{name}要给出至少一列" for name, columns in (("公共部门成本（public）", public), ("政府支出责任（partnership）", partnership)) if isinstance(columns, str) or not columns]  # fmt: skip
    problems += (
        [] if -100 < discount_rate < np.inf else [f"折现率（discount_rate）为{discount_rate}，应为大于－100的百分数"]
    )
    problems += [] if first in (0, 1) else [f"首行离现在的年数（first）只能是0或1，现为{first}"]
    problems += (
        ["给了占比上限（limit）就要给一般公共预算支出列（budget）"] if limit is not None and budget is None else []
    )
    return problems + ([f"占比上限（limit）为{limit:g}，应大于0"] if limit is not None and limit <= 0 else [])


def _present(flows: Floats, rate: float, away: np.ndarray) -> float:
    return float((flows / (1 + rate / 100) ** away).sum())


def _parts(
    table: pd.DataFrame, columns: Sequence[str], rate: float, away: np.ndarray, sign: int
) -> tuple[tuple[str, float], ...]:
    return tuple((column, sign * _present(sum_of(table, [column], "金额", 0), rate, away)) for column in columns)


def _burden(
    table: pd.DataFrame, years: tuple[int, ...], paid: Floats, committed: Sequence[str], budget: str | None
) -> tuple[BurdenYear, ...]:
    if budget is None:
        return ()
    others = sum_of(table, committed, "其他项目支出责任", 0)
    room = read_yearly(table, {"budget": Role("一般公共预算支出", budget, 0, above=True)})["budget"]
    rows = zip(years, paid.tolist(), others.tolist(), room.tolist(), strict=True)
    return tuple(BurdenYear(*row) for row in rows)
