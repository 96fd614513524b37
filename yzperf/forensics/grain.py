"""What a printed mean or share can be, given how many answered and what one answer may be worth (粒度).

``granularity`` asks it of one number of people and one way to round. A report leaves more open: how many left the question
out, whether a 5 was rounded up, down or to the even digit, or the digits were cut off; power follows from all of it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np

from yzperf.forensics.granularity import decimals, printed_interval

_FINEST = 3  # decimals beyond which the share of impossible numbers is counted no finer


@dataclass(frozen=True, slots=True)
class Grain:
    """The means that some people can give: totals of ``items`` answers each, every answer a multiple of ``step``.

    Parameters
    ----------
    people
        Every number of people that it may be.
    items
        Answers of one person that the mean is over.
    step
        Greatest number that every answer is a multiple of: 1 for whole marks, 100 for yes or no in per cent, 20 for a
        satisfaction counted 100/80/60/0.

    Examples
    --------
    >>> Grain(range(28, 29)).gives("5.19"), Grain(range(27, 33)).gives("5.19")
    (False, True)
    >>> Grain(range(120, 121), step=Fraction(100)).gives("92.35")
    False
    """

    people: Sequence[int]
    items: int = 1
    step: Fraction = Fraction(1)

    def gives(self, printed: str) -> bool:
        """Whether some total, rounded up or down or to the even digit, prints so."""
        low, high = printed_interval(printed)
        return any(self._total(low, n) <= high for n in self._parts())

    def gives_cut(self, printed: str) -> bool:
        """Whether some total prints so once the digits beyond are cut off (截尾)."""
        low = Fraction(printed)
        above = low + Fraction(1, 10 ** decimals(printed))
        return any(self._total(low, n) < above for n in self._parts())

    def nearest(self, printed: str) -> tuple[Fraction, Fraction]:
        """The possible means just below and just above, for the greatest number of people."""
        grain = self.step / (self.people[-1] * self.items)
        below = math.floor(Fraction(printed) / grain)
        return below * grain, (below + 1) * grain

    def power(self, places: int) -> float:
        """Share of all numbers of so many decimals that no total gives, rounded or cut off (检出力).

        Examples
        --------
        >>> Grain(range(12, 13)).power(2), Grain(range(100, 101)).power(2)
        (0.84, 0.0)
        """
        return _power(tuple(self._parts()), self.step, min(places, _FINEST))

    def _parts(self) -> list[int]:
        return [n * self.items for n in self.people]

    def _total(self, low: Fraction, parts: int) -> Fraction:
        """The least possible mean that is not below."""
        grain = self.step / parts
        return math.ceil(low / grain) * grain


@lru_cache(maxsize=1024)  # a report prints many shares of one sample
def _power(parts: tuple[int, ...], step: Fraction, places: int) -> float:
    steps = 10**places
    at = np.arange(math.ceil(step) * steps)  # the pattern repeats after one step
    free = np.ones(len(at), bool)
    for part in parts:
        grains = step.denominator * part
        least = -((1 - 2 * at) * grains // (2 * steps * step.numerator))
        free &= least * step.numerator * steps >= (at + 1) * grains
    return float(free.mean())
