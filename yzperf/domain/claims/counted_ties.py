"""Relations that a sentence tells by words for how its numbers belong together (词语说明的勾稽): 采纳与未采纳, 首尾相差,
上述三项合计, 人均."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from yzperf.domain.claims.claim import Claim, Role
from yzperf.domain.claims.numbers import unit_kind
from yzperf.domain.claims.tie import Tie, TieKind
from yzperf.domain.reading.numerals import read_numeral
from yzperf.domain.units import conversion

_LEVELS = {"money", "count", "score"}
# what is the one thing or else the other: 采纳 and 未采纳, and words that do not show it
_DENIED = ("未", "不", "没有", "非")
_OPPOSITES = (
    ("满分", "失分"),
    ("满分", "扣分"),
    ("按期", "逾期"),
    ("按时", "超期"),
    ("按期", "延期"),
    ("按时", "延期"),
)
_EXTREMES = re.compile("最高.*最低|最低.*最高|最多.*最少|最少.*最多|最大.*最小|最快.*最慢")
_APART = re.compile("(?:首尾|两者|二者|前后|高低|之间|极差)?(?:相差|差距|差)(?:达|为|了)?$")
_THESE = re.compile(
    "(?:上述|以上|前述|这|前)(?P<number>[两二三四五六七八]|[2-8])(?:项|类|者|个|家|部分|大类)[^，,。；;\\d]{0,8}(?:合计|共计|共|总计)$"
)
_PER_HEAD = re.compile("(?:人均|户均|亩均|村均|平均每(?P<noun>[人户亩村班家台辆座所床天月公里]{1,2}))(?:约|为|达|仅)?$")
_HEADS = {"人均": "人名位", "户均": "户", "亩均": "亩", "村均": "个村"}
_TWO = 2


def find_counted_ties(claims: Sequence[Claim]) -> Iterator[Tie]:
    """Yield what the words of a sentence, or of the one before it, say of its numbers.

    Parameters
    ----------
    claims
        The author's claims of running text in reading order.
    """
    for _, group in groupby(claims, key=lambda claim: claim.block):
        block = [claim for claim in group if "#" not in claim.group]
        for at, claim in enumerate(block):
            same = [other for other in block[:at] if other.group == claim.group]
            front = _front(claim)
            yield from _of_extremes(claim, same, front)
            yield from _of_these(claim, block[:at], front)
            yield from _per_head(claim, same, front)
        yield from _of_opposites(block)


def _front(claim: Claim) -> str:
    return claim.sentence.partition(claim.text)[0] if claim.sentence.count(claim.text) == 1 else ""


def _of_extremes(claim: Claim, before: Sequence[Claim], front: str) -> Iterator[Tie]:
    """最高的为90.0%，最低的为63.6%，首尾相差26.4个百分点."""
    levels = [one for one in before if one.unit == "%" and one.role is not Role.CHANGE]
    if claim.unit == "百分点" and len(levels) == _TWO and _APART.search(front) and _EXTREMES.search(front):
        lower, upper = sorted(levels, key=lambda one: one.value)
        yield Tie(TieKind.DIFFERENCE, claim, (lower, upper))


def _of_these(claim: Claim, before: Sequence[Claim], front: str) -> Iterator[Tie]:
    """甲30万元，占…；乙20万元，占…。上述两项合计50万元."""
    match = _THESE.search(front)
    if match is None:
        return
    number = int(match["number"]) if match["number"].isdigit() else int(read_numeral(match["number"]) or 0)
    levels = [one for one in before if unit_kind(one.unit) in _LEVELS and one.role is not Role.CHANGE]
    alike = [one for one in levels if conversion(one.unit, claim.unit) is not None and one.unit]
    sentence = [one for one in alike if one.group == alike[-1].group]
    if len(sentence) == number:
        yield Tie(TieKind.SUM, claim, tuple(sentence))


def _per_head(claim: Claim, before: Sequence[Claim], front: str) -> Iterator[Tie]:
    """对420名学员发放25.20万元，人均600元: the one amount and the one count of people in front of it."""
    match = _PER_HEAD.search(front)
    if match is None or unit_kind(claim.unit) not in _LEVELS:
        return
    heads = match["noun"] or _HEADS[match[0][:_TWO]]
    counts = [one for one in before if _counts(one, heads)]
    totals = [one for one in before if one not in counts and one.role is not Role.CHANGE and _is_alike(one, claim)]
    if len(counts) == 1 and len(totals) == 1 and claim.role is not Role.TARGET and not claim.bound:
        # an average is rounded, also one of people
        yield Tie(TieKind.PER_UNIT, replace(claim, is_whole=False), (totals[0], counts[0]))


def _counts(one: Claim, heads: str) -> bool:
    """Whether a number counts heads: 420名, 130个班, 开班130个."""
    units = {heads, *heads, f"个{heads}", *(("人次",) if "人" in heads else ())}
    return one.unit in units or (one.unit == "个" and heads in one.subject)


def _is_alike(one: Claim, other: Claim) -> bool:
    return unit_kind(one.unit) == unit_kind(other.unit) and conversion(one.unit, other.unit) is not None


def _of_opposites(block: Sequence[Claim]) -> Iterator[Tie]:
    """收到意见11条，采纳9条、未采纳2条: both together are the whole in front of them; 436场中418场按期，18场延期."""
    for _, group in groupby(block, key=lambda claim: claim.group):
        levels = [one for one in group if unit_kind(one.unit) == "count" and one.role is not Role.CHANGE]
        for at in range(1, len(levels) - 1):
            whole, one, other = levels[at - 1 : at + 2]
            is_one_kind = whole.unit == one.unit == other.unit and one.value <= whole.value >= other.value
            if is_one_kind and (
                _are_opposite(_said(whole, one), _said(one, other)) or _are_told_apart(_behind(one), _behind(other))
            ):
                yield Tie(TieKind.SUM, whole, (one, other))


def _behind(claim: Claim) -> str:
    """The words behind a number, to the next comma."""
    return re.split("[，,、；;。]", claim.sentence.partition(claim.text)[2])[0]


def _are_told_apart(one: str, other: str) -> bool:
    return any((first in one and second in other) or (second in one and first in other) for first, second in _OPPOSITES)


def _said(before: Claim, claim: Claim) -> str:
    """The words in front of a number, since the one before it."""
    sentence = claim.sentence
    begin = sentence.find(before.text) + len(before.text)
    end = sentence.find(claim.text, begin)
    return re.split("[，,、；;]", sentence[begin:end])[-1].strip("的有为共计了") if end >= begin else ""


def _are_opposite(one: str, other: str) -> bool:
    if not one or not other:
        return False
    denied = any(other == f"{word}{one}" or one == f"{word}{other}" for word in _DENIED)
    return denied or any(
        (first in one and second in other) or (first in other and second in one) for first, second in _OPPOSITES
    )
