"""Weights and rankings: figures worked by hand, properties, refusals. Published figures stand in tests/published."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from yzperf.errors import MethodError
from yzperf.methods import (
    analytic_hierarchy_process,
    combine_weights,
    fuzzy_comprehensive_evaluation,
    grey_relational_analysis,
    rank_sensitivity,
    topsis,
    vikor,
    weigh_by_critic,
    weigh_by_entropy,
    weigh_by_variation,
)

TOWNS = pd.DataFrame(
    {"镇": ["甲", "乙", "丙", "丁"], "覆盖率": [90.0, 80, 95, 70], "单位成本": [1.2, 0.9, 1.5, 0.8], "满意度": [88.0, 91, 85, 90]}
)  # fmt: skip
COST = {"单位成本": "min"}
tables = st.lists(st.lists(st.floats(1, 100), min_size=3, max_size=3), min_size=3, max_size=8).map(
    lambda rows: pd.DataFrame(rows, columns=["a", "b", "c"])
)


def usable(table: pd.DataFrame) -> bool:
    return bool(((table.max() - table.min()) > 1e-3).all())


# ── weights from data ───────────────────────────────────────────────────────────────────────────────


@given(tables.filter(usable))
def test_weights_add_up_and_follow_the_spread(table: pd.DataFrame) -> None:
    for method in (weigh_by_entropy, weigh_by_variation):
        weights = method(table).weights
        assert sum(weights.values()) == pytest.approx(1)
        assert min(weights.values()) >= 0


@given(tables.filter(usable), st.floats(0.1, 1000))
def test_the_unit_of_measurement_does_not_matter(table: pd.DataFrame, factor: float) -> None:
    assume(np.corrcoef(table, rowvar=False).min() < 0.999)
    changed = table.assign(a=table["a"] * factor)
    for method in (weigh_by_entropy, weigh_by_variation, weigh_by_critic):
        assert method(changed).weights == pytest.approx(method(table).weights, rel=1e-6, abs=1e-9)


def test_variation_by_hand() -> None:
    table = pd.DataFrame({"a": [1.0, 3.0], "b": [2.0, 3.0]})  # σ/mean: √2/2 and √½/2.5
    assert weigh_by_variation(table).weights["a"] == pytest.approx((2**0.5 / 2) / (2**0.5 / 2 + 0.5**0.5 / 2.5))


def test_critic_gives_repeated_information_less() -> None:
    rng = np.random.default_rng(1)
    one, other = rng.uniform(0, 1, (2, 40))
    table = pd.DataFrame({"a": one, "a2": one + rng.normal(0, 0.01, 40), "b": other})
    weights = weigh_by_critic(table).weights
    assert weights["b"] > 1.5 * weights["a"]


def test_combination_lies_between_and_equal_vectors_stay() -> None:
    both = pd.DataFrame({"熵值法": [0.5, 0.3, 0.2], "层次分析法": [0.2, 0.3, 0.5]}, index=["x", "y", "z"])
    combined = combine_weights(both)
    assert combined.weights == pytest.approx({"x": 0.35, "y": 0.3, "z": 0.35})
    same = combine_weights(pd.DataFrame({"一": [0.6, 0.4], "二": [0.6, 0.4]}))
    assert list(same.weights.values()) == pytest.approx([0.6, 0.4])


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: weigh_by_entropy(TOWNS), "不是数"),
        (
            lambda: weigh_by_entropy(TOWNS.assign(满意度=90), name="镇"),
            "“满意度”对所有对象都相同|满意度对所有对象都相同",
        ),
        (lambda: weigh_by_entropy(TOWNS.assign(覆盖率=[-1.0, 1, 2, 3]), name="镇"), "有负数"),
        (lambda: weigh_by_entropy(TOWNS.assign(覆盖率=[None, 1, 2, 3]), name="镇"), "“覆盖率”有缺失值（第1行）"),
        (lambda: weigh_by_entropy(TOWNS[:1], name="镇"), "只有1个对象"),
        (lambda: weigh_by_entropy(TOWNS, name="镇名"), "缺少列“镇名”"),
        (lambda: weigh_by_critic(TOWNS[:2], name="镇"), "至少要3个"),
        (lambda: weigh_by_critic(pd.DataFrame({"a": [1, 2, 3], "b": [2, 4, 6]})), "完全相关"),
        (lambda: weigh_by_critic(TOWNS, name="镇", direction={"单位成本": "越小越好"}), "方向只能是"),
        (lambda: weigh_by_variation(pd.DataFrame({"a": [-1, 1], "b": [1, 2]})), "平均数为0"),
        (lambda: combine_weights(pd.DataFrame({"a": [0.5, 0.5]})), "至少要两种方法"),
        (lambda: combine_weights(pd.DataFrame({"a": [0.5, 0.5], "b": [0, 0]})), "全为0"),
    ],
)
def test_refusals_of_weights(call, said: str) -> None:
    with pytest.raises(MethodError, match=said):
        call()


# ── pairwise judgements ─────────────────────────────────────────────────────────────────────────────


def judged(*rows: list[float], names: str = "甲乙丙") -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(names[: len(rows)]))


CONSISTENT = judged([1, 2, 4], [1 / 2, 1, 2], [1 / 4, 1 / 2, 1])


def test_a_consistent_matrix_gives_back_its_ratios() -> None:
    result = analytic_hierarchy_process(CONSISTENT)
    assert result.weights == pytest.approx((4 / 7, 2 / 7, 1 / 7))
    assert result.consistency_ratio == pytest.approx(0, abs=1e-12)
    assert result.eigenvalue == pytest.approx(3)


@given(st.lists(st.floats(0.12, 8), min_size=3, max_size=6))
def test_any_ratio_scale_is_recovered(scale: list[float]) -> None:
    matrix = pd.DataFrame(np.outer(scale, 1 / np.array(scale)), columns=[f"c{i}" for i in range(len(scale))])
    result = analytic_hierarchy_process(matrix)
    assert result.weights == pytest.approx(np.array(scale) / sum(scale))
    assert result.consistent


def test_the_pair_to_reconsider() -> None:
    scale = np.array([8, 4, 2, 1])
    matrix = np.outer(scale, 1 / scale)
    matrix[0, 2], matrix[2, 0] = 1 / 5, 5  # all others say 4
    result = analytic_hierarchy_process(pd.DataFrame(matrix, columns=list("甲乙丙丁")))
    assert not result.consistent
    assert (result.reconsider.first, result.reconsider.second, result.reconsider.given) == ("甲", "丙", 0.2)
    assert result.reconsider.suggested > 0.2
    assert "先复核这一对" in result.summary()


def test_experts_are_joined_by_the_geometric_mean() -> None:
    other = judged([1, 1 / 2, 1 / 4], [2, 1, 1 / 2], [4, 2, 1])
    result = analytic_hierarchy_process({"专家一": CONSISTENT, "专家二": other})
    assert result.weights == pytest.approx((1 / 3, 1 / 3, 1 / 3))
    assert len(result.experts) == 2
    heavy = analytic_hierarchy_process({"专家一": CONSISTENT, "专家二": other}, importance={"专家一": 3, "专家二": 1})
    assert heavy.weights[0] > 0.4


def test_two_elements_are_always_consistent() -> None:
    result = analytic_hierarchy_process(judged([1, 3], [1 / 3, 1]))
    assert result.consistency_ratio == 0
    assert result.reconsider is None


def test_printed_reciprocals_pass() -> None:
    assert analytic_hierarchy_process(judged([1, 3, 7], [0.33, 1, 3], [0.14, 0.33, 1])).consistent


@pytest.mark.parametrize(
    ("matrix", "said"),
    [
        (CONSISTENT[:2], "方阵"),
        (judged([1, 2, 4], [2, 1, 2], [1 / 4, 1 / 2, 1]), "“甲”比“乙”为2，反过来为2，应互为倒数"),
        (judged([1, 0, 4], [1 / 2, 1, 2], [1 / 4, 1 / 2, 1]), "0或负数"),
        (judged([2, 2, 4], [1 / 2, 1, 2], [1 / 4, 1 / 2, 1]), "与自身比较应为1"),
        ({"一": CONSISTENT, "二": CONSISTENT.rename(columns={"丙": "丁"})}, "比较的对象与第一个不同"),
        ({}, "没有判断矩阵"),
    ],
)
def test_refusals_of_judgements(matrix, said: str) -> None:
    with pytest.raises(MethodError, match=said):
        analytic_hierarchy_process(matrix)


# ── rankings ────────────────────────────────────────────────────────────────────────────────────────


@given(tables.filter(usable))
def test_an_object_that_is_best_in_all_is_first_in_all(table: pd.DataFrame) -> None:
    best = pd.concat([table, pd.DataFrame([table.max() + 1])], ignore_index=True)
    for method in (topsis, grey_relational_analysis, vikor):
        assert method(best).best == str(len(best) - 1)


@given(tables.filter(usable))
def test_turning_a_column_and_its_direction_changes_nothing(table: pd.DataFrame) -> None:
    turned = table.assign(a=-table["a"])
    for method in (grey_relational_analysis, vikor):
        assert list(method(turned, direction={"a": "min"}).scores.values()) == pytest.approx(
            list(method(table).scores.values()), abs=1e-9
        )


def test_vikor_by_hand() -> None:
    result = vikor(TOWNS, name="镇", direction=COST)
    loss = np.array([[5 / 25, 15 / 25, 0, 1], [0.4 / 0.7, 0.1 / 0.7, 1, 0], [0.5, 0, 1, 1 / 6]]) / 3
    assert [place.further[0] for place in result.places] == pytest.approx(loss.sum(axis=0))
    assert [place.further[1] for place in result.places] == pytest.approx(loss.max(axis=0))


def test_ties_share_the_better_rank() -> None:
    twins = pd.DataFrame({"a": [1.0, 1, 2], "b": [2.0, 2, 1]})
    assert sorted(topsis(twins).ranks.values()) in ([1, 1, 3], [1, 2, 2])


def test_sensitivity_counts_all_draws() -> None:
    result = rank_sensitivity(TOWNS, name="镇", direction=COST, draws=200)
    assert all(sum(winner.shares) == pytest.approx(1) for winner in result.winners)
    assert result == rank_sensitivity(TOWNS, name="镇", direction=COST, draws=200)
    clear = pd.concat([TOWNS, pd.DataFrame([["戊", 99.0, 0.1, 99.0]], columns=TOWNS.columns)])
    assert rank_sensitivity(clear, name="镇", direction=COST, draws=200).value == 100


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: topsis(TOWNS, name="镇", weights=[0, 0, 0]), "全为0"),
        (lambda: topsis(TOWNS, name="镇", weights=[1, 2]), "个数不同"),
        (lambda: topsis(TOWNS, name="镇", weights={"覆盖率": 1, "成本": 1}), "没有给出权重"),
        (lambda: topsis(TOWNS, name="镇", weights=[-1, 1, 1]), "不小于0"),
        (lambda: topsis(TOWNS, name="镇", scale="z"), "没有无量纲化方法"),
        (lambda: topsis(TOWNS.assign(满意度=90), name="镇"), "相同"),
        (lambda: grey_relational_analysis(TOWNS, name="镇", resolution=0), "分辨系数"),
        (lambda: grey_relational_analysis(TOWNS, name="镇", reference=[1, 2]), "应有3个数"),
        (lambda: vikor(TOWNS, name="镇", strategy=2), "决策系数"),
        (lambda: rank_sensitivity(TOWNS, name="镇", spread=1), "变动幅度"),
    ],
)
def test_refusals_of_rankings(call, said: str) -> None:
    with pytest.raises(MethodError, match=said):
        call()


# ── fuzzy evaluation ────────────────────────────────────────────────────────────────────────────────

DEGREES = pd.DataFrame({"因素": ["成本", "质量"], "优": [0.6, 0.2], "良": [0.4, 0.5], "差": [0.0, 0.3]})


@pytest.mark.parametrize(
    ("operator", "expected"),
    [("weighted_mean", [0.36, 0.46, 0.18]), ("max_min", [0.4, 0.5, 0.3]), ("max_product", [0.24, 0.3, 0.18]), ("bounded_sum", [0.6, 0.9, 0.3])],
)  # fmt: skip
def test_operators_by_hand(operator: str, expected: list[float]) -> None:
    result = fuzzy_comprehensive_evaluation(DEGREES, factor="因素", weights=[0.4, 0.6], operator=operator)
    assert result.memberships == pytest.approx(expected)
    assert result.operator in result.summary()


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: fuzzy_comprehensive_evaluation(DEGREES.assign(优=[1.2, 0]), factor="因素"), "不在0和1之间"),
        (lambda: fuzzy_comprehensive_evaluation(DEGREES.assign(优=0, 良=0, 差=[0, 1]), factor="因素"), "全为0"),
        (lambda: fuzzy_comprehensive_evaluation(DEGREES, factor="因素", operator="x"), "没有合成算子"),
        (lambda: fuzzy_comprehensive_evaluation(DEGREES, factor="因素", points={"优": 100}), "没有给出等级的分值"),
        (lambda: fuzzy_comprehensive_evaluation(DEGREES, factor="因素", weights="权重"), "缺少列“权重”"),
    ],
)
def test_refusals_of_fuzzy_evaluation(call, said: str) -> None:
    with pytest.raises(MethodError, match=said):
        call()


def test_every_result_speaks_and_draws() -> None:
    results = [
        weigh_by_entropy(TOWNS, name="镇"),
        analytic_hierarchy_process(CONSISTENT),
        topsis(TOWNS, name="镇", direction=COST),
        rank_sensitivity(TOWNS, name="镇", direction=COST, draws=50),
        fuzzy_comprehensive_evaluation(DEGREES, factor="因素"),
    ]
    for result in results:
        assert result.sentences()
        assert result.diagnostics()
        assert len(result.table())
        assert result.figure().axes
