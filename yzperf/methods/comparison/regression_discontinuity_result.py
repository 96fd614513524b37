"""The answer of a regression discontinuity, in numbers and in words (断点回归结果)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.comparison.density_jump import DensityJump
from yzperf.methods.comparison.discontinuity_bandwidth import Bandwidths, Polynomial
from yzperf.methods.comparison.discontinuity_fit import Effective, Jump
from yzperf.methods.comparison.effect_words import change_row, dropped_text
from yzperf.methods.comparison.parts import Change
from yzperf.methods.wording import (
    difference_unit,
    fixed,
    listing,
    p_value,
    places_for,
    rise_or_fall,
    span,
)

_KERNEL_NAMES = {"triangular": "三角核", "epanechnikov": "Epanechnikov核", "uniform": "均匀核"}
_STRONG = 10.0
_FEW_VALUES = 20
_FEW = 100
_REACH, _BINS, _LEAST_IN_BIN = 3.0, 12, 3


@dataclass(frozen=True, slots=True)
class Balance:
    """Jump of a variable settled before the rule; rows in which it is empty."""

    name: str
    jump: Change
    missing: int


@dataclass(frozen=True, slots=True)
class PlaceboCutoff:
    """Jump at a value at which nothing should happen."""

    cutoff: float
    jump: Change


@dataclass(frozen=True, slots=True)
class OtherWidth:
    """The estimate with the bandwidths times ``factor``."""

    factor: float
    bandwidth: tuple[float, float]
    jump: Jump


@dataclass(frozen=True, slots=True)
class Bin:
    """Mean outcome of the rows in a stretch of the running variable, at their mean."""

    place: float
    mean: float
    count: int


@dataclass(frozen=True)
class RegressionDiscontinuity(Result):
    """Result of ``regression_discontinuity``. Figures are in ``outcome_unit``.

    ``jump`` is that of the outcome, in a fuzzy design divided by ``first_stage``, the jump of the treatment;
    ``rows`` all usable ones left and right, ``effective`` those with weight, ``distinct`` the different values of the
    running variable within the bandwidth, on the side that has fewer.
    """

    outcome_name: str
    outcome_unit: str
    covariates: tuple[str, ...]
    running_name: str
    cutoff: float
    treated_side: str
    shape: Polynomial
    selector: str | None
    jump: Jump
    first_stage: Jump | None
    bandwidths: Bandwidths
    effective: Effective
    rows: tuple[int, int]
    dropped: int
    inside: int
    density: DensityJump | None
    distinct: int
    balance: tuple[Balance, ...]
    placebos: tuple[PlaceboCutoff, ...]
    other_widths: tuple[OtherWidth, ...]
    bins: tuple[Bin, ...] = field(repr=False)
    lines: tuple[tuple[np.ndarray, np.ndarray], ...] = field(repr=False)

    title = "断点处的作用"

    @property
    def method(self) -> str:  # type: ignore[override]
        """The statutory family and the design."""
        kind = "模糊断点" if self.first_stage is not None else "清晰断点"
        return f"比较法·断点回归（{kind}{'，斜率' if self.shape.derivative else ''}）"

    @property
    def value(self) -> float:
        """Conventional estimate of the jump, in ``unit``."""
        return self.jump.conventional.estimate

    @property
    def unit(self) -> str:
        """Unit of the outcome; a difference of percentages is in percentage points."""
        return difference_unit(self.outcome_unit)

    @property
    def interval(self) -> tuple[float, float]:
        """Robust bias-corrected 95 % interval."""
        return self.jump.robust.low, self.jump.robust.high

    def table(self) -> pd.DataFrame:
        """The estimate three ways, the first stage, and the estimate at other bandwidths."""
        rows = [
            ("局部多项式估计", self.bandwidths.estimate, self.jump.conventional),
            ("偏差校正", self.bandwidths.estimate, self.jump.bias_corrected),
            ("偏差校正、稳健误差", self.bandwidths.estimate, self.jump.robust),
        ]
        if self.first_stage is not None:
            rows.append(("实施率的跳跃（稳健）", self.bandwidths.estimate, self.first_stage.robust))
        rows += [(f"{one.factor:g}倍带宽（稳健）", one.bandwidth, one.jump.robust) for one in self.other_widths]
        lines = [(name, *width, *change_row("", change)[1:]) for name, width, change in rows]
        columns = ["项目", "左带宽", "右带宽", "数值", "标准误", "95%下限", "95%上限", "p值"]
        frame = pd.DataFrame(lines, columns=columns)
        near = places_for(min(self.bandwidths.estimate) / 10)
        return frame.round({**dict.fromkeys(columns[1:3], near), **dict.fromkeys(columns[3:7], self._places)})

    def sentences(self) -> tuple[str, ...]:
        """The jump, how it was found, the data, the limits."""
        return self._answer_text(), self._width_text(), self._data_text(), self._limit_text()

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Manipulation, balance, placebo cut-offs, bandwidth, first stage, ties, rows near the cut-off."""
        checks = [self._manipulated(), self._balanced(), self._placebo(), self._width()]
        if self.first_stage is not None:
            checks += [self._first(self.first_stage), _EXCLUDED]
        return *checks, self._tied(), self._enough(), _ALONE

    def figure(self) -> Any:
        """Binned means on either side and the local polynomials."""
        from yzperf.drawing.discontinuity import draw_discontinuity

        label = f"{self.outcome_name}（{self.outcome_unit}）" if self.outcome_unit else self.outcome_name
        amount = fixed(self.value, self._places, self.unit)
        sign = "+" if self.value > 0 else ""
        ratio = "（每单位实施）" if self.first_stage is not None else ""
        kind = "斜率的变化" if self.shape.derivative else "跳跃"
        return draw_discontinuity(
            [(one.place, one.mean) for one in self.bins],
            [(x + self.cutoff, y) for x, y in self.lines],
            cutoff=self.cutoff,
            x_label=self.running_name,
            y_label=label,
            title=f"断点处{kind}{ratio}{sign}{amount}（稳健95%区间{span(self.interval, self._places)}）",
        )

    @property
    def _places(self) -> int:
        return places_for(self.jump.robust.standard_error)

    def _answer_text(self) -> str:
        where = f"在“{self.running_name}”为{self.cutoff:g}处"
        who = "对因断点而实施的单位，" if self.first_stage is not None else ""
        kind = "的斜率" if self.shape.derivative else ""
        robust = self.jump.robust
        verdict = "区间包含0，不能排除没有作用" if robust.low <= 0 <= robust.high else "区间不含0"
        return (
            f"{where}，{who}实施使{self.outcome_name}{kind}{rise_or_fall(self.value)}"
            f"{fixed(abs(self.value), self._places, self.unit)}（稳健95%置信区间"
            f"{span(self.interval, self._places, self.unit)}，{p_value(robust.p_value)}），{verdict}。"
        )

    def _width_text(self) -> str:
        left, right = self.bandwidths.estimate
        places = places_for(min(left, right) / 10)
        width = f"{fixed(left, places)}" if left == right else f"左{fixed(left, places)}、右{fixed(right, places)}"
        how = f"按{self.selector}选取" if self.selector else "由评价人员指定"
        adjusted = f"，用{'、'.join(self.covariates)}调整" if self.covariates else ""
        moved = fixed(self.jump.robust.estimate, self._places)
        return (
            f"{_KERNEL_NAMES[self.shape.kernel]}、{self.shape.order}阶局部多项式{adjusted}，带宽{width}（{how}）；"
            f"校正偏差后的估计为{moved}，区间以它为中心，并计入校正本身的误差。"
        )

    def _data_text(self) -> str:
        inside = f"，断点近旁{self.inside}行按要求不用" if self.inside else ""
        return (
            f"断点以下{self.rows[0]}行、以上{self.rows[1]}行{dropped_text(self.dropped)}{inside}；"
            f"带宽以内有权重的分别为{self.effective.estimate[0]}行和{self.effective.estimate[1]}行。"
        )

    def _limit_text(self) -> str:
        unkept = "实施率在断点处只是部分改变，结果是对受断点影响而改变实施与否的单位说的。" if self.first_stage else ""
        return f"{unkept}结果只说断点近旁的单位，离断点远的单位作用多大，本方法不能回答。"

    def _manipulated(self) -> Diagnostic:
        name, test = "分配变量没有被操纵（断点处密度不跳）", self.density
        if test is None:
            return Diagnostic(name, "断点近旁的行太少，不能检验", Verdict.UNTESTABLE, "核对评分、认定的过程")
        text = f"密度左{test.left:.3g}、右{test.right:.3g}，{p_value(test.p_value)}"
        if self.distinct < _FEW_VALUES:
            return Diagnostic(name, text, Verdict.DOUBTFUL, "分配变量取值太少，密度检验不可靠；核对评分、认定的过程")
        if test.p_value < 0.05:
            return Diagnostic(name, text, Verdict.FAILS, "断点一侧单位偏多，可能有人为挤过线；核对评分、认定的过程")
        return Diagnostic(name, text, Verdict.HOLDS, "未见反证")

    def _balanced(self) -> Diagnostic:
        name = "断点两侧实施前的情况相同"
        if not self.balance:
            return Diagnostic(name, "没有给出可检验的前定变量", Verdict.UNTESTABLE, "用balance给出实施前已定的变量")
        jumping = [one.name for one in self.balance if one.jump.p_value < 0.05 / len(self.balance)]
        text = "；".join(f"“{one.name}”{p_value(one.jump.p_value)}" for one in self.balance)
        if jumping:
            return Diagnostic(name, text, Verdict.FAILS, f"{listing(jumping)}在断点处也跳，结果的跳跃不能都归于政策")
        return Diagnostic(name, text, Verdict.HOLDS, "未见反证")

    def _placebo(self) -> Diagnostic:
        name = "别处没有跳跃（安慰剂断点）"
        if not self.placebos:
            return Diagnostic(name, "每侧的行太少，不能检验", Verdict.UNTESTABLE)
        text = "；".join(f"{one.cutoff:.4g}处{p_value(one.jump.p_value)}" for one in self.placebos)
        if min(one.jump.p_value for one in self.placebos) < 0.05 / len(self.placebos):
            return Diagnostic(name, text, Verdict.DOUBTFUL, "没有规则的地方也有跳跃；缩小带宽，看结果与分配变量的关系")
        return Diagnostic(name, text, Verdict.HOLDS, "未见反证")

    def _width(self) -> Diagnostic:
        name = "结果不随带宽改变"
        if not self.other_widths:
            return Diagnostic(name, "行太少，不能换带宽", Verdict.UNTESTABLE)
        found = [one.jump.conventional.estimate for one in self.other_widths]
        factors = f"{self.other_widths[0].factor:g}至{self.other_widths[-1].factor:g}倍带宽"
        text = f"{factors}的估计为{fixed(min(found), self._places)}至{fixed(max(found), self._places)}"
        robust = self.jump.robust
        if min(found) < robust.low or max(found) > robust.high or min(found) * max(found) < 0:
            return Diagnostic(name, text, Verdict.DOUBTFUL, "换带宽结论会变，报告中列出各带宽的结果")
        return Diagnostic(name, text, Verdict.HOLDS)

    def _first(self, first: Jump) -> Diagnostic:
        strength = (first.robust.estimate / first.robust.standard_error) ** 2
        text = f"实施率跳{fixed(first.conventional.estimate, 3)}，F={fixed(strength, 1)}"
        if strength < _STRONG:
            return Diagnostic(
                "断点确实改变了实施", text, Verdict.FAILS, "跳跃太弱，比值和区间都不可靠；只报告结果本身的跳跃"
            )
        return Diagnostic("断点确实改变了实施", text, Verdict.HOLDS)

    def _tied(self) -> Diagnostic:
        text = f"带宽以内一侧至少有{self.distinct}个不同的值"
        if self.distinct < _FEW_VALUES:
            advice = "分配变量近于离散，局部多项式靠外推；按取值聚类，或只比较相邻取值"
            return Diagnostic("分配变量连续", text, Verdict.DOUBTFUL, advice)
        return Diagnostic("分配变量连续", text, Verdict.HOLDS)

    def _enough(self) -> Diagnostic:
        text = f"带宽以内左{self.effective.estimate[0]}行、右{self.effective.estimate[1]}行"
        if min(self.effective.estimate) >= _FEW:
            return Diagnostic("断点近旁单位足够", text, Verdict.HOLDS)
        return Diagnostic(
            "断点近旁单位足够",
            text,
            Verdict.DOUBTFUL,
            '不足100行，区间略窄；另用variance="hc3"、selector="cerrd"计算对照',
        )


