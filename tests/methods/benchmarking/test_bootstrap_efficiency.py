"""The smoothed bootstrap of efficiency scores: its parts, what it corrects, what it says and refuses."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.methods.benchmarking.oracles import INPUTS, OUTPUTS, factor, towns
from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import bootstrap_efficiency, data_envelopment_analysis
from yzperf.methods.benchmarking.efficiency_bootstrap import bandwidth, smooth_draw
from yzperf.methods.benchmarking.technology import Points, factors_against_each

ROLES: dict[str, Any] = {"unit": "u", "inputs": INPUTS, "outputs": OUTPUTS}


@pytest.mark.parametrize("returns", ["constant", "variable", "nonincreasing"])
def test_several_frontiers_side_by_side(returns: str) -> None:
    """Reference sets of one size in one go, against programmes solved one by one."""
    rng = np.random.default_rng(1)
    frame = towns(1, 12)
    x, y = frame[INPUTS].to_numpy(), frame[OUTPUTS].to_numpy()
    frontiers = [Points(x * rng.uniform(1, 2, (12, 1)), y) for _ in range(4)]
    found = factors_against_each(Points(x, y), frontiers, returns=returns, orientation="input")
    assert found.shape == (4, 12)
    for row, frontier in enumerate(frontiers):
        wanted = [factor(frontier.inputs, y, point, returns, "input") for point in zip(x, y, strict=True)]
        assert found[row] == pytest.approx(wanted, abs=1e-9)


def test_drawn_distances_keep_mean_and_spread() -> None:
    rng = np.random.default_rng(2)
    observed = np.maximum(1.0, 1 + rng.exponential(0.3, 500) - 0.02)
    drawn = np.concatenate([smooth_draw(observed, bandwidth(observed), rng) for _ in range(40)])
    assert drawn.min() >= 1
    assert drawn.mean() == pytest.approx(observed.mean(), rel=0.02)
    assert np.mean((drawn - 1) ** 2) == pytest.approx(np.mean((observed - 1) ** 2), rel=0.05)
    assert np.quantile(drawn, 0.02) < 1.02  # pseudo units come near the frontier


@pytest.mark.parametrize("orientation", ["input", "output"])
def test_scores_are_corrected_downwards(orientation: str) -> None:
    frame = towns(3)
    found = bootstrap_efficiency(frame, **ROLES, orientation=orientation, draws=150)
    plain = data_envelopment_analysis(frame, **ROLES, orientation=orientation)
    assert [one.score for one in found.units] == pytest.approx([one.score for one in plain.units])
    for one in found.units:
        assert 0 < one.low < one.corrected < one.high <= one.score + 1e-9
    low, high = found.interval
    assert low < found.value < high < plain.value


@pytest.mark.parametrize(
    ("returns", "power", "least", "most"), [("constant", 1.0, 0.85, 1.0), ("variable", 0.5, 0.78, 0.95)]
)
def test_the_truth_is_in_most_intervals(returns: str, power: float, least: float, most: float) -> None:
    """Up to a known frontier: near 95 per cent with constant returns, short of it with variable ones, as the page says."""
    held = []
    for seed in range(12):
        rng = np.random.default_rng(seed)
        x, true = rng.uniform(1, 9, 40), np.exp(-np.abs(rng.normal(size=40)) * 0.4)
        frame = pd.DataFrame({"u": range(40), "x": x, "y": x**power * true})
        options = {"returns": returns, "orientation": "output", "draws": 200, "seed": seed}
        found = bootstrap_efficiency(frame, unit="u", inputs="x", outputs="y", **options)
        held += [one.low <= score <= one.high for one, score in zip(found.units, true, strict=True)]
    assert least <= np.mean(held) <= most


def test_same_seed_same_figures() -> None:
    first, again, other = (bootstrap_efficiency(towns(4), **ROLES, draws=99, seed=seed) for seed in (1, 1, 2))
    assert first.units == again.units
    assert first.units != other.units


def test_what_it_says() -> None:
    found = bootstrap_efficiency(towns(5), **ROLES, draws=99)
    first, worst, apart, limits = found.sentences()
    assert "24个单位校正偏差后的平均效率为0." in first
    assert "（95%置信区间0." in first
    assert "最低的是镇" in worst
    assert "可以断定更低" in apart
    assert "99次平滑自助抽样" in limits
    assert found.diagnostics()[1].verdict is Verdict.DOUBTFUL
    assert png_bytes(found.figure())[:4] == b"\x89PNG"


@pytest.mark.parametrize(
    ("change", "options", "words"),
    [
        ({}, {"draws": 10}, "draws.*至少要99"),
        ({}, {"returns": "vrs"}, "选项returns"),
        ({"x1": -1.0}, {}, "有负数"),
        (
            {"x1": np.arange(1.0, 25), "y1": np.arange(1.0, 25)},
            {"inputs": "x1", "outputs": "y1"},
            "不足2个",
        ),
    ],
)
def test_refusals(change: dict[str, Any], options: dict[str, Any], words: str) -> None:
    with pytest.raises(MethodError, match=words):
        bootstrap_efficiency(towns(6).assign(**change), **{**ROLES, **options})
