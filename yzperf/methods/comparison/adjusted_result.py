"""What matching, weighting and the doubly robust estimate have in common to say (调整协变量后的组间比较结果)."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.comparison.covariate_balance import ATC, ATE, ATO, ATT, BalanceRow, Overlap
from yzperf.methods.comparison.effect_words import answer, change_row, dropped_text
from yzperf.methods.comparison.parts import Change
from yzperf.methods.wording import difference_unit, fixed, listing, percent, places_for, rise_or_fall, span

_GOOD, _POOR = 0.1, 0.25
_FEW, _HEAVY, _OUTSIDE = 30, 0.1, 0.1

WHOM = {
    ATT: "就实施单位而言，",
    ATC: "就对照单位若也实施而言，",
    ATE: "就两组全部单位而言，",
    ATO: "就两组重叠部分的单位而言，",
}


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of the treated and of the comparison group; those used; rows left out for an empty cell."""

    treated: int
    comparison: int
    treated_used: int
    comparison_used: int
    dropped: int


@dataclass(frozen=True)
class AdjustedComparison(Result):
    """What the results of ``matching``, ``inverse_probability_weighting`` and ``doubly_robust_estimation`` share.

    Figures are in ``outcome_unit``. ``treated_mean`` and ``comparison_mean`` are the mean outcomes after adjustment,
    ``naive`` the plain difference of the groups; ``balance`` begins with the propensity score; ``scores`` are the scores
    of both groups.
    """

    outcome_name: str
    outcome_unit: str
    estimand: str
    effect: Change
    treated_mean: float
    comparison_mean: float
    naive: Change
    balance: tuple[BalanceRow, ...]
    overlap: Overlap
    counts: Counts
    scores: tuple[np.ndarray, np.ndarray] = field(repr=False)

    title = "调整协变量后两组之差"

    @property
    def value(self) -> float:
        """Effect, in ``unit``."""
        return self.effect.estimate

    @property
    def unit(self) -> str:
        """Unit of the outcome; a difference of percentages is in percentage points."""
        return difference_unit(self.outcome_unit)

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the effect."""
        return self.effect.low, self.effect.high

    def table(self) -> pd.DataFrame:
        """The effect, and the difference without adjustment."""
        rows = [change_row(f"调整后之差（{self.estimand}）", self.effect), change_row("不作调整之差", self.naive)]
        frame = pd.DataFrame(rows, columns=["项目", "数值", "标准误", "95%下限", "95%上限", "p值"])
        return frame.round(dict.fromkeys(frame.columns[1:5], self._places))

    def balance_table(self) -> pd.DataFrame:
        """Means, standardised differences and variance ratios before and after, by covariate."""
        rows = [
            (
                row.name,
                row.before.treated,
                row.before.comparison,
                row.difference_before,
                np.nan if row.binary else row.before.ratio,
                row.after.treated,
                row.after.comparison,
                row.difference_after,
                np.nan if row.binary else row.after.ratio,
            )
            for row in self.balance
        ]
        kinds = ["实施组均值", "对照组均值", "标准化差", "方差比"]
        columns = ["协变量", *(f"{kind}（{when}）" for when in ("调整前", "调整后") for kind in kinds)]
        return pd.DataFrame(rows, columns=columns).round(3)

    def sentences(self) -> tuple[str, ...]:
        """The effect, the plain difference, how and on what rows, the balance, the limits."""
        return (
            answer(f"{WHOM[self.estimand]}实施使", self.outcome_name, self.effect, self._places, self.unit),
            self._naive_text(),
            f"{self._how_text()}；实施组{self.counts.treated}行、对照组{self.counts.comparison}行"
            f"{dropped_text(self.counts.dropped)}{self._used_text()}。",
            self._balance_text(),
            "只调整了所列的协变量；没有观测到的差别（积极性、管理能力等）仍会算进作用里。",
        )

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Balance, overlap, effective size, what was not observed, spill-over."""
        return self._balanced(), self._overlapping(), self._weighty(), _UNSEEN, _SPILL

    def figure(self) -> Any:
        """Standardised differences before and after (love plot)."""
        from yzperf.drawing.love_plot import draw_love_plot

        return draw_love_plot(
            [(row.name, row.difference_before, row.difference_after) for row in self.balance],
            limit=_GOOD,
            title=f"调整前后的标准化差（{self._kind}）",
        )

    def overlap_figure(self) -> Any:
        """Propensity scores of both groups, back to back."""
        from yzperf.drawing.overlap import draw_overlap

        return draw_overlap(*self.scores, x_label="倾向得分", title="两组倾向得分的分布")

    @property
    @abstractmethod
    def _remedy(self) -> str:
        """What to do where covariates stay apart."""

    @property
    @abstractmethod
    def _kind(self) -> str:
        """Name of the adjustment."""

    @abstractmethod
    def _how_text(self) -> str:
        """How it was adjusted."""

    @abstractmethod
    def _used_text(self) -> str:
        """Rows not used, beginning with a comma; empty where all are."""

    @property
    def _places(self) -> int:
        return places_for(self.effect.standard_error)

    def _naive_text(self) -> str:
        places = places_for(self.naive.standard_error)
        return (
            f"不作调整，两组相差{fixed(self.naive.estimate, places, self.unit)}"
            f"（{span((self.naive.low, self.naive.high), places)}）；"
            f"调整后实施组平均{fixed(self.treated_mean, self._places)}，"
            f"可比的对照平均{fixed(self.comparison_mean, self._places)}，"
            f"即{rise_or_fall(self.value)}{fixed(abs(self.value), self._places)}。"
        )

    def _balance_text(self) -> str:
        worst = max(self.balance, key=lambda row: abs(row.difference_after))
        poor = sum(abs(row.difference_after) > _GOOD for row in self.balance)
        before = sum(abs(row.difference_before) > _GOOD for row in self.balance)
        return (
            f"标准化差超过{_GOOD:g}的，调整前{len(self.balance)}项中有{before}项，调整后{poor}项；"
            f"调整后最大的是{worst.name}（{fixed(worst.difference_after, 2)}）。"
        )

    def _balanced(self) -> Diagnostic:
        name = "调整后两组协变量相近"
        worst = max(self.balance, key=lambda row: abs(row.difference_after))
        size = abs(worst.difference_after)
        text = f"标准化差最大的是{worst.name}，{fixed(worst.difference_after, 2)}"
        if size <= _GOOD:
            return Diagnostic(name, text, Verdict.HOLDS)
        far = listing([row.name for row in self.balance if abs(row.difference_after) > _GOOD])
        verdict = Verdict.DOUBTFUL if size <= _POOR else Verdict.FAILS
        return Diagnostic(name, text, verdict, f"{far}仍不平衡；{self._remedy}")

    def _overlapping(self) -> Diagnostic:
        overlap, counts = self.overlap, self.counts
        outside = overlap.treated_outside + overlap.comparison_outside
        low, high = max(overlap.treated[0], overlap.comparison[0]), min(overlap.treated[1], overlap.comparison[1])
        text = (
            f"倾向得分共同范围{fixed(low, 3)}至{fixed(high, 3)}，范围外实施组{overlap.treated_outside}行、"
            f"对照组{overlap.comparison_outside}行"
        )
        if outside > _OUTSIDE * (counts.treated + counts.comparison):
            return Diagnostic(
                "两组有重叠", text, Verdict.DOUBTFUL, "看倾向得分分布图；用trim或caliper只比较重叠部分并说明"
            )
        return Diagnostic("两组有重叠", text, Verdict.HOLDS)

    def _weighty(self) -> Diagnostic:
        name, overlap = "结果不由少数单位决定", self.overlap
        first, second = overlap.effective
        text = f"有效样本量实施组{fixed(first, 0)}、对照组{fixed(second, 0)}，单个单位最多占本组权重{percent(overlap.heaviest)}"
        if min(first, second) < _FEW or overlap.heaviest > _HEAVY:
            return Diagnostic(
                name, text, Verdict.DOUBTFUL, "少数单位权重很大；剪去倾向得分极端的单位，或改用重叠权重ATO"
            )
        if min(first / self.counts.treated_used, second / self.counts.comparison_used) < 1 / 3:
            return Diagnostic(name, text, Verdict.DOUBTFUL, "权重不均，有效样本量不到三分之一；报告有效样本量")
        return Diagnostic(name, text, Verdict.HOLDS)


