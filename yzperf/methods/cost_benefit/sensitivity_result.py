"""The answer of a sensitivity analysis, in numbers and in words (敏感性分析结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.wording import fixed, listing, percent, places_for

RATE = "折现率"
_NEAR = 0.2  # a switching value nearer than a fifth: somebody should look


@dataclass(frozen=True, slots=True)
class Swing:
    """One item varied alone: factors (or rates), net values at both ends, its present value, the factor of a net of zero."""

    name: str
    low: float
    high: float
    net_low: float
    net_high: float
    worth: float | None
    switching: float | None

    @property
    def margin(self) -> float | None:
        """Relative change that brings the net value to zero; None where the item would have to change its sign."""
        return None if self.switching is None or self.switching < 0 else self.switching - 1

    @property
    def turns(self) -> bool:
        """Whether the net value changes its sign within the range."""
        return self.net_low * self.net_high < 0


@dataclass(frozen=True, slots=True)
class Scenario:
    """Several changes at once and the net value they give."""

    name: str
    changes: tuple[tuple[str, float], ...]
    net: float


@dataclass(frozen=True)
class CostBenefitSensitivity(Result):
    """Result of ``cost_benefit_sensitivity``; ``swings`` are sorted from the widest to the narrowest."""

    money_unit: str
    net: float
    swings: tuple[Swing, ...]
    internal_rates: tuple[float, ...]
    scenarios: tuple[Scenario, ...]
    dropped: int

    title = "净现值的敏感性"
    method = "成本效益分析法·敏感性分析"

    @property
    def value(self) -> float:
        """Net present value without any change."""
        return self.net

    @property
    def unit(self) -> str:
        """Unit of money."""
        return self.money_unit

    @property
    def interval(self) -> None:
        """None: ranges are set, not estimated."""
        return

    def table(self) -> pd.DataFrame:
        """One row per item, from the most to the least sensitive."""
        return pd.DataFrame(
            [
                {
                    "项目": one.name,
                    "变动范围": _range_text(one),
                    "低端净现值": round(one.net_low, 2),
                    "高端净现值": round(one.net_high, 2),
                    "变动幅度": round(abs(one.net_high - one.net_low), 2),
                    "净现值为0的变动": self._switch_text(one),
                }
                for one in self.swings
            ]
        )

    def scenarios_table(self) -> pd.DataFrame:
        """One row per scenario."""
        rows = [
            (one.name, "；".join(_change_text(*change) for change in one.changes), round(one.net, 2))
            for one in self.scenarios
        ]
        return pd.DataFrame(rows, columns=["情景", "设定", f"净现值（{self.money_unit}）"])

    def sentences(self) -> tuple[str, ...]:
        """The most sensitive item, switching values, scenarios, limits."""
        top = self.swings[0]
        answer = (
            f"净现值为{self._money(self.net)}。单项变动中影响最大的是{top.name}：{_range_text(top)}时，"
            f"净现值在{self._money(min(top.net_low, top.net_high))}与{self._money(max(top.net_low, top.net_high))}之间。"
        )
        return tuple(
            filter(None, (answer, self._turning(), self._margins(), self._scenarios(), self._left_out(), _LIMITS))
        )

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Sign within ranges, nearness of switching values, justification of ranges."""
        turning = [one.name for one in self.swings if one.turns]
        near = [one.name for one in self.swings if one.margin is not None and abs(one.margin) < _NEAR]
        return (
            Diagnostic(
                "在所设范围内净现值不变号",
                f"变号：{listing(turning)}" if turning else "单项变动均不变号",
                Verdict.FAILS if turning else Verdict.HOLDS,
                "核实这些项目的估计" if turning else "",
            ),
            Diagnostic(
                "离净现值为0还有余地",
                f"余地不到{percent(_NEAR, 0)}：{listing(near)}" if near else f"各项余地均在{percent(_NEAR, 0)}以上",
                Verdict.DOUBTFUL if near else Verdict.HOLDS,
            ),
            _RANGES,
        )

    def figure(self) -> Any:
        """Tornado: one bar per item, the widest on top."""
        from yzperf.drawing.tornado import Bar, draw_tornado

        bars = [Bar(f"{one.name}\n{_range_text(one)}", (one.net_low, one.net_high)) for one in self.swings]
        return draw_tornado(
            bars,
            centre=self.net,
            x_label=f"净现值（{self.money_unit}）",
            title="各项单独变动时的净现值",
            places=self._places,
        )

    @property
    def _places(self) -> int:
        scale = max(abs(end) for one in self.swings for end in (one.net_low, one.net_high)) / 100
        return min(2, places_for(scale))

    def _money(self, value: float) -> str:
        return fixed(value, self._places, self.money_unit)

    def _switch_text(self, one: Swing) -> str:
        if one.name == RATE:
            return "、".join(percent(rate, 2) for rate in self.internal_rates) or "不存在"
        return "不存在" if one.margin is None else _signed(one.margin)

    def _turning(self) -> str:
        turning = [one.name for one in self.swings if one.turns]
        return (
            f"{listing(turning)}单独变动就能使净现值变号。"
            if turning
            else "所设范围内，任何一项单独变动都不使净现值变号。"
        )

    def _margins(self) -> str:
        known = sorted((one for one in self.swings if one.margin is not None), key=lambda one: abs(one.margin or 0))
        if not known:
            return ""
        told = [f"{one.name}{_signed(one.margin or 0)}" for one in known[:3]]
        return f"使净现值为0的变动：{'，'.join(told)}。"

    def _scenarios(self) -> str:
        told = [f"{one.name}{self._money(one.net)}" for one in self.scenarios]
        return f"各情景的净现值：{'，'.join(told)}。" if told else ""

    def _left_out(self) -> str:
        return f"{self.dropped}行没有金额，未计入。" if self.dropped else ""


def _range_text(one: Swing) -> str:
    if one.name == RATE:
        return f"{percent(one.low, 1)}至{percent(one.high, 1)}"
    return f"{_signed(one.low - 1)}至{_signed(one.high - 1)}"


def _change_text(name: str, value: float) -> str:
    return f"{name}{percent(value, 1)}" if name == RATE else f"{name}{_signed(value - 1)}"


def _signed(share: float) -> str:
    return f"{100 * share:+.1f}%".replace("-", "－").replace("+", "＋")


_LIMITS = "变动范围是设定的，不是概率；各项其实会一同变动，可用情景或模拟来看。"
_RANGES = Diagnostic("变动范围有依据", "由评价人员设定", Verdict.UNTESTABLE, "写明来源，如同类项目的超支率")
