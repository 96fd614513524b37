"""Which column of a table follows from others (列间关系): 完成率＝完成÷计划, 结余＝预算－支出, 金额＝数量×单价, 占比＝各行÷合计.

No heading says so for sure; the rows do: what holds in nearly all of them to the printed digits is how the column was made,
and the row where it does not hold has a wrong number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from math import log10

from yzperf.domain.claims import Claim
from yzperf.domain.units import conversion

Interval = tuple[Fraction, Fraction]
_FEWEST = 3  # rows in which a relation holds, if they are to speak against another
_DIGITS = 6  # digits that must come out right in them: small whole numbers fit too many relations by chance
_MOST = 12  # columns of which every pair is tried
_WHOLE = 100
_SHARE_OF_WRONG = 4  # of so many lines one may be wrong


@dataclass(frozen=True, slots=True)
class Line:
    """A row, or a column of a table that is read by columns: its label and its numbers by place."""

    label: str
    values: Mapping[int, Claim]
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Broken:
    """A number that is not what its relation gives: the terms it is made from, in words, and what it can be."""

    result: Claim
    words: str
    recomputed: Interval


@dataclass(frozen=True, slots=True)
class _Relation:
    """How a place of each line follows from other places; ``compute`` gives None where it cannot be said."""

    result: int
    words: Callable[[Line], str]
    compute: Callable[[Line], Interval | None]
    is_telling: Callable[[Line], bool]


def broken_relations(lines: Sequence[Line]) -> list[Broken]:
    """Return the numbers that fall out of what the other lines show.

    Parameters
    ----------
    lines
        Rows below the headings in order, the row 合计 among them.
    """
    places = sorted({place for line in lines for place in line.values})
    if len(places) > _MOST or len(lines) < _FEWEST:
        return []
    return [broken for place in places for broken in _of_place(place, places, lines)]


def _of_place(result: int, places: Sequence[int], lines: Sequence[Line]) -> Iterator[Broken]:
    """The lines that break the relation which holds best; nothing where some relation holds in all."""
    best: tuple[float, list[Broken]] = (0.0, [])
    for relation in _relations(result, [place for place in places if place != result], lines):
        holding, digits, broken = _tried(relation, lines)
        if holding >= _least(relation, lines) and not broken:
            return
        if digits > best[0] and digits >= _DIGITS and holding >= max(_FEWEST, (_SHARE_OF_WRONG - 1) * len(broken)):
            best = (digits, broken)
    yield from (one for one in best[1] if not _is_capped(one))


def _least(relation: _Relation, lines: Sequence[Line]) -> int:
    """A relation that holds wherever it can be tried, if only in one line, is reason enough to say nothing."""
    return max(1, sum(relation.compute(line) is not None and relation.is_telling(line) for line in lines))


def _tried(relation: _Relation, lines: Sequence[Line]) -> tuple[int, float, list[Broken]]:
    """In how many lines it holds and tells something, how many digits come out right there, and where it does not hold."""
    holding, digits = 0, 0.0
    broken: list[Broken] = []
    for line in lines:
        if _SHARE_OF_WRONG * len(broken) > len(lines):
            break  # it does not hold in nearly all, whatever the others say
        computed = relation.compute(line)
        printed = line.values[relation.result].interval() if computed is not None else None
        if computed is None or printed is None:
            continue
        if computed[0] <= printed[1] and printed[0] <= computed[1]:
            if relation.is_telling(line):
                holding, digits = holding + 1, digits + _digits(line.values[relation.result], computed)
        elif not _is_mean(line, lines, relation.result):
            broken.append(Broken(line.values[relation.result], relation.words(line), computed))
    return holding, digits, broken


def _digits(result: Claim, computed: Interval) -> float:
    """How unlikely it is that a number of this size meets the computed one by chance, in powers of ten."""
    printed = result.interval() or computed
    width = max(printed[1] - printed[0] + computed[1] - computed[0], Fraction(1 if result.is_whole else 0))
    return (
        max(0.0, log10(max(float(abs(Fraction(result.value)) / width), 1.0)))
        if width
        else float(result.value.adjusted() + 1)
    )


def _is_mean(total: Line, lines: Sequence[Line], place: int) -> bool:
    """The rate in the row 合计 may be the mean of those above."""
    if not total.is_total or total.values[place].unit != "%":
        return False
    above = [line.values[place].value for line in lines if not line.is_total and place in line.values]
    printed = total.values[place].interval()
    if not above or printed is None:
        return False
    mean = Fraction(sum(above)) / len(above)
    return printed[0] <= mean <= printed[1]


def _is_capped(broken: Broken) -> bool:
    """A rate of completion of more than 100 % is often printed as 100 %."""
    return broken.result.unit == "%" and broken.result.value == _WHOLE and broken.recomputed[0] > _WHOLE


# ── the relations that are tried ────────────────────────────────────────────────────────────────────


def _relations(result: int, others: Sequence[int], lines: Sequence[Line]) -> Iterator[_Relation]:
    unit = next(line.values[result].unit for line in lines if result in line.values)
    for one, other in permutations(others, 2):
        if unit == "%":
            yield _pair(result, one, other, "÷", _rate)
        else:
            yield _pair(result, one, other, "÷", _quotient)
            if one < other:
                yield _pair(result, one, other, "×", _product)
                yield _pair(result, one, other, "＋", _added)
            yield _pair(result, one, other, "－", _less)
    if unit == "%":
        yield from _shares(result, others, lines)


def _pair(
    result: int, one: int, other: int, sign: str, formula: Callable[[Claim, Claim, Claim], Interval | None]
) -> _Relation:
    def compute(line: Line) -> Interval | None:
        given = [line.values.get(place) for place in (one, other, result)]
        if any(claim is None or not claim.is_exact for claim in given):
            return None
        first, second, third = (claim for claim in given if claim)
        return formula(first, second, third)

    def is_telling(line: Line) -> bool:
        """0.00 and equal terms fit too many relations."""
        first, second, third = (line.values[place].value for place in (one, other, result))
        return bool(first and second and third) and len({first, second, third}) == 3 and 1 not in (first, second)

    def words(line: Line) -> str:
        return f"{line.values[one].text}{sign}{line.values[other].text}"

    return _Relation(result, words, compute, is_telling)


def _shares(result: int, others: Sequence[int], lines: Sequence[Line]) -> Iterator[_Relation]:
    """The share of each line in the line 合计."""
    total = next((line for line in lines if line.is_total), None)
    for place in others if total is not None else ():
        whole = total.values.get(place) if total else None
        if whole is None or whole.unit == "%":
            continue
        yield _of_total(result, place, whole)


def _of_total(result: int, place: int, whole: Claim) -> _Relation:
    def compute(line: Line) -> Interval | None:
        part, share = line.values.get(place), line.values.get(result)
        is_known = part is not None and share is not None and part.unit == whole.unit
        return _rate(part, whole, share) if is_known and part and share else None

    def is_telling(line: Line) -> bool:
        return not line.is_total and bool(line.values[place].value)

    return _Relation(result, lambda line: f"{line.values[place].text}÷{whole.text}", compute, is_telling)


def _rate(part: Claim, whole: Claim, _: Claim) -> Interval | None:
    """Per cent; of two percentages nobody makes another."""
    if "%" in (part.unit, whole.unit):
        return None
    ends = _divided(part, whole)
    return None if ends is None else (100 * ends[0], 100 * ends[1])


def _quotient(total: Claim, count: Claim, mean: Claim) -> Interval | None:
    factor = conversion(total.unit, mean.unit.partition("/")[0]) if total.unit and mean.unit else Fraction(1)
    ends = _divided(total, count)
    if ends is None or factor is None or "%" in (total.unit, count.unit):
        return None
    return ends[0] * factor, ends[1] * factor


def _divided(part: Claim, whole: Claim) -> Interval | None:
    above, below = part.interval(), whole.interval()
    if above is None or below is None or below[0] <= 0 or above[0] < 0:
        return None
    return above[0] / below[1], above[1] / below[0]


def _product(one: Claim, other: Claim, result: Claim) -> Interval | None:
    """数量×单价; the money of the result may be in another unit than that of the price."""
    first, second = one.interval(), other.interval()
    if first is None or second is None or first[0] < 0 or second[0] < 0 or "%" in (one.unit, other.unit):
        return None
    price = next((claim for claim in (one, other) if claim.unit.partition("/")[0] and _is_money(claim)), None)
    factor = conversion(price.unit.partition("/")[0], result.unit) if price and _is_money(result) else Fraction(1)
    return None if factor is None else (first[0] * second[0] * factor, first[1] * second[1] * factor)


def _is_money(claim: Claim) -> bool:
    return conversion(claim.unit.partition("/")[0], "元") is not None


def _added(one: Claim, other: Claim, result: Claim) -> Interval | None:
    first, second = one.interval(), other.interval()
    if first is None or second is None or not one.unit == other.unit == result.unit:
        return None
    return first[0] + second[0], first[1] + second[1]


def _less(one: Claim, other: Claim, result: Claim) -> Interval | None:
    first, second = one.interval(), other.interval()
    in_points = one.unit == other.unit == "%" and result.unit == "百分点"
    if first is None or second is None or not (in_points or one.unit == other.unit == result.unit):
        return None
    return first[0] - second[1], first[1] - second[0]


# ── a column that adds up the others ────────────────────────────────────────────────────────────────


def broken_sums(lines: Sequence[Line], total: int) -> list[Broken]:
    """The numbers under a heading 合计 that are not the sum of all others of their line, if those of other lines are."""
    judged = [(line, _summed(line, total)) for line in lines if total in line.values and len(line.values) > 2]
    told = [(line, ends) for line, ends in judged if ends is not None]
    wrong = [(line, ends) for line, ends in told if not _meets(line.values[total], ends)]
    if not wrong or len(told) - len(wrong) < len(wrong):
        return []
    return [Broken(line.values[total], "各项相加", ends) for line, ends in wrong]


def _summed(line: Line, total: int) -> Interval | None:
    whole = line.values[total]
    terms = [claim for place, claim in line.values.items() if place != total]
    ends = [claim.interval() for claim in terms if claim.unit == whole.unit]
    if len(ends) < len(terms) or any(one is None for one in ends):
        return None
    return sum((one[0] for one in ends if one), Fraction(0)), sum((one[1] for one in ends if one), Fraction(0))


def _meets(claim: Claim, ends: Interval) -> bool:
    printed = claim.interval()
    return printed is None or (ends[0] <= printed[1] and printed[0] <= ends[1])
