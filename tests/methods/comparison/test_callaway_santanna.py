"""Staggered adoption: against another program in all its variants, by hand, what it says and refuses."""

from __future__ import annotations

import contextlib
import io
import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest
from csdid.att_gt import ATTgt

from tests.methods.comparison.panels import staggered, with_holes
from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import callaway_santanna, difference_in_differences
from yzperf.methods.comparison.callaway_santanna_result import CallawaySantAnna
from yzperf.methods.comparison.doubly_robust import InfeasibleError, contrast_panel
from yzperf.methods.comparison.multiplier import multiplier_draws, robust_spread, simultaneous_critical

ROLES: dict[str, Any] = {"outcome": "y", "unit": "u", "time": "t", "first_treated": "g"}
ESTIMATORS = {"doubly_robust": "dr", "regression": "reg", "ipw": "ipw"}
CONTROLS = {"never_treated": "nevertreated", "not_yet_treated": "notyettreated"}
FRAME = staggered(1, units=160, effect=1, groups=(3, 4, 9)).assign(
    w=lambda table: 1 + table["u"].str[-1].astype(int) / 5, c=lambda table: table["u"].str[1:].astype(int) % 40
)


def _run(frame: pd.DataFrame, **options: Any) -> CallawaySantAnna:
    return callaway_santanna(frame, **{**ROLES, "draws": 99, "small_sample": False, **options})


def _csdid(frame: pd.DataFrame, **options: Any) -> dict[str, np.ndarray]:
    """The same study by csdid: estimates and errors of cells and averages."""
    unit = options.get("unit", "u")
    covariates = "+".join(options.get("covariates", ())) or "1"
    numbered = frame.assign(u=pd.factorize(frame["u"])[0])
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        study = ATTgt(
            yname="y", tname="t", idname=unit, gname="g", data=numbered, xformla=f"y~{covariates}", panel=unit is not None,
            control_group=CONTROLS[options.get("comparison", "never_treated")], weights_name=options.get("weights"),
            anticipation=options.get("anticipation", 0), clustervar=options.get("cluster"),
            allow_unbalanced_panel=options.get("unbalanced") == "samples",
        ).fit(
            est_method=ESTIMATORS[options.get("estimator", "doubly_robust")], bstrap=False,
            base_period=options.get("base_period", "varying"),
        )  # fmt: skip
        found = {"cells": np.array(study.results["att"]), "cells_se": np.array(study.results["se"], float)}
        for kind in ("simple", "group", "calendar", "dynamic"):
            average = study.aggte(typec=kind, bstrap=False, cband=False, na_rm=True).atte
            found[kind] = np.ravel([average["overall_att"], average["overall_se"]]).astype(float)
        found["path"] = np.array(average["att_egt"], float)
        found["path_se"] = np.array(average["se_egt"], float).ravel()
    return found


VARIANTS: list[dict[str, Any]] = [
    {},
    {"comparison": "not_yet_treated"},
    {"base_period": "universal"},
    {"anticipation": 1, "comparison": "not_yet_treated"},
    {"anticipation": 1, "base_period": "universal", "covariates": ["x"]},
    *({"estimator": estimator, "covariates": ["x", "z"]} for estimator in ESTIMATORS),
    {"weights": "w", "covariates": ["z"]},
    {"cluster": "c"},
    {"cluster": "c", "covariates": ["x"], "weights": "w"},
    *({"estimator": estimator, "covariates": ["z"], "unit": None} for estimator in ESTIMATORS),
    {"unit": None, "weights": "w", "comparison": "not_yet_treated"},
]


def _compared(frame: pd.DataFrame, options: dict[str, Any]) -> None:
    ours, theirs = _run(frame, **options), _csdid(frame, **options)
    known = [cell.effect for cell in ours.cells if cell.effect is not None]
    told = ~np.isnan(theirs["cells"])
    assert [change.estimate for change in known] == pytest.approx(theirs["cells"][told], abs=1e-9)
    errors = np.nan_to_num(theirs["cells_se"][told])
    assert [change.standard_error for change in known] == pytest.approx(errors, abs=1e-9)
    averages = {
        "simple": ours.simple,
        "group": ours.by_group.overall,
        "calendar": ours.by_period.overall,
        "dynamic": ours.by_event.overall,
    }
    for kind, change in averages.items():
        assert [change.estimate, change.standard_error] == pytest.approx(theirs[kind], abs=1e-9), kind
    path = [(point.effect.estimate, point.effect.standard_error) for point in ours.by_event.points]
    assert [estimate for estimate, _ in path] == pytest.approx(theirs["path"], abs=1e-9)
    assert [error for _, error in path] == pytest.approx(np.nan_to_num(theirs["path_se"]), abs=1e-9)


