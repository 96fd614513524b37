"""Two passages side by side (段落对照): which letters of the one stand in the other too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from yzperf.forensics.shingles import Hashes, Letters, covered, letters_of, runs, shingle_hashes

LEAST_LETTERS = 40  # shared letters below which likeness is chance or a set phrase
LEAST_SHARE = 0.5  # of the letters that count, in one of the two passages
Span = tuple[int, int]
Common = Callable[[Hashes], npt.NDArray[np.bool_]]


@dataclass(frozen=True, slots=True)
class Match:
    """What two passages share.

    ``letters`` are shared letters of the first, ``share`` and ``source_share`` their share of the letters that count (set
    phrases left out), ``spans`` and ``source_spans`` where they stand in the two texts.
    """

    letters: int
    share: float
    source_share: float
    spans: tuple[Span, ...]
    source_spans: tuple[Span, ...]


def match_passages(passage: str, source: str, is_common: Common) -> Match:
    """Compare two passages letter by letter.

    Parameters
    ----------
    is_common
        Tells which shingles are set phrases and do not count.

    Examples
    --------
    >>> none = lambda hashes: np.zeros(len(hashes), dtype=bool)
    >>> match = match_passages("本项目运维经费没有列入年度预算", "该镇运维经费没有列入年度预算。", none)
    >>> match.letters, round(match.share, 2), match.spans
    (12, 0.8, ((3, 15),))
    """
    one, other = letters_of(passage), letters_of(source)
    here, there = shingle_hashes(one.codes), shingle_hashes(other.codes)
    mine, theirs = ~is_common(here), ~is_common(there)
    shared = covered(mine & np.isin(here, there), len(one))
    back = covered(theirs & np.isin(there, here), len(other))
    count = int(shared.sum())
    return Match(
        count,
        _share(count, covered(mine, len(one))),
        _share(int(back.sum()), covered(theirs, len(other))),
        _spans(shared, one),
        _spans(back, other),
    )


def is_copy(match: Match) -> bool:
    """Whether enough is shared to show the two passages to a person."""
    return match.letters >= LEAST_LETTERS and max(match.share, match.source_share) >= LEAST_SHARE


def distinctive_letters(passage: str, is_common: Common) -> int:
    """Letters of a passage that count: those in at least one shingle that is no set phrase."""
    letters = letters_of(passage)
    return int(covered(~is_common(shingle_hashes(letters.codes)), len(letters)).sum())


def _share(shared: int, counting: npt.NDArray[np.bool_]) -> float:
    whole = int(counting.sum())
    return shared / whole if whole else 0.0


def _spans(marked: npt.NDArray[np.bool_], letters: Letters) -> tuple[Span, ...]:
    return tuple(
        (int(letters.positions[since]), int(letters.positions[until - 1]) + 1) for since, until in runs(marked)
    )
