"""Two figures that bound a range, and tolerances: 3-5个, 不少于10场、不多于15场, 60≤x<80, 20±2℃."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from yzperf.domain.reading import words
from yzperf.domain.reading.figures import Figure, UnreadableError
from yzperf.domain.reading.numbers import operator, read_lead, read_tail, strip_bound, strip_suffix
from yzperf.domain.reading.numerals import negated
from yzperf.domain.reading.reading import Reading
from yzperf.domain.relation import Relation

_LINK = re.compile(r"-{1,2}|~{1,2}-?|[至到]-?")
_SIGNED = re.compile(r"[~至到]+-")
_FRAME = re.compile(f"{words.FRAMES}$")
_BETWEEN = re.compile(f"(?:{words.BETWEEN})$")
_PAUSE = re.compile(r"^[,、;]?(?:并且|而且|[且并和与及而但])?")
_VARIABLE = re.compile(r"([≥≤<>=]+)[\u4e00-\u9fffA-Za-z]{1,8}([≥≤<>=]+)")
_INTERVAL = re.compile(r"[\[(]([0-9]+(?:\.[0-9]+)?)(%?),([0-9]+(?:\.[0-9]+)?)(%?)[\])]([\u4e00-\u9fff%‰]{0,3})")
_TOLERANCE = re.compile(r"±$")


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two figures with what stands before, between and behind them."""

    front: str
    first: Figure
    between: str
    second: Figure
    rest: str

    @property
    def is_alone(self) -> bool:
        return not self.front and not self.rest


def read_pair(text: str, figures: list[Figure], has_unit: bool) -> Reading | None:
    """Read a text that holds two figures as a range, or as nothing."""
    first, second = figures
    pair = _Pair(text[: first.start], first, text[first.end : second.start], second, text[second.end :])
    if first.unit not in ("", second.unit):
        return None
    if pair.between == "±":
        return _around(pair)
    if _LINK.fullmatch(pair.between):
        return None if _is_month_and_day(pair, has_unit) else _linked(pair)
    if match := _VARIABLE.fullmatch(pair.between):
        return _between_operators(pair, operator(match[1]), operator(match[2]))
    return _bounded(pair)


def read_interval(text: str) -> Reading | None:
    """Read [60,80): which end is open is not kept. Round brackets alone may be anything else."""
    match = _INTERVAL.fullmatch(text)
    square = text.startswith("[") or "]" in text
    if not match or not square or match[2] not in ("", match[4]):
        return None
    return _ordered(Decimal(match[1]), Decimal(match[3]), match[4] or match[5])


def read_tolerance(text: str, figure: Figure) -> Reading | None:
    """Read ±5%以内 and ≤±3% as the range on both sides of nought."""
    front = text[: figure.start]
    if not _TOLERANCE.search(front):
        return None
    relation = read_lead(_FRAME.sub("", front[:-1])).relation
    tail = read_tail(text[figure.end :], figure)
    if Relation.AT_LEAST in (relation, tail.relation):
        return None
    return _ordered(negated(figure.value), figure.value, tail.unit)


def _around(pair: _Pair) -> Reading | None:
    if not pair.is_alone:
        return None
    middle, width = pair.first.value, pair.second.value
    return _ordered(middle - width, middle + width, pair.second.unit)


def _linked(pair: _Pair) -> Reading | None:
    """3-5个, 百分之八十至百分之九十, -5%~5%: the words in front may frame a range but not bound it."""
    lead, tail = read_lead(_FRAME.sub("", pair.front)), read_tail(_BETWEEN.sub("", pair.rest), pair.second)
    if lead.relation or tail.relation is Relation.AT_LEAST or pair.rest.endswith("以下"):
        return None
    if _is_time(pair.second, is_length=bool(tail.relation)) or (lead.negative and pair.between == "--"):
        return None
    low = negated(pair.first.value) if lead.negative else pair.first.value
    high = negated(pair.second.value) if _SIGNED.fullmatch(pair.between) else pair.second.value
    return _fallen(low, high, tail.unit) if lead.is_fall else _ordered(low, high, tail.unit)


def _is_time(figure: Figure, *, is_length: bool) -> bool:
    """2021-2023年 and 3-5月 name years and months."""
    if figure.unit in ("年", "年度"):
        return figure.value >= 1900
    return figure.unit in ("月", "日", "号") and not is_length


def _is_month_and_day(pair: _Pair, has_unit: bool) -> bool:
    """3-5 and nothing else may be a day of a month."""
    bare = pair.is_alone and pair.between == "-" and not (pair.first.unit or pair.second.unit or has_unit)
    whole = pair.first.value == int(pair.first.value)
    return bare and whole and 1 <= pair.first.value <= 12 and pair.second.value <= 31


def _between_operators(pair: _Pair, left: Relation, right: Relation) -> Reading | None:
    if not pair.is_alone or left is not right or left is Relation.EQUAL:
        return None
    low, high = (pair.first, pair.second) if left is Relation.AT_MOST else (pair.second, pair.first)
    return _ordered(low.value, high.value, pair.second.unit)


def _bounded(pair: _Pair) -> Reading | None:
    """A lower and an upper bound, in either order: ≥95%且≤100%, 80分以上90分以下."""
    between, suffix = strip_suffix(pair.between)
    between, bound = strip_bound(between)
    if _PAUSE.sub("", between):
        return None
    lead, tail = read_lead(pair.front), read_tail(pair.rest, pair.second)
    lower, upper = lead.relation or suffix, bound or tail.relation
    if lead.is_fall or lead.negative or {lower, upper} != {Relation.AT_LEAST, Relation.AT_MOST}:
        return None
    low, high = (pair.first, pair.second) if lower is Relation.AT_LEAST else (pair.second, pair.first)
    return _ordered(low.value, high.value, tail.unit)


def _fallen(low: Decimal, high: Decimal, unit: str) -> Reading | None:
    if low < 0:
        raise UnreadableError(str(low))
    return _ordered(negated(high), negated(low), unit)


def _ordered(low: Decimal, high: Decimal, unit: str) -> Reading | None:
    return Reading(low, high, unit) if low < high else None
