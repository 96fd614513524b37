"""One indicator of a framework (三级指标): explanation, checks or formula, standard, evidence hints, points."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from yzperf.errors import RuleError
from yzperf.rules.entry import Entry, Origin
from yzperf.rules.formula import Formula, read_formula


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


def read_indicator(row: Entry) -> Indicator:
    """Read one ``[[indicator]]``."""
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
