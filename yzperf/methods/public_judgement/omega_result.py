"""McDonald's ω in numbers and in words (ω系数结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.public_judgement.one_factor import LEAST_UNIQUE
from yzperf.methods.public_judgement.ratings import left_out_text
from yzperf.methods.public_judgement.reliability_result import ACCEPTABLE
from yzperf.methods.wording import fixed, listing, p_value, span

_WEAK_LOADING = 0.40
_ROWS_PER_ITEM = 10


@dataclass(frozen=True, slots=True)
class Loading:
    """One item: standardised loading and unique variance."""

    name: str
    loading: float
    unique: float
    reversed: bool


@dataclass(frozen=True)
class ReliabilityOmega(Result):
    """Result of ``mcdonald_omega``. ``fit`` is chi-squared, degrees and p value of the one-factor model, if tested."""

    omega: float
    bounds: tuple[float, float]
    standardised: float
    alpha: float
    estimation: str
    loadings: tuple[Loading, ...]
    fit: tuple[float, int, float] | None
    rows: int
    left_out: tuple[str, ...]
    suspected: tuple[str, ...]

    title = "麦克唐纳ω系数"
    method = "公众评判法·问卷信度"

    @property
    def value(self) -> float:
        """ω of the sum of the answers."""
        return self.omega

    @property
    def unit(self) -> str:
        """None: a pure number."""
        return ""

    @property
    def interval(self) -> tuple[float, float]:
        """95 % bootstrap interval."""
        return self.bounds

    def table(self) -> pd.DataFrame:
        """One row per item."""
        rows = [
            (one.name, "是" if one.reversed else "", round(one.loading, 3), round(one.unique, 3))
            for one in self.loadings
        ]
        return pd.DataFrame(rows, columns=["题目", "反向计分", "因子载荷", "独特方差"])

    def sentences(self) -> tuple[str, ...]:
        """ω and its interval, against α, the basis, the limits."""
        verdict = "达到" if self.omega >= ACCEPTABLE else "没有达到"
        return (
            f"{len(self.loadings)}道题的ω系数为{fixed(self.omega, 2)}（95%置信区间{span(self.bounds, 2)}，自助法），"
            f"{verdict}常用的0.70；同样的题α系数为{fixed(self.alpha, 2)}。",
            f"依据{self.rows}份问卷{left_out_text(self.left_out, '份')}，单因子模型。",
            _LIMITS,
        )

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """One factor, proper solution, direction, weak items, size."""
        return (self._one_factor(), self._proper(), self._direction(), self._weak(), self._size())

    def figure(self) -> Any:
        """Loadings of the items."""
        from yzperf.drawing.dots import Dot, draw_dots

        return draw_dots(
            [Dot(one.name, one.loading, marked=one.loading < _WEAK_LOADING) for one in self.loadings],
            x_label="标准化因子载荷",
            title=f"ω={fixed(self.omega, 2)}（95%置信区间{span(self.bounds, 2)}）",
            lines=[(_WEAK_LOADING, "常用下限0.40")],
            marked_words="载荷偏低的题",
        )

    def _one_factor(self) -> Diagnostic:
        name = "一个共同因子就够"
        if self.fit is None:
            return Diagnostic(name, "三道题或最小残差法无从检验", Verdict.UNTESTABLE, "可增加题目，或用estimation='ml'")
        statistic, degrees, p = self.fit
        text = f"卡方{statistic:.1f}，自由度{degrees}，{p_value(p)}"
        if p >= 0.05:
            return Diagnostic(name, text, Verdict.HOLDS)
        return Diagnostic(name, text, Verdict.DOUBTFUL, "问卷可能测了不止一件事，宜分组计算；份数很多时小偏离也会显著")

    def _proper(self) -> Diagnostic:
        improper = [one.name for one in self.loadings if one.unique <= LEAST_UNIQUE * 1.001]
        if not improper:
            return Diagnostic("解是正常的", "各题独特方差都大于0", Verdict.HOLDS)
        text = f"独特方差触到下限的题：{listing(improper)}"
        return Diagnostic("解是正常的", text, Verdict.FAILS, "模型不适合或份数太少，ω不宜引用")

    def _direction(self) -> Diagnostic:
        if not self.suspected:
            return Diagnostic("各题方向一致", "没有与多数题相反的题", Verdict.HOLDS)
        text = f"与多数题方向相反：{listing(self.suspected)}"
        return Diagnostic("各题方向一致", text, Verdict.FAILS, "多为反向措辞的题，核对后在reverse中指明")

    def _weak(self) -> Diagnostic:
        weak = [one.name for one in self.loadings if one.loading < _WEAK_LOADING]
        text = f"载荷低于0.40的题：{listing(weak) or '无'}"
        return Diagnostic("每题都由共同因子说明", text, Verdict.DOUBTFUL if weak else Verdict.HOLDS)

    def _size(self) -> Diagnostic:
        text = f"{self.rows}份问卷，{len(self.loadings)}道题"
        if self.rows >= _ROWS_PER_ITEM * len(self.loadings):
            return Diagnostic("份数足够", text, Verdict.HOLDS)
        return Diagnostic("份数足够", text, Verdict.DOUBTFUL, "每题不到10份，载荷不稳")


_LIMITS = "ω说明总分里有多少来自共同因子，以单因子模型成立为前提；不说明问卷测得对（效度）。"
