"""Indicator frameworks (指标体系框架): indicators with checks, formulas, standards, evidence hints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from html import escape
from typing import Any

from yzperf.errors import RuleError
from yzperf.rules.entry import Entry, Origin
from yzperf.rules.formula import Formula, Items, read_formula
from yzperf.rules.points import Block, Breach, Demands, Limit, Points, read_block, read_demands, read_limit


class Direction(StrEnum):
    """Which way is better (指标的方向); where the document does not say, it is a program setting."""

    MORE = "正向"
    LESS = "反向"
    MODERATE = "适度"
    NEAR_ONE = "适度（接近100%）"
    AS_REFINED = "按细化指标确定"
    BY_EVALUATOR = "由评价方确定"


@dataclass(frozen=True, slots=True)
class DataItem:
    """A named quantity of a formula (数据项)."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """A third-level indicator (三级指标). ``weight_range`` is None where the evaluator chooses the weight.

    ``note`` tells what the reader must know about the source, such as a row that the scan has lost.
    """

    id: str
    l1: str
    l2: str
    name: str
    explanation: str
    condition: str
    checks: tuple[str, ...]
    aspects: tuple[str, ...]
    formula: str
    items: tuple[DataItem, ...]
    kind: str
    unit: str
    direction: Direction
    standard: str
    data_source: tuple[str, ...]
    evidence: tuple[str, ...]
    weight_range: tuple[Fraction, Fraction] | None
    note: str
    clause: str
    origin: Origin

    def read_formula(self) -> Formula:
        """Return the formula ready to compute.

        Raises
        ------
        RuleError
            If the indicator has none, or its text is no formula over its data items.
        """
        if not self.formula:
            raise RuleError(f"指标“{self.name}”（{self.id}）没有公式，由评价人按评价要点或调查结果判断。")
        return read_formula(self.formula, [item.name for item in self.items])

    @property
    def how(self) -> str:
        """Formula, or numbered checks, or aspects to choose from (怎么评)."""
        if self.formula:
            return self.formula
        if self.checks:
            return "；".join(f"{number}. {check}" for number, check in enumerate(self.checks, 1))
        return f"按项目选择并细化：{'、'.join(self.aspects)}" if self.aspects else ""


@dataclass(frozen=True, slots=True)
class Stage:
    """Which blocks weigh more at a stage of the project (阶段侧重); the document gives no numbers."""

    name: str
    emphasis: tuple[str, ...]
    clause: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Framework:
    """A complete framework: blocks in order, stages, indicators, and what the source asks of their points."""

    id: str
    name: str
    region: str
    since: date | None
    until: date | None
    clauses: tuple[str, ...]
    conventions: tuple[str, ...]
    block_rules: tuple[Block, ...]
    limits: tuple[Limit, ...]
    demands: Demands
    stages: tuple[Stage, ...]
    indicators: tuple[Indicator, ...]
    weight_note: str
    origin: Origin

    @property
    def blocks(self) -> tuple[str, ...]:
        """Names of the first-level blocks (一级指标) in order."""
        return tuple(block.name for block in self.block_rules)

    def indicator(self, name: str) -> Indicator | None:
        """Return the indicator with this id or name, or None: a case may have indicators of its own."""
        return next((item for item in self.indicators if name in (item.id, item.name)), None)

    def of_block(self, block: str) -> tuple[Indicator, ...]:
        """Indicators of a first-level block, in order."""
        return tuple(item for item in self.indicators if item.l1 == block)

    def cited_parts(self) -> Iterator[Indicator | Stage | Block | Limit | Demands]:
        """Everything inside that names a clause of its own."""
        asked: tuple[Block | Limit | Demands, ...] = (*self.block_rules, *self.limits, self.demands)
        yield from self.indicators
        yield from self.stages
        yield from (part for part in asked if part.clause)

    def check_weights(self, weights: Points, parts: Points | None = None) -> tuple[Breach, ...]:
        """Tell what the points of an evaluator's sheet break (核对分值).

        Parameters
        ----------
        weights
            Points of the first-level blocks; a block that is missing has none.
        parts
            Points below the first level, by name of the second-level or third-level indicator. Demands on
            second-level indicators are judged only if these are given.

        Returns
        -------
        tuple of Breach
            Each with its clause; empty where nothing is broken or the source asks nothing.
        """
        below, total = parts or {}, sum(weights.values(), Fraction(0))
        every = {**below, **weights}
        ending = {block.name for block in self.block_rules if block.endings}  # whole numbers anyway
        found = list(self.demands.breaches(total, {name: every[name] for name in every if name not in ending}))
        for block in self.block_rules:
            found.extend(block.breaches(weights.get(block.name, Fraction(0))))
        for limit in self.limits:
            if below or set(limit.of) <= set(self.blocks):
                found.extend(limit.breaches(every, total))
        return tuple(found)

    def compute(self, indicator: str, items: Items) -> Fraction:
        """Compute an indicator exactly from its data items (按公式计算指标值).

        Parameters
        ----------
        indicator
            Id or name.
        items
            Value of every data item that the formula names; one mapping may serve all indicators.

        Returns
        -------
        Fraction
            The value of the formula as written. ``100%`` is 1, so a rate of 95 % is ``Fraction(19, 20)``.

        Raises
        ------
        RuleError
            If there is no such indicator, it has no formula, items are missing, or a divisor is zero.
        """
        found = self.indicator(indicator)
        if found is None:
            known = "、".join(f"{item.id}（{item.name}）" for item in self.indicators if item.formula) or "无"
            raise RuleError(f"“{self.name}”没有指标“{indicator}”；有公式的指标：{known}。")
        return found.read_formula().value(items)

    def table(self) -> Any:
        """Return all indicators as a `pandas.DataFrame` with Chinese column names; columns without content are left out."""
        import pandas as pd

        table = pd.DataFrame([_cells(item) for item in self.indicators], columns=list(_COLUMNS), dtype=str)
        return table.loc[:, [bool(table[column].any()) for column in table.columns]]

    def _repr_html_(self) -> str:
        import pandas as pd

        # pandas would cut texts off after 50 characters.
        with pd.option_context("display.max_colwidth", None):
            table = self.table().to_html(index=False, border=0)
        return f"<h4>{escape(self.name)}</h4><p>{escape(self._size())}</p>{table}"

    def _size(self) -> str:
        size = f"{'、'.join(self.blocks)}：{len(self.indicators)} 项指标"
        return f"{size}。{self.weight_note}" if self.weight_note else size


_COLUMNS = (
    "编号", "一级指标", "二级指标", "三级指标", "指标解释", "评价要点或公式", "性质", "单位", "方向", "权重范围", "标准", "说明", "条款",
)  # fmt: skip


def _cells(item: Indicator) -> tuple[str, ...]:
    weight = "—".join(map(str, item.weight_range)) if item.weight_range else ""
    note = "；".join(filter(None, (item.condition, item.note)))
    return (
        item.id, item.l1, item.l2, item.name, item.explanation, item.how, item.kind, item.unit, item.direction, weight,
        item.standard, note, item.clause,
    )  # fmt: skip


def read_framework(entry: Entry) -> Framework:
    """Read one framework file."""
    demands = read_demands(entry.table("points"))
    return Framework(
        id=entry.text("id"),
        name=entry.text("name"),
        region=entry.text("region"),
        since=entry.day("since"),
        until=entry.day("until"),
        clauses=entry.texts("clauses", required=True),
        conventions=entry.texts("conventions"),
        block_rules=tuple(read_block(row, demands.clause) for row in entry.tables("block", naming="name")),
        limits=tuple(read_limit(row) for row in entry.tables("limit", naming="clause")),
        demands=demands,
        stages=tuple(_read_stage(row) for row in entry.tables("stage", naming="name")),
        indicators=tuple(_read_indicator(row) for row in entry.tables("indicator")),
        weight_note=entry.text("weight_note", ""),
        origin=entry.origin,
    )


def _read_stage(row: Entry) -> Stage:
    return Stage(row.text("name"), row.texts("emphasis", required=True), row.text("clause"), row.origin)


def _read_indicator(row: Entry) -> Indicator:
    return Indicator(
        id=row.text("id"),
        l1=row.text("l1"),
        l2=row.text("l2"),
        name=row.text("name"),
        explanation=row.text("explanation"),
        condition=row.text("condition", ""),
        checks=row.texts("checks"),
        aspects=row.texts("aspects"),
        formula=row.text("formula", ""),
        items=tuple(DataItem(item.text("name"), item.text("meaning")) for item in row.tables("item", naming="name")),
        kind=row.text("kind"),
        unit=row.text("unit", ""),
        direction=row.choice("direction", Direction),
        standard=row.text("standard"),
        data_source=row.texts("data_source"),
        evidence=row.texts("evidence"),
        weight_range=_read_range(row.table("weight")) if row.has("weight") else None,
        note=row.text("note", ""),
        clause=row.text("clause"),
        origin=row.origin,
    )


def _read_range(row: Entry) -> tuple[Fraction, Fraction]:
    return row.number("lower"), row.number("upper")
