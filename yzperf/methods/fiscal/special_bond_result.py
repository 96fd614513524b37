"""What covers principal and interest, in numbers and in words (专项债券本息覆盖倍数结果)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from yzperf.domain.result import Diagnostic, Result, Verdict
from yzperf.methods.wording import fixed, listing, percent


@dataclass(frozen=True, slots=True)
class BondYear:
    """One year: income less cost, debt service, what is left over since the first year."""

    year: int
    earned: float
    service: float
    left: float

    @property
    def coverage(self) -> float:
        """Ratio of the year; NaN without debt service."""
        return self.earned / self.service if self.service else math.nan


@dataclass(frozen=True, slots=True)
class BondStress:
    """One stress: the ratio over the term and all years."""

    name: str
    coverage: float
    years: tuple[BondYear, ...]

    @property
    def least(self) -> float:
        """Smallest ratio of a year with debt service."""
        return min(one.coverage for one in self.years if one.service)

    @property
    def short(self) -> tuple[int, ...]:
        """Years that end with less than nothing left over since the first."""
        return tuple(one.year for one in self.years if one.left < -1e-9 * one.service)

    @property
    def shortfall(self) -> float:
        """Most that is ever missing."""
        return max(0.0, -min(one.left for one in self.years))


@dataclass(frozen=True)
class SpecialBondCoverage(Result):
    """Result of ``special_bond_coverage``; the first run is the base.

    ``income_room`` is the share of income that may be lost, ``rate_room`` the percentage points that interest may rise
    until the ratio over the term is ``required``; negative where it is not reached.
    """

    runs: tuple[BondStress, ...]
    required: float
    income_room: float
    rate_room: float
    with_cost: bool
    money_unit: str

    title = "专项债券本息覆盖倍数"
    method = "财政工具·专项债券偿债压力测试"

    @property
    def base(self) -> BondStress:
        """Without stress."""
        return self.runs[0]

    @property
    def value(self) -> float:
        """Ratio over the whole term."""
        return self.base.coverage

    @property
    def unit(self) -> str:
        """Times."""
        return "倍"

    @property
    def interval(self) -> None:
        """None: a projection from assumptions; see the stresses."""

    def table(self) -> pd.DataFrame:
        """One row per stress."""
        rows = [(one.name, one.coverage, one.least, _years(one.short), one.shortfall) for one in self.runs]
        columns = ["情形", "全期覆盖倍数", "单年最低倍数", "累计资金不足的年份", f"最大资金缺口（{self.money_unit}）"]
        return pd.DataFrame(rows, columns=columns).round({columns[1]: 2, columns[2]: 2, columns[4]: 2})

    def year_table(self) -> pd.DataFrame:
        """The base case year by year."""
        rows = [(one.year, one.earned, one.service, one.coverage, one.left) for one in self.base.years]
        columns = ["年份", self._earned, "还本付息", "当年覆盖倍数", "累计结余"]
        return pd.DataFrame(rows, columns=columns).round(2)

    def sentences(self) -> tuple[str, ...]:
        """The ratio, the years, stress, break-even, limits."""
        return self._answer(), self._cash(), self._stress(), self._room(), _LIMITS

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Required ratio, money in every year, the stresses, income estimates."""
        reached = self.value >= self.required
        every = not self.base.short
        failing = [one.name for one in self.runs[1:] if one.coverage < self.required]
        stress = Verdict.HOLDS if not failing else Verdict.DOUBTFUL
        return (
            Diagnostic(
                f"全期覆盖倍数不低于{self.required:g}倍",
                f"{fixed(self.value, 2)}倍",
                Verdict.HOLDS if reached else Verdict.FAILS,
                "" if reached else "压减规模、补充收入来源或调整期限",
            ),
            Diagnostic(
                "各年累计资金足以还本付息",
                "各年都足" if every else f"{_years(self.base.short)}不足",
                Verdict.HOLDS if every else Verdict.FAILS,
                "" if every else "调整还本安排或落实当年的补充资金",
            ),
            Diagnostic(
                f"压力下仍不低于{self.required:g}倍",
                f"{listing(failing)}时不够" if failing else "各种压力下都够",
                stress,
                "写明应对措施" if failing else "",
            ),
            _INCOME,
        )

    def figure(self) -> Any:
        """Ratio over the term in every case."""
        from yzperf.drawing.bars import draw_bars

        return draw_bars(
            [one.name for one in self.runs],
            [one.coverage for one in self.runs],
            x_label="全期本息覆盖倍数",
            title=f"专项债券本息覆盖倍数（要求{self.required:g}倍）",
            places=2,
            mark=self.required,
        )

    @property
    def _earned(self) -> str:
        return "收入减成本" if self.with_cost else "项目收入"

    def _answer(self) -> str:
        enough = "达到" if self.value >= self.required else "达不到"
        return f"全期{self._earned}是还本付息的{fixed(self.value, 2)}倍，{enough}要求的{self.required:g}倍；单年最低{fixed(self.base.least, 2)}倍。"

    def _cash(self) -> str:
        if not self.base.short:
            return "从首年起累计，各年资金都足以还本付息。"
        return f"{_years(self.base.short)}累计资金不足，最多缺{fixed(self.base.shortfall, 2, self.money_unit)}，须另有安排。"

    def _stress(self) -> str:
        told = "、".join(f"{one.name}时{fixed(one.coverage, 2)}倍" for one in self.runs[1:])
        return f"压力测试：{told}。" if told else "没有做压力测试。"

    def _room(self) -> str:
        if self.income_room < 0:
            return (
                f"现有收入已达不到{self.required:g}倍，至少还须增加{percent(-self.income_room)}。"
                if math.isfinite(self.income_room)
                else "项目没有收入，无从覆盖。"
            )
        return (
            f"收入最多可下降{percent(self.income_room)}、或利率最多可上升{fixed(self.rate_room, 2)}个百分点，"
            f"全期仍不低于{self.required:g}倍。"
        )


def _years(years: tuple[int, ...]) -> str:
    return listing([f"{year}年" if year > 1000 else f"第{year}年" for year in years]) if years else "没有"


_LIMITS = "倍数取决于收入预测；资金未作折现，全期倍数够不等于每年够；土地出让等收入的时点尤须核实。"
_INCOME = Diagnostic("收入预测可靠", "数据本身不能回答", Verdict.UNTESTABLE, "附合同、批复或同类项目的实际收入")
