"""Patterns in rows of answers (答卷形态): nearest copies, longest runs of one answer, spread within a person.

References
----------
Kuriakose, N. and Robbins, M. (2016). Don't get duped: fraud through duplication in public opinion surveys.
Statistical Journal of the IAOS 32(3). Simmons, K. et al. (2016), in the same issue, on how genuine data get flagged.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int64]  # shape (people, items); -1 where there is no answer
Floats = NDArray[np.float64]
NO_ANSWER = -1
_CELLS_AT_ONCE = 20_000_000


def nearest_copies(codes: Codes) -> tuple[Floats, Codes]:
    """For each person the greatest share of identical answers with anyone else, and with whom (the first such).

    Two missing answers are not identical. Memory grows with the people, not with their pairs.
    """
    people, items = codes.shape
    best, partner = np.zeros(people), np.zeros(people, np.int64)
    step = max(1, _CELLS_AT_ONCE // (people * items))
    for first in range(0, people, step):
        block = codes[first : first + step]
        same = np.zeros((len(block), people), np.int64)
        for item in range(items):
            same += (block[:, item, None] == codes[None, :, item]) & (block[:, item, None] != NO_ANSWER)
        same[np.arange(len(block)), np.arange(first, first + len(block))] = NO_ANSWER
        partner[first : first + step] = same.argmax(axis=1)
        best[first : first + step] = same.max(axis=1) / items
    return best, partner


def longest_runs(answers: Floats) -> Codes:
    """Most answers in a row that are the same, in the order of the questionnaire; a missing answer (NaN) ends a run."""
    runs, longest = np.ones(len(answers), np.int64), np.ones(len(answers), np.int64)
    for item in range(1, answers.shape[1]):
        goes_on = answers[:, item] == answers[:, item - 1]
        runs = np.where(goes_on, runs + 1, 1)
        longest = np.maximum(longest, runs)
    return longest


def spread_within(answers: Floats) -> Floats:
    """Standard deviation of each person's own answers (IRV); NaN for fewer than two answers."""
    given = ~np.isnan(answers)
    count = given.sum(axis=1)
    filled = np.where(given, answers, 0.0)
    mean = filled.sum(axis=1) / np.maximum(count, 1)
    squares = (np.where(given, answers - mean[:, None], 0.0) ** 2).sum(axis=1)
    return np.sqrt(np.where(count > 1, squares / np.maximum(count - 1, 1), np.nan))
