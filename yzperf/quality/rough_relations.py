"""A quick look at a relation of columns (列间关系粗算), in floating point: which ones no exact arithmetic can save.

Of the tens of thousands of ways to combine the columns of a wide table nearly all fail in the first two rows. Errors are
propagated generously, so that only what is broken beyond doubt is left out; what remains is judged exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from yzperf.quality.printed import Printed
from yzperf.quality.relation_kinds import RelationKind

Rough = tuple[float, float]  # a value and half a unit of its last digit
RoughRow = Mapping[int, Rough]
_TERMS, _RESULT = 2.0, 6.0  # how many times the propagated error and the printed one may be exceeded
_ALONG = (RelationKind.GROWTH_ALONG, RelationKind.SHARE)
_RATIOS = (RelationKind.RATIO, RelationKind.QUOTIENT, RelationKind.SHARE)
_GROWTHS = (RelationKind.GROWTH, RelationKind.GROWTH_ALONG)
_UNSIGNED = (*_GROWTHS, RelationKind.DIFFERENCE)


def roughly(number: Printed) -> Rough:
    """A printed number in floating point."""
    return float(number.value), float(number.high - number.low) / 2


def is_hopeless(
    kind: RelationKind,
    target: int,
    terms: tuple[int, ...],
    rows: Sequence[RoughRow],
    *,
    scale: float,
    total: int | None,
) -> bool:
    """Whether two rows break a relation beyond all rounding."""
    broken = 0
    for at, row in enumerate(rows):
        expected = _expected(kind, terms, rows, at, total) if target in row else None
        broken += expected is not None and _is_far(kind, expected, scale, row[target])
        if broken > 1:
            return True
    return False


def _is_far(kind: RelationKind, expected: Rough, scale: float, printed: Rough) -> bool:
    value, error = expected[0] * scale, expected[1] * scale
    apart = abs(value - printed[0])
    if kind in _UNSIGNED:
        apart = min(apart, abs(value + printed[0]))
    return apart > _TERMS * error + _RESULT * printed[1] + 1e-9 * abs(value)


def _expected(
    kind: RelationKind, terms: tuple[int, ...], rows: Sequence[RoughRow], at: int, total: int | None
) -> Rough | None:
    row = rows[at]
    if any(term not in row for term in terms):
        return None
    if kind in _ALONG:
        base = rows[total] if kind is RelationKind.SHARE and total is not None else rows[at - 1] if at else {}
        whole = base.get(terms[0])
        return None if whole is None else _combined(kind, row[terms[0]], whole)
    if kind is RelationKind.SUM:
        return _added([row[term] for term in terms])
    *parts, last = (row[term] for term in terms)
    return _combined(kind, _added(parts), last)


def _added(parts: Sequence[Rough]) -> Rough:
    return sum(value for value, _ in parts), sum(error for _, error in parts)


def _combined(kind: RelationKind, one: Rough, other: Rough) -> Rough | None:
    if kind is RelationKind.DIFFERENCE:
        return one[0] - other[0], one[1] + other[1]
    if kind is RelationKind.PRODUCT:
        return one[0] * other[0], abs(one[0]) * other[1] + abs(other[0]) * one[1]
    if other[0] <= 0:
        return None
    ratio = one[0] / other[0]
    error = (one[1] + abs(ratio) * other[1]) / other[0]
    return (ratio - 1, error) if kind in _GROWTHS else (ratio, error)
