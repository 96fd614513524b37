"""A sample and the groups that it is told to be made of (样本与分组): 受访干部60人，其中男性40人、女性20人."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from yzperf.domain.claims import Claim, Claims
from yzperf.domain.document import Document
from yzperf.quality.grades import grade_at_end
from yzperf.quality.printed_means import counts_people
from yzperf.quality.sentences_and_rows import Sentence, read_sentences
from yzperf.quality.statistics_words import statistics_words

_NEARLY, _MOSTLY = Decimal("0.9"), Decimal("0.7")
_IN_ALL = re.compile("(?:合计|总计|一共|共)(?:访谈|座谈|走访|调查|询问)?(?:了)?(?:各类)?(?:人员|对象)?$")
_CLOSED = re.compile(r"^[,，]?\s*\([^()]*\)")  # 120人（48.0%），…: the brackets hold its share, not its parts
_OF_THEM = re.compile("(?<![其])(?:中|当中|里)[，,：:]")
_LABEL = re.compile(r"[、，,；;和及与以()（）:：\s]*(?:其中|包括|分别为|含|有|为)*([^、，,；;。()（）:：]{1,14})$")


@dataclass(frozen=True, slots=True)
class SampleParts:
    """The whole, its parts with their names, whether they are told to be all of it, and whether they cannot overlap."""

    whole: Claim
    parts: tuple[Claim, ...]
    names: tuple[str, ...]
    is_all: bool
    is_one_kind: bool

    @property
    def total(self) -> int:
        """The people of all parts."""
        return sum(int(part.value) for part in self.parts)

    @property
    def is_nearly_all(self) -> bool:
        """Whether so few are left over that they were hardly meant to be left out: of 共18人 less is enough."""
        is_counted = len(self.parts) > 2 and bool(_IN_ALL.search(self.whole.sentence.partition(self.whole.text)[0]))
        return (_MOSTLY if is_counted else _NEARLY) * self.whole.value <= self.total


def read_sample_parts(report: Document, claims: Claims) -> Iterator[SampleParts]:
    """Yield what sentences about those who were asked tell of their groups; groups of several kinds (女性、党员) overlap
    and are left out."""
    words = statistics_words().samples
    for sentence in read_sentences(report, claims):
        counts = [claim for claim in sentence.claims if counts_people(claim)]
        if len(counts) >= 3 and words["context"].search(sentence.text):
            yield from _downward(sentence, counts)
            yield from _upward(sentence, counts)


def _downward(sentence: Sentence, counts: Sequence[Claim]) -> Iterator[SampleParts]:
    """T，其中a、b、c: up to the next 其中, or to words that part by something else."""
    words = statistics_words().samples
    for at, whole in enumerate(counts[:-2]):
        between = _between(sentence, whole, counts[at + 1])
        if words["parts"].search(between) and not _CLOSED.match(between):
            parts = _joined(sentence, counts[at + 1 :])
            is_all = bool(words["composed"].search(sentence.text))
            yield from _made(sentence, whole, parts, is_all)


def _upward(sentence: Sentence, counts: Sequence[Claim]) -> Iterator[SampleParts]:
    """a、b、c，合计T."""
    words = statistics_words().samples
    for at, whole in enumerate(counts):
        if at >= 2 and words["sum"].search(_between(sentence, counts[at - 1], whole)):
            begin = _after_their_whole(sentence, counts[:at])
            parts = _joined(sentence, counts[begin:at])
            if len(parts) == at - begin and not words["parts"].search(sentence.before(counts[0])):
                yield from _made(sentence, whole, parts, is_all=True)


def _after_their_whole(sentence: Sentence, counts: Sequence[Claim]) -> int:
    """372份有效问卷中，“很满意”189份……: where the parts begin behind what they are of."""
    return next(
        (at for at in range(len(counts) - 1, 0, -1) if _OF_THEM.search(_between(sentence, *counts[at - 1 : at + 1]))), 0
    )


def _joined(sentence: Sentence, counts: Sequence[Claim]) -> list[Claim]:
    """The first counts that stand in one list of the same unit."""
    words = statistics_words().samples
    found = [counts[0]]  # 另有 and the like begin another list
    for one in counts[1:]:
        between = _between(sentence, found[-1], one)
        if one.unit != found[0].unit or words["again"].search(between) or words["sum"].search(between):
            break
        found.append(one)
    return found


def _made(sentence: Sentence, whole: Claim, parts: Sequence[Claim], is_all: bool) -> Iterator[SampleParts]:
    names = [_name(sentence, part) for part in parts]
    kinds = {_family(name) for name in names}
    told = [one for one in parts if one.unit == whole.unit or "" in (one.unit, whole.unit)]
    if all(grade_at_end(name) for name in names):
        return  # answers by grade are counted in ``graded_counts``
    if len(parts) >= 2 and len(told) == len(parts) and all(names) and len(kinds) == 1:
        yield SampleParts(whole, tuple(parts), tuple(names), is_all, kinds != {-1})


def _name(sentence: Sentence, part: Claim) -> str:
    match = _LABEL.search(sentence.front(part))
    return match[1].strip() if match else part.subject


def _family(name: str) -> int:
    """Which way to divide people the name belongs to; −1 for none of the list."""
    return next((at for at, family in enumerate(statistics_words().families) if family.search(name)), -1)


def _between(sentence: Sentence, one: Claim, other: Claim) -> str:
    return sentence.paragraph[one.end : other.start]
