"""The answer of a comparison of unit costs, in numbers and in words (单位成本比较结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.wording import fixed, listing, percent, places_for, span

_FEW_OBJECTS = 15
_LARGE_OBJECT, _STRONG_SCALE, _SURE = 0.5, 0.5, 0.95  # conventions: beyond them somebody should look


@dataclass(frozen=True, slots=True)
class Alternative:
    """One group (or all objects): totals, weighted unit cost, spread, and what stands above the standard.

    ``allowed`` is what the output would have cost at the standard, ``money_above`` the excess of the objects
    above it; both None without a standard. ``interval`` is None below 5 objects and in a census.
    """

    name: str
    count: int
    cost: float
    quantity: float
    unit_cost: float
    interval: tuple[float, float] | None
    median: float
    low: float
    high: float
    allowed: float | None
    above: int | None
    money_above: float | None


@dataclass(frozen=True, slots=True)
class LeastCost:
    """The alternative with the least weighted unit cost, and its distance to the next.

    ``sure`` is the share of bootstrap draws in which it stays least, None where a group has too few objects.
    """

    name: str
    next: str
    gap: float
    sure: float | None


@dataclass(frozen=True, slots=True)
class CostObject:
    """One object as compared."""

    name: str
    group: str
    cost: float
    quantity: float
    unit_cost: float
    standard: float | None


@dataclass(frozen=True)
class UnitCostComparison(Result):
    """Result of ``unit_cost_comparison``. Unit costs are in ``cost_unit`` per ``quantity_unit``."""

    cost_unit: str
    quantity_unit: str
    census: bool
    overall: Alternative
    alternatives: tuple[Alternative, ...]
    least: LeastCost | None
    standard: float | None
    outliers: tuple[CostObject, ...]
    objects: tuple[CostObject, ...]
    dropped: int
    scale_correlation: float
    largest_share: float

    title = "单位成本比较"
    method = "最低成本法·成本比较"

    @property
    def value(self) -> float:
        """Sum of costs over sum of quantities."""
        return self.overall.unit_cost

    @property
    def unit(self) -> str:
        """Cost unit per quantity unit."""
        return f"{self.cost_unit}/{self.quantity_unit}" if self.quantity_unit else self.cost_unit

    @property
    def interval(self) -> tuple[float, float] | None:
        """95 % BCa bootstrap interval over objects, None in a census or below 5 objects."""
        return self.overall.interval

    def table(self) -> pd.DataFrame:
        """One row for all objects and one for each alternative."""
        return pd.DataFrame([self._row(part) for part in (self.overall, *self.alternatives)])

    def sentences(self) -> tuple[str, ...]:
        """The unit cost, the standard, the least-cost alternative, outliers, the limits."""
        texts = (
            self._answer(),
            self._against_standard(),
            self._cheapest(),
            self._named_outliers(),
            self._limits(),
        )
        return tuple(text for text in texts if text)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Equal output, number of objects, outliers, scale, weight of single objects, empty rows."""
        return (
            _EQUAL_OUTPUT,
            self._enough(),
            self._outlying(),
            self._scale(),
            self._weight(),
            self._complete(),
        )

    def figure(self) -> Any:
        """One strip of dots for each alternative, with weighted mean, standard and named outliers."""
        from yzperf.drawing.strips import draw_strips

        parts = self.alternatives or (self.overall,)
        return draw_strips(
            [self._strip(part) for part in parts],
            x_label=f"单位成本（{self.unit}）",
            title=f"加权平均单位成本{fixed(self.value, self._places, self.unit)}",
        )

    @property
    def _places(self) -> int:
        """Four significant digits, or as many as the interval bears."""
        error = self.value / 100
        if self.interval is not None and self.interval[1] > self.interval[0]:
            error = (self.interval[1] - self.interval[0]) / 4
        return max(places_for(error), places_for(self.value / 100))

    def _strip(self, part: Alternative) -> Any:
        from yzperf.drawing.strips import Strip

        inside = [thing for thing in self.objects if part is self.overall or thing.group == part.name]
        named = [thing for thing in self.outliers if part is self.overall or thing.group == part.name]
        return Strip(
            label=part.name,
            values=[thing.unit_cost for thing in inside],
            mean=part.unit_cost,
            standard=inside[0].standard,
            named=[(thing.name, thing.unit_cost) for thing in named],
        )

    def _row(self, part: Alternative) -> dict[str, object]:
        places, band = self._places, part.interval or (float("nan"), float("nan"))
        row: dict[str, object] = {
            "组别": part.name,
            "对象数": part.count,
            f"成本（{self.cost_unit}）": round(part.cost, 2),
            f"数量（{self.quantity_unit}）" if self.quantity_unit else "数量": part.quantity,
            "加权平均单位成本": round(part.unit_cost, places),
        }
        if self.interval is not None:
            row |= {"95%下限": round(band[0], places), "95%上限": round(band[1], places)}
        row |= {
            "中位数": round(part.median, places),
            "最低": round(part.low, places),
            "最高": round(part.high, places),
        }
        if part.above is not None and part.money_above is not None:
            row |= {"超标准对象数": part.above, f"超标准金额（{self.cost_unit}）": round(part.money_above, 2)}
        return row

    def _answer(self) -> str:
        part = self.overall
        band = f"（95%置信区间{span(part.interval, self._places)}）" if part.interval else ""
        return (
            f"{part.count}个对象的加权平均单位成本为{fixed(part.unit_cost, self._places, self.unit)}{band}，"
            f"中位数{fixed(part.median, self._places)}，最低{fixed(part.low, self._places)}，"
            f"最高{fixed(part.high, self._places)}。"
        )

    def _against_standard(self) -> str:
        part = self.overall
        if part.allowed is None or part.above is None or part.money_above is None:
            return ""
        gap = part.cost / part.allowed - 1
        side = f"高{percent(gap)}" if gap > 0 else f"低{percent(-gap)}"
        own = f"（{self.standard:,g}{self.unit}）" if self.standard is not None else "（分组标准）"
        over = f"{part.above}个（{percent(part.above / part.count)}）高于标准"
        money = f"，超出金额合计{fixed(part.money_above, 2, self.cost_unit)}" if part.above else ""
        return f"按支出标准{own}测算，总成本比标准{side}；{over}{money}。"

    def _cheapest(self) -> str:
        if self.least is None:
            return ""
        least = self.least
        sure = ""
        if least.sure is not None and not self.census:
            sure = f"，在{percent(least.sure)}的重抽样中仍为最低"
        return (
            f"各组中单位成本最低的是{least.name}，比次低的{least.next}低"
            f"{fixed(least.gap, self._places, self.unit)}{sure}。"
        )

    def _named_outliers(self) -> str:
        if not self.outliers:
            return ""
        named = [f"{thing.name}（{fixed(thing.unit_cost, self._places)}）" for thing in self.outliers]
        return f"单位成本明显偏离同组的有{listing(named)}，应核对成本和数量后再下结论。"

    def _limits(self) -> str:
        sample = "所列即全部对象，数字没有抽样误差" if self.census else "区间由对象重抽样得到，只反映对象之间的差异"
        return f"{sample}；只有产出的质量和效果相同，单位成本低才说明成本控制好。"

    def _enough(self) -> Diagnostic:
        least = min((part.count for part in self.alternatives), default=self.overall.count)
        text = f"共{self.overall.count}个对象，最小的组{least}个"
        if self.census:
            return Diagnostic("对象数足够", f"{text}，为全部对象", Verdict.HOLDS)
        if least >= _FEW_OBJECTS:
            return Diagnostic("对象数足够", text, Verdict.HOLDS)
        return Diagnostic(
            "对象数足够", text, Verdict.DOUBTFUL, f"少于{_FEW_OBJECTS}个时重抽样区间偏窄，组间高低只作参考"
        )

    def _outlying(self) -> Diagnostic:
        if not self.outliers:
            return Diagnostic("没有离群对象", "对数单位成本的稳健z值均在界限内", Verdict.HOLDS)
        names = listing([thing.name for thing in self.outliers])
        return Diagnostic(
            "没有离群对象", f"{len(self.outliers)}个：{names}", Verdict.DOUBTFUL, "核对口径、计量单位和录入"
        )

    def _scale(self) -> Diagnostic:
        text = f"单位成本与数量的等级相关系数{self.scale_correlation:.2f}"
        if abs(self.scale_correlation) < _STRONG_SCALE:
            return Diagnostic("规模不影响可比性", text, Verdict.HOLDS)
        return Diagnostic("规模不影响可比性", text, Verdict.DOUBTFUL, "单位成本随规模变化，宜在规模相近的对象间比较")

    def _weight(self) -> Diagnostic:
        text = f"成本最大的对象占总成本{percent(self.largest_share)}"
        if self.largest_share <= _LARGE_OBJECT:
            return Diagnostic("加权平均不由单个对象决定", text, Verdict.HOLDS)
        return Diagnostic("加权平均不由单个对象决定", text, Verdict.DOUBTFUL, "同时参考中位数")

    def _complete(self) -> Diagnostic:
        if not self.dropped:
            return Diagnostic("数据完整", "没有因空缺剔除的行", Verdict.HOLDS)
        return Diagnostic(
            "数据完整",
            f"因空缺剔除{self.dropped}行",
            Verdict.DOUBTFUL,
            "补齐后重算；缺的若是高价对象，结果偏低",
        )


_EQUAL_OUTPUT = Diagnostic(
    "各对象产出的质量和效果相同",
    "成本数据本身不能回答",
    Verdict.UNTESTABLE,
    "附验收、达标等材料说明；不同则改用成本效益分析",
)
