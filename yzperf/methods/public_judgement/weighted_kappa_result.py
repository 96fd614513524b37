"""Weighted κ in numbers and in words (加权κ系数结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.distributions import normal_two_sided
from yzperf.methods.public_judgement.agreement_words import INDEPENDENT, KAPPA, enough
from yzperf.methods.public_judgement.category_agreement import Kappa
from yzperf.methods.public_judgement.ratings import left_out_text
from yzperf.methods.wording import fixed, p_value, percent, span

_FEW_OBJECTS = 30
_LEANING = 0.10
_KINDS = {"unweighted": "不加权", "linear": "线性权重", "quadratic": "平方权重", "own": "自定分歧矩阵"}


@dataclass(frozen=True)
class WeightedKappa(Result):
    """Result of ``weighted_kappa``. ``counts[i][j]``: objects of grade i by the first rater and j by the second.

    ``unweighted`` is Cohen's κ, ``best_unweighted`` the largest that the margins allow, ``exact_share`` the share of
    objects graded alike.
    """

    kappa: Kappa
    bounds: tuple[float, float]
    weights: str
    unweighted: float
    exact_share: float
    best_unweighted: float
    categories: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    left_out: tuple[str, ...]

    title = "加权κ系数"
    method = "公众评判法·专家一致性"

    @property
    def value(self) -> float:
        """Weighted κ."""
        return self.kappa.estimate

    @property
    def unit(self) -> str:
        """None: a pure number."""
        return ""

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval."""
        return self.bounds

    @property
    def z(self) -> float:
        """κ over its standard error if there were no agreement beyond chance."""
        return self.value / self.kappa.null_error

    @property
    def p_value(self) -> float:
        """Two-sided p value of no agreement beyond chance."""
        return normal_two_sided(self.z)

    @property
    def objects(self) -> int:
        """Objects graded by both."""
        return int(np.sum(self.counts))

    @property
    def leaning(self) -> float:
        """Share of objects that the second rater grades higher, less the share graded lower."""
        table = np.array(self.counts)
        return float((np.triu(table, 1).sum() - np.tril(table, -1).sum()) / table.sum())

    def table(self) -> pd.DataFrame:
        """The table of grades, the first rater's down."""
        table = pd.DataFrame(self.counts, columns=[f"乙评{name}" for name in self.categories])
        table.insert(0, "甲评", self.categories)
        return table

    def sentences(self) -> tuple[str, ...]:
        """κ with its word and interval, plain agreement, which rater is milder, the limits."""
        answer = (
            f"两位专家评{self.objects}个对象的加权κ={fixed(self.value, 2)}（{_KINDS[self.weights]}，"
            f"95%置信区间{span(self.bounds, 2)}，{p_value(self.p_value)}），一致程度{KAPPA.word(self.value)}"
            f"（按{KAPPA.author}的说法）。"
        )
        basis = (
            f"评为同一等级的占{percent(self.exact_share)}；不加权的κ为{fixed(self.unweighted, 2)}"
            f"，两人等级占比既定时最高可到{fixed(self.best_unweighted, 2)}{left_out_text(self.left_out, '个对象')}。"
        )
        return answer, basis, _LIMITS

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Beyond chance, no rater milder, objects, independence."""
        better = self.p_value < 0.05 and self.value > 0
        chance = Diagnostic(
            "一致程度超过偶然",
            f"z={self.z:.2f}，{p_value(self.p_value)}",
            Verdict.HOLDS if better else Verdict.FAILS,
            "" if better else "等级标准不清或专家理解不同，宜先统一标准",
        )
        return chance, self._even(), enough(self.objects, _FEW_OBJECTS, "对象", "大样本区间偏窄"), INDEPENDENT

    def figure(self) -> Any:
        """The table of grades, shaded."""
        from yzperf.drawing.crosstable import draw_crosstable

        return draw_crosstable(
            self.counts,
            self.categories,
            x_label="乙评",
            y_label="甲评",
            title=f"加权κ={fixed(self.value, 2)}（{span(self.bounds, 2)}）",
        )

    def _even(self) -> Diagnostic:
        text = f"乙评得靠后的比靠前的多{100 * self.leaning:+.0f}个百分点"
        if abs(self.leaning) <= _LEANING:
            return Diagnostic("两人宽严相同", text, Verdict.HOLDS)
        return Diagnostic("两人宽严相同", text, Verdict.DOUBTFUL, "有一人系统地偏向一端，宜对照标准")


_LIMITS = "κ随权重的取法和等级的占比变化，须写明权重；一致不等于正确。"
