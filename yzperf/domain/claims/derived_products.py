"""Rates taken of an amount (按比例计算): 核定31,246.85万元；按8%计算为2,499.75万元; 增量8,642.53万元的5%计算，为432.13万元."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from yzperf.domain.claims.claim import Claim, Role
from yzperf.domain.claims.derived_words import derived_words
from yzperf.domain.claims.line import Line, is_compared, is_level
from yzperf.domain.claims.slips import Slip, slip
from yzperf.domain.claims.tie import Tie, TieKind
from yzperf.domain.units import conversion, is_money

_SLIPS = (Slip.SWAPPED, Slip.REPLACED)
_CENT = Decimal("0.01")
_FULL = Decimal(100)


def products_of(line: Line) -> Iterator[Tie]:
    """The amount in front of a rate, and what the rate comes to behind it; sure where one slip explains what is printed."""
    words = derived_words("product")
    for at, rate in enumerate(line.claims):
        if rate.unit != "%" or not rate.is_exact or not words["computed"].search(line.behind(at)):
            continue
        before = (replace(one, value=abs(one.value), role=Role.AMOUNT) for one in reversed(line.claims[:at]))
        amount = next((one for one in before if _is_amount(one)), None)  # a cut or a growth may be the base too
        behind = line.claims[at + 1] if at + 1 < len(line.claims) else None
        is_by = words["by"].search(line.front(at)) or words["of"].search(line.front(at))
        if amount is None or behind is None or not is_by or not _is_amount(behind) or is_compared(line, at + 1):
            continue
        if words["result"].search(line.behind(at)) and conversion(amount.unit, behind.unit) is not None:
            exact = replace(rate, is_whole=True)
            yield Tie(TieKind.PRODUCT, behind, (amount, exact), _is_a_slip_away(amount, rate, behind))


def _is_amount(claim: Claim) -> bool:
    is_told = is_level(claim) and is_money(claim.unit) and "/" not in claim.unit
    return is_told and claim.is_exact and not claim.bound and claim.role is not Role.CHANGE


def _is_a_slip_away(amount: Claim, rate: Claim, result: Claim) -> bool:
    """Whether one slip in the result, the amount or the rate makes it right; of a rate only where a round one does."""
    factor = conversion(amount.unit, result.unit)
    if not factor or not rate.value or not amount.value:
        return False
    base = amount.value * Decimal(factor.numerator) / Decimal(factor.denominator)
    step = Decimal(1).scaleb(-result.decimals)
    rest = Decimal(1).scaleb(-amount.decimals)
    right = (base * rate.value / _FULL).quantize(step)
    whole = (result.value * _FULL / rate.value * amount.value / base).quantize(rest)
    round_rate = (result.value * _FULL / base).quantize(_CENT)
    is_round = abs(base * round_rate / _FULL - result.value) <= step and not round_rate * 10 % 5
    return slip(result.value, right) in _SLIPS or slip(amount.value, whole) in _SLIPS or is_round
