"""Intraclass correlations in numbers and in words (组内相关系数结果)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.forensics.mean_squares import MeanSquares
from yzperf.methods.distributions import f_above
from yzperf.methods.public_judgement.agreement_words import INDEPENDENT, INTRACLASS, enough
from yzperf.methods.public_judgement.ratings import left_out_text
from yzperf.methods.public_judgement.variance_components import Intraclass
from yzperf.methods.wording import fixed, p_value, span

FORMS: Mapping[str, str] = MappingProxyType(
    {
        "ICC(1,1)": "各对象的专家不同，单个评分",
        "ICC(2,1)": "专家代表一批专家，分值一致，单个评分",
        "ICC(3,1)": "只论这些专家，相对一致，单个评分",
        "ICC(1,k)": "各对象的专家不同，平均分",
        "ICC(2,k)": "专家代表一批专家，分值一致，平均分",
        "ICC(3,k)": "只论这些专家，相对一致，平均分",
    }
)
_FEW_OBJECTS = 10


@dataclass(frozen=True)
class IntraclassCorrelation(Result):
    """Result of ``intraclass_correlation``: all six forms, one of them the headline; ``levels`` are raters' means."""

    form: str
    forms: Mapping[str, Intraclass]
    squares: MeanSquares
    levels: tuple[tuple[str, float], ...]
    left_out: tuple[str, ...]

    title = "组内相关系数"
    method = "公众评判法·专家一致性"

    @property
    def value(self) -> float:
        """The coefficient of the chosen form."""
        return self.forms[self.form].estimate

    @property
    def unit(self) -> str:
        """None: a pure number."""
        return ""

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the chosen form."""
        return self.forms[self.form].low, self.forms[self.form].high

    @property
    def estimates(self) -> tuple[float, ...]:
        """All six, in the order of the table: (1,1), (2,1), (3,1), (1,k), (2,k), (3,k)."""
        return tuple(one.estimate for one in self.forms.values())

    @property
    def measurement_error(self) -> float:
        """Standard error of one expert's score, differences of level counted, in points."""
        gap = max(0.0, (self.squares.raters - self.squares.rest) / self.squares.n)
        return float((self.squares.rest + gap) ** 0.5)

    @property
    def level_p(self) -> float:
        """p value of equal levels of the experts."""
        squares = self.squares
        if squares.rest <= 1e-14 * squares.objects:
            return 1.0 if squares.raters <= 1e-14 * squares.objects else 0.0
        degrees = (squares.k - 1, (squares.n - 1) * (squares.k - 1))
        return f_above(squares.raters / squares.rest, degrees)

    def table(self) -> pd.DataFrame:
        """One row per form."""
        rows = [
            (
                name,
                FORMS[name],
                round(one.estimate, 3),
                round(one.low, 3),
                round(one.high, 3),
                round(one.f, 2),
                f"{one.degrees[0]}, {one.degrees[1]}",
                p_value(one.p_value).removeprefix("p").removeprefix("="),
            )
            for name, one in self.forms.items()
        ]
        return pd.DataFrame(rows, columns=["形式", "含义", "系数", "95%下限", "95%上限", "F", "自由度", "p值"])

    def sentences(self) -> tuple[str, ...]:
        """The chosen form, what the panel mean gives, the error of one score, the limits."""
        one, squares = self.forms[self.form], self.squares
        answer = (
            f"{squares.k}位专家给{squares.n}个对象打分的{self.form}（{FORMS[self.form]}）为{fixed(self.value, 2)}"
            f"（95%置信区间{span(self.interval, 2)}，{p_value(one.p_value)}），一致程度{INTRACLASS.word(self.value)}"
            f"（按{INTRACLASS.author}的说法）{left_out_text(self.left_out, '个对象')}。"
        )
        both = (
            f"论分值是否一致，单个评分为{fixed(self.forms['ICC(2,1)'].estimate, 2)}，"
            f"{squares.k}位的平均分为{fixed(self.forms['ICC(2,k)'].estimate, 2)}；不计宽严的差别，"
            f"分别为{fixed(self.forms['ICC(3,1)'].estimate, 2)}和{fixed(self.forms['ICC(3,k)'].estimate, 2)}。"
        )
        error = f"单个评分的标准误约{self.measurement_error:.2g}分（含专家宽严的差别）。"
        return answer, both, error, _LIMITS

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Objects differ, levels of the experts, width, numbers, independence."""
        one = self.forms[self.form]
        differ = Diagnostic(
            "专家分得出对象的高下",
            f"F={one.f:.2f}，{p_value(one.p_value)}",
            Verdict.HOLDS if one.p_value < 0.05 else Verdict.FAILS,
            "" if one.p_value < 0.05 else "评分主要反映专家的差别，平均分不宜用来排名",
        )
        width = Diagnostic(
            "区间足以作结论",
            f"区间{span(self.interval, 2)}",
            Verdict.HOLDS
            if INTRACLASS.word(self.interval[0]) == INTRACLASS.word(self.interval[1])
            else Verdict.DOUBTFUL,
            "" if INTRACLASS.word(self.interval[0]) == INTRACLASS.word(self.interval[1]) else "区间跨过几档说法",
        )
        return differ, self._levels(), width, enough(self.squares.n, _FEW_OBJECTS, "对象", "区间很宽"), INDEPENDENT

    def figure(self) -> Any:
        """The six forms with their intervals; negative ends are cut at −0.5."""
        from yzperf.drawing.dots import Dot, draw_dots

        dots = [
            Dot(name, max(one.estimate, -0.5), (max(one.low, -0.5), max(one.high, -0.5)), marked=name == self.form)
            for name, one in self.forms.items()
        ]
        return draw_dots(
            dots,
            x_label="组内相关系数，横线为95%置信区间（−0.5以下不画）",
            title=f"{self.form}={fixed(self.value, 2)}（95%置信区间{span(self.interval, 2)}）",
            lines=[(0.5, "中等的下限"), (0.75, "好的下限")],
            marked_words="所选的形式",
        )

    def _levels(self) -> Diagnostic:
        low, high = (chosen(self.levels, key=lambda pair: pair[1]) for chosen in (min, max))
        text = f"最严{low[0]}（{low[1]:.4g}），最宽{high[0]}（{high[1]:.4g}），{p_value(self.level_p)}"
        if self.level_p >= 0.05:
            return Diagnostic("专家宽严相近", text, Verdict.HOLDS)
        return Diagnostic("专家宽严相近", text, Verdict.DOUBTFUL, "每位专家都评全部对象时可用；分组评的应先校正宽严")


_LIMITS = "系数随对象之间差别的大小而变：对象都差不多时，同样的误差会使系数偏低；写报告时写明用的是哪一种形式。"
