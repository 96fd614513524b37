"""One figure with the words around it: ≥95%, 不低于3次, 下降5%以上, 收到申请后5个工作日内."""

from __future__ import annotations

import re
from dataclasses import dataclass

from yzperf.domain.reading import words
from yzperf.domain.reading.figures import Figure, UnreadableError
from yzperf.domain.reading.numerals import negated
from yzperf.domain.reading.reading import Reading
from yzperf.domain.relation import Relation

_OPERATOR = re.compile(r"[≥≤<>=]+$")
_BOUNDS = [(re.compile(f"{pattern}[:为]?$"), relation) for pattern, relation in words.BOUNDS]
_FIRM = r"至少|最少|至多|最多"
_EARLY_BOUND = re.compile(rf"({_FIRM})(?:{words.VERBS}|[\u4e00-\u9fff]{{0,4}})$")
_ANY_BOUND = re.compile("|".join([rf"(?:{pattern})" for pattern, _ in words.BOUNDS[:-1]]) + r"|以上|以下|以内|之内")
_LEVEL = re.compile(rf"(?:{words.RISES}|{words.FALLS}|{words.SHORT_FALLS})了?{words.LEVEL}$")
_FALL = re.compile(rf"(?:{words.FALLS}|{words.SHORT_FALLS})了?$")
_RISE = re.compile(rf"{words.RISES}了?$")
_EARLY_FALL = re.compile(rf"{words.COMPARED}{words.FALLS}(?!{words.MAGNITUDE})[\u4e00-\u9fff]{{1,4}}")
_HAS_FALL = re.compile(rf"{words.FALLS}(?!{words.MAGNITUDE})")
_NO_CHANGE = re.compile(words.NO_CHANGE)
_SPOILING = re.compile(f"{words.SPOILING_END}$")
_FREE = re.compile(r"[\u4e00-\u9fffA-Za-zⅠ-Ⅹ()、:,“”\"/·-]{0,30}")
_NOUN = re.compile(r"[\u4e00-\u9fff]{1,6}")
_NOT_IN_NOUN = re.compile(words.NOT_IN_NOUN)
_NO_UNIT = re.compile(r"[楼线路队组区型版代环档制底已率〇一二两三四五六七八九十百千万亿]")
_SUFFIXES = [(re.compile(pattern), relation) for pattern, relation in words.SUFFIXES]
_SPELT_BEFORE = re.compile(r"[零〇一二两三四五六七八九十百千万亿]$")
_NAME_OF_RATE = re.compile(r"(?:[率度数量额]|比例|比重|[≥≤<>=]|不低于|不少于|不小于|不超过|达到)$")


@dataclass(frozen=True, slots=True)
class Lead:
    """What the words in front of a figure say."""

    relation: Relation | None = None
    is_fall: bool = False
    negative: bool = False


def read_single(text: str, figures: list[Figure]) -> Reading | None:
    """Read a text that holds one figure, or one after a name with Chinese numerals in it (一户一档建档率100%)."""
    figure = figures[-1]
    if any(not other.spelt for other in figures[:-1]) or (figure.spelt and len(figures) > 1):
        return None
    front = text[: figure.start]
    if _SPELT_BEFORE.search(front) or (len(figures) > 1 and not _NAME_OF_RATE.search(front)):
        return None
    lead, tail = read_lead(front), read_tail(text[figure.end :], figure)
    relation = agree(lead.relation, tail.relation)
    if _is_time(figure, relation, front):
        return None
    value = negated(figure.value) if lead.negative or lead.is_fall else figure.value
    turned = relation.turned if relation and lead.is_fall else relation
    return Reading(value, unit=tail.unit, relation=turned, is_fall=lead.is_fall)


def read_lead(front: str) -> Lead:
    """Read the words in front of a figure from right to left: sign, bounds, direction; the rest is a name."""
    front, negative = _sign(front)
    front, relation = strip_bound(front)
    front, direction = _direction(front)
    front, earlier = strip_bound(front)
    relation = agree(relation, earlier)
    if match := _EARLY_BOUND.search(front):
        relation = agree(relation, Relation.AT_LEAST if match[1].endswith("少") else Relation.AT_MOST)
        front = front[: match.start()]
    is_fall = direction == "fall" or (not direction and bool(_EARLY_FALL.fullmatch(_NO_CHANGE.sub("某某", front))))
    _require_name(front, is_fall, bool(direction))
    if negative and is_fall:
        raise UnreadableError(front)
    return Lead(relation, is_fall, negative)


def strip_bound(front: str) -> tuple[str, Relation | None]:
    """Take operators and bounding words off the end; said twice is said once, a contradiction is an error."""
    relation = None
    while found := _bound(front):
        front, relation = front[: found[0]], agree(relation, found[1])
    return front, relation


