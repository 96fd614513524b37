"""How exact a printed number is (显示精度): tolerance follows the decimals, never a free epsilon."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from yzperf.domain.scorecard import half_up


def decimals(value: Decimal) -> int:
    """Number of decimals that a value was printed with: 98.60 → 2 as text, 98.6 → 1."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def rounding_bound(values: list[Decimal]) -> Fraction:
    """Furthest that the sum of rounded values and the rounded sum can lie apart: (k+1) × half a last digit.

    The last digit is that of the coarsest of them, but not coarser than 0.01: a whole number typed as 8 is 8.00.
    """
    finest = max([2, *(decimals(value) for value in values)])
    return Fraction(len(values) + 1, 2 * 10**finest)


def prints_as(exact: Fraction, printed: Decimal) -> bool:
    """Whether an exact value, rounded half-up to the printed decimals, gives the printed value."""
    return half_up(exact, decimals(printed)) == printed


def may_be_rate(part: Decimal, whole: Decimal, printed: Decimal) -> bool:
    """Whether two amounts can have the printed rate (%) before all three were rounded; a whole number is typed in full."""
    low, high = (Fraction(part) - _half(part), Fraction(part) + _half(part))
    least, most = (Fraction(whole) - _half(whole), Fraction(whole) + _half(whole))
    half = Fraction(1, 2 * 10 ** decimals(printed))
    return low / most * 100 - half <= printed <= high / least * 100 + half


def _half(value: Decimal) -> Fraction:
    return Fraction(1, 2 * 10 ** max(2, decimals(value)))


_MAGNITUDES = tuple(Fraction(10) ** power for power in (3, 4, 8))
_NEAR = Fraction(1, 100)  # a slip of units keeps the digits; amounts are often rounded in one of the places


def is_magnitude_apart(one: Fraction, other: Fraction) -> bool:
    """Whether one is the other times 10³, 10⁴ or 10⁸, as when 元 is printed as 万元."""
    low, high = sorted((one, other))
    return low > 0 and any(abs(high / low / step - 1) < _NEAR for step in _MAGNITUDES)
