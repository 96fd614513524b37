"""The answer of a comparison with targets, in numbers and in words (与目标比较的结果)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.comparison.effect_words import dropped_text
from yzperf.methods.comparison.parts import Change
from yzperf.methods.wording import difference_unit, fixed, listing, p_value, percent, places_for, span

_SMALL = 15


@dataclass(frozen=True, slots=True)
class Share:
    """A share between 0 and 1 with its 95 % interval."""

    estimate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class TargetGroup:
    """A group of objects: mean outcome and target, mean gap, completion (None with targets of zero), who met it."""

    name: str
    count: int
    actual: float
    target: float
    gap: Change
    ratio: float | None
    met: int
    share: Share


@dataclass(frozen=True, slots=True)
class TargetObject:
    """One object, its outcome and its target."""

    name: str
    group: str
    actual: float
    target: float
    met: bool

    @property
    def gap(self) -> float:
        """Outcome minus target."""
        return self.actual - self.target


@dataclass(frozen=True)
class TargetComparison(Result):
    """Result of ``target_comparison``. Figures are in ``outcome_unit``.

    ``target`` is None where every object has its own; with ``census`` the figures are exact.
    """

    outcome_name: str
    outcome_unit: str
    direction: str
    target: float | None
    census: bool
    weighted: bool
    whole: TargetGroup
    groups: tuple[TargetGroup, ...]
    objects: tuple[TargetObject, ...] = field(repr=False)
    dropped: int

    title = "目标完成情况"
    method = "比较法·与目标比较"

    @property
    def value(self) -> float:
        """Mean gap to the target (outcome minus target), in ``unit``."""
        return self.whole.gap.estimate

    @property
    def unit(self) -> str:
        """Unit of the outcome; a difference of percentages is in percentage points."""
        return difference_unit(self.outcome_unit)

    @property
    def interval(self) -> tuple[float, float] | None:
        """95 % interval of the mean gap; None for a census."""
        return None if self.census else (self.whole.gap.low, self.whole.gap.high)

    @property
    def missed(self) -> tuple[TargetObject, ...]:
        """Objects that did not meet their target, the furthest first."""
        return tuple(sorted((one for one in self.objects if not one.met), key=lambda one: -abs(one.gap)))

    def table(self) -> pd.DataFrame:
        """The whole and every group: means, gap, completion, share of objects that met the target."""
        rows = [
            (
                group.name,
                group.count,
                round(group.actual, self._places),
                round(group.target, self._places),
                round(group.gap.estimate, self._places),
                "" if group.ratio is None else percent(group.ratio),
                group.met,
                percent(group.share.estimate),
            )
            for group in (*self.groups, self.whole)
        ]
        columns = ["分组", "对象数", "实际平均", "目标平均", "差额", "完成率", "达标数", "达标率"]
        return pd.DataFrame(rows, columns=columns)

    def missed_table(self) -> pd.DataFrame:
        """Objects that did not meet their target, the furthest first."""
        rows = [(one.name, one.group, one.actual, one.target, one.gap) for one in self.missed]
        return pd.DataFrame(rows, columns=["对象", "分组", "实际值", "目标值", "差额"])

    def sentences(self) -> tuple[str, ...]:
        """The gap and whether it can be told from none, who met the target, the data and limits."""
        return self._answer(), self._shares(), self._basis()

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Number of objects, extremes, the targets themselves."""
        return self._enough(), self._extremes(), _TARGETS

    def figure(self) -> Any:
        """The gap of every object, group by group."""
        from yzperf.drawing.gaps import GapGroup, draw_gaps

        shown = self.groups or (self.whole,)
        groups = [
            GapGroup(
                f"{group.name}\n达标{group.met}/{group.count}",
                [one.gap for one in self.objects if not self.groups or one.group == group.name],
                group.gap.estimate,
            )
            for group in shown
        ]
        return draw_gaps(
            groups,
            x_label=f"{self.outcome_name}：实际减目标" + (f"（{self.unit}）" if self.unit else ""),
            good_is_right=self.direction == "at_least",
            title=f"平均{self._relation()}，达标{self.whole.met}/{self.whole.count}",
        )

    @property
    def _places(self) -> int:
        gap = self.whole.gap
        return places_for(gap.standard_error if gap.standard_error > 0 else max(abs(gap.estimate), 0.01) / 10)

    def _relation(self) -> str:
        gap = self.whole.gap.estimate
        if gap == 0:
            return "与目标相同"
        return f"{'高于' if gap > 0 else '低于'}目标{fixed(abs(gap), self._places, self.unit)}"

    def _answer(self) -> str:
        whole = self.whole
        aim = f"（目标{'不低于' if self.direction == 'at_least' else '不高于'}{whole.target:g}{self.outcome_unit}）"
        ratio = f"，完成率{percent(whole.ratio)}" if whole.ratio is not None else ""
        start = f"{whole.count}个对象的{self.outcome_name}{aim if self.target is not None else ''}平均{self._relation()}{ratio}"
        if self.census:
            return f"{start}；这是全部对象的数，没有抽样误差。"
        low, high = whole.gap.low, whole.gap.high
        verdict = "不能断定总体平均在目标的哪一侧" if low <= 0 <= high else "总体平均与目标的差别超出抽样误差"
        return f"{start}（差额的95%置信区间{span((low, high), self._places, self.unit)}，{p_value(whole.gap.p_value)}），{verdict}。"

    def _shares(self) -> str:
        whole = self.whole
        reach = "" if self.census else f"（95%置信区间{percent(whole.share.low)}至{percent(whole.share.high)}）"
        missed = f"；未达标的差得最多的是{listing([one.name for one in self.missed])}" if self.missed else ""
        return f"{whole.met}个达标，达标率{percent(whole.share.estimate)}{reach}{missed}。"

    def _basis(self) -> str:
        weighted = "按权重加权" if self.weighted else "各对象同等计算"
        return (
            f"{weighted}{dropped_text(self.dropped)}。达到目标不等于政策有效：目标可能定得高或低，"
            "没有政策时的水平也不在这一比较之中。"
        )

    def _enough(self) -> Diagnostic:
        text = f"{self.whole.count}个对象"
        if self.census:
            return Diagnostic("数据是全部对象", text, Verdict.UNTESTABLE, "核对对象名单是否完整")
        if self.whole.count >= _SMALL:
            return Diagnostic("对象数足够", text, Verdict.HOLDS)
        return Diagnostic("对象数足够", text, Verdict.DOUBTFUL, "对象少，区间依赖正态分布；宜逐个说明")

    def _extremes(self) -> Diagnostic:
        gaps = pd.Series([one.gap for one in self.objects])
        middle = float((gaps - gaps.median()).abs().median())
        far = [one.name for one in self.objects if abs(one.gap - gaps.median()) > 6 * middle] if middle > 0 else []
        if not far:
            return Diagnostic("平均数不由个别对象决定", "没有特别突出的对象", Verdict.HOLDS)
        text = f"差额特别突出：{listing(far)}"
        return Diagnostic("平均数不由个别对象决定", text, Verdict.DOUBTFUL, "核对这些数；另报中位数")


_TARGETS = Diagnostic(
    "目标定得合理（有依据，不过低也不过高）",
    "数据本身不能回答",
    Verdict.UNTESTABLE,
    "与历史水平、行业标准、同类地区比较后说明",
)
