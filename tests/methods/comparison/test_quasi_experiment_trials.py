"""Coverage and size by simulation, with few repeats; ``python -m benchmarks.quasi_experiment_trials`` runs them fully."""

from __future__ import annotations

import pytest

from benchmarks.comparison_trials import rates
from benchmarks.quasi_experiment_trials import TRIALS

REPEATS = 100


@pytest.mark.parametrize("name", TRIALS)
def test_interval_holds_the_truth_and_the_test_keeps_its_level(name: str) -> None:
    """Of 100 trials, 95 are expected to hold: fewer than 88 or more than 12 rejections have a chance of 1 in 500."""
    held, rejected = rates(TRIALS[name], REPEATS)
    assert held >= 0.88
    assert rejected <= 0.12
