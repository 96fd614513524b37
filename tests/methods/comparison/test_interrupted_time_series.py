"""Interrupted time series: against statsmodels and by hand, what it says and refuses."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import interrupted_time_series
from yzperf.methods.comparison.serial_errors import Clock, fit_autoregressive, ljung_box, newey_west, usual_lags
from yzperf.methods.generalised_linear import NoMaximumError, fit_likelihood

ROLES: dict[str, Any] = {"outcome": "y", "time": "t", "start": 25}


def _monthly(*, jump: float = -5.0, bend: float = 0.0, correlation: float = 0.0, season: float = 0.0, seed: int = 1) -> pd.DataFrame:  # fmt: skip
    rng = np.random.default_rng(seed)
    t = np.arange(1, 49)
    error = rng.normal(size=48)
    for place in range(1, 48):
        error[place] += correlation * error[place - 1]
    mean = 100 + 0.5 * t + jump * (t >= 25) + bend * np.maximum(t - 25, 0) + season * np.sin(2 * np.pi * t / 12)
    counts = rng.poisson(np.exp(4 + 0.01 * t - 0.2 * (t >= 25)))
    return pd.DataFrame({"t": t, "y": mean + error, "n": counts, "pop": 1000.0 + 5 * t})


def _design(frame: pd.DataFrame) -> np.ndarray:
    t = frame["t"].to_numpy(float)
    after = (t >= 25).astype(float)
    return np.column_stack([np.ones(len(t)), t - 1, after, after * (t - 25)])


def _told(result: Any, start: str) -> Verdict:
    return next(check.verdict for check in result.diagnostics() if check.assumption.startswith(start))


# ── numbers ─────────────────────────────────────────────────────────────────────────────────────────


def test_line_and_its_newey_west_errors_equal_statsmodels() -> None:
    frame = _monthly(correlation=0.5)
    wanted = sm.OLS(frame["y"], _design(frame)).fit()
    result = interrupted_time_series(frame, **ROLES, errors="model")
    assert [term.change.estimate for term in result.coefficients] == pytest.approx(wanted.params.tolist())
    assert [term.change.standard_error for term in result.coefficients] == pytest.approx(wanted.bse.tolist())
    assert (result.level.low, result.level.high) == pytest.approx(tuple(wanted.conf_int().iloc[2]))
    for corrected in (True, False):
        robust = wanted.get_robustcov_results("HAC", maxlags=3, use_correction=corrected)
        ours = interrupted_time_series(frame, **ROLES, errors="newey_west", lags=3, small_sample=corrected)
        assert [term.change.standard_error for term in ours.coefficients] == pytest.approx(robust.bse.tolist())


def test_counts_equal_statsmodels() -> None:
    frame = _monthly()
    model = sm.GLM(frame["n"], _design(frame), family=sm.families.Poisson(), offset=np.log(frame["pop"]))
    options = {**ROLES, "outcome": "n", "family": "poisson", "exposure": "pop"}
    for dispersion, scale in (("one", None), ("estimated", "X2")):
        wanted = model.fit(scale=scale)
        result = interrupted_time_series(frame, **options, dispersion=dispersion, quantiles="normal")
        assert [term.change.estimate for term in result.coefficients] == pytest.approx(wanted.params.tolist())
        assert [term.change.standard_error for term in result.coefficients] == pytest.approx(wanted.bse.tolist())
    robust = model.fit(cov_type="HAC", cov_kwds={"maxlags": 2})
    ours = interrupted_time_series(frame, **options, errors="newey_west", lags=2, small_sample=False)
    assert [term.change.standard_error for term in ours.coefficients] == pytest.approx(robust.bse.tolist())


@pytest.mark.parametrize("family", ["logit", "probit"])
def test_binary_regressions_equal_statsmodels(family: str) -> None:
    rng = np.random.default_rng(3)
    design = np.column_stack([np.ones(200), rng.normal(size=(200, 2))])
    outcome = (rng.normal(size=200) + design @ [0.3, 0.8, -0.5] > 0).astype(float)
    wanted = {"logit": sm.Logit, "probit": sm.Probit}[family](outcome, design).fit(disp=False)
    fit = fit_likelihood(outcome, design, family)
    assert fit.coefficients == pytest.approx(wanted.params)
    assert fit.scores.sum(axis=0) == pytest.approx(np.zeros(3), abs=1e-8)
    if family == "logit":
        assert fit.inverse == pytest.approx(wanted.cov_params())
    with pytest.raises(NoMaximumError):
        fit_likelihood((design[:, 1] > 0).astype(float), design, family)


def test_autoregressive_errors_equal_generalised_least_squares() -> None:
    """With the correlation that was found, the transformed regression is the generalised one, holes and all."""
    frame = _monthly(correlation=0.6).drop(index=[7, 8, 30])
    design, outcome = _design(frame), frame["y"].to_numpy()
    steps = frame["t"].to_numpy() - 1
    clock = Clock(np.zeros(len(frame), int), steps)
    for estimator in ("reml", "ml", "prais_winsten"):
        found = fit_autoregressive(outcome, design, clock, estimator)
        sigma = found.correlation ** np.abs(steps[:, None] - steps)
        wanted = sm.GLS(outcome, design, sigma=sigma).fit()
        assert found.fit.coefficients == pytest.approx(wanted.params)
        assert found.fit.errors == pytest.approx(wanted.bse)


def test_likelihood_of_the_correlation_by_brute_force() -> None:
    frame = _monthly(correlation=0.6)
    design, outcome = _design(frame), frame["y"].to_numpy()
    clock = Clock(np.zeros(48, int), np.arange(48))
    lags = np.abs(np.subtract.outer(np.arange(48), np.arange(48)))

    def likelihood(correlation: float, restricted: bool) -> float:
        root = np.linalg.cholesky(np.linalg.inv(correlation**lags)).T
        y, x = root @ outcome, root @ design
        left = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
        lost = 4 * restricted
        return (48 - lost) * np.log(left @ left) - 2 * np.linalg.slogdet(root)[1] + restricted * np.linalg.slogdet(x.T @ x)[1]  # fmt: skip

    for estimator, restricted in (("reml", True), ("ml", False)):
        found = fit_autoregressive(outcome, design, clock, estimator).correlation
        best = likelihood(found, restricted)
        assert best < likelihood(found + 1e-3, restricted)
        assert best < likelihood(found - 1e-3, restricted)


def test_averaging_over_the_correlation_widens() -> None:
    frame = _monthly(correlation=0.5)
    plain = interrupted_time_series(frame, **ROLES, ar_estimator="reml")
    averaged = interrupted_time_series(frame, **ROLES)
    assert averaged.average.standard_error > plain.average.standard_error
    assert averaged.value == pytest.approx(plain.value, abs=plain.average.standard_error / 5)


def test_series_do_not_mix_in_lagged_products() -> None:
    """Two series one after the other: their covariance is the sum over both, with no product across the seam."""
    rng = np.random.default_rng(4)
    scores, bread = rng.normal(size=(20, 2)), np.eye(2)
    clock = Clock(np.repeat([0, 1], 10), np.tile(np.arange(10), 2))
    halves = [newey_west(part, bread, Clock(np.zeros(10, int), np.arange(10)), 2, small_sample=False) for part in np.split(scores, 2)]  # fmt: skip
    assert newey_west(scores, bread, clock, 2, small_sample=False) == pytest.approx(sum(halves))
    assert usual_lags(100) == 4


def test_ljung_box_equals_statsmodels() -> None:
    residuals = np.random.default_rng(5).normal(size=60)
    wanted = sm.stats.acorr_ljungbox(residuals - residuals.mean(), lags=[6], model_df=1).iloc[0]
    ours = ljung_box(residuals - residuals.mean(), Clock(np.zeros(60, int), np.arange(60)), 6, 1)
    assert ours == pytest.approx((wanted["lb_stat"], wanted["lb_pvalue"]))


def test_effects_by_hand() -> None:
    frame = _monthly(bend=-1.0)
    result = interrupted_time_series(frame, **ROLES, errors="model")
    assert result.slope is not None
    assert result.total.estimate == pytest.approx(24 * result.level.estimate + sum(range(24)) * result.slope.estimate)
    assert result.value == pytest.approx(result.total.estimate / 24)
    late = [point for point in result.path if point.time >= 25]
    assert result.expected == pytest.approx(sum(point.expected for point in late))
    assert result.log_ratio is not None
    assert np.exp(result.log_ratio.estimate) == pytest.approx(1 + result.total.estimate / result.expected)


def test_interval_of_a_total_of_counts_equals_the_bootstrap_of_coefficients() -> None:
    frame = _monthly()
    result = interrupted_time_series(frame, **{**ROLES, "outcome": "n"}, family="poisson", dispersion="one")
    design = _design(frame)
    fit = sm.GLM(frame["n"], design, family=sm.families.Poisson()).fit()
    draws = np.random.default_rng(6).multivariate_normal(fit.params, fit.cov_params(), 20_000)
    late, without = design[24:], design[24:] * [1, 1, 0, 0]
    totals = (np.exp(late @ draws.T) - np.exp(without @ draws.T)).sum(axis=0)
    assert result.total.standard_error == pytest.approx(totals.std(), rel=0.05)


def test_comparison_series_take_their_change_off() -> None:
    """A shock that hits both series alike is not the policy's."""
    own, other = _monthly(jump=-8, seed=1), _monthly(jump=-5, seed=2)
    both = pd.concat([own.assign(g=1), other.assign(g=0)], ignore_index=True)
    alone = [interrupted_time_series(frame, **ROLES, errors="model") for frame in (own, other)]
    result = interrupted_time_series(both, **ROLES, treated="g", errors="model")
    assert result.level.estimate == pytest.approx(alone[0].level.estimate - alone[1].level.estimate)
    assert result.value == pytest.approx(alone[0].value - alone[1].value)
    assert (result.extent.treated, result.extent.comparison) == (1, 1)
    assert _told(result, "实施前两组走势平行") is Verdict.HOLDS
    assert "有对照序列" in result.method
    assert png_bytes(result.figure())


