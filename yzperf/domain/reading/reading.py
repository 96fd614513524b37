"""What a reader found in a cell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yzperf.domain.relation import Relation


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure, a range (with ``upper``) or a date, with the relation that the cell itself gives."""

    number: Decimal | None = None
    upper: Decimal | None = None
    unit: str = ""
    relation: Relation | None = None
    date: date | None = None
    is_fall: bool = False
