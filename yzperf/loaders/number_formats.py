"""What a number format makes of a stored number (数字格式): percent, dates, 万元, units; all stored digits are kept.

A person who types 95% stores 0.95 and a format. The text keeps what the format *means* (percent, date, scale, unit) and
not how many decimals it prints: 0.8618304 under ``0.00%`` is 86.18304%.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from math import isfinite

# Formats that a workbook may name by number alone; 27–36 and 50–58 as Chinese Excel means them (ECMA-376 part 1,
# 18.8.30, zh-cn). A date of Chinese Excel often carries nothing but such a number.
BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 22: "yyyy/m/d h:mm", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 45: "mm:ss",
    46: "[h]:mm:ss", 47: "mmss.0", 48: "##0.0E+0", 49: "@",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: 'h"时"mm"分"', 35: 'h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    55: 'h"时"mm"分"', 56: 'h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
ERROR_TEXT = "#VALUE!"
Show = Callable[[str], str]

_LITERAL = re.compile(r'"([^"]*)"|\\(.)|[_*].')
_BRACKETS = re.compile(r"\[[^\]]*\]")
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_DATE_SIGN = re.compile(r"[ymdhs]", re.IGNORECASE)
# 0!.0, or 0\.0, : the point is only printed, so the digits behind it divide by ten each (the usual trick for 万元).
_PRINTED_POINT = re.compile(r'[0#?](?:!\.|\\\.|"\.")([0#?]+)')
_TRAILING_COMMAS = re.compile(r"[0#?](,+)(?![0#?,])")
_UNIT = re.compile(r"(?:[\u4e00-\u9fff%‰℃㎡]|/(?=[\u4e00-\u9fff㎡]))+")
_SIGN = re.compile(r"[≥≤＞＜><=＝﹦]+")
_MAX_DIGITS = 30


@lru_cache(maxsize=1024)
def is_plain(code: str) -> bool:
    """Whether a number under this format shows as itself."""
    first = _sections(code)[0]
    return code in ("", "General", "@") or (
        _CONDITION.search(code) is None and not is_date(code) and _Scale.of(first) == _Scale()
    )


def is_date(code: str) -> bool:
    """Whether a format shows dates or times."""
    bare = _BRACKETS.sub("", _ELAPSED.sub("h", _LITERAL.sub("", _sections(code)[0])))
    return code not in ("General", "@") and _DATE_SIGN.search(bare.replace("General", "")) is not None


def show_by(code: str, *, since_1904: bool = False) -> Show:
    """Make the function that turns a stored number into the text that a person sees.

    Parameters
    ----------
    code
        Format code of the cell.
    since_1904
        The workbook counts days from 1904-01-01.

    Returns
    -------
    Callable
        Takes the stored text of a number; raises ValueError where it is none, OverflowError for no date.

    Examples
    --------
    >>> show_by("0.00%")("0.8618304"), show_by('yyyy"年"m"月"')("45597"), show_by('0!.0,"万元"')("123456")
    ('86.18304%', '2024年11月', '12.3456万元')
    """
    if is_date(code):
        return _show_date(code, since_1904=since_1904)
    sections = _sections(code)
    if len(sections) == 1 or not _CONDITION.search(code):
        scale = _Scale.of(sections[0])
        if scale == _Scale():
            return _show_plain
        return lambda text: scale.show(exact(text))
    choices = [(_CONDITION.search(section), _Scale.of(section)) for section in sections]
    return lambda text: _chosen(choices, exact(text))


def store_by(code: str, *, since_1904: bool = False) -> Show:
    """The same for programs: all stored digits of plain numbers, and whole days whatever the format leaves out."""
    if is_plain(code):
        return _as_stored
    is_day = is_date(code) and not _ELAPSED.search(code)
    return show_by("yyyy/m/d" if is_day else code, since_1904=since_1904)


def _as_stored(text: str) -> str:
    if not isfinite(float(text)):
        raise ValueError(text)
    return text


def _show_plain(text: str) -> str:
    short = f"{float(text):.15g}"
    return short if short.strip("-").replace(".", "", 1).isdigit() else plain_text(Decimal(short))


def exact(text: str) -> Decimal:
    """The number that Excel keeps: 15 digits; what lies beyond is noise of the binary form (0.1+0.2).

    Raises
    ------
    ValueError
    """
    return Decimal(f"{float(text):.15g}")


def plain_text(number: Decimal) -> str:
    """A number in plain digits; only what nobody writes out keeps its power of ten."""
    if not number.is_finite():
        raise ValueError(number)
    if abs(number.adjusted()) > _MAX_DIGITS:
        return str(number.normalize())
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True, slots=True)
class _Scale:
    """What a section of a format does to a number: a power of ten, leading noughts, and the words around it."""

    power: int = 0
    width: int = 0
    before: str = ""
    after: str = ""

    @staticmethod
    def of(section: str) -> _Scale:
        bare = _LITERAL.sub("", _BRACKETS.sub("", section))
        point = _PRINTED_POINT.search(section)
        commas = _TRAILING_COMMAS.search(bare.replace("!", ""))
        power = (2 if "%" in bare else 0) - 3 * len(commas[1] if commas else "") - len(point[1] if point else "")
        words = [match[1] or match[2] or "" for match in _LITERAL.finditer(_BRACKETS.sub("", section))]
        words += _UNIT.findall(bare) + _SIGN.findall(bare)
        before, after = (next(filter(kind.fullmatch, map(str.strip, words)), "") for kind in (_SIGN, _UNIT))
        return _Scale(power, len(bare) if re.fullmatch("0{2,}", bare) else 0, before, after)

    def show(self, number: Decimal) -> str:
        return self.before + plain_text(number.scaleb(self.power)).zfill(self.width) + self.after


def _chosen(choices: list[tuple[re.Match[str] | None, _Scale]], number: Decimal) -> str:
    for condition, scale in choices:
        if condition is None or _holds(condition[1], number, Decimal(condition[2])):
            return scale.show(number)
    return plain_text(number)


def _holds(sign: str, number: Decimal, bound: Decimal) -> bool:
    return {
        "<": number < bound,
        "<=": number <= bound,
        ">": number > bound,
        ">=": number >= bound,
        "=": number == bound,
        "<>": number != bound,
    }[sign]


def _sections(code: str) -> list[str]:
    return re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code)


# ── dates ───────────────────────────────────────────────────────────────────────────────────────────


def _show_date(code: str, *, since_1904: bool) -> Show:
    section = _sections(code)[0]
    if _ELAPSED.search(section):
        return lambda text: _elapsed(float(text))
    signs = set(_BRACKETS.sub("", _LITERAL.sub("", section)).lower())
    if "y" in signs and not signs & set("dhs"):
        pattern = "{0.year}年{0.month}月" if "m" in signs else "{0.year}年"
        return lambda text: pattern.format(_moment(float(text), since_1904=since_1904))
    return lambda text: _iso(_moment(float(text), since_1904=since_1904), float(text))


def _moment(serial: float, *, since_1904: bool) -> datetime:
    """A day number as a moment. Day 60 of the 1900 system is a day that never was; days before it are one off."""
    epoch = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)
    is_early = not since_1904 and 0 < serial < 60
    return epoch + timedelta(days=serial // 1 + is_early, milliseconds=round(serial % 1 * 86_400_000))


def _iso(moment: datetime, serial: float) -> str:
    if 0 <= serial < 1 and moment.date() <= date(1904, 1, 1):
        return moment.time().isoformat()
    return moment.date().isoformat() if moment.time() == time(0) else moment.isoformat(" ")


def _elapsed(days: float) -> str:
    seconds = round(days * 86_400)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
