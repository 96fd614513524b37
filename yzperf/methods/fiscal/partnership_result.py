"""A partnership against public provision, in numbers and in words (物有所值与财政承受能力结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.wording import fixed, listing, percent


@dataclass(frozen=True, slots=True)
class RatePoint:
    """Present values at one discount rate (per cent)."""

    rate: float
    public: float
    partnership: float

    @property
    def saving(self) -> float:
        """PSC less PPP."""
        return self.public - self.partnership


@dataclass(frozen=True, slots=True)
class BurdenYear:
    """What this partnership and all others cost the budget in a year."""

    year: int
    paid: float
    committed: float
    budget: float

    @property
    def share(self) -> float:
        """All partnerships in per cent of the budget."""
        return 100 * (self.paid + self.committed) / self.budget


@dataclass(frozen=True)
class PartnershipValue(Result):
    """Result of ``ppp_value_for_money``. Money in ``money_unit``; ``burden`` is empty without a budget."""

    public: float
    partnership: float
    discount_rate: float
    rates: tuple[RatePoint, ...]
    public_parts: tuple[tuple[str, float], ...]
    partnership_parts: tuple[tuple[str, float], ...]
    burden: tuple[BurdenYear, ...]
    limit: float | None
    money_unit: str

    title = "PPP物有所值与财政承受能力"
    method = "财政工具·物有所值定量评价"

    @property
    def value(self) -> float:
        """PSC less PPP in present value (物有所值量值)."""
        return self.public - self.partnership

    @property
    def unit(self) -> str:
        """Money."""
        return self.money_unit

    @property
    def interval(self) -> None:
        """None: arithmetic on assumptions; see the rates."""

    @property
    def index(self) -> float | None:
        """Saving in per cent of PSC (物有所值指数); None where PSC is not positive."""
        return 100 * self.value / self.public if self.public > 0 else None

    @property
    def above(self) -> tuple[int, ...]:
        """Years in which all partnerships exceed the limit."""
        return tuple(one.year for one in self.burden if self.limit is not None and one.share > self.limit + 1e-9)

    def table(self) -> pd.DataFrame:
        """Present value of every part."""
        rows = [("公共部门（PSC）", name, amount) for name, amount in self.public_parts]
        rows += [("公共部门（PSC）", "合计", self.public)]
        rows += [("合作（PPP）", name, amount) for name, amount in self.partnership_parts]
        rows += [("合作（PPP）", "合计", self.partnership), ("差额", "PSC－PPP", self.value)]
        return pd.DataFrame(rows, columns=["方式", "组成", f"现值（{self.money_unit}）"]).round(2)

    def burden_table(self) -> pd.DataFrame:
        """What the budget bears in every year."""
        rows = [(one.year, one.paid, one.committed, one.budget, one.share) for one in self.burden]
        return pd.DataFrame(rows, columns=["年份", "本项目", "其他项目", "一般公共预算支出", "占比（%）"]).round(2)

    def rate_table(self) -> pd.DataFrame:
        """Present values at other discount rates."""
        rows = [(one.rate, one.public, one.partnership, one.saving) for one in self.rates]
        return pd.DataFrame(rows, columns=["折现率（%）", "PSC", "PPP", "PSC－PPP"]).round(2)

    def sentences(self) -> tuple[str, ...]:
        """Which is cheaper, how firm that is, the budget, limits."""
        return tuple(filter(None, (self._answer(), self._firmness(), self._budget(), _LIMITS)))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The saving stands at other rates, the budget bears it, risk was valued."""
        signs = {one.saving > 0 for one in self.rates}
        rate = Diagnostic(
            "结论不随折现率改变",
            f"折现率{self.rates[0].rate:g}%至{self.rates[-1].rate:g}%",
            Verdict.HOLDS if len(signs) == 1 else Verdict.DOUBTFUL,
            "" if len(signs) == 1 else "折现率是结论的关键，须写明其依据",
        )
        return (rate, *([self._bearing()] if self.limit is not None else []), _RISK)

    def figure(self) -> Any:
        """Share of the budget in every year if there is one, else both present values."""
        if not self.burden:
            from yzperf.drawing.bars import draw_bars

            label = f"现值（{self.money_unit}）"
            return draw_bars(
                ["公共部门（PSC）", "合作（PPP）"], [self.public, self.partnership], x_label=label, title=self.title
            )
        from yzperf.drawing.paths import draw_paths

        lines = [("全部PPP项目", [one.share for one in self.burden])]
        if any(one.committed for one in self.burden):
            lines.append(("其中本项目", [100 * one.paid / one.budget for one in self.burden]))
        first = self.burden[0].year
        return draw_paths(
            lines,
            limit=self.limit,
            limit_label=f"上限{self.limit:g}%" if self.limit is not None else "",
            first=first,
            x_label="年份" if first > 1 else "第几年",
            y_label="占一般公共预算支出（%）",
            title="PPP支出责任占一般公共预算支出的比例",
        )

    def _answer(self) -> str:
        cheaper = "低于" if self.value > 0 else "高于" if self.value < 0 else "等于"
        index = f"，物有所值指数{fixed(self.index, 1)}%" if self.index is not None else ""
        amount = fixed(abs(self.value), 2, self.money_unit)
        psc, ppp = fixed(self.public, 2, self.money_unit), fixed(self.partnership, 2, self.money_unit)
        verdict = "支持" if self.value >= 0 else "不支持"
        return f"按{self.discount_rate:g}%折现，PPP值{ppp}，{cheaper}PSC值{psc}，相差{amount}{index}，定量上{verdict}采用合作方式。"

    def _firmness(self) -> str:
        low, high = self.rates[0], self.rates[-1]
        room = percent(self.value / self.partnership) if self.value > 0 and self.partnership > 0 else ""
        told = f"政府支出责任再增加{room}即无节约；" if room else ""
        return (
            f"{told}折现率取{low.rate:g}%时差额为{fixed(low.saving, 2, self.money_unit)}，"
            f"取{high.rate:g}%时为{fixed(high.saving, 2, self.money_unit)}。"
        )

    def _budget(self) -> str:
        if not self.burden:
            return "没有给出一般公共预算支出，未检查财政承受能力。"
        most = max(self.burden, key=lambda one: one.share)
        top = f"全部PPP项目占一般公共预算支出的比例最高为{fixed(most.share, 2)}%（{_name(most.year)}）"
        if self.limit is None:
            return f"{top}。"
        years = listing([_name(year) for year in self.above])
        return f"{top}，{f'{years}超过' if self.above else '各年均不超过'}{self.limit:g}%的上限。"

    def _bearing(self) -> Diagnostic:
        most = max(one.share for one in self.burden)
        verdict = Verdict.FAILS if self.above else Verdict.HOLDS
        advice = "调整项目的规模、期限或付费方式，或停止新项目" if self.above else ""
        return Diagnostic(
            f"各年支出责任不超过一般公共预算支出的{self.limit:g}%", f"最高{fixed(most, 2)}%", verdict, advice
        )


def _name(year: int) -> str:
    return f"{year}年" if year > 1000 else f"第{year}年"


_LIMITS = "差额取决于风险成本和折现率的设定；定量评价不含质量、创新等不易折成货币的差别，须与定性评价并用。"
_RISK = Diagnostic("风险成本的估计可靠", "数据本身不能回答", Verdict.UNTESTABLE, "写明风险清单、概率和损失的来源")
