"""A04 前后数字一致 (advice): money that the advice asks to take back is money that the report has found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, groupby

from yzperf.domain.claims import Claim, Claims, Standing
from yzperf.domain.claims.slips import telling_digits
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.units import conversion, is_money
from yzperf.quality.catalogue import Hit, Inapplicable, check

_TAKEN_BACK = re.compile("(?:收回|追回|追缴|退回|退还|清退|缴回|收缴)[^。；;]{0,30}$")
_FEWEST = 3  # digits that do not come twice by chance


@check("A04", title="前后数字一致", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def what_is_taken_back_was_found(claims: Claims) -> Iterator[Hit]:
    """收回超范围列支的资金90,700.00元: the amount, or two that make it, stand among what the report found."""
    asked = [claim for claim in claims.own if _is_advice(claim) and _is_taken_back(claim)]
    found = [claim for claim in claims.own if not _is_advice(claim) and is_money(claim.unit)]
    if not asked or not found:
        raise Inapplicable("建议里没有写收回多少资金")
    for claim in asked:
        if not any(_is_same(claim, other) for other in found) and not _is_sum(claim, found):
            message = f"建议收回 {claim.text}，报告别处没有查出这个数，也没有两个数相加是它"
            yield Hit(claim.where, message, claim.text)


def _is_advice(claim: Claim) -> bool:
    return claim.standing is Standing.ADVICE or "建议" in claim.part


def _is_taken_back(claim: Claim) -> bool:
    is_exact = is_money(claim.unit) and claim.is_exact and len(telling_digits(claim.value)) >= _FEWEST
    return is_exact and bool(_TAKEN_BACK.search(claim.sentence.partition(claim.text)[0]))


def _is_same(claim: Claim, other: Claim) -> bool:
    ends, printed = other.interval(claim.unit), claim.interval()
    return ends is None or printed is None or (ends[0] <= printed[1] and printed[0] <= ends[1])


def _is_sum(claim: Claim, found: Sequence[Claim]) -> bool:
    """Of two amounts of one sentence or row."""
    printed = claim.interval()
    for _, group in groupby(found, key=lambda one: one.group):
        values = [Fraction(one.value) * factor for one in group if (factor := conversion(one.unit, claim.unit))]
        if printed and any(printed[0] <= one + other <= printed[1] for one, other in combinations(values, 2)):
            return True
    return False
