"""All numbers of a report as possible terms of what follows from others (数字网), each with the words that it goes by."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from yzperf.domain.claims.claim import Claim, Role, Standing
from yzperf.domain.claims.derived_words import derived_words
from yzperf.domain.claims.numbers import unit_kind
from yzperf.domain.claims.slips import Span
from yzperf.domain.units import conversion, is_money

_MULTIPLE = re.compile("^(?:百万|千万|十|百|千|万|亿)")
_NOT_LEVELS = (
    Role.SCORE, Role.WEIGHT, Role.DEDUCTION, Role.TOTAL, Role.P_VALUE, Role.STATISTIC, Role.MEAN,
    Role.DEVIATION, Role.STANDARD_ERROR, Role.FREEDOM, Role.LIMIT,
)  # fmt: skip
_CONTEXT = 24  # signs in front of it that tell what it is about
_BEHIND = 8  # signs behind a number that may name it: 46条线路
_TOTAL = re.compile("合计|总计|共计|小计|全部|全[年市区县]")
_FINER = 20  # times as fine as another number that holds it
_PERSON = {"人", "名", "位"}


@dataclass(frozen=True, slots=True)
class Node:
    """A number in its base unit (元, 人次); ``names`` are its words, ``context`` those in front of it in its sentence,
    ``row`` and ``column`` those of a table."""

    claim: Claim
    unit: str
    low: float
    high: float
    names: str
    table: str = ""
    row: str = ""
    column: str = ""
    context: str = ""

    @property
    def place(self) -> tuple[object, ...]:
        """Where it stands, by which it is told from its copies."""
        return place_of(self.claim)

    @property
    def is_aim(self) -> bool:
        """Whether it is what was aimed at."""
        return self.claim.role is Role.TARGET or self.claim.standing is Standing.TARGET

    @property
    def is_total(self) -> bool:
        """Whether it stands in the row of a sum."""
        return bool(self.table and _TOTAL.search(self.row))


@lru_cache(maxsize=1024)
def base_unit(unit: str) -> str:
    """The unit in which amounts of a kind are compared: 元 for money, 人次 for 万人次; what it is per is left out.

    >>> base_unit("万元"), base_unit("万人次"), base_unit("元/亩"), base_unit("名")
    ('元', '人次', '元', '人')
    """
    alone = unit.partition("/")[0]
    if is_money(alone):
        return "元"
    if alone in _PERSON:
        return "人"
    bare = _MULTIPLE.sub("", alone)
    return bare if bare and conversion(alone, bare) is not None else alone


def span_in(claim: Claim, unit: str) -> Span | None:
    """What the exact value can be in a base unit; of an approximate number to its last figure that is no nought."""
    factor = conversion(claim.unit.partition("/")[0], unit)
    if claim.unit in _PERSON and unit == "人":
        factor = conversion("人", "人")
    if factor is None:
        return None
    half = _half(claim)
    return (
        None
        if half is None
        else (float((float(claim.value) - half) * factor), float((float(claim.value) + half) * factor))
    )


def _half(claim: Claim) -> float | None:
    if claim.role is Role.TARGET or claim.standing is Standing.TARGET:
        return 0.0
    if claim.is_exact:
        return 0.0 if claim.is_whole else 0.5 / 10.0**claim.decimals
    if not derived_words("web")["about"].fullmatch(claim.hedge):
        return None
    text = f"{abs(claim.value):f}"
    noughts = 0 if "." in text else len(text) - len(text.rstrip("0"))
    return 10.0 ** (noughts - max(0, claim.decimals))


class NumberWeb:
    """The numbers of one report.

    Parameters
    ----------
    claims
        The author's claims in reading order, those of tables among them.
    """

    def __init__(self, claims: Sequence[Claim]) -> None:
        self._by_unit: dict[str, list[Node]] = defaultdict(list)
        for claim in claims:
            node = node_of(claim)
            if node is not None:
                self._by_unit[node.unit].append(node)
        self._in_order: dict[str, list[Node]] = {}
        self._columns: dict[tuple[str, str], list[Node]] = defaultdict(list)
        self._rows: dict[str, list[Node]] = defaultdict(list)
        for node in self.all:
            if node.table:
                self._rows[node.claim.group].append(node)
            if node.is_total:
                self._columns[node.table, node.column].append(node)

    @property
    def all(self) -> Iterable[Node]:
        """Every number."""
        return (node for nodes in self._by_unit.values() for node in nodes)

    def of_unit(self, unit: str) -> Sequence[Node]:
        """Those of a base unit."""
        return self._by_unit.get(base_unit(unit), ())

    def called(self, name: str, unit: str) -> list[Node]:
        """Those of a unit whose words hold a name."""
        return [node for node in self.of_unit(unit) if name in node.names] if name else []

    def as_meant(self, node: Node) -> Node:
        """A number that only rounds another of the report (2,138.65万元 of 21,386,452.37元) is what it prints and no more: what
        follows from the finer one lies anywhere within its half digit, and so does many a slip."""
        nodes, width = self._sorted(node.unit), node.high - node.low
        for other in nodes[bisect_left(nodes, node.low, key=_low) :]:
            if other.low > node.high:
                break
            if other.high <= node.high and (other.high - other.low) * _FINER <= width:
                middle = (node.low + node.high) / 2
                return replace(node, low=middle, high=middle)
        return node

    def _sorted(self, unit: str) -> list[Node]:
        if unit not in self._in_order:
            self._in_order[unit] = sorted(self._by_unit.get(unit, ()), key=_low)
        return self._in_order[unit]

    def count(self, node: Node) -> int:
        """How often the report tells a number."""
        return sum(one.low <= node.low <= one.high for one in self.of_unit(node.unit))

    def beside(self, node: Node) -> list[Node]:
        """What stands in the rows of tables in which the same number stands."""
        alike = (one for one in self.of_unit(node.unit) if one.table and one.claim.value == node.claim.value)
        return [other for one in alike for other in self._rows[one.claim.group] if other is not one]

    def totals_over(self, node: Node) -> list[Node]:
        """The sums of the columns in which the same number stands."""
        alike = (
            one
            for one in self.of_unit(node.unit)
            if one.table and not one.is_total and one.claim.value == node.claim.value
        )
        return [total for one in alike for total in self._columns[one.table, one.column]]


def _low(node: Node) -> float:
    return node.low


def place_of(claim: Claim) -> tuple[object, ...]:
    """Where a number stands."""
    return claim.where, claim.block, claim.start


def node_of(claim: Claim) -> Node | None:
    """A claim as a term; None for scores, test statistics, ratios of quantities and what is only approximate."""
    if claim.role in _NOT_LEVELS or unit_kind(claim.unit) in ("point", "score"):
        return None
    unit = base_unit(claim.unit)
    span = span_in(claim, unit)
    if span is None or not claim.value:
        return None
    table, sign, _ = claim.group.partition("#")
    if not sign:
        at = claim.sentence.find(claim.text)
        behind = re.split("[，,；;。（(]", claim.sentence[at + len(claim.text) :][:_BEHIND])[0] if at >= 0 else ""
        front = claim.sentence[max(0, at - _CONTEXT) : max(0, at)]
        return Node(claim, unit, *span, f"{claim.subject} {behind} {claim.role}", context=front)
    row, _, rest = claim.sentence.partition(" ")
    column = rest.rpartition("：")[0]
    return Node(claim, unit, *span, f"{row} {column} {claim.subject} {claim.role}", table, row, column)
