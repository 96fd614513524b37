"""Before and after, beyond a trend, against a target: by hand, what they say and refuse."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import before_after_comparison, target_comparison, trend_adjusted_change
from yzperf.methods.comparison.trend_lines import fit_lines
from yzperf.methods.resampling import sign_flip_p


def _told(result: Any, start: str) -> Verdict:
    return next(check.verdict for check in result.diagnostics() if check.assumption.startswith(start))


# ── before and after ────────────────────────────────────────────────────────────────────────────────

PAIRS = pd.DataFrame({"前": [10.0, 12, 9, 14, None, 11], "后": [13.0, 13, 12, 15, 20, 10]})


def test_paired_change_equals_scipy() -> None:
    result = before_after_comparison(PAIRS, before="前", after="后")
    kept = PAIRS.dropna()
    wanted = stats.ttest_rel(kept["后"], kept["前"])
    interval = wanted.confidence_interval()
    assert (result.statistic, result.change.p_value) == pytest.approx((wanted.statistic, wanted.pvalue))
    assert result.interval == pytest.approx((interval.low, interval.high))
    assert (result.before, result.after, result.degrees, result.dropped) == (pytest.approx(11.2), pytest.approx(12.6), 4, 1)  # fmt: skip
    assert (result.risen, result.fallen) == (4, 1)
    assert result.standardised == pytest.approx(wanted.statistic / 5**0.5)


def test_signs_dealt_anew() -> None:
    """Changes 3, 1, 3, 1, −1 sum to 7; of 32 sign patterns 4 reach 7 or beyond, at both ends together 8."""
    changes = np.array([3.0, 1, 3, 1, -1])
    assert sign_flip_p(changes, 1) == pytest.approx(8 / 32)
    many = np.random.default_rng(1).normal(0.4, 1, 40)
    wanted = stats.permutation_test((many,), np.mean, permutation_type="samples", n_resamples=20_000, rng=1)
    assert sign_flip_p(many, 1) == pytest.approx(wanted.pvalue, abs=0.01)


def test_regression_to_the_mean_is_told() -> None:
    """The lowest 60 of 400 rise by themselves when measured again; so does everybody who was low by chance."""
    rng = np.random.default_rng(2)
    level = rng.normal(50, 1, 400)
    before, after = level + rng.normal(0, 5, 400), level + rng.normal(0, 5, 400)
    worst = np.argsort(before)[:60]
    chosen = before_after_comparison(pd.DataFrame({"a": before[worst], "b": after[worst]}), before="a", after="b")
    assert chosen.value > 4
    noisy = before_after_comparison(pd.DataFrame({"a": before, "b": after}), before="a", after="b")
    assert _told(noisy, "不是向均值回归") is Verdict.DOUBTFUL
    steady = pd.DataFrame({"a": 5 * level, "b": 5 * level + rng.normal(0, 1, 400)})
    assert _told(before_after_comparison(steady, before="a", after="b"), "不是向均值回归") is Verdict.HOLDS


def test_two_tests_that_disagree_are_told() -> None:
    frame = pd.DataFrame({"a": [0.0] * 5, "b": [1.0, 1.1, 0.9, 1.05, 1.02]})
    result = before_after_comparison(frame, before="a", after="b")
    assert result.change.p_value < 0.001
    assert result.sign_p == pytest.approx(2 / 32)
    assert _told(result, "t检验适用") is Verdict.DOUBTFUL
    assert _told(result, "不是向均值回归") is Verdict.UNTESTABLE


def test_what_before_and_after_says() -> None:
    result = before_after_comparison(PAIRS, before="前", after="后", outcome_name="达标率", outcome_unit="%")
    assert result.unit == "个百分点"
    assert "达标率平均提高1.40个百分点" in result.sentences()[0]
    assert "因空缺剔除1行" in result.sentences()[1]
    assert "没有对照组分不开" in result.sentences()[2]
    assert png_bytes(result.figure())


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (PAIRS.drop(columns="后"), "缺少列“后”"),
        (PAIRS.head(2), "至少要3个"),
        (PAIRS.assign(后=PAIRS["前"] + 2), "所有单位的变化都是2"),
        (PAIRS.assign(后="多"), "不是数"),
    ],
)
def test_refusals_before_and_after(frame: pd.DataFrame, words: str) -> None:
    with pytest.raises(MethodError, match=words):
        before_after_comparison(frame, before="前", after="后")


# ── beyond a trend ──────────────────────────────────────────────────────────────────────────────────

ROLES: dict[str, Any] = {"outcome": "y", "unit": "u", "time": "t", "start": 2020}


def _villages(
    units: int = 12, *, jump: float = 3.0, bend: float = 0.0, noise: float = 0.5, seed: int = 1
) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    rows = [
        (
            f"v{unit}",
            year,
            5 * unit + (1 + 0.1 * unit) * (year - 2014) + bend * (year - 2014) ** 2 + jump * (year >= 2020),
        )
        for unit in range(units)
        for year in range(2014, 2024)
    ]
    frame = pd.DataFrame(rows, columns=["u", "t", "y"])
    return frame.assign(y=frame["y"] + rng.normal(0, noise, len(frame)))


def test_lines_equal_polyfit() -> None:
    frame = _villages(4).sample(frac=0.8, random_state=1)
    codes = pd.factorize(frame["u"])[0]
    before = (frame["t"] < 2020).to_numpy()
    lines = fit_lines(frame["y"].to_numpy(), frame["t"].to_numpy(float), codes, before)
    for code in range(4):
        own = codes == code
        slope, level = np.polyfit(frame["t"][own & before] - 2014, frame["y"][own & before], 1)
        assert lines.slopes[code] == pytest.approx(slope)
        assert lines.values[own] == pytest.approx(level + slope * (frame["t"][own] - 2014))


def test_gaps_to_the_lines_by_hand() -> None:
    frame = _villages(noise=0)
    noise = frame["u"].map({f"v{unit}": unit % 3 for unit in range(12)}) * (frame["t"] >= 2020)
    result = trend_adjusted_change(frame.assign(y=frame["y"] + noise), **ROLES)
    gaps = 3 + np.array([unit % 3 for unit in range(12)])
    wanted = stats.ttest_1samp(gaps, 0).confidence_interval()
    assert result.value == pytest.approx(gaps.mean())
    assert result.interval == pytest.approx((wanted.low, wanted.high))
    assert result.slope.estimate == pytest.approx(1.55)
    assert result.plain.estimate == pytest.approx(gaps.mean() + 1.55 * 5)


def test_a_bend_before_the_start_fails() -> None:
    assert _told(trend_adjusted_change(_villages(bend=0.5), **ROLES), "实施前的走势是直线") is Verdict.FAILS
    assert _told(trend_adjusted_change(_villages(), **ROLES), "实施前的走势是直线") is Verdict.HOLDS
    short = _villages().query("t > 2016")
    assert _told(trend_adjusted_change(short, **ROLES), "实施前的走势是直线") is Verdict.UNTESTABLE


def test_units_without_enough_periods_are_named() -> None:
    frame = _villages().query("not (u == 'v3' and t < 2018)").query("not (u == 'v5' and t >= 2020)")
    frame.loc[frame.index[0], "y"] = None
    result = trend_adjusted_change(frame, **ROLES)
    assert result.left_out == ("v3", "v5")
    assert (result.units, result.dropped) == (10, 1)
    assert "v3、v5时期不足未用" in result.sentences()[2]


def test_what_beyond_a_trend_says() -> None:
    result = trend_adjusted_change(_villages(units=5), **ROLES, outcome_name="达标率", outcome_unit="%")
    assert result.unit == "个百分点"
    assert "达标率平均提高" in result.sentences()[0]
    assert _told(result, "单位数足够") is Verdict.DOUBTFUL
    assert result.table().shape == (3, 6)
    assert png_bytes(result.figure())


@pytest.mark.parametrize(
    ("frame", "options", "words"),
    [
        (_villages(), {"start": 2014}, "没有实施前的时期"),
        (_villages(), {"start": 2030}, "没有实施后的时期"),
        (_villages(units=2), {}, "改用中断时间序列"),
        (_villages().query("t > 2017"), {}, "改用中断时间序列"),
        (_villages().assign(u="v1"), {}, "同一单位同一时期有多行"),
    ],
)
def test_refusals_beyond_a_trend(frame: pd.DataFrame, options: dict[str, Any], words: str) -> None:
    with pytest.raises(MethodError, match=words):
        trend_adjusted_change(frame, **{**ROLES, **options})


# ── against a target ────────────────────────────────────────────────────────────────────────────────

GOALS = pd.DataFrame(
    {
        "村": list("甲乙丙丁戊"),
        "镇": ["东", "东", "东", "西", "西"],
        "实际": [95.0, 88, 91, 97, None],
        "目标": [90.0, 90, 90, 95, 95],
        "人口": [100, 300, 100, 500, 200],
    }
)


def test_gaps_to_a_target_by_hand() -> None:
    result = target_comparison(GOALS, actual="实际", target="目标", name="村")
    gaps = [5, -2, 1, 2]
    wanted = stats.ttest_1samp(gaps, 0)
    assert result.value == pytest.approx(1.5)
    assert result.whole.gap.p_value == pytest.approx(wanted.pvalue)
    assert result.whole.ratio == pytest.approx(371 / 365)
    assert (result.whole.met, result.whole.share.estimate, result.dropped) == (3, 0.75, 1)
    wilson = stats.binomtest(3, 4).proportion_ci(method="wilson")
    assert (result.whole.share.low, result.whole.share.high) == pytest.approx((wilson.low, wilson.high))
    assert [one.name for one in result.missed] == ["乙"]


def test_weights_and_groups_by_hand() -> None:
    result = target_comparison(GOALS, actual="实际", target="目标", name="村", group="镇", weights="人口")
    assert result.value == pytest.approx((500 - 600 + 100 + 1000) / 1000)
    east, west = result.groups
    assert east.gap.estimate == pytest.approx(0)
    assert (west.count, west.gap.estimate) == (1, 2)
    assert np.isnan(west.gap.standard_error)
    assert result.table()["分组"].tolist() == ["东", "西", "全部"]


def test_at_most_turns_the_direction() -> None:
    result = target_comparison(GOALS, actual="实际", target=90, direction="at_most", name="村")
    assert [one.name for one in result.missed] == ["丁", "甲", "丙"]
    assert result.whole.met == 1
    assert "不高于90" in result.sentences()[0]


def test_an_outcome_equal_but_for_binary_rounding_has_met_its_target() -> None:
    frame = pd.DataFrame({"a": [0.1 + 0.2, 0.3], "b": [0.3, 0.3]})
    assert target_comparison(frame, actual="a", target="b").whole.met == 2
    assert target_comparison(frame, actual="a", target="b", direction="at_most").whole.met == 2


def test_a_census_has_no_interval() -> None:
    result = target_comparison(GOALS, actual="实际", target="目标", census=True)
    assert result.interval is None
    assert "没有抽样误差" in result.sentences()[0]
    assert target_comparison(GOALS.head(1), actual="实际", target="目标", census=True).value == 5


def test_zero_targets_have_no_completion_rate() -> None:
    assert target_comparison(GOALS, actual="实际", target=0).whole.ratio is None


def test_what_a_target_comparison_says() -> None:
    frame = GOALS.assign(实际=[95.0, 88, 91, 197, 94])
    result = target_comparison(frame, actual="实际", target="目标", name="村", group="镇", outcome_name="达标率", outcome_unit="%")  # fmt: skip
    assert result.unit == "个百分点"
    assert "未达标的差得最多的是乙" in result.sentences()[1]
    assert _told(result, "平均数不由个别对象决定") is Verdict.DOUBTFUL
    assert list(result.missed_table()["对象"]) == ["乙", "戊"]
    assert png_bytes(result.figure())


@pytest.mark.parametrize(
    ("frame", "options", "words"),
    [
        (GOALS, {"actual": "没有"}, "缺少列“没有”"),
        (GOALS, {"direction": "above"}, "可用：at_least、at_most"),
        (GOALS.head(1), {}, "令census=True"),
        (GOALS.assign(实际=np.nan), {}, "没有一行的各列都有值"),
        (GOALS.assign(人口=0), {"weights": "人口"}, "权重全为0"),
        (GOALS.assign(人口=-1), {"weights": "人口"}, "有负数"),
        (GOALS, {"target": "实际"}, "同时被用作"),
        (GOALS.assign(目标="九成"), {}, "不是数"),
    ],
)
def test_refusals_against_a_target(frame: pd.DataFrame, options: dict[str, Any], words: str) -> None:
    with pytest.raises(MethodError, match=words):
        target_comparison(frame, **{"actual": "实际", "target": "目标", **options})
