"""Units of measurement and their exact conversion (计量单位换算). Never guessed: unknown pairs do not convert."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

# unit → (dimension, factor to the dimension's base). Synonyms share a row's values.
_UNITS: dict[str, tuple[str, Fraction]] = {
    "元": ("money", Fraction(1)),
    "千元": ("money", Fraction(1_000)),
    "万元": ("money", Fraction(10_000)),
    "百万元": ("money", Fraction(1_000_000)),
    "亿元": ("money", Fraction(100_000_000)),
    "%": ("percent", Fraction(1)),
    "百分比": ("percent", Fraction(1)),
    "百分点": ("point", Fraction(1)),
    "个百分点": ("point", Fraction(1)),
    "‰": ("percent", Fraction(1, 10)),
    "人": ("person", Fraction(1)),
    "万人": ("person", Fraction(10_000)),
    "人次": ("visit", Fraction(1)),
    "万人次": ("visit", Fraction(10_000)),
    "户": ("household", Fraction(1)),
    "万户": ("household", Fraction(10_000)),
    "米": ("length", Fraction(1)),
    "m": ("length", Fraction(1)),
    "公里": ("length", Fraction(1_000)),
    "千米": ("length", Fraction(1_000)),
    "km": ("length", Fraction(1_000)),
    "平方米": ("area", Fraction(1)),
    "㎡": ("area", Fraction(1)),
    "m²": ("area", Fraction(1)),
    "万平方米": ("area", Fraction(10_000)),
    "平方公里": ("area", Fraction(1_000_000)),
    "亩": ("area", Fraction(2000, 3)),
    "公顷": ("area", Fraction(10_000)),
    "天": ("day", Fraction(1)),
    "日": ("day", Fraction(1)),
    "工作日": ("workday", Fraction(1)),
    "个工作日": ("workday", Fraction(1)),
    "月": ("month", Fraction(1)),
    "个月": ("month", Fraction(1)),
    "年": ("month", Fraction(12)),
    "吨": ("mass", Fraction(1_000)),
    "公斤": ("mass", Fraction(1)),
    "千克": ("mass", Fraction(1)),
}


_MULTIPLES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000}


def _known(unit: str) -> tuple[str, Fraction] | None:
    """Dimension and factor; a multiple in front of a known unit counts (千人, 百万元)."""
    if unit in _UNITS:
        return _UNITS[unit]
    for word, factor in _MULTIPLES.items():
        if unit.startswith(word) and unit.removeprefix(word) in _UNITS:
            base = _UNITS[unit.removeprefix(word)]
            return base[0], base[1] * factor
    return None


def dimension(unit: str) -> str | None:
    """Return the dimension of a unit, or None if this table does not know it."""
    known = _known(unit)
    return known[0] if known else None


def is_money(unit: str) -> bool:
    """Whether a unit is an amount of money, alone or per something (元/人)."""
    return dimension(unit.split("/", maxsplit=1)[0]) == "money"


def conversion(source: str, to: str) -> Fraction | None:
    """Return the exact factor from one unit to another, 1 for the same word, None if they do not convert.

    Examples
    --------
    >>> conversion("万元", "元")
    Fraction(10000, 1)
    >>> conversion("万元/户", "元/户")
    Fraction(10000, 1)
    >>> conversion("%", "元") is None
    True
    """
    if source == to:
        return Fraction(1)
    if "/" in source and source.partition("/")[2] == to.partition("/")[2]:  # 万元/户 and 元/户
        return conversion(source.partition("/")[0], to.partition("/")[0])
    known = _known(source), _known(to)
    if known[0] is None or known[1] is None or known[0][0] != known[1][0]:
        return None
    return known[0][1] / known[1][1]


def convert(number: Decimal | Fraction, source: str, to: str) -> Decimal | None:
    """Convert an amount, in full for money (28 digits where the quotient does not end); None as for `conversion`.

    >>> convert(Decimal("1.2"), "亿元", "万元")
    Decimal('12000')
    """
    factor = conversion(source, to)
    if factor is None:
        return None
    exact = Fraction(number) * factor
    return Decimal(exact.numerator) / Decimal(exact.denominator)
