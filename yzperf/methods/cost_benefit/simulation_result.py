"""The answer of a simulation of the net present value, in numbers and in words (蒙特卡罗模拟结果)."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.wording import fixed, percent, places_for, span

_SURE = 0.95


@dataclass(frozen=True, slots=True)
class Driver:
    """One uncertain input: rank correlation with the net value, share in the sum of squares of all of them."""

    name: str
    correlation: float
    share: float


@dataclass(frozen=True)
class CostBenefitSimulation(Result):
    """Result of ``cost_benefit_simulation``: ``quantiles`` are pairs of probability and net value, ``histogram``
    triples of lower edge, upper edge and count, ``positive`` is the share of draws with a net value above zero."""

    money_unit: str
    net: float
    mean: float
    deviation: float
    quantiles: tuple[tuple[float, float], ...]
    positive: float
    drivers: tuple[Driver, ...]
    histogram: tuple[tuple[float, float, int], ...]
    correlated: int
    draws: int
    dropped: int

    title = "净现值的模拟"
    method = "成本效益分析法·蒙特卡罗模拟"

    @property
    def value(self) -> float:
        """Mean of the net present values."""
        return self.mean

    @property
    def unit(self) -> str:
        """Unit of money."""
        return self.money_unit

    @property
    def interval(self) -> tuple[float, float]:
        """2.5 to 97.5 % quantiles of the simulated net values."""
        return self.quantiles[0][1], self.quantiles[-1][1]

    @property
    def standard_error(self) -> float:
        """Standard error of the mean that comes from the number of draws alone."""
        return self.deviation / sqrt(self.draws)

    def table(self) -> pd.DataFrame:
        """Mean, deviation, quantiles, share above zero."""
        rows = [
            ("按最可能取值计算的净现值", fixed(self.net, self._places)),
            ("模拟平均", fixed(self.mean, self._places)),
            ("标准差", fixed(self.deviation, self._places)),
            *((f"{percent(share, 1)}分位", fixed(value, self._places)) for share, value in self.quantiles),
            ("净现值大于0的比例", percent(self.positive)),
        ]
        return pd.DataFrame(rows, columns=["指标", f"数值（{self.money_unit}）"])

    def drivers_table(self) -> pd.DataFrame:
        """What the spread comes from, strongest first."""
        rows = [(one.name, round(one.correlation, 3), round(100 * one.share, 1)) for one in self.drivers]
        return pd.DataFrame(rows, columns=["项目", "与净现值的等级相关", "贡献（%）"])

    def sentences(self) -> tuple[str, ...]:
        """Mean and spread, chance of a gain, main driver, limits."""
        top = self.drivers[0]
        tied = f"，其中{self.correlated}对按所设等级相关一同变动" if self.correlated else "，各项互相独立"
        texts = (
            f"模拟{self.draws:,}次，净现值平均{fixed(self.mean, self._places, self.money_unit)}，"
            f"95%落在{span(self.interval, self._places, self.money_unit)}，大于0的占{percent(self.positive)}。",
            f"不确定项目{len(self.drivers)}个{tied}；净现值的波动主要来自{top.name}（贡献{percent(top.share, 0)}）。",
            f"{self.dropped}行没有金额，未计入。" if self.dropped else "",
            "比例取决于所设分布和相关，不是数据估计出来的；没有设为不确定的项目按给定值计算。",
        )
        return tuple(text for text in texts if text)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Sign, number of draws, justification of the distributions."""
        sure = max(self.positive, 1 - self.positive)
        noise = self.standard_error / self.deviation if self.deviation else 0.0
        return (
            Diagnostic(
                "净现值的正负有把握",
                f"大于0的占{percent(self.positive)}",
                Verdict.HOLDS if sure >= _SURE else Verdict.DOUBTFUL,
            ),
            Diagnostic(
                "模拟次数足够",
                f"模拟误差{fixed(self.standard_error, self._places + 1, self.money_unit)}，为标准差的{percent(noise)}",
                Verdict.HOLDS if noise <= 0.02 else Verdict.DOUBTFUL,
            ),
            _STATED,
        )

    def figure(self) -> Any:
        """Histogram of the net values, with zero and the mean."""
        from yzperf.drawing.histogram import draw_histogram

        return draw_histogram(
            self.histogram,
            mean=self.mean,
            x_label=f"净现值（{self.money_unit}）",
            title=f"净现值大于0的占{percent(self.positive)}",
        )

    @property
    def _places(self) -> int:
        return min(2, places_for(self.deviation))


_STATED = Diagnostic("分布和相关有依据", "由评价人员设定", Verdict.UNTESTABLE, "写明来源，如同类项目决算与概算之比")
