"""Printed means, shares and deviations against every sample that can exist."""

from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import combinations_with_replacement
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yzperf.forensics.granularity import decimals, deviation_is_possible, possible_totals, power, printed_interval


def _printed(value: Fraction | float, places: int, rounding: str = ROUND_HALF_UP) -> str:
    exact = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else Decimal(value)
    return str(exact.quantize(Decimal(1).scaleb(-places), rounding))


@given(
    st.lists(st.integers(0, 100), min_size=1, max_size=60),
    st.integers(0, 3),
    st.sampled_from([ROUND_HALF_UP, ROUND_HALF_DOWN]),
)
def test_no_genuine_mean_is_refused(answers: list[int], places: int, rounding: str) -> None:
    printed = _printed(Fraction(sum(answers), len(answers)), places, rounding)
    assert sum(answers) in possible_totals(printed, len(answers))


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.integers(0, 2))
def test_no_genuine_percentage_is_refused(pair: tuple[int, int], places: int) -> None:
    yes, people = pair
    assert yes in possible_totals(_printed(Fraction(100 * yes, people), places), people, percent=True)


def _impossible(n: int) -> float:
    return sum(not possible_totals(f"{k / 100:.2f}", n) for k in range(100, 500)) / 400


@pytest.mark.parametrize("n", [7, 27, 60, 99])
def test_power_is_the_share_of_impossible_numbers(n: int) -> None:
    assert _impossible(n) == pytest.approx(power("4.00", n))


def test_power_is_less_where_means_end_in_a_five() -> None:
    """A mean of 4.025 may be printed 4.02 or 4.03: the published formula takes no account of it."""
    assert _impossible(40) == pytest.approx(0.4)
    assert power("4.00", 40) == pytest.approx(0.6)


def test_zeros_at_the_end_say_more() -> None:
    assert decimals("5.00") == 2
    assert possible_totals("5", 3) == range(14, 17)
    assert list(possible_totals("5.00", 3)) == [15]
    assert printed_interval("92.5", percent=True) == (Fraction(9245, 10000), Fraction(9255, 10000))


@pytest.mark.parametrize(("n", "scale"), [(5, (1, 5)), (6, (0, 3))])
def test_no_genuine_deviation_is_refused(n: int, scale: tuple[int, int]) -> None:
    for sample in combinations_with_replacement(range(scale[0], scale[1] + 1), n):
        mean = Fraction(sum(sample), n)
        deviation = sqrt(sum((one - mean) ** 2 for one in sample) / (n - 1))
        assert deviation_is_possible(_printed(mean, 2), _printed(deviation, 2), n, scale=scale), sample


def test_deviations_that_no_sample_has_are_refused() -> None:
    """Of all printed pairs of a small scale, few of the impossible ones pass; the test is necessary, not sufficient."""
    n, scale = 5, (1, 5)
    genuine = set()
    for sample in combinations_with_replacement(range(1, 6), n):
        mean = Fraction(sum(sample), n)
        genuine.add((_printed(mean, 2), _printed(sqrt(sum((one - mean) ** 2 for one in sample) / (n - 1)), 2)))
    means = {mean for mean, _ in genuine}
    pairs = [(mean, f"{k / 100:.2f}") for mean in means for k in range(230)]
    passed = {pair for pair in pairs if deviation_is_possible(*pair, n, scale=scale)}
    assert genuine <= passed
    assert len(passed - genuine) < 0.02 * len(pairs)


def test_a_deviation_beyond_the_scale_is_refused() -> None:
    assert deviation_is_possible("3.00", "2.11", 10, scale=(1, 5))  # five 1s and five 5s: the most there is
    assert not deviation_is_possible("3.00", "2.20", 10, scale=(1, 5))
    assert not deviation_is_possible("5.40", "0.50", 10, scale=(1, 5))


def test_one_answer_has_no_deviation() -> None:
    assert deviation_is_possible("4.00", "0.00", 1)
    assert not deviation_is_possible("4.00", "0.50", 1)