_UNSEEN = Diagnostic(
    "影响是否实施又影响结果的因素都已列入协变量",
    "数据本身不能回答",
    Verdict.UNTESTABLE,
    "由评价人员说明单位是怎样进入项目的；有实施前数据的改用difference_in_differences",
)
_SPILL = Diagnostic("一个单位实施不影响其他单位的结果", "数据本身不能回答", Verdict.UNTESTABLE, "由评价人员说明")


@dataclass(frozen=True)
class Matching(AdjustedComparison):
    """Result of ``matching``; ``unmatched`` counts rows of the target group without a match."""

    distance: str
    ratio: int
    replace: bool
    caliper: float | None
    exact: tuple[str, ...]
    bias_adjusted: bool
    unmatched: int

    method = "比较法·匹配"

    @property
    def _kind(self) -> str:
        return f"{self.ratio}对1匹配" if self.ratio > 1 else "1对1匹配"

    @property
    def _remedy(self) -> str:
        return "加卡尺、改用加权或双稳健，或换对照"

    def _how_text(self) -> str:
        measure = {"propensity": "倾向得分", "linear": "倾向得分的线性预测值", "mahalanobis": "马氏距离"}[self.distance]
        again = "可重复使用对照" if self.replace else "不重复使用对照"
        caliper = f"，卡尺{self.caliper:g}个标准差" if self.caliper is not None else ""
        exact = f"，{'、'.join(self.exact)}须相同" if self.exact else ""
        adjusted = "，并按回归校正匹配后的余差" if self.bias_adjusted else ""
        return f"按{measure}作{self._kind}，{again}{caliper}{exact}{adjusted}"

    def _used_text(self) -> str:
        missing = f"，{self.unmatched}行找不到匹配未用，结果只说匹配上的单位" if self.unmatched else ""
        return f"，用到的分别为{self.counts.treated_used}行和{self.counts.comparison_used}行{missing}"


