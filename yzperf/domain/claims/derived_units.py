"""Averages per thing in running text (单位平均): 1,512万元，平均每台26.53万元; 全年接种128,470剂次，月均10,706剂次."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from yzperf.domain.claims.claim import Claim, Standing
from yzperf.domain.claims.derived_words import derived_words, units_of_thing
from yzperf.domain.claims.line import Line, is_level
from yzperf.domain.claims.tie import Tie, TieKind
from yzperf.domain.units import conversion, is_money

_MONTHS = 12


def per_units_of(line: Line, before: Sequence[Line], claims: Sequence[Claim]) -> Iterator[Tie]:
    """Every reading of the averages of a sentence: the total beside them, and how many share it."""
    for at, mean in enumerate(line.claims):
        if not mean.is_exact or mean.bound or not is_level(mean):
            continue
        yield from _told(line, at, before, claims)
        yield from _by_month(line, at)
        yield from _priced(line, at)


def _told(line: Line, at: int, before: Sequence[Line], claims: Sequence[Claim]) -> Iterator[Tie]:
    """平均每台, 户均: the total in front."""
    words, mean = derived_words("per_unit"), line.claims[at]
    told = words["front"].search(line.front(at)) or words["mean"].search(line.front(at))
    units = units_of_thing().get(told["thing"]) if told and not words["no_mean"].search(told[0]) else None
    totals = [one for one in line.claims[:at] if units and _can_be_total(one, mean) and not units.fullmatch(one.unit)]
    for total in totals[-1:] if units else ():
        for count, is_sure in _counts(units, line, before, claims) if units else ():
            yield Tie(TieKind.PER_UNIT, mean, (total, count), is_sure)


def _can_be_total(total: Claim, mean: Claim) -> bool:
    is_told = total.is_exact and is_level(total) and total.standing is Standing.STATED
    return is_told and "/" not in total.unit and conversion(total.unit, mean.unit.partition("/")[0]) is not None


def _counts(
    units: re.Pattern[str], line: Line, before: Sequence[Line], claims: Sequence[Claim]
) -> Iterator[tuple[Claim, bool]]:
    """How many share it: the only count of such things in the sentence, else in the paragraph; else any of the chapter or
    the report may be meant, and nobody can be sure."""
    near = list(dict.fromkeys(_counted(units, line.claims)))
    near = near or [one for other in before for one in _counted(units, other.claims)]
    is_sure = len({one.value for one in near}) == 1
    yield from ((one, is_sure) for one in near)
    yield from ((one, False) for one in _counted(units, claims) if one not in near)


def _counted(units: re.Pattern[str], claims: Sequence[Claim]) -> list[Claim]:
    return [one for one in claims if units.fullmatch(one.unit) and is_level(one) and one.is_exact and one.value > 0]


def _by_month(line: Line, at: int) -> Iterator[Tie]:
    """全年128,470剂次，月均10,706剂次: a year has twelve."""
    words = derived_words("per_unit")
    if (
        not at
        or not words["month"].search(line.front(at))
        or not words["year"].search(line.text[: line.claims[at].start - line.begin])
    ):
        return
    total, mean = line.claims[at - 1], line.claims[at]
    if _can_be_total(total, mean):
        months = replace(total, value=Decimal(_MONTHS), unit="个月", text="12个月", decimals=0, is_whole=True)
        yield Tie(TieKind.PER_UNIT, mean, (total, months))


def _priced(line: Line, at: int) -> Iterator[Tie]:
    """58.32万元、113,400人次，每人次5.14元: total and count in front; 每人108.6元，合计474万元: the total behind."""
    words, mean = derived_words("per_unit"), line.claims[at]
    told = words["each"].search(line.front(at))
    units = units_of_thing().get(told["thing"]) if told and not words["no_mean"].search(told[0]) else None
    if units is None or not is_money(mean.unit):
        return
    counts = _counted(units, line.claims[:at])
    behind = line.claims[at + 1 : at + 2] if words["in_all"].search(line.behind(at)) else ()
    front = [one for one in line.claims[max(0, at - 2) : at] if is_money(one.unit)] if len(counts) == 1 else ()
    for total in (*behind, *front):
        if _can_be_total(total, mean):
            yield from (Tie(TieKind.PER_UNIT, mean, (total, count)) for count in counts)
