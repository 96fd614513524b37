"""Gini and Theil by hand and by definition, decomposition, words, refusals."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import regional_equity

TOWNS = pd.DataFrame(
    {"镇": list("甲乙丙丁"), "钱": [10.0, 40.0, 30.0, 20.0], "人": [10, 10, 20, 10], "区": list("城城乡乡")}
)
ROLES: dict[str, Any] = {"amount": "钱", "population": "人", "name": "镇"}


def test_gini_of_two_persons_by_hand() -> None:
    """One has 1, the other 3: mean difference over twice the mean is 1/4."""
    found = regional_equity(pd.DataFrame({"钱": [1.0, 3.0], "人": [1, 1]}), amount="钱", population="人")
    assert found.gini == pytest.approx(0.25)
    assert found.theil == pytest.approx(0.5 * (0.5 * np.log(0.5) + 1.5 * np.log(1.5)))
    assert found.ratio == pytest.approx(3)


@given(st.lists(st.tuples(st.floats(0.1, 100), st.integers(1, 50)), min_size=2, max_size=8))
def test_gini_by_its_definition(places: list[tuple[float, int]]) -> None:
    values, people = (np.array(side, float) for side in zip(*places, strict=True))
    table = pd.DataFrame({"钱": values * people, "人": people})
    pairs = sum(a * b * abs(x - y) for (x, a), (y, b) in product(zip(values, people, strict=True), repeat=2))
    mean = np.average(values, weights=people)
    found = regional_equity(table, amount="钱", population="人")
    assert found.gini == pytest.approx(pairs / (2 * people.sum() ** 2 * mean), abs=1e-9)


def test_all_equal_is_zero_and_all_in_one_place_is_the_rest() -> None:
    even = regional_equity(TOWNS.assign(钱=TOWNS["人"] * 3.0), **ROLES)
    assert (even.gini, even.theil) == (pytest.approx(0, abs=1e-12), pytest.approx(0, abs=1e-12))
    one = regional_equity(TOWNS.assign(钱=[1.0, 0, 0, 0]), **ROLES)
    assert one.gini == pytest.approx(0.8)  # four fifths of the people have nothing
    assert one.theil == pytest.approx(np.log(5))
    assert one.ratio == float("inf")
    assert "最低的为0" in one.sentences()[1]


def test_parts_add_up() -> None:
    found = regional_equity(TOWNS, **ROLES, group="区")
    assert found.between is not None
    assert found.between + sum(one.contribution for one in found.groups) == pytest.approx(found.theil)
    city, land = found.groups
    assert (city.per_head, land.per_head) == (pytest.approx(2.5), pytest.approx(50 / 30))
    assert city.theil == pytest.approx(0.5 * (0.4 * np.log(0.4) + 1.6 * np.log(1.6)))
    assert "组间" in found.sentences()[2]


def test_people_split_over_places_change_nothing() -> None:
    halves = pd.concat([TOWNS.assign(钱=TOWNS["钱"] / 2, 人=TOWNS["人"] / 2)] * 2)
    one, two = regional_equity(TOWNS, **ROLES), regional_equity(halves, **ROLES)
    assert (two.gini, two.theil) == (pytest.approx(one.gini), pytest.approx(one.theil))


def test_words_table_and_picture() -> None:
    found = regional_equity(TOWNS, **ROLES)
    assert found.table()["地区"].tolist() == ["乙", "丁", "丙", "甲"]
    assert "最高的是乙（4.00），最低的是甲（1.00），相差4.00倍" in found.sentences()[1]
    assert found.diagnostics()[0].verdict is Verdict.DOUBTFUL
    assert png_bytes(found.figure())


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (TOWNS.drop(columns="人"), "缺少列“人”"),
        (TOWNS.assign(钱=[1.0, -1, 1, 1]), "有负数（第2行）"),
        (TOWNS.assign(人=[1, 0, 1, 1]), "须大于0（第2行）"),
        (TOWNS.assign(钱=[1.0, np.nan, 1, 1]), "有缺失值（第2行）"),
        (TOWNS.assign(钱=0.0), "合计为0"),
        (TOWNS[:1], "至少要两个地区"),
        (TOWNS.assign(钱=["a", "1", "1", "1"]), "不是数"),
    ],
)
def test_refusals(frame: pd.DataFrame, words: str) -> None:
    with pytest.raises(MethodError, match=words):
        regional_equity(frame, **ROLES)
