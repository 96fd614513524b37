"""The answer of a panel regression, in numbers and in words (双向固定效应的结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.comparison.effect_words import OTHER_POLICIES, change_row, dropped_text
from yzperf.methods.comparison.parts import Change
from yzperf.methods.wording import difference_unit, fixed, listing, p_value, percent, places_for, rise_or_fall, span

_FEW_CLUSTERS = 30


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A column of the regression and its effect on the outcome."""

    name: str
    change: Change


@dataclass(frozen=True, slots=True)
class NegativeWeights:
    """How many of the treated rows count negatively in the coefficient, and the sum of their weights."""

    negative: int
    treated: int
    total: float


@dataclass(frozen=True, slots=True)
class PanelCoverage:
    """What the estimate rests on; ``single`` units have one row, ``changing`` ones more than one policy value."""

    rows: int
    dropped: int
    units: int
    periods: int
    single: int
    changing: int
    complete: bool
    clusters: tuple[int, ...]


@dataclass(frozen=True)
class TwoWayFixedEffects(Result):
    """Result of ``two_way_fixed_effects``. Effects are in ``outcome_unit`` per unit of each column.

    The first ``interest`` coefficients are those of the policy; ``wild_p`` is given where clusters are few and
    ``negative`` where the policy is a 0/1 switch.
    """

    outcome_name: str
    outcome_unit: str
    treatment_unit: str
    coefficients: tuple[Coefficient, ...]
    interest: int
    degrees: int
    errors: str
    cluster_names: tuple[str, ...]
    effect_names: tuple[str, ...]
    within_r2: float
    wild_p: float | None
    negative: NegativeWeights | None
    coverage: PanelCoverage

    title = "政策变量的作用（固定效应回归）"
    method = "比较法·双向固定效应"

    @property
    def effect(self) -> Change:
        """The effect of the first policy variable."""
        return self.coefficients[0].change

    @property
    def value(self) -> float:
        """The effect of the first policy variable, in ``unit``."""
        return self.effect.estimate

    @property
    def unit(self) -> str:
        """Unit of the outcome per unit of the policy variable."""
        outcome = difference_unit(self.outcome_unit)
        return f"{outcome}/{self.treatment_unit}" if self.treatment_unit else outcome

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the effect."""
        return self.effect.low, self.effect.high

    def table(self) -> pd.DataFrame:
        """Every coefficient with error, interval and p value, each to the digits its error bears."""
        rows = []
        for coefficient in self.coefficients:
            name, *numbers, p = change_row(coefficient.name, coefficient.change)
            places = places_for(coefficient.change.standard_error)
            rows.append((name, *(round(number, places) for number in numbers), p))
        return pd.DataFrame(rows, columns=["变量", "系数", "标准误", "95%下限", "95%上限", "p值"])

    def sentences(self) -> tuple[str, ...]:
        """The effect, the data, the limits."""
        return self._answer(), self._basis(), self._limits()

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Clusters, what the comparison rests on, equal effects, holes, other policies."""
        return self._clusters(), self._variation(), self._equal_effects(), self._completeness(), OTHER_POLICIES

    def figure(self) -> Any:
        """The coefficients with their intervals, in units of their own standard errors where they differ in kind."""
        from yzperf.drawing.coefficients import CoefficientBar, draw_coefficients

        bars = [
            CoefficientBar(
                coefficient.name,
                coefficient.change.estimate,
                (coefficient.change.low, coefficient.change.high),
                main=place < self.interest,
            )
            for place, coefficient in enumerate(self.coefficients)
        ]
        return draw_coefficients(
            bars,
            x_label=f"每单位变量对应的{self.outcome_name}变化"
            + (f"（{difference_unit(self.outcome_unit)}）" if self.outcome_unit else ""),
            title=f"{self.coefficients[0].name}的作用：{fixed(self.value, self._places, self.unit)}"
            f"（95%置信区间{span(self.interval, self._places)}）",
        )

    @property
    def _places(self) -> int:
        return places_for(self.effect.standard_error)

    def _answer(self) -> str:
        name, effect = self.coefficients[0].name, self.effect
        step = f"每增加1{self.treatment_unit}" if self.negative is None else "从无到有"
        verdict = "区间包含0，不能排除没有作用" if effect.low <= 0 <= effect.high else "区间不含0"
        amount = fixed(abs(effect.estimate), self._places, difference_unit(self.outcome_unit))
        return (
            f"{self._held()}，{name}{step}，{self.outcome_name}平均{rise_or_fall(effect.estimate)}{amount}"
            f"（95%置信区间{span(self.interval, self._places)}，{p_value(effect.p_value)}），{verdict}。"
        )

    def _held(self) -> str:
        others = [coefficient.name for coefficient in self.coefficients[1:]]
        effects = f"扣除{'和'.join(self.effect_names)}固定效应后" if self.effect_names else "不扣除固定效应时"
        return f"控制{listing(others)}并{effects}" if others else effects

    def _basis(self) -> str:
        data = self.coverage
        kinds = {"robust": "异方差稳健（HC1）", "classical": "同方差（经典）"}
        clusters = "、".join(
            f"“{name}”（{count}个）" for name, count in zip(self.cluster_names, data.clusters, strict=False)
        )
        errors = kinds.get(self.errors, f"按{clusters}聚类")
        return (
            f"依据{data.units}个单位、{data.periods}期共{data.rows}行{dropped_text(data.dropped)}。标准误{errors}，"
            f"区间取自由度{self.degrees}的t分布；模型解释了组内变动的{percent(self.within_r2)}。"
        )

    def _limits(self) -> str:
        mixed = "，且各批效应不同时系数不是效应的平均，" if self.negative and self.negative.negative else "，"
        return (
            f"固定效应只扣除了不随时间变的单位差别和各单位共同的时期变化{mixed}随时间变化又未计入的因素仍会混在其中。"
        )

    def _clusters(self) -> Diagnostic:
        name, counts = "聚类数足够", self.coverage.clusters
        if not counts:
            advice = "同一单位各期的误差通常相关，应按单位或更粗的层次聚类，否则误差偏小"
            return Diagnostic("各行相互独立", f"{self.coverage.rows}行，未聚类", Verdict.UNTESTABLE, advice)
        text = f"{'、'.join(f'{count}个' for count in counts)}聚类"
        if self.wild_p is not None:
            text += f"；野自助法{p_value(self.wild_p)}"
        if min(counts) >= _FEW_CLUSTERS:
            return Diagnostic(name, text, Verdict.HOLDS)
        remedy = "宜以野自助法的p值为准" if self.wild_p is not None else "宜改按单一层次聚类并用野自助法"
        advice = f"聚类少于{_FEW_CLUSTERS}个时标准误往往偏小，{remedy}"
        return Diagnostic(name, text, Verdict.DOUBTFUL, advice)

    def _variation(self) -> Diagnostic:
        data, name = self.coverage, "政策变量在单位内有足够的变化"
        text = f"{data.units}个单位中{data.changing}个的“{self.coefficients[0].name}”随时间变化"
        if "单位" not in self.effect_names:
            return Diagnostic(name, text, Verdict.UNTESTABLE, "没有扣除单位固定效应，单位之间的差别也计入了")
        if data.changing >= max(5, 0.1 * data.units):
            return Diagnostic(name, text, Verdict.HOLDS)
        if data.changing == 1:
            advice = "只有1个单位有变化，标准误没有意义；改用randomisation_inference"
            return Diagnostic(name, text, Verdict.FAILS, advice)
        return Diagnostic(name, text, Verdict.DOUBTFUL, "估计只靠少数单位的变化，逐个核对这些单位")

    def _equal_effects(self) -> Diagnostic:
        name, weights = "各单位各期的效应相同（否则系数不是平均效应）", self.negative
        if weights is None:
            return Diagnostic(
                name, "政策变量不是0/1开关或没有两种固定效应", Verdict.UNTESTABLE, "分组估计，看系数是否相近"
            )
        text = f"{weights.treated}个实施的行中{weights.negative}个权重为负，合计{weights.total:.3f}"
        if not weights.negative:
            return Diagnostic(name, text, Verdict.HOLDS, "没有负权重")
        advice = "先实施的单位被当作后实施单位的对照；用goodman_bacon_decomposition看成分，改用callaway_santanna"
        return Diagnostic(name, text, Verdict.DOUBTFUL, advice)

    def _completeness(self) -> Diagnostic:
        data, name = self.coverage, "面板完整"
        if data.complete:
            return Diagnostic(name, f"{data.units}个单位{data.periods}期齐全", Verdict.HOLDS)
        text = f"{data.units}个单位×{data.periods}期应有{data.units * data.periods}行，实有{data.rows}行"
        text += f"；{data.single}个单位只有1期，不提供信息" if data.single else ""
        return Diagnostic(name, text, Verdict.DOUBTFUL, "查明缺期原因；缺失与政策有关时估计有偏")
