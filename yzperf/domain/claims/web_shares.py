"""Shares and rates of a whole that is named elsewhere (占比、完成率): 占场站维护补助支出的4.90%, 完成年度目标的94.55%."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from yzperf.domain.claims.claim import Role
from yzperf.domain.claims.derived_words import derived_words
from yzperf.domain.claims.number_web import Node, NumberWeb
from yzperf.domain.claims.tie import TieKind
from yzperf.domain.claims.vocabulary import vocabulary
from yzperf.domain.claims.web_spot import Reading, Spot, alike, is_related, levels_of, often

_RATES = (Role.RATE, Role.SHARE, Role.CHANGE, Role.ACTUAL, Role.EXECUTION_RATE, Role.RECEIPT_RATE)
_SHORTEST = 2
_PAIR = 2
_LISTED = 8  # numbers in front of 两者相差 that may be meant


def shares_in_web(spot: Spot) -> Iterator[Reading]:
    """占……的p%: of the nearest number in front, or of what the words in front of 占 name."""
    yield from _of_number(spot, levels_of(spot.sentence))
    words = derived_words("web")
    told = words["share"].search(spot.front)
    if told is None or spot.claim.role not in _RATES or words["own_wholes"].search(told["whole"]):
        return
    levels = levels_of(spot.sentence)
    of_name = levels_of(
        node for unit in ("元", *{one.unit for one in levels}) for node in spot.web.called(told["part"], unit)
    )
    for unit in dict.fromkeys(node.unit for node in (*levels[:1], *of_name)):
        near = alike(levels, unit)
        parts = [*near[:1], *_sums(near), *alike(of_name, unit)]
        called = _called(told["whole"], unit, spot.web)
        totals = [total for part in parts for total in spot.web.totals_over(part)]
        wholes = called or [*totals, *alike(levels_of(spot.paragraph), unit)]
        every = [*parts, *near, *alike(levels_of(spot.web.all), unit)] if not near else [*parts, *near]
        only = _only_one(told["whole"], called) if near and not told["part"] else None
        is_strong = only is not None and parts[0].high <= only.low
        named = [only, *wholes] if only and is_strong else wholes
        yield Reading(TieKind.RATIO, parts[:4], named, every, [*wholes, *_wholes(spot.web, unit)], is_strong)


def _of_number(spot: Spot, levels: Sequence[Node]) -> Iterator[Reading]:
    """抽查档案30份，占全部436场的6.88%: the whole is a number itself, of whatever is counted."""
    before = spot.line.claims[: spot.at]
    if (
        spot.front.strip() != "的"
        or len(levels) < _PAIR
        or [node.claim.start for node in levels[:2]] != [claim.start for claim in reversed(before[-2:])]
    ):
        return
    whole, part = levels[:2]
    if derived_words("web")["of_number"].search(spot.line.front(spot.at - 1)) and part.high <= whole.low:
        is_strong = part.unit != whole.unit and part.claim.is_whole and whole.claim.is_whole
        yield Reading(TieKind.RATIO, [part], [whole], levels, [*levels, *_wholes(spot.web, part.unit)], is_strong)


def _only_one(name: str, called: Sequence[Node]) -> Node | None:
    """The one value that goes by a name: in a row of totals, else where the text has just this name."""
    totals = [node for node in called if node.is_total]
    bare = _bare(name)
    told = totals or [node for node in called if not node.table and node.claim.subject.endswith(bare)]
    return told[0] if len({round(node.low, 6) for node in told}) == 1 else None


def _wholes(web: NumberWeb, unit: str) -> list[Node]:
    """Anything of the unit; of people and questionnaires either."""
    return [node for node in web.all if node.unit == unit or {node.unit, unit} <= {"人", "份", "人次", "户"}]


def _sums(near: Sequence[Node]) -> list[Node]:
    """The last two, three or four numbers of a list together."""
    return [_added(near[:count]) for count in (2, 3, 4) if len(near) >= count]


def _added(nodes: Sequence[Node]) -> Node:
    value = sum((node.claim.value for node in nodes[1:]), nodes[0].claim.value)
    text = "＋".join(node.claim.text for node in reversed(nodes))
    claim = replace(nodes[0].claim, value=value, text=text)
    return replace(nodes[0], claim=claim, low=sum(node.low for node in nodes), high=sum(node.high for node in nodes))


def _called(name: str, unit: str, web: NumberWeb) -> list[Node]:
    """What a name calls: all its words, or those of an amount and of its role apart (场站维护补助支出)."""
    bare = _bare(name)
    if len(bare) < _SHORTEST:
        return []
    found = web.called(bare, unit)
    if not found and len(bare) >= _SHORTEST + _PAIR:
        head, tail = bare[:-_PAIR], bare[-_PAIR:]
        found = [node for node in web.called(head, unit) if tail in node.names]
    return [node for node in levels_of(found) if "/" not in node.claim.unit]


def _bare(name: str) -> str:
    return derived_words("share")["generic"].sub("", name).removesuffix("额")


def rates_in_web(spot: Spot) -> Iterator[Reading]:
    """完成率, 及时率; 完成年度目标的p%: of numbers of the sentence, or of one and what was aimed at elsewhere."""
    words = derived_words("web")
    told = words["rate"].search(spot.front)
    if told is None or spot.claim.role not in (*_RATES, Role.TARGET) or words["no_rate"].search(told["name"] or ""):
        return
    levels = levels_of(spot.sentence)
    yield from _rate_of_roles(spot)
    for unit in dict.fromkeys(node.unit for node in levels[:3]):
        near = alike(levels, unit)
        aims = [node for node in spot.web.of_unit(unit) if node.is_aim and is_related(node, near[0], spot)]
        wholes = [*near[1:], *(node for node in spot.web.beside(near[0]) if node.is_aim and node.unit == unit), *aims]
        parts = [*near[:2], *_sums(near)]
        named = near[:1] if _is_rate_of(told["name"], near[0]) else []
        yield Reading(TieKind.RATIO, named, wholes, [*parts, *near], [*wholes, *near, *_wholes(spot.web, unit)])


def _is_rate_of(name: str | None, part: Node) -> bool:
    """完成率 is that of any plan; 考核合格率 is that of a number only where it was told to be 合格."""
    stem = (name or "").removesuffix("率")[-_PAIR:]
    is_plain = name is None or bool(derived_words("rate")["of_plan"].search(name))
    return is_plain or stem in f"{part.context}{part.names}"


def _rate_of_roles(spot: Spot) -> Iterator[Reading]:
    """到位率 is of what was received and what was budgeted, the nearest of each in the paragraph."""
    form = next((form for form in vocabulary().ratios if form.result is spot.claim.role), None)
    told = [node for node in levels_of(spot.paragraph) if node.unit == "元"]
    if form:
        parts = [node for node in told if node.claim.role in form.numerators]
        every = spot.web.of_unit("元")
        upper = [node for node in every if node.claim.role in form.numerators]
        lower = [node for node in every if node.claim.role in (*form.denominators, Role.AMOUNT)]
        near = [node for node in told if node.claim.role in form.denominators]
        wholes = near or often([node for node in lower if node.claim.role is not Role.AMOUNT])
        yield Reading(TieKind.RATIO, parts[:_LISTED], wholes[:_LISTED], upper, lower)
