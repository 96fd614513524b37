"""The answer of a regression of unit costs, in numbers and in words (单位成本回归结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.comparison.parts import Change
from yzperf.methods.wording import fixed, listing, p_value, percent, places_for, span

_ROWS_PER_TERM = 10


@dataclass(frozen=True, slots=True)
class Term:
    """One regressor and its coefficient, in logarithms an elasticity."""

    name: str
    coefficient: Change


@dataclass(frozen=True, slots=True)
class Judged:
    """One object: unit cost, the one its conditions would give, externally studentised residual and its Bonferroni p
    value, leverage, Cook's distance."""

    name: str
    unit_cost: float
    expected: float
    studentised: float
    p_value: float
    leverage: float
    cook: float


@dataclass(frozen=True)
class CostRegression(Result):
    """Result of ``unit_cost_regression``; ``scale`` is the column of the quantity, ``residual_error`` in the scale of
    the regression (logarithms where ``log``)."""

    cost_unit: str
    quantity_unit: str
    log: bool
    level: float
    scale: str | None
    terms: tuple[Term, ...]
    objects: tuple[Judged, ...]
    explained: float
    residual_error: float
    dropped: int

    title = "单位成本回归"
    method = "最低成本法·单位成本回归"

    @property
    def value(self) -> float:
        """Share of the differences in unit cost that the conditions explain (R²), in per cent."""
        return 100 * self.explained

    @property
    def unit(self) -> str:
        """Per cent."""
        return "%"

    @property
    def interval(self) -> None:
        """None: R² is a description of these objects."""
        return

    @property
    def outliers(self) -> tuple[Judged, ...]:
        """Objects whose residual is beyond chance among so many."""
        return tuple(one for one in self.objects if one.p_value < self.level)

    @property
    def high_leverage(self) -> tuple[Judged, ...]:
        """Objects with unusual conditions: leverage above twice the mean."""
        bound = 2 * len(self.terms) / len(self.objects)
        return tuple(one for one in self.objects if one.leverage > bound)

    @property
    def influential(self) -> tuple[Judged, ...]:
        """Objects that the coefficients hang on: Cook's distance above 4 / n."""
        return tuple(one for one in self.objects if one.cook > 4 / len(self.objects))

    def table(self) -> pd.DataFrame:
        """One row per regressor."""
        kind = "弹性" if self.log else "系数"
        return pd.DataFrame(
            [
                {
                    "条件": one.name,
                    kind: round(one.coefficient.estimate, 4),
                    "标准误": round(one.coefficient.standard_error, 4),
                    "95%下限": round(one.coefficient.low, 4),
                    "95%上限": round(one.coefficient.high, 4),
                    "显著性": p_value(one.coefficient.p_value),
                }
                for one in self.terms
            ]
        )

    def objects_table(self) -> pd.DataFrame:
        """One row per object, the most surprising first."""
        rows = [
            {
                "对象": one.name,
                "单位成本": round(one.unit_cost, self._places),
                "按条件应为": round(one.expected, self._places),
                "高出（%）": round(100 * (one.unit_cost / one.expected - 1), 1) if one.expected else None,
                "学生化残差": round(one.studentised, 2),
                "离群p值": round(one.p_value, 4),
                "杠杆值": round(one.leverage, 3),
                "Cook距离": round(one.cook, 3),
            }
            for one in sorted(self.objects, key=lambda one: -abs(one.studentised))
        ]
        return pd.DataFrame(rows)

    def sentences(self) -> tuple[str, ...]:
        """What the conditions explain, scale, outliers, what the fit hangs on, what was left out, limits."""
        what = "对数单位成本" if self.log else "单位成本"
        texts = (
            f"{len(self.objects)}个对象中，所列{len(self.terms) - 1}个条件解释{what}差异的{percent(self.explained)}。",
            self._scale_sentence(),
            self._outlier_sentence(),
            f"对系数影响大的有{listing([one.name for one in self.influential])}，去掉后应重算比较。"
            if self.influential
            else "",
            f"因空缺剔除{self.dropped}行。" if self.dropped else "",
            "“按条件应为”是同样条件下的平均水平，不是合理成本；平均水平本身可能偏高。",
        )
        return tuple(text for text in texts if text)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Number of objects, outliers, influence, comparable output."""
        few = len(self.objects) < _ROWS_PER_TERM * (len(self.terms) - 1)
        names, strong = ([one.name for one in some] for some in (self.outliers, self.influential))
        return (
            Diagnostic(
                "对象数足够",
                f"{len(self.objects)}个，{len(self.terms) - 1}个条件",
                Verdict.DOUBTFUL if few else Verdict.HOLDS,
                f"每个条件不到{_ROWS_PER_TERM}个对象，系数不稳" if few else "",
            ),
            Diagnostic(
                "没有离群对象",
                f"{len(names)}个：{listing(names)}" if names else "学生化残差经Bonferroni修正均不显著",
                Verdict.DOUBTFUL if names else Verdict.HOLDS,
                "核对成本口径、计量单位和录入" if names else "",
            ),
            Diagnostic(
                "系数不由个别对象决定",
                f"Cook距离超过4/n：{listing(strong)}" if strong else "Cook距离均不超过4/n",
                Verdict.DOUBTFUL if strong else Verdict.HOLDS,
                "去掉后重算" if strong else "",
            ),
            _EQUAL_OUTPUT,
        )

    def figure(self) -> Any:
        """Unit costs against what conditions would give, outliers named."""
        from yzperf.drawing.fitted import draw_fitted

        named = {one.name for one in self.outliers}
        unit = f"{self.cost_unit}/{self.quantity_unit}" if self.quantity_unit else self.cost_unit
        return draw_fitted(
            [(one.name, one.expected, one.unit_cost, one.name in named) for one in self.objects],
            x_label=f"按条件应为（{unit}）",
            y_label=f"实际单位成本（{unit}）",
            title=f"所列条件解释差异的{percent(self.explained)}",
            log=self.log,
        )

    @property
    def _places(self) -> int:
        return min(4, places_for(max(one.unit_cost for one in self.objects) / 100))

    def _scale_sentence(self) -> str:
        if self.scale is None:
            return ""
        one = self.terms[1].coefficient
        places = places_for(one.standard_error)
        band = f"（95%置信区间{span((one.low, one.high), places)}）"
        if one.low <= 0 <= one.high:
            return f"规模（{self.scale}）与单位成本没有显著关系：{'弹性' if self.log else '系数'}{fixed(one.estimate, places)}{band}。"
        way = "下降" if one.estimate < 0 else "上升"
        if self.log:
            return f"规模每扩大1%，单位成本{way}{fixed(abs(one.estimate), places)}%{band}。"
        return f"规模每多一单位，单位成本{way}{fixed(abs(one.estimate), places, self.cost_unit)}{band}。"

    def _outlier_sentence(self) -> str:
        if not self.outliers:
            return "没有对象在同样条件下明显偏离。"
        told = [
            f"{one.name}（{fixed(one.unit_cost, self._places)}，应为{fixed(one.expected, self._places)}）"
            for one in self.outliers
        ]
        return f"同样条件下单位成本明显偏离的有{listing(told)}，应先核对再下结论。"


_EQUAL_OUTPUT = Diagnostic(
    "各对象产出的质量相同，影响成本的条件都已列入",
    "数据本身不能回答",
    Verdict.UNTESTABLE,
    "附验收材料；遗漏的条件会使对象看似离群",
)
