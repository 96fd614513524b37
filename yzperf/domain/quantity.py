"""Targets and actual values as people write them (指标值、完成值): ``≥95%``, ``98%以上``, ``2021年12月底前``, ``及时``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from yzperf.domain.reading.dates import read_date
from yzperf.domain.reading.dress import drop_names, drop_remarks, undress
from yzperf.domain.reading.figures import UnreadableError, find_figures
from yzperf.domain.reading.glyphs import close_up, normalise
from yzperf.domain.reading.numbers import read_single, strip_bound
from yzperf.domain.reading.ranges import read_interval, read_pair, read_tolerance
from yzperf.domain.reading.reading import Reading
from yzperf.domain.reading.words import APPROXIMATE, BLANK_SIGNS, BLANKS, EMPTY_COLUMN
from yzperf.domain.relation import Relation

__all__ = ["Kind", "Quantity", "Relation", "normalise", "read_quantity"]


class Kind(StrEnum):
    """What a cell turned out to hold."""

    NUMBER = "数值"
    RANGE = "区间"
    DATE = "日期"
    TEXT = "文字"
    BLANK = "空白"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A read value: the glyphs as written, and what they mean. A text stays a text, never a zero.

    ``relation`` is None where the writer gave none; the scoring rule decides and says so. A range runs from ``number``
    to ``upper``, both ends included. A number that was computed from others is a ``Fraction``: a third stays a third.
    """

    text: str
    kind: Kind
    number: Decimal | Fraction | None = None
    unit: str = ""
    relation: Relation | None = None
    date: date | None = None
    upper: Decimal | None = None

    def __str__(self) -> str:
        return self.text


_BLANK_SIGNS = re.compile(BLANK_SIGNS)
_APPROXIMATE = re.compile(APPROXIMATE)
_MONTH_OR_NUMBER = re.compile(r"(?<![0-9.])(?:19|20)[0-9]{2}\.(?:1[0-2]|0?[1-9])$")
_ADDED_PERCENT = re.compile(r"(?<=[0-9])\+(?=(?:百分比|%)$)")  # 100 + 百分比: two columns copied into one
_MISREAD_OPERATOR = re.compile(r"^[0-9](?=≥)")


def read_quantity(text: str, unit: str = "", relation: str = "") -> Quantity:
    """Read a target or an actual value as people write it; what cannot be read in full stays a text.

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
        ``kind`` tells number, range, date, text or blank. Numbers carry an exact ``Decimal``.

    Examples
    --------
    >>> read_quantity("﹦72890元").number, read_quantity("98%以上").relation
    (Decimal('72890'), <Relation.AT_LEAST: '≥'>)
    """
    return _read_value(text, unit, relation)


@lru_cache(maxsize=1 << 14)
def _read_value(text: str, unit: str, relation: str) -> Quantity:
    """A form says the same a hundred times, and whoever guesses its columns looks at each of them as everything."""
    shown, plain = text.strip(), normalise(text)
    if _is_blank(plain):
        return Quantity(shown, Kind.BLANK)
    own_unit, own_relation = _unit_column(unit), _relation_column(relation)
    found = _read(undress(_ADDED_PERCENT.sub("", close_up(plain))), bool(own_unit))
    if found is None:
        return Quantity(shown, Kind.TEXT)
    if found.date:
        return Quantity(shown, Kind.DATE, date=found.date, relation=found.relation or own_relation)
    filled = _with_column(found.unit, own_unit)
    if found.upper is not None:
        return Quantity(shown, Kind.RANGE, found.number, filled, upper=found.upper)
    return Quantity(shown, Kind.NUMBER, found.number, filled, found.relation or _seen_from(found, own_relation))


def _is_blank(plain: str) -> bool:
    return plain.casefold() in BLANKS or bool(_BLANK_SIGNS.fullmatch(plain))


def _unit_column(text: str) -> str:
    plain = normalise(text)
    return "" if _is_blank(plain) or plain in EMPTY_COLUMN else plain


def _relation_column(text: str) -> Relation | None:
    try:
        rest, relation = strip_bound(close_up(normalise(text)))
    except UnreadableError:
        return None
    return None if rest else relation


def _seen_from(found: Reading, relation: Relation | None) -> Relation | None:
    return relation.turned if relation and found.is_fall else relation


def _with_column(unit: str, column: str) -> str:
    """The cell's unit first; 万 in the cell joins the unit of the column (3万 with 人)."""
    if unit and re.fullmatch("[百千万亿]+", unit) and column:
        return column if column.startswith(unit) else unit + column
    return unit or column


def _read(text: str, has_unit: bool) -> Reading | None:
    if found := read_interval(text):
        return found
    text = drop_names(drop_remarks(text))
    if _APPROXIMATE.search(text):
        return None
    try:
        return read_date(text, has_unit) or _read_figures(_MISREAD_OPERATOR.sub("", text), has_unit)
    except UnreadableError:
        return None


def _read_figures(text: str, has_unit: bool) -> Reading | None:
    figures = find_figures(text)
    if not figures or _is_month_or_number(text, has_unit):
        return None
    if len(figures) == 1 and (found := read_tolerance(text, figures[0])):
        return found
    if len(figures) == 2 and (found := read_pair(text, figures, has_unit)):
        return found
    return read_single(text, figures)


def _is_month_or_number(text: str, has_unit: bool) -> bool:
    """2021.5 and ≤2021.12 may be a month or a figure; only a unit would tell."""
    return not has_unit and bool(_MONTH_OR_NUMBER.search(text))
