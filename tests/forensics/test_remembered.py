"""Kept results: the same question is answered once, another one anew, and none takes the answer of another."""

from __future__ import annotations

import numpy as np

from yzperf.forensics.group_permutation import excess_of_groups, group_means
from yzperf.forensics.remembered import _MOST, remembered


def test_the_same_data_are_computed_once_and_others_anew() -> None:
    asked = []

    @remembered
    def total(values: np.ndarray, seed: int = 0) -> float:
        asked.append(seed)
        return float(values.sum()) + seed

    values = np.arange(4.0)
    assert [total(values), total(values.copy()), total(values, seed=1), total(values + 1)] == [6.0, 6.0, 7.0, 10.0]
    assert asked == [0, 1, 0]
    values[0] = 5  # the same array with something else in it
    assert total(values) == 11.0


def test_shape_and_type_of_the_data_count() -> None:
    @remembered
    def shape(values: np.ndarray) -> tuple:
        return values.shape, values.dtype.kind

    zeros = np.zeros(4, np.int64)
    assert [shape(zeros), shape(zeros.reshape(2, 2)), shape(zeros.astype(float))] == [
        ((4,), "i"),
        ((2, 2), "i"),
        ((4,), "f"),
    ]


def test_no_more_than_so_many_are_kept() -> None:
    asked = []

    @remembered
    def same(value: int) -> int:
        asked.append(value)
        return value

    assert [same(value) for value in range(3 * _MOST)] == [*range(3 * _MOST)]
    assert same(0) == 0
    assert asked.count(0) == 2


def test_statistics_of_other_values_are_told_apart() -> None:
    groups, strata = np.arange(40) % 4, np.zeros(40, int)
    one, other = np.where(groups == 0, 9.0, np.arange(40) % 3), np.where(groups == 1, 9.0, np.arange(40) % 3)
    found = [excess_of_groups([group_means(values)], groups, strata).observed.argmax() for values in (one, other, one)]
    assert found == [0, 1, 0]