@pytest.mark.parametrize("options", VARIANTS, ids=str)
def test_equals_csdid(options: dict[str, Any]) -> None:
    _compared(FRAME, options)


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_equals_csdid_with_holes(estimator: str) -> None:
    _compared(with_holes(FRAME), {"estimator": estimator, "covariates": ["z"], "unbalanced": "samples"})


def test_holes_are_left_out_by_default() -> None:
    frame = with_holes(FRAME, 0.05)
    counts = frame.groupby("u")["t"].transform("count")
    assert _run(frame).value == pytest.approx(_run(frame[counts == 6]).value)
    assert _run(frame).coverage.incomplete == frame[counts < 6]["u"].nunique()


def test_one_start_is_a_plain_double_difference() -> None:
    frame = staggered(2, units=30, groups=(4,), effect=2)
    ours = _run(frame, base_period="universal")
    (event,) = (cell.effect for cell in ours.cells if cell.period == 4)
    two = frame.query("t in (3, 4)").assign(treated=lambda table: (table["g"] > 0).astype(int))
    plain = difference_in_differences(two, outcome="y", unit="u", time="t", treated="treated", start=4)
    assert event.estimate == pytest.approx(plain.value)


def test_averages_by_hand() -> None:
    """Groups of two and one units, starting in 2 and 3; never treated units stay at 0."""
    rows = [
        *[("a", t, 2, value) for t, value in ((1, 0), (2, 1), (3, 3))],
        *[("b", t, 2, value) for t, value in ((1, 0), (2, 3), (3, 5))],
        *[("c", t, 3, value) for t, value in ((1, 0), (2, 0), (3, 10))],
        *[(unit, t, 0, 0) for unit in "de" for t in (1, 2, 3)],
    ]
    result = _run(pd.DataFrame(rows, columns=["u", "t", "g", "y"]))
    assert [cell.effect.estimate for cell in result.cells] == pytest.approx([2, 4, 0, 10])
    assert result.simple.estimate == pytest.approx((2 * 2 + 2 * 4 + 10) / 5)
    assert [point.effect.estimate for point in result.by_group.points] == pytest.approx([3, 10])
    assert result.by_group.overall.estimate == pytest.approx((2 * 3 + 10) / 3)
    assert [point.effect.estimate for point in result.by_period.points] == pytest.approx([2, (2 * 4 + 10) / 3])
    assert [point.at for point in result.by_event.points] == [-1, 0, 1]
    assert [point.effect.estimate for point in result.by_event.points] == pytest.approx([0, 14 / 3, 4])
    assert result.by_event.overall.estimate == pytest.approx((14 / 3 + 4) / 2)


def test_a_switch_says_the_same_as_the_first_period() -> None:
    assert _run(FRAME, first_treated=None, treatment="D").value == pytest.approx(_run(FRAME).value)


def test_bootstrap_errors_are_close_to_the_analytic_ones() -> None:
    analytic, drawn = _run(FRAME), _run(FRAME, errors="bootstrap", draws=4000)
    for ours, theirs in zip(drawn.by_event.points, analytic.by_event.points, strict=True):
        assert ours.effect.standard_error == pytest.approx(theirs.effect.standard_error, rel=0.1)
    assert drawn.by_event.critical == pytest.approx(analytic.by_event.critical, rel=0.1)
    assert analytic.by_event.critical > 2.2


def test_small_sample_intervals_are_wider_and_standard_errors_the_same() -> None:
    frame = staggered(3, units=16)
    usual, widened = _run(frame), _run(frame, small_sample=True)
    assert widened.effect.standard_error == usual.effect.standard_error
    assert widened.interval[1] - widened.interval[0] > 1.05 * (usual.interval[1] - usual.interval[0])


