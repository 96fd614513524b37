"""A relation between printed numbers that can be computed again (勾稽关系), by intervals of the printed digits."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from yzperf.domain.claims.claim import Claim
from yzperf.domain.units import conversion

Interval = tuple[Fraction, Fraction]


class TieKind(StrEnum):
    """What the relation is (关系)."""

    RATIO = "比率"  # terms: part, whole; result in %
    GROWTH = "增长率"  # terms: before, after; result in %
    GROWTH_OF_CHANGE = "增量的增长率"  # terms: after, change; result in %
    DIFFERENCE = "差"  # terms: before, after; result in their unit, 百分点 for %
    SUM = "合计"  # terms: all parts
    PARTS = "其中"  # terms: some parts, perhaps not all
    SIBLING = "同一整体"  # terms: part, another part of the same whole, the share of that; result in %
    OF_ALL = "各部分之一"  # terms: part, all other parts of the whole; result in %
    PER_UNIT = "平均"  # terms: total, how many share it; result in the unit of the total
    SAME = "换算"  # terms: the same thing in another unit
    MEAN = "均值"  # terms: all that are averaged
    PRODUCT = "按比例"  # terms: an amount, the rate in % that is taken of it
    TIMES = "倍数"  # terms: a number, the one that it is so many times
    TIMES_MORE = "多几倍"  # terms: a number, the one than which it is so many times more


@dataclass(frozen=True, slots=True)
class Tie:
    """A printed result and the printed numbers that it follows from.

    ``low`` and ``high`` bound what the result can be, given the digits printed of the terms; both None where a term is
    approximate, or the units do not go together: then nothing can be said. ``is_sure`` is false where the sentence leaves
    open which numbers belong together; then a contradiction is only something to look at.
    """

    kind: TieKind
    result: Claim
    terms: tuple[Claim, ...]
    is_sure: bool = True

    @property
    def recomputed(self) -> Interval | None:
        """What the result can be, in its own unit."""
        unit = self.terms[0].unit
        parts = [term.interval("" if self.kind in _OWN_UNITS else unit) for term in self.terms]
        if any(part is None for part in parts):
            return None
        to = self.result.unit.partition("/")[0] if self.kind is TieKind.PER_UNIT else self.result.unit
        return _COMPUTE[self.kind]([part for part in parts if part], conversion(unit, to))

    @property
    def agrees(self) -> bool | None:
        """Whether the printed result is possible; None where nothing can be said.

        Parts behind 其中 need not be all: only more than the whole is a contradiction, and the whole itself agrees.
        """
        computed, printed = self.recomputed, self.result.interval()
        if computed is None or printed is None:
            return None
        slack = _twice_rounded(self.result) if self.kind in _DIVIDED else 0
        meets = computed[0] <= printed[1] + slack and printed[0] - slack <= computed[1]
        if self.kind is TieKind.PARTS and not meets:
            is_too_much = computed[0] > printed[1] and not self._first_parts_agree
            return False if is_too_much else None
        return meets or (self.kind is TieKind.SUM and self._last_parts_agree)

    @property
    def _last_parts_agree(self) -> bool:
        """核减涉及1家，暂缓1家，实际拨付26家、18家和7家，共51家: the list may begin later in the sentence."""
        fewer = (self.terms[start:] for start in range(1, len(self.terms) - 2))
        return any(Tie(self.kind, self.result, terms).agrees for terms in fewer)

    @property
    def _first_parts_agree(self) -> bool:
        """其中A、B，仍有C未退: what is told behind the last part need be none."""
        fewer = (self.terms[:count] for count in range(2, len(self.terms)))
        return any(Tie(self.kind, self.result, terms).agrees for terms in fewer)


_DIVIDED = (
    TieKind.RATIO,
    TieKind.GROWTH,
    TieKind.SIBLING,
    TieKind.OF_ALL,
    TieKind.PER_UNIT,
    TieKind.MEAN,
    TieKind.PRODUCT,
    TieKind.TIMES,
)


def _twice_rounded(result: Claim) -> Fraction:
    """A quotient is often rounded from one that was rounded before: 94.449 is 94.45, and 94.45 is printed as 94.5."""
    return Fraction(1, 20 * int(10 ** max(0, result.decimals)))


def _ratio(terms: list[Interval], _: Fraction | None) -> Interval | None:
    (low, high), (least, most) = terms
    if least <= 0 or low < 0:
        return None
    return 100 * low / most, 100 * high / least


def _growth(terms: list[Interval], _: Fraction | None) -> Interval | None:
    before, after = terms
    ratio = _ratio([after, before], None)
    return None if ratio is None else (ratio[0] - 100, ratio[1] - 100)


def _growth_of_change(terms: list[Interval], _: Fraction | None) -> Interval | None:
    """Change over what it was before: d ÷ (v − d) grows with d and falls with v."""
    (low, high), (least, most) = terms
    if low - most <= 0 or high - least <= 0:
        return None
    ends = [100 * change / (level - change) for change in (least, most) for level in (low, high)]
    return min(ends), max(ends)


def _difference(terms: list[Interval], factor: Fraction | None) -> Interval | None:
    (low, high), (least, most) = terms
    scale = Fraction(1) if factor is None else factor
    return (least - high) * scale, (most - low) * scale


def _sum(terms: list[Interval], factor: Fraction | None) -> Interval | None:
    if factor is None:
        return None
    return sum((low for low, _ in terms), Fraction(0)) * factor, sum((high for _, high in terms), Fraction(0)) * factor


def _sibling(terms: list[Interval], _: Fraction | None) -> Interval | None:
    """What a part is of the whole of which another part is so many per cent."""
    (low, high), (least, most), (fewest, largest) = terms
    if least <= 0 or low < 0:
        return None
    return low * fewest / most, high * largest / least


def _of_all(terms: list[Interval], _: Fraction | None) -> Interval | None:
    (low, high), others = terms[0], terms[1:]
    least, most = (sum((end[at] for end in others), Fraction(0)) for at in (0, 1))
    if low < 0 or least < 0 or not low + most or not high + least:
        return None
    return 100 * low / (low + most), 100 * high / (high + least)


def _per_unit(terms: list[Interval], factor: Fraction | None) -> Interval | None:
    (low, high), (least, most) = terms
    if factor is None or least <= 0 or low < 0:
        return None
    return low / most * factor, high / least * factor


def _mean(terms: list[Interval], factor: Fraction | None) -> Interval | None:
    added = _sum(terms, factor)
    return None if added is None else (added[0] / len(terms), added[1] / len(terms))


def _product(terms: list[Interval], factor: Fraction | None) -> Interval | None:
    (low, high), (least, most) = terms
    return None if factor is None else (low * least / 100 * factor, high * most / 100 * factor)


def _times(terms: list[Interval], _: Fraction | None) -> Interval | None:
    ratio = _ratio(terms, None)
    return None if ratio is None else (ratio[0] / 100, ratio[1] / 100)


def _times_more(terms: list[Interval], _: Fraction | None) -> Interval | None:
    times = _times(terms, None)
    return None if times is None else (times[0] - 1, times[1] - 1)


# a part, how many share it and a share are of several units
_OWN_UNITS = (TieKind.SIBLING, TieKind.PER_UNIT, TieKind.PRODUCT)  # how many there are has a unit of its own
_COMPUTE = {
    TieKind.RATIO: _ratio,
    TieKind.GROWTH: _growth,
    TieKind.GROWTH_OF_CHANGE: _growth_of_change,
    TieKind.DIFFERENCE: _difference,
    TieKind.SUM: _sum,
    TieKind.PARTS: _sum,
    TieKind.SIBLING: _sibling,
    TieKind.OF_ALL: _of_all,
    TieKind.PER_UNIT: _per_unit,
    TieKind.SAME: _sum,
    TieKind.MEAN: _mean,
    TieKind.PRODUCT: _product,
    TieKind.TIMES: _times,
    TieKind.TIMES_MORE: _times_more,
}
