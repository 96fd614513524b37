"""Equal rows of answers (完全相同的答卷), against what chance gives among people of the same score.

Within a band of equal scores the answers of each item are shuffled over the people: the items keep their difficulty and
people their rough level, but who answers like whom becomes chance.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yzperf.forensics.answer_patterns import nearest_copies
from yzperf.forensics.remembered import remembered

Codes = NDArray[np.int64]
Floats = NDArray[np.float64]


def varied(codes: Codes, least: int = 3) -> NDArray[np.bool_]:
    """People who gave at least so many different answers: they tick no straight line."""
    ordered = np.sort(codes, axis=1)
    steps = (ordered[:, 1:] != ordered[:, :-1]) & (ordered[:, :-1] >= 0)
    several: NDArray[np.bool_] = steps.sum(axis=1) + (ordered[:, -1] >= 0) >= least
    return several


def equal_rows(codes: Codes) -> list[list[int]]:
    """Groups of people with the same answers throughout, none missing."""
    groups: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for at, row in enumerate(codes.tolist()):
        if -1 not in row:
            groups[tuple(row)].append(at)
    return [group for group in groups.values() if len(group) > 1]


def bands(codes: Codes, people: int = 20) -> Codes:
    """Bands of neighbouring total scores, each of about so many people; equal scores are not parted."""
    totals = np.where(codes >= 0, codes, 0).sum(axis=1)
    ranks = np.searchsorted(np.sort(totals), totals)
    labels: Codes = (ranks // max(1, people)).astype(np.int64)
    return labels


def shuffled_within(codes: Codes, band: Codes, random: np.random.Generator) -> Codes:
    """One draw of the null: every item shuffled over the people of each band; the same whatever order people come in."""
    order = np.lexsort((*codes.T, band))
    sorted_codes, sorted_band = codes[order], band[order]
    draw = codes.copy()
    for item in range(codes.shape[1]):
        drawn = np.lexsort((random.random(len(codes)), sorted_band))
        draw[order, item] = sorted_codes[drawn, item]
    return draw


@dataclass(frozen=True, slots=True)
class Repeated:
    """A pattern that more people gave than chance makes: those people, how many chance makes, share of draws as odd."""

    people: tuple[int, ...]
    expected: float
    p: float


@remembered
def most_repeated(codes: Codes, draws: int = 99, seed: int = 0) -> Repeated | None:
    """The varied pattern that is repeated most beyond what its band gives; None where no pattern is.

    A rare pattern given five times says more than a common one given ten times: what is compared is the likelihood ratio
    of the count to its expectation, the repeated pattern itself left out of it.
    """
    random, band = np.random.default_rng(seed), bands(codes)
    surprise, people, expected = _oddest(codes, band)
    if not people:
        return None
    null = [_oddest(shuffled_within(codes, band, random), band)[0] for _ in range(draws)]
    return Repeated(people, expected, (1 + sum(one >= surprise for one in null)) / (1 + draws))


def _oddest(codes: Codes, band: Codes) -> tuple[float, tuple[int, ...], float]:
    rows = np.flatnonzero(varied(codes) & (codes >= 0).all(axis=1))
    best: tuple[float, tuple[int, ...], float] = (0.0, (), 0.0)
    for group in equal_rows(codes[rows]):
        people = rows[group]
        expected = _expected(codes, band == band[people[0]], people)
        count = len(people)
        surprise = count * np.log(count / expected) - (count - expected) if count > expected else 0.0
        best = max(best, (float(surprise), tuple(people.tolist()), expected))
    return best


def _expected(codes: Codes, in_band: NDArray[np.bool_], people: NDArray[np.int64]) -> float:
    """How many of a band give this very pattern, were its answers independent there; half an answer is added to each."""
    others = in_band.copy()
    others[people] = False
    rest = codes[others]
    levels = int(codes.max()) + 1
    agreeing = (rest == codes[people[0]]).sum(axis=0)
    shares = (agreeing + 0.5) / (len(rest) + 0.5 * levels)
    return max(float(in_band.sum() * np.prod(shares)), 1e-3)


@dataclass(frozen=True, slots=True)
class Crowd:
    """The sheet with most near copies, how many those are, their mean over the draws, share of draws with as many."""

    centre: int
    found: int
    expected: float
    p: float


@remembered
def densest(codes: Codes, within: int, draws: int = 49, seed: int = 0) -> Crowd | None:
    """The sheet that most others differ from in at most so many answers; None where no sheet is far from a straight line.

    Content people crowd around straight lines: only sheets too far off for a straight line to be a near copy are looked
    at. The near copies are taken out before the draws, or chance would be drawn from the copies themselves.
    """
    random = np.random.default_rng(seed)
    centre, found = _most_crowded(codes, within)
    if found < 0:
        return None
    rest = codes[~_near(codes, codes[centre], within)]
    band, scale = bands(rest), len(codes) / max(1, len(rest))
    null = [max(0, _most_crowded(shuffled_within(rest, band, random), within)[1]) * scale for _ in range(draws)]
    return Crowd(centre, found, float(np.mean(null)), (1 + sum(one >= found for one in null)) / (1 + draws))


def _near(codes: Codes, row: Codes, within: int) -> NDArray[np.bool_]:
    near: NDArray[np.bool_] = ((codes == row) & (codes >= 0)).sum(axis=1) >= codes.shape[1] - within
    return near


def _most_crowded(codes: Codes, within: int) -> tuple[int, int]:
    """The sheet and how many others are near it; -1 where no sheet is far enough from a straight line."""
    usual = np.stack([(codes == level).sum(axis=1) for level in range(int(codes.max(initial=0)) + 1)]).max(axis=0)
    rows = np.flatnonzero((usual <= codes.shape[1] - 2 * within - 1) & (codes >= 0).all(axis=1))
    counts = [int(_near(codes, codes[at], within).sum()) - 1 for at in rows]
    at = int(np.argmax(counts)) if counts else -1
    return (int(rows[at]), counts[at]) if counts else (0, -1)


@remembered
def excess_of_copies(
    codes: Codes, ticks: Codes | None = None, *, least: int = 3, within: int = 0, draws: int = 99, seed: int = 0
) -> tuple[int, float, float]:
    """People with another's varied answers, or all but a few of them: observed, mean of the null, share of draws as high.

    Parameters
    ----------
    codes
        Items of a scale, shape (people, items), −1 for no answer; only people who gave ``least`` different ones count.
    ticks
        Other closed questions, shape (people, questions), which copies have in common as well.
    within
        Answers in which a copy may differ.
    """
    random, band = np.random.default_rng(seed), bands(codes)
    whole = codes if ticks is None else np.column_stack([codes, ticks])
    observed = _copied(whole, codes.shape[1], least, within)
    null = [_copied(shuffled_within(whole, band, random), codes.shape[1], least, within) for _ in range(draws)]
    return observed, float(np.mean(null)), (1 + sum(one >= observed for one in null)) / (1 + draws)


def _copied(whole: Codes, items: int, least: int, within: int) -> int:
    codes = whole[:, :items]
    full = whole[varied(codes, least) & (codes >= 0).all(axis=1)]
    if not len(full):
        return 0
    if not within:
        counts = np.unique(full, axis=0, return_counts=True)[1]
        return int(counts[counts > 1].sum())
    apart = sum((column[:, None] != column[None, :]).astype(np.int16) for column in full.T)
    distances = np.asarray(apart) + np.eye(len(full), dtype=np.int16) * np.int16(full.shape[1] + 1)
    return int((distances.min(axis=1) <= within).sum())


@remembered
def threshold_of_likeness(codes: Codes, draws: int = 49, seed: int = 0) -> float:
    """The greatest share of equal answers that any pair reaches in any of the draws: what is above is no chance.

    Exact copies are to be taken out first: among them a draw changes nothing.
    """
    random, band = np.random.default_rng(seed), bands(codes)
    return max(float(nearest_copies(shuffled_within(codes, band, random))[0].max()) for _ in range(draws))
