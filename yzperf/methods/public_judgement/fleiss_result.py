"""Fleiss' κ in numbers and in words (弗莱斯κ系数结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.distributions import normal_two_sided
from yzperf.methods.public_judgement.agreement_words import INDEPENDENT, KAPPA, enough
from yzperf.methods.public_judgement.category_agreement import Kappa
from yzperf.methods.public_judgement.ratings import left_out_text
from yzperf.methods.wording import fixed, listing, p_value, percent, span

_FEW_OBJECTS = 20
_DOMINANT = 0.80


@dataclass(frozen=True, slots=True)
class CategoryKappa:
    """One category: share of the judgements, κ against all others and its z."""

    name: str
    share: float
    kappa: float
    z: float


@dataclass(frozen=True)
class FleissKappa(Result):
    """Result of ``fleiss_kappa``. ``exact`` is Conger's κ; ``raters`` is None where only counts are known.

    ``single`` objects had one judgement and count only for the shares; ``split`` objects divide the raters most.
    """

    kappa: Kappa
    bounds: tuple[float, float]
    exact: float | None
    categories: tuple[CategoryKappa, ...]
    objects: int
    raters: int | None
    judgements: int
    single: int
    left_out: tuple[str, ...]
    split: tuple[str, ...]

    title = "弗莱斯κ系数"
    method = "公众评判法·专家一致性"

    @property
    def value(self) -> float:
        """κ, 1 for full agreement, 0 for chance."""
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
    def by_category(self) -> tuple[float, ...]:
        """κ of each category."""
        return tuple(one.kappa for one in self.categories)

    def table(self) -> pd.DataFrame:
        """One row per category."""
        rows = [(one.name, round(100 * one.share, 1), round(one.kappa, 3), round(one.z, 2)) for one in self.categories]
        return pd.DataFrame(rows, columns=["类别", "占比（%）", "κ", "z"])

    def sentences(self) -> tuple[str, ...]:
        """κ with its word and interval, agreement observed and by chance, the hardest category, the limits."""
        answer = (
            f"{self._who()}对{self.objects}个对象归类的κ={fixed(self.value, 2)}（95%置信区间{span(self.bounds, 2)}，"
            f"{p_value(self.p_value)}），一致程度{KAPPA.word(self.value)}（按{KAPPA.author}的说法）。"
        )
        basis = (
            f"两位专家归为同一类的占{percent(self.kappa.observed)}，全凭偶然也会有{percent(self.kappa.by_chance)}"
            f"{left_out_text(self.left_out, '个对象')}{self._single()}。"
        )
        worst = min(self.categories, key=lambda one: one.kappa)
        hardest = f"最难一致的类别是“{worst.name}”（κ={fixed(worst.kappa, 2)}）"
        split = f"；分歧最大的对象：{listing(self.split)}" if self.split else ""
        return answer, basis, f"{hardest}{split}。", _LIMITS

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Beyond chance, balanced categories, objects, independence."""
        better = self.p_value < 0.05 and self.value > 0
        chance = Diagnostic(
            "一致程度超过偶然",
            f"z={self.z:.2f}，{p_value(self.p_value)}",
            Verdict.HOLDS if better else Verdict.FAILS,
            "" if better else "归类标准不清或专家理解不同，宜先统一标准",
        )
        return chance, self._balanced(), enough(self.objects, _FEW_OBJECTS, "对象", "区间较宽"), INDEPENDENT

    def figure(self) -> Any:
        """κ of each category and of all."""
        from yzperf.drawing.dots import Dot, draw_dots

        dots = [Dot("全部类别", self.value, self.bounds, marked=True)]
        dots += [Dot(one.name, one.kappa) for one in self.categories]
        return draw_dots(
            dots,
            x_label="κ系数",
            title=f"κ={fixed(self.value, 2)}（95%置信区间{span(self.bounds, 2)}）",
            lines=[(0.0, "与偶然相同"), (0.6, "较强的下限")],
            marked_words="全部类别（横线为95%置信区间）",
        )

    def _who(self) -> str:
        return f"{self.raters}位专家" if self.raters else f"平均每个对象{self.judgements / self.objects:.1f}位专家"

    def _single(self) -> str:
        return f"；{self.single}个对象只有一人评，只计入占比" if self.single else ""

    def _balanced(self) -> Diagnostic:
        largest = max(self.categories, key=lambda one: one.share)
        text = f"占比最高的类别“{largest.name}”{percent(largest.share)}"
        if largest.share < _DOMINANT:
            return Diagnostic("没有类别独占", text, Verdict.HOLDS)
        return Diagnostic("没有类别独占", text, Verdict.DOUBTFUL, "类别极不均衡时κ偏低，应同时报告一致率")


_LIMITS = "κ的高低与类别的多少和占比有关，不同问卷的κ不宜直接比较；一致不等于正确。"
