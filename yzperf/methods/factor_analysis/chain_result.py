"""The answer of a substitution of factors, in numbers and in words (连环替代与 Shapley 分解结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.factor_analysis.effects import (
    NO_CAUSE,
    FactorEffect,
    adds_up,
    change_sentence,
    effect_words,
    effects_table,
    order_check,
    waterfall,
)
from yzperf.methods.wording import fixed, listing, places_for


class _Decomposition(Result):
    """What both decompositions say of their effects."""

    total_unit: str
    formula: str
    effects: tuple[FactorEffect, ...]

    method = "因素分析法"

    @property
    def totals(self) -> tuple[float, float]:
        """Total in the base and in the reporting period."""
        raise NotImplementedError

    @property
    def value(self) -> float:
        """Change of the total."""
        return self.totals[1] - self.totals[0]

    @property
    def unit(self) -> str:
        """Unit of the total."""
        return self.total_unit

    @property
    def interval(self) -> None:
        """None: an identity has no sampling error."""
        return

    @property
    def amounts(self) -> tuple[float, ...]:
        """Effects of the factors."""
        return tuple(one.amount for one in self.effects)

    def table(self) -> pd.DataFrame:
        """One row per factor: effect, share, range over all orders."""
        return effects_table(self.effects, *self.totals, self._places + 2)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Sum of effects, what order does, causes."""
        return adds_up(self.amounts, self.value), self._order(), NO_CAUSE

    def _order(self) -> Diagnostic:
        raise NotImplementedError

    def figure(self) -> Any:
        """The way from the base to the reporting period, factor by factor."""
        told = [(one.name, one.amount) for one in self.effects]
        return waterfall(told, self.totals[0], unit=self.unit, title=self.title, places=self._places)

    @property
    def _places(self) -> int:
        return min(4, places_for(max(abs(total) for total in self.totals) / 100))

    def _answer(self) -> str:
        told = effect_words([(one.name, one.amount) for one in self.effects], self.unit, self._places)
        return f"{change_sentence(*self.totals, self.unit, self._places)}：{told}。"


@dataclass(frozen=True)
class ChainSubstitution(_Decomposition):
    """Result of ``chain_substitution``: ``steps`` are the totals after each substitution, the first is the base."""

    names: tuple[str, ...]
    total_unit: str
    formula: str
    steps: tuple[float, ...]
    effects: tuple[FactorEffect, ...]

    title = "连环替代分析"

    @property
    def totals(self) -> tuple[float, float]:
        """Total in the base and in the reporting period."""
        return self.steps[0], self.steps[-1]

    def sentences(self) -> tuple[str, ...]:
        """What each factor did, in which order, and what another order would say."""
        order = f"替代顺序为{'、'.join(self.names)}（算式：{self.formula}）。"
        return tuple(filter(None, (self._answer(), order, self._other_orders(), "这是算账关系，不是因果关系。")))

    def _order(self) -> Diagnostic:
        return order_check(self.effects)

    def _other_orders(self) -> str:
        moved = [one for one in self.effects if one.depends_on_order]
        if not moved:
            return "换一种顺序，结果相同。"
        told = [f"{one.name}{fixed(one.low, self._places)}至{fixed(one.high, self._places)}" for one in moved]
        turning = [one.name for one in moved if one.turns]
        warning = f"其中{listing(turning)}的影响连正负都随顺序改变。" if turning else ""
        return f"换顺序影响额会变：{listing(told)}（{self.unit or '总额的单位'}）。{warning}"


@dataclass(frozen=True)
class ShapleyDecomposition(_Decomposition):
    """Result of ``shapley_decomposition``."""

    total_unit: str
    formula: str
    base: float
    actual: float
    effects: tuple[FactorEffect, ...]

    title = "因素影响的平均分解（Shapley）"

    @property
    def totals(self) -> tuple[float, float]:
        """Total in the base and in the reporting period."""
        return self.base, self.actual

    def sentences(self) -> tuple[str, ...]:
        """What each factor did on average over all orders."""
        how = f"影响额是全部替代顺序的平均，不取决于顺序（算式：{self.formula}）。"
        return self._answer(), how, "这是算账关系，不是因果关系。"

    def _order(self) -> Diagnostic:
        turning = [one.name for one in self.effects if one.turns]
        if not turning:
            return Diagnostic("各因素在任何替代顺序下方向一致", "没有因素改变正负", Verdict.HOLDS)
        return Diagnostic(
            "各因素在任何替代顺序下方向一致",
            f"{listing(turning)}随顺序改变正负",
            Verdict.DOUBTFUL,
            "同时列出各顺序的范围",
        )
