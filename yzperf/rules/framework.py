"""Indicator frameworks (指标体系框架): indicators with checks, formulas, standards, evidence hints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from yzperf.errors import Problem
from yzperf.rules.entry import Entry, problem


@dataclass(frozen=True, slots=True)
class DataItem:
    """A named quantity of a formula (数据项)."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """A third-level indicator (三级指标). ``weight_range`` is None where the evaluator chooses the weight."""

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
    direction: str
    standard: str
    data_source: tuple[str, ...]
    evidence: tuple[str, ...]
    weight_range: tuple[Fraction, Fraction] | None
    clause: str


@dataclass(frozen=True, slots=True)
class Stage:
    """Which blocks weigh more at a stage of the project (阶段侧重); the document gives no numbers."""

    name: str
    emphasis: tuple[str, ...]
    clause: str


@dataclass(frozen=True, slots=True)
class Framework:
    """A complete framework: blocks in order, stages, indicators."""

    id: str
    name: str
    region: str
    since: date | None
    until: date | None
    clauses: tuple[str, ...]
    conventions: tuple[str, ...]
    blocks: tuple[str, ...]
    stages: tuple[Stage, ...]
    indicators: tuple[Indicator, ...]
    weight_note: str
    min_output_benefit: Fraction | None
    file: str

    def indicator(self, name: str) -> Indicator | None:
        """Return the indicator with this id or name, or None: a case may have indicators of its own."""
        return next((item for item in self.indicators if name in (item.id, item.name)), None)

    def of_block(self, block: str) -> tuple[Indicator, ...]:
        """Indicators of a first-level block, in order."""
        return tuple(item for item in self.indicators if item.l1 == block)


def read_framework(entry: Entry) -> Framework:
    """Read one framework file."""
    return Framework(
        id=entry.text("id"),
        name=entry.text("name"),
        region=entry.text("region"),
        since=entry.day("since"),
        until=entry.day("until"),
        clauses=entry.texts("clauses", required=True),
        conventions=entry.texts("conventions"),
        blocks=tuple(row.text("name") for row in entry.tables("block", naming="name")),
        stages=tuple(_read_stage(row) for row in entry.tables("stage", naming="name")),
        indicators=tuple(_read_indicator(row) for row in entry.tables("indicator")),
        weight_note=entry.text("weight_note", ""),
        min_output_benefit=entry.maybe_number("min_output_benefit"),
        file=entry.file,
    )


def _read_stage(row: Entry) -> Stage:
    return Stage(row.text("name"), row.texts("emphasis", required=True), row.text("clause"))


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
        direction=row.text("direction"),
        standard=row.text("standard"),
        data_source=row.texts("data_source"),
        evidence=row.texts("evidence"),
        weight_range=_read_range(row.table("weight")) if row.has("weight") else None,
        clause=row.text("clause"),
    )


def _read_range(row: Entry) -> tuple[Fraction, Fraction]:
    return row.number("lower"), row.number("upper")


def check_framework(framework: Framework) -> Iterator[Problem]:
    """Find what contradicts itself inside one framework: blocks, ids, formulas, weight ranges."""
    for read, expected in _contradictions(framework):
        yield problem(framework.file, f"framework {framework.id}", read, expected)


def _contradictions(framework: Framework) -> Iterator[tuple[str, str]]:
    ids = [item.id for item in framework.indicators]
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        yield f"指标编号 {name} 重复", "不重复的编号"
    for stage in framework.stages:
        for block in stage.emphasis:
            if block not in framework.blocks:
                yield f"阶段“{stage.name}”侧重“{block}”", f"一级指标 {'、'.join(framework.blocks)} 之一"
    for item in framework.indicators:
        yield from _wrong_indicator(item, framework.blocks)


def _wrong_indicator(item: Indicator, blocks: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if item.l1 not in blocks:
        yield f"{item.id} 的一级指标“{item.l1}”", f"{'、'.join(blocks)} 之一"
    for part in item.items:
        if item.formula and part.name not in item.formula:
            yield f"{item.id} 的数据项“{part.name}”", "公式里出现的数据项"
    if item.formula and not item.items:
        yield f"{item.id} 的公式没有数据项", "公式所用的每个数据项 [[indicator.item]]"
    if item.weight_range and item.weight_range[0] > item.weight_range[1]:
        yield f"{item.id} 的权重范围 {item.weight_range[0]} 至 {item.weight_range[1]}", "下界不大于上界"
