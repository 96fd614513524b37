"""Whether a number follows from those beside it (自有来历): a sum or difference of two, a share of a whole that is told.

What its own sentence computes is a thing of its own, however like its digits are to those of another thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import permutations

from yzperf.domain.claims import Claim
from yzperf.domain.claims.slips import telling_digits
from yzperf.domain.units import conversion

_MANY, _LONG = 3, 4  # digits hardly met by chance among the numbers of a sentence, among those of a report
_MOST = 24  # numbers of a sentence; a longer list explains anything
_NEAR, _FRONT = 6, 8  # numbers of the paragraph in front; signs in front of a change
_CHANGE = re.compile("增加|减少|多|少|增|降")
_PERCENT = "%"


def follows_from_its_own(claim: Claim, report: Sequence[Claim]) -> bool:
    """Whether numbers of its sentence give it, with a whole that stands there or elsewhere in the report.

    Parameters
    ----------
    report
        All numbers of the report, those of its sentence among them.
    """
    own = claim.block, claim.start
    beside = [one for one in report if one.group == claim.group and (one.block, one.start) != own]
    digits = len(telling_digits(claim.value))
    ends = claim.interval()
    if ends is None or digits < _MANY or len(beside) > _MOST:
        return False
    near = [one for one in report if one.block == claim.block and one.start < claim.start][-_NEAR:]
    ways = [*_apart_and_together(claim, beside), *_growth(claim, near)]
    ways += _shares(claim, beside, report) if digits >= _LONG else ()
    return any(ends[0] <= value <= ends[1] for value in ways)


def _apart_and_together(claim: Claim, beside: Sequence[Claim]) -> Iterator[Fraction]:
    """多付3.86万元 beside 应付38.60万元，实付42.46万元."""
    values = [value for one in beside if (value := _in_unit_of(claim, one)) is not None]
    for one, other in permutations(values, 2):
        yield one - other
        yield one + other


def _growth(claim: Claim, near: Sequence[Claim]) -> Iterator[Fraction]:
    """返还6,480.75万元……比上年减少444.35万元，下降6.42%: what it changed by, of what it was before."""
    last = near[-1:] if claim.unit == _PERCENT else []
    changes = [one for one in last if _CHANGE.search(one.sentence.partition(one.text)[0][-_FRONT:])]
    for change, level in ((a, b) for a in changes for b in near if b is not a and _in_unit_of(a, b) is not None):
        now = _in_unit_of(change, level) or Fraction(0)
        by = Fraction(change.value)
        yield from (100 * by / base for base in (now + by, now - by) if base)


def _shares(claim: Claim, beside: Sequence[Claim], report: Sequence[Claim]) -> Iterator[Fraction]:
    """4.70公里，占该河的88.68% where 5.30公里 is told elsewhere; 质保金10%，1,037,840元 of a contract of 10,378,400元."""
    if claim.unit == _PERCENT:
        pairs = ((part, whole) for part in beside for whole in report if part.unit != _PERCENT)
        yield from (
            100 * value / Fraction(whole.value)
            for part, whole in pairs
            if whole.value and (value := _in_unit_of(whole, part)) is not None
        )
        return
    percents = [Fraction(one.value) / 100 for one in beside if one.unit == _PERCENT]
    wholes = (value for one in report if percents and (value := _in_unit_of(claim, one)) is not None)
    yield from (share * whole for whole in wholes for share in percents)


def _in_unit_of(claim: Claim, one: Claim) -> Fraction | None:
    factor = Fraction(1) if one.unit == claim.unit else conversion(one.unit, claim.unit)
    return None if factor is None else Fraction(one.value) * factor
