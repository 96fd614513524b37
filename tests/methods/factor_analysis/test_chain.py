"""Substitution of factors: by hand, all orders, formulas, what it refuses."""

import warnings
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import chain_substitution, shapley_decomposition
from yzperf.methods.factor_analysis.chain_result import ChainSubstitution, ShapleyDecomposition

COSTS = pd.DataFrame({"因素": ["产量", "单耗", "单价"], "计划": [120, 10, 6], "实际": [150, 9, 8]})
ROLES = {"factor": "因素", "base": "计划", "actual": "实际"}


def _chain(frame: pd.DataFrame = COSTS, **options: object) -> ChainSubstitution:
    return chain_substitution(frame, **{**ROLES, **options})


def _shapley(frame: pd.DataFrame = COSTS, **options: object) -> ShapleyDecomposition:
    return shapley_decomposition(frame, **{**ROLES, **options})


def test_by_hand() -> None:
    result = _chain(unit="元")
    assert result.steps == pytest.approx((7200, 9000, 8100, 10800))
    assert result.amounts == pytest.approx((1800, -900, 2700))
    assert "总额由7,200元变为10,800元，增加3,600元（50.0%）" in result.sentences()[0]
    assert "替代顺序为产量、单耗、单价" in result.sentences()[1]


def test_range_and_mean_are_those_of_all_orders() -> None:
    names = COSTS["因素"].tolist()
    orders = [_chain(order=list(order)) for order in permutations(names)]
    by_name = {name: [one.amount for result in orders for one in result.effects if one.name == name] for name in names}
    for effect in _chain().effects:
        assert (effect.low, effect.high) == pytest.approx((min(by_name[effect.name]), max(by_name[effect.name])))
        assert effect.mean == pytest.approx(np.mean(by_name[effect.name]))
    assert _shapley().amounts == pytest.approx([np.mean(by_name[name]) for name in names])


def test_a_factor_whose_sign_depends_on_the_order_is_named() -> None:
    """With A − B as divisor-free formula x·(y − 3): x up helps or hurts as y is above or below 3."""
    frame = pd.DataFrame({"因素": ["甲", "乙"], "计划": [1.0, 2], "实际": [2.0, 5]})
    result = _chain(frame, formula="甲*(乙-3)")
    assert result.diagnostics()[1].verdict is Verdict.FAILS
    assert "甲的影响连正负都随顺序改变" in "".join(result.sentences())
    assert _shapley(frame, formula="甲*(乙-3)").diagnostics()[1].verdict is Verdict.DOUBTFUL


def test_a_sum_does_not_depend_on_the_order() -> None:
    result = _chain(formula="产量+单耗+单价")
    assert result.amounts == pytest.approx((30, -1, 2))
    assert result.diagnostics()[1].verdict is Verdict.HOLDS
    assert "换一种顺序，结果相同。" in result.sentences()


def test_formulas_with_full_width_signs_and_ratios() -> None:
    frame = pd.DataFrame({"因素": ["支出", "人数"], "计划": [100.0, 10], "实际": [120.0, 8]})
    assert _chain(frame, formula="支出÷人数").steps == pytest.approx((10, 12, 15))
    assert _chain(frame, formula="-（支出－人数）×2".replace("－", "-")).steps == pytest.approx((-180, -220, -224))


def test_categories_are_added_up() -> None:
    frame = pd.DataFrame(
        {"因素": ["量", "价"] * 2, "类": ["甲", "甲", "乙", "乙"], "计划": [1.0, 2, 3, 4], "实际": [2.0, 2, 3, 5]}
    )
    result = _chain(frame, category="类")
    assert result.totals == pytest.approx((14, 19))
    assert result.amounts == pytest.approx((2, 3))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(0.1, 9), st.floats(0.1, 9)), min_size=2, max_size=6))
def test_effects_add_up(levels: list[tuple[float, float]]) -> None:
    frame = pd.DataFrame({"因素": [f"f{n}" for n in range(len(levels))], "计划": 0.0, "实际": 0.0})
    frame[["计划", "实际"]] = levels
    for result in (_chain(frame), _shapley(frame)):
        assert sum(result.amounts) == pytest.approx(result.value, abs=1e-7 * max(map(abs, result.totals)))
        assert result.diagnostics()[0].verdict is Verdict.HOLDS


def test_shapley_of_a_product_of_two_splits_the_joint_part() -> None:
    frame = pd.DataFrame({"因素": ["量", "价"], "计划": [2.0, 3], "实际": [4.0, 5]})
    assert _shapley(frame).amounts == pytest.approx((2 * 3 + 2, 2 * 2 + 2))


def test_table_and_figure() -> None:
    table = _chain(unit="元").table()
    assert table["因素"].tolist() == ["产量", "单耗", "单价", "合计"]
    assert table["影响额"].iloc[:-1].sum() == table["影响额"].iloc[-1]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert png_bytes(_chain(unit="元").figure())
        assert png_bytes(_shapley().figure())


def _problems(frame: pd.DataFrame, **options: object) -> list[str]:
    with pytest.raises(MethodError) as caught:
        _chain(frame, **options)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("frame", "options", "words"),
    [
        (COSTS, {"base": "去年"}, "缺少列“去年”"),
        (COSTS, {"base": "实际"}, "同时被用作"),
        (COSTS.head(1), {}, "应为2到14个"),
        (COSTS.assign(计划=[1, None, 3]), {}, "数据第2行有空缺"),
        (COSTS.assign(计划=["多", 2, 3]), {}, "不是数"),
        (COSTS, {"formula": "产量*单耗*单价*税率"}, "税率不是因素"),
        (COSTS, {"formula": "产量*单耗"}, "没有用到因素：单价"),
        (COSTS, {"formula": "产量*(单耗"}, "读不懂"),
        (COSTS, {"formula": "max(产量, 单耗)*单价"}, "只能用"),
        (COSTS, {"order": ["产量", "单价"]}, "每个因素列一次"),
        (pd.concat([COSTS, COSTS.head(1)]), {}, "恰好一行"),
        (COSTS.assign(实际=[1, 0, 2]), {"formula": "产量/单耗*单价"}, "总额算不出"),
    ],
)
def test_refusals(frame: pd.DataFrame, options: dict[str, object], words: str) -> None:
    assert any(words in text for text in _problems(frame, **options))


def test_a_formula_is_not_a_program() -> None:
    assert any("只能用" in text for text in _problems(COSTS, formula="产量*单耗*单价*__import__('os').getpid()"))
