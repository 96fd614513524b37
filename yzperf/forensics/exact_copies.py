"""Equal rows of answers (完全相同的答卷), against what chance gives among people of the same score.

Within a band of equal scores the answers of each item are shuffled over the people: the items keep their difficulty and
people their rough level, but who answers like whom becomes chance.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from yzperf.forensics.answer_patterns import nearest_copies

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
    """One draw of the null: every item shuffled over the people of each band."""
    places = np.argsort(band, kind="stable")
    draw = codes.copy()
    for item in range(codes.shape[1]):
        drawn = np.lexsort((random.random(len(codes)), band))
        draw[places, item] = codes[drawn, item]
    return draw


def excess_of_copies(codes: Codes, draws: int = 99, seed: int = 0) -> tuple[int, float, float]:
    """People whose varied answers someone else gave as well: observed, mean of the null, and share of draws as high."""
    random, band = np.random.default_rng(seed), bands(codes)
    observed = _copied(codes)
    null = [_copied(shuffled_within(codes, band, random)) for _ in range(draws)]
    return observed, float(np.mean(null)), (1 + sum(one >= observed for one in null)) / (1 + draws)


def _copied(codes: Codes) -> int:
    full = codes[varied(codes) & (codes >= 0).all(axis=1)]
    counts = np.unique(full, axis=0, return_counts=True)[1] if len(full) else np.zeros(0, np.int64)
    return int(counts[counts > 1].sum())


def threshold_of_likeness(codes: Codes, draws: int = 49, seed: int = 0) -> float:
    """The greatest share of equal answers that any pair reaches in any of the draws: what is above is no chance.

    Exact copies are to be taken out first: among them a draw changes nothing.
    """
    random, band = np.random.default_rng(seed), bands(codes)
    return max(float(nearest_copies(shuffled_within(codes, band, random))[0].max()) for _ in range(draws))
