"""Equal rows against hand-made ones and against their null."""

from __future__ import annotations

import numpy as np

from yzperf.forensics.answer_patterns import nearest_copies
from yzperf.forensics.exact_copies import (
    bands,
    equal_rows,
    excess_of_copies,
    shuffled_within,
    threshold_of_likeness,
    varied,
)


def test_equal_rows_without_a_gap() -> None:
    assert equal_rows(np.array([[0, 1], [0, 1], [0, -1], [0, -1], [1, 1]])) == [[0, 1]]


def test_straight_lines_and_two_answers_are_not_varied() -> None:
    assert varied(np.array([[0, 0, 0], [0, 1, 0], [0, 1, 2], [0, 1, -1]])).tolist() == [False, False, True, False]


def test_equal_scores_share_a_band() -> None:
    codes = np.array([[0], [0], [0], [1], [2]])
    assert bands(codes, people=2).tolist() == [0, 0, 0, 1, 2]


def test_a_draw_keeps_the_answers_of_every_item_in_every_band() -> None:
    random = np.random.default_rng(0)
    codes, band = random.integers(0, 5, (60, 4)), np.arange(60) % 3
    drawn = shuffled_within(codes, band, random)
    for label in range(3):
        for item in range(4):
            assert sorted(drawn[band == label, item]) == sorted(codes[band == label, item])
    assert (drawn != codes).any()


def test_copies_are_an_excess_and_honest_sheets_are_none() -> None:
    random = np.random.default_rng(1)
    codes = random.integers(0, 5, (120, 8))
    assert excess_of_copies(codes)[2] > 0.01
    codes[:12] = codes[20]
    observed, expected, p = excess_of_copies(codes)
    assert (observed, p) == (13, 0.01)
    assert expected < 2


def test_no_honest_pair_is_above_the_threshold_and_a_near_copy_is() -> None:
    codes = np.random.default_rng(2).integers(0, 5, (80, 20))
    limit = threshold_of_likeness(codes)
    assert nearest_copies(codes)[0].max() <= limit < 0.95
    codes[5] = codes[6]
    codes[5, 0] = (codes[5, 0] + 1) % 5
    assert np.flatnonzero(nearest_copies(codes)[0] > threshold_of_likeness(codes)).tolist() == [5, 6]
