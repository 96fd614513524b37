"""The answer of a synthetic control, in numbers and in words (合成控制的结果)."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.comparison.effect_words import OTHER_POLICIES, dropped_text
from yzperf.methods.wording import difference_unit, fixed, listing, p_value, percent, places_for, rise_or_fall, span

_SHOWN_WEIGHT = 0.001
_GOOD_FIT, _FAIR_FIT = 0.25, 0.5
_CALM = 2.0


@dataclass(frozen=True, slots=True)
class Donor:
    """A unit of the pool and its weight in the mix."""

    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class Balance:
    """A predictor: treated unit, mix, plain mean of the pool, and its weight in the search."""

    name: str
    treated: float
    synthetic: float
    pool: float
    importance: float


@dataclass(frozen=True, slots=True)
class SpacePlacebo:
    """A donor treated as if it had the policy: gaps of all periods, mean squared gaps before and after, their ratio."""

    name: str
    gaps: tuple[float, ...]
    pre_mspe: float
    post_mspe: float
    ratio: float


@dataclass(frozen=True, slots=True)
class ConformalEffect:
    """A period with the policy: p value of no effect there and the effects not rejected, infinite where none can be."""

    period: float
    p_value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The answer without one donor: mean gap after, mean squared gap before, gaps of all periods."""

    name: str
    effect: float
    pre_mspe: float
    gaps: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class TimePlacebo:
    """A made-up earlier start: mean gap up to the true start, mean squared gaps before and after the made-up one.

    ``outside`` predictors had no period before it and were not used.
    """

    start: float
    effect: float
    pre_mspe: float
    post_mspe: float
    outside: int


