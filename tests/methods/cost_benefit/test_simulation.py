"""Simulation: moments known in closed form, distributions against scipy, correlations, seeds, refusals."""

import warnings

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import before_after_comparison, cost_benefit_simulation
from yzperf.methods.cost_benefit.marginals import QUANTILES, draw_inputs
from yzperf.methods.cost_benefit.simulation_result import CostBenefitSimulation

PLANT = pd.DataFrame({"年度": [0, 1, 1], "金额": [-100.0, -11.0, 132.0], "项目": ["投资", "运行", "收入"]})
BASIS = {"when": "年度", "amount": "金额", "item": "项目", "rate": 0.1}
INVEST = {"distribution": "normal", "mean": 1.0, "sd": 0.1}
INCOME = {"distribution": "normal", "mean": 1.0, "sd": 0.2}


def _run(**options: object) -> CostBenefitSimulation:
    return cost_benefit_simulation(PLANT, **{**BASIS, "uncertain": {"投资": INVEST, "收入": INCOME}, **options})


def test_moments_of_independent_normal_inputs() -> None:
    """Mean 10, variance 10² + 24²; the sum is normal."""
    result = _run(draws=40_000)
    sd = np.hypot(10, 24)
    assert result.net == pytest.approx(10)
    assert result.mean == pytest.approx(10, abs=4 * sd / 200)
    assert result.deviation == pytest.approx(sd, rel=0.02)
    assert result.positive == pytest.approx(stats.norm.cdf(10 / sd), abs=0.01)
    assert result.interval == pytest.approx((10 - 1.96 * sd, 10 + 1.96 * sd), abs=1.0)
    assert [one.name for one in result.drivers] == ["收入", "投资"]
    assert result.drivers[0].share == pytest.approx(24**2 / sd**2, abs=0.03)


def test_correlation_narrows_what_offsets() -> None:
    """Investment and income rise together: 10² + 24² − 2·10·24·r."""
    result = _run(draws=40_000, correlations=[("投资", "收入", 0.6)])
    r = 2 * np.sin(np.pi * 0.6 / 6)
    assert result.deviation == pytest.approx(np.sqrt(100 + 576 - 480 * r), rel=0.02)


@pytest.mark.parametrize(
    ("marginal", "reference"),
    [
        ({"distribution": "normal", "mean": 2, "sd": 3}, stats.norm(2, 3)),
        ({"distribution": "lognormal", "mean": 2, "sd": 1}, stats.lognorm(np.sqrt(np.log(1.25)), 0, 2 / np.sqrt(1.25))),
        ({"distribution": "uniform", "low": 1, "high": 4}, stats.uniform(1, 3)),
        ({"distribution": "triangular", "low": 1, "mode": 2, "high": 5}, stats.triang(0.25, 1, 4)),
        ({"distribution": "triangular", "low": 1, "mode": 1, "high": 5}, stats.triang(0, 1, 4)),
        ({"distribution": "pert", "low": 1, "mode": 2, "high": 5}, stats.beta(2, 4, 1, 4)),
        ({"distribution": "interval", "low": 1, "value": 2, "high": 3}, stats.norm(2, 1 / stats.norm.ppf(0.975))),
    ],
)
def test_distributions_equal_scipy(marginal: dict[str, object], reference: object) -> None:
    shares = np.array([0.01, 0.2, 0.5, 0.8, 0.99])
    given = {key: value for key, value in marginal.items() if key != "distribution"}
    ours = QUANTILES[str(marginal["distribution"])][1](stats.norm.ppf(shares), given)
    assert ours == pytest.approx(reference.ppf(shares))


def test_lopsided_interval_keeps_its_ends() -> None:
    quantile = QUANTILES["interval"][1]
    given = {"low": 0.5, "value": 1.0, "high": 2.0}
    assert quantile(stats.norm.ppf([0.025, 0.5, 0.975]), given) == pytest.approx([0.5, 1.0, 2.0])


def test_rank_correlations_are_reached_whatever_the_distributions() -> None:
    ranks = np.array([[1, 0.7, -0.3], [0.7, 1, 0], [-0.3, 0, 1]])
    kinds = [
        {"distribution": "lognormal", "mean": 1, "sd": 0.5},
        {"distribution": "uniform", "low": 0, "high": 1},
        {"distribution": "triangular", "low": 0, "mode": 0.2, "high": 1},
    ]
    drawn = draw_inputs(kinds, ranks, 1, 20_000)
    assert stats.spearmanr(drawn).statistic == pytest.approx(ranks, abs=0.02)


def test_effect_of_a_comparison_is_drawn_from_its_interval() -> None:
    study = pd.DataFrame({"前": [1.0, 2, 3, 4, 2], "后": [3.0, 3.5, 5.5, 6, 4.5]})
    effect = before_after_comparison(study, before="前", after="后")
    frame = PLANT.assign(金额=[-100.0, -11.0, 66.0])
    result = cost_benefit_simulation(frame, **BASIS, effects={"收入": effect}, draws=20_000)
    ends = [-110 + 60 * end for end in effect.interval]
    assert result.interval == pytest.approx(ends, abs=0.04 * (ends[1] - ends[0]))
    assert result.net == pytest.approx(-110 + 60 * effect.value)


def test_uncertain_discount_rate() -> None:
    uncertain = {"折现率": {"distribution": "uniform", "low": 0.0, "high": 0.2}}
    result = _run(uncertain=uncertain, draws=20_000)
    assert result.mean == pytest.approx(-100 + 121 * np.log(1.2) / 0.2, abs=0.2)


def test_seed_repeats() -> None:
    assert _run() == _run()
    assert _run(seed=2).mean != _run().mean


def test_words_tables_and_figure() -> None:
    result = _run()
    assert "模拟10,000次，净现值平均10" in result.sentences()[0]
    assert result.drivers_table()["贡献（%）"].sum() == pytest.approx(100, abs=0.2)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert png_bytes(result.figure())


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"uncertain": {}}, "没有不确定的项目"),
        ({"uncertain": {"税金": INVEST}}, "税金不是项目"),
        ({"uncertain": {"投资": {"distribution": "gamma"}}}, "之一，现为“gamma”"),
        ({"uncertain": {"投资": {"distribution": "normal", "mean": 1}}}, "应给出 mean、sd"),
        ({"uncertain": {"投资": {**INVEST, "sd": 0}}}, "应大于0"),
        ({"uncertain": {"投资": {"distribution": "uniform", "low": 2, "high": 1}}}, "由小到大"),
        ({"correlations": [("投资", "运行", 0.5)]}, "两个不同的不确定项目"),
        ({"correlations": [("投资", "收入", 1.5)]}, "－1与1之间"),
        ({"draws": 10}, "至少1000"),
        (
            {
                "uncertain": {"投资": INVEST, "收入": INCOME, "运行": INCOME},
                "correlations": [("投资", "收入", 0.9), ("收入", "运行", 0.9), ("投资", "运行", -0.9)],
            },
            "互相矛盾",
        ),
    ],
)
def test_refusals(options: dict[str, object], words: str) -> None:
    with pytest.raises(MethodError, match=words):
        _run(**options)
