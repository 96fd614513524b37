"""How an actual value is held against a target (指标性质)."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction


class Relation(StrEnum):
    """The three relations that forms know; a strict bound is kept as the bound itself."""

    AT_LEAST = "≥"
    AT_MOST = "≤"
    EQUAL = "="

    @property
    def turned(self) -> Relation:
        """The relation seen from the other sign: a fall of at least 5 is a change of at most −5."""
        return {Relation.AT_LEAST: Relation.AT_MOST, Relation.AT_MOST: Relation.AT_LEAST}.get(self, self)

    def holds(self, actual: Fraction, target: Fraction) -> bool:
        """Whether an actual value reaches (keeps, meets) its target."""
        if self is Relation.EQUAL:
            return actual == target
        return actual >= target if self is Relation.AT_LEAST else actual <= target
