"""Agreement against chance: the stated figures for noise, and the measures of the methods room."""

from __future__ import annotations

from itertools import permutations, product

import numpy as np
import pandas as pd
import pytest

from yzperf.forensics.concordance import concordance, midranks
from yzperf.forensics.rater_agreement import chance_of_ranks, rank_agreement, score_agreement
from yzperf.methods import intraclass_correlation, kendall_w


@pytest.mark.parametrize(("objects", "critical"), [(5, 0.45), (10, 0.35), (20, 0.31)])
def test_chance_alone_gives_five_raters_a_fifth(objects: int, critical: float) -> None:
    """quality.md: 0.20 on average, 95 % point 0.45, 0.35, 0.31 for 5, 10, 20 items."""
    mean, point = chance_of_ranks(objects, 5)
    assert mean == pytest.approx(0.2, abs=0.005)
    assert point == pytest.approx(critical, abs=0.025)


def test_the_null_of_few_is_that_of_all_deals() -> None:
    scores = np.array([[3.0, 2.0, 3.0], [2.0, 3.0, 2.0], [1.0, 1.0, 1.0]])
    found = rank_agreement(scores)
    orders = list(permutations([1.0, 2.0, 3.0]))
    every = [concordance(np.column_stack(deal))[0] for deal in product(orders, repeat=3)]
    assert found.value == pytest.approx(concordance(midranks(scores))[0])
    assert found.expected == pytest.approx(np.mean(every))
    assert found.p == pytest.approx(np.mean([one >= found.value - 1e-12 for one in every]))


def test_the_measures_are_those_of_the_methods() -> None:
    rng = np.random.default_rng(1)
    scores = rng.normal(80, 5, (12, 1)) + rng.normal(0, 4, (12, 5)) + rng.normal(0, 3, 5)
    frame = pd.DataFrame(scores, columns=list("甲乙丙丁戊"))
    assert rank_agreement(scores).value == pytest.approx(kendall_w(frame).w)
    forms = intraclass_correlation(frame).forms
    assert score_agreement(scores).value == pytest.approx(forms["ICC(3,1)"].estimate)
    assert score_agreement(scores, absolute=True).value == pytest.approx(forms["ICC(2,1)"].estimate)


def test_noise_is_within_chance_and_agreement_beyond() -> None:
    rng = np.random.default_rng(6)
    noise = [rank_agreement(rng.normal(size=(10, 5)), draws=399) for _ in range(200)]
    assert 0.02 <= np.mean([one.is_beyond_chance for one in noise]) <= 0.10  # nominal 5 %, 200 runs
    assert np.mean([one.value > 0.3 for one in noise]) > 0.10  # the fixed bound passes noise
    same = rng.normal(80, 8, (10, 1)) + rng.normal(0, 3, (10, 5))
    assert rank_agreement(same).is_beyond_chance
    assert score_agreement(same).is_beyond_chance
    assert score_agreement(rng.normal(size=(10, 5))).expected == pytest.approx(0, abs=0.02)
