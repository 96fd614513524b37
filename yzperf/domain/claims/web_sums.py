"""Sums of what named rows of a table hold (按表中各行相加): 电工、养老护理、家政服务三者合计3,610人次; “很满意”和“较满意”的310份."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from yzperf.domain.claims.claim import Role
from yzperf.domain.claims.derived_words import derived_words
from yzperf.domain.claims.number_web import Node, base_unit, span_in
from yzperf.domain.claims.numbers import unit_kind
from yzperf.domain.claims.slips import slips_of
from yzperf.domain.claims.tie import Tie, TieKind
from yzperf.domain.claims.web_spot import Spot
from yzperf.domain.units import conversion

_LEVELS = ("money", "count")
_PAIR, _LONGEST = 2, 14
_NOT_NAME = re.compile(r"[（(].*?[)）]|[“”\"《》、\s]")


def sums_in_web(spot: Spot) -> Iterator[Tie]:
    """The sum of those rows of a table that the sentence names; nothing where any column gives it, or none does but for
    one slip."""
    claim = spot.claim
    if unit_kind(claim.unit) not in _LEVELS or claim.role is Role.CHANGE or not claim.is_exact:
        return
    if not derived_words("web")["summed"].search(spot.front) or "等" in spot.front:
        return
    columns = list(_named_columns(spot))
    printed = span_in(claim, base_unit(claim.unit))
    if printed is None or any(_low(one) <= printed[1] and printed[0] <= _high(one) for one in columns):
        return
    factor = float(conversion(claim.unit, base_unit(claim.unit)) or 1)
    spans = [(low * factor, high * factor) for low, high in slips_of(claim)]
    for parts in columns:
        if any(_low(parts) <= high and low <= _high(parts) for low, high in spans):
            yield Tie(
                TieKind.SUM,
                claim,
                tuple(replace(part.claim, unit=claim.unit) if not part.claim.unit else part.claim for part in parts),
            )
            return


def _low(parts: Sequence[Node]) -> float:
    return sum(part.low for part in parts)


def _high(parts: Sequence[Node]) -> float:
    return sum(part.high for part in parts)


def _named_columns(spot: Spot) -> Iterator[list[Node]]:
    """Of each column with numbers of that unit the cells of the rows that the sentence names, two or more."""
    text = _NOT_NAME.sub("", spot.line.text[: spot.claim.start - spot.line.begin])
    columns: dict[tuple[str, str], dict[str, Node]] = defaultdict(dict)
    for node in spot.web.of_unit(spot.claim.unit):
        name = _NOT_NAME.sub("", node.row)
        if node.table and not node.is_total and _PAIR <= len(name) <= _LONGEST and name in text:
            columns[node.table, node.column].setdefault(name, node)
    for rows in columns.values():
        kept = [node for name, node in rows.items() if not any(name != other and name in other for other in rows)]
        if len(kept) >= _PAIR:
            yield kept
