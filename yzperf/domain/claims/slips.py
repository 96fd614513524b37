"""Slips of the pen (笔误): what a printed number may have been before two digits changed places, one digit was mistyped, or
the decimal point moved."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

from yzperf.domain.claims.claim import Claim

Span = tuple[float, float]
_POWERS = (1, -1, 2, -2, 3, -3, 4, -4, 8, -8)
_FEWEST = 3  # figures of a number in which one mistyped digit means anything
_DIGITS = "0123456789"


def figures_of(claim: Claim) -> int:
    """How many figures of a claim mean something: 3 of 30.0 and of 1,050, 1 of 300."""
    text = f"{abs(claim.value):f}"
    return len(text.replace(".", "").lstrip("0") if "." in text else text.strip("0"))


def slips_of(claim: Claim, may_be_mistyped: bool = True) -> tuple[Span, ...]:
    """What stood there before one slip, each as the span of what is rounded to it, in the unit of the claim.

    Parameters
    ----------
    may_be_mistyped
        Whether one digit may have become another; else only their order and the decimal point are doubted.

    >>> from decimal import Decimal
    >>> from yzperf.domain.claims import Role
    >>> from yzperf.errors import Place
    >>> rate = Claim(Role.RATE, Decimal("29.06"), "%", "29.06%", Place(), decimals=2)
    >>> any(low <= 26.09 <= high for low, high in slips_of(rate))
    True
    """
    return _spans(f"{abs(claim.value):f}", claim.decimals, claim.is_whole, may_be_mistyped)


@lru_cache(maxsize=8192)
def _spans(text: str, decimals: int, is_whole: bool, may_be_mistyped: bool) -> tuple[Span, ...]:
    half = 0.0 if is_whole else 0.5 / 10.0**decimals
    moved = ((float(text) * 10.0**power, half * 10.0**power) for power in _POWERS)
    is_long = may_be_mistyped and len(text.replace(".", "").lstrip("0")) >= _FEWEST
    typed = ((float(other), half) for other in (*_swapped(text), *(_mistyped(text) if is_long else ())))
    return tuple((value - width, value + width) for value, width in (*moved, *typed))


def _swapped(text: str) -> Iterator[str]:
    """Two digits have changed places, mostly neighbours; a point may stand between them."""
    places = [at for at, sign in enumerate(text) if sign.isdigit()]
    for one, other in combinations(places, 2):
        if text[one] != text[other]:
            signs = list(text)
            signs[one], signs[other] = signs[other], signs[one]
            yield "".join(signs)


def _mistyped(text: str) -> Iterator[str]:
    for at, sign in enumerate(text):
        if sign.isdigit():
            yield from (text[:at] + other + text[at + 1 :] for other in _DIGITS if other != sign)
