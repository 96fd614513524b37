"""Changes against a base or an aim that stands elsewhere (增减、差距): 比目标值低1.00个百分点, 比2022年增加121.56万元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from yzperf.domain.claims.claim import Role
from yzperf.domain.claims.derived_words import derived_words
from yzperf.domain.claims.number_web import Node, base_unit
from yzperf.domain.claims.numbers import unit_kind
from yzperf.domain.claims.tie import TieKind
from yzperf.domain.claims.web_spot import Reading, Spot, alike, is_related, levels_of, nodes_of, pairs_of

_LEVELS = ("money", "count")
_PAIR = 2
_YEAR_OF_COLUMN = re.compile(r"(?:19|20)\d\d")
_OF_NORM = re.compile("[高低]于[^，,；;。]{1,16}的$")  # 高于方案规定的25%
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")


def is_change(spot: Spot) -> bool:
    words = derived_words("web")
    if spot.claim.unit in ("%", "百分点", "个百分点"):
        is_norm = spot.claim.role is not Role.CHANGE and _OF_NORM.search(spot.front)
        return spot.claim.role is Role.CHANGE or (not is_norm and bool(words["change"].search(spot.front)))
    return bool(words["apart"].search(spot.front))


def changes_in_web(spot: Spot) -> Iterator[Reading]:
    """增长p%, 提高p个百分点, 少几个: between a number of the sentence and a base of the paragraph, the year before or the aim."""
    unit = spot.claim.unit
    if unit == "%":
        levels = levels_of(_of_this_matter(spot))
        yield from (_changed(spot, TieKind.GROWTH, one) for one in levels[:2])
        yield from _step(spot)
        if not levels:
            yield from _of_named_row(spot)
    else:
        base = "%" if unit in ("百分点", "个百分点") else base_unit(unit)
        before = [node for node in _of_this_matter(spot) if node.claim.role is not Role.CHANGE]
        near = alike(before, base)
        reached = [node for node in near if node.claim.role is not Role.BASE] or near
        is_of_two = bool(derived_words("change")["gap"].search(spot.front))
        yield from (_changed(spot, TieKind.DIFFERENCE, one) for one in reached[: _PAIR if is_of_two else 1])
        if is_of_two and not near:
            yield from _ends_of_line_before(spot, base)
        yield from _unfilled(spot, levels_of(before))


def _of_named_row(spot: Spot) -> Iterator[Reading]:
    """燃料动力成本比上年下降3.70%: the two years of the row that the words name."""
    clause = re.split("[，,；;]", spot.front)[-1]
    if not derived_words("web")["earlier"].search(clause):
        return
    rows: dict[str, list[Node]] = {}
    for node in spot.web.all:
        is_level = node.unit != "%" and node.claim.role is not Role.CHANGE  # under a year a bare number has no unit
        if (
            node.table
            and is_level
            and len(node.row) > _PAIR
            and node.row in clause
            and _YEAR_OF_COLUMN.search(node.column)
        ):
            rows.setdefault(node.claim.group, []).append(node)
    for row in rows.values():
        years = sorted(row, key=lambda node: _YEAR_OF_COLUMN.search(node.column)[0])  # type: ignore[index]
        if len(years) == _PAIR and years[0].unit == years[1].unit:
            yield Reading(TieKind.GROWTH, years[1:], years[:1], years, years, is_strong=len(rows) == 1)


def _ends_of_line_before(spot: Spot, unit: str) -> Iterator[Reading]:
    """得分率依次为……。甲最高，乙最低，两者相差p个百分点: the ends of what the sentence before lists."""
    levels = next(
        (found for line in reversed(spot.before) if len(found := alike(nodes_of(line.claims), unit)) >= _PAIR), []
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
    bases = [node for node in alike(spot.paragraph, one.unit) if node.place != one.place]
    beside = [node for node in spot.web.beside(one) if node.unit == one.unit]
    others = spot.web.of_unit(one.unit)
    same = [node for node in bases if pairs_of(node.claim.subject) & pairs_of(one.claim.subject)]
    dated = _of_year(spot, one)
    before = dated or [node for node in others if _is_base(node, spot) and is_related(node, one, spot)]
    aims = [node for node in beside if node.is_aim and derived_words("web")["aim"].search(spot.front)]
    only = _only_base(spot, one, aims or before)
    may_be = [node for node in (*bases[:2], *same, *beside, *before) if _may_be_base(node, spot)]
    named = [node for node in (*only, *may_be) if node.low != one.low]
    every = [*named, *(node for node in others if _may_be_base(node, spot))]
    return Reading(kind, [one], named, [one, *alike(spot.sentence, one.unit)], every, bool(only))


def _of_year(spot: Spot, one: Node) -> list[Node]:
    """比2022年增加……: what stands in the row or column of that year, or is dated so."""
    year = _YEAR.findall(spot.front)[-1:]
    others = spot.web.of_unit(one.unit) if year else ()
    dated = [node for node in others if year[0] in f"{node.row} {node.column} {node.claim.period}"]
    return [node for node in dated if is_related(node, one, spot)]


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
        named = [node for node in others if _is_base(node, spot) and is_related(node, step, spot)]
        large = [node for node in named if node.low > step.high]
        yield Reading(TieKind.RATIO, [step], large, [step], [*named, *others])
        levels = [node for node in alike(spot.paragraph, step.unit) if _is_level_of(node, step)]
        yield Reading(TieKind.GROWTH_OF_CHANGE, levels, [step], levels, [step])


def _is_level_of(node: Node, step: Node) -> bool:
    """改厕3,534户……比上年多完成674户: what was before is nowhere printed, but follows from the two."""
    is_alike = bool(pairs_of(node.claim.subject) & pairs_of(step.claim.subject))
    return is_alike and not node.is_aim and node.place != step.place and node.low > step.high


def _is_base(node: Node, spot: Spot) -> bool:
    """What was aimed at, where the sentence speaks of an aim, or what was before."""
    words = derived_words("web")
    if node.is_aim:
        return bool(words["aim"].search(spot.line.text) or words["change"].search(spot.front))
    return bool(words["earlier"].search(f"{node.claim.period} {node.column} {node.row} {node.claim.subject}"))
