"""B10 量级与单位 (by what follows): 户均2,911.01万元 is of 1,028.75万元 and 3,534户, and 111.01元 above 2,800元, only as 元."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from yzperf.domain.claims import Claim, Claims, Tie
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.quality.catalogue import Hit, Inapplicable, check

_UNITS = ("元", "万元", "亿元")
_FEWEST = 2  # relations that bear each other out


@check("B10", title="量级与单位", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def amounts_have_the_unit_that_they_follow_in(claims: Claims) -> Iterator[Hit]:
    """An amount of which no relation holds, and all of them in another unit, was printed with the wrong one."""
    by_claim: dict[object, dict[object, Tie]] = defaultdict(dict)
    for tie in claims.ties:
        for one in (tie.result, *tie.terms):
            if one.unit in _UNITS and tie.agrees is not None:
                by_claim[_key(one)][tie.kind, *map(_key, (tie.result, *tie.terms))] = tie
    if not by_claim:
        raise Inapplicable("报告文字里没有可以复算的金额")
    for key, ties in by_claim.items():
        yield from _in_another_unit(key, [*ties.values()])


def _in_another_unit(key: object, ties: Sequence[Tie]) -> Iterator[Hit]:
    if len(ties) < _FEWEST or any(tie.agrees for tie in ties):
        return
    claim = next(one for one in (ties[0].result, *ties[0].terms) if _key(one) == key)
    for unit in _UNITS:
        if unit != claim.unit and all(_with_unit(tie, key, unit).agrees for tie in ties):
            bare = claim.text.removesuffix(claim.unit)
            message = f"此处写 {claim.text}，与旁边 {len(ties)} 处算得的数都对不上，单位是{unit}才对"
            yield Hit(claim.where, message, claim.text, f"{bare}{unit}")


def _with_unit(tie: Tie, key: object, unit: str) -> Tie:
    result, *terms = (replace(one, unit=unit) if _key(one) == key else one for one in (tie.result, *tie.terms))
    return replace(tie, result=result, terms=tuple(terms))


def _key(claim: Claim) -> object:
    return claim.where, claim.block, claim.start
