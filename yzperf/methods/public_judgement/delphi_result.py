"""The rounds of a Delphi study in numbers and in words (德尔菲法结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.wording import fixed, listing, p_value, percent

_FEW_EXPERTS = 8
_LOW_RETURN = 0.70
_DIVIDED = 0.25  # a coefficient of variation from which Chinese practice calls an item divided


@dataclass(frozen=True, slots=True)
class ItemRound:
    """One item in one round. ``variation`` is the coefficient of variation, None where the mean is not positive."""

    item: str
    round: str
    count: int
    mean: float
    spread: float
    median: float
    quartiles: tuple[float, float]
    variation: float | None
    agreeing: float | None
    consensus: bool

    @property
    def range(self) -> float:
        """Interquartile range."""
        return self.quartiles[1] - self.quartiles[0]


@dataclass(frozen=True, slots=True)
class Change:
    """One item from one round to the next, over the experts of both: share that changed, mean change and its p."""

    item: str
    rounds: tuple[str, str]
    count: int
    changed: float | None
    mean: float | None
    p_value: float | None
    stable: bool


@dataclass(frozen=True, slots=True)
class Round:
    """One round: experts, how many were asked, Kendall's W and its p value.

    W is that of the ``complete`` experts, who scored every item and not all alike.
    """

    name: str
    experts: int
    invited: int | None
    w: float | None
    p_value: float | None
    complete: int


@dataclass(frozen=True)
class DelphiRounds(Result):
    """Result of ``delphi_rounds``; ``items`` by item and round, ``changes`` between neighbouring rounds."""

    rounds: tuple[Round, ...]
    items: tuple[ItemRound, ...]
    changes: tuple[Change, ...]
    largest_range: float
    agreeing_from: float | None
    least_agreeing: float
    settled: float

    title = "德尔菲法各轮结果"
    method = "公众评判法·专家一致性"

    @property
    def last(self) -> tuple[ItemRound, ...]:
        """The items of the last round."""
        return tuple(one for one in self.items if one.round == self.rounds[-1].name)

    @property
    def last_changes(self) -> tuple[Change, ...]:
        """The changes into the last round."""
        return tuple(one for one in self.changes if one.rounds[1] == self.rounds[-1].name)

    @property
    def value(self) -> float:
        """Items of the last round on which the experts agree, per cent."""
        return 100 * sum(one.consensus for one in self.last) / len(self.last)

    @property
    def unit(self) -> str:
        """Per cent."""
        return "%"

    @property
    def interval(self) -> None:
        """None: a panel is chosen, not sampled."""

    def table(self) -> pd.DataFrame:
        """One row per item and round."""
        changes = {(one.item, one.rounds[1]): one for one in self.changes}
        rows = []
        for one in self.items:
            change = changes.get((one.item, one.round))
            rows.append(
                {
                    "事项": one.item,
                    "轮次": one.round,
                    "专家数": one.count,
                    "均值": round(one.mean, 2),
                    "变异系数": None if one.variation is None else round(one.variation, 3),
                    "中位数": one.median,
                    "四分位距": one.range,
                    "赞成（%）": None if one.agreeing is None else round(100 * one.agreeing, 1),
                    "达成共识": "是" if one.consensus else "否",
                    "改分的专家（%）": None
                    if change is None or change.changed is None
                    else round(100 * change.changed, 1),
                    "均值变化": None if change is None or change.mean is None else round(change.mean, 2),
                    "变化的p值": None if change is None or change.p_value is None else round(change.p_value, 3),
                }
            )
        table = pd.DataFrame(rows)
        return table if self.agreeing_from is not None else table.drop(columns="赞成（%）")

    def sentences(self) -> tuple[str, ...]:
        """Items agreed and not agreed, how agreement moved, stability, the limits."""
        agreed = [one.item for one in self.last if one.consensus]
        open_ = [one.item for one in self.last if not one.consensus]
        answer = (
            f"最后一轮（第{self.rounds[-1].name}轮）{len(self.last)}项中{len(agreed)}项达成共识（{self._rule()}）"
            f"{'，未达成的：' + listing(open_) if open_ else ''}。"
        )
        return tuple(filter(None, (answer, self._movement(), self._stability(), _LIMITS)))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Stable, enough experts, returns, drop-out, divided items, anonymity."""
        return (self._stable(), self._experts(), self._returns(), self._staying(), self._divided(), _ANONYMOUS)

    def figure(self) -> Any:
        """Medians and quartiles of each item, one line per round."""
        from yzperf.drawing.rounds import RoundMark, draw_rounds

        marks = [RoundMark(one.item, one.round, one.median, one.quartiles) for one in self.items]
        return draw_rounds(
            marks,
            [one.name for one in self.rounds],
            x_label="评分：圆点为中位数，横线为四分位数之间",
            title=f"最后一轮{fixed(self.value, 0)}%的事项达成共识",
        )

    def _rule(self) -> str:
        told = f"四分位距不超过{self.largest_range:g}"
        if self.agreeing_from is None:
            return told
        return f"{told}，且评{self.agreeing_from:g}分以上的不少于{percent(self.least_agreeing, 0)}"

    def _movement(self) -> str:
        told = [
            f"第{one.name}轮W={fixed(one.w, 3)}（{p_value(one.p_value)}，{one.complete}位评全且分出高下的专家）"
            for one in self.rounds
            if one.w is not None and one.p_value is not None
        ]
        return f"各轮的和谐系数：{'，'.join(told)}。" if told else ""

    def _stability(self) -> str:
        moving = [one.item for one in self.last_changes if not one.stable]
        if not moving:
            return f"最后两轮之间，各项改分的专家都不超过{percent(self.settled, 0)}，意见已经稳定。"
        return f"最后两轮之间改分的专家超过{percent(self.settled, 0)}的有{len(moving)}项：{listing(moving)}。"

    def _stable(self) -> Diagnostic:
        moving = [one.item for one in self.last_changes if not one.stable]
        if not moving:
            return Diagnostic("意见已经稳定", f"各项改分的都不超过{percent(self.settled, 0)}", Verdict.HOLDS)
        text = f"{len(moving)}项还在变：{listing(moving)}"
        return Diagnostic("意见已经稳定", text, Verdict.DOUBTFUL, "可以再进行一轮，或说明停止的理由")

    def _experts(self) -> Diagnostic:
        fewest = min(one.experts for one in self.rounds)
        if fewest >= _FEW_EXPERTS:
            return Diagnostic("专家数足够", f"每轮不少于{fewest}位", Verdict.HOLDS)
        return Diagnostic("专家数足够", f"最少一轮{fewest}位", Verdict.DOUBTFUL, "少数人的改动就会改变四分位数")

    def _returns(self) -> Diagnostic:
        known = [(one, one.experts / one.invited) for one in self.rounds if one.invited]
        if not known:
            return Diagnostic("专家积极系数", "未提供各轮邀请人数", Verdict.UNTESTABLE, "在invited中写明各轮邀请的人数")
        text = "，".join(f"第{one.name}轮{percent(rate)}" for one, rate in known)
        low = min(rate for _, rate in known) < _LOW_RETURN
        advice = "回收不足七成，说明未回的原因" if low else ""
        return Diagnostic("专家积极系数", text, Verdict.DOUBTFUL if low else Verdict.HOLDS, advice)

    def _staying(self) -> Diagnostic:
        first, last = self.rounds[0].experts, self.rounds[-1].experts
        text = f"第一轮{first}位，最后一轮{last}位"
        if last >= 0.8 * first:
            return Diagnostic("中途没有大量退出", text, Verdict.HOLDS)
        return Diagnostic("中途没有大量退出", text, Verdict.DOUBTFUL, "退出的可能是持异议的，一致会偏高")

    def _divided(self) -> Diagnostic:
        divided = [one.item for one in self.last if one.variation is not None and one.variation >= _DIVIDED]
        if not divided:
            return Diagnostic("没有分歧大的事项", f"最后一轮各项变异系数都低于{_DIVIDED}", Verdict.HOLDS)
        text = f"变异系数不低于{_DIVIDED}：{listing(divided)}"
        return Diagnostic("没有分歧大的事项", text, Verdict.DOUBTFUL, "宜修改表述或单列说明不同意见")


_ANONYMOUS = Diagnostic(
    "匿名、独立作答，反馈中立", "数据本身不能回答", Verdict.UNTESTABLE, "说明组织办法；反馈本身会使意见靠拢"
)
_LIMITS = "共识是意见靠拢，不等于判断正确；标准（四分位距、比例）是惯例，应在第一轮之前定下。"
