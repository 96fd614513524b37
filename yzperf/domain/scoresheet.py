"""A filled score table (计分表): the unit's 自评表 or the agency's 评分表, every value with its cell."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

import pandas as pd

from yzperf.domain.data_item import DataValue
from yzperf.domain.htmltable import html_table
from yzperf.domain.labels import label
from yzperf.domain.quantity import Quantity
from yzperf.errors import Place


class SheetKind(StrEnum):
    """Which of the tables it is."""

    SELF_EVALUATION = "项目支出绩效自评表"
    EVALUATION = "绩效评价评分表"
    TARGETS = "项目支出绩效目标表"
    AGENCY_APPRAISAL = "第三方机构工作考核表"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that was read from a cell, with the glyphs and the place. ``value`` is None for a blank cell."""

    text: str
    value: Decimal | None
    where: Place


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """One row of the money block (项目资金): 年初预算数, 全年预算数, 全年执行数, printed rate and score."""

    name: str
    initial: Amount
    adjusted: Amount
    executed: Amount
    weight: Amount
    rate: Amount
    score: Amount
    is_total: bool
    where: Place


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator: target, actual, weight, the score that was filled in, and what the rule needs to know."""

    l1: str
    l2: str
    indicator: str
    target: Quantity
    actual: Quantity
    weight: Amount
    reported: Amount
    reason: str
    where: Place
    is_part: bool = False  # a row "其中": it explains another row and is never scored
    evidence: tuple[str, ...] = ()
    block: str = ""  # 目标1, 目标2 on forms with several target blocks
    standard: str = ""  # 评分标准 as the sheet states it for this row
    percent: str = ""  # 评定比例: how much of the weight a person gives within the qualitative level
    explanation: str = ""  # 指标解释 as the sheet states it for this row
    target_too_low: str = ""  # 目标是否偏低: a person's own statement


@dataclass(frozen=True, slots=True)
class Block:
    """A printed block heading with points (年度绩效目标80分)."""

    name: str
    points: Decimal
    where: Place


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """A filled table as it was handed over. Nothing in it has been judged yet."""

    kind: SheetKind
    layout: str
    file: str
    sheet: str
    head: dict[str, str]
    money: tuple[MoneyRow, ...]
    rows: tuple[IndicatorRow, ...]
    blocks: tuple[Block, ...]
    reported_total: Amount | None
    reported_grade: str
    money_unit: str
    notes: tuple[str, ...] = field(default=())
    items: tuple[DataValue, ...] = field(default=())  # what the formulas of its indicators need
    confirmed: str = ""  # where the reading of unknown headings was confirmed by a person

    @property
    def scored_rows(self) -> tuple[IndicatorRow, ...]:
        """Rows that carry a weight: rows "其中" explain and are left out."""
        return tuple(row for row in self.rows if not row.is_part)

    def table(self) -> pd.DataFrame:
        """The rows as they were filled in, with Chinese headings; nothing is judged."""
        keys = ("l1", "l2", "indicator", "relation", "target", "actual", "unit", "weight", "reported", "reason")
        return pd.DataFrame([_record(row) for row in self.rows], columns=[label(key) for key in keys])

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        heading = f"{self.kind}：{self.head.get('项目名称', self.file)}"
        return {"text/plain": heading, "text/html": f"<h4>{html.escape(heading)}</h4>{html_table(self.table())}"}


def _record(row: IndicatorRow) -> tuple[str, ...]:
    return (
        row.l1,
        row.l2,
        row.indicator,
        str(row.target.relation or ""),
        row.target.text,
        row.actual.text,
        row.target.unit,
        row.weight.text,
        row.reported.text,
        row.reason,
    )
