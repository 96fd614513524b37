"""Sums and rests that the numbers of a sentence make but for one slip (一笔之差): 22家、31家，共55家.

A whole stands right in front of its parts or right behind them, or in the sentence before. That parts are all of a whole is
often not said; that they miss it by two digits that changed places, or by one digit, is hardly ever chance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, groupby

from yzperf.domain.claims import Claim, Claims, Role, Standing
from yzperf.domain.claims.plain import plain_text
from yzperf.domain.claims.slips import Slip, slip, telling_digits

_ADDED = re.compile("(?:合计|共计|总计|累计|之和|总共|共)[^，,。；;\\d]{0,6}$")
_DIVIDED = re.compile("其中|包括|分为|分别|分布|尚未|由|用于|(?:^|[\u4e00-\u9fff])(?:中|里)[，,]")
_TAKEN = re.compile("(?:剔除|核减|扣除|扣减|减去|减少|退回|淘汰|核销|剔减|未|闲置)[^，,。；;\\d]{0,8}$")
_NEXT_PART = re.compile(r"(?:[（(][^（()）]*[)）])?[、和与及][^，,；;。\d]*$")
_LABEL = re.compile("(?<=[，,；;。：:\u4e00-\u9fff])[\u4e00-\u9fff]{2}$|^[\u4e00-\u9fff]{2}$")
_SLIPS = (Slip.SWAPPED, Slip.REPLACED)
_SHEETS = (Role.ISSUED, Role.RETURNED, Role.VALID)  # E02 knows them
_FEW, _MOST = 2, 12  # parts
_POINTS, _FEW_RATES = ("百分点", "个百分点"), 4
_FAR = 120  # signs between a whole and the sentence of its parts
_LONG = 3  # digits that are not met by chance
_NOT_ADDED = ("%", "百分点", "个百分点", "分", "岁", "周岁", "年", "月", "日", "")


@dataclass(frozen=True, slots=True)
class SlippedSum:
    """A whole and its parts, of which ``odd`` would have to be ``right``; ``is_sure`` where the words say that it is a sum."""

    whole: Claim
    parts: tuple[Claim, ...]
    odd: Claim
    right: Decimal
    is_sure: bool


def slipped_sums(claims: Claims) -> Iterator[SlippedSum]:
    """What one slip keeps from adding up, each number once, where it is no part of what does."""
    for _, inside in groupby(claims.own, key=lambda claim: claim.block):
        told = [claim for claim in inside if "@" in claim.group and _can_be_added(claim)]
        for unit in dict.fromkeys(claim.unit for claim in told):
            alike = [claim for claim in told if claim.unit == unit]
            found = list(_of_unit(alike))
            yield from found or _labelled(alike)


def slipped_gaps(claims: Claims) -> Iterator[SlippedSum]:
    """Gaps in 百分点 that no two rates of the sentence have, and two of them have but for one slip."""
    for _, inside in groupby(claims.own, key=lambda claim: (claim.block, claim.group)):
        told = [claim for claim in inside if "@" in claim.group and claim.is_exact]
        for gap in (claim for claim in told if claim.unit in _POINTS):
            rates = [one for one in told if one.unit == "%" and one.end <= gap.start]
            if found := _slipped_gap(gap, rates):
                yield found


def _slipped_gap(gap: Claim, rates: Sequence[Claim]) -> SlippedSum | None:
    gaps = {abs(one.value - other.value): (one, other) for one, other in combinations(rates, 2)}
    step = Decimal(1).scaleb(-gap.decimals)
    if len(rates) > _FEW_RATES or any(abs(abs(gap.value) - one) <= step for one in gaps):
        return None
    near = [one for one in gaps if one and len(telling_digits(one)) >= _LONG and slip(abs(gap.value), one) in _SLIPS]
    if len(near) != 1:
        return None
    return SlippedSum(gap, gaps[near[0]], gap, near[0], is_sure=len(rates) == 2)


def _labelled(told: Sequence[Claim]) -> Iterator[SlippedSum]:
    """缺岗18个……。一标段缺岗6个；二标段缺岗9个；三标段缺岗4个: parts and whole that one word calls the same."""
    seen: set[str] = set()
    for at, whole in enumerate(told):
        label = _label(whole)
        if label in seen:
            continue
        seen.add(label)
        parts = [one for one in told[at + 1 :] if label and _label(one) == label]
        if (
            len(parts) <= _FEW
            or len({one.group for one in parts}) > 1
            or any(one.value >= whole.value for one in parts)
        ):
            continue
        added = sum((one.value for one in parts), Decimal(0))
        needed = [(one, one.value + whole.value - added) for one in (*parts, whole)]
        needed[-1] = (whole, added)
        odd = next((pair for pair in needed if pair[1] > 0 and slip(pair[0].value, pair[1]) in _SLIPS), None)
        if added != whole.value and odd:
            yield SlippedSum(whole, tuple(parts), *odd, is_sure=False)


def _label(claim: Claim) -> str:
    """The word of two signs in front of a number."""
    label = _LABEL.search(_front(claim))
    return label[0] if label else ""


def _can_be_added(claim: Claim) -> bool:
    is_plain = (
        claim.is_exact
        and not claim.bound
        and claim.role not in _SHEETS
        and claim.standing is Standing.STATED
        and not claim.hedge
    )
    return is_plain and claim.unit not in _NOT_ADDED and claim.value > 0


def _of_unit(told: Sequence[Claim]) -> Iterator[SlippedSum]:
    right = [(whole, parts) for whole, parts in _sums(told) if _adds_up(whole, parts)]
    wholes, held = {id(whole) for whole, _ in right}, {id(one) for _, parts in right for one in parts}
    used: set[int] = set()
    for whole, parts in _sums(told):
        inside = {id(one) for one in parts}
        if inside & (held | wholes | used) or id(whole) in wholes | used:
            continue
        if found := _slipped(whole, parts, id(whole) in held):
            used |= {id(whole), *inside}
            yield found


def _sums(told: Sequence[Claim]) -> Iterator[tuple[Claim, tuple[Claim, ...]]]:
    """Every whole with all that stand right behind it or right in front of it in one sentence, the longest first."""
    for at, whole in enumerate(told):
        for size in range(min(_MOST, len(told)), 1, -1):
            behind, front = told[at + 1 : at + 1 + size], told[max(0, at - size) : at]
            for parts in (behind, front):
                is_list = len(parts) == size and len({one.group for one in parts}) == 1
                after = told[at + 1 + size : at + 2 + size] if parts is behind else []
                if is_list and _is_near(whole, parts) and not (after and _goes_on(parts[-1], after[0])):
                    yield whole, tuple(parts)


def _goes_on(last: Claim, following: Claim) -> bool:
    """Whether a list has one more part: 甲10家、乙9家."""
    if last.group != following.group:
        return False
    begin = int(last.group.rpartition("@")[2])
    return bool(_NEXT_PART.match(plain_text(last.sentence)[last.end - begin : following.start - begin]))


def _is_near(whole: Claim, parts: Sequence[Claim]) -> bool:
    """In one sentence; a whole in front of several parts may stand in the sentence before."""
    is_before = len(parts) > _FEW and 0 < parts[0].start - whole.end <= _FAR
    return whole.group == parts[0].group or is_before


def _adds_up(whole: Claim, parts: Sequence[Claim]) -> bool:
    return whole.value == sum(one.value for one in parts)


def _slipped(whole: Claim, parts: Sequence[Claim], is_held: bool) -> SlippedSum | None:
    """The one slip that explains it; a whole that is a part of what adds up is right (应付45，实付10，未付35，其中……)."""
    words = _words(whole, parts)
    if words is None or max(one.value for one in parts) >= whole.value:
        return None
    added = sum((one.value for one in parts), Decimal(0))
    needed = [*([] if is_held else [(whole, added)]), *((one, one.value + whole.value - added) for one in parts)]
    odd = [(one, right, how) for one, right in needed if right > 0 and (how := slip(one.value, right)) in _SLIPS]
    if not odd:
        return None
    one, right, how = min(odd, key=lambda found: found[2] is not Slip.SWAPPED)
    is_long = min(len(telling_digits(value)) for value in (one.value, right)) >= _LONG
    if not is_long and not words:
        return None
    is_sure = words and is_long and whole.group == parts[0].group
    return SlippedSum(whole, tuple(parts), one, right, is_sure)


def _words(whole: Claim, parts: Sequence[Claim]) -> bool | None:
    """Whether the words say that the parts make the whole; None where nothing speaks for it."""
    if whole.start > parts[-1].end:
        return True if _ADDED.search(_front(whole)) else None
    is_other = whole.group != parts[0].group
    between = parts[0].sentence.partition(parts[0].text)[0] if is_other else _between(whole, parts[0])
    if "其中" not in between and any(_TAKEN.search(_front(one)) for one in parts):
        return len(parts) == 2 and whole.group == parts[0].group
    return bool(_DIVIDED.search(between)) or None


def _between(whole: Claim, part: Claim) -> str:
    """The words between a whole and its first part; other numbers may stand there (尚未兑付35万元，其中1个项目5万元)."""
    return whole.sentence.partition(whole.text)[2].partition(part.text)[0]


def _front(claim: Claim) -> str:
    """The words between a number and the one before it."""
    begin = int(claim.group.rpartition("@")[2])
    return re.split(r"\d", plain_text(claim.sentence)[: claim.start - begin])[-1]
