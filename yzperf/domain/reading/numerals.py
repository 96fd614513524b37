"""Figures: digits with groups, and Chinese numerals, small and formal (一百〇八、贰拾、三点五)."""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
NUMERAL_SIGNS = "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟億貳參陸萬"

_PLAIN = str.maketrans("〇两壹贰叁肆伍陆柒捌玖拾佰仟億貳參陸萬", "零二一二三四五六七八九十百千亿二三六万")
_ONES = "零一二三四五六七八九"
_STEPS = {"十": 10, "百": 100, "千": 1000}


def read_digits(text: str) -> Decimal | None:
    """Read a figure in digits; groups must be of three."""
    return Decimal(text.replace(",", "")) if re.fullmatch(rf"-?{DIGITS}", text) else None


def read_numeral(text: str) -> Decimal | None:
    """Read a Chinese numeral, with 点 for the point; None unless it is written as one writes that number.

    Examples
    --------
    >>> read_numeral("一百〇八"), read_numeral("三五")
    (Decimal('108'), None)
    """
    if not text or set(text) - set(NUMERAL_SIGNS) - {"点"}:
        return None
    whole, point, decimals = text.translate(_PLAIN).partition("点")
    value = _whole(whole)
    if value is None or (point and not _are_ones(decimals)):
        return None
    return Decimal(f"{value}.{_spell_digits(decimals)}") if point else Decimal(value)


def read_count(text: str) -> int:
    """Read how many, in digits or as a numeral; 0 where it is no whole number.

    >>> read_count("1,050"), read_count("十二"), read_count("数")
    (1050, 12, 0)
    """
    value = read_digits(text) if text[:1].isdigit() else read_numeral(text)
    return int(value) if value is not None and value == int(value) else 0


def negated(value: Decimal) -> Decimal:
    """The negative, exact for any number of digits; nought has no sign."""
    return value.copy_negate() if value else value


def read_year(text: str) -> str | None:
    """Read a year spelt digit by digit (二〇二一) into digits; the nought is often typed as a circle or a letter (二○二一)."""
    plain = re.sub("[○O]", "零", text).translate(_PLAIN)
    return _spell_digits(plain) if _are_ones(plain) else None


def write_numeral(value: int) -> str:
    """Write a whole number as Chinese does (10800 → 一万零八百)."""
    for sign, scale in (("亿", 10**8), ("万", 10**4)):
        if value >= scale:
            high, low = divmod(value, scale)
            gap = "零" if 0 < low < scale // 10 else ""
            return write_numeral(high) + sign + gap + (write_numeral(low) if low else "")
    return _write_section(value) or "零"


def _write_section(value: int) -> str:
    for sign, step in (("千", 1000), ("百", 100), ("十", 10)):
        if value >= step:
            high, low = divmod(value, step)
            gap = "零" if 0 < low < step // 10 else ""
            return _ONES[high] + sign + gap + _write_section(low)
    return _ONES[value] if value else ""


def _whole(plain: str) -> int | None:
    """The value, checked by writing it again: what would be written otherwise (三五, 一百二) is not read."""
    if not plain or (plain[0] in "百千万亿" and plain != "百"):
        return None
    value = 100 if plain == "百" else _add_up(plain)
    same = _without_one(write_numeral(value)) == _without_one(plain)
    return value if same or plain == "百" else None


def _add_up(plain: str) -> int:
    total = section = digit = 0
    for sign in plain:
        if sign in _STEPS:
            section, digit = section + (digit or 1) * _STEPS[sign], 0
        elif sign == "万":
            total, section, digit = total + (section + digit) * 10**4, 0, 0
        elif sign == "亿":
            total, section, digit = (total + section + digit) * 10**8, 0, 0
        else:
            digit = _ONES.index(sign)
    return total + section + digit


def _without_one(plain: str) -> str:
    return plain.replace("一十", "十")


def _are_ones(plain: str) -> bool:
    return bool(plain) and all(sign in _ONES for sign in plain)


def _spell_digits(plain: str) -> str:
    return "".join(str(_ONES.index(sign)) for sign in plain)
