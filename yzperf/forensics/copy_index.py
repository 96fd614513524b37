"""An index over the passages of many reports (查重索引), and the passages of a new report that stand in it already.

One sorted array of numbers is the whole index: hash of a shingle and number of a passage in 64 bits. One shingle of four
is kept, the same ones in every text (hash divisible by four); candidates found by them are compared letter by letter.
Shingles that stand in many reports, and those of texts that everybody may quote, are no sign of copying.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from yzperf.forensics.passage_match import Match, is_copy, match_passages
from yzperf.forensics.shingles import HASH_BITS, Hashes, letters_of, shingle_hashes

_SAMPLED = np.uint64(4)
_PASSAGE_BITS = 64 - HASH_BITS
_PASSAGE = np.uint64((1 << _PASSAGE_BITS) - 1)
_LEAST_SAMPLED = 2  # sampled shingles that two passages must share to be compared
_MOST_COMPARED = 12  # passages that one passage is compared with, the likeliest first
_COMMON_SHARE = (
    0.02  # a shingle in more than this share of the reports, and in more than _COMMON_LEAST, is a set phrase
)
_COMMON_LEAST = 5


@dataclass(frozen=True, slots=True)
class Copied:
    """A passage of the new report and the passage of the corpus that it has most letters from.

    ``report`` is the number of the report in the corpus, ``source`` of the passage in it; ``also`` counts the other
    reports that hold it too.
    """

    passage: int
    report: int
    source: int
    match: Match
    also: int = 0


@dataclass(frozen=True, eq=False)
class CopyIndex:
    """The index. ``texts`` holds the passages of all reports, report after report; ``starts`` where each report begins.

    ``keys`` are sorted; ``common`` are sorted slots (lowest ``slot_bits`` bits of a hash) of shingles that do not count.
    """

    texts: tuple[str, ...]
    starts: npt.NDArray[np.int64]
    keys: Hashes
    common: Hashes
    slot_bits: int

    @property
    def reports(self) -> int:
        """Number of reports."""
        return len(self.starts) - 1

    def is_common(self, hashes: Hashes) -> npt.NDArray[np.bool_]:
        """Which shingles are set phrases."""
        return _among(hashes & np.uint64((1 << self.slot_bits) - 1), self.common)

    def report_of(self, passages: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Number of the report that each passage of the corpus belongs to."""
        return np.searchsorted(self.starts, passages, side="right") - 1

    def find(self, passages: Sequence[str], *, without: Iterable[int] = ()) -> list[Copied]:
        """Return the passages that stand in the corpus, in order, each with where it stands.

        Parameters
        ----------
        passages
            Paragraphs of the new report.
        without
            Reports of the corpus that are left out, such as the report itself.
        """
        pairs = self._candidates(passages, frozenset(without))
        return [copied for number in sorted(pairs) if (copied := self._best(number, passages[number], pairs[number]))]

    def _candidates(self, passages: Sequence[str], without: frozenset[int]) -> dict[int, list[int]]:
        """For each passage those of the corpus that share most sampled shingles."""
        hashes, owners = _sampled(passages)
        counts = ~self.is_common(hashes)
        hashes, owners = hashes[counts], owners[counts]
        first = np.searchsorted(self.keys, hashes << np.uint64(_PASSAGE_BITS))
        last = np.searchsorted(self.keys, (hashes << np.uint64(_PASSAGE_BITS)) | _PASSAGE, side="right")
        found = self.keys[_ranges(first, last)] & _PASSAGE
        joint = (np.repeat(owners, last - first).astype(np.uint64) << np.uint64(_PASSAGE_BITS)) | found
        pairs, shared = np.unique(joint, return_counts=True)
        pairs, shared = pairs[shared >= _LEAST_SAMPLED], shared[shared >= _LEAST_SAMPLED]
        reports = self.report_of((pairs & _PASSAGE).astype(np.int64))
        likeliest: dict[int, list[int]] = defaultdict(list)
        for at in np.lexsort((pairs, -shared)):
            number = int(pairs[at] >> np.uint64(_PASSAGE_BITS))
            if len(likeliest[number]) < _MOST_COMPARED and int(reports[at]) not in without:
                likeliest[number].append(int(pairs[at] & _PASSAGE))
        return likeliest

    def _best(self, number: int, passage: str, candidates: Sequence[int]) -> Copied | None:
        """The candidate with most shared letters, if it is a copy."""
        matches = {one: match_passages(passage, self.texts[one], self.is_common) for one in candidates}
        copies = {one: match for one, match in matches.items() if is_copy(match)}
        if not copies:
            return None
        best = max(copies, key=lambda one: (copies[one].letters, -one))
        reports = {int(report) for report in self.report_of(np.array(list(copies), dtype=np.int64))}
        report = int(self.report_of(np.array([best], dtype=np.int64))[0])
        return Copied(number, report, best - int(self.starts[report]), copies[best], len(reports) - 1)


