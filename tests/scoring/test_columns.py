"""Whole columns score like single rows, on ties, at the limits, and refuse what would wrap."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ON
from tests.scoring.test_item import row
from yzperf.errors import ScoreError
from yzperf.rules import Rules, load_rules
from yzperf.scoring.columns import LIMIT, score_columns
from yzperf.scoring.item import ItemScorer

RULES = load_rules(on=ON, region="扬中")
lines = st.tuples(st.integers(0, 10**5), st.integers(0, 10**5), st.integers(1, 10_000), st.sampled_from("≥≤="))


def columns(rows) -> tuple[np.ndarray, ...]:
    actual, target, weight, relation = zip(*rows, strict=True)
    return *(np.array(values, dtype=np.int64) for values in (actual, target, weight)), np.array(relation)


@pytest.mark.parametrize("profile", ["cn10", "cn101"])
@given(rows=st.lists(lines, min_size=1, max_size=30))
def test_columns_score_like_rows(profile: str, rows) -> None:
    scorer = ItemScorer(RULES, RULES.profile(profile))
    points = score_columns(*columns(rows), RULES.profile(profile))
    for (actual, target, weight, relation), found in zip(rows, points, strict=True):
        one = scorer.score(row(f"{relation}{target}", str(actual), weight=str(Decimal(weight) / 100)))
        assert Decimal(int(found)).scaleb(-2) == one.score


def test_every_tie_is_rounded_up(rules: Rules) -> None:
    # weight 1.00, target 200: every odd actual value is an exact tie
    actual = np.arange(1, 200, 2, dtype=np.int64)
    points = score_columns(
        actual, np.full_like(actual, 200), np.full_like(actual, 100), np.full(100, "≥"), rules.profile("cn10")
    )
    assert points.tolist() == [(value + 1) // 2 for value in actual.tolist()]


@pytest.mark.parametrize("profile", ["cn10", "cn101"])
def test_values_at_the_limit_are_exact_and_one_beyond_is_refused(rules: Rules, profile: str) -> None:
    chosen = rules.profile(profile)
    factor = 2 * (chosen.floor.denominator * 2 if chosen.floor else 1)
    largest = LIMIT // (1000 * 2 * factor + factor)

    def points(value: int) -> int:
        given = [(value, largest, 1000, "≥")]
        return int(score_columns(*columns(given), chosen)[0])

    rate = Fraction(largest - 1, largest)
    wanted = (rate - chosen.floor) / (1 - chosen.floor) if chosen.floor else rate
    assert points(largest - 1) == int(wanted * 1000 + Fraction(1, 2))
    with pytest.raises(ScoreError, match="溢出"):
        points(largest + 1)


def test_all_refusals_at_once(rules: Rules) -> None:
    rows = [(1, -1, 100, "≥"), (1, 1, 100, "约"), (LIMIT, 1, 100, "≥")]
    with pytest.raises(ScoreError) as caught:
        score_columns(*columns(rows), rules.profile("cn10"))
    assert len(caught.value.problems) == 3
