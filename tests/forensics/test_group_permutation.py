"""Groups that stand out, against enumeration and against honest data."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from yzperf.forensics.group_permutation import excess_of_groups, group_means, nearest_within


def test_p_is_that_of_all_permutations() -> None:
    values, groups = np.array([5.0, 4.0, 3.5, 1.0, 0.5, 2.0]), np.array([0, 0, 0, 1, 1, 1])
    excess = excess_of_groups([group_means(values)], groups, np.zeros(6, int), draws=20_000, seed=1)
    means = group_means(values)
    null = np.array([means(groups[list(order)]) for order in permutations(range(6))])
    z = (null - null.mean(axis=0)) / null.std(axis=0)
    own = (means(groups) - null.mean(axis=0)) / null.std(axis=0)
    exact = (z.max(axis=1) >= own[0] - 1e-9).mean()
    assert excess.p[0, 0] == pytest.approx(exact, abs=0.01)
    assert excess.z[0, 0] == pytest.approx(own[0], abs=0.05)


def test_what_strata_differ_by_is_no_excess() -> None:
    strata = np.repeat([0, 1], 50)
    values = strata * 10.0
    groups = np.where(strata == 0, np.arange(100) % 2, 1)  # group 0 works in the first stratum alone
    assert excess_of_groups([group_means(-values)], groups, strata).p.min() == 1.0
    assert excess_of_groups([group_means(-values)], groups, np.zeros(100, int)).p.min() < 0.01


def test_honest_groups_are_seldom_named() -> None:
    random, named = np.random.default_rng(3), 0
    for seed in range(100):
        values = random.normal(size=(2, 80))
        excess = excess_of_groups(
            [group_means(one) for one in values], np.arange(80) % 5, np.zeros(80, int), draws=99, seed=seed
        )
        named += excess.p.min() <= 0.05
    assert named <= 11  # 5 expected; 11 or more in one of 90 such runs


def test_likeness_within_a_group() -> None:
    same = np.array([[1, 0.9, 0.2, 0.1], [0.9, 1, 0.3, 0.2], [0.2, 0.3, 1, 0.5], [0.1, 0.2, 0.5, 1]])
    assert nearest_within(same)(np.array([0, 0, 1, 1])).tolist() == [0.9, 0.5]
    assert nearest_within(same)(np.array([0, 1, 1, 1])).tolist() == pytest.approx([0.0, (0.3 + 0.5 + 0.5) / 3])


def test_a_missing_value_is_left_out() -> None:
    assert group_means(np.array([1.0, np.nan, 3.0]))(np.array([0, 0, 1])).tolist() == [1.0, 3.0]
