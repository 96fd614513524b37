"""Numbers of a sentence with their units, decimals and hedges (数字): digits, Chinese numerals, capitals, tenths."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from yzperf.domain.claims.plain import BLOT, plain_text, without_names
from yzperf.domain.claims.vocabulary import vocabulary
from yzperf.domain.reading.capitals import find_capitals
from yzperf.domain.reading.figures import UNIT
from yzperf.domain.reading.numerals import NUMERAL_SIGNS, negated, read_digits, read_numeral
from yzperf.domain.units import dimension, is_money

_DIGITS = re.compile(
    r"(?<![\d.,A-Za-z_/χΧ])"
    r"(?P<sign>(?:(?<=^)|(?<=[:=(\[,，、 为至是约±]))-)?"
    r"(?P<currency>[¥￥$])? ?(?P<minus>-)?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?: \d{3})+(?![\d])(?:\.\d+)?|\d+(?:\.\d+)?|(?<=[<=])\.\d+)"
    r"(?!\d|[.,]\d)"
)
_SPELT = re.compile(rf"(?P<part>百分之|千分之)?(?P<numeral>[{NUMERAL_SIGNS}]+(?:点[{NUMERAL_SIGNS}]+)?)")
# 合格数÷检查数×100%: what turns a share into per cent is part of the formula, not a result
_FACTOR = re.compile(r"[×✕✖xX*∗]\s*100(?:\.0+)?\s*%|(?<![\d.])100(?:\.0+)?\s*%\s*[×✕✖](?=\s*[(\[\w])")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_RANGE = re.compile(r"\s*(?:[~至到]|-{1,2})\s*")
_LETTER = re.compile("[A-Za-z]")
_LISTED = re.compile(r"\s*(?:[、和与及]|以及)\s*")
_IN_ORDER = re.compile(r"(?:分别|依次)[^，,。；;]{0,40}$")
_SHARED_UNITS = frozenset({"分"})  # 15、25和30个 may be of other things each
_PARTS = {"百分之": "%", "千分之": "‰"}
_SAME_UNIT = {"个百分点": "百分点", "百分比": "%", "平米": "平方米"}
_LOOSE = 4  # blanks between a figure and its unit, and quotes that a PDF put there
_LONGEST_ALONE = 40


@dataclass(frozen=True, slots=True)
class Number:
    """One number from ``start`` to ``end``, unit included; ``stop`` is the end of the figure itself."""

    start: int
    stop: int
    end: int
    value: Decimal
    unit: str = ""
    decimals: int = 0
    hedge: str = ""
    is_spelt: bool = False
    is_range: bool = False

    @property
    def kind(self) -> str:
        """Which cues go with it: money, percent, point, score, count, bare."""
        return unit_kind(self.unit)


def unit_kind(unit: str) -> str:
    """The kind of a unit as ``words.toml`` calls it.

    >>> unit_kind("万元"), unit_kind("公里"), unit_kind("")
    ('money', 'count', 'bare')
    """
    if not unit or unit == "分":
        return "score" if unit else "bare"
    kind = dimension(unit)
    return kind if kind in ("percent", "point") else "money" if is_money(unit) else "count"


def shown_unit(unit: str) -> str:
    """A unit in the way that claims have it: 百分点 for 个百分点."""
    return _SAME_UNIT.get(unit, unit)


def is_whole(unit: str, decimals: int) -> bool:
    """Whether a printed number is a count of single things, which has no rounding in it."""
    return decimals == 0 and unit in vocabulary().whole_units


def find_numbers(text: str) -> list[Number]:
    """Find the numbers of a text from ``plain.without_names``, in order, hedges and ranges told.

    What cannot be read in full (三五次, 1.2.3) is no number.
    """
    words = vocabulary()
    capitals = [Number(one.start, one.end, one.end, one.value, "元", 2) for one in find_capitals(text)]
    factors = [match.span() for match in _FACTOR.finditer(text)]
    text = _blotted(text, [*factors, *((one.start, one.end) for one in capitals)])
    tenths = list(_tenths(text))
    text = _blotted(text, [(one.start, one.end) for one in tenths])
    digits = [_digits(match) for match in _DIGITS.finditer(text)]
    bare = words.idioms.sub(lambda match: BLOT * len(match[0]), text)
    spelt = [one for match in _SPELT.finditer(bare) if (one := _spelt(match))]
    found = sorted((*capitals, *tenths, *filter(None, digits), *spelt), key=lambda number: number.start)
    return [_hedged(number, text) for number in _with_shared_unit(_ranged(found, text), text)]


def _blotted(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + BLOT * (end - start) + text[end:]
    return text


def _digits(match: re.Match[str]) -> Number | None:
    raw = match["digits"]
    value = read_digits(raw.replace(" ", "").lstrip() if not raw.startswith(".") else raw)
    if value is None or re.fullmatch(r"0\d+", raw):
        return None
    if match["sign"] or match["minus"]:
        value = negated(value)
    decimals = len(raw.partition(".")[2])
    start = min(match.start(name) for name in ("sign", "currency", "minus", "digits") if match[name])
    unit, end, infix = _unit(match.string, match.end())
    if not unit and _LETTER.match(match.string, match.end()):  # part of a code
        return None
    if not unit and match["currency"] in ("¥", "￥"):
        unit = "元"
    return Number(start, match.end(), end, value, unit, decimals, hedge=infix)


def _unit(text: str, start: int) -> tuple[str, int, str]:
    """Unit behind a figure, its end, and 余 or 多 between the two (10余万人)."""
    match = re.compile(rf"[ “”]{{0,{_LOOSE}}}({vocabulary().infix})?").match(text, start)
    infix, begin = (match[1] or "", match.end()) if match else ("", start)
    unit = UNIT.match(text, begin)
    if unit is None:
        return "", start, ""
    if unit[0] == "成":  # 12成 is no way to write a share
        return "", start, ""
    return shown_unit(unit[0]), unit.end(), infix


def _tenths(text: str) -> Iterator[Number]:
    """八成 is 80 % to the nearest ten, and never exact."""
    for match in vocabulary().tenths.finditer(text):
        value = read_numeral(match[1])
        if value is not None:
            yield Number(match.start(), match.end(), match.end(), value * 10, "%", -1, "成", is_spelt=True)


def _spelt(match: re.Match[str]) -> Number | None:
    """A Chinese numeral counts if a unit of the list follows, and no word that only orders the text (三个方面)."""
    value = read_numeral(match["numeral"])
    if value is None:
        return None
    if part := match["part"]:
        decimals = len(match["numeral"].partition("点")[2])
        return Number(match.start(), match.end(), match.end(), value, _PARTS[part], decimals, is_spelt=True)
    words = vocabulary()
    unit = UNIT.match(match.string, match.end())
    is_counted = unit and unit[0] in words.spelt_units and (value != 1 or is_money(unit[0]))
    if not unit or not is_counted or words.rhetorical.match(match.string, unit.end()):
        return None
    return Number(match.start(), match.end(), unit.end(), value, unit[0], is_spelt=True)


def _ranged(found: list[Number], text: str) -> list[Number]:
    """Mark the two ends of a range (5-7个工作日) and give the first the unit of the second; drop what overlaps."""
    numbers: list[Number] = []
    for number in found:
        if not numbers or number.start >= numbers[-1].end:
            numbers.append(number)
    for at, (one, other) in enumerate(pairwise(numbers)):
        between = text[one.end : other.start]
        if not _RANGE.fullmatch(between) or (one.unit and one.unit != other.unit) or _is_from_to(text, one, between):
            continue
        numbers[at] = replace(numbers[at], unit=one.unit or other.unit, is_range=True)
        numbers[at + 1] = replace(other, is_range=True)
    return numbers


def _with_shared_unit(numbers: list[Number], text: str) -> list[Number]:
    """分别为13、16.63、33.67和28.01分: the unit behind the last of a list is that of all."""
    found = list(numbers)
    for at in range(len(found) - 1, 0, -1):
        one, other = found[at - 1], found[at]
        is_joined = not one.unit and other.unit in _SHARED_UNITS and _LISTED.fullmatch(text[one.end : other.start])
        if is_joined and _IN_ORDER.search(text[: one.start]):
            found[at - 1] = replace(one, unit=other.unit)
    return found


def _is_from_to(text: str, one: Number, between: str) -> bool:
    """由85%到90% is a change, not a range."""
    return between.strip() in "至到" and bool(re.search("[由从自][^，,。;]{0,12}$", text[: one.start]))


def _hedged(number: Number, text: str) -> Number:
    words = vocabulary()
    before = words.hedge_before.search(text[max(number.start - 6, 0) : number.start].rstrip())
    after = words.hedge_after.match(text, number.end)
    front = "" if before is None or before[1] in words.emphatic else before[1]
    parts = (front, number.hedge, after[0] if after else "", "区间" if number.is_range else "")
    return replace(number, hedge="…".join(filter(None, dict.fromkeys(parts))))


@lru_cache(maxsize=16384)
def is_number_alone(text: str) -> bool:
    """Whether a cell holds nothing but a number with its unit, bounds and hedges; a date or a code is none.

    >>> is_number_alone("≥3,626户"), is_number_alone("停运17座"), is_number_alone("2023年")
    (True, False, False)
    """
    if not re.search(r"[\d０-９]", text) or len(text) > _LONGEST_ALONE:
        return False
    plain = without_names(plain_text(text), at_start=False)
    numbers = find_numbers(plain)
    rest = plain
    for number in reversed(numbers):
        rest = rest[: number.start] + rest[number.end :]
    words = vocabulary()
    for pattern in (words.hedge_after, *(pattern for pattern, _ in words.bounds)):
        rest = pattern.sub("", rest)
    return bool(numbers) and len(_HAN.findall(rest)) <= 1