def test_small_sample_interval_of_two_groups_is_welchs() -> None:
    """One start and two periods: the difference of two means, Satterthwaite's degrees of freedom."""
    frame = staggered(4, units=14, periods=2, groups=(2,), never=8)
    changes = frame.pivot(index="u", columns="t", values="y").diff(axis=1)[2]
    treated = frame.groupby("u")["g"].first() > 0
    from scipy import stats

    wanted = stats.ttest_ind(changes[treated], changes[~treated], equal_var=False)
    interval = wanted.confidence_interval()
    ours = callaway_santanna(frame, **ROLES, draws=99)
    cell = ours.cells[0].effect
    assert (cell.low, cell.high, cell.p_value) == pytest.approx((interval.low, interval.high, wanted.pvalue))


def test_multipliers_have_mean_zero_variance_one_and_third_moment_one() -> None:
    drawn = multiplier_draws(np.eye(3), 60_000, 1)
    assert drawn.mean(axis=0) == pytest.approx(0, abs=0.02)
    assert (drawn**2).mean(axis=0) == pytest.approx(1, abs=0.02)
    assert (drawn**3).mean(axis=0) == pytest.approx(1, abs=0.06)
    assert np.corrcoef(drawn.T)[0, 1] == pytest.approx(0, abs=0.02)


def test_draws_do_not_depend_on_the_size_of_the_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = multiplier_draws(np.eye(8), 50, 1)
    monkeypatch.setattr("yzperf.methods.comparison.multiplier._CELLS_AT_ONCE", 80)
    assert multiplier_draws(np.eye(8), 50, 1) == pytest.approx(whole)


def test_simultaneous_value_of_independent_normals() -> None:
    """Four independent normals: the quantile of their largest is Φ⁻¹((1 + 0.95^¼) / 2) = 2.491."""
    errors = np.random.default_rng(1).normal(size=(40_000, 4))
    assert simultaneous_critical(errors, robust_spread(errors)) == pytest.approx(2.491, abs=0.02)
    assert simultaneous_critical(errors[:, :1] * 0, np.zeros(1)) == pytest.approx(1.96, abs=0.001)


@pytest.mark.parametrize("wrong", ["outcome", "adoption"])
def test_doubly_robust_means_robust_to_either_model(wrong: str) -> None:
    """Change and adoption depend on x; the model that is wrong sees only noise instead."""
    rng = np.random.default_rng(2)
    x, noise = rng.normal(size=8_000), rng.normal(size=8_000)
    treated = rng.random(8_000) < 1 / (1 + np.exp(-x))
    change = (1.5 * x if wrong == "adoption" else np.exp(x)) + rng.normal(size=8_000) + treated
    design = np.column_stack([np.ones_like(x), noise if wrong == "adoption" else x])
    if wrong == "adoption":
        design = np.column_stack([np.ones_like(x), x])
        treated = rng.random(8_000) < np.where(x > 0.3, 0.7, 0.3)
        change = 1.5 * x + rng.normal(size=8_000) + treated
    found = contrast_panel(change, treated, design, np.ones_like(x), "doubly_robust")
    assert found.estimate == pytest.approx(1, abs=0.15)
    naive = change[treated].mean() - change[~treated].mean()
    assert abs(naive - 1) > 0.4


def test_separated_groups_are_infeasible() -> None:
    x = np.linspace(-1, 1, 40)
    with pytest.raises(InfeasibleError):
        contrast_panel(x, x > 0, np.column_stack([np.ones(40), x]), np.ones(40), "ipw")


def _told(result: CallawaySantAnna, start: str) -> Verdict:
    return next(check.verdict for check in result.diagnostics() if check.assumption.startswith(start))


def test_cells_that_cannot_be_had_are_told() -> None:
    frame = FRAME.query("g in (3, 4)")
    result = _run(frame, comparison="not_yet_treated")
    assert {cell.period for cell in result.cells if cell.effect is None} == {3, 4, 5, 6}
    assert _told(result, "每一批每一期都有可比的对照") is Verdict.DOUBTFUL
    assert "没有尚未实施的对照单位" in result.summary()
    assert "没有尚未实施的对照单位" in set(result.cells_table()["不能估计的原因"])


def test_units_treated_from_the_start_and_blanks_are_counted() -> None:
    frame = FRAME.assign(g=FRAME["g"].replace({4: 1}).astype(float))
    frame.loc[frame["g"] == 0, "g"] = np.nan
    result = _run(frame)
    assert result.coverage.already == FRAME.query("g == 4")["u"].nunique()
    assert result.coverage.blank == FRAME.query("g == 0")["u"].nunique()
    assert _told(result, "没有剔除或推定的数据") is Verdict.DOUBTFUL
    assert "第一期就已实施" in result.summary()


