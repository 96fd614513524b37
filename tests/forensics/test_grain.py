"""Printed means against every mean that some number of people can give, however it was rounded."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yzperf.forensics.grain import Grain

ROUNDINGS = (ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN)


def printed(value: Fraction, places: int, rounding: str) -> str:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(exact.quantize(Decimal(1).scaleb(-places), rounding))


def every_print(n: int, places: int, step: Fraction, *, cut: bool) -> set[str]:
    """All that n answers between 0 and 10 steps can be printed as."""
    ways = (*ROUNDINGS, ROUND_DOWN) if cut else ROUNDINGS
    return {printed(step * total / n, places, way) for total in range(10 * n + 1) for way in ways}


@pytest.mark.parametrize(("n", "step"), [(7, Fraction(1)), (12, Fraction(1)), (24, Fraction(20)), (33, Fraction(5))])
def test_what_is_possible_is_what_can_be_printed(n: int, step: Fraction) -> None:
    rounded, cut = (every_print(n, 1, step, cut=way) for way in (False, True))
    grain = Grain(range(n, n + 1), step=step)
    texts = [f"{at / 10:.1f}" for at in range(int(90 * step))]
    assert {text for text in texts if grain.gives(text)} == rounded & set(texts)
    assert {text for text in texts if grain.gives(text) or grain.gives_cut(text)} == cut & set(texts)


@given(st.integers(1, 60), st.integers(1, 4), st.integers(0, 400), st.integers(0, 2), st.sampled_from(ROUNDINGS))
def test_no_genuine_mean_of_several_items_is_refused(n: int, items: int, total: int, places: int, way: str) -> None:
    assert Grain(range(n, n + 1), items).gives(printed(Fraction(total, n * items), places, way))


def test_an_uncertain_number_of_people_lets_more_pass() -> None:
    share = Fraction(100)
    assert not Grain(range(120, 121), step=share).gives("92.37")
    assert Grain(range(115, 121), step=share).gives("92.37")  # 109 of 118
    assert Grain(range(300, 301), step=share).power(2) > 0.9
    assert Grain(range(295, 306), step=share).power(2) < 0.75


@pytest.mark.parametrize(("n", "places", "step"), [(12, 2, 1), (40, 2, 1), (100, 2, 1), (30, 1, 100), (7, 0, 20)])
def test_power_is_the_share_of_numbers_that_nothing_gives(n: int, places: int, step: int) -> None:
    grain = Grain(range(n, n + 1), step=Fraction(step))
    texts = [f"{at / 10**places:.{places}f}" for at in range(step * 10**places, 2 * step * 10**places)]
    free = sum(not grain.gives(text) and not grain.gives_cut(text) for text in texts)
    assert grain.power(places) == pytest.approx(free / len(texts))


def test_the_nearest_possible_means() -> None:
    below, above = Grain(range(120, 121), step=Fraction(100)).nearest("92.35")
    assert (round(float(below), 2), round(float(above), 2)) == (91.67, 92.5)
