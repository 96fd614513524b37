"""Krippendorff's α in numbers and in words (克里彭多夫α系数结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.public_judgement.agreement_words import ALPHA, INDEPENDENT, enough
from yzperf.methods.public_judgement.ratings import left_out_text
from yzperf.methods.wording import fixed, listing, percent, span

_FEW_OBJECTS = 20
_NOTABLE = 0.05
_LEVELS = {"nominal": "类别", "ordinal": "等级（有次序）", "interval": "等距", "ratio": "比率"}


@dataclass(frozen=True)
class KrippendorffAlpha(Result):
    """Result of ``krippendorff_alpha``. ``bounds`` is None without draws.

    ``chance_low`` is the share of draws below 2/3; ``alone`` objects have one rating, ``left_out`` ones none;
    ``without`` gives α without each rater.
    """

    alpha: float
    bounds: tuple[float, float] | None
    chance_low: float | None
    level: str
    observed: float
    expected: float
    objects: int
    raters: int
    ratings: int
    gaps: int
    alone: tuple[str, ...]
    left_out: tuple[str, ...]
    without: tuple[tuple[str, float], ...]

    title = "克里彭多夫α系数"
    method = "公众评判法·专家一致性"

    @property
    def value(self) -> float:
        """α: 1 for full agreement, 0 for chance."""
        return self.alpha

    @property
    def unit(self) -> str:
        """None: a pure number."""
        return ""

    @property
    def interval(self) -> tuple[float, float] | None:
        """95 % bootstrap interval."""
        return self.bounds

    def table(self) -> pd.DataFrame:
        """α of all raters and without each of them."""
        low, high = self.bounds or (None, None)
        rows = [("全部专家", round(self.alpha, 3), low and round(low, 3), high and round(high, 3))]
        rows += [(f"去掉{name}", round(value, 3), None, None) for name, value in self.without]
        return pd.DataFrame(rows, columns=["范围", "α系数", "95%下限", "95%上限"])

    def sentences(self) -> tuple[str, ...]:
        """α with its word and interval, what went in, the rater who lowers it, the limits."""
        between = f"（95%置信区间{span(self.bounds, 2)}，自助法）" if self.bounds else "（未计算区间）"
        answer = (
            f"{self.raters}位专家评{self.objects}个对象的α={fixed(self.alpha, 2)}{between}，{_LEVELS[self.level]}尺度；"
            f"按{ALPHA.author}的说法{ALPHA.word(self.alpha)}。"
        )
        alone = f"；只有一人评的{len(self.alone)}个对象未计入（{listing(self.alone)}）" if self.alone else ""
        basis = (
            f"共用{self.ratings}个评分，未评{self.gaps}处{alone}{left_out_text(self.left_out, '个没有评分的对象')}。"
        )
        return tuple(filter(None, (answer, basis, self._lowering(), _LIMITS)))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Reliable enough, no rater apart, gaps, objects, independence."""
        return (
            self._reliable(),
            self._rater(),
            self._gaps(),
            enough(self.objects, _FEW_OBJECTS, "对象", "区间很宽，自助区间也偏窄"),
            INDEPENDENT,
        )

    def figure(self) -> Any:
        """α of all and without each rater, against the two conventional bounds."""
        from yzperf.drawing.dots import Dot, draw_dots

        dots = [Dot("全部专家", self.alpha, self.bounds, marked=True)]
        dots += [Dot(f"去掉{name}", value) for name, value in self.without]
        told = f"（95%置信区间{span(self.bounds, 2)}）" if self.bounds else ""
        return draw_dots(
            dots,
            x_label="α系数",
            title=f"α={fixed(self.alpha, 2)}{told}",
            lines=[(0.667, "初步结论的下限0.667"), (0.8, "可靠的下限0.800")],
            marked_words="全部专家",
        )

    def _lowering(self) -> str:
        if not self.without:
            return ""
        name, value = max(self.without, key=lambda pair: pair[1])
        if value < self.alpha + _NOTABLE:
            return ""
        return f"去掉{name}后α升到{fixed(value, 2)}，其评分与其他专家差别最大。"

    def _reliable(self) -> Diagnostic:
        text = f"α={self.alpha:.3f}"
        if self.chance_low is not None:
            text += f"，低于0.667的把握{percent(self.chance_low)}"
        low = self.alpha if self.bounds is None else self.bounds[0]
        if low >= ALPHA.steps[1][0]:
            return Diagnostic("一致程度足以作结论", text, Verdict.HOLDS)
        verdict = Verdict.FAILS if self.alpha < ALPHA.steps[1][0] else Verdict.DOUBTFUL
        return Diagnostic("一致程度足以作结论", text, verdict, "统一标准、培训后重评，或增加专家")

    def _rater(self) -> Diagnostic:
        name = "没有与众不同的专家"
        if not self.without:
            return Diagnostic(name, "只有两位专家或专家太多，未逐一去掉", Verdict.UNTESTABLE)
        apart = [f"{who}（去掉后{value:.2f}）" for who, value in self.without if value >= self.alpha + _NOTABLE]
        if not apart:
            return Diagnostic(name, "去掉任何一位，α上升都不到0.05", Verdict.HOLDS)
        return Diagnostic(name, listing(apart), Verdict.DOUBTFUL, "请说明评分依据")

    def _gaps(self) -> Diagnostic:
        cells = self.objects * self.raters
        text = f"未评{self.gaps}处"
        if self.gaps <= 0.2 * cells:
            return Diagnostic("未评的是随机的", text, Verdict.UNTESTABLE, "" if not self.gaps else "说明未评的原因")
        return Diagnostic("未评的是随机的", text, Verdict.DOUBTFUL, "未评的超过五分之一：避开难评对象会使α偏高")


_LIMITS = "α随尺度的取法变化，须写明尺度；评分都集中在一端时α偏低；一致不等于正确。"
