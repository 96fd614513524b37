"""Event studies: against dummies, the power of their pre-trend test, what they say and refuse."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from tests.methods.comparison.panels import dummies, staggered, with_holes
from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import event_study
from yzperf.methods.comparison.event_study_result import EventStudy
from yzperf.methods.comparison.joint_bands import chance_all_within, simultaneous_normal
from yzperf.methods.comparison.pretrend_power import judge_drift

ROLES: dict[str, Any] = {"outcome": "y", "unit": "u", "time": "t", "first_treated": "g"}
FRAME = staggered(1, units=60, groups=(4,), effect=1)


def test_equals_a_regression_on_dummies_with_holes() -> None:
    frame = with_holes(FRAME)
    ours = event_study(frame, **ROLES, covariates=["x"])
    relative = np.where(frame["g"] > 0, frame["t"] - frame["g"], -99)
    points = [point.at for point in ours.path.points]
    assert points == [-3, -2, 0, 1, 2]
    own = np.column_stack([relative == at for at in points])
    design = np.column_stack([own, frame["x"], dummies(frame["u"]), dummies(frame["t"])[:, 1:]]).astype(float)
    groups = pd.factorize(frame["u"])[0]
    reference = sm.OLS(frame["y"].to_numpy(), design).fit(cov_type="cluster", cov_kwds={"groups": groups})
    assert [point.effect.estimate for point in ours.path.points] == pytest.approx(reference.params[:5], abs=1e-9)
    factor = ((len(frame) - design.shape[1]) / (len(frame) - (6 + 6))) ** 0.5
    errors = [point.effect.standard_error for point in ours.path.points]
    assert errors == pytest.approx(reference.bse[:5] * factor, rel=1e-8)
    joint = reference.f_test(np.eye(design.shape[1])[:2])
    assert ours.pre_trend.statistic == pytest.approx(float(joint.fvalue) / factor**2, rel=1e-8)
    assert ours.pre_trend.degrees == (2, 59)


def test_mean_after_the_start_has_the_error_of_a_mean() -> None:
    ours = event_study(FRAME, **ROLES)
    after = [point.effect.estimate for point in ours.path.points if point.at >= 0]
    assert ours.value == pytest.approx(np.mean(after))
    merged = event_study(FRAME, **ROLES, window=(-9, 0))
    (last,) = (point.effect for point in merged.path.points if point.at == 0)
    assert last.estimate == pytest.approx(ours.value)
    assert last.standard_error == pytest.approx(ours.effect.standard_error, rel=0.02)


def test_ends_share_their_dummy() -> None:
    points = [point.at for point in event_study(FRAME, **ROLES, window=(-2, 1)).path.points]
    assert points == [-2, 0, 1]
    assert "及以后" in event_study(FRAME, **ROLES, window=(-2, 1)).table()["项目"].iloc[2]


@pytest.mark.parametrize("count", [1, 2, 4])
def test_rectangle_probability_equals_scipy(count: int) -> None:
    rng = np.random.default_rng(count)
    root = rng.normal(size=(count, count))
    covariance, mean, half = root @ root.T + np.eye(count), rng.normal(size=count), rng.uniform(0.5, 3, count)
    wanted = stats.multivariate_normal(mean, covariance).cdf(half, lower_limit=-half)
    assert chance_all_within(mean, covariance, half) == pytest.approx(wanted, abs=5e-4)


def test_band_of_independent_estimates() -> None:
    """Three independent ones: Φ⁻¹((1 + 0.95^⅓) / 2)."""
    assert simultaneous_normal(np.eye(3)) == pytest.approx(stats.norm.ppf((1 + 0.95 ** (1 / 3)) / 2), abs=0.03)
    assert simultaneous_normal(np.ones((3, 3))) == pytest.approx(1.96, abs=0.03)
    assert simultaneous_normal(np.eye(1)) == pytest.approx(1.96, abs=1e-3)


def _drift(power: float) -> tuple[Any, Any]:
    covariance = np.array([[1.0, 0.4, 0.3], [0.4, 0.8, 0.2], [0.3, 0.2, 0.6]])
    distances = np.array([-4.0, -3.0, -2.0])
    test = judge_drift(
        distances, np.zeros(3), covariance, degrees=40, reference=-1.0, after=np.array([0.0, 1.0]), powers=(power,)
    )
    return test, test.slopes[0]


@pytest.mark.parametrize("power", [0.5, 0.8])
def test_detectable_slopes_are_found_as_often_as_said(power: float) -> None:
    test, slope = _drift(power)
    rng = np.random.default_rng(3)
    noise = rng.multivariate_normal(np.zeros(3), test.covariance, 40_000)
    scale = rng.chisquare(40, 40_000) / 40
    shape = np.array([-3.0, -2.0, -1.0])
    joint = noise + slope.joint * shape
    statistics = np.einsum("ij,jk,ik->i", joint, np.linalg.inv(test.covariance), joint) / 3 / scale
    assert (statistics > stats.f.ppf(0.95, 3, 40)).mean() == pytest.approx(power, abs=0.01)
    single = np.abs(noise + slope.any_one * shape) / np.sqrt(np.diag(test.covariance))
    assert (single > stats.norm.ppf(0.975)).any(axis=1).mean() == pytest.approx(power, abs=0.01)


def test_bias_is_the_drift_carried_to_the_periods_after_the_start() -> None:
    _, slope = _drift(0.8)
    assert slope.bias_joint == pytest.approx(slope.joint * 1.5)
    assert slope.bias_any_one == pytest.approx(slope.any_one * 1.5)


def test_power_of_no_drift_is_the_level() -> None:
    test, _ = _drift(0.5)
    assert test.power_joint(0.0) == pytest.approx(0.05, abs=1e-9)
    assert 0.05 < test.power_any_one(0.0) < 0.15
    assert test.power_any_one(0.3, normal=False) < test.power_any_one(0.3)


def test_one_period_before_the_reference_uses_one_estimate() -> None:
    """F(1, ν) is the square of a t; both rules then agree but for the quantile."""
    result = event_study(FRAME.query("t > 1"), **ROLES)
    (point,) = (point.effect for point in result.path.points if point.at == -2)
    assert result.pre_trend.statistic == pytest.approx((point.estimate / point.standard_error) ** 2)
    assert result.pre_trend.p_value == pytest.approx(point.p_value)
    assert result.pre_trend.small_sample_p == pytest.approx(point.p_value)


def _told(result: EventStudy, start: str) -> Verdict:
    return next(check.verdict for check in result.diagnostics() if check.assumption.startswith(start))


def test_what_it_says() -> None:
    frame = FRAME.copy()
    frame.loc[3, "y"] = None
    result = event_study(frame, **ROLES, outcome_name="达标率", outcome_unit="%")
    assert result.unit == "个百分点"
    assert "达标率平均提高" in result.sentences()[0]
    assert "80%的把握能发现" in result.sentences()[2]
    assert "因空缺剔除1行" in result.sentences()[3]
    assert _told(result, "各单位同时开始") is Verdict.HOLDS
    assert _told(result, "面板完整") is Verdict.DOUBTFUL
    assert list(result.power_table()["把握"]) == ["50%", "80%"]
    assert png_bytes(result.figure())


def test_verdicts_on_parallel_trends() -> None:
    steep = FRAME.assign(y=FRAME["y"] + 2 * FRAME["t"] * (FRAME["g"] > 0))
    assert _told(event_study(steep, **ROLES), "平行趋势") is Verdict.FAILS
    weak = FRAME.assign(y=np.random.default_rng(5).normal(size=len(FRAME)))
    assert _told(event_study(weak, **ROLES), "平行趋势") is Verdict.DOUBTFUL
    sharp = FRAME.assign(y=0.01 * FRAME["y"] + 5 * FRAME["D"])
    assert _told(event_study(sharp, **ROLES), "平行趋势") is Verdict.HOLDS
    short = event_study(FRAME.query("t > 2"), **ROLES)
    assert _told(short, "平行趋势") is Verdict.UNTESTABLE
    assert len(short.power_table()) == 0


def test_different_starts_are_doubtful() -> None:
    assert _told(event_study(staggered(2), **ROLES), "各单位同时开始") is Verdict.DOUBTFUL


@pytest.mark.parametrize(
    ("frame", "options", "words"),
    [
        (FRAME, {"reference": -7}, "没有距实施-7期的行"),
        (FRAME.assign(g=0), {}, "没有单位在数据的时期内开始实施"),
        (FRAME.query("g > 0"), {}, "没有从未实施的单位时"),
        (FRAME.assign(k=1), {"cluster": "k"}, "只有1个聚类"),
        (FRAME, {"covariates": ["z"]}, "协变量“z”不提供信息"),
        (FRAME.assign(k=FRAME["t"]), {"cluster": "k"}, "跨越多个聚类"),
        (FRAME.assign(x=np.inf), {"covariates": ["x"]}, "不是数"),
    ],
)
def test_refusals(frame: pd.DataFrame, options: dict[str, Any], words: str) -> None:
    with pytest.raises(MethodError) as caught:
        event_study(frame, **{**ROLES, **options})
    assert words in str(caught.value)
