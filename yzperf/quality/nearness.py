"""How far a printed number lies from the recomputed one (印的和复算的差多远): slips are near, things read wrongly are far.

Who adds up wrongly, copies a figure wrongly or forgets to carry a change through prints something near the right number.
A recomputed value many times as large mostly means that the sentence was taken for something that it does not say: such a
finding is kept for a person to look at, and is no proof.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import product

from yzperf.domain.claims.slips import slip

_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*([万亿])?")
_TIMES = {"万": 10_000, "亿": 100_000_000}
_NEAR = Decimal("0.35")  # of the larger one
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")
_FEW = 10
_MANY = 4  # numbers: a whole list is no single value


def is_far(reported: str, recomputed: str) -> bool:
    """Whether no number of the one is near any of the other; of texts without numbers nothing is said.

    >>> is_far("49.69%", "46.99%"), is_far("1,820.00万元", "18,200.00万元"), is_far("5,120", "58人"), is_far("良", "优")
    (False, False, True, False)
    """
    printed, right = _numbers(reported), _numbers(recomputed)
    if not printed or not right or max(len(printed), len(right)) > _MANY:
        return False
    return not any(_is_near(one, other) for one, other in product(printed, right))


def doubt_of(reported: str, recomputed: str, *, is_counted: bool) -> str:
    """Why two numbers may be of two things, blank where nothing speaks for it. ``is_counted``: of visits, talks and the like,
    of which a log and a report often name other ones (抽查5家, of them 4 on this day)."""
    if is_far(reported, recomputed):
        return "两数相差很大"
    both = [*_numbers(reported), *_numbers(recomputed)]
    return "数目很小" if is_counted and len(both) > 1 and max(both) < _FEW else ""


def _numbers(text: str) -> list[Decimal]:
    """Amounts in 元, so that 100万元 and 980000元 are near."""
    found = _NUMBER.finditer(text.translate(_FULL_WIDTH))
    return [Decimal(one[1].replace(",", "")) * _TIMES.get(one[2] or "", 1) for one in found]


def _is_near(one: Decimal, other: Decimal) -> bool:
    return slip(one, other) is not None or abs(one - other) <= _NEAR * max(one, other)
