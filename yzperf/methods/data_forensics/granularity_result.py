"""Which printed figures are possible (粒度检验结果)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.wording import listing, percent

_WEAK = 0.5


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """One printed figure: whether n whole answers can give it, and how many wrong figures the test would find."""

    name: str
    printed: str
    count: int
    items: int
    possible: bool
    power: float


@dataclass(frozen=True)
class GranularityTest(Result):
    """Printed means or percentages against their numbers of people."""

    figures: tuple[PrintedFigure, ...]
    percent: bool

    title = "粒度检验（GRIM）"
    method = "数据核验"

    @property
    def value(self) -> float:
        """How many figures are impossible."""
        return float(sum(not figure.possible for figure in self.figures))

    @property
    def unit(self) -> str:
        """个."""
        return "个"

    @property
    def interval(self) -> None:
        """None: arithmetic."""
        return None

    def table(self) -> pd.DataFrame:
        """One line a figure."""
        lines = [(one.name, one.printed, one.count, one.items, _word(one), one.power) for one in self.figures]
        return pd.DataFrame(lines, columns=["名称", "印出的数", "人数", "题数", "判断", "检出力"])

    def sentences(self) -> tuple[str, ...]:
        """What is impossible, what could not have been found, what that does not prove."""
        wrong = [one.name for one in self.figures if not one.possible]
        weak = [one.name for one in self.figures if one.possible and one.power < _WEAK]
        return (
            f"{len(self.figures)}个数中，{len(wrong)}个按所写的人数算不出来{'：' + listing(wrong) if wrong else ''}。",
            *([f"{len(weak)}个检出力不足一半（{listing(weak)}）：算得出来不说明问题。"] if weak else []),
            "只适用于整数答案的简单平均和人数占比；加权的满意度、有缺答的题目不适用，应先核对人数和算法，再作判断。",
        )

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Whether the test can find anything."""
        mean = sum(one.power for one in self.figures) / len(self.figures)
        verdict = Verdict.HOLDS if mean >= _WEAK else Verdict.DOUBTFUL
        return (Diagnostic("有检出力", f"平均检出力 {percent(mean)}", verdict, "人数多或小数位少时不必用"),)

    def figure(self) -> Any:
        """Power of each figure as a bar."""
        from yzperf.drawing.bars import draw_bars

        names = [f"{one.name} {_word(one)}" for one in self.figures]
        return draw_bars(names, [100 * one.power for one in self.figures], x_label="检出力（%）")


def _word(figure: PrintedFigure) -> str:
    if not figure.possible:
        return "不可能"
    return "可能" if figure.power > 0 else "无检出力"
