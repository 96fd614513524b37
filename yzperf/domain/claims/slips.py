"""Slips of the pen (笔误): two digits changed places, one digit wrong or left out, the decimal point in another place.

``slip`` tells which one makes one figure of another, ``slips_of`` what a printed figure may have been before one.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import lru_cache
from itertools import combinations

from yzperf.domain.claims.claim import Claim

Span = tuple[float, float]
_POWERS = (1, -1, 2, -2, 3, -3, 4, -4, 8, -8)
_FEWEST = 3  # figures of a number in which one mistyped digit means anything
_LEAST_DROPPED = 3  # digits of the longer figure: 12 and 1 are not a slip of each other
_LEAST_ROUNDED = 4  # digits that a rounded figure with its point in another place must have
_PAIR = 2
_LEAST_PERMUTED = 5  # digits of which more than two may have changed places: of four too many do by chance
_DIGITS = "0123456789"


class Slip(StrEnum):
    """What may have become of a figure while it was copied."""

    SWAPPED = "两个数字颠倒"
    MOVED = "小数点移位"
    DROPPED = "多一位或少一位"
    REPLACED = "一个数字不同"


def slip(one: Decimal, other: Decimal) -> Slip | None:
    """Return the slip that makes one figure of the other, None if none does; signs and closing zeros count for nothing.

    >>> slip(Decimal("436"), Decimal("463")), slip(Decimal("23.30"), Decimal("233.0"))
    (<Slip.SWAPPED: '两个数字颠倒'>, <Slip.MOVED: '小数点移位'>)
    >>> slip(Decimal("436"), Decimal("420")) is None
    True
    """
    one, other = abs(one), abs(other)
    if one == other or not one or not other:
        return None
    if _is_moved(one, other):
        return Slip.MOVED
    places = max(_places(one), _places(other))
    first, second = _whole(one, places), _whole(other, places)
    if len(first) != len(second):
        return Slip.DROPPED if _is_dropped(first, second) else None
    apart = [at for at, (a, b) in enumerate(zip(first, second, strict=True)) if a != b]
    if len(apart) == 1:
        return Slip.REPLACED
    is_permuted = sorted(first) == sorted(second) and (
        len(apart) == _PAIR or (len(set(first)) > _PAIR and len(first) >= _LEAST_PERMUTED)
    )
    return Slip.SWAPPED if is_permuted else None


def _is_moved(one: Decimal, other: Decimal) -> bool:
    """Whether the digits are the same, or those of the longer figure rounded to the shorter one: 376.32 and 37.63."""
    short, long = sorted((telling_digits(one), telling_digits(other)), key=len)
    if short == long:
        return True
    power = one.adjusted() - other.adjusted()
    return bool(power) and len(short) >= _LEAST_ROUNDED and short == _rounded(long, len(short))


def _rounded(digits: str, many: int) -> str:
    """So many digits of a figure, the last one rounded; longer where it runs over (9996 to 3 digits is 1000)."""
    return str(int(Decimal(digits).scaleb(many - len(digits)).quantize(Decimal(1), ROUND_HALF_UP)))


def telling_digits(value: Decimal) -> str:
    """The digits of a figure without those zeros in front and behind that only place the point: 2330 for 23.30 is 233."""
    return "".join(map(str, value.normalize().as_tuple().digits))


def slip_keys(value: Decimal) -> Iterator[str]:
    """Marks of a figure: two that are a slip of each other have one in common, few others do."""
    text = f"{abs(value).normalize():f}"
    digits = telling_digits(value)
    yield "=" + digits
    yield "≈" + _rounded(digits, min(len(digits), _LEAST_ROUNDED))
    yield "~" + "".join(sorted(text.replace(".", "").strip("0")))
    for at, sign in enumerate(text):
        if sign != ".":
            yield f"{text[:at]}*{text[at + 1 :]}"
            yield "-" + (text[:at] + text[at + 1 :]).strip("0.")
    yield "-" + text.strip("0.")


def _whole(value: Decimal, places: int) -> str:
    """The digits with so many decimals, without the point."""
    return f"{value:.{places}f}".replace(".", "").lstrip("0")


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _is_dropped(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) != 1 or len(long) < _LEAST_DROPPED:
        return False
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


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

    >>> from decimal import ROUND_HALF_UP, Decimal
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
