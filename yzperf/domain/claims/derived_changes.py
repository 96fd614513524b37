"""Changes in running text (增减): 由45天压缩到28天，缩短37.8%; 较上年86%提高3.4个百分点; 最高93.1%，最低88.4%，相差4.7个百分点."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from yzperf.domain.claims.claim import Claim, Role, Standing
from yzperf.domain.claims.derived_words import derived_words
from yzperf.domain.claims.line import LISTED, Line, is_compared
from yzperf.domain.claims.tie import Tie, TieKind
from yzperf.domain.units import conversion

_PARTED = re.compile("[；;]")
_OTHER_BASE = re.compile("[，,；;](?:同|环)?[较比与]")  # 比2023年的642万元增长10%，比2022年增加122万元: of another year
# 完成目标的101.92% is how much of an aim was reached, not the aim
_SHARE_OF_AIM = re.compile(r"(?:完成|达到?|实现|占)了?[^，,；;。\d]{0,8}(?:目标|计划|任务)[^，,；;。\d]{0,4}的\s*$")


def changes_of(line: Line, claims: Sequence[Claim]) -> Iterator[Tie]:
    """Every reading of the changes of a sentence."""
    words = derived_words("change")
    for at, change in enumerate(line.claims):
        is_gap = words["gap"].search(line.front(at))
        if not (change.role is Role.CHANGE or is_gap) or not change.is_exact or change.bound:
            continue
        yield from _gap(line, at) if is_gap else _compared(line, at)
        yield from _from_to(line, at)
        if words["target"].search(line.front(at)):
            yield from _from_target(line, at, claims)


def _gap(line: Line, at: int) -> Iterator[Tie]:
    """The two numbers in front, if the sentence has no others of their unit; of a list its ends."""
    levels = [one for one in line.claims[:at] if _measures(line.claims[at], one)]
    is_of_ends = derived_words("change")["ends"].search(line.front(at))
    if len(levels) == 2:
        yield _apart(line.claims[at], *levels)
    elif is_of_ends and len(levels) == len(_listed_before(line, at)):
        ordered = sorted(levels, key=lambda one: one.value)
        yield _apart(line.claims[at], ordered[0], ordered[-1])


def _listed_before(line: Line, at: int) -> list[Claim]:
    """The list that ends right in front of a number: 96.4%、93.2%和81.8%."""
    first = at - 1
    while first > 0 and LISTED.fullmatch(line.between(first - 1, first)):
        first -= 1
    return list(line.claims[max(first, 0) : at])


def _compared(line: Line, at: int) -> Iterator[Tie]:
    """A, 比B低d; 目标A，实际B，高出d: the last two numbers, if the words set one against the other."""
    change, words = line.claims[at], derived_words("change")
    levels = [one for one in range(at) if _measures(change, line.claims[one])][-2:]
    if len(levels) < 2:
        return
    first, last = levels
    is_against = is_compared(line, last) and not words["aside"].search(line.between(first, last))
    is_against = is_against and not _OTHER_BASE.search(line.between(last, at))
    is_aim = _tells_aim(line, first) and words["reached"].search(line.front(last))
    if (is_against or is_aim) and all(one.role is Role.CHANGE for one in line.claims[last + 1 : at]):
        yield _apart(change, line.claims[first], line.claims[last])
        # 受理2,416件，办结2,409件，比上年的3,052件减少636件: any of those before may be meant
        earlier = (one for one in line.claims[:first] if is_against and _measures(change, one))
        yield from (_apart(change, one, line.claims[last]) for one in earlier)


def _apart(change: Claim, one: Claim, other: Claim) -> Tie:
    """How far two numbers lie apart, whichever is larger."""
    smaller, larger = sorted((one, other), key=lambda level: level.value)
    return Tie(TieKind.DIFFERENCE, replace(change, value=abs(change.value)), (smaller, larger))


def _measures(change: Claim, level: Claim) -> bool:
    """百分点 belong to %, anything else to its own unit; of a rate a change in per cent may mean either."""
    if level.role is Role.CHANGE or not level.is_exact:
        return False
    in_points = change.unit == "百分点" and level.unit == "%"
    return in_points or (change.unit != "%" and conversion(level.unit, change.unit) is not None)


def _from_to(line: Line, at: int) -> Iterator[Tie]:
    """What the words 由……到…… join (of 由a到b，再到c any two may be meant), or a number and the one that it is compared with."""
    change, words = line.claims[at], derived_words("change")
    levels = [one for one in range(at) if line.claims[one].role is not Role.CHANGE]
    if len(levels) < 2:
        return
    first, last = levels[-2:]
    if words["from"].search(line.clause(first)) and words["to"].search(line.between(first, last)):
        yield from _made(change, line.claims[first], line.claims[last])
    elif _OTHER_BASE.search(line.between(last, at)):
        return
    elif is_compared(line, last) and all(one.role is Role.CHANGE for one in line.claims[last + 1 : at]):
        yield from _made(change, line.claims[last], line.claims[first])
    start = next((one for one in levels if words["from"].search(line.clause(one))), None)
    if (
        start is not None
        and words["again"].search(line.between(start, last))
        and not _PARTED.search(line.between(start, at))
    ):
        chain = [line.claims[one] for one in levels if one >= start]
        for one, other in sorted(
            combinations(chain, 2), key=lambda pair: (pair[0] is not chain[0], pair[1] is not chain[-1])
        ):
            yield from _made(change, one, other)


def _made(change: Claim, before: Claim, after: Claim) -> Iterator[Tie]:
    if conversion(before.unit, after.unit) is None:
        return
    if change.unit == "%" and before.unit != "%":
        yield Tie(TieKind.GROWTH, change, (before, after))
    elif _measures(change, before):
        yield Tie(TieKind.DIFFERENCE, change, (before, after))


def _from_target(line: Line, at: int, claims: Sequence[Claim]) -> Iterator[Tie]:
    """满意度89.4%，比目标低0.6个百分点: the target of that name, here or elsewhere in the report."""
    change = line.claims[at]
    place = next((one for one in range(at - 1, -1, -1) if _measures(change, line.claims[one])), None)
    if place is None or any(one.unit != "%" for one in line.claims[place + 1 : at]):
        return
    reached = line.claims[place]
    here = [line.claims[one] for one in range(at) if one != place and _measures(change, line.claims[one])]
    inside = [one for one in here if _is_aim(one) or _tells_aim(line, line.claims.index(one))]
    aims = [
        one for one in claims if _is_aim(one) and _measures(change, replace(one, hedge="")) and _is_of(one, reached)
    ]
    named = inside or aims
    is_sure = len({one.value for one in named}) == 1
    for aim in named:
        exact = replace(aim, hedge="", is_whole=True)
        yield replace(_apart(change, exact, reached), is_sure=is_sure)
    if _tells_aim(line, place):  # 完成43,650人，目标46,000人，比目标少2,350人: the target came last
        yield from (replace(_apart(change, reached, one), is_sure=len(here) == 1) for one in here)


def _tells_aim(line: Line, at: int) -> bool:
    front = line.front(at)
    return bool(derived_words("change")["aimed"].search(front)) and not _SHARE_OF_AIM.search(front)


def _is_aim(claim: Claim) -> bool:
    return claim.role is Role.TARGET or claim.standing is Standing.TARGET


def _is_of(aim: Claim, reached: Claim) -> bool:
    name = reached.subject
    return len(name) > 2 and bool(aim.subject) and (aim.subject.endswith(name) or name.endswith(aim.subject))
