"""The answer of a cost-effectiveness analysis, in numbers and in words (成本效果分析结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.least_cost.dominance import DOMINATED, EXTENDED
from yzperf.methods.wording import fixed, listing, percent, places_for, span

_FEW_PERSONS, _SURE = 30, 0.95  # conventions: below, somebody should look


@dataclass(frozen=True, slots=True)
class Option:
    """One alternative: mean cost and effect, standing, incremental ratio against its cheaper neighbour."""

    name: str
    count: int
    cost: float
    effect: float
    status: str
    ratio: float | None
    against: str | None
    net_benefit: float | None


@dataclass(frozen=True, slots=True)
class Preference:
    """At one worth of a unit of effect: share of draws in which each alternative is best."""

    threshold: float
    shares: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class CostEffectiveness(Result):
    """Result of ``cost_effectiveness_analysis``.

    ``chosen`` is the alternative that the threshold allows, without one the most effective that is not dominated.
    ``preferences`` is empty unless single persons were given.
    """

    cost_unit: str
    effect_unit: str
    lower_better: bool
    threshold: float | None
    options: tuple[Option, ...]
    frontier: tuple[str, ...]
    chosen: str
    ratio_interval: tuple[float, float] | None
    preferences: tuple[Preference, ...]
    dropped: int

    title = "成本效果分析"
    method = "最低成本法·成本效果比"

    @property
    def value(self) -> float:
        """Incremental ratio of the chosen alternative; cost per unit of effect if it has no cheaper neighbour.

        NaN where that neighbour is lacking and there is no effect.
        """
        option = self._chosen
        if option.ratio is not None:
            return option.ratio
        return option.cost / option.effect if option.effect else float("nan")

    @property
    def unit(self) -> str:
        """Cost per unit of effect."""
        return f"{self.cost_unit}/{self.effect_unit}" if self.effect_unit else self.cost_unit

    @property
    def interval(self) -> tuple[float, float] | None:
        """95 % bootstrap interval of the incremental ratio; None without single persons."""
        return self.ratio_interval

    @property
    def dominated(self) -> tuple[str, ...]:
        """Alternatives with no more effect than another, at no less cost."""
        return tuple(option.name for option in self.options if option.status == DOMINATED)

    @property
    def extended_dominated(self) -> tuple[str, ...]:
        """Alternatives beaten by a mixture of two others."""
        return tuple(option.name for option in self.options if option.status == EXTENDED)

    @property
    def incremental_ratios(self) -> tuple[float, ...]:
        """Ratios along the frontier, from the second cheapest up."""
        found = {option.name: option.ratio for option in self.options if option.ratio is not None}
        return tuple(found[name] for name in self.frontier[1:])

    def table(self) -> pd.DataFrame:
        """One row per alternative, from the cheapest up."""
        rows = [self._row(option) for option in sorted(self.options, key=lambda one: one.cost)]
        return pd.DataFrame(rows)

    def acceptability(self) -> pd.DataFrame:
        """Share of draws in which each alternative is best, by worth of a unit of effect."""
        rows = [{"意愿支付标准": one.threshold, **dict(one.shares)} for one in self.preferences]
        return pd.DataFrame(rows, columns=["意愿支付标准", *(option.name for option in self.options)])

    def sentences(self) -> tuple[str, ...]:
        """The choice and its ratio, what is ruled out, how sure, what was left out, limits."""
        texts = (self._answer(), self._path(), self._ruled_out(), self._how_sure(), self._left_out(), _LIMITS)
        return tuple(text for text in texts if text)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Number of persons; sureness of the choice; completeness; one measure of effect."""
        return (self._enough(), self._sure(), self._complete(), _ONE_EFFECT)

    def figure(self) -> Any:
        """Effect and cost of each alternative, and the frontier."""
        from yzperf.drawing.cost_frontier import FrontierDot, draw_frontier

        unit = f"（{self.effect_unit}）" if self.effect_unit else ""
        return draw_frontier(
            [FrontierDot(one.name, one.effect, one.cost, one.name in self.frontier) for one in self.options],
            x_label=f"效果{unit}{'，越小越好' if self.lower_better else ''}",
            y_label=f"成本（{self.cost_unit}）",
            title=f"成本效果前沿：{len(self.frontier)}个方案在前沿上",
            less_is_better=self.lower_better,
        )

    @property
    def _chosen(self) -> Option:
        return next(option for option in self.options if option.name == self.chosen)

    def _ratio_text(self, ratio: float) -> str:
        error = abs(ratio) / 100
        if self.ratio_interval is not None and self.ratio_interval[1] > self.ratio_interval[0]:
            error = (self.ratio_interval[1] - self.ratio_interval[0]) / 4
        return fixed(ratio, min(4, places_for(error)), self.unit)

    def _row(self, option: Option) -> dict[str, object]:
        row: dict[str, object] = {
            "方案": option.name,
            f"成本（{self.cost_unit}）": round(option.cost, 2),
            f"效果（{self.effect_unit}）" if self.effect_unit else "效果": round(option.effect, 4),
            "平均成本效果比": round(option.cost / option.effect, 4) if option.effect else None,
            "判别": option.status,
            "比较对象": option.against or "",
            "增量成本效果比": None if option.ratio is None else round(option.ratio, 4),
        }
        if self.threshold is not None and option.net_benefit is not None:
            row["净效益"] = round(option.net_benefit, 2)
        return row

    def _answer(self) -> str:
        option = self._chosen
        if option.ratio is None:
            text = f"成本{fixed(option.cost, 2, self.cost_unit)}，没有更便宜而未被占优的方案"
        else:
            band = (
                f"（95%置信区间{span(self.interval, min(4, places_for((self.interval[1] - self.interval[0]) / 4)))}）"
                if self.interval
                else ""
            )
            text = f"与{option.against}相比，每多取得一单位效果多花{self._ratio_text(option.ratio)}{band}"
        if self.threshold is None:
            return f"未被占优的方案中效果最好的是{self.chosen}：{text}。未给出意愿支付标准，不作取舍。"
        return f"每单位效果最多愿付{self.threshold:,g}{self.cost_unit}时，应选{self.chosen}：{text}。"

    def _path(self) -> str:
        if len(self.frontier) < 3:
            return ""
        ratios = [self._ratio_text(ratio) for ratio in self.incremental_ratios]
        steps = [f"{name}（{ratio}）" for name, ratio in zip(self.frontier[1:], ratios, strict=True)]
        return f"前沿由{self.frontier[0]}起，依次为{'、'.join(steps)}；意愿支付标准超过括号内的数，才轮到该方案。"

    def _ruled_out(self) -> str:
        parts = []
        if self.dominated:
            parts.append(f"{listing(self.dominated)}花钱不少于、效果不多于其他方案，排除")
        if self.extended_dominated:
            parts.append(f"{listing(self.extended_dominated)}不如把另外两个方案搭配使用，排除（扩展占优）")
        return "；".join(parts) + "。" if parts else ""

    def _how_sure(self) -> str:
        share = self._share
        if share is None:
            return "所给为各方案的平均数，没有个体数据，不能给出抽样误差。" if not self.preferences else ""
        return f"在重抽样中，{self.chosen}净效益最高的占{percent(share)}。"

    @property
    def _share(self) -> float | None:
        """Share of draws in which the chosen one is best at the threshold."""
        found = [one for one in self.preferences if one.threshold == self.threshold]
        return dict(found[0].shares)[self.chosen] if found else None

    def _left_out(self) -> str:
        return f"因空缺剔除{self.dropped}行。" if self.dropped else ""

    def _enough(self) -> Diagnostic:
        if not self.preferences:
            return Diagnostic(
                "个体数足够", "没有个体数据（或有方案少于5个）", Verdict.UNTESTABLE, "有个体数据时可给出区间"
            )
        least = min(option.count for option in self.options)
        text = f"最少的方案{least}个"
        if least >= _FEW_PERSONS:
            return Diagnostic("个体数足够", text, Verdict.HOLDS)
        return Diagnostic("个体数足够", text, Verdict.DOUBTFUL, f"少于{_FEW_PERSONS}个时重抽样区间偏窄")

    def _sure(self) -> Diagnostic:
        if self._share is None:
            return Diagnostic("选择不受抽样误差影响", "缺个体数据或意愿支付标准", Verdict.UNTESTABLE)
        verdict = Verdict.HOLDS if self._share >= _SURE else Verdict.DOUBTFUL
        return Diagnostic("选择不受抽样误差影响", f"最优的占{percent(self._share)}", verdict)

    def _complete(self) -> Diagnostic:
        verdict = Verdict.DOUBTFUL if self.dropped else Verdict.HOLDS
        return Diagnostic("数据完整", f"因空缺剔除{self.dropped}行", verdict, "补齐后重算" if self.dropped else "")


_LIMITS = "增量比只在同一种效果之间可比；意愿支付标准是判断，不是数据给出的。"
_ONE_EFFECT = Diagnostic(
    "各方案以同一效果衡量，期限和对象可比",
    "数据本身不能回答",
    Verdict.UNTESTABLE,
    "效果不止一种时改用成本效益分析或分别列示",
)