def build_index(reports: Sequence[Sequence[str]], known: Iterable[str] = ()) -> CopyIndex:
    """Index a corpus.

    Parameters
    ----------
    reports
        Paragraphs of each report.
    known
        Texts that everybody may quote: statutory texts, frameworks, questions of forms.

    Raises
    ------
    ValueError
        If there are more passages than 24 bits can number.
    """
    starts = np.cumsum([0, *(len(report) for report in reports)])
    if starts[-1] > int(_PASSAGE):
        raise ValueError("too many passages")
    letters = sum(len(text) for report in reports for text in report)
    bits = max(16, (2 * letters).bit_length())
    common = _common_slots(reports, known, bits)
    parts = [_keys(report, int(start)) for report, start in zip(reports, starts[:-1], strict=True)]
    keys = np.concatenate([np.empty(0, dtype=np.uint64), *parts])
    del parts
    slots = (keys >> np.uint64(_PASSAGE_BITS)) & np.uint64((1 << bits) - 1)
    keys = keys[~_among(slots, common)]
    keys.sort()
    return CopyIndex(tuple(text for report in reports for text in report), starts, keys, common, bits)


def _common_slots(reports: Sequence[Sequence[str]], known: Iterable[str], bits: int) -> Hashes:
    """Slots of the shingles that stand in many reports or in a known text; a slot is shared by two shingles rarely."""
    counts = np.zeros(1 << bits, dtype=np.uint16)
    for report in reports:
        counts[np.unique(_slots(report, bits))] += np.uint16(1)
    is_common = counts > max(_COMMON_LEAST, _COMMON_SHARE * len(reports))
    is_common[_slots(list(known), bits)] = True
    return np.flatnonzero(is_common).astype(np.uint64)


def _slots(texts: Sequence[str], bits: int) -> npt.NDArray[np.int64]:
    hashes, _ = _hashes(texts)
    return (hashes & np.uint64((1 << bits) - 1)).astype(np.int64)


def _keys(texts: Sequence[str], start: int) -> Hashes:
    """Keys of one report, each once; ``start`` is the number of its first passage."""
    hashes, owners = _sampled(texts)
    keys = (hashes << np.uint64(_PASSAGE_BITS)) | (owners + start).astype(np.uint64)
    return np.unique(keys)


def _sampled(texts: Sequence[str]) -> tuple[Hashes, npt.NDArray[np.int64]]:
    hashes, owners = _hashes(texts)
    chosen = hashes % _SAMPLED == 0
    return hashes[chosen], owners[chosen]


def _hashes(texts: Sequence[str]) -> tuple[Hashes, npt.NDArray[np.int64]]:
    """Hashes of all shingles that lie within one text, and the number of that text."""
    letters = letters_of("\n".join(texts))
    hashes = shingle_hashes(letters.codes)
    ends = np.cumsum([len(text) + 1 for text in texts])
    owners = np.searchsorted(ends, letters.positions, side="right")
    last = owners[len(owners) - len(hashes) :]
    inside = owners[: len(hashes)] == last
    return hashes[inside], last[inside]


def _among(values: Hashes, sorted_values: Hashes) -> npt.NDArray[np.bool_]:
    if not len(sorted_values):
        return np.zeros(len(values), dtype=bool)
    at = np.minimum(np.searchsorted(sorted_values, values), len(sorted_values) - 1)
    found: npt.NDArray[np.bool_] = sorted_values[at] == values
    return found


def _ranges(first: npt.NDArray[np.int64], last: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """All whole numbers of the half-open ranges, one range after the other."""
    lengths = last - first
    begins = np.cumsum(lengths) - lengths
    numbers: npt.NDArray[np.int64] = np.arange(lengths.sum()) - np.repeat(begins - first, lengths)
    return numbers
