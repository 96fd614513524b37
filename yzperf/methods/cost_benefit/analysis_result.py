"""The answer of a cost-benefit analysis, in numbers and in words (成本效益分析结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.wording import fixed, percent, places_for, span

_TIMING = {"start": "期初", "middle": "期中", "end": "期末"}


@dataclass(frozen=True, slots=True)
class YearFlow:
    """Flows of one date: cost and benefit before discounting, both positive, and what they are worth together."""

    label: str
    time: float
    cost: float
    benefit: float
    present: float


@dataclass(frozen=True, slots=True)
class ItemValue:
    """Present value of one item, costs negative."""

    name: str
    present: float


@dataclass(frozen=True)
class CostBenefit(Result):
    """Result of ``cost_benefit_analysis``. Money is in ``money_unit``, rates are shares, paybacks in years.

    ``internal_rates`` holds every internal rate there is, in rising order; ``net_interval`` is None unless effects
    came with intervals.
    """

    money_unit: str
    rates: tuple[tuple[int, float], ...]
    timing: str
    net: float
    net_interval: tuple[float, float] | None
    costs: float
    benefits: float
    undiscounted: float
    internal_rates: tuple[float, ...]
    sign_changes: int
    modified: float | None
    payback: float | None
    discounted_payback: float | None
    years: tuple[YearFlow, ...]
    items: tuple[ItemValue, ...]
    deflated: bool
    length: float
    dropped: int

    title = "成本与效益的现值"
    method = "成本效益分析法·折现现金流"

    @property
    def value(self) -> float:
        """Net present value."""
        return self.net

    @property
    def unit(self) -> str:
        """Unit of money."""
        return self.money_unit

    @property
    def interval(self) -> tuple[float, float] | None:
        """95 % interval carried over from the effects, None without them."""
        return self.net_interval

    @property
    def ratio(self) -> float | None:
        """Present value of benefits over that of costs, None without costs."""
        return self.benefits / self.costs if self.costs else None

    @property
    def internal_rate(self) -> float | None:
        """The internal rate of return where there is exactly one."""
        return self.internal_rates[0] if len(self.internal_rates) == 1 else None

    def table(self) -> pd.DataFrame:
        """One row per date: flows, present value, running total."""
        table = pd.DataFrame(
            {
                "时间": [year.label for year in self.years],
                "距基准（年）": [round(year.time, 4) for year in self.years],
                "成本": [year.cost for year in self.years],
                "效益": [year.benefit for year in self.years],
                "净现值": [year.present for year in self.years],
            }
        )
        table["累计净现值"] = table["净现值"].cumsum()
        return table.round({"成本": 2, "效益": 2, "净现值": 2, "累计净现值": 2})

    def indicators(self) -> pd.DataFrame:
        """The indicators of the appraisal, one row each."""
        rows = [
            (f"净现值（{self.money_unit}）", self._money(self.net)),
            (f"成本现值（{self.money_unit}）", self._money(self.costs)),
            (f"效益现值（{self.money_unit}）", self._money(self.benefits)),
            ("效益成本比", "无成本" if self.ratio is None else fixed(self.ratio, 3)),
            ("内部收益率", "、".join(percent(rate, 2) for rate in self.internal_rates) or "不存在"),
            ("修正内部收益率", "不存在" if self.modified is None else percent(self.modified, 2)),
            ("静态回收期（年）", _years_text(self.payback)),
            ("动态回收期（年）", _years_text(self.discounted_payback)),
        ]
        return pd.DataFrame(rows, columns=["指标", "数值"])

    def sentences(self) -> tuple[str, ...]:
        """Net value and ratio, internal rates, paybacks, what was left out, limits."""
        texts = (self._answer(), self._returns(), self._paybacks(), self._left_out(), self._limits())
        return tuple(text for text in texts if text)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """One internal rate; sign of the answer; completeness; what data cannot say."""
        return (self._one_rate(), self._sure(), self._complete(), _ALL_EFFECTS, _RATE)

    def figure(self) -> Any:
        """Costs and benefits by date, and the running present value."""
        from yzperf.drawing.cashflows import draw_cashflows

        return draw_cashflows(
            [year.label for year in self.years],
            costs=[year.cost for year in self.years],
            benefits=[year.benefit for year in self.years],
            running=self.table()["累计净现值"].tolist(),
            y_label=f"金额（{self.money_unit}）",
            title=f"净现值{self._money(self.net)}{self.money_unit}",
        )

    def _money(self, value: float) -> str:
        error = max(self.costs, self.benefits) / 100
        if self.net_interval is not None and self.net_interval[1] > self.net_interval[0]:
            error = (self.net_interval[1] - self.net_interval[0]) / 4
        return fixed(value, min(2, places_for(error)))

    def _answer(self) -> str:
        ratio = "" if self.ratio is None else f"，效益成本比{fixed(self.ratio, 2)}"
        band = ""
        if self.net_interval is not None:
            low, high = self.net_interval
            band = f"（效果的95%置信区间对应{self._money(low)}至{self._money(high)}{self.money_unit}）"
        kind = "大于" if self.net > 0 else "小于" if self.net < 0 else "等于"
        return (
            f"按{self._rate_text()}折现，净现值为{self._money(self.net)}{self.money_unit}{band}，效益{kind}成本"
            f"（效益现值{self._money(self.benefits)}，成本现值{self._money(self.costs)}{ratio}）。"
        )

    def _rate_text(self) -> str:
        if len(self.rates) == 1:
            return f"折现率{percent(self.rates[0][1], 1)}"
        later = [f"第{year}年起{percent(rate, 1)}" for year, rate in self.rates[1:]]
        return f"分段折现率（起初{percent(self.rates[0][1], 1)}，{'，'.join(later)}）"

    def _returns(self) -> str:
        modified = "" if self.modified is None else f"；修正内部收益率{percent(self.modified, 2)}"
        if self.internal_rate is not None:
            return f"内部收益率{percent(self.internal_rate, 2)}{modified}。"
        if not self.internal_rates:
            why = (
                "现金流不变号"
                if not self.sign_changes
                else f"现金流变号{self.sign_changes}次，但没有使净现值为0的折现率"
            )
            return f"内部收益率不存在（{why}）{modified}。"
        roots = "、".join(percent(rate, 2) for rate in self.internal_rates)
        return (
            f"现金流变号{self.sign_changes}次，内部收益率有{len(self.internal_rates)}个解（{roots}），"
            f"不能用它判断，以净现值为准{modified}。"
        )

    def _paybacks(self) -> str:
        kinds = (("静态", self.payback), ("动态", self.discounted_payback))
        told = [
            f"按{kind}计算期内不能收回" if years is None else f"{kind}回收期{_years_text(years)}年"
            for kind, years in kinds
        ]
        return f"{'，'.join(told)}。"

    def _left_out(self) -> str:
        return f"{self.dropped}行没有金额，未计入。" if self.dropped else ""

    def _limits(self) -> str:
        prices = (
            "金额已折算为基期价格，折现率应为实际利率" if self.deflated else "金额按所给价格计算，须与折现率口径一致"
        )
        return f"每期金额按{_TIMING[self.timing]}发生计；{prices}；没有货币化的效益和成本不在其中。"

    def _one_rate(self) -> Diagnostic:
        text = f"变号{self.sign_changes}次，{len(self.internal_rates)}个解"
        if len(self.internal_rates) == 1:
            return Diagnostic("内部收益率唯一", text, Verdict.HOLDS)
        return Diagnostic("内部收益率唯一", text, Verdict.FAILS, "以净现值和修正内部收益率为准")

    def _sure(self) -> Diagnostic:
        if self.net_interval is None:
            return Diagnostic(
                "净现值的正负不受不确定性影响", "未给出不确定性", Verdict.UNTESTABLE, "另作敏感性分析或模拟"
            )
        low, high = self.net_interval
        verdict = Verdict.HOLDS if low * high > 0 else Verdict.DOUBTFUL
        return Diagnostic(
            "净现值的正负不受不确定性影响", f"效果区间对应{span(self.net_interval, 1, self.money_unit)}", verdict
        )

    def _complete(self) -> Diagnostic:
        if not self.dropped:
            return Diagnostic("数据完整", "没有空缺的行", Verdict.HOLDS)
        return Diagnostic("数据完整", f"{self.dropped}行没有金额", Verdict.DOUBTFUL, "补齐后重算")


def _years_text(years: float | None) -> str:
    return "期内不能收回" if years is None else fixed(years, 2)


_ALL_EFFECTS = Diagnostic(
    "成本和效益都已列入、没有重复", "数据本身不能回答", Verdict.UNTESTABLE, "列明未货币化的效益；转移支付不计为效益"
)
_RATE = Diagnostic("折现率与项目性质相符", "由评价人员选定", Verdict.UNTESTABLE, "写明出处，并用几个折现率比较")
