"""How a figure was mistyped (笔误): two digits changed places, one digit wrong or left out, the point in another place."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum


class Slip(StrEnum):
    """What may have become of a figure while it was copied."""

    SWAPPED = "两个数字颠倒"
    MOVED = "小数点移位"
    DROPPED = "多一位或少一位"
    REPLACED = "一个数字不同"


_LEAST_DROPPED = 3  # digits of the longer figure: 12 and 1 are not a slip of each other


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
    if telling_digits(one) == telling_digits(other):
        return Slip.MOVED
    places = max(_places(one), _places(other))
    first, second = _whole(one, places), _whole(other, places)
    if len(first) != len(second):
        return Slip.DROPPED if _is_dropped(first, second) else None
    apart = [at for at, (a, b) in enumerate(zip(first, second, strict=True)) if a != b]
    if len(apart) == 1:
        return Slip.REPLACED
    is_swapped = len(apart) == 2 and first[apart[0]] == second[apart[1]] and first[apart[1]] == second[apart[0]]
    return Slip.SWAPPED if is_swapped else None


def telling_digits(value: Decimal) -> str:
    """The digits of a figure without those zeros in front and behind that only place the point: 2330 for 23.30 is 233."""
    return "".join(map(str, value.normalize().as_tuple().digits))


def slip_keys(value: Decimal) -> Iterator[str]:
    """Marks of a figure: two that are a slip of each other have one in common, few others do."""
    text = f"{abs(value).normalize():f}"
    yield "=" + telling_digits(value)
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
