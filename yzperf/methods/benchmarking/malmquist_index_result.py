"""The answer of productivity indices, in numbers and in words (Malmquist指数的结果)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from math import exp, isfinite, log, sqrt
from operator import mul
from statistics import fmean
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.benchmarking.efficiency_words import SAME_PRACTICE, few_units
from yzperf.methods.wording import fixed, listing, percent, span

_PARTS = ("efficiency", "technical", "pure", "scale", "productivity")
_HEADS = ("效率变化", "技术变化", "纯技术效率变化", "规模效率变化", "全要素生产率变化")
_STEADY = 0.0005


@dataclass(frozen=True, slots=True)
class IndexChange:
    """One unit from one period to the next: six scores (CRS unless said) and the index made of them.

    ``start_by_end`` is the score of the earlier figures against the later frontier; above 1 is beyond it.
    """

    name: str
    start: str
    end: str
    own_start: float
    own_end: float
    start_by_end: float
    end_by_start: float
    variable_start: float
    variable_end: float

    @property
    def efficiency(self) -> float:
        """效率变化 (effch): catching up with the frontier."""
        return self.own_end / self.own_start

    @property
    def technical(self) -> float:
        """技术变化 (techch): how far the frontier moved."""
        return sqrt(self.end_by_start / self.own_end * self.own_start / self.start_by_end)

    @property
    def pure(self) -> float:
        """纯技术效率变化 (pech)."""
        return self.variable_end / self.variable_start

    @property
    def scale(self) -> float:
        """规模效率变化 (sech)."""
        return self.efficiency / self.pure

    @property
    def productivity(self) -> float:
        """全要素生产率变化 (tfpch): the Malmquist index."""
        return self.efficiency * self.technical


@dataclass(frozen=True, slots=True)
class MeanChange:
    """Geometric means of some changes, under a name."""

    name: str
    efficiency: float
    technical: float
    pure: float
    scale: float
    productivity: float

    @classmethod
    def of(cls, name: str, changes: Iterable[IndexChange]) -> MeanChange:
        """Take the means over the changes that could be computed."""
        known = [change for change in changes if isfinite(change.productivity)]
        means = [exp(fmean(log(getattr(one, part)) for one in known)) if known else float("nan") for part in _PARTS]
        return cls(name, *means)


@dataclass(frozen=True)
class MalmquistIndex(Result):
    """Result of ``malmquist_index``; ``spans`` are 95 % intervals of the changes, empty without a bootstrap."""

    units: tuple[str, ...]
    periods: tuple[str, ...]
    orientation: str
    changes: tuple[IndexChange, ...]
    needed: int
    left_out: tuple[str, ...]
    draws: int
    spans: tuple[tuple[float, float], ...] = field(repr=False)
    mean_span: tuple[float, float] | None

    title = "全要素生产率变化（Malmquist指数）"
    method = "标杆管理法·Malmquist指数"

    @property
    def mean(self) -> MeanChange:
        """Geometric means over all units and periods."""
        return MeanChange.of("平均", self.changes)

    @property
    def period_means(self) -> tuple[MeanChange, ...]:
        """Geometric means of each pair of periods."""
        return self._means(
            [f"{start}→{end}" for start, end in pairwise(self.periods)], lambda one: f"{one.start}→{one.end}"
        )

    @property
    def unit_means(self) -> tuple[MeanChange, ...]:
        """Geometric means of each unit over the periods."""
        return self._means(self.units, lambda one: one.name)

    @property
    def value(self) -> float:
        """Geometric mean of the index over all units and periods."""
        return self.mean.productivity

    @property
    def unit(self) -> str:
        """None: a ratio, 1 is no change."""
        return ""

    @property
    def interval(self) -> tuple[float, float] | None:
        """95 % bootstrap interval of ``value``; None without draws."""
        return self.mean_span

    def table(self) -> pd.DataFrame:
        """Every change, then the means of periods and of units."""
        spans = [f"{low:.3f}～{high:.3f}" for low, high in self.spans] or [""] * len(self.changes)
        rows = [
            (f"{one.start}→{one.end}", one.name, *_figures(one), text)
            for one, text in zip(self.changes, spans, strict=True)
        ]
        rows += [(mean.name, "几何平均", *_figures(mean), "") for mean in self.period_means]
        rows += [("各期几何平均", mean.name, *_figures(mean), "") for mean in self.unit_means]
        frame = pd.DataFrame(rows, columns=["时期", "单位", *_HEADS, "95%区间"])
        return frame if self.spans else frame.drop(columns="95%区间")

    def sentences(self) -> tuple[str, ...]:
        """The mean and its parts, the best and the worst, intervals, limits."""
        return tuple(filter(None, (self._answer(), self._ends(), self._sure(), self._undone(), _LIMITS)))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All indices computed, enough units, the same units throughout, what data cannot tell."""
        enough = few_units(len(self.units), self.needed)
        narrow = (_NARROW,) if self.spans else ()
        return self._computed(), enough, self._complete(), *narrow, _NOISE, SAME_PRACTICE

    def figure(self) -> Any:
        """Cumulated means, and every unit as a thin line."""
        from yzperf.drawing.index_paths import draw_index_paths

        bold = [
            (head, _cumulated(getattr(mean, part) for mean in self.period_means))
            for head, part in (("全要素生产率", "productivity"), ("效率", "efficiency"), ("技术", "technical"))
        ]
        thin = [_cumulated(one.productivity for one in self.changes if one.name == name) for name in self.units]
        return draw_index_paths(
            self.periods, bold, thin, y_label=f"累计指数（{self.periods[0]}＝1）", title="生产率及其来源（几何平均）"
        )

    def _means(self, names: Iterable[str], key: Callable[[IndexChange], str]) -> tuple[MeanChange, ...]:
        return tuple(MeanChange.of(name, (one for one in self.changes if key(one) == name)) for name in names)

    def _answer(self) -> str:
        mean = self.mean
        sure = f"（95%置信区间{span(self.mean_span, 3)}）" if self.mean_span else ""
        return (
            f"{len(self.units)}个单位从{self.periods[0]}到{self.periods[-1]}，全要素生产率平均每期"
            f"{_moved(mean.productivity)}{sure}：效率{_moved(mean.efficiency)}（追赶前沿），"
            f"技术{_moved(mean.technical)}（前沿移动）；效率中纯技术{_moved(mean.pure)}、规模{_moved(mean.scale)}。"
        )

    def _ends(self) -> str:
        known = [mean for mean in self.unit_means if isfinite(mean.productivity)]
        if len(known) < 2:
            return ""
        first, last = (pick(known, key=lambda mean: mean.productivity) for pick in (max, min))
        return f"最快的是{first.name}（每期{_moved(first.productivity)}），最慢的是{last.name}（每期{_moved(last.productivity)}）。"

    def _sure(self) -> str:
        if not self.spans:
            return "未作自助法，指数没有区间；要区间请给draws（如1000）。"
        up, down = sum(low > 1 for low, _ in self.spans), sum(high < 1 for _, high in self.spans)
        return (
            f"{self.draws:,}次平滑自助抽样：{len(self.changes)}个变化中{up}个显著提高、{down}个显著下降，"
            f"其余{len(self.changes) - up - down}个的区间含1，不能断定有变化。"
        )

    def _undone(self) -> str:
        left = f"{listing(self.left_out)}不是每期都有数据，未计入（{len(self.left_out)}个）。" if self.left_out else ""
        return left + (f"{listing(self._unsolved)}的指数无可行解，不计入平均。" if self._unsolved else "")

    @property
    def _unsolved(self) -> list[str]:
        return [f"{one.name}（{one.start}→{one.end}）" for one in self.changes if not isfinite(one.productivity)]

    def _computed(self) -> Diagnostic:
        name = "各期前沿都能比较"
        if not self._unsolved:
            return Diagnostic(name, f"{len(self.changes)}个指数都有解", Verdict.HOLDS)
        advice = "有的产出别的时期无人生产；合并产出，或剔除该单位"
        return Diagnostic(name, f"{listing(self._unsolved)}无解", Verdict.FAILS, advice)

    def _complete(self) -> Diagnostic:
        name = "各期是同一批单位"
        if not self.left_out:
            return Diagnostic(name, f"{len(self.units)}个单位各期齐全", Verdict.HOLDS)
        advice = "核对剔除的单位是否与其余不同，例如撤并的多为低效单位"
        return Diagnostic(name, f"剔除{len(self.left_out)}个", Verdict.DOUBTFUL, advice)


_LIMITS = "指数只比较本组单位；价格变动须先剔除（按可比价），质量变化没有计入的会算成生产率变化。"
_NARROW = Diagnostic(
    "自助区间的覆盖率接近95%",
    "模拟中30个单位、两项投入时只有约三分之二",
    Verdict.DOUBTFUL,
    "区间偏窄，显著与否只作线索",
)
_NOISE = Diagnostic(
    "各期口径一致、没有测量误差",
    "数据回答不了",
    Verdict.UNTESTABLE,
    "金额按可比价折算；核对各期统计口径是否变过",
)


def _figures(one: IndexChange | MeanChange) -> list[float]:
    return [round(getattr(one, part), 4) for part in _PARTS]


def _cumulated(steps: Iterable[float]) -> list[float]:
    return list(accumulate(steps, mul, initial=1.0))


def _moved(index: float) -> str:
    if not isfinite(index):
        return "无法计算"
    if abs(index - 1) < _STEADY:
        return f"不变（{fixed(index, 3)}）"
    return f"{'提高' if index > 1 else '下降'}{percent(abs(index - 1))}"