def test_origin_of_the_slope_moves_only_the_level() -> None:
    frame = _monthly(bend=-1)
    first = interrupted_time_series(frame, **ROLES)
    moved = interrupted_time_series(frame, **ROLES, slope_origin=24)
    assert first.slope is not None
    assert moved.slope is not None
    assert moved.slope.estimate == pytest.approx(first.slope.estimate)
    assert moved.level.estimate == pytest.approx(first.level.estimate - first.slope.estimate)
    assert moved.value == pytest.approx(first.value)


def test_harmonics_and_dummies_of_a_whole_turn_agree() -> None:
    frame = _monthly(season=4)
    waves = interrupted_time_series(frame, **ROLES, seasonality="harmonics", cycle=12, harmonics=6, errors="model")
    months = interrupted_time_series(frame, **ROLES, seasonality="dummies", cycle=12, errors="model")
    assert waves.level.estimate == pytest.approx(months.level.estimate)
    assert len(waves.coefficients) == len(months.coefficients) == 4 + 11


def test_transition_and_holes_are_counted() -> None:
    frame = _monthly().drop(index=[5, 6])
    frame.loc[10, "y"] = None
    result = interrupted_time_series(frame, **ROLES, transition=2)
    assert (result.extent.waiting, result.extent.holes, result.extent.dropped) == (2, 3, 1)
    assert result.extent.before == 21
    assert result.model.origin == 27
    assert "因空缺剔除1行，过渡期2行不用，序列中间缺3期" in result.sentences()[2]


