"""The least cost of a required output, in numbers and in words (最低成本前沿结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.wording import fixed, listing, percent

_FEW = 3


@dataclass(frozen=True, slots=True)
class Route:
    """One alternative: cost, output, and the one that delivers no less for less, if there is one."""

    name: str
    cost: float
    output: float
    undercut_by: str | None


@dataclass(frozen=True)
class LeastCostFrontier(Result):
    """Alternatives with the least cost that reaches ``required``; ``chosen`` is the one carried out."""

    routes: tuple[Route, ...]
    required: float
    chosen: str | None
    cost_unit: str
    output_unit: str

    title = "最低成本前沿"
    method = "最低成本法"

    @property
    def cheapest(self) -> Route:
        """The cheapest alternative that reaches the required output."""
        return min((one for one in self.routes if one.output >= self.required), key=lambda one: (one.cost, -one.output))

    @property
    def frontier(self) -> tuple[str, ...]:
        """Names of the alternatives that none undercuts, by output."""
        kept = [one for one in self.routes if one.undercut_by is None]
        return tuple(one.name for one in sorted(kept, key=lambda one: (one.output, one.cost)))

    @property
    def undercut(self) -> tuple[str, ...]:
        """Names of the alternatives that another makes needless."""
        return tuple(one.name for one in self.routes if one.undercut_by)

    @property
    def excess(self) -> float | None:
        """Cost of the chosen alternative above the least, in ``cost_unit``; None where none was named."""
        return None if self.chosen is None else self._route(self.chosen).cost - self.cheapest.cost

    @property
    def value(self) -> float:
        """Least cost of the required output."""
        return self.cheapest.cost

    @property
    def unit(self) -> str:
        """Unit of the costs."""
        return self.cost_unit

    @property
    def interval(self) -> None:
        """None: arithmetic on stated costs."""
        return None

    def table(self) -> pd.DataFrame:
        """One line an alternative, the cheapest first."""
        lines = [
            (one.name, one.cost, one.output, "是" if one.output >= self.required else "否", one.undercut_by or "")
            for one in sorted(self.routes, key=lambda one: (one.cost, -one.output))
        ]
        headings = ["方案", f"成本（{self.cost_unit}）", self._headed("产出"), "达到要求", "成本更低而产出不少的方案"]
        return pd.DataFrame(lines, columns=headings)

    def sentences(self) -> tuple[str, ...]:
        """The cheapest, what the chosen one costs above it, which are needless, what was not compared."""
        best = self.cheapest
        needless = self.undercut
        return (
            f"要求产出{fixed(self.required, 2, self.output_unit)}，成本最低的是“{best.name}”（{fixed(best.cost, 2, self.cost_unit)}）。",
            *self._of_chosen(),
            f"{len(self.routes)}个方案中{len(needless)}个有成本更低、产出不少的替代{'：' + listing(needless) if needless else ''}。",
            "只比较所列成本和产出；各方案的质量须达到同一标准，成本须是同一价格基期的全寿命成本。",
        )

    def _of_chosen(self) -> tuple[str, ...]:
        if self.excess is None:
            return ()
        if self.excess <= 0:
            return (f"实施方案“{self.chosen}”就是成本最低的。",)
        share = percent(self.excess / self.cheapest.cost)
        return (f"实施方案“{self.chosen}”多花{fixed(self.excess, 2, self.cost_unit)}（{share}）。",)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Enough alternatives, and the same quality."""
        count = len(self.routes)
        enough = Verdict.HOLDS if count >= _FEW else Verdict.DOUBTFUL
        return (
            Diagnostic("可行方案列全", f"{count}个", enough, "没有列入的方案可能更省"),
            Diagnostic("质量达到同一标准", "表里没有", Verdict.UNTESTABLE, "由评价人核对"),
        )

    def figure(self) -> Any:
        """Alternatives by output and cost, those of the frontier joined."""
        from yzperf.drawing.cost_frontier import FrontierDot, draw_frontier

        kept = set(self.frontier)
        dots = [FrontierDot(one.name, one.output, one.cost, one.name in kept) for one in self.routes]
        return draw_frontier(dots, x_label=self._headed("产出"), y_label=f"成本（{self.cost_unit}）")

    def _headed(self, word: str) -> str:
        return f"{word}（{self.output_unit}）" if self.output_unit else word

    def _route(self, name: str) -> Route:
        return next(one for one in self.routes if one.name == name)
