"""The answer of a regression on drivers, in numbers and in words (驱动因素回归结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.comparison.parts import Change
from yzperf.methods.wording import fixed, listing, p_value, percent, places_for, span

_ROWS_PER_DRIVER = 10
_TIGHT = 5.0  # variance inflation from which coefficients of single drivers are hardly told apart


@dataclass(frozen=True, slots=True)
class Driver:
    """One driver: coefficient, share in R² and its 95 % bootstrap interval."""

    name: str
    coefficient: Change
    share: float
    share_interval: tuple[float, float]


@dataclass(frozen=True)
class DriverRegression(Result):
    """Result of ``driver_regression``. Shares add up to ``explained`` (R²); ``inflation`` holds the variance inflation
    factors; ``lost_draws`` counts bootstrap draws in which some driver did not vary."""

    outcome_name: str
    outcome_unit: str
    errors: str
    constant: Change
    drivers: tuple[Driver, ...]
    explained: float
    adjusted: float
    explained_interval: tuple[float, float]
    inflation: tuple[float, ...]
    count: int
    dropped: int
    lost_draws: int

    title = "驱动因素及其解释份额"
    method = "因素分析法·回归与Shapley R²"

    @property
    def value(self) -> float:
        """Share of the variance explained by all drivers, in per cent."""
        return 100 * self.explained

    @property
    def unit(self) -> str:
        """Per cent."""
        return "%"

    @property
    def interval(self) -> tuple[float, float]:
        """95 % bootstrap interval of the explained share, in per cent."""
        low, high = self.explained_interval
        return 100 * low, 100 * high

    def table(self) -> pd.DataFrame:
        """One row per driver, by share."""
        return pd.DataFrame([self._row(one) for one in self._ranked])

    def sentences(self) -> tuple[str, ...]:
        """What all drivers explain, the strongest, single effects, what was left out, limits."""
        top = self._ranked[0]
        texts = (
            f"{self.count}个单位中，{len(self.drivers)}个因素合计解释{self.outcome_name}差异的"
            f"{percent(self.explained)}（重抽样95%范围{span(self.interval, 1)}）。",
            f"解释份额最大的是{top.name}（{percent(top.share)}，{_band(top)}），"
            f"其后为{'、'.join(f'{one.name}（{percent(one.share)}）' for one in self._ranked[1:])}。",
            self._effects(),
            f"因空缺剔除{self.dropped}行。" if self.dropped else "",
            f"{self.lost_draws}次重抽样中有因素没有变化，未计入范围。" if self.lost_draws else "",
            "份额是各因素进入回归的全部顺序的平均；说的是相关，不是因果，遗漏的因素会算到相关的因素头上。",
        )
        return tuple(text for text in texts if text)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Rows per driver, ties between drivers, sureness of the ranking, omitted drivers."""
        return (self._enough(), self._apart(), self._ranking(), _OMITTED)

    def figure(self) -> Any:
        """Shares with their intervals."""
        from yzperf.drawing.coefficients import CoefficientBar, draw_coefficients

        bars = [
            CoefficientBar(one.name, 100 * one.share, (100 * one.share_interval[0], 100 * one.share_interval[1]))
            for one in self._ranked
        ]
        return draw_coefficients(bars, x_label="解释份额（%）", title=f"{self.outcome_name}差异的解释份额")

    @property
    def _ranked(self) -> list[Driver]:
        return sorted(self.drivers, key=lambda one: -one.share)

    def _row(self, one: Driver) -> dict[str, object]:
        places = min(6, places_for(one.coefficient.standard_error) + 1)
        return {
            "因素": one.name,
            "解释份额（%）": round(100 * one.share, 1),
            "份额95%下限": round(100 * one.share_interval[0], 1),
            "份额95%上限": round(100 * one.share_interval[1], 1),
            "系数": round(one.coefficient.estimate, places),
            "标准误": round(one.coefficient.standard_error, places),
            "95%下限": round(one.coefficient.low, places),
            "95%上限": round(one.coefficient.high, places),
            "显著性": p_value(one.coefficient.p_value),
            "方差膨胀": round(self.inflation[self.drivers.index(one)], 2),
        }

    def _effects(self) -> str:
        told = []
        for one in self._ranked:
            if one.coefficient.p_value < 0.05:
                places = places_for(one.coefficient.standard_error)
                way = "高" if one.coefficient.estimate > 0 else "低"
                told.append(
                    f"{one.name}每多一单位，{self.outcome_name}{way}{fixed(abs(one.coefficient.estimate), places, self.outcome_unit)}"
                )
        if not told:
            return "其他因素相同时，没有一个因素的系数显著异于0。"
        return f"其他因素相同时，{'；'.join(told)}（5%水平显著的因素）。"

    def _enough(self) -> Diagnostic:
        text = f"{self.count}行，{len(self.drivers)}个因素"
        if self.count >= _ROWS_PER_DRIVER * len(self.drivers):
            return Diagnostic("样本足够", text, Verdict.HOLDS)
        return Diagnostic("样本足够", text, Verdict.DOUBTFUL, f"每个因素不到{_ROWS_PER_DRIVER}行，解释份额偏高")

    def _apart(self) -> Diagnostic:
        tight = [one.name for one, factor in zip(self.drivers, self.inflation, strict=True) if factor > _TIGHT]
        text = f"最大方差膨胀因子{max(self.inflation):.1f}"
        if not tight:
            return Diagnostic("各因素分得开", text, Verdict.HOLDS)
        return Diagnostic(
            "各因素分得开", f"{text}：{listing(tight)}", Verdict.DOUBTFUL, "单个系数不可靠，看解释份额或合并因素"
        )

    def _ranking(self) -> Diagnostic:
        first, second = self._ranked[:2]
        clear = first.share_interval[0] > second.share_interval[1]
        text = f"{first.name}{_band(first)}，{second.name}{_band(second)}"
        verdict = Verdict.HOLDS if clear else Verdict.DOUBTFUL
        return Diagnostic("第一位的因素分得出", text, verdict, "" if clear else "区间重叠，先后只作参考")


def _band(one: Driver) -> str:
    low, high = one.share_interval
    return f"{100 * low:.1f}至{100 * high:.1f}%"


_OMITTED = Diagnostic("没有遗漏重要因素，没有反向影响", "数据本身不能回答", Verdict.UNTESTABLE, "要说因果，改用比较法")
