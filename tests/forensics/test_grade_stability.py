"""Shares of other grades against exact probabilities and against a plain loop."""

from __future__ import annotations

import random

import pytest

from yzperf.forensics.grade_stability import share_of_other_grades


def test_two_rows_on_the_bound_change_in_half_of_all_shifts() -> None:
    share = share_of_other_grades([50, 40], [50, 50], [90], spread=0.1)
    assert share == pytest.approx(0.5, abs=0.03)  # 90 is reached when the better row gains


def test_against_a_plain_loop() -> None:
    scores, weights, bounds = [20, 30, 28.4, 11.7], [20, 35, 30, 15], [90.0, 80.0, 60.0]
    draw = random.Random(7)
    other = 0
    for _ in range(20_000):
        shifted = [weight * draw.uniform(0.9, 1.1) for weight in weights]
        total = sum(score / weight * new for score, weight, new in zip(scores, weights, shifted, strict=True))
        other += total / sum(shifted) * 100 >= 90.0
    assert share_of_other_grades(scores, weights, bounds, spread=0.1) == pytest.approx(
        1 - other / 20_000 if sum(scores) >= 90 else other / 20_000, abs=0.03
    )


def test_a_firm_grade_never_changes() -> None:
    assert share_of_other_grades([47, 48], [50, 50], [90, 80, 60], spread=0.1) == 0
    assert share_of_other_grades([45, 45], [50, 50], [90, 80, 60], spread=0.1) == 0  # all rates alike: on the bound


def test_the_same_sheet_gives_the_same_share() -> None:
    first, second = (share_of_other_grades([50, 40], [50, 50], [90], spread=0.1) for _ in range(2))
    assert first == second
