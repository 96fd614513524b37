"""Relations that the columns of a table keep row by row (列间关系): found in the rows themselves, not told by anybody.

完成率 is 完成÷计划 where that is so in every row but one; the one that departs is then wrong. No heading need be understood:
three or four figures that agree in row after row do so by no chance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise, permutations

from yzperf.quality.printed import Printed
from yzperf.quality.relation_kinds import RelationKind
from yzperf.quality.rough_relations import is_hopeless, roughly

Ends = tuple[Fraction, Fraction]
Row = Mapping[int, Printed]
_SCALES = tuple(Fraction(10) ** power for power in (0, 4, 3, 2, -2, -3, -4))
_SLACK = 2  # last digits by which a result may be off where its terms were rounded first
_MOST_COLUMNS = 12
_FEWEST_PARTS = 2
_TRIVIAL = {Fraction(0), Fraction(1)}


@dataclass(frozen=True, slots=True)
class Relation:
    """Column ``target`` follows from ``terms``; of the rows ``kept`` do, ``broken`` do not."""

    kind: RelationKind
    target: int
    terms: tuple[int, ...]
    scale: Fraction
    kept: tuple[int, ...]
    broken: tuple[int, ...]
    total: int | None = None

    def expected(self, rows: Sequence[Row], at: int) -> Ends | None:
        """What the target of a row can be, given the printed digits of the terms."""
        return _expected(self, rows, at)


def find_relations(rows: Sequence[Row], fewest: int, total: int | None = None) -> Iterator[Relation]:
    """Yield the relations that at least ``fewest`` rows keep and exactly one breaks.

    Parameters
    ----------
    rows
        The numbers of each row by column; a cell that holds no number is left out.
    total
        Which row is the sum of the others, if one is.
    """
    columns = sorted({column for row in rows for column in row})
    if len(columns) > _MOST_COLUMNS:
        return
    rough = [{column: roughly(one) for column, one in row.items()} for row in rows]
    for target in columns:
        for kind, terms in _candidates(target, columns):
            for scale in _SCALES if kind in (RelationKind.PRODUCT, RelationKind.QUOTIENT) else _SCALES[:1]:
                if is_hopeless(kind, target, terms, rough, scale=float(scale), total=total):
                    continue
                found = _judged(Relation(kind, target, terms, scale, (), (), total), rows)
                if len(found.kept) >= fewest and len(found.broken) == 1:
                    yield found


def _candidates(target: int, columns: Sequence[int]) -> Iterator[tuple[RelationKind, tuple[int, ...]]]:
    others = [column for column in columns if column != target]
    for pair in permutations(others, 2):
        yield from ((kind, pair) for kind in (*_ORDERED, *((RelationKind.PRODUCT,) if pair[0] < pair[1] else ())))
    for one, other in pairwise(others):
        yield from ((RelationKind.RATIO, (one, other, whole)) for whole in others if whole not in (one, other))
    yield from ((kind, (column,)) for column in others for kind in (RelationKind.GROWTH_ALONG, RelationKind.SHARE))
    yield from ((RelationKind.SUM, run) for run in _runs(others) if run[-1] < target or run[0] > target)


def _runs(columns: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Columns side by side, two or more."""
    for start in range(len(columns)):
        yield from (tuple(columns[start:stop]) for stop in range(start + _FEWEST_PARTS, len(columns) + 1))


def _judged(relation: Relation, rows: Sequence[Row]) -> Relation:
    kept: list[int] = []
    broken: list[int] = []
    for at in range(len(rows)):
        fits = _fits(relation, rows, at)
        if fits and _tells(relation, rows[at]):
            kept.append(at)
        elif fits is False:
            broken.append(at)
        if len(broken) > 1:
            break
    return replace(relation, kept=tuple(kept), broken=tuple(broken))


