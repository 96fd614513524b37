"""Averages of a total and a count told in different places (单位平均): 每人次3.81元, 场均成本1.93万元, 7.45元/公里."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from yzperf.domain.claims.claim import Claim, Role
from yzperf.domain.claims.derived_words import derived_words, units_of_thing
from yzperf.domain.claims.number_web import Node, base_unit, place_of
from yzperf.domain.claims.slips import figures_of
from yzperf.domain.claims.tie import TieKind
from yzperf.domain.claims.web_spot import Reading, Spot, levels_of, often, pairs_of
from yzperf.domain.units import conversion

_SPENT = (Role.SPENT, Role.COST, Role.SETTLEMENT, Role.INVESTMENT)
_LEVELS = ("money", "count")
_PAIR = 2
_ROUGH = 3  # figures below which a result is too rough to be sought in the whole report
_FAR = 1.5  # how many times a mean may miss what two numbers of its sentence give


def means_in_web(spot: Spot) -> Iterator[Reading]:
    """每人次3.81元, 场均成本1.93万元, 7.45元/公里: a total over how many share it, wherever the two stand."""
    thing, what = _thing(spot)
    if not thing or derived_words("web")["no_mean"].search(spot.front):
        return
    unit = base_unit(spot.claim.unit)
    others = [node for node in levels_of(spot.web.all) if node.place != place_of(spot.claim)]
    counts = [node for node in others if _counts(node, thing)]
    totals = [node for node in others if _can_be_total(node, unit) and node not in counts]
    near = [node for node in levels_of(spot.paragraph) if _can_be_total(node, unit)]
    told = [node for node in levels_of(spot.paragraph) if _counts(node, thing)]
    names = {derived_words("web")["mean_generic"].sub("", what)[-_PAIR:], spot.line.behind(spot.at)[:_PAIR]}
    named = [node for node in totals if any(len(name) == _PAIR and name in node.names for name in names)]
    spent = [node for node in totals if node.claim.role in _SPENT] if unit == "元" else []
    here = [node for node in levels_of(spot.sentence) if _counts(node, thing)]
    beside = [node for node in levels_of(spot.sentence) if _can_be_total(node, unit)]
    alike = [node for node in near if pairs_of(node.claim.subject) & pairs_of(spot.line.text)]
    rough = (beside or (alike if here else [])) if figures_of(spot.claim) < _ROUGH else []
    only = _only_mean(spot.claim, beside, here)
    parts = [*only[:1], *(rough or [*near, *often([*named, *spent])])]
    every = rough or [*totals, *near]
    wholes = [*only[1:], *(told or often(counts))]
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
