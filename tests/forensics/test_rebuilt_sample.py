"""Rebuilt samples against every sample of a small size, and printed deviations against published limits."""

from __future__ import annotations

from itertools import combinations_with_replacement
from statistics import mean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yzperf.forensics.granularity import deviation_is_possible, greatest_deviation
from yzperf.forensics.rebuilt_sample import rebuild, sample_with


@pytest.mark.parametrize(("n", "scale"), [(5, (1, 5)), (6, (0, 3)), (4, (1, 7)), (5, (-1, 2))])
def test_a_sample_is_found_if_and_only_if_there_is_one(n: int, scale: tuple[int, int]) -> None:
    bottom, top = scale
    samples = combinations_with_replacement(range(bottom, top + 1), n)
    genuine = {(sum(sample), sum(one * one for one in sample)) for sample in samples}
    for total in range(n * bottom - 2, n * top + 3):
        for squares in range(n * max(bottom**2, top**2) + 3):
            counts = sample_with(total, squares, n, scale)
            assert (counts is not None) == ((total, squares) in genuine), (total, squares)
            if counts is not None:
                assert sum(counts.values()) == n
                assert sum(answer * many for answer, many in counts.items()) == total
                assert sum(answer**2 * many for answer, many in counts.items()) == squares


@given(st.lists(st.integers(1, 10), min_size=2, max_size=300))
def test_a_genuine_sample_can_always_be_rebuilt(answers: list[int]) -> None:
    shown = f"{mean(answers):.2f}", f"{stdev(answers):.2f}"
    counts = rebuild(*shown, len(answers), (1, 10))
    assert counts is not None
    again = [answer for answer, many in counts.items() for _ in range(many)]
    assert abs(mean(again) - float(shown[0])) <= 0.00501
    assert abs(stdev(again) - float(shown[1])) <= 0.00501


def test_rebuilding_settles_what_bounds_and_parity_leave_open() -> None:
    """Of the pairs that pass GRIMMER on a scale of three, some have no sample."""
    pairs = [("1.20", f"{at / 100:.2f}") for at in range(170)]
    passed = [pair for pair in pairs if deviation_is_possible(*pair, 10, scale=(0, 3))]
    settled = [pair for pair in passed if rebuild(*pair, 10, (0, 3))]
    samples = combinations_with_replacement(range(4), 10)
    genuine = {f"{stdev(sample):.2f}" for sample in samples if sum(sample) == 12}
    assert {deviation for _, deviation in settled} == genuine
    assert len(settled) < len(passed)


@pytest.mark.parametrize(("printed", "n", "possible"), [(("5.21", "1.60"), 28, True), (("3.44", "2.47"), 18, False)])
def test_published_grimmer_examples(printed: tuple[str, str], n: int, possible: bool) -> None:
    """The two examples of the R package rsprite2, repeated in the tests of scrutiny."""
    assert deviation_is_possible(*printed, n) is possible


def test_the_published_debit_example() -> None:
    """The example of scrutiny's vignette on DEBIT: a mean of 0.35 and a deviation of 0.18 of 20 zeros and ones."""
    assert not deviation_is_possible("0.35", "0.18", 20, scale=(0, 1))
    assert deviation_is_possible("0.35", "0.49", 20, scale=(0, 1))


def test_the_published_greatest_deviation() -> None:
    """rsprite2 gives 0.45 to 3.03 for five answers of 1 to 7 with a mean of 4.20; nothing but 0 for a mean at the end."""
    possible = [at for at in range(400) if deviation_is_possible("4.20", f"{at / 100:.2f}", 5, scale=(1, 7))]
    assert (possible[0], possible[-1]) == (45, 303)
    assert greatest_deviation("1.0000", 100, (1, 7)) < 0.03


def test_a_deviation_divided_by_n_is_another_one() -> None:
    assert deviation_is_possible("0.50", "0.50", 6, scale=(0, 1), population=True)
    assert not deviation_is_possible("0.50", "0.50", 6, scale=(0, 1))
    assert deviation_is_possible("0.50", "0.55", 6, scale=(0, 1))


@given(st.lists(st.floats(1, 5), min_size=2, max_size=40))
def test_no_genuine_deviation_exceeds_the_greatest(answers: list[float]) -> None:
    assert stdev(answers) <= greatest_deviation(f"{mean(answers):.2f}", len(answers), (1, 5)) + 1e-9
