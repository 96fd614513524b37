"""Synthetic control: exact mixes, the search, placebos and intervals against their definitions, words, refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import check_grad

from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import synthetic_control
from yzperf.methods.comparison.bounded_descent import descend
from yzperf.methods.comparison.conformal import conformal_p
from yzperf.methods.comparison.predictor_search import mix_for, outer_loss, search_importance, supporting
from yzperf.methods.comparison.simplex import nearest_mix

ROLES: dict[str, Any] = {"outcome": "y", "unit": "u", "time": "t", "treated": "甲", "start": 2015}


def panel(
    seed: int = 0, *, units: int = 24, periods: int = 20, effect: float = 0.0, noise: float = 0.3
) -> pd.DataFrame:
    """Units driven by two common factors; the first is called 甲 and has the policy from 2015 on."""
    rng = np.random.default_rng(seed)
    years = np.arange(2000, 2000 + periods)
    loadings, factors = rng.uniform(0.5, 1.5, (units, 2)), rng.normal(size=(2, periods)).cumsum(axis=1)
    outcomes = 20 + loadings @ factors + noise * rng.normal(size=(units, periods))
    outcomes[0] += effect * (years >= 2015)
    names = ["甲", *(f"u{place:02d}" for place in range(1, units))]
    return pd.DataFrame(
        {
            "u": np.repeat(names, periods),
            "t": np.tile(years, units),
            "y": outcomes.ravel(),
            "x": np.repeat(loadings[:, 0], periods) + 0.1 * rng.normal(size=units * periods),
            "z": np.repeat(loadings[:, 1], periods),
        }
    )


def mixed(effect: float = -4.0) -> pd.DataFrame:
    """甲 is exactly 60 % of u01 and 40 % of u02, but for the effect."""
    frame = panel(3)
    wide = frame.pivot(index="t", columns="u", values="y")
    mine = 0.6 * wide["u01"] + 0.4 * wide["u02"] + effect * (wide.index >= 2015)
    frame.loc[frame["u"] == "甲", "y"] = mine.to_numpy()
    return frame


# ── numerics ────────────────────────────────────────────────────────────────────────────────────────


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 8), st.integers(1, 12), st.sampled_from([0.0, 0.3]))
def test_the_mix_is_the_optimum(seed: int, rows: int, donors: int, ridge: float) -> None:
    """No donor has a derivative below that of the mix itself: the condition of a convex optimum on the simplex."""
    distances = np.random.default_rng(seed).normal(1, 2, (rows, donors))
    weights = nearest_mix(distances, ridge)
    assert weights.min() >= 0
    assert weights.sum() == pytest.approx(1)
    slopes = distances.T @ (distances @ weights) + ridge * weights
    assert slopes.min() >= slopes @ weights - 1e-9 * np.abs(distances).max() ** 2


def test_the_gradient_of_the_outer_loss() -> None:
    rng = np.random.default_rng(2)
    loss = outer_loss(rng.normal(1, 1, (4, 9)), rng.normal(1, 1, (12, 9)))
    for _ in range(5):
        point = rng.uniform(-3, 0, 4)
        point[0] = 1.0  # the largest, which sets the scale
        assert check_grad(lambda at: loss(at)[0], lambda at: loss(at)[1], point) < 1e-4


def test_the_search_reaches_a_known_optimum() -> None:
    """Only the second predictor tells which donors the treated unit is like."""
    rng = np.random.default_rng(5)
    outcomes = rng.normal(1, 1, (10, 6))
    truth = nearest_mix(outcomes)
    predictors = np.vstack([rng.normal(1, 1, 6), outcomes.mean(axis=0) * 0 + rng.normal(1, 1, 6)])
    found = search_importance(np.vstack([predictors, outcomes]), outcomes, "global")
    least = float(((outcomes @ truth) ** 2).mean())
    assert found.loss <= 1.05 * least
    assert search_importance(np.vstack([predictors, outcomes]), outcomes).loss >= least * (1 - 1e-9)


def test_importance_that_supports_a_mix() -> None:
    """A mix that is optimal for some importance is so for the one found."""
    predictors = np.random.default_rng(1).normal(0.5, 1, (5, 7))
    mix = mix_for(predictors, np.array([0.3, 0.1, 0.2, 0.25, 0.15]))
    importance = supporting(predictors, mix)
    assert importance.sum() == pytest.approx(1)
    best = predictors @ mix_for(predictors, importance)
    assert importance @ (predictors @ mix) ** 2 == pytest.approx(importance @ best**2, abs=1e-9)


def test_donors_alike_are_no_obstacle() -> None:
    """Two donors with the same figures: any split between them fits as well."""
    frame = mixed()
    twin = frame[frame["u"] == "u01"].assign(u="u01又")
    asked = [("y", 2000, 2004), ("y", 2005, 2009), ("y", 2010, 2014), ("x", 2000, 2014)]
    one = synthetic_control(frame, **ROLES, predictors=asked, placebos=False)
    two = synthetic_control(pd.concat([frame, twin]), **ROLES, predictors=asked, placebos=False)
    assert two.fitted_mspe <= one.fitted_mspe * 1.2
    assert sum(donor.weight for donor in two.donors) == pytest.approx(1)


def test_descent_stops_at_the_walls() -> None:
    def bowl(at: np.ndarray) -> tuple[float, np.ndarray]:
        return float(((at - [2.0, -0.5]) ** 2).sum()), 2 * (at - [2.0, -0.5])

    value, point = descend(bowl, np.array([-0.9, 0.9]), -1.0, 1.0, done=1e-12)
    assert point == pytest.approx([1.0, -0.5], abs=1e-6)
    assert value == pytest.approx(1.0)


def test_conformal_p_by_its_definition() -> None:
    """All cyclic shifts of the misses of the mix refitted under the null, one by one."""
    rng = np.random.default_rng(4)
    mine, pool, after = rng.normal(size=12), rng.normal(size=(12, 3)), np.arange(12) >= 9
    without = mine - 0.7 * after
    misses = np.abs(pool @ nearest_mix(pool - without[:, None]) - without).tolist()
    sums = [sum(misses[(place + step) % 12] for place in (9, 10, 11)) for step in range(12)]
    assert conformal_p(mine, pool, after, 0.7) == sum(total >= sums[0] - 1e-12 for total in sums) / 12


# ── the method ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("predictors", [(), (("y", 2000, 2004), ("y", 2005, 2009), ("y", 2010, 2014))])
def test_an_exact_mix_gives_the_exact_effect(predictors: tuple[tuple[str, float, float], ...]) -> None:
    found = synthetic_control(mixed(), **ROLES, predictors=predictors, placebos=False)
    if not predictors:
        assert (found.weight("u01"), found.weight("u02")) == (pytest.approx(0.6), pytest.approx(0.4))
    assert found.value == pytest.approx(-4, abs=0.02 if not predictors else 0.4)
    assert found.floor_mspe == pytest.approx(0, abs=1e-12)
    assert found.interval is None


def test_units_of_measure_and_row_order_do_not_matter() -> None:
    asked = (("x", 2000, 2014), ("z", 2014, 2014), ("y", 2014, 2014))
    frame = panel(1, effect=2)
    one = synthetic_control(frame, **ROLES, predictors=asked, placebos=False)
    shuffled = frame.sample(frac=1, random_state=1).assign(x=lambda table: 1000 * table["x"])
    other = synthetic_control(shuffled, **ROLES, predictors=asked, placebos=False)
    assert other.value == pytest.approx(one.value, abs=1e-6)
    assert other.balance[0].treated == pytest.approx(1000 * one.balance[0].treated)


def test_p_and_interval_agree() -> None:
    """An effect at an end of the interval taken away leaves the treated unit just at the critical placebo."""
    frame = panel(2, effect=3.0)
    found = synthetic_control(frame, **ROLES)
    assert found.p_value == 1 / 24
    low, high = found.interval or (np.nan, np.nan)
    assert low < found.value < high
    assert low > 0
    for end, inside in ((low, 0.999), (low, 1.001)):
        moved = found.value + (end - found.value) * inside
        shifted = frame.assign(y=frame["y"] - moved * ((frame["u"] == "甲") & (frame["t"] >= 2015)))
        assert (synthetic_control(shifted, **ROLES).p_value > 0.05) is (inside < 1)


def test_an_effect_that_grows_fast_is_no_constant_one() -> None:
    frame = panel(2)
    frame["y"] += 20 * (frame["t"] - 2014).clip(lower=0) * (frame["u"] == "甲")
    found = synthetic_control(frame, **ROLES)
    assert found.interval is None
    assert np.isnan(found.bounds[0])
    assert found.p_value == 1 / 24
    assert "作用逐期不同" in found.sentences()[1]


def test_a_limit_takes_bad_placebos_out() -> None:
    frame = panel(2)
    frame.loc[frame["u"] == "u05", "y"] += 30 * np.random.default_rng(0).normal(size=20)
    every, fewer = (synthetic_control(frame, **ROLES, placebo_limit=limit) for limit in (None, 20.0))
    assert len(every.ranked) == 23
    assert "u05" not in [one.name for one in fewer.ranked]
    assert "未计入" in fewer.sentences()[1]


def test_each_period_has_its_interval() -> None:
    frame = panel(6, periods=25, effect=2.0)
    found = synthetic_control(frame, **{**ROLES, "start": 2020}, placebos=False)
    assert [one.period for one in found.conformal] == [2020, 2021, 2022, 2023, 2024]
    assert all(one.low < gap < one.high for one, gap in zip(found.conformal, found.gaps[-5:], strict=True))
    assert list(found.table().columns[-2:]) == ["95%下限", "95%上限"]
    assert synthetic_control(frame, **ROLES, placebos=False).conformal[0].high == np.inf


def test_single_donors_and_an_earlier_start() -> None:
    found = synthetic_control(panel(1, effect=5), **ROLES, predictors=[("x", 2000, 2014), ("z", 2012, 2014)], placebo_start=2010)  # fmt: skip
    assert {one.name for one in found.left_out} == {one.name for one in found.donors if one.weight > 1e-3}
    alone = panel(1, effect=5).query(f"u != '{found.left_out[0].name}'")
    again = synthetic_control(alone, **ROLES, predictors=[("x", 2000, 2014), ("z", 2012, 2014)], placebos=False)
    assert found.left_out[0].effect == pytest.approx(again.value, abs=1e-6)
    assert found.time_placebo is not None
    assert found.time_placebo.outside == 1
    assert "1个预测变量此前没有数据" in found.sentences()[3]


def test_given_importance_is_used() -> None:
    asked = [("x", 2000, 2014), ("z", 2000, 2014)]
    found = synthetic_control(panel(1), **ROLES, predictors=asked, importance={"x": 3, "z": 1}, placebos=False)
    assert [one.importance for one in found.balance] == [0.75, 0.25]
    assert found.starts == 1


def test_importance_by_regression() -> None:
    """Squared coefficients of a regression of each fitted period on the scaled predictors, summed."""
    asked = [("x", 2000, 2014), ("z", 2000, 2014)]
    frame = panel(1)
    found = synthetic_control(frame, **ROLES, predictors=asked, search="regression", placebos=False)
    before = frame[frame["t"] < 2015]
    means = before.groupby("u")[["x", "z"]].mean()
    outcomes = before.pivot(index="u", columns="t", values="y")
    squares = (
        sm.OLS(outcomes.to_numpy(), sm.add_constant((means / means.std()).to_numpy())).fit().params[1:] ** 2
    ).sum(axis=1)
    assert [one.importance for one in found.balance] == pytest.approx((squares / squares.sum()).tolist())
    again = synthetic_control(frame, **ROLES, predictors=asked, importance=squares.tolist(), placebos=False)
    assert again.value == pytest.approx(found.value)


def test_left_out_donors_are_named() -> None:
    frame = panel(1).query("not (u == 'u03' and t == 2004)")
    with pytest.raises(MethodError, match="u03"):
        synthetic_control(frame, **ROLES)
    found = synthetic_control(frame, **ROLES, incomplete="leave_out", placebos=False)
    assert found.incomplete == ("u03",)
    assert "u03" in found.sentences()[2]


def test_empty_cells_of_predictors_are_counted_but_not_empty_periods() -> None:
    frame = panel(1)
    frame.loc[frame["t"] % 2 == 0, "x"] = np.nan
    asked = [("x", 2000, 2014), ("z", 2000, 2014)]
    assert synthetic_control(frame, **ROLES, predictors=asked, placebos=False).skipped == 0
    frame.loc[(frame["t"] == 2003) & (frame["u"] == "u04"), "x"] = np.nan
    found = synthetic_control(frame, **ROLES, predictors=asked, placebos=False)
    assert found.skipped == 1
    assert "1个空格" in found.sentences()[2]


def test_words_tables_and_pictures() -> None:
    found = synthetic_control(
        panel(2, effect=-3), **ROLES, predictors=[("x", 2000, 2014), ("y", 2010, 2010), ("y", 2014, 2014)],
        outcome_name="断面达标率", outcome_unit="%",
    )  # fmt: skip
    assert found.unit == "个百分点"
    assert "平均相对下降" in found.sentences()[0]
    assert "p=0.042" in found.sentences()[1]
    assert found.balance_table()["预测变量"].tolist() == ["x", "y@2010", "y@2014"]
    assert found.donor_table()["权重"].sum() == pytest.approx(1, abs=0.01)
    assert found.placebo_table()["单位"][0] == "甲"
    assert {check.verdict for check in found.diagnostics()} >= {Verdict.HOLDS, Verdict.UNTESTABLE}
    assert png_bytes(found.figure())
    assert png_bytes(found.gap_figure())


def test_a_mix_that_does_not_fit_is_said() -> None:
    frame = panel(2)
    frame.loc[frame["u"] == "甲", "y"] += 40
    found = synthetic_control(frame, **ROLES, placebos=False)
    told = {check.assumption: check.verdict for check in found.diagnostics()}
    assert told["实施前合成对照与实施单位重合"] is Verdict.FAILS


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"treated": "丁"}, "没有丁"),
        ({"outcome": "q"}, "缺少列“q”"),
        ({"start": 2000}, "实施前只有0期"),
        ({"start": 2030}, "没有实施后的时期"),
        ({"start": np.nan}, "应为一个时期"),
        ({"predictors": [("x", 2010, 2016)]}, "用到了实施后的时期"),
        ({"predictors": [("x", 1990, 1995)]}, "时期内没有数据"),
        ({"predictors": ["x"]}, "应写成（列，起，止）"),
        ({"predictors": [("x", 2005, 2000)]}, "应写成（列，起，止）"),
        ({"predictors": [("x", "2000", 2005)]}, "应写成（列，起，止）"),
        ({"predictors": [("x", 2000, 2005), ("x", 2000, 2005)]}, "给了不止一次"),
        ({"predictors": [("t", 2000, 2005)]}, "同时被用作"),
        ({"predictors": [("c", 2000, 2005)]}, "各单位都相同"),
        ({"predictors": [("w", 2000, 2005)]}, "u07没有一个值"),
        ({"predictors": [("x", 2000, 2005)], "importance": {"z": 1}}, "对不上"),
        ({"predictors": [("x", 2000, 2005)], "importance": {"x": 0}}, "不全为0"),
        ({"predictors": [("x", 2000, 2005)], "importance": [1, 2]}, "有2个，应为1个"),
        ({"fitted": (2010, 2016)}, "应早于实施起点"),
        ({"fitted": (2010, 2010)}, "至少要2期"),
        ({"donors": ["u01"]}, "只有1个"),
        ({"donors": ["u01", "u99"]}, "没有u99"),
        ({"search": "fast"}, "graduated"),
        ({"incomplete": "fill"}, "leave_out"),
        ({"level": 1.0}, "置信水平"),
        ({"placebo_limit": 0.0}, "误差倍数"),
        ({"placebo_start": 2016}, "应早于实施起点"),
        ({"placebo_start": 2001}, "实施前只有1期"),
    ],
)
def test_refusals(change: dict[str, Any], words: str) -> None:
    frame = panel(1).assign(c=1.0, w=lambda table: table["x"].where(table["u"] != "u07"))
    with pytest.raises(MethodError, match=words):
        synthetic_control(frame, **{**ROLES, **change})


def test_constant_outcomes_and_a_short_treated_unit_are_refused() -> None:
    with pytest.raises(MethodError, match="常数"):
        synthetic_control(panel(1).assign(y=1.0), **ROLES)
    short = panel(1).query("not (u == '甲' and t == 2004)")
    with pytest.raises(MethodError, match="实施单位甲有缺失的时期"):
        synthetic_control(short, **ROLES, incomplete="leave_out")
