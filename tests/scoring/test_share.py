"""The arithmetic of the rules: the same function on Python integers and on numpy columns, half-up on every tie."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yzperf.domain.scorecard import half_up
from yzperf.scoring import share

CURVES = [share.at_least, share.at_most, share.equal_to]
whole = st.integers(0, 10**6)


@pytest.mark.parametrize("curve", CURVES)
@given(actual=whole, target=whole)
def test_share_lies_between_nothing_and_all(curve, actual: int, target: int) -> None:
    earned, all_of_it = curve(actual, target)
    assert 0 <= earned <= all_of_it
    assert all_of_it > 0


@pytest.mark.parametrize("curve", CURVES)
@given(pairs=st.lists(st.tuples(st.integers(-(10**6), 10**6), whole), min_size=1, max_size=20))
def test_numpy_columns_score_like_single_rows(curve, pairs) -> None:
    actual, target = (np.array(column, dtype=np.int64) for column in zip(*pairs, strict=True))
    points = share.half_up_points(np.int64(1000), curve(actual, target, share.NUMPY))
    assert points.tolist() == [share.half_up_points(1000, curve(a, t)) for a, t in pairs]


@given(weight=st.integers(0, 10_000), actual=whole, target=st.integers(1, 10**6))
def test_points_are_rounded_half_up_like_decimal(weight: int, actual: int, target: int) -> None:
    exact = Fraction(weight, 100) * Fraction(min(actual, target), target)
    points = share.half_up_points(weight, share.at_least(actual, target))
    assert Decimal(points).scaleb(-2) == half_up(exact)


@given(st.integers(-(10**9), 10**9))
def test_half_up_agrees_with_decimal_on_every_tie(thousandths: int) -> None:
    wanted = Decimal(thousandths).scaleb(-3).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert half_up(Fraction(thousandths, 1000)) == wanted


@pytest.mark.parametrize(
    ("rate", "proportional", "floored"),
    [("1", "10", "10"), ("0.95", "9.5", "8.75"), ("0.9", "9", "7.5"), ("0.8", "8", "5"), ("0.7999", "7.999", "4.9975"), ("0.7", "7", "2.5"), ("0.6", "6", "0"), ("0.5999", "5.999", "0"), ("0.5", "5", "0")],
)  # fmt: skip
def test_worked_values_of_both_curves(rate: str, proportional: str, floored: str) -> None:
    actual, target = int(Fraction(rate) * 10_000), 10_000
    one = share.at_least(actual, target)
    other = share.floored(one, (3, 5))
    assert Fraction(*one) * 10 == Fraction(proportional)
    assert Fraction(*other) * 10 == Fraction(floored)


def test_zero_targets() -> None:
    assert Fraction(*share.at_least(0, 0)) == 1
    assert Fraction(*share.at_most(0, 0)) == 1
    assert Fraction(*share.at_most(3, 0)) == 0
    assert Fraction(*share.equal_to(0, 0)) == 1


@pytest.mark.parametrize(
    ("actual", "low", "high", "wanted"),
    [(5, 5, 8, 1), (8, 5, 8, 1), (4, 5, 8, Fraction(4, 5)), (10, 5, 8, Fraction(4, 5)), (0, 5, 8, 0), (-3, 5, 8, 0), (0, 0, 8, 1), (16, 0, 8, Fraction(1, 2))],
)  # fmt: skip
def test_ranges(actual: int, low: int, high: int, wanted: Fraction) -> None:
    assert Fraction(*share.within(actual, low, high)) == wanted


TIERS = [(90, (1, 1)), (80, (4, 5)), (60, (1, 2))]


@pytest.mark.parametrize(
    ("value", "wanted"), [(95, 1), (90, 1), (89, Fraction(4, 5)), (80, Fraction(4, 5)), (79, Fraction(1, 2)), (60, Fraction(1, 2)), (59, 0)]
)  # fmt: skip
def test_steps_on_just_above_and_just_below_each_bound(value: int, wanted: Fraction) -> None:
    assert Fraction(*share.stepped(value, TIERS)) == wanted


@pytest.mark.parametrize(
    ("beyond", "wanted"), [(-1, 1), (0, 1), (5, Fraction(19, 20)), (10, Fraction(9, 10)), (100, 0), (105, 0)]
)
def test_deduction_per_unit(beyond: int, wanted: Fraction) -> None:
    assert Fraction(*share.deducted(beyond, 10, (1, 10))) == wanted


@pytest.mark.parametrize(
    ("days", "wanted"), [(0, 1), (1, Fraction(4, 5)), (7, Fraction(4, 5)), (8, Fraction(3, 5)), (99, 0)]
)
def test_a_started_unit_counts_whole(days: int, wanted: Fraction) -> None:
    assert Fraction(*share.deducted(days, 7, (1, 5), started=True)) == wanted


@pytest.mark.parametrize(
    ("met", "vetoed", "wanted"), [(5, False, 1), (4, False, Fraction(4, 5)), (6, False, 1), (5, True, 0)]
)
def test_check_lists(met: int, vetoed: bool, wanted: Fraction) -> None:
    assert Fraction(*share.listed(met, 5, vetoed=vetoed)) == wanted


@given(values=st.lists(st.integers(0, 10**6), min_size=1, max_size=20), low=whole, span=whole)
def test_the_other_types_score_columns_like_single_rows(values: list[int], low: int, span: int) -> None:
    column = np.array(values, dtype=np.int64)
    pairs = [
        (share.within(column, low, low + span, share.NUMPY), [share.within(v, low, low + span) for v in values]),
        (share.stepped(column, TIERS, share.NUMPY), [share.stepped(v, TIERS) for v in values]),
        (share.deducted(column, 7, (1, 5), share.NUMPY), [share.deducted(v, 7, (1, 5)) for v in values]),
        (share.listed(column, 5, share.NUMPY), [share.listed(v, 5) for v in values]),
    ]
    for one, many in pairs:
        points = share.half_up_points(np.int64(1000), one)
        assert np.broadcast_to(points, column.shape).tolist() == [share.half_up_points(1000, each) for each in many]
