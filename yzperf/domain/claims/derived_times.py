"""How many times one number is another (倍数): 中型企业兑付额约为大型企业的2.05倍; 摊得36.92元，……仅13.33元，相差1.77倍."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import permutations

from yzperf.domain.claims.claim import Claim
from yzperf.domain.claims.derived_words import derived_words
from yzperf.domain.claims.line import Line, is_level
from yzperf.domain.claims.slips import Slip, slip
from yzperf.domain.claims.tie import Tie, TieKind

_UNIT, _PAIR = "倍", 2
_FORMER = re.compile("前者(?:约?[是为]|相当于)后者的(?:约)?$")
_SLIPS = (Slip.SWAPPED, Slip.REPLACED)


def times_of(line: Line, before: Sequence[Line]) -> Iterator[Tie]:
    """Every two numbers in front that may be meant; sure where one slip makes the printed number of the named ones."""
    words = derived_words("times")
    for at, printed in enumerate(line.claims):
        if printed.unit != _UNIT or printed.bound or not printed.value:
            continue
        result = replace(printed, hedge="", is_whole=False, value=abs(printed.value))
        near = [one for one in line.claims[:at] if _can_be_term(one)]
        told = words["of"].search(line.text[: printed.start - line.begin])
        if _FORMER.search(line.front(at)):
            yield from _of_former(result, near)
        elif words["more"].search(line.front(at)):
            yield from _of_two(result, near)
        elif told:
            every = [*near, *(one for other in before for one in other.claims if _can_be_term(one))]
            lines = [*before, line]
            named = {id(one) for one in every if any(_is_named(one, other, told["name"]) for other in lines)}
            yield from _of_named(result, every, named)


def _can_be_term(claim: Claim) -> bool:
    return is_level(claim) and claim.is_exact and claim.value > 0


def _of_former(result: Claim, near: Sequence[Claim]) -> Iterator[Tie]:
    """最高的……3,861.19元，最低的……2,403.18元，前者是后者的1.61倍: of the last two, the first over the second."""
    if len(near) >= _PAIR and near[-1].unit == near[-2].unit:
        tie = Tie(TieKind.TIMES, result, (near[-2], near[-1]))
        yield replace(tie, is_sure=bool(tie.agrees) or _is_slip(result, near[-2].value / near[-1].value))


def _of_two(result: Claim, near: Sequence[Claim]) -> Iterator[Tie]:
    """多1.77倍 is mostly of what is more, at times of the whole: either way it stands."""
    if len(near) >= _PAIR and near[-1].unit == near[-2].unit and near[-1].value != near[-2].value:
        lower, upper = sorted(near[-_PAIR:], key=lambda one: one.value)
        ties = [Tie(kind, result, (upper, lower)) for kind in (TieKind.TIMES_MORE, TieKind.TIMES)]
        is_sure = _is_slip(result, upper.value / lower.value - 1)
        yield from [tie for tie in ties if tie.agrees] or [replace(ties[0], is_sure=is_sure)]


def _of_named(result: Claim, every: Sequence[Claim], named: set[int]) -> Iterator[Tie]:
    for one, other in permutations(every, _PAIR):
        if one.unit == other.unit and (id(other) in named or not named):
            tie = Tie(TieKind.TIMES, result, (one, other))
            is_sure = id(other) in named and id(one) not in named and _is_slip(result, one.value / other.value)
            if tie.agrees or is_sure:
                yield replace(tie, is_sure=is_sure)


def _is_named(claim: Claim, line: Line, name: str) -> bool:
    """Whether the words in front of a number, back to the last semicolon, hold a name."""
    if claim not in line.claims:
        return False
    front = line.text[: claim.start - line.begin].replace(";", "；").rpartition("；")[2]
    return name in front


def _is_slip(result: Claim, value: Decimal) -> bool:
    right = value.quantize(Decimal(1).scaleb(-max(0, result.decimals)))
    return slip(result.value, right) in _SLIPS
