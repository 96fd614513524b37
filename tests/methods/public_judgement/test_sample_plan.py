"""Sample sizes: the textbook's, allocations, that the plan reaches its precision, refusals."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import sample_size_planner

ONE = pd.DataFrame({"N": [1000.0]})
TOWNS = pd.DataFrame({"镇": ["甲", "乙", "丙"], "N": [6000.0, 3000, 1000], "S": [10.0, 20, 40], "c": [1.0, 4, 1]})


def test_sizes_of_the_textbook() -> None:
    assert sample_size_planner(ONE, margin=5).value == 385  # infinite population, worst case
    assert sample_size_planner(ONE, margin=5, population="N").value == 278
    assert sample_size_planner(ONE, margin=3, confidence=0.99).value == 1844
    assert sample_size_planner(ONE, margin=2, kind="mean", expected=15.0).value == 217


def test_response_design_effect_and_clusters() -> None:
    plan = sample_size_planner(ONE, margin=5, cluster_size=11, intraclass=0.05, response_rate=0.8)
    assert plan.design_effect == pytest.approx(1.5)
    assert plan.value == 577  # 384.146 · 1.5 = 576.2
    assert plan.handed_out == 722
    assert plan.clusters == 53
    assert "53个群" in plan.sentences()[0]


def test_allocations_by_hand() -> None:
    """Mean within ± 1.96: standard error 1. ΣWS = 6 + 6 + 4 = 16; ΣWS² = 60 + 120 + 160 = 340."""
    options = {"margin": 1.959963984540054, "kind": "mean", "population": "N", "name": "镇", "expected": "S"}
    proportional = sample_size_planner(TOWNS, **options)
    total = 340 / (1 + 340 / 10_000)
    assert proportional.answers == tuple(np.ceil(total * np.array([0.6, 0.3, 0.1])).astype(int))
    neyman = sample_size_planner(TOWNS, **options, allocation="neyman")
    assert neyman.answers == tuple(np.ceil(256 / 1.034 * np.array([6, 6, 4]) / 16).astype(int))
    optimal = sample_size_planner(TOWNS, **options, allocation="optimal", cost="c")
    shares = np.array([6, 3, 4]) / 13  # W S / √c
    assert optimal.answers == tuple(
        np.ceil((36 / shares[0] + 36 / shares[1] + 16 / shares[2]) / 1.034 * shares).astype(int)
    )
    assert neyman.value < proportional.value
    assert len(set(sample_size_planner(TOWNS, **options, allocation="equal").answers)) == 1


def test_a_stratum_is_never_asked_beyond_its_people() -> None:
    tiny = pd.DataFrame({"N": [10_000.0, 20], "S": [5.0, 400]})
    plan = sample_size_planner(tiny, margin=0.5, kind="mean", population="N", expected="S", allocation="neyman")
    assert plan.answers[1] == 20
    assert plan.reached_margin <= 0.5
    assert {check.assumption: check.verdict for check in plan.diagnostics()}["总体够发放"] is Verdict.DOUBTFUL


def test_every_stratum_on_its_own() -> None:
    plan = sample_size_planner(TOWNS, margin=5, population="N", name="镇", every_stratum=True)
    assert plan.answers == (362, 341, 278)
    assert all(one.margin <= 5 for one in plan.strata)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(50, 50_000), st.floats(0.05, 0.95)), min_size=1, max_size=6),
    st.floats(1, 20),
    st.sampled_from(["proportional", "equal", "neyman"]),
    st.floats(1, 4),
)
def test_the_plan_reaches_its_precision(
    strata: list[tuple[int, float]], margin: float, allocation: str, effect: float
) -> None:
    table = pd.DataFrame(strata, columns=["N", "p"])
    plan = sample_size_planner(
        table, margin=margin, population="N", expected="p", allocation=allocation, design_effect=effect
    )
    assert plan.reached_margin <= margin * (1 + 1e-9)
    assert all(one.answers <= one.population for one in plan.strata)


def test_what_people_see() -> None:
    plan = sample_size_planner(TOWNS, margin=5, population="N", name="镇", response_rate=0.4)
    assert plan.table()["层"].tolist() == ["甲", "乙", "丙"]
    assert "最不利" in plan.sentences()[1]
    verdicts = {check.assumption: check.verdict for check in plan.diagnostics()}
    assert verdicts["回收率足够"] is Verdict.DOUBTFUL
    assert [points[1] for points in plan.curve] == sorted((points[1] for points in plan.curve), reverse=True)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert png_bytes(plan.figure())


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"margin": 0}, "误差（margin）"),
        ({"margin": 60}, "小于50"),
        ({"kind": "total"}, "估计量"),
        ({"kind": "mean"}, "标准差（expected）"),
        ({"kind": "mean", "expected": -1.0}, "标准差应大于0"),
        ({"expected": 1.0}, "在0和1之间"),
        ({"population": None}, "分层要给出各层总体数"),
        ({"population": "人"}, "缺少列“人”"),
        ({"allocation": "best"}, "分配"),
        ({"allocation": "optimal"}, "每份的成本"),
        ({"response_rate": 0}, "回收率"),
        ({"design_effect": 0}, "设计效应"),
        ({"cluster_size": 10}, "同时给出"),
        ({"cluster_size": 10, "intraclass": 2}, "在0和1之间"),
        ({"cluster_size": 10, "intraclass": 0.1, "design_effect": 2}, "只给一个"),
        ({"confidence": 95}, "置信水平"),
        ({"least": -1}, "最少份数"),
    ],
)
def test_refusals(options: dict[str, object], words: str) -> None:
    with pytest.raises(MethodError, match=words):
        sample_size_planner(TOWNS, **{"margin": 5, "population": "N", **options})


def test_refuses_populations_that_cannot_be() -> None:
    with pytest.raises(MethodError, match=r"应为正数.*第2行"):
        sample_size_planner(TOWNS.assign(N=[100, 0, 50]), margin=5, population="N")