# ── diagnostics and words ───────────────────────────────────────────────────────────────────────────


def test_what_is_wrong_is_told() -> None:
    waves = interrupted_time_series(_monthly(season=5), **ROLES, cycle=12)
    assert _told(waves, "没有漏掉季节变化") is Verdict.FAILS
    assert _told(interrupted_time_series(_monthly(), **ROLES, cycle=12), "没有漏掉季节变化") is Verdict.HOLDS
    flat = interrupted_time_series(_monthly(bend=-1), **ROLES, slope_change=False)
    assert _told(flat, "实施后斜率不变") is Verdict.FAILS
    lasting = _monthly(correlation=0.9)
    assert _told(interrupted_time_series(lasting, **ROLES, errors="model"), "各期误差的相关") is Verdict.FAILS
    assert _told(interrupted_time_series(lasting, **ROLES, errors="newey_west"), "各期误差的相关") is Verdict.HOLDS
    early = _monthly().assign(y=lambda table: table["y"] - 6 * (table["t"] >= 13))
    assert _told(interrupted_time_series(early, **ROLES, errors="model"), "实施前没有同样的转折") is Verdict.FAILS
    assert _told(interrupted_time_series(_monthly(), **ROLES, errors="model"), "实施前没有同样的转折") is Verdict.HOLDS
    wild = _monthly().assign(n=lambda table: table["n"] * 4)
    counts = {**ROLES, "outcome": "n", "family": "poisson"}
    assert _told(interrupted_time_series(wild, **counts, dispersion="one"), "次数的离散") is Verdict.FAILS
    assert _told(interrupted_time_series(wild, **counts), "次数的离散") is Verdict.HOLDS
    short = _monthly().query("18 < t < 30")
    brief = interrupted_time_series(short, **ROLES)
    assert _told(brief, "实施前后各有") is Verdict.DOUBTFUL
    assert _told(brief, "实施前没有同样的转折") is Verdict.UNTESTABLE