def test_a_group_of_one_unit_fails_its_diagnostic() -> None:
    frame = FRAME.query("g == 0 or u == 'u000'")
    assert _told(_run(frame), "批次和聚类不太小") is Verdict.FAILS


def test_diverging_groups_fail_parallel_trends() -> None:
    frame = FRAME.assign(y=FRAME["y"] + 0.8 * FRAME["t"] * (FRAME["g"] > 0))
    result = _run(frame)
    assert _told(result, "平行趋势") is Verdict.FAILS
    assert "不能解释为政策作用" in result.sentences()[-1]


def test_what_it_says() -> None:
    frame = FRAME.copy()
    frame.loc[3, "y"] = None
    result = _run(frame, outcome_name="达标率", outcome_unit="%", headline="event", covariates=["x"], cluster="c")
    assert result.unit == "个百分点"
    assert result.value == result.by_event.overall.estimate
    assert "达标率平均提高" in result.sentences()[0]
    assert "因空缺剔除1行" in result.sentences()[2]
    assert "双稳健" in result.sentences()[2]
    assert "按“c”聚类，共40个" in result.sentences()[2]
    assert result.table()["项目"].tolist()[1].startswith("实施前第")
    assert png_bytes(result.figure())


@pytest.mark.parametrize(
    ("balanced_to", "points"), [(None, [-2, -1, 0, 1, 2, 3]), (3, [-1, 0, 1, 2, 3]), (2, [-2, -1, 0, 1, 2])]
)
def test_window_and_balance(balanced_to: float | None, points: list[float]) -> None:
    """Groups start in 3 and 4 of 6 periods: three periods after the start only the first group is seen."""
    path = _run(FRAME, balanced_to=balanced_to).by_event
    assert [point.at for point in path.points] == points
    assert [point.at for point in _run(FRAME, window=(0, 1)).by_event.points] == [0, 1]


@pytest.mark.parametrize(
    ("frame", "options", "words"),
    [
        (FRAME, {"first_treated": None}, "只给一列"),
        (FRAME, {"treatment": "D"}, "只给一列"),
        (FRAME, {"estimator": "best", "headline": "mean"}, "选项headline不能是“mean”"),
        (FRAME, {"draws": 10}, "至少要99"),
        (FRAME, {"anticipation": -1}, "不能是负数"),
        (FRAME, {"outcome": "没有"}, "缺少列“没有”"),
        (FRAME.assign(g=0), {}, "没有单位在数据的时期内开始实施"),
        (FRAME.assign(g=1), {}, "第一期就已实施"),
        (FRAME.query("g in (3, 4)"), {}, "没有从未实施的单位"),
        (FRAME.query("g in (0, 3)"), {"anticipation": 2}, "都没有实施（及提前反应）之前的时期"),
        (FRAME.assign(g=lambda table: table["g"] * (table["t"] > 2)), {}, "“g”前后不一"),
        (FRAME.assign(D=lambda table: table["D"] * (table["t"] < 5)), {"first_treated": None, "treatment": "D"}, "实施后又停止"),
        (FRAME.assign(D=2), {"first_treated": None, "treatment": "D"}, "只能填0或1"),
        (FRAME, {"unit": None, "first_treated": None, "treatment": "D"}, "请改给first_treated"),
        (FRAME.groupby("u").sample(1, random_state=1), {}, "没有一个单位各期都有数据"),
        (pd.concat([FRAME, FRAME.head(1)]), {}, "同一单位同一时期有多行"),
        (FRAME, {"window": (-3, -1)}, "不含任何实施后的时期"),
        (FRAME.assign(c=lambda table: table["t"]), {"cluster": "c"}, "跨越多个聚类"),
    ],
)  # fmt: skip
def test_refusals(frame: pd.DataFrame, options: dict[str, Any], words: str) -> None:
    with pytest.raises(MethodError) as caught:
        _run(frame, **options)
    assert words in str(caught.value)


def test_order_of_rows_does_not_matter_and_input_is_not_changed() -> None:
    copy = FRAME.copy(deep=True)
    mixed = _run(FRAME.sample(frac=1, random_state=1))
    assert mixed.by_event.overall == _run(FRAME).by_event.overall
    pd.testing.assert_frame_equal(FRAME, copy)
