"""Kendall's W in numbers and in words (和谐系数结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.public_judgement.agreement_words import CONCORDANCE, INDEPENDENT, enough
from yzperf.methods.public_judgement.ratings import left_out_text
from yzperf.methods.wording import fixed, listing, p_value

_FEW_OBJECTS, _FEW_RATERS = 5, 5
_APART = 0.2


@dataclass(frozen=True, slots=True)
class RankedObject:
    """One object: mean rank, lowest and highest rank given to it."""

    name: str
    mean: float
    lowest: float
    highest: float


@dataclass(frozen=True, slots=True)
class Null:
    """W if the experts ranked at random: chi-squared, F and permutation p values, 95 % quantile of W."""

    statistic: float
    degrees: int
    chi2_p: float
    f_p: float
    permutation_p: float | None
    exact: bool
    critical: float


@dataclass(frozen=True)
class Concordance(Result):
    """Result of ``kendall_w``. ``raters`` gives each expert's rank correlation with the sum of the others."""

    w: float
    uncorrected: float
    null: Null
    uncorrected_p: float
    tied: bool
    objects: tuple[RankedObject, ...]
    raters: tuple[tuple[str, float], ...]
    left_out: tuple[str, ...]

    title = "肯德尔和谐系数"
    method = "公众评判法·专家一致性"

    @property
    def value(self) -> float:
        """W corrected for ties, 0 to 1."""
        return self.w

    @property
    def unit(self) -> str:
        """None: a pure number."""
        return ""

    @property
    def interval(self) -> None:
        """None: W is judged against its null distribution."""

    @property
    def p_value(self) -> float:
        """p value by permutation where it was made, else by chi-squared."""
        return self.null.chi2_p if self.null.permutation_p is None else self.null.permutation_p

    @property
    def by_chance(self) -> float:
        """Mean of W if nobody agreed: one over the number of experts."""
        return 1 / len(self.raters)

    @property
    def mean_correlation(self) -> float:
        """Mean rank correlation between two experts that belongs to W."""
        count = len(self.raters)
        return (count * self.w - 1) / (count - 1)

    def table(self) -> pd.DataFrame:
        """Objects by mean rank (1 is the smallest score)."""
        rows = [(one.name, round(one.mean, 2), one.lowest, one.highest) for one in self._sorted()]
        return pd.DataFrame(rows, columns=["对象", "平均秩", "最低秩", "最高秩"])

    def sentences(self) -> tuple[str, ...]:
        """W with its word and p value, what chance would give, the expert apart, the limits."""
        significant = "好于随机排序" if self.p_value < 0.05 else "与随机排序没有显著差别"
        answer = (
            f"{len(self.raters)}位专家对{len(self.objects)}个对象排序的和谐系数W={fixed(self.w, 3)}"
            f"（一致程度{CONCORDANCE.word(self.w)}，按{CONCORDANCE.author}的说法），{self._source()}{p_value(self.p_value)}，{significant}。"
        )
        chance = (
            f"各排各的时W平均也有{fixed(self.by_chance, 2)}，95%的情形不超过{fixed(self.null.critical, 2)}；"
            f"两位专家之间的秩相关平均为{fixed(self.mean_correlation, 2)}{left_out_text(self.left_out, '个对象')}。"
        )
        return tuple(filter(None, (answer, chance, self._apart(), _LIMITS)))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Better than chance, an expert apart, ties, numbers, independence."""
        better = Verdict.HOLDS if self.p_value < 0.05 else Verdict.FAILS
        advice = "" if better is Verdict.HOLDS else "不宜用平均次序作结论，宜讨论标准后再评"
        text = f"W={self.w:.3f}，随机排序的95%分位数{self.null.critical:.3f}，{p_value(self.p_value)}"
        return (
            Diagnostic("专家的次序有共同之处", text, better, advice),
            self._odd_one(),
            self._ties(),
            enough(len(self.objects), _FEW_OBJECTS, "对象", "对象太少，系数容易偶然偏高"),
            enough(len(self.raters), _FEW_RATERS, "专家", "专家太少，系数容易偶然偏高"),
            INDEPENDENT,
        )

    def figure(self) -> Any:
        """Mean rank of each object with the range of the ranks given."""
        from yzperf.drawing.dots import Dot, draw_dots

        return draw_dots(
            [Dot(one.name, one.mean, (one.lowest, one.highest)) for one in self._sorted()],
            x_label="秩（1为得分最低），横线为各位专家给出的最低至最高",
            title=f"和谐系数W={fixed(self.w, 3)}（{p_value(self.p_value)}）",
            lines=[((len(self.objects) + 1) / 2, "看不出高低的位置")],
            places=1,
        )

    def _source(self) -> str:
        if self.null.permutation_p is None:
            return f"卡方{self.null.statistic:.1f}，自由度{self.null.degrees}，"
        return "精确置换检验" if self.null.exact else "置换检验"

    def _sorted(self) -> list[RankedObject]:
        return sorted(self.objects, key=lambda one: -one.mean)

    def _apart(self) -> str:
        name, value = min(self.raters, key=lambda pair: pair[1])
        return f"与其他专家次序最不同的是{name}（秩相关{fixed(value, 2)}）。" if value < _APART else ""

    def _odd_one(self) -> Diagnostic:
        apart = [f"{name}（{value:.2f}）" for name, value in self.raters if value < _APART]
        if not apart:
            return Diagnostic("没有与众不同的专家", f"各位与其余专家的秩相关都不低于{_APART}", Verdict.HOLDS)
        return Diagnostic(
            "没有与众不同的专家", f"秩相关低于{_APART}：{listing(apart)}", Verdict.DOUBTFUL, "请说明评分依据"
        )

    def _ties(self) -> Diagnostic:
        if not self.tied:
            return Diagnostic("同分已经处理", "没有同分", Verdict.HOLDS)
        text = f"有同分，已修正；不修正时W={self.uncorrected:.3f}（{p_value(self.uncorrected_p)}）"
        return Diagnostic("同分已经处理", text, Verdict.HOLDS)


_LIMITS = "W只看次序：打分宽严不同不影响它；次序一致不等于判断正确。"
