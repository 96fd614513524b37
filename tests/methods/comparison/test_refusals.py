"""Data that carry no method of the family: every method refuses them with the column and a remedy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.methods.comparison.panels import staggered
from yzperf import methods
from yzperf.domain.result import Verdict
from yzperf.errors import MethodError

PANEL = {"outcome": "y", "unit": "u", "time": "t"}
CALLS: dict[str, dict[str, Any]] = {
    "difference_in_differences": {**PANEL, "treated": "ever", "start": 3},
    "two_way_fixed_effects": {**PANEL, "treatment": "D"},
    "event_study": {**PANEL, "first_treated": "g"},
    "sun_abraham": {**PANEL, "first_treated": "g"},
    "callaway_santanna": {**PANEL, "first_treated": "g", "draws": 99},
    "goodman_bacon_decomposition": {**PANEL, "first_treated": "g"},
    "wild_cluster_bootstrap": {**PANEL, "treatment": "D", "cluster": "u", "draws": 99},
    "cluster_bootstrap": {**PANEL, "treatment": "D", "draws": 99},
    "randomisation_inference": {**PANEL, "treated": "few", "start": 3, "draws": 99},
}
WITH_COVARIATES = [name for name in CALLS if name != "goodman_bacon_decomposition"]


def _frame() -> pd.DataFrame:
    frame = staggered(3, units=24)
    units = pd.factorize(frame["u"])[0]
    return frame.assign(
        ever=(frame["g"] > 0).astype(int), few=(units < 2).astype(int), one=1.0, level=units * 1.0, x2=2 * frame["x"]
    )


FRAME = _frame()


def _refusal(name: str, frame: pd.DataFrame, **options: Any) -> str:
    with pytest.raises(MethodError) as caught:
        getattr(methods, name)(frame, **{**CALLS[name], **options})
    return str(caught.value)


@pytest.mark.parametrize("name", CALLS)
def test_the_panel_itself_is_good(name: str) -> None:
    assert np.isfinite(getattr(methods, name)(FRAME, **CALLS[name]).value)


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (lambda frame: 5.0, "结果的值都是5"),
        (lambda frame: frame["level"], "没有差别可比"),
        (lambda frame: frame["t"] * 1.0, "没有差别可比"),
    ],
    ids=["constant", "constant in every unit", "one path for all"],
)
def test_an_outcome_without_differences(
    name: str, outcome: Callable[[pd.DataFrame], float | pd.Series], words: str
) -> None:
    assert words in _refusal(name, FRAME.assign(y=outcome(FRAME)))


@pytest.mark.parametrize("name", CALLS)
def test_nobody_untreated(name: str) -> None:
    everybody = FRAME.assign(g=3, D=(FRAME["t"] >= 3).astype(int), ever=1, few=1)
    assert any(word in _refusal(name, everybody) for word in ("从未实施", "对照", "没有变化", "没有可比的两组"))


@pytest.mark.parametrize("name", CALLS)
def test_nobody_treated(name: str) -> None:
    nobody = FRAME.assign(g=0, D=0, ever=0, few=0)
    assert any(word in _refusal(name, nobody) for word in ("没有单位在", "没有实施", "“D”在扣除"))


@pytest.mark.parametrize("name", [name for name in CALLS if name != "randomisation_inference"])
def test_one_cluster(name: str) -> None:
    assert "只有1个" in _refusal(name, FRAME, cluster="one")


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("rows", ["u == 'u000'", "t == 3"])
def test_one_unit_or_one_period(name: str, rows: str) -> None:
    words = ("只有1个", "只有1期", "没有余下的自由度", "没有实施前的时期", "没有未实施的单位", "没有对照组")
    assert any(word in _refusal(name, FRAME.query(rows)) for word in words)


@pytest.mark.parametrize("name", WITH_COVARIATES)
@pytest.mark.parametrize(
    ("covariates", "words"),
    [(["one"], ("不提供信息", "“one”在扣除", "不随时间变化")), (["x", "x2"], ("“x2”", "可由其他列算出"))],
)
def test_singular_covariates(name: str, covariates: list[str], words: tuple[str, ...]) -> None:
    said = _refusal(name, FRAME, covariates=covariates)
    assert any(word in said for word in words)


@pytest.mark.parametrize("name", WITH_COVARIATES)
def test_a_column_is_not_asked_for_twice(name: str) -> None:
    policy = next(CALLS[name][role] for role in ("treatment", "first_treated", "treated") if role in CALLS[name])
    assert f"“{policy}”" in _refusal(name, FRAME, covariates=[policy])


@pytest.mark.parametrize("name", CALLS)
def test_every_dropped_row_is_counted_and_said(name: str) -> None:
    result = getattr(methods, name)(FRAME.assign(y=FRAME["y"].where(FRAME["u"] != "u003")), **CALLS[name])
    periods = FRAME["t"].nunique()
    assert f"因空缺剔除{periods}行" in " ".join(result.sentences())


def test_a_line_that_fits_everybody_tells_no_error() -> None:
    frame = pd.DataFrame({"u": np.repeat(list("abcd"), 6), "t": np.tile(range(6), 4)}).assign(y=lambda f: 2.0 * f["t"])
    with pytest.raises(MethodError, match="所有单位与自身趋势的差额都是0"):
        methods.trend_adjusted_change(frame, **PANEL, start=4)


def test_equal_gaps_to_a_target_tell_no_error() -> None:
    frame = pd.DataFrame({"y": [90.0, 80, 70], "aim": [85.0, 75, 65]})
    with pytest.raises(MethodError, match="差额都是5，无法估计误差；若这就是全部对象，请令census=True"):
        methods.target_comparison(frame, actual="y", target="aim")
    assert methods.target_comparison(frame, actual="y", target="aim", census=True).value == 5


# ── few treated ─────────────────────────────────────────────────────────────────────────────────────


def _town_of(frame: pd.DataFrame, treated_towns: int) -> pd.Series:
    units = pd.factorize(frame["u"])[0]
    return pd.Series(np.where(frame["ever"] == 1, units % treated_towns, 100 + units % 4), index=frame.index)


@pytest.mark.parametrize(
    ("options", "words"),
    [({}, "可改用randomisation_inference"), ({"unit": None}, "先按聚类和时期求平均，再用randomisation_inference")],
)
def test_one_treated_cluster_has_no_standard_error(options: dict[str, Any], words: str) -> None:
    frame = FRAME.assign(town=_town_of(FRAME, 1))
    assert words in _refusal("difference_in_differences", frame, cluster="town", **options)


def test_few_clusters_are_said_with_the_wild_bootstrap() -> None:
    frame = FRAME.assign(town=_town_of(FRAME, 3))
    result = methods.difference_in_differences(frame, **CALLS["difference_in_differences"], cluster="town", covariates=["x"])  # fmt: skip
    assert "聚类少，上述区间可能过窄；野自助法p" in result.sentences()[2]
    check = next(check for check in result.diagnostics() if check.assumption == "聚类数足够")
    assert check.verdict is Verdict.DOUBTFUL
    assert "wild_cluster_bootstrap" in check.advice


def test_many_clusters_are_not_called_few() -> None:
    frame = staggered(3, units=80).assign(ever=lambda f: (f["g"] > 0).astype(int))
    result = methods.difference_in_differences(frame, **CALLS["difference_in_differences"])
    assert "聚类少" not in " ".join(result.sentences())


@pytest.mark.parametrize(
    ("name", "assumption"),
    [
        ("event_study", "聚类数足够"),
        ("two_way_fixed_effects", "政策变量在单位内有足够的变化"),
        ("sun_abraham", "批次和聚类不太小"),
        ("callaway_santanna", "批次和聚类不太小"),
    ],
)
def test_one_treated_unit_fails_and_points_to_randomisation(name: str, assumption: str) -> None:
    lone = FRAME["u"] == FRAME.loc[FRAME["g"] > 0, "u"].iloc[0]
    frame = FRAME.assign(g=FRAME["g"].where(lone, 0), D=FRAME["D"].where(lone, 0))
    checks = getattr(methods, name)(frame, **CALLS[name]).diagnostics()
    check = next(check for check in checks if check.assumption == assumption)
    assert check.verdict is Verdict.FAILS
    assert "randomisation_inference" in check.advice


@pytest.mark.parametrize("name", ["sun_abraham", "callaway_santanna"])
def test_a_group_within_one_cluster_fails_however_many_units_it_has(name: str) -> None:
    units = pd.factorize(FRAME["u"])[0]
    town = pd.Series(np.where(FRAME["g"] == 3, 0, 1 + units), index=FRAME.index)
    checks = getattr(methods, name)(FRAME.assign(town=town), **CALLS[name], cluster="town").diagnostics()
    assert next(check for check in checks if check.assumption == "批次和聚类不太小").verdict is Verdict.FAILS


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"target": float("inf")}, "目标（target）为inf"),
        ({"target": float("nan")}, "目标（target）为nan"),
        ({"target": 3, "weights": "w", "group": "g"}, "分组乙的权重全为0"),
    ],
)
def test_targets_and_weights_that_say_nothing(options: dict[str, Any], words: str) -> None:
    frame = pd.DataFrame({"y": [1.0, 2, 3, 4], "w": [1, 1, 0, 0], "g": ["甲", "甲", "乙", "乙"]})
    with pytest.raises(MethodError) as caught:
        methods.target_comparison(frame, actual="y", **options)
    assert words in str(caught.value)


@pytest.mark.parametrize("name", ["difference_in_differences", "randomisation_inference"])
def test_a_start_that_is_no_period(name: str) -> None:
    assert "没有实施前的时期" in _refusal(name, FRAME, start=float("nan"))


def test_a_window_that_is_upside_down() -> None:
    assert "应先写实施前的一端" in _refusal("event_study", FRAME, window=(2, -2))
