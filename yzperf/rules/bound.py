"""On which side of a number a rule wants a value (界线的方向): ≥ and ≤ take the number itself in, > and < do not."""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

Exact = Fraction | Decimal | int


class Bound(StrEnum):
    """The sense of a threshold (界线)."""

    AT_LEAST = "≥"
    MORE = ">"
    AT_MOST = "≤"
    LESS = "<"

    def holds(self, value: Exact | date, limit: Exact | date) -> bool:
        """Whether a value stands in this relation to the limit; both numbers, or both days."""
        return _COMPARE[self](value, limit)

    @property
    def words(self) -> str:
        """How a sentence says it of a number."""
        return _WORDS[self][0]

    @property
    def day_words(self) -> str:
        """How a sentence says it of a day."""
        return _WORDS[self][1]


_COMPARE: dict[Bound, Callable[[Any, Any], bool]] = {
    Bound.AT_LEAST: operator.ge,
    Bound.MORE: operator.gt,
    Bound.AT_MOST: operator.le,
    Bound.LESS: operator.lt,
}
_WORDS = {
    Bound.AT_LEAST: ("不低于", "不早于"),
    Bound.MORE: ("大于", "晚于"),
    Bound.AT_MOST: ("不高于", "不晚于"),
    Bound.LESS: ("低于", "早于"),
}