_ALONE = Diagnostic(
    "断点处没有其他政策同时改变",
    "数据本身不能回答",
    Verdict.UNTESTABLE,
    "查明有无别的政策用同一条线",
)
_EXCLUDED = Diagnostic(
    "断点只通过是否实施影响结果，且没有单位反着来",
    "数据本身不能回答",
    Verdict.UNTESTABLE,
    "由评价人员说明",
)


def binned(running: np.ndarray, outcome: np.ndarray, cutoff: float, widths: Bandwidths) -> tuple[Bin, ...]:
    """Means over evenly spaced stretches on either side, as far as three bandwidths."""
    found = []
    for sign, width in zip((-1, 1), widths.estimate, strict=True):
        away = (running - cutoff) * sign
        own = (away > 0) | ((away == 0) & (sign > 0))
        reach = min(_REACH * width, float(away[own].max()))
        rows = own & (away <= reach)
        codes = np.minimum((away[rows] / reach * _BINS).astype(int), _BINS - 1)
        grouped = pd.DataFrame({"x": running[rows], "y": outcome[rows]}).groupby(codes)
        table = grouped.agg(x=("x", "mean"), y=("y", "mean"), count=("y", "size"))
        found += [Bin(float(row.x), float(row.y), int(row["count"])) for _, row in table.iterrows()]
    return tuple(sorted((one for one in found if one.count >= _LEAST_IN_BIN), key=lambda one: one.place))
