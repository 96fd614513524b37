"""E02 发放回收有效勾稽: questionnaires issued, returned and valid, and the rates made of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from yzperf.domain.claims import Claim, Claims, Role
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import half_up
from yzperf.quality.catalogue import Hit, Inapplicable, check

_ORDER = (Role.ISSUED, Role.RETURNED, Role.VALID)
# rate → what it may be a share of; both denominators of 有效率 are in use
_RATES = {
    Role.RETURN_RATE: ((Role.RETURNED, Role.ISSUED), (Role.VALID, Role.ISSUED)),
    Role.VALID_RATE: ((Role.VALID, Role.RETURNED), (Role.VALID, Role.ISSUED)),
}


@check("E02", title="发放回收有效勾稽", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def questionnaires_add_up(claims: Claims) -> Iterator[Hit]:
    """Issued ≥ returned ≥ valid, the same wherever they are stated, and rates that follow from them."""
    counts = {role: _exact(claims.of(role)) for role in _ORDER}
    if sum(bool(found) for found in counts.values()) < 2:
        raise Inapplicable("报告没有写明问卷发放、回收、有效份数中的两项")
    if any(len({claim.value for claim in found}) > 1 for found in counts.values()):
        yield from _several(counts)
        return  # several surveys, or a contradiction: which numbers belong together is not told
    yield from _falling(counts)
    for role, pairs in _RATES.items():
        for rate in _exact(claims.of(role)):
            yield from _rate(rate, [(counts[part], counts[whole]) for part, whole in pairs])


def _exact(found: Sequence[Claim]) -> list[Claim]:
    return [claim for claim in found if claim.is_exact]


def _several(counts: dict[Role, list[Claim]]) -> Iterator[Hit]:
    """Different numbers of one kind: several surveys, or a slip; only a person can tell."""
    for role, found in counts.items():
        values = dict.fromkeys(claim.value for claim in found)
        if len(values) > 1:
            shown = "、".join(str(value) for value in values)
            message = f"问卷{role}份数前后写的不同：{shown}；若有几次调查，请分别写明"
            yield Hit(found[-1].where, message, shown, "", severity=Severity.MAJOR, evidence=EvidenceClass.LEAD)


def _falling(counts: dict[Role, list[Claim]]) -> Iterator[Hit]:
    stated = [(role, counts[role][0]) for role in _ORDER if counts[role]]
    for (above, more), (below, fewer) in pairwise(stated):
        if fewer.value > more.value:
            message = f"问卷{below} {fewer.text}，多于{above} {more.text}"
            yield Hit(fewer.where, message, fewer.text, f"不多于 {more.text}")


def _rate(rate: Claim, pairs: Sequence[tuple[list[Claim], list[Claim]]]) -> Iterator[Hit]:
    """Wrong only if none of the shares in use gives it."""
    ends = rate.interval("%")
    shares = [
        100 * Fraction(part[0].value) / Fraction(whole[0].value)
        for part, whole in pairs
        if part and whole and whole[0].value
    ]
    if ends is None or not shares or any(ends[0] <= share <= ends[1] for share in shares):
        return
    right = f"{half_up(shares[0], max(0, rate.decimals))}%"
    yield Hit(rate.where, f"{rate.role}写 {rate.text}，按份数复算应为 {right}", rate.text, right)
