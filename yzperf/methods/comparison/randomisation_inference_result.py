"""The answer of randomisation inference, in numbers and in words (随机化推断的结果)."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.comparison.effect_words import OTHER_POLICIES, dropped_text
from yzperf.methods.wording import difference_unit, fixed, listing, p_value, percent, places_for, rise_or_fall, span

_SHOWN = 10
_FEW_TREATED = 5


@dataclass(frozen=True, slots=True)
class Placebo:
    """The estimate had these clusters been the treated ones."""

    name: str
    estimate: float


@dataclass(frozen=True)
class RandomisationInference(Result):
    """Result of ``randomisation_inference``. Figures are in ``outcome_unit``.

    ``bounds`` are the constant effects that are not rejected, infinite where there are too few clusters to reject any.
    """

    outcome_name: str
    outcome_unit: str
    time_unit: str
    start: float
    covariates: tuple[str, ...]
    estimate: float
    p_value: float
    bounds: tuple[float, float]
    level: float
    treated: tuple[str, ...]
    clusters: int
    by_unit: bool
    placebos: tuple[Placebo, ...] = field(repr=False)
    exhaustive: bool
    sizes: tuple[int, int]
    rows: int
    dropped: int

    title = "假如换成别的单位"
    method = "比较法·双重差分与随机化推断"

    @property
    def value(self) -> float:
        """The double difference, in ``unit``."""
        return self.estimate

    @property
    def unit(self) -> str:
        """Unit of the outcome; a difference of percentages is in percentage points."""
        return difference_unit(self.outcome_unit)

    @property
    def interval(self) -> tuple[float, float] | None:
        """Effects that are not rejected; None where none could be."""
        return None if any(math.isinf(end) for end in self.bounds) else self.bounds

    @property
    def smallest_p(self) -> float:
        """The smallest p value these deals allow."""
        return 1 / (len(self.placebos) + 1)

    def table(self) -> pd.DataFrame:
        """The estimate and the most extreme placebos, in order of distance from zero."""
        furthest = sorted(self.placebos, key=lambda placebo: -abs(placebo.estimate))[:_SHOWN]
        rows = [("实施", listing(self.treated), self.estimate)]
        rows += [("安慰剂", placebo.name, placebo.estimate) for placebo in furthest]
        return pd.DataFrame(rows, columns=["类别", "单位", "效应"]).round({"效应": self._places})

    def sentences(self) -> tuple[str, ...]:
        """The estimate, how far out it lies, the data, the limits."""
        return self._answer(), self._rank(), self._basis(), self._limits()

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Can these deals reject at all, are the clusters alike, other policies."""
        return self._power(), self._alike(), OTHER_POLICIES

    def figure(self) -> Any:
        """The placebo estimates and the true one."""
        from yzperf.drawing.placebo import draw_placebos

        return draw_placebos(
            [placebo.estimate for placebo in self.placebos],
            self.estimate,
            x_label=f"{self.outcome_name}的变化之差" + (f"（{self.unit}）" if self.unit else ""),
            title=f"随机化推断：{self._signed()}，{p_value(self.p_value)}",
            observed_label=f"实际实施：{listing(self.treated)}",
            placebo_label=f"假如换成别的单位（{len(self.placebos)}种）",
        )

    @property
    def _places(self) -> int:
        return places_for(float(np.std([placebo.estimate for placebo in self.placebos])))

    def _signed(self) -> str:
        return f"{'+' if self.estimate > 0 else ''}{fixed(self.estimate, self._places, self.unit)}"

    def _answer(self) -> str:
        held = f"控制{listing(self.covariates)}后，" if self.covariates else ""
        amount = fixed(abs(self.estimate), self._places, self.unit)
        verdict = "可以排除" if self.p_value <= 1 - self.level else "不能排除"
        return (
            f"{held}与未实施单位的变化相比，{listing(self.treated)}的{self.outcome_name}自{self.start:g}{self.time_unit}"
            f"起平均相对{rise_or_fall(self.estimate)}{amount}（随机化推断{p_value(self.p_value)}），{verdict}没有作用。"
        )

    def _rank(self) -> str:
        at_least = round(self.p_value * (len(self.placebos) + 1))
        low, high = self.bounds
        if self.interval is None:
            reach = f"{percent(self.level, 0)}置信区间至少有一端无界：重排的花样太少，排除不了很大的作用"
        else:
            reach = f"不被排除的作用为{span((low, high), self._places, self.unit)}（{percent(self.level, 0)}置信区间）"
        return f"{len(self.placebos) + 1:,}种分派中有{at_least}种（含实际的一种）得出不小于此的差额；{reach}。"

    def _basis(self) -> str:
        what = "单位" if self.by_unit else "聚类"
        few = (
            "实施的这样少，常用的标准误没有意义，故不给出。" if len(self.treated) < _FEW_TREATED else "推断不用标准误。"
        )
        deals = "穷尽全部分派" if self.exhaustive else f"分派的种数太多，随机抽取{len(self.placebos):,}种与实际的比较"
        return (
            f"依据{self.clusters}个{what}共{self.rows}行{dropped_text(self.dropped)}，其中实施{len(self.treated)}个；"
            f"{deals}。{few}"
        )

    def _limits(self) -> str:
        return "这一推断假定：若无政策，哪个单位出现多大的变化之差是同样可能的；各单位规模或波动悬殊时不成立。"

    def _power(self) -> Diagnostic:
        name, text = "重排能够得出显著的结果", f"可能的最小p值为{self.smallest_p:.2g}"
        if self.smallest_p <= 1 - self.level:
            return Diagnostic(name, text, Verdict.HOLDS)
        return Diagnostic(name, text, Verdict.FAILS, "补充对照单位；现有数据无论结果多大都不会显著")

    def _alike(self) -> Diagnostic:
        name, (least, most) = "各单位可以互换（规模相近）", self.sizes
        text = f"每个{'单位' if self.by_unit else '聚类'}{least}至{most}行"
        if most <= 2 * least:
            return Diagnostic(name, text, Verdict.HOLDS)
        return Diagnostic(name, text, Verdict.DOUBTFUL, "规模悬殊时小单位波动大，p值不可靠；宜按相近规模选对照")
