"""Which thing a printed number is told of (事项): the words around it, without those that any number may have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from yzperf.domain.claims import Claim
from yzperf.domain.claims.plain import plain_text
from yzperf.quality.telling_words import telling_words
from yzperf.quality.unit_lines import table_of

_FRONT, _BEHIND = 12, 8  # signs in front of a number and behind it that say what it counts
_BREAK = re.compile("[，,；;。：:（(）)、“”]")
_ASIDE = re.compile(r"[（(][^（()）]*[)）]")
_TOTAL = re.compile("合计|总计|小计|全部|总数")
_HAN = re.compile("[\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Telling:
    """A number with the words that say what it is of, two signs at a time.

    ``wide`` are the words of the whole sentence or row. ``is_part`` where it is some of what was told before it
    (其中418场), or of what was looked at (抽查30场): less than the whole by right. ``label`` are the words of the row
    that a cell stands in, none for a total.
    """

    claim: Claim
    words: frozenset[str]
    wide: frozenset[str]
    is_part: bool = False
    label: frozenset[str] = frozenset()

    @property
    def is_in_table(self) -> bool:
        """Whether it stands in a cell of a table."""
        return bool(table_of(self.claim))


def tellings(claims: Iterable[Claim]) -> list[Telling]:
    """Every number of the claims with its words, in order."""
    found: list[Telling] = []
    for _, group in groupby(claims, key=lambda claim: claim.group):
        row = list(group)
        found += (
            [_of_cell(claim) for claim in row] if table_of(row[0]) or "@" not in row[0].group else _of_sentence(row)
        )
    return found


def _of_cell(claim: Claim) -> Telling:
    head = claim.sentence.partition("：")[0]
    words = words_of(f"{claim.subject}，{head}")
    row = _BREAK.split(claim.subject)[0]
    is_part = bool(telling_words().part.search(head))
    return Telling(claim, words, words, is_part, frozenset() if _TOTAL.search(row) else words_of(row))


def _of_sentence(row: Sequence[Claim]) -> list[Telling]:
    text = plain_text(row[0].sentence)
    begin = int(row[0].group.rpartition("@")[2])
    wide = words_of(text)
    found = []
    for at, claim in enumerate(row):
        since = max(row[at - 1].end - begin, 0) if at else 0
        until = row[at + 1].start - begin if at + 1 < len(row) else len(text)
        found.append(_telling(claim, text[since : claim.start - begin], text[claim.end - begin : until], wide))
        if "其中" in text[: claim.start - begin]:
            found[-1] = replace(found[-1], is_part=True)
    return found


def _telling(claim: Claim, front: str, behind: str, wide: frozenset[str]) -> Telling:
    clauses = _BREAK.split(_ASIDE.sub("", front))
    near, after = clauses[-1][-_FRONT:], _BREAK.split(behind)[0][:_BEHIND]
    words = words_of(f"{near}，{after}") or words_of(claim.subject)
    return Telling(claim, words, wide, bool(telling_words().part.search(near)))


def words_of(text: str) -> frozenset[str]:
    """Every two neighbouring signs of what is left of a text without idle words.

    >>> sorted(words_of("全年共组织演出"))
    ['演出', '组织', '织演']
    """
    bare = telling_words().idle.sub(" ", text)
    return frozenset(run[at : at + 2] for run in _HAN.findall(bare) for at in range(len(run) - 1))
