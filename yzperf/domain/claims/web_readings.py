"""What a result of running text can follow from (算出来的数的几种读法): its own words name some terms, others may be meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain

from yzperf.domain.claims.claim import Claim, Role
from yzperf.domain.claims.derived_words import derived_words, units_of_thing
from yzperf.domain.claims.line import Line
from yzperf.domain.claims.number_web import Node, NumberWeb, base_unit, node_of, place_of
from yzperf.domain.claims.numbers import unit_kind
from yzperf.domain.claims.slips import figures_of
from yzperf.domain.claims.tie import TieKind
from yzperf.domain.claims.vocabulary import vocabulary
from yzperf.domain.units import conversion

_RATES = (Role.RATE, Role.SHARE, Role.CHANGE, Role.ACTUAL, Role.EXECUTION_RATE, Role.RECEIPT_RATE)
_SPENT = (Role.SPENT, Role.COST, Role.SETTLEMENT, Role.INVESTMENT)
_LEVELS = ("money", "count")
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_HAN = re.compile("[\u4e00-\u9fff]{2,}")
_SHORTEST = 2
_PAIR = 2
_FAR = 1.5  # how many times a mean may miss what two numbers of its sentence give
_ROUGH = 3  # figures below which a result is too rough to be sought in the whole report
_LISTED = 8  # numbers in front of 两者相差 that may be meant


@dataclass(frozen=True, slots=True)
class Spot:
    """A number of a sentence; ``before`` are the sentences of its paragraph in front."""

    line: Line
    at: int
    before: Sequence[Line]
    web: NumberWeb

    @property
    def claim(self) -> Claim:
        """The number itself."""
        return self.line.claims[self.at]

    @property
    def front(self) -> str:
        """The words between it and the number before it."""
        return self.line.front(self.at)

    @property
    def sentence(self) -> list[Node]:
        """What stands in front of it in its sentence, the nearest first."""
        return _nodes(reversed(self.line.claims[: self.at]))

    @property
    def paragraph(self) -> list[Node]:
        """What stands in front of it in its paragraph, the nearest first."""
        return [*self.sentence, *chain.from_iterable(_nodes(reversed(line.claims)) for line in reversed(self.before))]


@dataclass(frozen=True, slots=True)
class Reading:
    """A way to compute a result of two terms; the words name ``named_parts`` and ``wholes``, the others may be meant.

    ``is_strong`` is set where the first of both are named beyond doubt.
    """

    kind: TieKind
    named_parts: Sequence[Node]
    wholes: Sequence[Node]
    parts: Sequence[Node]
    all_wholes: Sequence[Node]
    is_strong: bool = False

    def is_near(self, one: Node, other: Node) -> bool:
        """Whether both stand in one sentence."""
        return one.claim.group == other.claim.group

    def can_pair(self, one: Node, other: Node) -> bool:
        """Whether two numbers may be terms of one result: an average is of one row of a table, or of the whole."""
        if one.place == other.place:
            return False
        if self.kind is not TieKind.PER_UNIT:
            return True
        rows = [node.row for node in (one, other) if node.table and not node.is_total]
        return not rows or (len(rows) == _PAIR and len(set(rows)) == 1)


def readings_of(spot: Spot) -> Iterator[Reading]:
    """Every way to read a number as the result of others; none where its words do not make it one."""
    claim = spot.claim
    if claim.unit == "%":
        yield from _of_number(spot, _levels(spot.sentence))
        yield from _share(spot)
        yield from _rate(spot)
    elif unit_kind(claim.unit) in _LEVELS and claim.role is not Role.CHANGE:
        yield from _mean(spot)
    if _is_change(spot):
        yield from _change(spot)


def _is_change(spot: Spot) -> bool:
    words = derived_words("web")
    if spot.claim.unit in ("%", "百分点", "个百分点"):
        return spot.claim.role is Role.CHANGE or bool(words["change"].search(spot.front))
    return bool(words["apart"].search(spot.front))


def _nodes(claims: Iterable[Claim]) -> list[Node]:
    made = (node_of(replace(claim, value=abs(claim.value))) for claim in claims)
    return [node for node in made if node is not None]


def _alike(nodes: Iterable[Node], unit: str) -> list[Node]:
    return [node for node in nodes if node.unit == unit]


def _levels(nodes: Iterable[Node]) -> list[Node]:
    return [node for node in nodes if unit_kind(node.unit) in _LEVELS and node.claim.role is not Role.CHANGE]


# ── shares and rates ────────────────────────────────────────────────────────────────────────────────


def _share(spot: Spot) -> Iterator[Reading]:
    """占……的p%: of the nearest number in front, or of what the words in front of 占 name."""
    words = derived_words("web")
    told = words["share"].search(spot.front)
    if told is None or spot.claim.role not in _RATES or words["own_wholes"].search(told["whole"]):
        return
    levels = _levels(spot.sentence)
    of_name = _levels(
        node for unit in ("元", *{one.unit for one in levels}) for node in spot.web.called(told["part"], unit)
    )
    for unit in dict.fromkeys(node.unit for node in (*levels[:1], *of_name)):
        near = _alike(levels, unit)
        parts = [*near[:1], *_sums(near), *_alike(of_name, unit)]
        called = _called(told["whole"], unit, spot.web)
        totals = [total for part in parts for total in spot.web.totals_over(part)]
        wholes = called or [*totals, *_alike(_levels(spot.paragraph), unit)]
        every = [*parts, *near, *_alike(_levels(spot.web.all), unit)] if not near else [*parts, *near]
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
    return [node for node in _levels(found) if "/" not in node.claim.unit]


def _bare(name: str) -> str:
    return derived_words("share")["generic"].sub("", name).removesuffix("额")


def _rate(spot: Spot) -> Iterator[Reading]:
    """完成率, 及时率; 完成年度目标的p%: of numbers of the sentence, or of one and what was aimed at elsewhere."""
    words = derived_words("web")
    told = words["rate"].search(spot.front)
    if told is None or spot.claim.role not in (*_RATES, Role.TARGET) or words["no_rate"].search(told["name"] or ""):
        return
    levels = _levels(spot.sentence)
    yield from _rate_of_roles(spot)
    for unit in dict.fromkeys(node.unit for node in levels[:3]):
        near = _alike(levels, unit)
        aims = [node for node in spot.web.of_unit(unit) if node.is_aim and _is_related(node, near[0], spot)]
        wholes = [*near[1:], *(node for node in spot.web.beside(near[0]) if node.is_aim and node.unit == unit), *aims]
        parts = [*near[:2], *_sums(near)]
        yield Reading(TieKind.RATIO, near[:1], wholes, [*parts, *near], [*wholes, *near, *_wholes(spot.web, unit)])


def _rate_of_roles(spot: Spot) -> Iterator[Reading]:
    """到位率 is of what was received and what was budgeted, the nearest of each in the paragraph."""
    form = next((form for form in vocabulary().ratios if form.result is spot.claim.role), None)
    told = [node for node in _levels(spot.paragraph) if node.unit == "元"]
    if form:
        parts = [node for node in told if node.claim.role in form.numerators]
        every = spot.web.of_unit("元")
        upper = [node for node in every if node.claim.role in form.numerators]
        lower = [node for node in every if node.claim.role in (*form.denominators, Role.AMOUNT)]
        near = [node for node in told if node.claim.role in form.denominators]
        wholes = near or _often([node for node in lower if node.claim.role is not Role.AMOUNT])
        yield Reading(TieKind.RATIO, parts[:_LISTED], wholes[:_LISTED], upper, lower)


# ── changes ─────────────────────────────────────────────────────────────────────────────────────────


def _change(spot: Spot) -> Iterator[Reading]:
    """增长p%, 提高p个百分点, 少几个: between a number of the sentence and a base of the paragraph, the year before or the aim."""
    unit = spot.claim.unit
    if unit == "%":
        levels = _levels(_of_this_matter(spot))
        yield from (_changed(spot, TieKind.GROWTH, one) for one in levels[:2])
        yield from _step(spot)
    else:
        base = "%" if unit in ("百分点", "个百分点") else base_unit(unit)
        before = [node for node in _of_this_matter(spot) if node.claim.role is not Role.CHANGE]
        alike = _alike(before, base)
        reached = [node for node in alike if node.claim.role is not Role.BASE] or alike
        is_of_two = bool(derived_words("change")["gap"].search(spot.front))
        yield from (_changed(spot, TieKind.DIFFERENCE, one) for one in reached[: _PAIR if is_of_two else 1])
        if is_of_two and not alike:
            yield from _ends_of_line_before(spot, base)
        yield from _unfilled(spot, _levels(before))


def _ends_of_line_before(spot: Spot, unit: str) -> Iterator[Reading]:
    """得分率依次为……。甲最高，乙最低，两者相差p个百分点: the ends of what the sentence before lists."""
    levels = next(
        (found for line in reversed(spot.before) if len(found := _alike(_nodes(line.claims), unit)) >= _PAIR), []
    )
    if levels:
        ordered = sorted(levels, key=lambda node: node.low)
        is_strong = bool(derived_words("web")["ends"].search(spot.front))
        yield Reading(TieKind.DIFFERENCE, ordered[-1:], ordered[:1], levels, levels, is_strong)


def _of_this_matter(spot: Spot) -> list[Node]:
    """What stands in front in the sentence since the last semicolon, unless that goes on with a comparison (；较上年……)."""
    begin = spot.line.begin
    text = spot.line.text[: spot.claim.start - begin]
    cut = max(text.rfind(sign) for sign in "；;")
    if cut < 0 or derived_words("web")["goes_on"].match(text[cut + 1 :]):
        return spot.sentence
    return [node for node in spot.sentence if node.claim.start - begin > cut]


def _unfilled(spot: Spot, levels: Sequence[Node]) -> Iterator[Reading]:
    """床位350张，在住255人，使用率72.86%，空置床位95张: what one thing leaves over of another, if a rate says that they belong
    together."""
    if not derived_words("web")["unfilled"].search(spot.front) or len(levels) < _PAIR:
        return
    filled, whole = levels[:_PAIR]
    rates = [node for node in spot.sentence if node.unit == "%"]
    is_strong = any(
        100 * filled.low <= node.high * whole.high and node.low * whole.low <= 100 * filled.high for node in rates
    )
    yield Reading(TieKind.DIFFERENCE, [whole], [filled], levels, levels, is_strong)


def _changed(spot: Spot, kind: TieKind, one: Node) -> Reading:
    bases = [node for node in _alike(spot.paragraph, one.unit) if node.place != one.place]
    beside = [node for node in spot.web.beside(one) if node.unit == one.unit]
    others = spot.web.of_unit(one.unit)
    same = [node for node in bases if _pairs_of(node.claim.subject) & _pairs_of(one.claim.subject)]
    dated = _of_year(spot, one)
    before = dated or [node for node in others if _is_base(node, spot) and _is_related(node, one, spot)]
    aims = [node for node in beside if node.is_aim and derived_words("web")["aim"].search(spot.front)]
    only = _only_base(spot, one, aims or before)
    may_be = [node for node in (*bases[:2], *same, *beside, *before) if _may_be_base(node, spot)]
    named = [node for node in (*only, *may_be) if node.low != one.low]
    every = [*named, *(node for node in others if _may_be_base(node, spot))]
    return Reading(kind, [one], named, [one, *_alike(spot.sentence, one.unit)], every, bool(only))


def _of_year(spot: Spot, one: Node) -> list[Node]:
    """比2022年增加……: what stands in the row or column of that year, or is dated so."""
    year = _YEAR.findall(spot.front)[-1:]
    others = spot.web.of_unit(one.unit) if year else ()
    dated = [node for node in others if year[0] in f"{node.row} {node.column} {node.claim.period}"]
    return [node for node in dated if _is_related(node, one, spot)]


def _only_base(spot: Spot, one: Node, bases: Sequence[Node]) -> list[Node]:
    """The one aim that stands in the row of what was reached, or the one base of just the name of it."""
    words, front = derived_words("web"), spot.front
    name = one.claim.subject
    if words["aim"].search(front):
        found = [node for node in bases if node.is_aim and node.table]
    elif words["earlier"].search(front) and len(name) > _PAIR:
        found = [
            node for node in bases if name in f"{node.row} {node.context} {node.claim.subject}" and not node.is_aim
        ]
    else:
        found = []
    return found[:1] if len({node.low for node in found}) == 1 and found[0].low != one.low else []


def _may_be_base(node: Node, spot: Spot) -> bool:
    """Of an aim only aims; of a year before what is dated before or stands in a table."""
    words = derived_words("web")
    if words["aim"].search(spot.front):
        return node.is_aim or node.claim.group == spot.claim.group
    return not (words["earlier"].search(spot.front) and node.is_aim)


def _step(spot: Spot) -> Iterator[Reading]:
    """增加46.56万元，增长……: the step over a base; 较控制标准节约58.66元，节约率……"""
    steps = [node for node in spot.sentence[:1] if unit_kind(node.unit) in _LEVELS]
    is_step = derived_words("web")["apart"].search(spot.line.front(spot.at - 1)) if spot.at else None
    for step in steps if is_step else ():
        others = spot.web.of_unit(step.unit)
        named = [node for node in others if _is_base(node, spot) and _is_related(node, step, spot)]
        yield Reading(
            TieKind.RATIO, [step], [node for node in named if node.low > step.high], [step], [*named, *others]
        )


def _is_base(node: Node, spot: Spot) -> bool:
    """What was aimed at, where the sentence speaks of an aim, or what was before."""
    words = derived_words("web")
    if node.is_aim:
        return bool(words["aim"].search(spot.line.text) or words["change"].search(spot.front))
    return bool(words["earlier"].search(f"{node.claim.period} {node.column} {node.row} {node.claim.subject}"))


def _is_related(node: Node, one: Node, spot: Spot) -> bool:
    """Whether a number elsewhere has a word of two signs in common with what the sentence speaks of."""
    told = f"{one.names} {spot.line.text}"
    return any(pair in told for pair in _pairs_of(f"{node.row} {node.column} {node.claim.subject} {node.context}"))


def _pairs_of(name: str) -> set[str]:
    return {pair for word in _HAN.findall(name) for pair in _pairs(word)}


def _pairs(word: str) -> set[str]:
    common = derived_words("web")["common"]
    return {pair for at in range(len(word) - 1) if not common.fullmatch(pair := word[at : at + 2])}


# ── averages ────────────────────────────────────────────────────────────────────────────────────────


def _mean(spot: Spot) -> Iterator[Reading]:
    """每人次3.81元, 场均成本1.93万元, 7.45元/公里: a total over how many share it, wherever the two stand."""
    thing, what = _thing(spot)
    if not thing or derived_words("web")["no_mean"].search(spot.front):
        return
    unit = base_unit(spot.claim.unit)
    others = [node for node in _levels(spot.web.all) if node.place != place_of(spot.claim)]
    counts = [node for node in others if _counts(node, thing)]
    totals = [node for node in others if _can_be_total(node, unit) and node not in counts]
    near = [node for node in _levels(spot.paragraph) if _can_be_total(node, unit)]
    told = [node for node in _levels(spot.paragraph) if _counts(node, thing)]
    names = {derived_words("web")["mean_generic"].sub("", what)[-_PAIR:], spot.line.behind(spot.at)[:_PAIR]}
    named = [node for node in totals if any(len(name) == _PAIR and name in node.names for name in names)]
    spent = [node for node in totals if node.claim.role in _SPENT] if unit == "元" else []
    here = [node for node in _levels(spot.sentence) if _counts(node, thing)]
    beside = [node for node in _levels(spot.sentence) if _can_be_total(node, unit)]
    alike = [node for node in near if _pairs_of(node.claim.subject) & _pairs_of(spot.line.text)]
    rough = (beside or (alike if here else [])) if figures_of(spot.claim) < _ROUGH else []
    only = _only_mean(spot.claim, beside, here)
    parts = [*only[:1], *(rough or [*near, *_often([*named, *spent])])]
    every = rough or [*totals, *near]
    wholes = [*only[1:], *(told or _often(counts))]
    yield Reading(TieKind.PER_UNIT, parts, wholes, every, [*counts, *told], bool(only))


def _only_mean(mean: Claim, totals: Sequence[Node], counts: Sequence[Node]) -> list[Node]:
    """Total and count of the sentence itself, where it has one such count and one total that comes anywhere near."""
    heads = list({node.low: node for node in counts}.values())
    if len(heads) != 1:
        return []
    factor = conversion(mean.unit.partition("/")[0], base_unit(mean.unit)) or 1
    value = float(mean.value) * float(factor)
    near = {node.low: node for node in totals if value / _FAR < node.low / heads[0].low < value * _FAR}
    return [*near.values(), *heads] if len(near) == 1 else []


def _can_be_total(node: Node, unit: str) -> bool:
    is_alike = node.unit == unit or {node.unit, unit} == {"人", "人次"}
    return is_alike and "/" not in node.claim.unit


def _often(nodes: Sequence[Node]) -> list[Node]:
    """One of each value, those first that the report tells most often."""
    values: dict[float, list[Node]] = {}
    for node in nodes:
        values.setdefault(node.low, []).append(node)
    return [several[0] for several in sorted(values.values(), key=len, reverse=True)]


def _counts(node: Node, thing: str) -> bool:
    units = units_of_thing().get(thing)
    if units is None:
        return thing in node.names and node.unit in ("人", "个", "台", "辆", "所", "家")
    if node.unit == "个":
        return thing in node.names
    return bool(units.fullmatch(node.unit)) or (node.unit.startswith(thing) and len(thing) == 1)  # 人月, 人次


def _thing(spot: Spot) -> tuple[str, str]:
    """What shares the total, and of what."""
    per = spot.claim.unit.partition("/")[2]
    if per:
        return (per, spot.front) if per in units_of_thing() else ("", "")
    for pattern in _means():
        told = pattern.search(spot.front)
        if told:
            return told["thing"], told["what"]
    told = derived_words("web")["mean_per"].search(spot.front)
    return (told["noun"], told["what"]) if told else ("", "")


@cache
def _means() -> tuple[re.Pattern[str], ...]:
    """每人次……, 平均每班……, 场均……, and 人次成本, with the things that are counted."""
    things = "|".join(sorted(map(re.escape, units_of_thing()), key=len, reverse=True))
    behind = "(?P<what>[^，,；;。0-9]{0,10}?)(?:约|近)?(?:为|是|达到?|仅)?[:：]?$"
    return (
        re.compile(f"(?:每|单位|单)(?:个|一)?(?P<thing>{things}){behind}"),
        re.compile(f"(?P<thing>{things})均{behind}"),
        re.compile(f"(?:^|[，,；;、。])(?P<thing>{things})(?=成本|费用|补贴|投资|支出){behind}"),
    )
