"""A sentence with its numbers (一句话和其中的数): what stands in front of each, behind it and between two of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from yzperf.domain.claims.claim import Claim, Role, Standing
from yzperf.domain.claims.derived_words import derived_words
from yzperf.domain.claims.numbers import unit_kind
from yzperf.domain.claims.plain import plain_text

_LEVELS = ("money", "count", "score")
_HOW_MANY_NAMED = re.compile(
    "[两二三四五六七八九十][项类者]"
)  # 四项资金分别占: of what was listed, no number of the list
LISTED = re.compile(r"\s*(?:[、和与及]|以及)\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """The author's claims of one sentence in order; ``text`` is the sentence in plain signs."""

    claims: tuple[Claim, ...]
    text: str
    begin: int

    def front(self, at: int) -> str:
        """The words between a number and the one before it."""
        since = self.claims[at - 1].end - self.begin if at else 0
        return self.text[max(since, 0) : self.claims[at].start - self.begin]

    def behind(self, at: int) -> str:
        """The words between a number and the one behind it."""
        until = self.claims[at + 1].start - self.begin if at + 1 < len(self.claims) else len(self.text)
        return self.text[self.claims[at].end - self.begin : until]

    def between(self, at: int, other: int) -> str:
        """Everything between two numbers, other numbers too."""
        return self.text[self.claims[at].end - self.begin : self.claims[other].start - self.begin]

    def clause(self, at: int) -> str:
        """The words in front of a number back to the last comma."""
        return re.split("[，,；;]", self.text[: self.claims[at].start - self.begin])[-1]


def lines_of(claims: Iterable[Claim]) -> list[Line]:
    """The sentences of running text (tables left out), in reading order."""
    told = (claim for claim in claims if "@" in claim.group and claim.standing is not Standing.ADVICE)
    counted = (claim for claim in told if not _HOW_MANY_NAMED.fullmatch(claim.text))
    return [_line(tuple(group)) for _, group in groupby(counted, key=lambda claim: claim.group)]


def _line(claims: Sequence[Claim]) -> Line:
    made = Line(tuple(claims), plain_text(claims[0].sentence), int(claims[0].group.rpartition("@")[2]))
    return replace(made, claims=_with_units(made))


def _with_units(line: Line) -> tuple[Claim, ...]:
    """18、22、25和34公斤: the unit of the last is that of all."""
    found = list(line.claims)
    for at in range(len(found) - 2, -1, -1):
        if not found[at].unit and found[at + 1].unit and LISTED.fullmatch(line.between(at, at + 1)):
            found[at] = replace(found[at], unit=found[at + 1].unit, is_whole=found[at + 1].is_whole)
    return tuple(found)


def is_level(claim: Claim) -> bool:
    """Whether it counts something or is an amount, and no change of one."""
    return unit_kind(claim.unit) in _LEVELS and claim.role is not Role.CHANGE


def is_compared(line: Line, at: int) -> bool:
    """Whether a number is what another one is compared with: 比2022年的3,920万元, 较上年86%, 比平均分90.6分."""
    words = derived_words("change")
    return bool(words["base"].search(line.front(at)) or words["against"].search(line.front(at)))
