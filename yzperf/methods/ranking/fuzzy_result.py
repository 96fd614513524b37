"""The answer of a fuzzy comprehensive evaluation, in numbers and in words (模糊综合评价结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.wording import fixed, percent


@dataclass(frozen=True)
class FuzzyEvaluation(Result):
    """Result of ``fuzzy_comprehensive_evaluation``. ``memberships`` are as joined, ``normalised`` add up to 1."""

    operator: str
    factors: tuple[tuple[str, float], ...]
    grades: tuple[str, ...]
    memberships: tuple[float, ...]
    points: tuple[float, ...]

    title = "模糊综合评价"
    method = "权重与排序·模糊综合评价"

    @property
    def normalised(self) -> tuple[float, ...]:
        """Memberships adding up to 1."""
        whole = sum(self.memberships)
        return tuple(one / whole for one in self.memberships)

    @property
    def grade(self) -> str:
        """Grade of the largest membership (最大隶属度原则); of equals the first."""
        return self.grades[int(np.argmax(self.memberships))]

    @property
    def score(self) -> float | None:
        """Points weighted by the memberships; None without points."""
        return float(np.dot(self.normalised, self.points)) if self.points else None

    @property
    def value(self) -> float:
        """The score where grades carry points, else the largest membership in per cent."""
        return 100 * max(self.normalised) if self.score is None else self.score

    @property
    def unit(self) -> str:
        """Points, or per cent."""
        return "%" if self.score is None else "分"

    @property
    def interval(self) -> None:
        """None: judgements, not a sample."""

    def table(self) -> pd.DataFrame:
        """Grades with membership, as joined and made to add up to 1."""
        rows = zip(self.grades, np.round(self.memberships, 4), np.round(self.normalised, 4), strict=True)
        return pd.DataFrame(list(rows), columns=["等级", "隶属度", "归一隶属度"])

    def sentences(self) -> tuple[str, ...]:
        """Grade, score, operator, limits."""
        score = f"，加权得分{fixed(self.score, 2)}分" if self.score is not None else ""
        return (
            f"按最大隶属度原则为“{self.grade}”（归一隶属度{percent(max(self.normalised))}）{score}。",
            f"{len(self.factors)}个因素，合成算子{self.operator}。",
            _LIMITS,
        )

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Whether the largest membership stands out enough to be followed."""
        ratio = self.validity
        text = f"有效度α={ratio:.2f}"
        if ratio >= 1:
            return (Diagnostic("最大隶属度原则有效", text, Verdict.HOLDS),)
        if ratio >= 0.5:
            return (Diagnostic("最大隶属度原则有效", text, Verdict.DOUBTFUL, "等级之间不够分明，宜以加权得分为主"),)
        return (Diagnostic("最大隶属度原则有效", text, Verdict.FAILS, "几个等级相当，不宜据此定级，宜用加权得分"),)

    @property
    def validity(self) -> float:
        """How far the largest membership stands above an even spread, against the second: (nβ − 1)/(2γ(n − 1))."""
        order = sorted(self.normalised, reverse=True)
        size = len(order)
        if size < 2 or not order[1]:
            return float("inf")
        return (size * order[0] - 1) / (2 * order[1] * (size - 1))

    def figure(self) -> Any:
        """Bars of the memberships."""
        from yzperf.drawing.bars import draw_bars

        title = f"模糊综合评价：{self.grade}（{self.operator}）"
        return draw_bars(self.grades, self.normalised, x_label="归一隶属度", title=title, places=3)


_LIMITS = "不同合成算子的结果不同；隶属度来自评判者的选择，不含抽样误差。"
