"""The answer of a decomposition of a gap between groups, in numbers and in words (Oaxaca–Blinder 分解结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.comparison.parts import Change
from yzperf.methods.wording import difference_unit, fixed, percent, places_for, span

CONSTANT = "常数项"
_FEW = 30
_REFERENCES = {
    "pooled": "两组合并回归（含组别项）的系数",
    "neumark": "两组合并回归（不含组别项）的系数",
    "first": "前一组的系数",
    "second": "后一组的系数",
    "cotton": "两组系数按人数加权",
    "reimers": "两组系数的简单平均",
}


@dataclass(frozen=True, slots=True)
class GroupMean:
    """One group: name, rows, mean outcome."""

    name: str
    count: int
    mean: float


@dataclass(frozen=True, slots=True)
class GapPart:
    """One part of the gap, in all and by covariate."""

    name: str
    total: Change
    details: tuple[tuple[str, Change], ...]


@dataclass(frozen=True)
class OaxacaBlinder(Result):
    """Result of ``oaxaca_blinder``. ``explained`` and ``unexplained`` add up to the gap (twofold), and so do
    ``endowments``, ``coefficients`` and ``interaction`` (threefold, seen from the second group)."""

    outcome_name: str
    outcome_unit: str
    reference: str
    first: GroupMean
    second: GroupMean
    gap: Change
    explained: GapPart
    unexplained: GapPart
    endowments: GapPart
    coefficients: GapPart
    interaction: GapPart
    dropped: int

    title = "两组差距的分解"
    method = "因素分析法·Oaxaca–Blinder分解"

    @property
    def value(self) -> float:
        """The part of the gap that characteristics explain."""
        return self.explained.total.estimate

    @property
    def unit(self) -> str:
        """Unit of the outcome; a difference of percentages is in percentage points."""
        return difference_unit(self.outcome_unit)

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the explained part."""
        return self.explained.total.low, self.explained.total.high

    def table(self) -> pd.DataFrame:
        """The gap, its parts in two and in three."""
        parts = (self.explained, self.unexplained, self.endowments, self.coefficients, self.interaction)
        rows = [self._row("差距", self.gap)]
        rows += [
            self._row(("两分：" if place < 2 else "三分：") + one.name, one.total) for place, one in enumerate(parts)
        ]
        return pd.DataFrame(rows)

    def details_table(self) -> pd.DataFrame:
        """Twofold parts by covariate."""
        rows = [
            {"部分": part.name, **self._row(name, change)}
            for part in (self.explained, self.unexplained)
            for name, change in part.details
            if not (part is self.explained and name == CONSTANT)
        ]
        return pd.DataFrame(rows).rename(columns={"项目": "特征"})

    def sentences(self) -> tuple[str, ...]:
        """The gap and how much characteristics explain, the strongest of them, what was left out, limits."""
        explained, rest, places = self.explained.total, self.unexplained.total, self._places
        share = f"，占{percent(explained.estimate / self.gap.estimate, 0)}" if self.gap.estimate else ""
        texts = (
            f"{self.first.name}组平均{self.outcome_name}{fixed(self.first.mean, places, self.outcome_unit)}，"
            f"{self.second.name}组{fixed(self.second.mean, places, self.outcome_unit)}，"
            f"相差{fixed(self.gap.estimate, places, self.unit)}（95%置信区间{span((self.gap.low, self.gap.high), places)}）。",
            f"其中特征不同可解释{fixed(explained.estimate, places, self.unit)}"
            f"（{span((explained.low, explained.high), places)}{share}），"
            f"其余{fixed(rest.estimate, places, self.unit)}（{span((rest.low, rest.high), places)}）是同样特征下仍有的差距。",
            self._strongest(),
            f"因空缺剔除{self.dropped}行。" if self.dropped else "",
            f"特征按{_REFERENCES[self.reference]}计价；不可解释的部分含未列入的特征，不等于差别对待。",
        )
        return tuple(text for text in texts if text)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Size of the groups, threefold interaction, omitted characteristics, categories."""
        least = min(self.first.count, self.second.count)
        mixed = self.interaction.total
        clear = mixed.low <= 0 <= mixed.high
        return (
            Diagnostic(
                "两组样本足够",
                f"较小的组{least}行",
                Verdict.HOLDS if least >= _FEW else Verdict.DOUBTFUL,
                "" if least >= _FEW else f"少于{_FEW}行时区间只作参考",
            ),
            Diagnostic(
                "结果不取决于参照系数",
                f"交互部分{fixed(mixed.estimate, self._places)}（{span((mixed.low, mixed.high), self._places)}）",
                Verdict.UNTESTABLE if clear else Verdict.DOUBTFUL,
                "用 reference 换参照系数重算比较",
            ),
            _OMITTED,
        )

    def figure(self) -> Any:
        """The gap and its parts with intervals."""
        from yzperf.drawing.coefficients import CoefficientBar, draw_coefficients

        rows = [("差距", self.gap, True), ("可解释部分", self.explained.total, True)]
        rows += [(f"　{name}", change, False) for name, change in self.explained.details if name != CONSTANT]
        rows.append(("不可解释部分", self.unexplained.total, True))
        bars = [CoefficientBar(name, one.estimate, (one.low, one.high), main=main) for name, one, main in rows]
        return draw_coefficients(bars, x_label=f"差距（{self.unit}）" if self.unit else "差距", title=self.title)

    @property
    def _places(self) -> int:
        return min(4, places_for(self.gap.standard_error))

    def _row(self, name: str, one: Change) -> dict[str, object]:
        places = self._places + 1
        return {
            "项目": name,
            "数值": round(one.estimate, places),
            "标准误": round(one.standard_error, places),
            "95%下限": round(one.low, places),
            "95%上限": round(one.high, places),
            "占差距（%）": round(100 * one.estimate / self.gap.estimate, 1) if self.gap.estimate else None,
        }

    def _strongest(self) -> str:
        named = [(name, one) for name, one in self.explained.details if name != CONSTANT]
        name, one = max(named, key=lambda pair: abs(pair[1].estimate))
        return f"可解释部分中影响最大的是{name}：{fixed(one.estimate, self._places, self.unit)}。"


_OMITTED = Diagnostic(
    "影响结果的特征都已列入",
    "数据本身不能回答",
    Verdict.UNTESTABLE,
    "遗漏的特征会算进不可解释部分；分类特征的分项结果还取决于以哪一类为参照",
)