def _fits(relation: Relation, rows: Sequence[Row], at: int) -> bool | None:
    """Whether a row keeps a relation; None where it cannot be told, be it for a last digit cut off instead of rounded."""
    ends = relation.expected(rows, at) if relation.target in rows[at] else None
    if ends is None:
        return None
    target = rows[at][relation.target]
    turned = relation.kind in _UNSIGNED and ends[1] < 0  # 减少63 and a fall of 15% are printed without their sign
    if target.meets(*ends) or (turned and target.meets(-ends[1], -ends[0])):
        return True
    is_added = relation.kind in (RelationKind.SUM, RelationKind.DIFFERENCE)
    unit = (1 if is_added else _SLACK) * (target.high - target.low)
    near = [ends, (-ends[1], -ends[0])] if relation.kind in _UNSIGNED else [ends]
    return None if any(target.meets(low - unit, high + unit) for low, high in near) else False


def _tells(relation: Relation, row: Row) -> bool:
    """Whether a row bears a relation out: 100%, 0 and a sum with one part do so by themselves."""
    if row[relation.target].value in _TRIVIAL:
        return False
    if relation.kind in (RelationKind.SUM, RelationKind.DIFFERENCE):
        return sum(bool(row[term].value) for term in relation.terms) >= _FEWEST_PARTS
    return all(row[term].value not in _TRIVIAL for term in relation.terms if term in row)


def _expected(relation: Relation, rows: Sequence[Row], at: int) -> Ends | None:
    row, terms = rows[at], relation.terms
    if any(term not in row for term in terms):
        return None
    if relation.kind in (RelationKind.GROWTH_ALONG, RelationKind.SHARE):
        base = _base(relation, rows, at)
        compute = _growth if relation.kind is RelationKind.GROWTH_ALONG else _ratio
        return None if base is None else compute(_ends(row[terms[0]]), _ends(base))
    ends = [_ends(row[term]) for term in terms]
    if relation.kind is RelationKind.SUM:
        return _added(ends)
    *parts, last = ends
    found = _OF_TWO[relation.kind](_added(parts), last)
    return None if found is None else (found[0] * relation.scale, found[1] * relation.scale)


def _base(relation: Relation, rows: Sequence[Row], at: int) -> Printed | None:
    """The number in the row before, or in the row of the total."""
    if relation.kind is RelationKind.SHARE:
        return None if relation.total is None else rows[relation.total].get(relation.terms[0])
    return rows[at - 1].get(relation.terms[0]) if at else None


def _ends(number: Printed) -> Ends:
    """A number without decimals counts things; what was rounded has the digits that it prints."""
    return (number.low, number.high) if number.decimals else (number.value, number.value)


def _added(ends: Sequence[Ends]) -> Ends:
    return sum((low for low, _ in ends), Fraction(0)), sum((high for _, high in ends), Fraction(0))


def _ratio(part: Ends, whole: Ends) -> Ends | None:
    return (part[0] / whole[1], part[1] / whole[0]) if whole[0] > 0 and part[0] >= 0 else None


def _growth(after: Ends, before: Ends) -> Ends | None:
    ratio = _ratio(after, before)
    return None if ratio is None else (ratio[0] - 1, ratio[1] - 1)


def _difference(one: Ends, other: Ends) -> Ends:
    return one[0] - other[1], one[1] - other[0]


def _product(one: Ends, other: Ends) -> Ends | None:
    return (one[0] * other[0], one[1] * other[1]) if one[0] >= 0 and other[0] >= 0 else None


_ORDERED = (RelationKind.RATIO, RelationKind.GROWTH, RelationKind.DIFFERENCE, RelationKind.QUOTIENT)
_UNSIGNED = (RelationKind.GROWTH, RelationKind.GROWTH_ALONG, RelationKind.DIFFERENCE)
_OF_TWO: Mapping[RelationKind, Callable[[Ends, Ends], Ends | None]] = {
    RelationKind.RATIO: _ratio,
    RelationKind.QUOTIENT: _ratio,
    RelationKind.GROWTH: _growth,
    RelationKind.DIFFERENCE: _difference,
    RelationKind.PRODUCT: _product,
}
