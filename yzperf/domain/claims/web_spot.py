"""A number of running text with what stands around it and in the whole report (一个数和它周围的数), and the ways to read it as a
result."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from yzperf.domain.claims.claim import Claim, Role
from yzperf.domain.claims.derived_words import derived_words
from yzperf.domain.claims.line import Line
from yzperf.domain.claims.number_web import Node, NumberWeb, node_of
from yzperf.domain.claims.numbers import unit_kind
from yzperf.domain.claims.tie import TieKind

_LEVELS = ("money", "count")
_PAIR = 2
_HAN = re.compile("[\u4e00-\u9fff]{2,}")


@dataclass(frozen=True, slots=True)
class Spot:
    """A number of a sentence; ``before`` are the sentences of its paragraph in front."""

    line: Line
    at: int
    before: Sequence[Line]
    web: NumberWeb

    @property
    def claim(self) -> Claim:
        """The number itself."""
        return self.line.claims[self.at]

    @property
    def front(self) -> str:
        """The words between it and the number before it."""
        return self.line.front(self.at)

    @property
    def sentence(self) -> list[Node]:
        """What stands in front of it in its sentence, the nearest first."""
        return nodes_of(reversed(self.line.claims[: self.at]))

    @property
    def paragraph(self) -> list[Node]:
        """What stands in front of it in its paragraph, the nearest first."""
        return [*self.sentence, *chain.from_iterable(nodes_of(reversed(line.claims)) for line in reversed(self.before))]


@dataclass(frozen=True, slots=True)
class Reading:
    """A way to compute a result of two terms; the words name ``named_parts`` and ``wholes``, the others may be meant.

    ``is_strong`` is set where the first of both are named beyond doubt.
    """

    kind: TieKind
    named_parts: Sequence[Node]
    wholes: Sequence[Node]
    parts: Sequence[Node]
    all_wholes: Sequence[Node]
    is_strong: bool = False

    def is_near(self, one: Node, other: Node) -> bool:
        """Whether both stand in one sentence."""
        return one.claim.group == other.claim.group

    def can_pair(self, one: Node, other: Node) -> bool:
        """Whether two numbers may be terms of one result: an average is of one row of a table, or of the whole."""
        if one.place == other.place:
            return False
        if self.kind is not TieKind.PER_UNIT:
            return True
        rows = [node.row for node in (one, other) if node.table and not node.is_total]
        return not rows or (len(rows) == _PAIR and len(set(rows)) == 1)


def nodes_of(claims: Iterable[Claim]) -> list[Node]:
    made = (node_of(replace(claim, value=abs(claim.value))) for claim in claims)
    return [node for node in made if node is not None]


def alike(nodes: Iterable[Node], unit: str) -> list[Node]:
    return [node for node in nodes if node.unit == unit]


def levels_of(nodes: Iterable[Node]) -> list[Node]:
    return [node for node in nodes if unit_kind(node.unit) in _LEVELS and node.claim.role is not Role.CHANGE]


def often(nodes: Sequence[Node]) -> list[Node]:
    """One of each value, those first that the report tells most often."""
    values: dict[float, list[Node]] = {}
    for node in nodes:
        values.setdefault(node.low, []).append(node)
    return [several[0] for several in sorted(values.values(), key=len, reverse=True)]


def is_related(node: Node, one: Node, spot: Spot) -> bool:
    """Whether a number elsewhere has a word of two signs in common with what the sentence speaks of."""
    told = f"{one.names} {spot.line.text}"
    return any(pair in told for pair in pairs_of(f"{node.row} {node.column} {node.claim.subject} {node.context}"))


def pairs_of(name: str) -> set[str]:
    return {pair for word in _HAN.findall(name) for pair in _pairs(word)}


def _pairs(word: str) -> set[str]:
    common = derived_words("web")["common"]
    return {pair for at in range(len(word) - 1) if not common.fullmatch(pair := word[at : at + 2])}
