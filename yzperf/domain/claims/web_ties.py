"""What follows from numbers that stand elsewhere in the report (数字网复算): shares of a whole named in another sentence,
averages of a total and a count told in other sections, changes against a base or an aim that only a table has.

Which numbers are meant is seldom beyond doubt. A printed result stands if any two numbers of the report give it. If none
do, it is wrong where terms that its own words name give the same result but for one slip of the pen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from yzperf.domain.claims.claim import Claim, Role, Standing
from yzperf.domain.claims.line import lines_of
from yzperf.domain.claims.number_web import Node, NumberWeb, span_in
from yzperf.domain.claims.numbers import unit_kind
from yzperf.domain.claims.slips import Span, figures_of, slips_of
from yzperf.domain.claims.tie import Tie, TieKind
from yzperf.domain.claims.web_readings import readings_of
from yzperf.domain.claims.web_spot import Reading, Spot
from yzperf.domain.claims.web_sums import sums_in_web
from yzperf.domain.units import conversion

_TINY = 1e-9
_SHARP = 1.02  # how far the ends of what two terms give may lie apart for a slip to explain it
_FEWEST = 2  # figures of a result that a slip can explain
_APART = (TieKind.GROWTH, TieKind.DIFFERENCE)
_PEOPLE = ("人", "人次")
_MOST_PAIRS = 20_000  # pairs of terms of which nobody can say which are meant
_MOST = 12  # terms named by words that are tried; more of them leave open what is meant


def find_in_web(claims: Sequence[Claim]) -> Iterator[Tie]:
    """Yield the results of running text that no numbers of the report give, each with the terms that its words name.

    Parameters
    ----------
    claims
        The author's claims in reading order (``Claims.own``).
    """
    web = NumberWeb(claims)
    for _, group in groupby(lines_of(claims), key=lambda line: line.claims[0].block):
        lines = list(group)
        for place, line in enumerate(lines):
            for at in range(len(line.claims)):
                spot = Spot(line, at, lines[:place], web)
                yield from _of_spot(spot)
                yield from sums_in_web(spot)


def _of_spot(spot: Spot) -> Iterator[Tie]:
    result = spot.claim
    if result.bound or result.standing is not Standing.STATED or not result.value:
        return
    readings = [one for one in readings_of(spot) if one.named_parts and one.wholes and _tells_enough(one, result)]
    printed = _printed(result)
    if not readings or printed is None or any(_is_given(one, printed, result, spot.web) for one in readings):
        return
    for reading in readings:
        found = _for_sure(reading, result) or _with_a_slip(reading, result, spot.web)
        if found and not _is_of_another_time(spot, reading, found):
            yield Tie(reading.kind, _judged(result), _terms(reading.kind, result, *found))
            return


def _is_of_another_time(spot: Spot, reading: Reading, terms: tuple[Node, Node]) -> bool:
    """Whether the terms give what its sentence tells of another time: 为15274.85元/人；2024年为14628.50元/人."""
    others = (one for one in spot.line.claims if one.unit == spot.claim.unit and one.period != spot.claim.period)
    spans = [span for one in others if (span := _printed(one)) is not None]
    given = _given(reading, *_in_order(reading, *terms), spot.claim)
    return any(_meets(one, span) for one in given for span in spans)


def _tells_enough(reading: Reading, result: Claim) -> bool:
    """Whether a result has figures enough to be sought; 600元 only where its own paragraph has the terms."""
    near = (reading.named_parts[0].claim.block, reading.wholes[0].claim.block)
    return figures_of(result) >= _FEWEST or result.block in near


def _printed(result: Claim) -> Span | None:
    unit = result.unit.partition("/")[0]
    rounded = replace(result, is_whole=False, value=abs(result.value))  # an average of people is rounded too
    return span_in(rounded, unit)


def _is_given(reading: Reading, printed: Span, result: Claim, web: NumberWeb) -> bool:
    """Whether any terms that could be meant give what is printed, perhaps rounded twice; of too many some always do."""
    slack = (printed[1] - printed[0]) / 20 + _TINY
    wide = printed[0] - slack, printed[1] + slack
    if len(reading.parts) * len(reading.all_wholes) > _MOST_PAIRS:
        return True
    parts, wholes = ([web.as_meant(node) for node in nodes] for nodes in (reading.parts, reading.all_wholes))
    pairs = ((one, other) for one in parts for other in wholes if reading.can_pair(one, other))
    return any(
        _meets(span, wide)
        for one, other in pairs
        for span in _given(reading, one, other, result)
        if reading.kind in _APART or _is_sharp(span) or reading.is_near(one, other)
    )


def _is_sharp(span: Span) -> bool:
    """Whether what two terms give is nearly one number; 30 over 186 may be many."""
    return span[0] > 0 and span[1] <= _SHARP * span[0]


def _for_sure(reading: Reading, result: Claim) -> tuple[Node, Node] | None:
    """The terms that nobody can take for others."""
    if not reading.is_strong or not _given(reading, reading.named_parts[0], reading.wholes[0], result):
        return None
    return _in_order(reading, reading.named_parts[0], reading.wholes[0])


def _in_order(reading: Reading, one: Node, other: Node) -> tuple[Node, Node]:
    return (other, one) if reading.kind is TieKind.GROWTH else (one, other)


def _with_a_slip(reading: Reading, result: Claim, web: NumberWeb) -> tuple[Node, Node] | None:
    """Of the terms that explain the result but for one slip those that the report tells most often. A unit price is near
    the average of all anyway, so that one digit says little there."""
    text = f"{result.value:f}"
    noughts = len(text) - len(text.rstrip("0")) if result.hedge and "." not in text else 0
    printed = replace(result, is_whole=False, decimals=result.decimals - noughts)
    spans = {near: slips_of(printed, near or reading.kind is not TieKind.PER_UNIT) for near in (True, False)}
    wholes = list({node.low: node for node in reading.wholes}.values())[:_MOST]
    pairs = [(one, other) for one in reading.named_parts[:_MOST] for other in wholes if reading.can_pair(one, other)]
    fitting = [pair for pair in pairs if _is_a_slip_away(reading, pair, result, spans[_is_beside(pair, result)])]
    best = max(fitting, key=lambda pair: _weight(pair, web), default=None)
    return _in_order(reading, *best) if best else None


def _weight(pair: tuple[Node, Node], web: NumberWeb) -> tuple[bool, int]:
    """What is printed in full before what only rounds it; then how often the report tells the two."""
    return all(web.as_meant(node) is node for node in pair), sum(web.count(node) for node in pair)


def _is_beside(pair: tuple[Node, Node], result: Claim) -> bool:
    """Whether both terms stand in the paragraph of the result."""
    return all(node.claim.block == result.block for node in pair)


def _is_a_slip_away(reading: Reading, pair: tuple[Node, Node], result: Claim, spans: Sequence[Span]) -> bool:
    given = _given(reading, *pair, result)[:1]
    return any(_is_sharp(span) and any(_meets(span, before) for before in spans) for span in given)


def _meets(one: Span, other: Span) -> bool:
    return one[0] <= other[1] + _TINY and other[0] <= one[1] + _TINY


def _given(reading: Reading, one: Node, other: Node, result: Claim) -> list[Span]:
    """What two terms give in the unit of the result, the first way the likeliest."""
    ways = [_COMPUTE[reading.kind]]
    if reading.kind is TieKind.RATIO and reading.is_near(one, other):
        ways.append(_rest)  # 3条缺失，完整率75%
    if reading.kind is TieKind.GROWTH and reading.is_near(one, other):
        ways.append(_ratio)  # a step over its base
    return [span for compute in ways if (span := compute(one, other, result)) is not None]


def _ratio(one: Node, other: Node, _: Claim) -> Span | None:
    return None if other.low <= 0 or one.low < 0 else (100 * one.low / other.high, 100 * one.high / other.low)


def _rest(one: Node, other: Node, result: Claim) -> Span | None:
    ratio = _ratio(one, other, result)
    return None if ratio is None else (100 - ratio[1], 100 - ratio[0])


def _growth(one: Node, other: Node, result: Claim) -> Span | None:
    ratio = _ratio(one, other, result)
    return None if ratio is None else _unsigned(ratio[0] - 100, ratio[1] - 100)


def _growth_of_change(level: Node, step: Node, _: Claim) -> Span | None:
    if level.low <= step.high:
        return None
    return 100 * step.low / (level.high - step.low), 100 * step.high / (level.low - step.high)


def _difference(one: Node, other: Node, result: Claim) -> Span | None:
    factor = conversion(other.unit, result.unit.partition("/")[0]) or conversion(one.unit, result.unit) or 1
    return _unsigned((one.low - other.high) * float(factor), (one.high - other.low) * float(factor))


def _mean(one: Node, other: Node, result: Claim) -> Span | None:
    factor = conversion(one.unit, result.unit.partition("/")[0]) or (1 if one.unit in _PEOPLE else None)
    if factor is None or other.low <= 0:
        return None
    return one.low / other.high * float(factor), one.high / other.low * float(factor)


def _unsigned(low: float, high: float) -> Span:
    return (low, high) if low >= 0 else (-high, -low) if high <= 0 else (0.0, max(-low, high))


_COMPUTE: dict[TieKind, Callable[[Node, Node, Claim], Span | None]] = {
    TieKind.RATIO: _ratio,
    TieKind.GROWTH: _growth,
    TieKind.GROWTH_OF_CHANGE: _growth_of_change,
    TieKind.DIFFERENCE: _difference,
    TieKind.PER_UNIT: _mean,
}


def _judged(result: Claim) -> Claim:
    """The result without its 约, which was taken into account, and without a sign."""
    return replace(result, hedge="", is_whole=False, value=abs(result.value))


def _terms(kind: TieKind, result: Claim, one: Node, other: Node) -> tuple[Claim, ...]:
    """The terms in their base units; 人 and 份, 人次 or 床 go together where the words put them together."""
    terms = [_term(node) for node in (one, other)]
    if kind is TieKind.RATIO:
        return tuple(replace(term, unit="") for term in terms)
    unit = result.unit.partition("/")[0]
    is_alike = all(conversion(node.unit, unit) is not None for node in (one, other))
    if kind is TieKind.PER_UNIT and unit_kind(unit) == "count" and conversion(one.unit, unit) is None:
        terms = [replace(terms[0], unit=unit), terms[1]]
    elif kind is TieKind.DIFFERENCE and unit_kind(unit) == "count" and not is_alike:
        terms = [replace(term, unit=unit) for term in terms]
    return tuple(sorted(terms, key=lambda term: term.value)) if kind is TieKind.DIFFERENCE else tuple(terms)


def _term(node: Node) -> Claim:
    factor = conversion(node.claim.unit.partition("/")[0], node.unit) or 1
    digits = node.claim.decimals - max(0, len(str(int(factor))) - 1)
    value = node.claim.value * Decimal(str(float(factor)))
    is_exact = node.claim.is_whole or node.is_aim
    return replace(
        node.claim, value=value, unit=node.unit, decimals=digits, hedge="", role=Role.COUNT, is_whole=is_exact
    )
