"""Nonresponse in numbers and in words (未回答分析结果)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.wording import fixed, listing, p_value, percent, places_for, span

_LOW_RATE = 0.60
_STRONG = 3.0  # a factor by which one respondent stands for three others


@dataclass(frozen=True, slots=True)
class Dispositions:
    """Counts of the groups of the AAPOR definitions."""

    complete: int
    partial: int
    refusal: int
    no_contact: int
    other: int
    unknown: int
    ineligible: int

    @property
    def eligible(self) -> int:
        """Cases known to be eligible."""
        return self.complete + self.partial + self.refusal + self.no_contact + self.other

    @property
    def eligible_share(self) -> float:
        """Eligible share among the cases whose eligibility is known."""
        return self.eligible / (self.eligible + self.ineligible)


# Outcome rates of the AAPOR definitions, from the counts and the eligible share e of the unknown.
RATES: Mapping[str, Callable[[Dispositions, float], float]] = MappingProxyType(
    {
        "RR1": lambda n, e: n.complete / (n.eligible + n.unknown),
        "RR2": lambda n, e: (n.complete + n.partial) / (n.eligible + n.unknown),
        "RR3": lambda n, e: n.complete / (n.eligible + e * n.unknown),
        "RR4": lambda n, e: (n.complete + n.partial) / (n.eligible + e * n.unknown),
        "RR5": lambda n, e: n.complete / n.eligible,
        "RR6": lambda n, e: (n.complete + n.partial) / n.eligible,
        "COOP1": lambda n, e: n.complete / (n.complete + n.partial + n.refusal + n.other),
        "COOP3": lambda n, e: n.complete / (n.complete + n.partial + n.refusal),
        "REF1": lambda n, e: n.refusal / (n.eligible + n.unknown),
        "CON1": lambda n, e: (n.eligible - n.no_contact) / (n.eligible + n.unknown),
    }
)
_WORDS = {
    "RR1": "回答率（不明者全算合格）",
    "RR2": "回答率，含部分完成（不明者全算合格）",
    "RR3": "回答率（不明者按比例算合格）",
    "RR4": "回答率，含部分完成（不明者按比例算合格）",
    "RR5": "回答率（不明者不算）",
    "RR6": "回答率，含部分完成（不明者不算）",
    "COOP1": "合作率（接触到的合格者）",
    "COOP3": "合作率（能够受访的）",
    "REF1": "拒访率",
    "CON1": "接触率",
}


@dataclass(frozen=True, slots=True)
class ResponseClass:
    """One weighting class: eligible cases, respondents, factor for the weights of the respondents."""

    name: str
    eligible: int
    respondents: int
    factor: float

    @property
    def rate(self) -> float | None:
        """Respondents over eligible cases."""
        return self.respondents / self.eligible if self.eligible else None


@dataclass(frozen=True, slots=True)
class Adjusted:
    """Mean answer before and after the adjustment."""

    before: float
    after: float
    count: int


@dataclass(frozen=True, slots=True)
class EarlyLate:
    """Early against late respondents: counts, early mean, late less early with interval and p value."""

    early: int
    late: int
    early_mean: float
    gap: float
    interval: tuple[float, float]
    p_value: float


@dataclass(frozen=True)
class NonresponseAnalysis(Result):
    """Result of ``nonresponse_analysis``; ``weights`` are the adjusted ones by row, 0 for those without an answer."""

    counts: Dispositions
    eligible_share: float
    rate: str
    rates: Mapping[str, float]
    classes: tuple[ResponseClass, ...]
    class_test: tuple[float, int, float] | None
    weights: tuple[float, ...]
    adjusted: Adjusted | None
    early_late: EarlyLate | None
    value_name: str

    title = "未回答分析"
    method = "公众评判法·问卷调查"

    @property
    def value(self) -> float:
        """The chosen response rate, per cent."""
        return 100 * self.rates[self.rate]

    @property
    def unit(self) -> str:
        """Per cent."""
        return "%"

    @property
    def interval(self) -> None:
        """None: the outcomes of all cases are known."""

    def table(self) -> pd.DataFrame:
        """The rates, then the classes."""
        rows: list[tuple[str, str, float | None, float | None]] = [
            ("比率", f"{name} {_WORDS[name]}", round(100 * value, 1), None) for name, value in self.rates.items()
        ]
        rows += [
            ("分类", one.name, None if one.rate is None else round(100 * one.rate, 1), round(one.factor, 3))
            for one in self.classes
        ]
        return pd.DataFrame(rows, columns=["类别", "名称", "比率（%）", "权数调整倍数"])

    def sentences(self) -> tuple[str, ...]:
        """The rate, where it differs, the effect of the adjustment, early against late, the limits."""
        n = self.counts
        total = n.eligible + n.unknown + n.ineligible
        answer = (
            f"抽取{total:,}户（人），完成{n.complete:,}份，{self.rate}{_WORDS[self.rate].partition('（')[0]}为"
            f"{percent(self.rates[self.rate])}（部分完成{n.partial}，拒访{n.refusal}，未接触{n.no_contact}，"
            f"其他{n.other}，情况不明{n.unknown}并按{percent(self.eligible_share)}算合格，不合条件{n.ineligible}）。"
        )
        return tuple(filter(None, (answer, self._difference(), self._effect(), self._late(), _LIMITS)))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Rate, equal response of classes, moderate factors, early and late alike, those who never answer."""
        rate = self.rates[self.rate]
        enough = Diagnostic(
            "回答率足够",
            f"{self.rate}={percent(rate)}",
            Verdict.HOLDS if rate >= _LOW_RATE else Verdict.DOUBTFUL,
            "" if rate >= _LOW_RATE else "回答率低不等于有偏，但偏差可能的范围大，应催收或回访",
        )
        return enough, self._alike(), self._moderate(), self._order(), _NEVER

    def figure(self) -> Any:
        """Response rate of each class, or the response rates of the definitions."""
        from yzperf.drawing.dots import Dot, draw_dots

        overall = 100 * self.rates["RR5"]
        if self.classes:
            dots = [Dot(one.name, 100 * one.rate, marked=one.rate * 100 < overall) for one in self.classes if one.rate]
            lines = [
                (100 * sum(c.respondents for c in self.classes) / sum(c.eligible for c in self.classes), "全部合格者")
            ]
            title, marked = "各类的回答率（合格者中）", "低于全部的"
        else:
            dots = [Dot(name, 100 * value) for name, value in self.rates.items() if name.startswith("RR")]
            lines, title, marked = [], "各种定义的回答率", ""
        return draw_dots(dots, x_label="回答率（%）", title=title, lines=lines, places=1, marked_words=marked)

    def _difference(self) -> str:
        known = [(one.rate, one.name) for one in self.classes if one.rate is not None]
        if len(known) < 2:
            return ""
        (low, worst), (high, best) = min(known), max(known)
        told = f"，各类有显著差别（{p_value(self.class_test[2])}）" if self._differs() and self.class_test else ""
        return f"回答率最低的是{worst}（{percent(low)}），最高的是{best}（{percent(high)}）{told}。"

    def _differs(self) -> bool:
        return self.class_test is not None and self.class_test[2] < 0.05

    def _effect(self) -> str:
        if self.adjusted is None or not self.classes:
            return ""
        one = self.adjusted
        return f"按类别调整权数后，“{self.value_name}”的平均由{fixed(one.before, 2)}变为{fixed(one.after, 2)}。"

    def _late(self) -> str:
        one = self.early_late
        if one is None:
            return ""
        low, high = one.interval
        places = min(2, places_for((high - low) / 4))
        verdict = "差别显著，未回答者可能更接近后答的" if one.p_value < 0.05 else "没有显著差别"
        return (
            f"后答的{one.late}份比先答的{one.early}份平均{fixed(one.gap, places)}（95%置信区间"
            f"{span(one.interval, places)}，{p_value(one.p_value)}），{verdict}。"
        )

    def _alike(self) -> Diagnostic:
        name = "各类回答率相近"
        if self.class_test is None:
            return Diagnostic(name, "未给分类", Verdict.UNTESTABLE, "用抽样框里全部样本都有的信息（镇街、户型）分类")
        statistic, degrees, p = self.class_test
        text = f"卡方{statistic:.1f}，自由度{degrees}，{p_value(p)}"
        if not self._differs():
            return Diagnostic(name, text, Verdict.HOLDS)
        return Diagnostic(name, text, Verdict.DOUBTFUL, "用调整后的权数（result.weights）估计")

    def _moderate(self) -> Diagnostic:
        strong = [f"{one.name}（{one.factor:.1f}）" for one in self.classes if one.factor > _STRONG]
        text = f"调整超过{_STRONG:g}倍的类别：{listing(strong) or '无'}"
        if strong:
            return Diagnostic("调整不过大", text, Verdict.DOUBTFUL, "宜与相近的类别合并")
        return Diagnostic("调整不过大", text, Verdict.HOLDS)

    def _order(self) -> Diagnostic:
        name = "先答与后答相近"
        if self.early_late is None:
            return Diagnostic(name, "未给答案和先后，或任一方不足5份", Verdict.UNTESTABLE, "记录第几次访问才完成")
        text = f"相差{self.early_late.gap:.2f}，{p_value(self.early_late.p_value)}"
        if self.early_late.p_value >= 0.05:
            return Diagnostic(name, text, Verdict.HOLDS)
        return Diagnostic(name, text, Verdict.DOUBTFUL, "宜抽取未回答者回访")


_NEVER = Diagnostic(
    "同一类里始终没有回答的与回答者相近", "数据本身不能回答", Verdict.UNTESTABLE, "只有回访未回答者才能知道"
)
_LIMITS = "调整只纠正分类之间的差别；回答率的定义不同，数值不能直接比较，引用时写明是哪一种。"
