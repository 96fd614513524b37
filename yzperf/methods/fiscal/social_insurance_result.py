"""How long a fund lasts, in numbers and in words (社保基金精算平衡结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.wording import fixed


@dataclass(frozen=True, slots=True)
class FundYear:
    """One year: contributions, subsidy, return on the reserve, spending, reserve at the end."""

    year: int
    contributions: float
    subsidy: float
    earned: float
    spending: float
    reserve: float

    @property
    def income(self) -> float:
        """All money coming in."""
        return self.contributions + self.subsidy + self.earned

    @property
    def balance(self) -> float:
        """Income less spending (当期结余)."""
        return self.income - self.spending

    @property
    def months(self) -> float:
        """Months of this year's spending that the reserve covers (支撑月数); negative for a debt."""
        return 12 * self.reserve / self.spending


@dataclass(frozen=True, slots=True)
class FundScenario:
    """One scenario: all years, and the even rate in per cent (None above 100)."""

    name: str
    years: tuple[FundYear, ...]
    even_rate: float | None

    @property
    def months(self) -> float:
        """Months covered at the end."""
        return self.years[-1].months

    @property
    def deficit(self) -> int | None:
        """First year in which more is spent than comes in."""
        return next((one.year for one in self.years if one.balance < 0), None)

    @property
    def used_up(self) -> int | None:
        """First year that ends without a reserve."""
        return next((one.year for one in self.years if one.reserve < 0), None)


@dataclass(frozen=True)
class SocialInsuranceBalance(Result):
    """Result of ``social_insurance_balance``; the first scenario is the base. Money in ``money_unit``."""

    scenarios: tuple[FundScenario, ...]
    reserve: float
    rate: float
    least_months: float | None
    money_unit: str

    title = "社保基金精算平衡"
    method = "财政工具·社保基金收支推演"

    @property
    def base(self) -> FundScenario:
        """The scenario without changes."""
        return self.scenarios[0]

    @property
    def value(self) -> float:
        """Months of spending covered at the end of the base scenario."""
        return self.base.months

    @property
    def unit(self) -> str:
        """Months."""
        return "个月"

    @property
    def interval(self) -> None:
        """None: a projection from assumptions; see the scenarios."""

    def table(self) -> pd.DataFrame:
        """The base scenario year by year."""
        rows = [
            (one.year, one.contributions, one.subsidy, one.earned, one.income, one.spending, one.balance, one.reserve, one.months)
            for one in self.base.years
        ]  # fmt: skip
        money = [
            f"{name}（{self.money_unit}）"
            for name in ("缴费收入", "财政补助", "利息", "收入合计", "支出", "当期结余", "累计结余")
        ]
        return pd.DataFrame(rows, columns=["年份", *money, "支撑月数"]).round(
            {**dict.fromkeys(money, 2), "支撑月数": 1}
        )

    def scenario_table(self) -> pd.DataFrame:
        """One row per scenario: months at the end, first deficit, when the reserve is used up, even rate."""
        rows = [
            (one.name, round(one.months, 1) + 0.0, _year(one.deficit), _year(one.used_up), _rate(one.even_rate))
            for one in self.scenarios
        ]
        return pd.DataFrame(rows, columns=["情景", "末年支撑月数", "首次当期赤字", "结余用完", "均衡费率"])

    def sentences(self) -> tuple[str, ...]:
        """How long the reserve lasts, what rate would hold, the scenarios, limits."""
        return tuple(filter(None, (self._answer(), self._even(), self._cases(), _LIMITS)))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Current balance, reserve, months, assumptions."""
        checks = [
            _held("各年当期收支平衡", self.base.deficit, "首次赤字", "调整费率、待遇或财政补助"),
            _held("累计结余不用完", self.base.used_up, "用完", "缺口须有资金来源，如财政补助、基金划转或上级调剂"),
        ]
        if self.least_months is not None:
            least = min(one.months for one in self.base.years)
            verdict = Verdict.HOLDS if least >= self.least_months else Verdict.FAILS
            text = f"最低{fixed(least, 1)}个月，要求{fixed(self.least_months, 1)}个月"
            checks.append(Diagnostic("支撑月数不低于要求", text, verdict))
        return (*checks, _ASSUMED)

    def figure(self) -> Any:
        """Months covered in every scenario."""
        from yzperf.drawing.paths import draw_paths

        years = [one.year for one in self.base.years]
        return draw_paths(
            [(one.name, [year.months for year in one.years]) for one in self.scenarios],
            limit=0 if self.least_months is None else self.least_months,
            limit_label="结余用完" if self.least_months is None else f"要求的{self.least_months:g}个月",
            first=years[0],
            x_label="年份" if years[0] > 1 else "第几年",
            y_label="支撑月数（个月）",
            title="累计结余可支撑的月数",
        )

    def _answer(self) -> str:
        last, first = self.base.years[-1], self.base.years[0]
        deficit = (
            f"，{_name(self.base.deficit)}起当期收不抵支" if self.base.deficit is not None else "，各年当期均有结余"
        )
        if self.base.used_up is not None:
            lasts = f"累计结余到{_name(self.base.used_up)}用完，末年缺口{fixed(-last.reserve, 2, self.money_unit)}"
        else:
            lasts = (
                f"{_name(last.year)}末累计结余可支撑{fixed(last.months, 1)}个月（首年为{fixed(first.months, 1)}个月）"
            )
        return f"按基准设定，{lasts}{deficit}。"

    def _even(self) -> str:
        goal = f"末年留有{self.least_months:g}个月结余" if self.least_months else "末年不出现累计缺口"
        if self.base.even_rate is None:
            return f"要做到{goal}，费率提高到100%也不够。"
        return f"要做到{goal}，各年统一的费率至少为{fixed(self.base.even_rate, 2)}%（设定的末年费率为{fixed(self.rate, 2)}%）。"

    def _cases(self) -> str:
        lasting = [f"{one.name}{fixed(one.months, 1)}个月" for one in self.scenarios[1:] if one.months >= 0]
        gone = [f"{one.name}（{_name(one.used_up)}）" for one in self.scenarios[1:] if one.used_up is not None]
        told = [f"其他情景的末年支撑月数：{'、'.join(lasting)}"] if lasting else []
        told += [f"结余用完的情景：{'、'.join(gone)}"] if gone else []
        return "；".join(told) + "。" if told else ""


def _name(year: int | None) -> str:
    return "" if year is None else f"{year}年" if year > 1000 else f"第{year}年"


def _year(year: int | None) -> str:
    return _name(year) or "没有"


def _rate(rate: float | None) -> str:
    return "超过100%" if rate is None else f"{rate:.2f}%"


def _held(name: str, year: int | None, word: str, advice: str) -> Diagnostic:
    if year is None:
        return Diagnostic(name, "各年都是", Verdict.HOLDS)
    return Diagnostic(name, f"{_name(year)}{word}", Verdict.FAILS, advice)


_LIMITS = "推演取决于人数、基数、待遇和征缴率的设定；利息按年初结余计，累计缺口不计利息；未计跨区调剂。"
_ASSUMED = Diagnostic(
    "人数和增速的设定合理", "数据本身不能回答", Verdict.UNTESTABLE, "写明人口预测和政策参数的来源，并作情景比较"
)
