"""Coverage and size of synthetic controls by simulation; ``python -m benchmarks.synthetic_trials`` runs them in full."""

from __future__ import annotations

import pytest

from benchmarks.comparison_trials import rates
from benchmarks.synthetic_trials import TRIALS

REPEATS = 40


@pytest.mark.parametrize("name", TRIALS)
def test_interval_holds_the_truth_and_the_test_keeps_its_level(name: str) -> None:
    """Of 40 trials 38 are expected to hold: fewer than 33 or more than 7 rejections have a chance of 1 in 300."""
    held, rejected = rates(TRIALS[name], REPEATS)
    assert held >= 33 / 40
    assert rejected <= 7 / 40