def test_what_it_says() -> None:
    result = interrupted_time_series(_monthly(), **ROLES, outcome_name="办结天数", outcome_unit="天", time_unit="月")
    assert "自第25月起" in result.sentences()[0]
    assert "每月办结天数平均下降" in result.sentences()[0]
    assert result.unit == "天"
    assert result.interval[0] < result.value < result.interval[1]
    assert result.table().shape == (3 + 4, 6)
    assert png_bytes(result.figure())
    counts = interrupted_time_series(_monthly(), **{**ROLES, "outcome": "n"}, family="poisson", exposure="pop")
    assert "倍" in counts.sentences()[1]
    assert png_bytes(counts.figure())


@pytest.mark.parametrize(
    ("change", "options", "words"),
    [
        ({}, {"outcome": "z"}, "缺少列“z”"),
        ({}, {"start": 2}, "实施前有1期"),
        ({}, {"start": 48}, "实施后（扣除过渡期）有1期"),
        ({}, {"transition": 30}, "实施后（扣除过渡期）有0期"),
        ({"y": 3.0}, {}, "各期都是3"),
        ({"t": 1.0}, {}, "同一序列同一时期有多行"),
        ({"t": np.r_[1:48, 48.3]}, {}, "不是最小间隔的整数倍"),
        ({}, {"family": "poisson", "outcome": "y", "errors": "ar1"}, "newey_west"),
        ({}, {"family": "binomial"}, "可用：gaussian、poisson"),
        ({}, {"exposure": "pop"}, "只用于family"),
        ({"n": -1.0 * np.arange(48)}, {"outcome": "n", "family": "poisson"}, "负数"),
        ({}, {"outcome": "y", "family": "poisson", "dispersion": "one"}, "有小数"),
        ({"pop": 0.0}, {"outcome": "n", "family": "poisson", "exposure": "pop"}, "人口应为正数"),
        ({"n": np.r_[np.arange(1, 25), np.zeros(24)]}, {"outcome": "n", "family": "poisson", "slope_change": False}, "次数全为0"),
        ({}, {"seasonality": "harmonics"}, "请用cycle给出"),
        ({}, {"seasonality": "harmonics", "cycle": 4, "harmonics": 3}, "应在1至2之间"),
        ({}, {"seasonality": "monthly", "cycle": 12}, "可用：harmonics、dummies"),
        ({}, {"seasonality": "dummies", "cycle": 2.5}, "不是时期间隔的整数倍"),
        ({"x": 7.0}, {"covariates": ["x"]}, "“x”没有变化"),
        ({"y": np.arange(48.0)}, {}, "完全落在模型线上"),
        ({"g": 1}, {"treated": "g"}, "没有取0的行"),
        ({"g": 0}, {"treated": "g"}, "没有取1的行"),
        ({"g": np.tile([0, 1], 24), "u": "甲"}, {"treated": "g", "unit": "u"}, "前后不同"),
        ({}, {"lags": -1, "quantiles": "z"}, "quantiles“z”不认识"),
        ({"y": None}, {}, "没有一行的各列都有值"),
    ],
)  # fmt: skip
def test_refusals(change: dict[str, Any], options: dict[str, Any], words: str) -> None:
    with pytest.raises(MethodError, match=words):
        interrupted_time_series(_monthly().assign(**change), **{**ROLES, **options})


def test_all_wrong_options_are_told_at_once() -> None:
    with pytest.raises(MethodError) as caught:
        interrupted_time_series(_monthly(), **ROLES, family="x", errors="y", dispersion="z", transition=-1)  # type: ignore[arg-type]
    assert len(caught.value.problems) == 4


def test_too_few_rows_for_the_parameters() -> None:
    with pytest.raises(MethodError, match="模型有9个参数"):
        interrupted_time_series(_monthly().query("19 < t < 29"), **ROLES, seasonality="harmonics", cycle=12, harmonics=2, covariates=["pop"])  # fmt: skip
