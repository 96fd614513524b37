"""The answer of a logarithmic mean decomposition, in numbers and in words (LMDI 分解结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.factor_analysis.effects import NO_CAUSE, adds_up, change_sentence, effect_words, waterfall
from yzperf.methods.wording import fixed, places_for


@dataclass(frozen=True, slots=True)
class LmdiEffect:
    """One factor: amount it adds to the total, and ratio by which it multiplies it."""

    name: str
    amount: float
    ratio: float


@dataclass(frozen=True, slots=True)
class LmdiPeriod:
    """Decomposition of one period against an earlier one."""

    start: str
    end: str
    base: float
    actual: float
    effects: tuple[LmdiEffect, ...]

    @property
    def change(self) -> float:
        """Change of the total."""
        return self.actual - self.base

    @property
    def ratio(self) -> float:
        """Total over the earlier total."""
        return self.actual / self.base


@dataclass(frozen=True)
class LmdiDecomposition(Result):
    """Result of ``lmdi_decomposition``. ``zeros`` counts products of a category that are zero in some period."""

    total_unit: str
    form: str
    chained: bool
    factors: tuple[str, ...]
    periods: tuple[LmdiPeriod, ...]
    categories: int
    zeros: int

    title = "LMDI 因素分解"
    method = "因素分析法·对数平均迪氏指数"

    @property
    def value(self) -> float:
        """Change of the total from the first period to the last."""
        return self.periods[-1].actual - self.periods[0].base

    @property
    def unit(self) -> str:
        """Unit of the total."""
        return self.total_unit

    @property
    def interval(self) -> None:
        """None: an identity has no sampling error."""
        return

    @property
    def effects(self) -> tuple[LmdiEffect, ...]:
        """Effects over the whole time: amounts added up, ratios multiplied."""
        amounts = np.sum([[one.amount for one in period.effects] for period in self.periods], axis=0)
        ratios = np.prod([[one.ratio for one in period.effects] for period in self.periods], axis=0)
        return tuple(map(LmdiEffect, self.factors, amounts.tolist(), ratios.tolist()))

    def table(self) -> pd.DataFrame:
        """One row per period and factor, and the whole time last."""
        whole = LmdiPeriod(self._first, self._last, self.periods[0].base, self.periods[-1].actual, self.effects)
        rows = [row for period in self.periods for row in self._rows(period)]
        return pd.DataFrame(rows + (self._rows(whole) if len(self.periods) > 1 else []))

    def sentences(self) -> tuple[str, ...]:
        """What moved the total, by how much and in ratios; zeros; limits."""
        places = self._places
        told = effect_words([(one.name, one.amount) for one in self.effects], self.unit, places)
        total = change_sentence(self.periods[0].base, self.periods[-1].actual, self.unit, places)
        ratio = fixed(self.periods[-1].actual / self.periods[0].base, 3)
        ratios = " × ".join(f"{one.name}（{fixed(one.ratio, 3)}）" for one in self.effects)
        how = "逐期分解后累加" if self.chained and len(self.periods) > 1 else "首末两期直接分解"
        texts = (
            f"{self._first}至{self._last}，{total}：{told}。",
            f"按倍数看，总额为原来的{ratio}倍 ＝ {ratios}。",
            f"{self.zeros}处类别金额为0，按趋于0的极限分配，为0的因素平分该类的变动。" if self.zeros else "",
            f"LMDI-{self.form}，{how}，没有剩余项；这是算账关系，不是因果关系。",
        )
        return tuple(text for text in texts if text)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Sum of effects, zeros, causes."""
        zero = Diagnostic("没有为0的类别", f"{self.zeros}处为0", Verdict.DOUBTFUL, "为0的类别按极限分配，宜单列说明")
        full = Diagnostic("没有为0的类别", "没有", Verdict.HOLDS)
        return adds_up([one.amount for one in self.effects], self.value), zero if self.zeros else full, NO_CAUSE

    def figure(self) -> Any:
        """The way from the first period to the last, factor by factor."""
        told = [(one.name, one.amount) for one in self.effects]
        title = f"{self._first}至{self._last}总额变动的因素"
        return waterfall(told, self.periods[0].base, unit=self.unit, title=title, places=self._places)

    @property
    def _first(self) -> str:
        return self.periods[0].start

    @property
    def _last(self) -> str:
        return self.periods[-1].end

    @property
    def _places(self) -> int:
        return min(4, places_for(max(self.periods[0].base, self.periods[-1].actual) / 100))

    def _rows(self, period: LmdiPeriod) -> list[dict[str, object]]:
        every = [*period.effects, LmdiEffect("合计", period.change, period.ratio)]
        return [
            {
                "时期": f"{period.start}至{period.end}",
                "因素": one.name,
                "影响额": round(one.amount, self._places + 2),
                "倍数": round(one.ratio, 4),
            }
            for one in every
        ]
