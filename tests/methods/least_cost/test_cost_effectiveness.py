"""Cost-effectiveness: dominance by hand, choice at a threshold, uncertainty over persons, what it refuses."""

import warnings
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import cost_effectiveness_analysis
from yzperf.methods.least_cost.cost_effectiveness_result import CostEffectiveness
from yzperf.methods.least_cost.dominance import standing

PLANS = pd.DataFrame(
    {"方案": ["不做", "甲", "乙", "丙", "丁"], "成本": [0.0, 100, 250, 300, 320], "效果": [0.0, 10, 12, 20, 15]}
)


def _run(frame: pd.DataFrame = PLANS, **options: object) -> CostEffectiveness:
    return cost_effectiveness_analysis(frame, **{"name": "方案", "cost": "成本", "effect": "效果", **options})


def _persons(count: int = 40, seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    parts = [
        pd.DataFrame({"方案": name, "成本": rng.normal(cost, 200, count), "效果": rng.normal(effect, 1, count)})
        for name, cost, effect in [("甲", 1000, 5), ("乙", 1500, 7), ("丙", 1600, 5.5)]
    ]
    return pd.concat(parts, ignore_index=True)


def test_dominance_by_hand() -> None:
    """丁 costs more than 丙 and does less; 乙 at 75 a unit is beaten by mixing 甲 and 丙 at 20."""
    result = _run()
    assert result.frontier == ("不做", "甲", "丙")
    assert (result.dominated, result.extended_dominated) == (("丁",), ("乙",))
    assert result.incremental_ratios == pytest.approx((10, 20))
    assert "搭配使用" in "".join(result.sentences())


@pytest.mark.parametrize(("threshold", "chosen"), [(5, "不做"), (10, "甲"), (19, "甲"), (25, "丙")])
def test_the_threshold_chooses_the_highest_net_benefit(threshold: float, chosen: str) -> None:
    result = _run(threshold=threshold)
    assert result.chosen == chosen
    best = max(option.net_benefit for option in result.options)
    assert next(one.net_benefit for one in result.options if one.name == chosen) == pytest.approx(best)


def test_less_may_be_better() -> None:
    result = _run(PLANS.assign(效果=100 - PLANS["效果"]), lower_better=True)
    assert result.frontier == ("不做", "甲", "丙")
    assert result.incremental_ratios == pytest.approx((10, 20))


def test_equal_alternatives_are_listed_once_on_the_frontier() -> None:
    twice = pd.concat([PLANS, PLANS.iloc[[1]].assign(方案="甲二")])
    result = _run(twice)
    assert result.frontier == ("不做", "甲", "丙")
    assert "甲二" in result.dominated


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=2, max_size=7))
def test_the_frontier_holds_exactly_the_choices_of_some_threshold(points: list[tuple[int, int]]) -> None:
    costs, effects = (np.array(side, float) for side in zip(*points, strict=True))
    frontier, _ = standing(costs, effects)
    worths = {
        0.0,
        1e6,
        *((c - a) / (d - b) + shift for (a, b), (c, d) in product(points, points) if d > b for shift in (-1e-4, 1e-4)),
    }
    best = {worth: (worth * effects - costs).max() for worth in worths if worth >= 0}
    for worth, top in best.items():
        assert max(worth * effects[place] - costs[place] for place in frontier) == pytest.approx(top)
    assert (np.diff(costs[frontier]) > 0).all()
    assert (np.diff(effects[frontier]) > 0).all()


def test_persons_give_an_interval_and_acceptability() -> None:
    frame = _persons()
    result = _run(frame, threshold=300)
    low, high = result.interval
    assert low < result.value < high
    table = result.acceptability()
    assert table[["甲", "乙", "丙"]].sum(axis=1).to_numpy() == pytest.approx(1)
    assert table["甲"].iloc[0] == 1
    assert f"{result.chosen}净效益最高的占" in "".join(result.sentences())
    assert _run(frame, threshold=300) == result
    assert _run(frame.sample(frac=1, random_state=3), threshold=300).interval == pytest.approx(result.interval)


def test_interval_covers_the_ratio() -> None:
    """At 40 persons a side the percentile interval of a clear ratio covers it in about 95 of 100 trials."""
    hits = 0
    for seed in range(120):
        frame = _persons(seed=seed)
        low, high = _run(frame[frame["方案"] != "丙"], draws=499).interval
        hits += low <= 250 <= high
    assert 0.90 <= hits / 120 <= 0.99


def test_an_effect_that_may_be_nothing_has_no_interval() -> None:
    frame = _persons(seed=2)
    frame.loc[frame["方案"] == "乙", "效果"] -= 1.9
    assert _run(frame[frame["方案"] != "丙"]).interval is None


def test_means_have_no_interval_and_say_so() -> None:
    result = _run(threshold=15)
    assert result.interval is None
    assert "没有个体数据" in "".join(result.sentences())
    assert result.diagnostics()[0].verdict is Verdict.UNTESTABLE


def test_empty_rows_are_counted() -> None:
    result = _run(pd.concat([PLANS, pd.DataFrame({"方案": ["戊"], "成本": [5.0]})]))
    assert result.dropped == 1
    assert "剔除1行" in "".join(result.sentences())


def test_figure_has_all_glyphs() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert png_bytes(_run(effect_unit="户", cost_unit="万元").figure())


def _problems(frame: pd.DataFrame, **options: object) -> list[str]:
    with pytest.raises(MethodError) as caught:
        _run(frame, **options)
    return [str(problem) for problem in caught.value.problems]


def test_refuses_all_faults_at_once() -> None:
    told = _problems(PLANS, cost="造价", threshold=-1, draws=5)
    assert [words in text for words, text in zip(["造价", "意愿支付", "重抽样"], told, strict=True)] == [True] * 3


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (PLANS.head(1), "至少要2个"),
        (PLANS.assign(成本=["约", 1, 2, 3, 4]), "不是数：数据第1行“约”"),
        (PLANS.assign(效果=[1.0, *[np.nan] * 4]), "至少要2个"),
    ],
)
def test_refusals(frame: pd.DataFrame, words: str) -> None:
    assert any(words in text for text in _problems(frame))
