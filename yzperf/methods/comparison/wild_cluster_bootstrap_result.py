"""The answer of a test with few clusters, in numbers and in words (聚类野自助法的结果)."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.comparison.effect_words import change_row, dropped_text
from yzperf.methods.comparison.parts import Change
from yzperf.methods.wording import difference_unit, fixed, listing, p_value, percent, places_for, rise_or_fall, span

_FEWEST, _MANY = 5, 30
_MULTIPLIERS = {"webb": "韦布六点", "rademacher": "正负号"}


@dataclass(frozen=True)
class WildClusterBootstrap(Result):
    """Result of ``wild_cluster_bootstrap``.

    ``usual`` is the estimate with the usual clustered error, for contrast; ``moving`` counts clusters in which the
    policy variable is not zero throughout; ``drawn`` are the t statistics of the draws.
    """

    outcome_name: str
    outcome_unit: str
    treatment: str
    switch: bool
    covariates: tuple[str, ...]
    cluster: str
    null: float
    usual: Change
    statistic: float
    p_value: float
    bounds: tuple[float, float]
    level: float
    multipliers: str
    draws: int
    exhaustive: bool
    clusters: int
    moving: int
    rows: int
    dropped: int
    drawn: tuple[float, ...] = field(repr=False)

    title = "聚类很少时的检验"
    method = "比较法·聚类野自助法"

    @property
    def value(self) -> float:
        """The coefficient, in ``unit``."""
        return self.usual.estimate

    @property
    def unit(self) -> str:
        """Unit of the outcome; a difference of percentages is in percentage points."""
        return difference_unit(self.outcome_unit)

    @property
    def interval(self) -> tuple[float, float]:
        """Values that the test does not reject; an end is infinite where no value is."""
        return self.bounds

    def table(self) -> pd.DataFrame:
        """The bootstrap beside the usual clustered inference."""
        name, *numbers, p = change_row("通常的聚类标准误", self.usual)
        own = p_value(self.p_value).removeprefix("p").removeprefix("=")
        rows = [
            ("聚类野自助法", self.value, float("nan"), *self.bounds, own),
            (name, *numbers, p),
        ]
        low, high = f"{percent(self.level, 0)}下限", f"{percent(self.level, 0)}上限"
        frame = pd.DataFrame(rows, columns=["办法", "系数", "标准误", low, high, "p值"])
        return frame.round(dict.fromkeys(frame.columns[1:5], self._places))

    def sentences(self) -> tuple[str, ...]:
        """The estimate with the bootstrap's interval and p value, the contrast, the data."""
        held = f"控制{listing(self.covariates)}后，" if self.covariates else ""
        amount = fixed(abs(self.value), self._places, self.unit)
        low, high = self.bounds
        verdict = "不能排除" if self.p_value > 1 - self.level else "可以排除"
        none = "没有作用" if self.null == 0 else f"作用为{self.null:g}{self.unit}"
        return (
            f"{held}{self.treatment}{'从无到有' if self.switch else '每增加1'}，{self.outcome_name}平均{rise_or_fall(self.value)}{amount}"
            f"（野自助法{percent(self.level, 0)}置信区间{self._ends(low, high)}，{p_value(self.p_value)}），{verdict}{none}。",
            f"通常的聚类标准误给出区间{span((self.usual.low, self.usual.high), self._places)}、"
            f"{p_value(self.usual.p_value)}；"
            f"{'聚类少时它往往过窄，' if self.clusters < _MANY else ''}以野自助法为准。",
            f"依据{self.clusters}个“{self.cluster}”共{self.rows}行{dropped_text(self.dropped)}；"
            f"{_MULTIPLIERS[self.multipliers]}乘子，{'穷尽' if self.exhaustive else '随机'}{self.draws}次，重抽时假定{none}。",
        )

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Are there enough clusters, and enough of them with the policy, for the bootstrap itself."""
        return self._enough(), self._balanced(), self._resolution()

    def figure(self) -> Any:
        """The distribution of the statistic under the null, and what was observed."""
        from yzperf.drawing.placebo import draw_placebos

        return draw_placebos(
            [value for value in self.drawn if math.isfinite(value)],
            self.statistic,
            x_label="t统计量",
            title=f"野自助法：{p_value(self.p_value)}",
            observed_label="实际",
            placebo_label=f"假定没有作用时的重抽（{self.draws}次）",
        )

    @property
    def _places(self) -> int:
        return places_for(self.usual.standard_error)

    def _ends(self, low: float, high: float) -> str:
        if math.isinf(low) and math.isinf(high):
            return "无界"
        if math.isinf(low):
            return f"{fixed(high, self._places, self.unit)}以下"
        return f"{fixed(low, self._places, self.unit)}以上" if math.isinf(high) else span((low, high), self._places)

    def _enough(self) -> Diagnostic:
        text = f"{self.clusters}个聚类"
        if self.clusters >= _FEWEST:
            return Diagnostic("聚类不少于5个", text, Verdict.HOLDS)
        return Diagnostic("聚类不少于5个", text, Verdict.FAILS, "聚类太少，任何渐近方法都不可靠；改用随机化推断")

    def _balanced(self) -> Diagnostic:
        name = "实施和未实施的聚类都不太少"
        text = f"{self.clusters}个聚类中{self.moving}个有政策"
        if min(self.moving, self.clusters - self.moving) >= 3 or self.moving == self.clusters:
            return Diagnostic(name, text, Verdict.HOLDS)
        advice = "只有一两个聚类实施时野自助法几乎从不拒绝，应改用randomisation_inference"
        return Diagnostic(name, text, Verdict.DOUBTFUL, advice)

    def _resolution(self) -> Diagnostic:
        name, possible = "重抽的花样足够多", {"webb": 6, "rademacher": 2}[self.multipliers] ** self.clusters
        if possible >= 1_000:
            return Diagnostic(name, f"可能的重抽不少于{min(possible, 10**6):,}种", Verdict.HOLDS)
        advice = "p值只能取很少几个值，改用multipliers='webb'"
        return Diagnostic(name, f"可能的重抽只有{possible}种", Verdict.DOUBTFUL, advice)
