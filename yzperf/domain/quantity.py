"""Targets and actual values as people write them (指标值、完成值): ``≥95%``, ``98%以上``, ``2021年12月底前``, ``及时``."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Relation(StrEnum):
    """How an actual value is held against a target (指标性质)."""

    AT_LEAST = "≥"
    AT_MOST = "≤"
    EQUAL = "="


class Kind(StrEnum):
    """What a cell turned out to hold."""

    NUMBER = "数值"
    DATE = "日期"
    TEXT = "文字"
    BLANK = "空白"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A read value: the glyphs as written, and what they mean. A text stays a text, never a zero.

    ``relation`` is None where the writer gave none; the scoring rule decides and says so.
    """

    text: str
    kind: Kind
    number: Decimal | None = None
    unit: str = ""
    relation: Relation | None = None
    date: date | None = None

    def __str__(self) -> str:
        return self.text


# Full-width ASCII, and the look-alikes seen on published forms. Not NFKC: that would turn ㎡ into m2 and ① into 1.
_GLYPHS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | str.maketrans(
    "﹦═≧≦⩾⩽﹥﹤﹪−–—－　", "==≥≤≥≤><%----" + " "
)
_BLANKS = {"", "-", "--", "---", "/", "\\", "(blank)", "无", "空"}
_OPERATORS = (
    (r">=|=>|≥", Relation.AT_LEAST),
    (r"<=|=<|≤", Relation.AT_MOST),
    (r">", Relation.AT_LEAST),
    (r"<", Relation.AT_MOST),
    (r"==?", Relation.EQUAL),
    (r"大于等于|大于或等于|不低于|不少于|不小于|不得低于|至少|达到|高于|大于|超过", Relation.AT_LEAST),
    (r"小于等于|小于或等于|不超过|不高于|不大于|不多于|不得超过|至多|控制在|低于|小于|少于", Relation.AT_MOST),
    (r"等于", Relation.EQUAL),
)
_SUFFIXES = (
    (r"(?:\(含\)|及|或)?以上", Relation.AT_LEAST),
    (r"(?:\(含\)|及|或)?以下|[以之]?内", Relation.AT_MOST),
)
# "已完成8个" says 8; the words before it only say that it is an actual value.
_DONE = r"^(?:已|实际)?(?:完成|建成)(?=[\d.])"
_NUMBER = re.compile(
    r"(?P<sign>-)?(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)\s*(?P<unit>[%‰](?=完成|$)|[^\d\W][^\d,~]{0,7}|[㎡℃°][^\d,~]{0,3})?(?:完成)?"
)
_DATE = re.compile(
    r"(?:(?P<y>(?:19|20)\d\d)\s*[年./-])?\s*(?:(?P<m>1[0-2]|0?[1-9])\s*(?:月份?|[./-])?)?\s*"
    r"(?:(?P<d>3[01]|[12]\d|0?[1-9])\s*[日号]?)?\s*(?P<tail>底|末)?\s*(?:\((?P<incl>含)\))?"
    r"(?:之?前|以前)?\s*(?:完成|完工|竣工|到位|拨付|发放|交付|验收)?"
)


def normalise(text: str) -> str:
    """Replace full-width and look-alike glyphs by the plain ones and trim (全角、形近字符归一)."""
    return text.translate(_GLYPHS).strip()


def read_quantity(text: str, unit: str = "", relation: str = "") -> Quantity:
    """Read a target or an actual value as people write it.

    Parameters
    ----------
    text
        The cell as shown, with any glyphs.
    unit, relation
        What stands in a separate column 度量单位 or 指标性质, if the form has them. They fill what the cell leaves
        open; what the cell says itself goes first.

    Returns
    -------
    Quantity
        ``kind`` tells number, date, text or blank. Numbers carry an exact ``Decimal``.

    Examples
    --------
    >>> read_quantity("﹦72890元").number, read_quantity("98%以上").relation
    (Decimal('72890'), <Relation.AT_LEAST: '≥'>)
    """
    plain = normalise(text)
    if plain in _BLANKS:
        return Quantity(text.strip(), Kind.BLANK)
    outer = _read_relation(normalise(relation))[0]
    inner, body = _read_relation(re.sub(_DONE, "", plain))
    found = _read_date(body) or _read_number(body)
    if found is None:
        return Quantity(text.strip(), Kind.TEXT)
    if found.kind is Kind.DATE:
        return replace(found, text=text.strip(), relation=Relation.AT_MOST)
    return replace(
        found, text=text.strip(), relation=inner or found.relation or outer, unit=found.unit or normalise(unit)
    )


def _read_relation(plain: str) -> tuple[Relation | None, str]:
    for pattern, relation in _OPERATORS:
        if match := re.match(rf"(?:{pattern})\s*", plain):
            return relation, plain[match.end() :]
    return None, plain


def _read_number(body: str) -> Quantity | None:
    body, relation = _strip_suffix(body)
    match = _NUMBER.fullmatch(body)
    if not match:
        return None
    number = Decimal(match["digits"].replace(",", ""))
    unit = (match["unit"] or "").strip()
    return Quantity(body, Kind.NUMBER, -number if match["sign"] else number, unit, relation)


def _strip_suffix(body: str) -> tuple[str, Relation | None]:
    for pattern, relation in _SUFFIXES:
        shorter = re.sub(rf"{pattern}$", "", body)
        if shorter != body:
            return shorter.strip(), relation
    return body, None


def _read_date(body: str) -> Quantity | None:
    match = _DATE.fullmatch(body)
    if not match or not _is_date_like(body, match):
        return None
    year, month, day = (int(match[key]) if match[key] else None for key in "ymd")
    month = month or 12
    last = calendar.monthrange(year or 2000, month)[1]
    # A deadline without a year keeps year 1: the scoring rule takes the year of the period.
    when = date(year or 1, month, min(day or last, last))
    return Quantity(body, Kind.DATE, date=when)


def _is_date_like(body: str, match: re.Match[str]) -> bool:
    """A bare number is not a date: ask for 年 or 月, or for a full y-m-d."""
    has_words = ("年" in body and match["y"]) or ("月" in body and match["m"])
    return bool(has_words or (match["y"] and match["m"] and match["d"]))
