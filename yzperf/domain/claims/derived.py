"""Find what prose states that follows from other numbers (找算出来的数): shares, changes, averages, sums, what is left, conversions.

``ties`` reads what one sentence says in so many words; here the whole may stand in the sentence before, under its name
elsewhere in the report, or only in what its other parts are said to be. Of several readings one that agrees is taken:
only where every reading contradicts what is printed there is a contradiction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from yzperf.domain.claims.claim import Claim
from yzperf.domain.claims.derived_changes import changes_of
from yzperf.domain.claims.derived_products import products_of
from yzperf.domain.claims.derived_rates import rates_of
from yzperf.domain.claims.derived_shares import shares_of
from yzperf.domain.claims.derived_sums import sums_of
from yzperf.domain.claims.derived_times import times_of
from yzperf.domain.claims.derived_units import per_units_of
from yzperf.domain.claims.line import Line, lines_of
from yzperf.domain.claims.tie import Tie


def find_derived(claims: Sequence[Claim]) -> tuple[Tie, ...]:
    """Return the relations of running text, one for each number that follows from others, in reading order.

    Parameters
    ----------
    claims
        The author's claims in reading order (``Claims.own``), those of tables among them: they may name a whole.
    """
    paragraphs = groupby(lines_of(claims), key=lambda line: line.claims[0].block)
    return tuple(tie for _, lines in paragraphs for tie in _settled(_of_paragraph(list(lines), claims)))


def _of_paragraph(lines: Sequence[Line], claims: Sequence[Claim]) -> Iterator[Tie]:
    yield from shares_of(lines, claims)
    for at, line in enumerate(lines):
        yield from rates_of(line, lines[:at])
        yield from changes_of(line, claims)
        yield from per_units_of(line, lines[:at], claims)
        yield from sums_of(line, lines[:at])
        yield from products_of(line)
        yield from times_of(line, lines[:at])


def _settled(readings: Iterable[Tie]) -> Iterator[Tie]:
    """Of the readings of each number one that agrees, else the first of which somebody can be sure, else the first."""
    several: dict[int, list[Tie]] = {}
    for tie in readings:
        several.setdefault(tie.result.start, []).append(tie)
    for ties in several.values():
        agreeing = [tie for tie in ties if tie.agrees]
        yield next(iter((*agreeing, *(tie for tie in ties if tie.is_sure), *ties)))