@dataclass(frozen=True)
class InverseProbabilityWeighting(AdjustedComparison):
    """Result of ``inverse_probability_weighting``; ``trimmed`` counts rows beyond the bounds of the score."""

    normalised: bool
    trimmed: int
    clusters: int | None

    method = "比较法·逆概率加权"

    @property
    def _kind(self) -> str:
        return f"逆概率加权，{self.estimand}"

    @property
    def _remedy(self) -> str:
        return "加平方项或交互项，用trim剪去极端的得分，或改用双稳健"

    def _how_text(self) -> str:
        shape = "各组权重合计为1" if self.normalised else "权重未归一"
        errors = f"，误差按{self.clusters}个聚类" if self.clusters else ""
        return f"按倾向得分的倒数加权（{shape}），标准误已计入倾向得分的估计{errors}"

    def _used_text(self) -> str:
        return f"，倾向得分过于极端的{self.trimmed}行剪去未用" if self.trimmed else ""


@dataclass(frozen=True)
class DoublyRobust(InverseProbabilityWeighting):
    """Result of ``doubly_robust_estimation``; ``outcome_model`` is the regression of the outcome."""

    outcome_model: str

    method = "比较法·双稳健估计"

    @property
    def _kind(self) -> str:
        return f"双稳健的权重部分，{self.estimand}"

    @property
    def _remedy(self) -> str:
        return "这部分靠结果回归外推；加平方项或交互项，或用trim剪去极端的得分"

    def _how_text(self) -> str:
        model = {"linear": "线性", "logit": "logit", "poisson": "泊松"}[self.outcome_model]
        errors = f"，误差按{self.clusters}个聚类" if self.clusters else ""
        return f"结果的{model}回归与倾向得分加权合用，两者有一个设定正确即可；标准误已计入两者的估计{errors}"


def plain_difference(outcome: np.ndarray, treated: np.ndarray) -> Change:
    """Difference of two means with Welch's error and degrees of freedom."""
    own, other = outcome[treated], outcome[~treated]
    parts = np.array([own.var(ddof=1) / len(own), other.var(ddof=1) / len(other)])
    free = np.array([len(own) - 1, len(other) - 1])
    total = float(parts.sum())
    degrees = total**2 / float(np.sum(parts**2 / free)) if total > 0 else 1.0
    return Change.of(float(own.mean() - other.mean()), total**0.5, degrees)
