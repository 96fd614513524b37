"""Weights of indicators, in numbers and in words (权重测算结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.wording import listing, percent

_FEW_OBJECTS = 10
_DOMINANT = 0.5  # a convention: one indicator with half of all weight is worth a second look


@dataclass(frozen=True, slots=True)
class WeightLine:
    """One indicator: its weight (adding up to 1) and the figure that the weight rests on."""

    indicator: str
    weight: float
    basis: float


@dataclass(frozen=True)
class IndicatorWeights(Result):
    """Weights by one method. ``shares`` tells how much each method counts where several were combined."""

    name: str
    lines: tuple[WeightLine, ...]
    basis: str
    objects: int
    how: str
    shares: tuple[tuple[str, float], ...]

    title = "指标权重测算"

    @property
    def method(self) -> str:  # type: ignore[override]
        """权重与排序, and which."""
        return f"权重与排序·{self.name}"

    @property
    def weights(self) -> dict[str, float]:
        """Indicator → weight."""
        return {line.indicator: line.weight for line in self.lines}

    @property
    def value(self) -> float:
        """Largest weight, in per cent."""
        return 100 * max(line.weight for line in self.lines)

    @property
    def unit(self) -> str:
        """Per cent."""
        return "%"

    @property
    def interval(self) -> None:
        """None: plain arithmetic on the data given."""

    def table(self) -> pd.DataFrame:
        """Indicators by falling weight."""
        rows = [(line.indicator, round(100 * line.weight, 2), round(line.basis, 4)) for line in self._sorted()]
        return pd.DataFrame(rows, columns=["指标", "权重（%）", self.basis])

    def sentences(self) -> tuple[str, ...]:
        """Largest and smallest weight, the basis, the limits."""
        order = self._sorted()
        first, last = order[0], order[-1]
        parts = "、".join(f"{name}{percent(share)}" for name, share in self.shares)
        return (
            f"{self.name}：权重最大的是“{first.indicator}”（{percent(first.weight)}），"
            f"最小的是“{last.indicator}”（{percent(last.weight)}）。",
            f"各方法所占比重：{parts}。" if parts else f"{self.how}按{self.objects}个对象的{self.basis}测算。",
            _LIMITS,
        )

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Number of objects, one indicator that outweighs all, what data cannot say."""
        return (self._enough(), self._balanced(), _IMPORTANCE)

    def figure(self) -> Any:
        """Bars of the weights."""
        from yzperf.drawing.bars import draw_bars

        order = self._sorted()
        names, values = [line.indicator for line in order], [100 * line.weight for line in order]
        return draw_bars(names, values, x_label="权重（%）", title=f"{self.name}测算的指标权重")

    def _sorted(self) -> list[WeightLine]:
        return sorted(self.lines, key=lambda line: -line.weight)

    def _enough(self) -> Diagnostic:
        text = f"{self.objects}个{'指标' if self.shares else '对象'}"
        if self.shares or self.objects >= _FEW_OBJECTS:
            return Diagnostic("数据足以说明差异", text, Verdict.HOLDS)
        return Diagnostic("数据足以说明差异", text, Verdict.DOUBTFUL, "对象少，个别数值就能左右权重，宜与专家赋权对照")

    def _balanced(self) -> Diagnostic:
        heavy = [line.indicator for line in self.lines if line.weight > _DOMINANT]
        if not heavy:
            return Diagnostic("没有指标独占权重", f"最大{percent(max(self.weights.values()))}", Verdict.HOLDS)
        text = f"{listing(heavy)}超过一半"
        return Diagnostic("没有指标独占权重", text, Verdict.DOUBTFUL, "核对有无异常值或量纲问题")


_LIMITS = "权重只反映这些对象之间差别的大小，不说明指标本身是否重要；换一批对象，权重会变。"
_IMPORTANCE = Diagnostic(
    "差别大的指标也重要", "数据本身不能回答", Verdict.UNTESTABLE, "由评价人或专家判断，必要时与层次分析法组合"
)
