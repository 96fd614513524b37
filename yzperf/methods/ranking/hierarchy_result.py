"""Weights from pairwise judgements, in numbers and in words (层次分析法结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.wording import listing, percent

CONSISTENT = 0.10  # Saaty's bound for the consistency ratio
_TABLES = {"saaty": "萨蒂（1980）", "donegan_dodd": "多尼根—多德（1991）"}


@dataclass(frozen=True, slots=True)
class Reconsider:
    """The judgement that fits the others least: ``first`` over ``second``, as given and as the weights suggest."""

    first: str
    second: str
    given: float
    suggested: float


@dataclass(frozen=True, slots=True)
class Expert:
    """One expert on their own."""

    name: str
    weights: tuple[float, ...]
    consistency_ratio: float
    reconsider: Reconsider | None


@dataclass(frozen=True)
class JudgedWeights(Result):
    """Result of ``analytic_hierarchy_process``; ``experts`` is empty where one expert judged."""

    elements: tuple[str, ...]
    weights: tuple[float, ...]
    eigenvalue: float
    consistency_index: float
    consistency_ratio: float
    random_index: str
    reconsider: Reconsider | None
    experts: tuple[Expert, ...]

    title = "层次分析法赋权"
    method = "权重与排序·层次分析法"

    @property
    def value(self) -> float:
        """Largest weight, in per cent."""
        return 100 * max(self.weights)

    @property
    def unit(self) -> str:
        """Per cent."""
        return "%"

    @property
    def interval(self) -> None:
        """None: judgements, not a sample."""

    @property
    def consistent(self) -> bool:
        """Whether the consistency ratio is below 0.10."""
        return self.consistency_ratio < CONSISTENT

    def table(self) -> pd.DataFrame:
        """Elements by falling weight; with a group also each expert's weights."""
        table = pd.DataFrame({"要素": self.elements, "权重（%）": np.round(np.multiply(100, self.weights), 2)})
        for expert in self.experts:
            table[f"{expert.name}（%）"] = np.round(np.multiply(100, expert.weights), 2)
        return table.sort_values("权重（%）", ascending=False, kind="stable", ignore_index=True)

    def sentences(self) -> tuple[str, ...]:
        """Largest weight, consistency, the judgement to reconsider, the limits."""
        first = self.elements[int(np.argmax(self.weights))]
        answer = f"权重最大的是“{first}”（{percent(max(self.weights))}），共{len(self.elements)}个要素。"
        held = "小于0.10，判断基本一致" if self.consistent else "不小于0.10，判断前后不一致，权重不宜使用"
        ratio = (
            f"最大特征值{self.eigenvalue:.4f}，一致性指标CI={self.consistency_index:.4f}，"
            f"一致性比例CR={self.consistency_ratio:.4f}（随机指标取{_TABLES[self.random_index]}），{held}。"
        )
        return tuple(filter(None, (answer, ratio, self._advice(), _LIMITS)))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Consistency of the joined judgements and of every expert."""
        verdict = Verdict.HOLDS if self.consistent else Verdict.FAILS
        advice = "" if self.consistent else self._advice()
        checks = [Diagnostic("判断前后一致", f"CR={self.consistency_ratio:.4f}", verdict, advice)]
        if self.experts:
            bad = [expert.name for expert in self.experts if expert.consistency_ratio >= CONSISTENT]
            told = f"{len(self.experts)}位专家，CR不小于0.10的：{listing(bad) or '无'}"
            state = Verdict.DOUBTFUL if bad else Verdict.HOLDS
            checks.append(Diagnostic("每位专家的判断一致", told, state, "请这些专家复核判断" if bad else ""))
        return tuple(checks)

    def figure(self) -> Any:
        """Bars of the weights."""
        from yzperf.drawing.bars import draw_bars

        order = np.argsort(np.negative(self.weights), kind="stable")
        names, values = [self.elements[i] for i in order], [100 * self.weights[i] for i in order]
        return draw_bars(names, values, x_label="权重（%）", title=f"层次分析法权重（CR={self.consistency_ratio:.3f}）")

    def _advice(self) -> str:
        pair = self.reconsider
        if pair is None or self.consistency_ratio < CONSISTENT / 2:
            return ""
        return (
            f"与其余判断最不合的是“{pair.first}”比“{pair.second}”：给的是{_ratio(pair.given)}，"
            f"按其余判断约为{_ratio(pair.suggested)}，请先复核这一对。"
        )


def _ratio(value: float) -> str:
    return f"{value:.2g}" if value >= 1 else f"1/{1 / value:.2g}"


_LIMITS = "权重反映判断者的看法；一致只说明判断前后相合，不说明判断正确。"
