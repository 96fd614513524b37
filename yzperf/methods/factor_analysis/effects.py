"""Effects of factors as results share them (因素影响): the numbers, their table, their picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from yzperf.domain.result import Diagnostic, Verdict
from yzperf.methods.wording import fixed, listing

_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class FactorEffect:
    """One factor: its effect on the total, the least and largest effect over all orders, the mean over all orders."""

    name: str
    amount: float
    low: float
    high: float
    mean: float

    @property
    def depends_on_order(self) -> bool:
        """Whether another order gives another effect."""
        return self.high - self.low > _SAME * max(abs(self.low), abs(self.high))

    @property
    def turns(self) -> bool:
        """Whether another order turns the sign of the effect."""
        return self.depends_on_order and self.low < 0 < self.high


def effects_table(effects: Sequence[FactorEffect], base: float, actual: float, money: int) -> pd.DataFrame:
    """One row per factor and one for the total."""
    change = actual - base
    rows = [
        {
            "因素": one.name,
            "影响额": round(one.amount, money),
            "占总变动（%）": round(100 * one.amount / change, 1) if change else None,
            "各顺序中最小": round(one.low, money),
            "各顺序中最大": round(one.high, money),
            "各顺序平均": round(one.mean, money),
        }
        for one in effects
    ]
    rows.append({"因素": "合计", "影响额": round(change, money), "占总变动（%）": 100.0 if change else None})
    return pd.DataFrame(rows)


def change_sentence(base: float, actual: float, unit: str, places: int) -> str:
    """How the total moved."""
    change = actual - base
    way = "增加" if change > 0 else "减少" if change < 0 else "没有变化"
    share = f"（{fixed(abs(100 * change / base), 1)}%）" if base and change else ""
    amount = f"{fixed(abs(change), places)}{unit}{share}" if change else ""
    return f"总额由{fixed(base, places)}{unit}变为{fixed(actual, places)}{unit}，{way}{amount}"


def effect_words(effects: Sequence[tuple[str, float]], unit: str, places: int) -> str:
    """Name each factor with what it did."""
    told = [
        f"{name}使总额{'增加' if amount > 0 else '减少'}{fixed(abs(amount), places)}{unit}"
        if amount
        else f"{name}没有影响"
        for name, amount in effects
    ]
    return "，".join(told)


def order_check(effects: Sequence[FactorEffect]) -> Diagnostic:
    """Whether the order matters, and for whom it turns the sign."""
    turning = [one.name for one in effects if one.turns]
    moved = [one.name for one in effects if one.depends_on_order]
    if turning:
        return Diagnostic(
            "结论不随替代顺序改变",
            f"换顺序会改变正负：{listing(turning)}",
            Verdict.FAILS,
            "写明顺序及理由，并列出各顺序的范围",
        )
    if moved:
        return Diagnostic(
            "结论不随替代顺序改变", f"影响额随顺序变，正负不变：{listing(moved)}", Verdict.DOUBTFUL, "写明顺序"
        )
    return Diagnostic("结论不随替代顺序改变", "各顺序结果相同", Verdict.HOLDS)


def adds_up(amounts: Sequence[float], change: float) -> Diagnostic:
    """Whether effects add up to the change."""
    gap = float(np.sum(amounts)) - change
    scale = max(abs(change), float(np.abs(amounts).max()))
    verdict = Verdict.HOLDS if abs(gap) <= _SAME * max(scale, 1e-300) else Verdict.FAILS
    return Diagnostic("各因素影响之和等于总变动", f"相差{gap:.2g}" if verdict is Verdict.FAILS else "相等", verdict)


def waterfall(effects: Sequence[tuple[str, float]], base: float, *, unit: str, title: str, places: int) -> Any:
    """Draw the way from base to actual."""
    from yzperf.drawing.waterfall import draw_waterfall

    return draw_waterfall(
        effects, start=base, y_label=f"总额（{unit}）" if unit else "总额", title=title, places=places
    )


NO_CAUSE = Diagnostic(
    "因素的变动可以分别归因", "算式是恒等式，说的是算账关系", Verdict.UNTESTABLE, "因素为什么变，须另行举证"
)
