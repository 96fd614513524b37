"""What a rule says of one row (判定): the exact share of the weight, or that a person must judge."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Judgement:
    """The share is None where a person judges; ``band`` are the shares that the stated level allows; ``excluded``
    says that the row does not apply and its weight goes to the others (折算); ``presumed`` is what the profile would give
    where the sheet states a rule of its own that was not understood."""

    share: Fraction | None
    rule: str
    note: str = ""
    band: tuple[Fraction, Fraction] | None = None
    clause: str = ""
    excluded: bool = False
    presumed: Fraction | None = None


def refused(reason: str) -> Judgement:
    """Nothing can be computed; the reason stands beside the row."""
    return Judgement(None, "无法按规则计分", reason)