@dataclass(frozen=True)
class SyntheticControl(Result):
    """Result of ``synthetic_control``. Figures are in ``outcome_unit``; gaps are treated less synthetic.

    ``fitted_mspe`` is the mean squared gap over the fitted periods and ``floor_mspe`` the smallest that any mix reaches
    there; ``bounds`` are infinite where the placebos are too few and NaN where they reject every constant effect.
    """

    outcome_name: str
    outcome_unit: str
    time_unit: str
    treated: str
    start: float
    periods: tuple[float, ...]
    actual: tuple[float, ...]
    gaps: tuple[float, ...]
    fitted: tuple[float, float]
    fitted_mspe: float
    floor_mspe: float
    ratio: float
    donors: tuple[Donor, ...]
    balance: tuple[Balance, ...]
    starts: int
    agreeing: int
    placebos: tuple[SpacePlacebo, ...] = field(repr=False)
    placebo_limit: float | None
    conformal_p: float
    conformal: tuple[ConformalEffect, ...]
    bounds: tuple[float, float]
    level: float
    left_out: tuple[LeftOut, ...]
    time_placebo: TimePlacebo | None
    incomplete: tuple[str, ...]
    dropped: int
    skipped: int

    title = "合成控制"
    method = "比较法·合成控制"

    @property
    def value(self) -> float:
        """Mean gap from the start on, in ``unit``."""
        return float(np.mean([gap for at, gap in zip(self.periods, self.gaps, strict=True) if at >= self.start]))

    @property
    def unit(self) -> str:
        """Unit of the outcome; a difference of percentages is in percentage points."""
        return difference_unit(self.outcome_unit)

    @property
    def interval(self) -> tuple[float, float] | None:
        """Constant effects that the placebos do not reject; None where they cannot reject any or reject all."""
        return self.bounds if math.isfinite(self.bounds[0]) else None

    @property
    def synthetic(self) -> tuple[float, ...]:
        """Outcome of the mix in all periods."""
        return tuple(seen - gap for seen, gap in zip(self.actual, self.gaps, strict=True))

    @property
    def pre_mspe(self) -> float:
        """Mean squared gap over all periods before the start."""
        before = [gap**2 for at, gap in zip(self.periods, self.gaps, strict=True) if at < self.start]
        return float(np.mean(before))

    @property
    def ranked(self) -> tuple[SpacePlacebo, ...]:
        """The placebos that enter the ranking."""
        return within_limit(self.placebos, self.pre_mspe, self.placebo_limit)

    @property
    def p_value(self) -> float | None:
        """Share of units, the treated one counted, whose ratio is at least as large; None without placebos."""
        if not self.ranked:
            return None
        return (1 + sum(one.ratio >= self.ratio for one in self.ranked)) / (len(self.ranked) + 1)

    def weight(self, name: str) -> float:
        """Weight of a donor."""
        return next(donor.weight for donor in self.donors if donor.name == name)

    def table(self) -> pd.DataFrame:
        """Treated unit, mix and gap in every period, and the conformal interval where there is one."""
        columns = {"时期": self.periods, self.treated: self.actual, "合成对照": self.synthetic, "差距": self.gaps}
        table = pd.DataFrame(columns)
        ends = {one.period: (one.low, one.high) for one in self.conformal if math.isfinite(one.high - one.low)}
        if ends:
            found = [ends.get(at, (math.nan, math.nan)) for at in self.periods]
            table[[f"{percent(self.level, 0)}下限", f"{percent(self.level, 0)}上限"]] = found
        return table.round({name: self._places + 1 for name in table.columns if name != "时期"})

    def donor_table(self) -> pd.DataFrame:
        """Donors that count, by weight."""
        rows = [(donor.name, round(donor.weight, 3)) for donor in self._mix()]
        return pd.DataFrame(rows, columns=["对照单位", "权重"])

    def balance_table(self) -> pd.DataFrame:
        """Predictors of the treated unit, of the mix and of the pool."""
        rows = [(one.name, one.treated, one.synthetic, one.pool, one.importance) for one in self.balance]
        return pd.DataFrame(rows, columns=["预测变量", self.treated, "合成对照", "对照平均", "变量权重"]).round(3)

    def placebo_table(self) -> pd.DataFrame:
        """The treated unit and the placebos by falling ratio."""
        rows = [
            (self.treated, self.pre_mspe, self.ratio),
            *((one.name, one.pre_mspe, one.ratio) for one in self.ranked),
        ]
        table = pd.DataFrame(rows, columns=["单位", "实施前均方误差", "前后均方误差之比"])
        return table.sort_values("前后均方误差之比", ascending=False, ignore_index=True).round(3)

    def sentences(self) -> tuple[str, ...]:
        """The gap, how unusual it is, what the mix is, how firm it is, the limits."""
        return tuple(filter(None, (self._answer(), self._unusual(), self._basis(), self._firmness(), _LIMITS)))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Fit before the start, search, single donors, placebos, other policies."""
        checks = (self._fit(), self._search(), self._single(), self._power(), self._earlier(), OTHER_POLICIES)
        return tuple(check for check in checks if check is not None)

    def figure(self) -> Any:
        """The treated unit and its mix over time, with the range left when single donors are taken away."""
        from yzperf.drawing.synthetic import draw_synthetic

        return draw_synthetic(
            self.periods,
            self.actual,
            self.synthetic,
            band=self._band(),
            start=self.start,
            treated=self.treated,
            y_label=self._axis(self.outcome_name, self.outcome_unit),
            time_label="年份" if self.time_unit == "年" else "时期",
            title=self._heading(),
        )

    def gap_figure(self) -> Any:
        """The gaps of the treated unit among those of the placebos."""
        from yzperf.drawing.synthetic import draw_gap_paths

        return draw_gap_paths(
            self.periods,
            self.gaps,
            [one.gaps for one in self.ranked],
            start=self.start,
            treated=self.treated,
            y_label=self._axis(f"{self.outcome_name}与合成对照之差", self.unit),
            time_label="年份" if self.time_unit == "年" else "时期",
            title=self._heading(),
        )

    @property
    def _places(self) -> int:
        low, high = self.bounds
        return places_for((high - low) / 4 if self.interval else self.pre_mspe**0.5)

    def _mix(self) -> list[Donor]:
        used = [donor for donor in self.donors if donor.weight >= _SHOWN_WEIGHT]
        return sorted(used, key=lambda donor: -donor.weight)

    def _axis(self, name: str, unit: str) -> str:
        return f"{name}（{unit}）" if unit else name

    def _heading(self) -> str:
        ranked = "" if self.p_value is None else f"，安慰剂{p_value(self.p_value)}"
        sign = "+" if self.value > 0 else ""
        return f"实施后平均差距{sign}{fixed(self.value, self._places, self.unit)}{ranked}"

    def _band(self) -> tuple[list[float], list[float]] | None:
        if not self.left_out:
            return None
        paths = np.array(
            [[seen - gap for seen, gap in zip(self.actual, one.gaps, strict=True)] for one in self.left_out]
        )
        whole = np.vstack([paths, self.synthetic])
        return whole.min(axis=0).tolist(), whole.max(axis=0).tolist()

    def _answer(self) -> str:
        amount = fixed(abs(self.value), self._places, self.unit)
        return (
            f"与合成对照相比，{self.treated}的{self.outcome_name}自{self.start:g}{self.time_unit}起平均相对"
            f"{rise_or_fall(self.value)}{amount}；最后一期（{self.periods[-1]:g}{self.time_unit}）相差"
            f"{fixed(self.gaps[-1], self._places, self.unit)}。"
        )

    def _unusual(self) -> str:
        parts = []
        if self.p_value is not None:
            count = round(self.p_value * (len(self.ranked) + 1))
            excluded = len(self.placebos) - len(self.ranked)
            without = f"，另有{excluded}个因实施前拟合太差未计入" if excluded else ""
            parts.append(
                f"把{len(self.ranked)}个对照单位逐一当作实施单位重算{without}：前后误差之比不小于{self.treated}的"
                f"（含其自身）有{count}个，{p_value(self.p_value)}"
            )
        if self.interval is not None:
            inner = span(self.interval, self._places, self.unit)
            parts.append(f"安慰剂不排除的固定作用为{inner}（{percent(self.level, 0)}置信区间）")
        if math.isnan(self.bounds[0]):
            parts.append("各期相同的作用无论多大都被排除：作用逐期不同，看逐期差距")
        parts.append(f"保形推断（各期都没有作用）{p_value(self.conformal_p)}")
        return "；".join(parts) + "。"

    def _basis(self) -> str:
        mix = "、".join(f"{donor.name}{percent(donor.weight)}" for donor in self._mix()[:6])
        first, last = self.fitted
        how = f"按{len(self.balance)}个预测变量" if self.balance else "只按结果本身"
        gone = f"；剔除缺期的{len(self.incomplete)}个单位（{listing(self.incomplete)}）" if self.incomplete else ""
        blank = f"；预测变量有{self.skipped}个空格未计入平均" if self.skipped else ""
        return (
            f"合成对照{how}由{len(self.donors)}个对照单位中的{len(self._mix())}个组成：{mix}。{first:g}至{last:g}"
            f"{self.time_unit}均方误差为{self.fitted_mspe:.4g}（任何组合最小可达{self.floor_mspe:.4g}）"
            f"{gone}{blank}{dropped_text(self.dropped)}。"
        )

    def _firmness(self) -> str:
        parts = []
        if self.left_out:
            effects = [one.effect for one in self.left_out]
            parts.append(
                f"逐一去掉所用的对照单位，平均差距在{span((min(effects), max(effects)), self._places, self.unit)}之间"
            )
        if self.time_placebo is not None:
            early = self.time_placebo
            unused = f"（{early.outside}个预测变量此前没有数据，未用）" if early.outside else ""
            parts.append(
                f"假定{early.start:g}{self.time_unit}就已实施{unused}，到实际实施前的平均差距为"
                f"{fixed(early.effect, self._places, self.unit)}"
            )
        return "；".join(parts) + "。" if parts else ""

    def _fit(self) -> Diagnostic:
        before = [seen for at, seen in zip(self.periods, self.actual, strict=True) if at < self.start]
        level = abs(float(np.mean(before)))
        spread = max(float(np.std(before)), 0.1 * level)
        share = self.pre_mspe**0.5 / spread if spread else 0.0
        verdict = Verdict.HOLDS if share <= _GOOD_FIT else Verdict.DOUBTFUL if share <= _FAIR_FIT else Verdict.FAILS
        text = (
            f"均方根误差{fixed(self.pre_mspe**0.5, self._places + 1, self.unit)}，为实施前水平波动的{percent(share, 0)}"
        )
        advice = "" if verdict is Verdict.HOLDS else "对照组合不像实施单位：换对照池或预测变量，或改用合成双重差分"
        return Diagnostic("实施前合成对照与实施单位重合", text, verdict, advice)

    def _search(self) -> Diagnostic | None:
        if self.starts < 2:
            return None
        text = f"{self.starts}个起点中{self.agreeing}个到达最小误差"
        found = self.agreeing > 1
        advice = "" if found else "用search='global'再搜一次，看权重是否改变"
        return Diagnostic("预测变量权重的搜索可靠", text, Verdict.HOLDS if found else Verdict.DOUBTFUL, advice)

    def _single(self) -> Diagnostic | None:
        if not self.left_out:
            return None
        effects = [one.effect for one in self.left_out]
        firm = all(0.5 <= effect / self.value <= 1.5 for effect in effects) if self.value else False
        text = f"去掉单个对照后为{span((min(effects), max(effects)), self._places, self.unit)}"
        advice = "" if firm else "结果系于个别对照单位，须说明它为何可比"
        return Diagnostic("结果不取决于单个对照单位", text, Verdict.HOLDS if firm else Verdict.DOUBTFUL, advice)

    def _power(self) -> Diagnostic | None:
        if not self.placebos:
            return None
        least = 1 / (len(self.ranked) + 1)
        enough = least <= 1 - self.level + 1e-12
        advice = "" if enough else "对照单位太少，无论作用多大安慰剂检验都不会显著"
        return Diagnostic(
            "安慰剂检验能够得出显著的结果",
            f"可能的最小p值为{least:.3f}",
            Verdict.HOLDS if enough else Verdict.FAILS,
            advice,
        )

    def _earlier(self) -> Diagnostic | None:
        early = self.time_placebo
        if early is None:
            return None
        times = (early.post_mspe / early.pre_mspe) ** 0.5 if early.pre_mspe else math.inf
        calm = times <= _CALM
        text = f"假定{early.start:g}{self.time_unit}实施，其后误差为其前的{times:.1f}倍"
        advice = "" if calm else "没有政策时也出现差距：合成对照外推不可靠"
        return Diagnostic("没有政策时没有差距（时间安慰剂）", text, Verdict.HOLDS if calm else Verdict.DOUBTFUL, advice)


_LIMITS = (
    "结论以实施前的相似在实施后若无政策仍会保持为前提；对照单位不得受同一政策或其溢出影响。"
    "置信区间针对各期相同的作用，逐期区间（保形推断）另以只按结果拟合的组合计算。"
)


def within_limit(placebos: tuple[SpacePlacebo, ...], pre_mspe: float, limit: float | None) -> tuple[SpacePlacebo, ...]:
    """The placebos that miss before the start by no more than ``limit`` times as much as the treated unit."""
    return placebos if limit is None else tuple(one for one in placebos if one.pre_mspe <= limit * pre_mspe)
