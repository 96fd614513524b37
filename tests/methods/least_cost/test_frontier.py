"""The least cost of a required output, against every pair of alternatives."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yzperf.errors import MethodError
from yzperf.methods import least_cost_frontier
from yzperf.methods.least_cost.frontier_result import LeastCostFrontier

PLANS = pd.DataFrame({"方案": ["甲", "乙", "丙", "丁"], "成本": [50.0, 60.0, 62.0, 55.0], "产出": [100, 160, 150, 120]})


def _found(frame: pd.DataFrame = PLANS, **options: object) -> LeastCostFrontier:
    return least_cost_frontier(frame, name="方案", cost="成本", output="产出", **options)


def test_the_cheapest_that_reaches_what_is_required() -> None:
    result = _found(required=130, chosen="丙")
    assert (result.value, result.cheapest.name, result.excess) == (60, "乙", 2)
    assert result.frontier == ("甲", "丁", "乙")
    assert result.undercut == ("丙",)
    assert result.table().set_index("方案").loc["丙", "成本更低而产出不少的方案"] == "乙"
    assert "多花2.00万元（3.3%）" in result.sentences()[1]


def test_what_is_required_if_nothing_is_said() -> None:
    assert _found().required == 100
    assert _found(chosen="丁").required == 120
    assert "就是成本最低的" in _found(chosen="丁").sentences()[1]


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), min_size=2, max_size=9))
def test_undercut_is_what_some_other_makes_needless(pairs: list[tuple[int, int]]) -> None:
    frame = pd.DataFrame(
        {"方案": [f"第{k}个" for k in range(len(pairs))], "成本": [c for c, _ in pairs], "产出": [y for _, y in pairs]}
    )
    result = _found(frame)
    for route, (cost, output) in zip(result.routes, pairs, strict=True):
        needless = any((y >= output and c < cost) or (y > output and c == cost) for c, y in pairs)
        assert (route.undercut_by is not None) is needless
    assert result.cheapest.undercut_by is None


def test_refuses_all_at_once() -> None:
    with pytest.raises(MethodError) as caught:
        _found(PLANS.assign(成本=[np.nan, 60, 62, 55], 产出=[100, 0, 150, 120], 方案=["甲", "甲", "丙", "丁"]))
    for words in ("“成本”有缺失值（第1行）", "“产出”须大于0（第2行）", "“甲”有2行"):
        assert words in str(caught.value)


@pytest.mark.parametrize(
    ("options", "words"),
    [({"required": 500}, "没有方案达到"), ({"chosen": "戊"}, "没有方案“戊”")],
)
def test_refuses_what_cannot_be(options: dict[str, object], words: str) -> None:
    with pytest.raises(MethodError, match=words):
        _found(**options)


def test_one_alternative_is_no_comparison() -> None:
    with pytest.raises(MethodError, match="至少要两个方案"):
        _found(PLANS[:1])


def test_the_picture_joins_the_frontier() -> None:
    assert _found(required=130).figure().axes
