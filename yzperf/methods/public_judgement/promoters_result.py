"""Net promoter score in numbers and in words (净推荐值结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.wording import fixed, percent, span

_FEW = 100
_KINDS = ("推荐者", "中立者", "贬损者")


@dataclass(frozen=True)
class NetPromoterScore(Result):
    """Result of ``net_promoter_score``: shares of promoters, passives and detractors; ``scores`` counts each score."""

    shares: tuple[float, float, float]
    bounds: tuple[float, float]
    error: float
    count: int
    blank: int
    largest: float
    cuts: tuple[float, float]
    drawn: bool
    scores: tuple[int, ...]

    title = "净推荐值"
    method = "公众评判法·问卷调查"

    @property
    def value(self) -> float:
        """Promoters less detractors, in percentage points, −100 to 100."""
        return 100 * (self.shares[0] - self.shares[2])

    @property
    def unit(self) -> str:
        """Percentage points."""
        return "个百分点"

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval."""
        return self.bounds

    def table(self) -> pd.DataFrame:
        """Promoters, passives and detractors."""
        up, down = self.cuts
        words = (f"{up:g}—{self.largest:g}分", f"{down:g}分以上、不到{up:g}分", f"0—{down:g}分")
        rows = [
            (kind, word, round(100 * share, 1)) for kind, word, share in zip(_KINDS, words, self.shares, strict=True)
        ]
        return pd.DataFrame(rows, columns=["类别", "推荐分", "占比（%）"])

    def sentences(self) -> tuple[str, ...]:
        """The score and its interval, its parts, the limits."""
        verdict = "区间包含0，不能断定推荐者多于贬损者" if self.bounds[0] <= 0 <= self.bounds[1] else "区间不含0"
        blank = f"（另有{self.blank}份未答，未计入）" if self.blank else ""
        return (
            f"净推荐值为{fixed(self.value, 0)}（95%置信区间{span(self.bounds, 0)}），{verdict}。",
            f"{self.count}份回答{blank}中，推荐者{percent(self.shares[0])}，中立者{percent(self.shares[1])}，"
            f"贬损者{percent(self.shares[2])}。",
            _LIMITS,
        )

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Random sample, enough answers, width, voluntary service."""
        enough = Diagnostic(
            "份数足够",
            f"{self.count}份，标准误{self.error:.1f}",
            Verdict.HOLDS if self.count >= _FEW else Verdict.DOUBTFUL,
            "" if self.count >= _FEW else "两端之差的误差比单个比例大得多，不足100份时区间很宽",
        )
        return _RANDOM, enough, _CHOICE

    def figure(self) -> Any:
        """Shares of promoters, passives and detractors as one bar."""
        from yzperf.drawing.shares import draw_answer_shares

        return draw_answer_shares(
            ["推荐意愿"],
            list(_KINDS),
            [list(self.shares)],
            notes=[f"NPS {self.value:.0f}\n{self.count}份"],
            title=f"净推荐值{fixed(self.value, 0)}（95%置信区间{span(self.bounds, 0)}）",
        )


_RANDOM = Diagnostic(
    "样本是随机抽取的", "数据本身不能回答", Verdict.UNTESTABLE, "说明抽样办法；偶遇、自愿填答的样本不能用区间推断总体"
)
_CHOICE = Diagnostic(
    "服务可以选择，推荐才有意义", "数据本身不能回答", Verdict.UNTESTABLE, "只有一家提供的公共服务，宜以满意度为主"
)
_LIMITS = "净推荐值把11档答案并成三类，同样的净值可以来自很不同的分布，须同时印出三类的占比；不同国家、行业的数值不宜直接比较。"
