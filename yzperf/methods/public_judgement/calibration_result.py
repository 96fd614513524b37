"""Calibrated weights in numbers and in words (权数校准结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.wording import fixed, listing

_UNEVEN, _EXTREME, _FEW = 1.5, 5.0, 20
_ROUNDING = 1e-8
_DISTANCES = {"raking": "迭代比例", "linear": "线性校准"}


@dataclass(frozen=True, slots=True)
class MarginCell:
    """One category: respondents, share before, weights after, persons and share in the population."""

    column: str
    name: str
    count: int
    before: float
    after: float
    target: float
    share: float


@dataclass(frozen=True)
class CalibratedWeights(Result):
    """Result of ``calibrate_weights``; ``weights`` and ``start`` go by row, ``gap`` is the largest relative one."""

    weights: tuple[float, ...]
    start: tuple[float, ...]
    distance: str
    rounds: int
    gap: float
    converged: bool
    cells: tuple[MarginCell, ...]
    margins: tuple[str, ...]

    title = "权数校准"
    method = "公众评判法·问卷调查"

    @property
    def value(self) -> float:
        """Design effect of the unequal weights (Kish)."""
        weights = np.array(self.weights)
        return float(len(weights) * (weights**2).sum() / weights.sum() ** 2)

    @property
    def unit(self) -> str:
        """None: a ratio."""
        return ""

    @property
    def interval(self) -> None:
        """None: weights are computed, not estimated."""

    @property
    def ratios(self) -> tuple[float, float]:
        """Smallest and largest factor by which a weight changed, both over the mean factor."""
        factors = np.array(self.weights) / np.array(self.start)
        factors = factors / factors.mean()
        return float(factors.min()), float(factors.max())

    def table(self) -> pd.DataFrame:
        """One row per category."""
        rows = [
            (
                cell.column,
                cell.name,
                cell.count,
                round(100 * cell.before, 1),
                round(100 * cell.share, 1),
                round(cell.target, 2),
                round(cell.after, 2),
            )
            for cell in self.cells
        ]
        return pd.DataFrame(
            rows, columns=["变量", "类别", "样本数", "校准前（%）", "总体（%）", "总体数", "校准后权数合计"]
        )

    def sentences(self) -> tuple[str, ...]:
        """Whether the margins fit, the widest gap before, the price, the limits."""
        way = "事后分层" if len(self.margins) == 1 else f"{_DISTANCES[self.distance]}，{self.rounds}轮"
        state = f"收敛，最大相对差{self._gap}" if self.converged else f"没有收敛，最大相对差仍有{self._gap}"
        answer = f"按{listing(self.margins)}校准（{way}）：{state}。"
        widest = max(self.cells, key=lambda cell: abs(cell.before - cell.share))
        before = (
            f"校准前差得最多的是“{widest.column}”的“{widest.name}”：样本{100 * widest.before:.1f}%，"
            f"总体{100 * widest.share:.1f}%。"
        )
        low, high = self.ratios
        price = (
            f"权数调整的倍数在{fixed(low, 2)}至{fixed(high, 2)}之间（平均为1），权数不等使方差增大到"
            f"{fixed(self.value, 2)}倍，{len(self.weights)}份问卷约顶{len(self.weights) / self.value:.0f}份。"
        )
        return answer, before, price, _LIMITS

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Convergence, positive and moderate weights, categories with enough respondents."""
        low, high = self.ratios
        fits = Diagnostic(
            "各变量都与总体一致",
            f"{self.rounds}轮，最大相对差{self._gap}",
            Verdict.HOLDS if self.converged else Verdict.FAILS,
            "" if self.converged else "有的类别交叉后没有样本，请合并类别或减少变量",
        )
        if low <= 0:
            sign = Diagnostic("权数为正", f"最小倍数{low:.2f}", Verdict.FAILS, "改用distance='raking'，或合并类别")
        else:
            sign = Diagnostic("权数为正", f"最小倍数{low:.2f}", Verdict.HOLDS)
        extreme = high > _EXTREME or self.value > _UNEVEN
        moderate = Diagnostic(
            "权数不过于悬殊",
            f"最大倍数{high:.2f}，方差{self.value:.2f}倍",
            Verdict.DOUBTFUL if extreme else Verdict.HOLDS,
            "合并样本很少的类别" if extreme else "",
        )
        return fits, sign, moderate, self._counts(), _ALIKE

    def figure(self) -> Any:
        """Share of each category in the sample against the population."""
        from yzperf.drawing.shifts import Shift, draw_shifts

        return draw_shifts(
            [Shift(f"{cell.column}·{cell.name}", 100 * cell.before, 100 * cell.share) for cell in self.cells],
            words=("校准前的样本", "总体（校准后）"),
            x_label="占比（%）",
            title=f"校准前后的结构（方差{fixed(self.value, 2)}倍）",
        )

    @property
    def _gap(self) -> str:
        """Below what matters the figure is rounding, which differs between machines."""
        return f"{self.gap:.0e}" if self.gap > _ROUNDING else f"不到{_ROUNDING:.0e}"

    def _counts(self) -> Diagnostic:
        few = [f"{cell.column}·{cell.name}（{cell.count}份）" for cell in self.cells if cell.count < _FEW]
        text = f"少于{_FEW}份的类别：{listing(few) or '无'}"
        return Diagnostic("各类别样本足够", text, Verdict.DOUBTFUL if few else Verdict.HOLDS, "宜合并" if few else "")


_ALIKE = Diagnostic(
    "同一类别里，回答者与未回答者相近", "数据本身不能回答", Verdict.UNTESTABLE, "校准只纠正所列变量的偏差"
)
_LIMITS = "校准只纠正所列变量上的结构偏差，不能纠正这些变量以外的差别；引用时写明用了哪些总体数据及年份。"
