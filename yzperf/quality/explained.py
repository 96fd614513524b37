"""Whether two other numbers of the same sentence or row give a printed rate or difference (另有来历).

A sentence may be read the wrong way round (比2022年的10,860人增加1,055人 names the year before, not the outcome), and still
print what follows from its numbers. What they explain in one plain way is not told as an error in another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import permutations

from yzperf.domain.claims import Claim
from yzperf.domain.units import conversion

_MANY = 3  # digits of a rate that is hardly met by chance
_MOST = 24  # numbers of a sentence; a longer list explains anything
_RATES = ("%", "％", "百分点", "个百分点")


def is_explained(result: Claim, claims: Iterable[Claim], not_over: Claim | None = None) -> bool:
    """Whether a quotient, growth or difference of two other numbers beside it is what is printed, to its digits.

    Parameters
    ----------
    not_over
        A number that is no base: what is printed as the growth from 186 to 158 is none by being the change over 158.
    """
    own = result.block, result.start
    beside = [one for one in claims if one.group == result.group and (one.block, one.start) != own]
    ends = result.interval()
    digits = sum(sign.isdigit() for sign in result.text)
    if ends is None or result.unit not in _RATES or digits < _MANY or len(beside) > _MOST:
        return False
    low, high = sorted((abs(ends[0]), abs(ends[1])))
    return any(low <= abs(value) <= high for value in _ways(beside, not_over))


def _ways(beside: Sequence[Claim], not_over: Claim | None) -> Iterator[Fraction]:
    for one, other in permutations(beside, 2):
        factor = conversion(one.unit, other.unit) if one.unit and other.unit else Fraction(one.unit == other.unit)
        if not factor or not other.value:
            continue
        first, second = Fraction(one.value) * factor, Fraction(other.value)
        if one.unit in _RATES:
            yield first - second
        elif not_over is None or (other.block, other.start) != (not_over.block, not_over.start):
            yield 100 * first / second
            yield 100 * (first - second) / second
