"""Where a contradiction is doubtful (存疑): how far the printed number lies from the recomputed one: slips are near, things read wrongly are far.

Who adds up wrongly, copies a figure wrongly or forgets to carry a change through prints something near the right number.
A recomputed value many times as large mostly means that the sentence was taken for something that it does not say: such a
finding is kept for a person to look at, and is no proof.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from itertools import product

<<<<<<< HEAD:yzperf/quality/doubt.py
from yzperf.domain.finding import EvidenceClass
from yzperf.quality.catalogue import Check, Hit
from yzperf.quality.slips import slip
=======
from yzperf.domain.claims.slips import slip
>>>>>>> numbers:yzperf/quality/nearness.py

_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*([万亿])?")
_TIMES = {"万": 10_000, "亿": 100_000_000}
_NEAR = Decimal("0.35")  # of the larger one
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")
_MANY = 4  # numbers: a whole list is no single value
# contradictions that are read from words and tables of a report, where a thing may be taken for another
_READ = frozenset({"A04", "B02", "B06", "B09", "D08", "E02"})


def doubted(check: Check, hit: Hit) -> Hit:
    """The same as a lead, where the number of the report is rather another thing than a slip: a person is to look."""
    is_proof = (hit.evidence or check.evidence) is EvidenceClass.PROOF and not hit.is_beyond_doubt
    is_read = is_proof and check.id in _READ and hit.where.file.endswith(".docx")
    if not is_read or not is_far(hit.reported, hit.recomputed):
        return hit
    return replace(hit.as_lead, message=f"{hit.message}（两数相差很大，也可能说的不是一件事，请对照原文）")


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
    return slip(one, other) is not None or abs(one - other) <= _NEAR * max(one, other)
