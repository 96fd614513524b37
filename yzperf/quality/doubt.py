"""Where a contradiction is doubtful (存疑): its numbers lie far apart, or each of them is printed again elsewhere.

Who adds up wrongly, copies a figure wrongly or forgets to carry a change through prints something near the right number,
and prints it once. A recomputed value many times as large, or numbers that all stand elsewhere too, mostly mean that two
things were taken for one: such a finding is kept for a person to look at, and is no proof.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import product

from yzperf.domain.claims import Claim, Claims
from yzperf.domain.claims.slips import slip, telling_digits
from yzperf.domain.finding import EvidenceClass
from yzperf.domain.units import conversion
from yzperf.quality.catalogue import Check, Hit

_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*([万亿])?")
_TIMES = {"万": 10_000, "亿": 100_000_000}
_NEAR = Decimal("0.35")  # of the larger one
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")
_MANY = 4  # numbers: a whole list is no single value
_LONG = 3  # digits of a number that does not stand in two places by chance
# contradictions that are read from words and tables of a report, where a thing may be taken for another
_READ = frozenset({"A04", "B02", "B06", "B09", "D08", "E02"})


def doubted(check: Check, hit: Hit, claims: Claims | None) -> Hit:
    """The same as a lead, where the number of the report is rather another thing than a slip: a person is to look."""
    is_proof = (hit.evidence or check.evidence) is EvidenceClass.PROOF and not hit.is_beyond_doubt
    if not is_proof or not hit.where.file.endswith(".docx"):
        return hit
    if check.id in _READ and is_far(hit.reported, hit.recomputed):
        return _as_lead(hit, "两数相差很大")
    if claims is not None and are_stated_again(hit.rests_on, claims):
        return _as_lead(hit, "这几个数在别处也这样写")
    return hit


def _as_lead(hit: Hit, why: str) -> Hit:
    return replace(hit.as_lead, message=f"{hit.message}（{why}，也可能说的不是一件事，请对照原文）")


def is_far(reported: str, recomputed: str) -> bool:
    """Whether no number of the one is near any of the other; of texts without numbers nothing is said.

    >>> is_far("49.69%", "46.99%"), is_far("1,820.00万元", "18,200.00万元"), is_far("5,120", "58人"), is_far("良", "优")
    (False, False, True, False)
    """
    printed, right = _numbers(reported), _numbers(recomputed)
    if not printed or not right or max(len(printed), len(right)) > _MANY:
        return False
    return not any(_is_near(one, other) for one, other in product(printed, right))


def _numbers(text: str) -> list[Decimal]:
    """Amounts in 元, so that 100万元 and 980000元 are near."""
    found = _NUMBER.finditer(text.translate(_FULL_WIDTH))
    return [Decimal(one[1].replace(",", "")) * _TIMES.get(one[2] or "", 1) for one in found]


def _is_near(one: Decimal, other: Decimal) -> bool:
    tells = max(len(telling_digits(value)) for value in (one, other)) > 1  # 100.00 and 0.01 are no slip of each other
    return (tells and slip(one, other) is not None) or abs(one - other) <= _NEAR * max(one, other)


# ── what is printed again ───────────────────────────────────────────────────────────────────────────


def are_stated_again(numbers: Sequence[Claim], claims: Claims) -> bool:
    """Whether each of these numbers stands in another paragraph or table too; those of few digits tell nothing."""
    long = [one for one in numbers if _is_long(one)]
    return bool(long) and all(any(_is_again(one, other) for other in claims.own) for one in long)


def _is_long(claim: Claim) -> bool:
    return len(telling_digits(claim.value)) >= _LONG


def _is_again(one: Claim, other: Claim) -> bool:
    """The same amount in another place, be it in another unit and rounded otherwise."""
    is_here = other.where == one.where or (other.block and other.block == one.block)
    if is_here or not _is_long(other):
        return False
    if conversion(other.unit, one.unit) is None:
        return False
    first, second = one.interval(), other.interval(one.unit)
    return first is not None and second is not None and first[0] <= second[1] and second[0] <= first[1]
