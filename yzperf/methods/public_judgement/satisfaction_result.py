"""The answer of a satisfaction survey, in numbers and in words (满意度测算结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.sampling import Mean
from yzperf.methods.wording import fixed, listing, p_value, percent, places_for, span

_SMALL_GROUP = 30
_LOW_ALPHA = 0.70  # the usual bound for group comparisons (Nunnally 1978)
# Conventions of practice, not tests: beyond them somebody should look.
_MANY_STRAIGHT, _LOW_RESPONSE = 0.30, 0.80


@dataclass(frozen=True, slots=True)
class Share:
    """A share between 0 and 1 with its 95 % Wilson interval."""

    estimate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Item:
    """One question: mean in points, share of the satisfied, missing answers, share of each answer."""

    title: str
    mean: Mean
    top: Share
    missing: int
    shares: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """One stratum on its own; ``population`` is None where its size is unknown."""

    name: str
    population: float | None
    mean: Mean
    top: Share


@dataclass(frozen=True, slots=True)
class Structure:
    """Sample against population: chi-squared test and the stratum with the widest gap of shares."""

    statistic: float
    p_value: float
    widest: str
    gap: float


@dataclass(frozen=True)
class SatisfactionEstimate(Result):
    """Result of ``satisfaction_estimate``. Scores are in points of ``full_mark``, shares between 0 and 1.

    ``population`` is infinite where it is unknown. ``needed_for_score`` and ``needed_for_share`` are the
    questionnaires that would keep the interval within ± ``margin`` (per cent of the full mark; percentage
    points of the share in the worst case). ``straight`` of ``complete`` questionnaires give one and the
    same answer to all items.
    """

    full_mark: float
    overall: Mean
    top: Share
    top_words: tuple[str, ...]
    design: str
    strata_column: str
    population: float
    items: tuple[Item, ...]
    groups: tuple[Group, ...]
    answered: int
    blank: int
    without_stratum: int
    no_opinion: int
    issued: int | None
    alpha: float | None
    straight: int
    complete: int
    margin: float
    needed_for_score: int
    needed_for_share: int
    structure: Structure | None

    title = "满意度测算"
    method = "公众评判法·问卷调查"

    @property
    def value(self) -> float:
        """Satisfaction in points."""
        return self.overall.estimate

    @property
    def unit(self) -> str:
        """Points."""
        return "分"

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval, kept within what the scale allows."""
        return self._within(self.overall)

    @property
    def rate(self) -> float:
        """Satisfaction as a percentage of the full mark."""
        return 100 * self.value / self.full_mark

    def table(self) -> pd.DataFrame:
        """One row for the whole, for each question and for each stratum."""
        rows = [("总体", "全部题目", self.overall, self.top, self.blank)]
        rows += [("题目", item.title, item.mean, item.top, item.missing) for item in self.items]
        rows += [(self.strata_column, group.name, group.mean, group.top, 0) for group in self.groups]
        return pd.DataFrame([self._row(*row) for row in rows])

    def sentences(self) -> tuple[str, ...]:
        """Satisfaction and the share of the satisfied, the sample, the extremes, the limits."""
        return tuple(text for text in (self._answer(), self._basis(), self._extremes(), _LIMITS) if text)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Random sample, response, structure, size, small strata, straight-lining, internal consistency."""
        checks = [_RANDOM, self._response(), self._structure(), self._size()]
        checks += [self._small_groups()] if self.groups else []
        checks += [self._straight_lining()] if len(self.items) > 2 else []
        checks += [self._consistency()] if len(self.items) > 1 else []
        return tuple(checks)

    def figure(self) -> Any:
        """Stacked bars of the answers to each question, with the mean score beside them."""
        from yzperf.drawing.shares import draw_answer_shares

        notes = [f"{item.mean.estimate:.1f}分\n{item.mean.count}份" for item in self.items]
        return draw_answer_shares(
            [item.title for item in self.items],
            [word for word, _ in self.items[0].shares],
            [[share for _, share in item.shares] for item in self.items],
            notes=notes,
            title=f"总体满意度{fixed(self.value, 1)}分（95%置信区间{span(self.interval, 1)}）",
        )

    @property
    def _places(self) -> int:
        return min(2, places_for(self.overall.standard_error))

    def _within(self, mean: Mean) -> tuple[float, float]:
        return max(0.0, mean.low), min(self.full_mark, mean.high)

    def _row(self, kind: str, name: str, mean: Mean, top: Share, missing: int) -> dict[str, object]:
        low, high = self._within(mean)
        return {
            "类别": kind,
            "名称": name,
            "有效份数": mean.count,
            "缺答份数": missing,
            "满意度（分）": round(mean.estimate, 2),
            "标准误": round(mean.standard_error, 3),
            "95%下限": round(low, 2),
            "95%上限": round(high, 2),
            "满意率（%）": round(100 * top.estimate, 1),
            "满意率95%下限": round(100 * top.low, 1),
            "满意率95%上限": round(100 * top.high, 1),
        }

    def _answer(self) -> str:
        top = self.top
        return (
            f"总体满意度为{fixed(self.value, self._places)}分（满分{self.full_mark:g}分，"
            f"95%置信区间{span(self.interval, self._places)}分）；满意率（{'、'.join(self.top_words)}）为"
            f"{percent(top.estimate)}（95%置信区间{span((100 * top.low, 100 * top.high), 1, '%')}）。"
        )

    def _basis(self) -> str:
        drawn = "简单随机样本，未加权"
        if self.design == "stratified":
            effect = f"设计效应{self.overall.design_effect:.2f}"
            drawn = f"按“{self.strata_column}”{len(self.groups)}层的总体数加权，{effect}"
        whole = "总体数未知" if np.isinf(self.population) else f"总体{self.population:,.0f}，已作有限总体校正"
        issued = f"发放{self.issued}份，" if self.issued else ""
        return f"{issued}有效问卷{self.answered}份{self._left_out()}；{drawn}，{whole}。"

    def _left_out(self) -> str:
        parts = [(self.blank, "全部未答"), (self.without_stratum, "未填分层")]
        told = "、".join(f"{what}{count}份" for count, what in parts if count)
        return f"（另有{told}未计入）" if told else ""

    def _extremes(self) -> str:
        if len(self.items) < 2:
            return ""
        order = sorted(self.items, key=lambda item: item.mean.estimate)
        low, high = order[0], order[-1]
        return (
            f"得分最低的题目是“{low.title}”（{fixed(low.mean.estimate, self._places)}分，"
            f"95%置信区间{span(self._within(low.mean), self._places)}），"
            f"最高的是“{high.title}”（{fixed(high.mean.estimate, self._places)}分）。"
        )

    def _response(self) -> Diagnostic:
        name = "未回答者与回答者相近"
        missing = sum(item.missing for item in self.items)
        text = f"各题缺答合计{missing}处（其中“不了解”等不计分的答案{self.no_opinion}处）"
        if not self.issued:
            return Diagnostic(name, f"未提供发放份数；{text}", Verdict.UNTESTABLE, "补充发放份数，说明未回收的原因")
        rate = self.answered / self.issued
        verdict = Verdict.HOLDS if rate >= _LOW_RESPONSE else Verdict.DOUBTFUL
        advice = "" if verdict is Verdict.HOLDS else "宜比较先后回收的问卷，或回访未回答者"
        return Diagnostic(name, f"有效回收率{percent(rate)}；{text}", verdict, advice)

    def _structure(self) -> Diagnostic:
        name, test = "样本结构与总体一致", self.structure
        if test is None:
            return Diagnostic(name, "未提供各层总体数", Verdict.UNTESTABLE, "补充各层（镇街、行业等）的总体数")
        gap = f"{test.widest}的样本占比相差{100 * test.gap:+.1f}个百分点"
        text = f"卡方{test.statistic:.2f}，{p_value(test.p_value)}；{gap}"
        if test.p_value >= 0.05:
            return Diagnostic(name, text, Verdict.HOLDS)
        if self.design == "stratified":
            return Diagnostic(name, text, Verdict.HOLDS, "结构有差别，已按总体数加权校正")
        return Diagnostic(name, text, Verdict.DOUBTFUL, "未加权的结果偏向占比过高的层，宜按分层加权")

    def _size(self) -> Diagnostic:
        text = (
            f"有效{self.answered}份；满意度误差不超过满分的±{self.margin:g}%要{self.needed_for_score}份，"
            f"满意率误差不超过±{self.margin:g}个百分点（最不利情形）要{self.needed_for_share}份"
        )
        if self.answered >= self.needed_for_share:
            return Diagnostic("样本量足够", text, Verdict.HOLDS)
        if self.answered >= self.needed_for_score:
            return Diagnostic("样本量足够", text, Verdict.DOUBTFUL, "够用于满意度得分，不够用于满意率")
        return Diagnostic("样本量足够", text, Verdict.FAILS, "区间较宽，不宜据此判断是否达标；宜补充调查")

    def _small_groups(self) -> Diagnostic:
        small = [f"{group.name}（{group.mean.count}份）" for group in self.groups if group.mean.count < _SMALL_GROUP]
        if not small:
            return Diagnostic("各层份数足以单独说明", f"各层均不少于{_SMALL_GROUP}份", Verdict.HOLDS)
        text = f"少于{_SMALL_GROUP}份的层：{listing(small)}"
        return Diagnostic("各层份数足以单独说明", text, Verdict.DOUBTFUL, "这些层的得分只作参考，不宜排名")

    def _straight_lining(self) -> Diagnostic:
        name = "认真作答"
        if not self.complete:
            return Diagnostic(name, "没有一份问卷答完全部题目", Verdict.UNTESTABLE)
        share = self.straight / self.complete
        text = f"答完的{self.complete}份中，各题全选同一答案的{self.straight}份（{percent(share)}）"
        if share <= _MANY_STRAIGHT:
            return Diagnostic(name, text, Verdict.HOLDS)
        return Diagnostic(name, text, Verdict.DOUBTFUL, "只是线索：普遍满意时也会如此，宜抽查回访")

    def _consistency(self) -> Diagnostic:
        if self.alpha is None:
            return Diagnostic("各题测量同一内容", "得分没有差异，α系数无法计算", Verdict.UNTESTABLE)
        text = f"克隆巴赫α系数{self.alpha:.3f}（{self.complete}份答完的问卷）"
        if self.alpha >= _LOW_ALPHA:
            return Diagnostic("各题测量同一内容", text, Verdict.HOLDS)
        return Diagnostic("各题测量同一内容", text, Verdict.DOUBTFUL, "总分掩盖了题目间的差别，宜分题报告")


_LIMITS = "区间只反映抽样误差，不含未回答、问法和调查方式带来的误差；结论只适用于被抽样的总体。"
_RANDOM = Diagnostic(
    "样本是随机抽取的",
    "数据本身不能回答",
    Verdict.UNTESTABLE,
    "说明抽样办法；偶遇、自愿填答的样本不能用区间推断总体",
)
