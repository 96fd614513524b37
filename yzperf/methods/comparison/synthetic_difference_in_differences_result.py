"""The answer of a synthetic double difference, in numbers and in words (合成双重差分的结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.comparison.effect_words import OTHER_POLICIES, answer, dropped_text, signed
from yzperf.methods.comparison.parts import Change
from yzperf.methods.wording import difference_unit, fixed, listing, percent, places_for

_SHOWN_WEIGHT = 0.001
_FEW_TREATED = 20
_SPREAD = 5
_GOOD_FIT, _FAIR_FIT = 1.0, 2.0  # times the usual change of a single untreated unit
_HOW = {"placebo": "安慰剂法", "jackknife": "刀切法（权重不变）", "bootstrap": "自助法"}


@dataclass(frozen=True, slots=True)
class UnitShare:
    """An untreated unit and its weight."""

    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class TimeShare:
    """A period before the policy and its weight."""

    period: float
    weight: float


@dataclass(frozen=True, slots=True)
class Rivals:
    """Other estimates from the same data: plain double difference, synthetic control on the outcomes, and the same
    with a constant (units weighted, periods equal)."""

    difference: float
    synthetic: float
    demeaned: float


@dataclass(frozen=True)
class SyntheticDifferenceInDifferences(Result):
    """Result of ``synthetic_difference_in_differences``. Figures are in ``outcome_unit``.

    ``gaps`` are treated mean less weighted others in every period, less ``level``, the weighted gap before the start;
    ``noise`` is the standard deviation of the period-to-period changes of the untreated units before it.
    """

    outcome_name: str
    outcome_unit: str
    time_unit: str
    start: float
    effect: Change
    errors: str
    draws: int
    exhaustive: bool
    treated: tuple[str, ...]
    units: tuple[UnitShare, ...]
    times: tuple[TimeShare, ...]
    noise: float
    penalties: tuple[float, float]
    periods: tuple[float, ...]
    actual: tuple[float, ...]
    gaps: tuple[float, ...]
    level: float
    rivals: Rivals
    incomplete: tuple[str, ...]
    dropped: int

    title = "合成双重差分"
    method = "比较法·合成双重差分"

    @property
    def value(self) -> float:
        """The mean effect on the treated units, in ``unit``."""
        return self.effect.estimate

    @property
    def unit(self) -> str:
        """Unit of the outcome; a difference of percentages is in percentage points."""
        return difference_unit(self.outcome_unit)

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval, normal."""
        return self.effect.low, self.effect.high

    def table(self) -> pd.DataFrame:
        """Treated units, weighted others raised to their level, gap and weight of the period."""
        weights = {one.period: one.weight for one in self.times}
        columns = {
            "时期": self.periods,
            "实施单位": self.actual,
            "加权对照（平移后）": self._shifted,
            "差距": self.gaps,
            "时期权重": [weights.get(at, np.nan) for at in self.periods],
        }
        places = dict.fromkeys(("实施单位", "加权对照（平移后）", "差距"), self._places + 1)
        return pd.DataFrame(columns).round({**places, "时期权重": 3})

    def unit_table(self) -> pd.DataFrame:
        """Untreated units that count, by weight."""
        rows = [(one.name, round(one.weight, 3)) for one in self._used()]
        return pd.DataFrame(rows, columns=["对照单位", "权重"])

    def sentences(self) -> tuple[str, ...]:
        """The effect, other estimates, the data, the limits."""
        start = f"与加权对照的变化相比，自{self.start:g}{self.time_unit}起实施单位的"
        told = answer(start, self.outcome_name, self.effect, self._places, self.unit)
        return told, self._others(), self._basis(), self._limits()

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Parallel before, weights spread out, the error, other policies."""
        return self._parallel(), self._spread(), self._error(), OTHER_POLICIES

    def figure(self) -> Any:
        """The treated units and the weighted others, raised to their level."""
        from yzperf.drawing.synthetic import draw_synthetic

        return draw_synthetic(
            self.periods,
            self.actual,
            self._shifted,
            start=self.start,
            treated=self.treated[0] if len(self.treated) == 1 else f"实施单位平均（{len(self.treated)}个）",
            synthetic_label="加权对照（平移到实施单位的水平）",
            y_label=f"{self.outcome_name}（{self.outcome_unit}）" if self.outcome_unit else self.outcome_name,
            time_label="年份" if self.time_unit == "年" else "时期",
            title=f"效应{signed(self.effect, self._places, self.unit)}",
        )

    @property
    def _shifted(self) -> tuple[float, ...]:
        return tuple(seen - gap for seen, gap in zip(self.actual, self.gaps, strict=True))

    @property
    def _places(self) -> int:
        return places_for(self.effect.standard_error)

    def _used(self) -> list[UnitShare]:
        return sorted((one for one in self.units if one.weight >= _SHOWN_WEIGHT), key=lambda one: -one.weight)

    def _others(self) -> str:
        plain, mix, shifted = (
            fixed(value, self._places, self.unit)
            for value in (self.rivals.difference, self.rivals.synthetic, self.rivals.demeaned)
        )
        return f"同样的数据，普通双重差分（不加权）为{plain}，只按结果拟合的合成控制为{mix}，允许水平不同的合成控制为{shifted}。"

    def _basis(self) -> str:
        used = self._used()
        largest = "、".join(f"{one.name}{percent(one.weight)}" for one in used[:5])
        periods = "、".join(f"{one.period:g}（{percent(one.weight)}）" for one in self.times if one.weight >= 0.01)
        done = (
            f"，{'穷尽' if self.exhaustive else '抽取'}{self.draws}种"
            if self.errors == "placebo"
            else f"，{self.draws}次"
        )
        gone = f"；剔除缺期的{len(self.incomplete)}个单位（{listing(self.incomplete)}）" if self.incomplete else ""
        return (
            f"实施单位{len(self.treated)}个，对照{len(self.units)}个，其中{len(used)}个有权重，最大的是{largest}；"
            f"实施前的时期按权重取{periods or '近于均等'}。标准误用{_HOW[self.errors]}{done}{gone}{dropped_text(self.dropped)}。"
        )

    def _limits(self) -> str:
        same = "安慰剂标准误还假定实施单位与对照单位的波动相同；" if self.errors == "placebo" else ""
        return f"{same}结论以加权后的平行走势在实施后若无政策仍会保持为前提，各实施单位须同时开始。"

    def _parallel(self) -> Diagnostic:
        before = [gap for at, gap in zip(self.periods, self.gaps, strict=True) if at < self.start]
        miss = float(np.std(before))
        share = miss / self.noise
        verdict = Verdict.HOLDS if share <= _GOOD_FIT else Verdict.DOUBTFUL if share <= _FAIR_FIT else Verdict.FAILS
        text = f"实施前差距的波动{fixed(miss, self._places + 1, self.unit)}，为对照单位逐期变化的{percent(share, 0)}"
        advice = "" if verdict is Verdict.HOLDS else "加权后仍不平行：换对照池，或缩短实施前的时期"
        return Diagnostic("加权后实施前走势平行", text, verdict, advice)

    def _spread(self) -> Diagnostic:
        effective = 1 / sum(one.weight**2 for one in self.units)
        spread = effective >= min(_SPREAD, len(self.units) / 2)
        advice = "" if spread else "结果系于少数对照单位，须说明它们为何可比"
        text = f"相当于{effective:.1f}个权重相等的单位"
        return Diagnostic("权重不集中于少数对照单位", text, Verdict.HOLDS if spread else Verdict.DOUBTFUL, advice)

    def _error(self) -> Diagnostic:
        count = len(self.treated)
        if self.errors == "placebo":
            text = f"{_HOW[self.errors]}，实施单位{count}个"
            return Diagnostic("实施单位与对照单位波动相同", text, Verdict.UNTESTABLE, "规模悬殊时改用人均或比率")
        verdict = Verdict.HOLDS if count >= _FEW_TREATED else Verdict.DOUBTFUL
        advice = "" if verdict is Verdict.HOLDS else "实施单位太少，区间可能过窄；另看errors='placebo'"
        return Diagnostic("实施单位足够多", f"{count}个，{_HOW[self.errors]}", verdict, advice)
