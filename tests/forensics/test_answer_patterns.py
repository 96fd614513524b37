"""Nearest copies, runs and spread against plain loops."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from yzperf.forensics import answer_patterns as patterns

CODES = arrays(np.int64, st.tuples(st.integers(2, 9), st.integers(1, 7)), elements=st.integers(-1, 3))


@given(CODES)
def test_nearest_copies_as_counted_pair_by_pair(codes: np.ndarray) -> None:
    best, partner = patterns.nearest_copies(codes)
    for one, row in enumerate(codes):
        shares = [((row == other) & (row != -1)).mean() if place != one else -1 for place, other in enumerate(codes)]
        assert best[one] == pytest.approx(max(shares))
        assert partner[one] == int(np.argmax(shares))


@given(CODES)
def test_runs_as_counted_one_by_one(codes: np.ndarray) -> None:
    answers = np.where(codes < 0, np.nan, codes.astype(float))
    for row, longest in zip(answers, patterns.longest_runs(answers), strict=True):
        run = most = 1
        for before, after in pairwise(row):
            run = run + 1 if before == after else 1
            most = max(most, run)
        assert longest == most


def test_spread_leaves_out_missing_answers() -> None:
    spread = patterns.spread_within(np.array([[1.0, 3.0, np.nan], [2.0, 2.0, 2.0], [np.nan, 5.0, np.nan]]))
    assert spread[0] == pytest.approx(np.sqrt(2))
    assert spread[1] == 0
    assert np.isnan(spread[2])


def test_many_people_are_compared_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    codes = np.random.default_rng(1).integers(0, 4, (50, 6))
    whole = patterns.nearest_copies(codes)
    monkeypatch.setattr("yzperf.forensics.answer_patterns._CELLS_AT_ONCE", 900)
    assert np.array_equal(patterns.nearest_copies(codes), whole)
