"""Reliability in numbers and in words (信度结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.public_judgement.ratings import LISTWISE, left_out_text
from yzperf.methods.wording import fixed, listing, span

ACCEPTABLE = 0.70  # Nunnally (1978), for comparisons of groups
_WEAK_ITEM = 0.30
_TOO_HIGH = 0.95  # items that say the same thing twice
_BY = {"feldt": "Feldt法", "bootstrap": "自助法"}


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """One item: mean and spread as answered, correlation with the sum of the others, α without it."""

    name: str
    mean: float
    standard_deviation: float
    answered: int
    rest_correlation: float
    alpha_without: float | None
    reversed: bool


@dataclass(frozen=True)
class ReliabilityAlpha(Result):
    """Result of ``cronbach_alpha``. ``suspected`` items still run against the others after the declared reversals."""

    alpha: float
    bounds: tuple[float, float]
    bounds_by: str
    standardised: float
    mean_correlation: float
    items: tuple[ItemStatistics, ...]
    rows: int
    left_out: tuple[str, ...]
    missing: str
    gaps: int
    suspected: tuple[str, ...]

    title = "克隆巴赫α系数"
    method = "公众评判法·问卷信度"

    @property
    def value(self) -> float:
        """Raw α."""
        return self.alpha

    @property
    def unit(self) -> str:
        """None: a pure number."""
        return ""

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval by the chosen way."""
        return self.bounds

    @property
    def alpha_without(self) -> tuple[float | None, ...]:
        """α without each item, in the order of the items."""
        return tuple(item.alpha_without for item in self.items)

    def table(self) -> pd.DataFrame:
        """One row per item."""
        rows = [
            (
                item.name,
                "是" if item.reversed else "",
                item.answered,
                round(item.mean, 2),
                round(item.standard_deviation, 2),
                round(item.rest_correlation, 3),
                None if item.alpha_without is None else round(item.alpha_without, 3),
            )
            for item in self.items
        ]
        return pd.DataFrame(
            rows, columns=["题目", "反向计分", "作答份数", "均值", "标准差", "与其余题的相关", "删去后的α"]
        )

    def sentences(self) -> tuple[str, ...]:
        """α and its interval, the questionnaires, the items that do not fit, the limits."""
        verdict = "达到" if self.alpha >= ACCEPTABLE else "没有达到"
        answer = (
            f"{len(self.items)}道题的克隆巴赫α系数为{fixed(self.alpha, 2)}（95%置信区间{span(self.bounds, 2)}，"
            f"{_BY[self.bounds_by]}），{verdict}常用的0.70；标准化α为{fixed(self.standardised, 2)}。"
        )
        return tuple(filter(None, (answer, self._basis(), self._better(), _LIMITS)))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Items in one direction, weak items, repetition, size."""
        return (self._direction(), self._weak(), self._repetition(), self._size())

    def figure(self) -> Any:
        """α without each item, against the α of all."""
        from yzperf.drawing.dots import Dot, draw_dots

        if len(self.items) == 2:
            return draw_dots([Dot("两道题", self.alpha, self.bounds)], x_label="α系数", title=self.title)
        dots = [
            Dot(item.name, item.alpha_without, marked=item.alpha_without > self.alpha)
            for item in self.items
            if item.alpha_without is not None
        ]
        return draw_dots(
            dots,
            x_label="删去该题后的α系数",
            title=f"全部题目α={fixed(self.alpha, 2)}（95%置信区间{span(self.bounds, 2)}）",
            lines=[(self.alpha, "全部题目的α"), (ACCEPTABLE, "常用下限0.70")],
            places=3,
            marked_words="删去后α更高的题",
        )

    def _basis(self) -> str:
        turned = [item.name for item in self.items if item.reversed]
        kept = f"，空缺{self.gaps}处按两两配对剔除" if self.gaps and self.missing != LISTWISE else ""
        told = f"；反向计分的题：{listing(turned)}" if turned else ""
        return f"依据{self.rows}份问卷{left_out_text(self.left_out, '份')}{kept}{told}。"

    def _better(self) -> str:
        better = [(item.alpha_without, item.name) for item in self.items if (item.alpha_without or -9.0) > self.alpha]
        if not better:
            return ""
        value, name = max((value or 0.0, name) for value, name in better)
        return f"删去“{name}”后α升到{value:.3f}，是提高最多的一道；是否删去先看内容，不能只看系数。"

    def _direction(self) -> Diagnostic:
        name = "各题方向一致"
        if not self.suspected:
            return Diagnostic(name, "没有与多数题相反的题", Verdict.HOLDS)
        text = f"与多数题方向相反：{listing(self.suspected)}"
        return Diagnostic(name, text, Verdict.FAILS, "多为反向措辞的题，核对后在reverse中指明")

    def _weak(self) -> Diagnostic:
        weak = [item.name for item in self.items if item.rest_correlation < _WEAK_ITEM]
        verdict = Verdict.DOUBTFUL if weak else Verdict.HOLDS
        advice = "这些题可能测的是另一件事" if weak else ""
        return Diagnostic("每题都与其余题相关", f"相关低于0.30的题：{listing(weak) or '无'}", verdict, advice)

    def _repetition(self) -> Diagnostic:
        text = f"α={self.alpha:.3f}，题间平均相关{self.mean_correlation:.2f}"
        if self.alpha > _TOO_HIGH:
            return Diagnostic("题目没有重复", text, Verdict.DOUBTFUL, "过高往往是题目意思重复，可以精简")
        return Diagnostic("题目没有重复", text, Verdict.HOLDS)

    def _size(self) -> Diagnostic:
        text = f"{self.rows}份问卷，区间宽{self.bounds[1] - self.bounds[0]:.2f}"
        low, high = self.bounds
        if low < ACCEPTABLE <= high:
            return Diagnostic(
                "份数足以判断是否达到0.70", text, Verdict.DOUBTFUL, "区间跨过0.70，不宜断言达到或没有达到"
            )
        return Diagnostic("份数足以判断是否达到0.70", text, Verdict.HOLDS)


_LIMITS = "α说明各题前后一致的程度，不说明问卷测得对（效度），也不说明只测了一件事；各题与总体的关系不等时α偏低，可再看ω系数。"
