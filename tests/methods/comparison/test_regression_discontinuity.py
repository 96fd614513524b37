"""Regression discontinuity: against least squares and by hand, what it says and refuses."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import regression_discontinuity
from yzperf.methods.comparison.density_jump import density_jump
from yzperf.methods.comparison.local_polynomial import KERNELS, Scatter, Side, local_fit, residuals

ROLES: dict[str, Any] = {"outcome": "y", "running": "x"}


def _units(count: int = 600, *, jump: float = 3.0, seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    x = rng.uniform(-1, 1, count)
    kept = rng.uniform(size=count) < np.where(x >= 0, 0.8, 0.1)
    z = rng.normal(size=count)
    y = 10 + x + 2 * x**2 + jump * (x >= 0) + rng.normal(size=count)
    return pd.DataFrame({"x": x, "y": y, "d": kept.astype(int), "z": z, "c": rng.integers(0, 40, count)})


def _told(result: Any, start: str) -> Verdict:
    return next(check.verdict for check in result.diagnostics() if check.assumption.startswith(start))


# ── numbers ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kernel", KERNELS)
def test_the_jump_is_that_of_weighted_least_squares(kernel: str) -> None:
    frame = _units()
    result = regression_discontinuity(frame, **ROLES, bandwidth=(0.4, 0.6), kernel=kernel, variance="hc0")
    above = (frame["x"] >= 0).to_numpy(float)
    width = np.where(above, 0.6, 0.4)
    weights = KERNELS[kernel](frame["x"] / width) / width
    design = np.column_stack([np.ones(600), above, frame["x"], above * frame["x"]])
    wanted = sm.WLS(frame["y"], design, weights=weights).fit(cov_type="HC0")
    assert result.value == pytest.approx(wanted.params.iloc[1])
    assert result.jump.conventional.standard_error == pytest.approx(wanted.bse.iloc[1])
    assert sum(result.effective.estimate) == int((weights > 0).sum())


def test_the_bias_corrected_estimate_with_one_bandwidth_is_quadratic() -> None:
    """A correction with the bandwidth of the estimate is the next order of polynomial, errors included."""
    frame = _units()
    linear = regression_discontinuity(frame, **ROLES, bandwidth=0.5)
    quadratic = regression_discontinuity(frame, **ROLES, bandwidth=0.5, order=2)
    assert linear.jump.robust.estimate == pytest.approx(quadratic.value)
    assert linear.jump.robust.standard_error == pytest.approx(quadratic.jump.conventional.standard_error)


def test_neighbour_residuals_by_hand() -> None:
    """The values 1 and 3 are alike far from 2, so 2 takes both; ties in the running variable come along."""
    side = Side(np.array([1.0, 2.0, 3.0, 3.0, 10.0]), np.array([[5.0], [1.0], [2.0], [4.0], [0.0]]))
    fit = local_fit(side.x, 20.0, 1, 0, "uniform")
    found = residuals(side, fit, Scatter(neighbours=1))[:, 0]
    wanted = [
        (1 / 2) ** 0.5 * 4,
        (3 / 4) ** 0.5 * (1 - 11 / 3),
        (1 / 2) ** 0.5 * -2,
        (1 / 2) ** 0.5 * 2,
        (2 / 3) ** 0.5 * -3,
    ]
    assert found == pytest.approx(wanted)


def test_weights_reproduce_polynomials() -> None:
    x = np.linspace(0.01, 1, 30)
    for place in range(4):
        fit = local_fit(x, 1.2, 3, place, "triangular")
        assert fit.weights @ (1 + 2 * x + 3 * x**2 + 4 * x**3) == pytest.approx(place + 1)


def test_the_treated_side_turns_the_sign() -> None:
    frame = _units()
    above = regression_discontinuity(frame, **ROLES)
    below = regression_discontinuity(frame, **ROLES, treated_side="below")
    assert below.value == pytest.approx(-above.value)
    assert below.interval == pytest.approx((-above.interval[1], -above.interval[0]))


def test_moving_the_cutoff_moves_nothing_else() -> None:
    frame = _units()
    shifted = regression_discontinuity(frame.assign(x=frame["x"] + 60), **ROLES, cutoff=60)
    assert shifted.value == pytest.approx(regression_discontinuity(frame, **ROLES).value)


def test_a_fuzzy_jump_is_the_ratio_of_two() -> None:
    frame = _units(jump=0).assign(y=lambda table: table["y"] + 4 * table["d"])
    result = regression_discontinuity(frame, **ROLES, treatment="d", bandwidth=0.5)
    outcome = regression_discontinuity(frame, **ROLES, bandwidth=0.5)
    received = regression_discontinuity(frame, outcome="d", running="x", bandwidth=0.5)
    assert result.value == pytest.approx(outcome.value / received.value)
    assert result.first_stage is not None
    assert result.first_stage.robust.estimate == pytest.approx(received.jump.robust.estimate)
    assert result.first_stage.robust.standard_error == pytest.approx(received.jump.robust.standard_error)
    assert result.interval[0] < 4 < result.interval[1]
    assert "模糊断点" in result.method
    assert _told(result, "断点确实改变了实施") is Verdict.HOLDS


def test_covariates_narrow_the_interval_and_leave_the_jump() -> None:
    """With a uniform kernel and given bandwidth it is least squares with the covariate beside both lines."""
    frame = _units().assign(y=lambda table: table["y"] + 3 * table["z"])
    options = {**ROLES, "bandwidth": 0.6, "kernel": "uniform"}
    plain, adjusted = (regression_discontinuity(frame, **options, **more) for more in ({}, {"covariates": ["z"]}))
    near = frame[frame["x"].abs() <= 0.6]
    above = (near["x"] >= 0).to_numpy(float)
    design = np.column_stack([np.ones(len(near)), above, near["x"], above * near["x"], near["z"]])
    assert adjusted.value == pytest.approx(sm.OLS(near["y"], design).fit().params.iloc[1])
    assert adjusted.jump.robust.standard_error < plain.jump.robust.standard_error / 2
    assert "用z调整" in adjusted.sentences()[1]


def test_perfect_compliance_takes_the_bandwidth_of_the_outcome() -> None:
    frame = _units().assign(d=lambda table: (table["x"] >= 0).astype(int))
    fuzzy, sharp = (regression_discontinuity(frame, **ROLES, **more) for more in ({"treatment": "d"}, {}))
    assert fuzzy.bandwidths == sharp.bandwidths
    assert fuzzy.value == pytest.approx(sharp.value)
    assert fuzzy.interval == pytest.approx(sharp.interval)


def test_density_of_a_jump_and_of_none() -> None:
    """Half of those just below zero push themselves over it."""
    rng = np.random.default_rng(2)
    x = rng.normal(0, 1, 2_000)
    honest, pushed = x, np.where((x < 0) & (x > -0.3) & (rng.uniform(size=2_000) < 0.5), -x, x)
    first, second = density_jump(honest), density_jump(pushed)
    assert first is not None
    assert second is not None
    assert first.p_value > 0.05
    assert second.p_value < 0.01
    assert second.right > 1.5 * second.left
    assert (first.left, first.right) == pytest.approx((0.4, 0.4), abs=0.05)
    assert density_jump(x[:40], (0.2, 0.2)) is None


# ── diagnostics and words ───────────────────────────────────────────────────────────────────────────


def test_what_is_wrong_is_told() -> None:
    frame = _units(2_000)
    result = regression_discontinuity(frame, **ROLES, balance=["z"])
    for start in ("分配变量没有被操纵", "断点两侧实施前", "别处没有跳跃", "分配变量连续", "断点近旁单位足够"):
        assert _told(result, start) is Verdict.HOLDS
    leaning = frame.assign(z=lambda table: table["z"] + (table["x"] >= 0))
    assert _told(regression_discontinuity(leaning, **ROLES, balance=["z"]), "断点两侧实施前") is Verdict.FAILS
    steps = frame.assign(y=lambda table: table["y"] + 5 * (table["x"] >= 0.5))
    placebo = regression_discontinuity(steps, **ROLES, placebo_cutoffs=[0.5, -0.5])
    assert _told(placebo, "别处没有跳跃") is Verdict.DOUBTFUL
    assert [one.cutoff for one in placebo.placebos] == [0.5, -0.5]
    rough = regression_discontinuity(frame.assign(x=frame["x"].round(1)), **ROLES)
    assert _told(rough, "分配变量连续") is Verdict.DOUBTFUL
    chance = frame.assign(d=np.random.default_rng(3).integers(0, 2, 2_000))
    assert _told(regression_discontinuity(chance, **ROLES, treatment="d"), "断点确实改变了实施") is Verdict.FAILS


def test_rows_left_out_are_counted() -> None:
    frame = _units()
    frame.loc[:4, "y"] = None
    result = regression_discontinuity(frame, **ROLES, donut=0.02)
    inside = int((frame["x"].abs() < 0.02)[5:].sum())
    assert (result.dropped, result.inside, sum(result.rows)) == (5, inside, 595 - inside)
    assert f"因空缺剔除5行，断点近旁{inside}行按要求不用" in result.sentences()[2]


def test_what_it_says() -> None:
    result = regression_discontinuity(_units(), **ROLES, outcome_name="达标率", outcome_unit="%", running_name="评分")
    assert "在“评分”为0处，实施使达标率提高" in result.sentences()[0]
    assert result.unit == "个百分点"
    assert result.table().shape == (3 + 5, 8)
    assert "只说断点近旁的单位" in result.sentences()[-1]
    assert png_bytes(result.figure())


@pytest.mark.parametrize(
    ("change", "options", "words"),
    [
        ({}, {"running": "w"}, "缺少列“w”"),
        ({}, {"cutoff": 5}, "断点5及以上只有0行"),
        ({"x": 1.0}, {}, "断点0以下只有0行"),
        ({"y": 2.0}, {}, "结果都是2"),
        ({"y": "高"}, {}, "不是数"),
        ({}, {"kernel": "gauss", "selector": "ik"}, "selector“ik”不认识"),
        ({}, {"order": 2, "bias_order": 2}, "order＜bias_order"),
        ({}, {"derivative": 2}, "derivative≤order"),
        ({}, {"bandwidth": 0}, "带宽应大于0"),
        ({}, {"bandwidth": 1e-6}, "请用bandwidth给更大的带宽"),
        ({}, {"neighbours": 0, "donut": -1, "regularisation": -1}, "donut为-1"),
        ({"d": 1}, {"treatment": "d"}, "断点没有改变是否实施"),
        ({"c": "甲"}, {"cluster": "c"}, "只有1个聚类"),
        ({"y": None}, {}, "没有一行的各列都有值"),
        ({"z": 1.0}, {"covariates": ["z"]}, "协变量“z”没有变化"),
        ({"z": lambda table: 3 * table["x"]}, {"covariates": ["z"]}, "可由分配变量和其他协变量算出"),
    ],
)
def test_refusals(change: dict[str, Any], options: dict[str, Any], words: str) -> None:
    with pytest.raises(MethodError, match=words):
        regression_discontinuity(_units().assign(**change), **{**ROLES, **options})
