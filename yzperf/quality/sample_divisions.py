"""People asked, divided so that nobody is left over (样本分组): 男性291人，女性337人; 来自镇村的352人，来自街道的276人."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from yzperf.domain.claims import Claim, Claims, Role
from yzperf.domain.document import Document
from yzperf.domain.reading.numerals import read_count
from yzperf.quality.grades import grade_at_end
from yzperf.quality.printed_means import counts_people
from yzperf.quality.sentences_and_rows import Sentence, read_sentences
from yzperf.quality.statistics_words import statistics_words

_CLAUSE = re.compile(r"[，,、；;。:：()（）]|其中|以及|和|及(?!以)|与")
_OTHER = re.compile("另有|此外|另外|其中|同时")
_PEOPLE_ASKED = {Role.SAMPLE, Role.VALID, Role.RETURNED, Role.ISSUED}


@dataclass(frozen=True, slots=True)
class Division:
    """Parts with their names, and the whole that they are to make; ``is_sure`` tells that they are surely all of it;
    ``shares`` are those told one after another behind them (分别占……)."""

    parts: tuple[Claim, ...]
    names: tuple[str, ...]
    whole: Claim
    is_sure: bool
    shares: tuple[Claim, ...] = ()

    @property
    def total(self) -> int:
        """The people of all parts."""
        return sum(int(part.value) for part in self.parts)


def read_divisions(report: Document, claims: Claims, valid: Claim | None) -> Iterator[Division]:
    """Yield the divisions that the text makes of those who were asked, wherever their number stands.

    What adds up to any number of people of the same paragraph is a division of those.
    """
    words = statistics_words().samples
    for _, inside in groupby(read_sentences(report, claims), key=lambda one: id(one.paragraph)):
        sentences = list(inside)
        told = [claim for one in sentences for claim in one.claims]
        is_asked = False
        for sentence in sentences:
            is_asked = is_asked or bool(words["survey"].search(sentence.text))
            for parts in _lists(sentence) if is_asked else ():
                yield from _of_list(parts, sentence, told, valid)


def _lists(sentence: Sentence) -> Iterator[list[Claim]]:
    """Counts of one unit that stand in one list, only their shares and the ages that are their names between them."""
    run: list[Claim] = []
    for claim in (one for one in sentence.claims if one.unit not in ("%", "岁", "年")):
        front = _front(sentence, claim)
        is_count = counts_people(claim) and claim.is_exact and not grade_at_end(front)
        if run and (not is_count or claim.unit != run[-1].unit or _OTHER.search(front)):
            yield run
            run = []
        run = [*run, claim] if is_count else run
    yield run


def _front(sentence: Sentence, claim: Claim) -> str:
    """The words in front of a number since the number or the share before it."""
    ends = [one.end for one in sentence.claims if one.end <= claim.start and one.unit not in ("岁", "年")]
    return sentence.paragraph[max([sentence.begin, *ends]) : claim.start]


def _of_list(
    run: Sequence[Claim], sentence: Sentence, told: Sequence[Claim], valid: Claim | None
) -> Iterator[Division]:
    """Each stretch of the list that is a whole by its names."""
    words = statistics_words().samples
    if words["overlapping"].search(sentence.text):
        return
    names = [_name(sentence, part) for part in run]
    for start, stop, is_sure in _wholes(names, sentence):
        parts = tuple(run[start:stop])
        others = [one for one in told if one not in parts and (counts_people(one) or one.role in _PEOPLE_ASKED)]
        total = sum(int(part.value) for part in parts)
        if words["left_over"].search(sentence.text):
            continue
        fits = [one for one in (*others, *([valid] if valid else [])) if one.value == total]
        whole = fits[0] if fits else _whole(parts, others, valid, sentence)
        if whole is not None and not _is_of_longer(run, start, stop, whole):
            shares = _listed_shares(parts, sentence)
            yield Division(parts, tuple(names[start:stop]), whole, is_sure, shares)


def _is_of_longer(run: Sequence[Claim], start: int, stop: int, whole: Claim) -> bool:
    """患者本人112人、患者家属178人、现场目击者126人: the list goes on and makes the whole with more than two."""
    longer = [run[first:last] for first in range(start + 1) for last in range(stop, len(run) + 1)]
    return any(sum(int(one.value) for one in parts) == whole.value for parts in longer if len(parts) > stop - start)


def _listed_shares(parts: Sequence[Claim], sentence: Sentence) -> tuple[Claim, ...]:
    """As many per cent as there are parts, right behind the last of them."""
    behind = [one for one in sentence.claims if one.start >= parts[-1].end][: len(parts)]
    if len(behind) < len(parts) or any(one.unit != "%" or not one.is_exact for one in behind):
        return ()
    between = sentence.paragraph[parts[-1].end : behind[0].start]
    return tuple(behind) if re.search("分别|依次", between) and not re.search("率|度", between) else ()


def _name(sentence: Sentence, part: Claim) -> str:
    """The words right in front of a number, or its subject where numbers are told together (分别为)."""
    if re.search("分别|依次", sentence.before(part)):
        return part.subject
    front = re.sub(r"[(（][^()（）]*$", "", _front(sentence, part))
    return _CLAUSE.split(front.rstrip("有为是共计约:：的 "))[-1]


def _wholes(names: Sequence[str], sentence: Sentence) -> Iterator[tuple[int, int, bool]]:
    """Stretches that leave nobody over: two that exclude each other, ages from the lowest to the highest, as many places
    as the sentence says there are."""
    words = statistics_words()
    for at, (one, other) in enumerate(pairwise(names)):
        for first, second in words.opposites:
            if (first.search(one) and second.search(other)) or (second.search(one) and first.search(other)):
                yield at, at + 2, True
                break
        else:
            if len(names) == 2 and _are_alike(one, other):
                yield at, at + 2, False
    lowest = [at for at, name in enumerate(names) if words.samples["lowest"].search(name)]
    highest = [at for at, name in enumerate(names) if words.samples["highest"].search(name)]
    for ends in zip(lowest, highest, strict=False):
        if abs(ends[1] - ends[0]) > 1:
            yield min(ends), max(ends) + 1, True
    many = {read_count(match[1]) for match in words.samples["places"].finditer(sentence.text)}
    if len(names) > 2 and len(names) in many:
        yield 0, len(names), True


def _are_alike(one: str, other: str) -> bool:
    """来自镇村的, 来自街道的: told in the same words."""
    return bool(re.match("来自|属于|居住", one)) and one[:2] == other[:2]


def _whole(parts: Sequence[Claim], others: Sequence[Claim], valid: Claim | None, sentence: Sentence) -> Claim | None:
    """The number that they are of: the last one in front in the sentence, else the valid sheets, else the last in front."""
    total = sum(int(part.value) for part in parts)
    front = [one for one in others if one.end <= parts[0].start and one.value >= max(part.value for part in parts)]
    own = [one for one in front if one.start >= sentence.begin and one.role is not Role.ISSUED]
    near = [one for one in (*own[-1:], *([valid] if valid else []), *front[-1:]) if _is_near(total, one)]
    return near[0] if near else None


def _is_near(total: int, whole: Claim) -> bool:
    """A slip leaves the size as it is; what is far off is of something else."""
    return 0.6 * float(whole.value) <= total <= 1.67 * float(whole.value)