def operator(glyphs: str) -> Relation:
    """The relation of a run of operator glyphs (>=, ≥=, ＜＝)."""
    at_least, at_most = set(glyphs) & set("≥>"), set(glyphs) & set("≤<")
    if at_least and at_most:
        raise UnreadableError(glyphs)
    return Relation.AT_LEAST if at_least else Relation.AT_MOST if at_most else Relation.EQUAL


def agree(one: Relation | None, other: Relation | None) -> Relation | None:
    """Of two statements the one that is made; they must not differ."""
    if one and other and one is not other:
        raise UnreadableError(f"{one}{other}")
    return one or other


@dataclass(frozen=True, slots=True)
class Tail:
    """What stands behind a figure and its unit."""

    unit: str
    relation: Relation | None = None


def read_tail(rest: str, figure: Figure) -> Tail:
    """Read what follows the unit: 以上, a counted noun (8个村), trailing words (办结); else it is unreadable."""
    rest, relation = strip_suffix(rest.removeprefix("整") if figure.unit == "元" else rest)
    if rest and not relation and not figure.unit and not figure.spelt and re.fullmatch(r"[\u4e00-\u9fff]{1,6}", rest):
        return _tail_of_unknown_unit(rest)
    noun, suffix = _split_suffix(rest)
    if noun:
        _require_noun(noun, figure, bool(relation))
    return Tail(figure.unit, agree(relation, suffix))


def strip_suffix(rest: str) -> tuple[str, Relation | None]:
    """Take 以上, 以下 or 以内 off the front of what follows a figure."""
    for pattern, relation in _SUFFIXES:
        if match := pattern.match(rest):
            return rest[match.end() :], relation
    return rest, None


def _tail_of_unknown_unit(rest: str) -> Tail:
    """One or two characters that the table of units does not know are taken as the unit (50垧)."""
    noun, relation = _split_suffix(rest)
    if len(noun) > 2 or _NOT_IN_NOUN.search(noun) or _NO_UNIT.search(noun):
        raise UnreadableError(rest)
    if re.fullmatch(r"完成|办结|合格|达标|到位", noun):
        return Tail("", relation)
    return Tail(noun, relation)


def _split_suffix(rest: str) -> tuple[str, Relation | None]:
    for pattern, relation in _SUFFIXES:
        if match := re.search(f"(?:{pattern.pattern})$", rest):
            return rest[: match.start()], relation
    return rest, None


def _require_noun(noun: str, figure: Figure, after_suffix: bool) -> None:
    fits = _NOUN.fullmatch(noun) and not _NOT_IN_NOUN.search(noun)
    known = bool(figure.unit) and (figure.unit in words.COUNTERS or not figure.spelt)
    if not fits or not (known or after_suffix) or (figure.unit in words.UNITS_WITHOUT_NOUN and not after_suffix):
        raise UnreadableError(noun)


def _sign(front: str) -> tuple[str, bool]:
    """A minus belongs to the figure only where nothing but a bound or a direction stands before it."""
    match = re.search(r"(?:[-+负]|零下)$", front)
    if not match:
        return front, False
    before = front[: match.start()]
    if (
        before
        and len(match.group()) == 1
        and not (_bound(before) or _RISE.search(before) or _FALL.search(before) or before.endswith((":", "为")))
    ):
        raise UnreadableError(front)
    return before, match.group() != "+"


def _bound(front: str) -> tuple[int, Relation] | None:
    if match := _OPERATOR.search(front):
        return match.start(), operator(match.group())
    for pattern, relation in _BOUNDS:
        if match := pattern.search(front):
            return match.start(), relation
    return None


def _direction(front: str) -> tuple[str, str]:
    for pattern, direction in ((_LEVEL, "level"), (_FALL, "fall"), (_RISE, "rise")):
        if (match := pattern.search(front)) and not front.endswith("减免"):
            return front[: match.start()], direction
    return front, ""


def _require_name(front: str, is_fall: bool, has_direction: bool) -> None:
    """The rest in front is the name of the indicator: free words without figures, bounds or changes of their own."""
    spoilt = not _FREE.fullmatch(front) or _SPOILING.search(front) or _ANY_BOUND.search(front)
    unclear = not is_fall and not has_direction and _HAS_FALL.search(front)
    if spoilt or unclear:
        raise UnreadableError(front)


def _is_time(figure: Figure, relation: Relation | None, front: str) -> bool:
    """2021年, 12月 and 每月10日 name a time, unless a bound makes a length of it."""
    whole = figure.value == int(figure.value)
    is_year = figure.unit in ("年", "年度") and whole and 1900 <= figure.value <= 2100
    is_month = figure.unit == "月" and whole and 1 <= figure.value <= 12
    is_day = figure.unit == "日" and bool(re.search("[每月周]", front))
    return is_year or (relation is None and (is_month or is_day))
