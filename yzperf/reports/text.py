"""Data made safe and fit to print (文字处理): what no text may hold, how numbers look, where titles break."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from math import ceil, isfinite, isnan
from typing import Any

from yzperf.domain.scorecard import half_up

PLACEHOLDER = "（未提供，请补充）"
PENDING = "待定"
DASH = "—"
DITTO = "〃"  # a cell that continues the cell above; merged after rendering

# Tab, line feed, bell and form feed would become Word breaks; the rest XML or the eye cannot carry (bidi).
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]+")
_BRACES = str.maketrans({"{": "｛", "}": "｝"})
_NUMERALS = "一二三四五六七八九十"
# A title may break behind these words, unless they go on (市 in 市场); the second kind less gladly.
_STRONG = re.compile(
    r"年度|(?<=\d)年(?!度)|(?<!城)[市县省](?![场政级民区城域])|项目(?!库|资金|支出)|工程(?!师|项目)|资金|支出(?!（)|专项(?!资金|债券)|补助|补贴|经费"
)
_WEAK = re.compile(
    r"(?=[和及与](?![平谐]))|[、）”》]|[局处院校]|(?<!乡)镇(?![江级区])|区(?![级域间])|街道|(?:建设|改造|提升|防护|治理|保护|服务|管理|系统)(?!工程|项目|资金|局|中心|信息|[和及与])"
)
_WEAK_COST = 3.0


def clean(value: object) -> str:
    """Return a value as one line of harmless text.

    Control characters become blanks, braces become full-width ones: docxtpl would read ``{_{`` as an opening
    tag and a tab as a Word tab. ``<`` and ``&`` stay, the template engine escapes them.
    """
    return re.sub(" +", " ", _UNPRINTABLE.sub(" ", show(value))).strip().translate(_BRACES)


def show(value: object) -> str:
    """Return a cell of a table as text: blank for None and NaN, dates as 2024-05-01, decimals as they are."""
    if is_blank(value):
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def is_blank(value: object) -> bool:
    """Whether a value is None, NaN, NaT, NA or only white space."""
    if value is None or type(value).__name__ in ("NaTType", "NAType"):
        return True
    if isinstance(value, float | Decimal):
        return isnan(value)
    return isinstance(value, str) and not value.strip()


def read_number(value: object) -> Decimal | None:
    """Read money or a percentage as people write it; None where it is no number.

    >>> read_number("1,234.50"), read_number("97.3%"), read_number("—")
    (Decimal('1234.50'), Decimal('97.3'), None)
    """
    plain = show(value).strip().replace(",", "").replace("，", "").rstrip("%％")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def money(value: object) -> str:
    """Print money with two decimals and thousands separators; text that is no number stays as written.

    >>> money("1234.5"), money(Decimal("0")), money(None)
    ('1,234.50', '0.00', '—')
    """
    number = read_number(value)
    if number is None:
        return clean(value) or DASH
    return f"{half_up(Fraction(number)):,.2f}"


def measured(value: float) -> str:
    """Print a method's figure: two decimals, three digits where that would leave nothing.

    >>> measured(1234.567), measured(0.00123)
    ('1,234.57', '0.00123')
    """
    if not isfinite(value):
        raise ValueError("不是有限数")
    exact = Fraction(str(value))
    tiny = exact != 0 and abs(exact) < Fraction(5, 1000)
    return f"{Decimal(f'{value:.3g}'):f}" if tiny else f"{half_up(exact):,.2f}"


def score(value: Fraction | None) -> str:
    """Print a score with two decimals, or 待定 while something is missing."""
    return PENDING if value is None else f"{half_up(value):.2f}"


def percent(part: Fraction | None, whole: Fraction | None) -> str:
    """Print a rate with two decimals, or 待定 while it cannot be had."""
    if part is None or not whole:
        return PENDING
    return f"{half_up(part / whole * 100):.2f}%"


def chinese_date(day: date) -> str:
    """Print a date without leading zeros, as official papers do.

    >>> chinese_date(date(2024, 5, 1))
    '2024年5月1日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def numeral(number: int) -> str:
    """Chinese numeral of 1 to 19, as headings use it."""
    tens, ones = divmod(number, 10)
    return ("" if not tens else _NUMERALS[9]) + ("" if not ones else _NUMERALS[ones - 1])


def break_title(title: str, width: float = 18) -> list[str]:
    """Break a title into lines of about the same length, only behind a whole word (回行不拆词).

    Parameters
    ----------
    title : str
    width : float
        Longest line in Chinese characters; a digit or Latin letter counts half.

    Examples
    --------
    >>> break_title("某某市2024年农村公路安全生命防护工程项目")
    ['某某市2024年', '农村公路安全生命防护工程项目']
    """
    length = _em(title)
    lines = ceil(length / width)
    costs = {
        cut: cost + abs(_em(title[:cut]) - length / lines) for cut, cost in _cuts(title) if _em(title[:cut]) <= width
    }
    if lines <= 1 or not costs:
        return [title]
    cut = min(costs, key=lambda place: (_em(title[place:]) > width * (lines - 1), costs[place]))
    return [title[:cut], *break_title(title[cut:], width)]


def _cuts(title: str) -> Iterator[tuple[int, float]]:
    for pattern, cost in ((_WEAK, _WEAK_COST), (_STRONG, 0.0)):
        yield from ((found.end(), cost) for found in pattern.finditer(title) if found.end() < len(title))


def _em(text: str) -> float:
    return sum(0.5 if ord(letter) < 0x2000 else 1 for letter in text)


def merged(rows: list[dict[str, Any]], *keys: str) -> list[dict[str, Any]]:
    """Put the ditto mark where a cell repeats the one above; an inner key starts anew with its outer keys."""
    last: list[str] = []
    result = []
    for row in rows:
        now = [row[key] for key in keys]
        same = next((n for n, key in enumerate(keys) if now[: n + 1] != last[: n + 1]), len(keys))
        result.append({**row, **dict.fromkeys(keys[:same], DITTO)})
        last = now
    return result
