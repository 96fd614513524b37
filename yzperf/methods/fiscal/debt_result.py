"""The path of a debt ratio, in numbers and in words (债务可持续性结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.wording import fixed, percent


@dataclass(frozen=True, slots=True)
class DebtScenario:
    """One scenario: debt ratios of all years, in per cent."""

    name: str
    path: tuple[float, ...]


@dataclass(frozen=True)
class DebtPath(Result):
    """Result of ``debt_sustainability``; all figures in per cent of the base. ``bands`` are the 2.5, 10, 25, 50, 75,
    90 and 97.5 % quantiles of the random paths, empty without shocks."""

    start: float
    years: tuple[int, ...]
    path: tuple[float, ...]
    scenarios: tuple[DebtScenario, ...]
    bands: tuple[tuple[float, ...], ...]
    above: float | None
    ceiling: float | None
    stabilising: float
    balance: float
    draws: int

    title = "债务可持续性"
    method = "财政工具·债务率推演"

    @property
    def value(self) -> float:
        """Debt ratio in the last year of the base path."""
        return self.path[-1]

    @property
    def unit(self) -> str:
        """Per cent."""
        return "%"

    @property
    def interval(self) -> tuple[float, float] | None:
        """2.5 % to 97.5 % quantiles in the last year: a range of shocks, not of an estimate; None without shocks."""
        return (self.bands[0][-1], self.bands[-1][-1]) if self.bands else None

    def table(self) -> pd.DataFrame:
        """One row per year: base path, scenarios, quantiles."""
        table = pd.DataFrame({"年份": self.years, "基准（%）": self.path})
        for scenario in self.scenarios:
            table[f"{scenario.name}（%）"] = scenario.path
        for quantile, band in zip(("2.5%", "10%", "25%", "50%", "75%", "90%", "97.5%"), self.bands, strict=False):
            table[f"{quantile}分位（%）"] = band
        return table.round(2)

    def sentences(self) -> tuple[str, ...]:
        """Where the ratio goes, what would hold it, what shocks do, limits."""
        begun, ended = fixed(self.start, 1, "%"), fixed(self.value, 1, "%")
        moved = (
            f"由{begun}{'上升' if self.value > self.start else '下降'}到{ended}" if begun != ended else f"保持在{ended}"
        )
        answer = f"债务率{len(self.path)}年间{moved}。"
        held = f"末年保持债务率不变所需的基本盈余为{fixed(self.stabilising, 2)}%，设定为{fixed(self.balance, 2)}%。"
        return tuple(filter(None, (answer, held, self._shocked(), _LIMITS)))

    def _shocked(self) -> str:
        if not self.bands:
            return ""
        low, high = self.bands[1][-1], self.bands[-2][-1]
        over = f"，超过警戒线{fixed(self.ceiling or 0, 0)}%的占{percent(self.above)}" if self.above is not None else ""
        return f"随机冲击{self.draws}次，末年债务率八成落在{fixed(low, 1)}%至{fixed(high, 1)}%{over}。"

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Does the balance hold the ratio; is the base path below the line."""
        enough = self.balance >= self.stabilising
        checks = [
            Diagnostic("末年基本盈余足以稳住债务率", f"{fixed(self.balance, 2)}%，需要{fixed(self.stabilising, 2)}%", Verdict.HOLDS if enough else Verdict.FAILS, "" if enough else "须增收、减支或降低利率")
        ]  # fmt: skip
        if self.ceiling is not None:
            below = max(self.path) <= self.ceiling
            checks.append(
                Diagnostic(
                    "基准路径不超过警戒线",
                    f"最高{fixed(max(self.path), 1)}%，警戒线{fixed(self.ceiling, 0)}%",
                    Verdict.HOLDS if below else Verdict.FAILS,
                )
            )
        return (*checks, _DRIVERS)

    def figure(self) -> Any:
        """Base path, scenarios and the fan."""
        from yzperf.drawing.paths import draw_paths

        lines = [("基准", self.path), *((one.name, one.path) for one in self.scenarios)]
        whole = [(name, (self.start, *path)) for name, path in lines]
        first = self.years[0] - 1
        fan = [(self.start, *band) for band in (self.bands[1], self.bands[-2])] if self.bands else None
        label = "年份" if first else "第几年（0为现在）"
        return draw_paths(
            whole, fan=fan, limit=self.ceiling, first=first, x_label=label, y_label="债务率（%）", title="债务率推演"
        )


_LIMITS = "结果取决于对增速、利率和盈余的设定；冲击按各年独立的正态分布，不含危机和隐性债务。"
_DRIVERS = Diagnostic(
    "增速、利率和盈余的设定合理", "数据本身不能回答", Verdict.UNTESTABLE, "写明设定的来源，并与历史波动比较"
)
