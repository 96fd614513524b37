"""Panel regression: effects taken out against dummies, errors against other programs, what it says and refuses."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.methods.comparison.panels import dummies, staggered, with_holes
from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import two_way_fixed_effects
from yzperf.methods.comparison.fixed_effects import panel_effects
from yzperf.methods.comparison.two_way_fixed_effects_result import TwoWayFixedEffects
from yzperf.methods.least_squares import least_squares

ROLES = {"outcome": "y", "treatment": "D", "unit": "u", "time": "t"}


def _codes(frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    return pd.factorize(frame["u"])[0], pd.factorize(frame["t"])[0]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("weighted", [False, True])
def test_residuals_equal_those_of_dummies(seed: int, weighted: bool) -> None:
    frame = with_holes(staggered(seed, units=15), 0.3, seed)
    units, times = _codes(frame)
    weights = np.random.default_rng(seed).uniform(0.5, 2, len(frame)) if weighted else np.ones(len(frame))
    columns = frame[["y", "x", "D"]].to_numpy(float)
    design = np.column_stack([dummies(frame["u"]), dummies(frame["t"])]) * np.sqrt(weights)[:, None]
    scaled = columns * np.sqrt(weights)[:, None]
    wanted = (scaled - design @ np.linalg.lstsq(design, scaled, rcond=None)[0]) / np.sqrt(weights)[:, None]
    effects = panel_effects(units, times, weights)
    assert effects.taken_out(columns) == pytest.approx(wanted, abs=1e-11)
    assert effects.rank == np.linalg.matrix_rank(design)


def test_two_islands_have_one_rank_less() -> None:
    """Two sets of units that share no period: a time effect of one more cannot be told."""
    units, times = np.array([0, 0, 1, 1, 2, 2, 3, 3]), np.array([0, 1, 0, 1, 2, 3, 2, 3])
    assert panel_effects(units, times, np.ones(8)).rank == 4 + 4 - 2


def test_more_periods_than_units() -> None:
    frame = staggered(2, units=4, periods=30, groups=(9, 20))
    few = two_way_fixed_effects(frame, **ROLES)
    design = np.column_stack([frame["D"], dummies(frame["u"]), dummies(frame["t"])[:, 1:]])
    assert few.value == pytest.approx(sm.OLS(frame["y"].to_numpy(), design).fit().params[0], rel=1e-10)


@pytest.mark.parametrize("counted", ["nested", "all", "none"])
def test_clustered_errors_equal_statsmodels_but_for_the_count(counted: str) -> None:
    frame = with_holes(staggered(4, units=20))
    units, _ = _codes(frame)
    design = np.column_stack([frame[["D", "x"]], dummies(frame["u"]), dummies(frame["t"])[:, 1:]])
    reference = sm.OLS(frame["y"].to_numpy(), design).fit(cov_type="cluster", cov_kwds={"groups": units})
    rows, all_counted = design.shape
    count = {"nested": 2 + 6, "all": all_counted, "none": 2}[counted]
    ours = two_way_fixed_effects(frame, **ROLES, covariates=["x"], counted_effects=counted)
    factor = ((rows - all_counted) / (rows - count)) ** 0.5
    errors = [coefficient.change.standard_error for coefficient in ours.coefficients]
    assert errors == pytest.approx(reference.bse[:2] * factor, rel=1e-8)
    assert ours.degrees == 19


@pytest.mark.parametrize(("errors", "kind"), [("classical", "nonrobust"), ("robust", "HC1")])
def test_other_errors_equal_statsmodels(errors: str, kind: str) -> None:
    frame = with_holes(staggered(5, units=12))
    design = np.column_stack([frame["D"], dummies(frame["u"]), dummies(frame["t"])[:, 1:]])
    reference = sm.OLS(frame["y"].to_numpy(), design).fit(cov_type=kind)
    ours = two_way_fixed_effects(frame, **ROLES, errors=errors)
    assert ours.effect.standard_error == pytest.approx(reference.bse[0], rel=1e-9)


def test_weights_equal_statsmodels() -> None:
    frame = with_holes(staggered(6, units=12)).assign(w=lambda table: 1 + table["t"] % 3)
    design = np.column_stack([frame["D"], dummies(frame["u"]), dummies(frame["t"])[:, 1:]])
    reference = sm.WLS(frame["y"].to_numpy(), design, weights=frame["w"].to_numpy()).fit()
    ours = two_way_fixed_effects(frame, **ROLES, errors="classical", weights="w")
    assert ours.value == pytest.approx(reference.params[0], rel=1e-10)
    assert ours.effect.standard_error == pytest.approx(reference.bse[0], rel=1e-9)


@pytest.mark.parametrize("own_counts", [False, True])
def test_two_way_clusters_are_a_sum_of_three_sandwiches(own_counts: bool) -> None:
    rng = np.random.default_rng(1)
    first, second = rng.integers(6, size=60), rng.integers(9, size=60)
    design = rng.normal(size=(60, 2)) + rng.normal(size=(6, 2))[first] + rng.normal(size=(9, 2))[second]
    y = rng.normal(size=60) + 2 * rng.normal(size=6)[first] + 2 * rng.normal(size=9)[second]
    both = pd.factorize(pd.Series(first * 100 + second))[0]
    bread = np.linalg.inv(design.T @ design)
    scores = design * (y - design @ (bread @ design.T @ y))[:, None]
    wanted = np.zeros((2, 2))
    for sign, codes in ((1, first), (1, second), (-1, both)):
        groups = codes.max() + 1 if own_counts else 6
        sums = np.array([scores[codes == code].sum(axis=0) for code in range(codes.max() + 1)])
        wanted += sign * groups / (groups - 1) * 59 / 58 * bread @ sums.T @ sums @ bread
    ours = least_squares(y, design, clusters=(first, second), own_counts=own_counts)
    assert ours.covariance == pytest.approx(wanted, rel=1e-10)
    assert ours.degrees == 5


def test_a_covariance_is_never_negative() -> None:
    """Differences of sandwiches may be, and are for these random clusters; then they are lifted to zero."""
    rng = np.random.default_rng(1)
    design, y = rng.normal(size=(60, 2)), rng.normal(size=60)
    clusters = rng.integers(6, size=60), rng.integers(9, size=60)
    values = np.linalg.eigvalsh(least_squares(y, design, clusters=clusters).covariance)
    assert values[0] == pytest.approx(0, abs=1e-15)
    assert values[1] > 0


def test_negative_weights_by_hand() -> None:
    """Three units, ten periods, starts 5 and 8: the residual of the switch, divided by its sum over treated rows."""
    frame = pd.DataFrame(
        [(unit, t, int(start <= t), unit + t) for unit, start in ((1, 99), (2, 2), (3, 9)) for t in range(1, 11)],
        columns=["u", "t", "D", "y"],
    ).assign(y=lambda table: table["y"] + table["D"] * table["t"])
    policy = frame["D"].to_numpy(float).reshape(3, 10)
    left = policy - policy.mean(axis=1, keepdims=True) - policy.mean(axis=0) + policy.mean()
    weights = (left / left[policy == 1].sum())[policy == 1]
    negative = two_way_fixed_effects(frame, **ROLES).negative
    assert negative is not None
    assert (negative.negative, negative.treated) == (int((weights < 0).sum()), 11)
    assert negative.negative > 0
    assert negative.total == pytest.approx(weights[weights < 0].sum())


def test_an_amount_has_no_negative_weights() -> None:
    result = two_way_fixed_effects(staggered().assign(D=lambda table: table["D"] * table["t"] / 7), **ROLES)
    assert result.negative is None
    assert "每增加1" in result.sentences()[0]


@settings(max_examples=15, deadline=None)
@given(shift=st.floats(-1e3, 1e3), scale=st.floats(0.01, 100), order=st.randoms(use_true_random=False))
def test_shift_scale_and_order_of_rows(shift: float, scale: float, order: object) -> None:
    frame = with_holes(staggered(7, units=10))
    base = two_way_fixed_effects(frame, **ROLES)
    rows = list(range(len(frame)))
    order.shuffle(rows)
    moved = two_way_fixed_effects(frame.assign(y=frame["y"] * scale + shift).iloc[rows], **ROLES)
    assert moved.value == pytest.approx(base.value * scale, rel=1e-7, abs=1e-9)
    assert moved.effect.standard_error == pytest.approx(base.effect.standard_error * scale, rel=1e-6)
    assert moved.wild_p == pytest.approx(base.wild_p)


def _told(result: TwoWayFixedEffects, start: str) -> Verdict:
    return next(check.verdict for check in result.diagnostics() if check.assumption.startswith(start))


def test_what_it_says() -> None:
    frame = with_holes(staggered(8, effect=3, groups=(2, 6), never=2))
    frame.loc[frame.index[4], "y"] = None
    result = two_way_fixed_effects(frame, **ROLES, covariates=["x"], outcome_name="达标率", outcome_unit="%")
    assert result.unit == "个百分点"
    assert "达标率平均提高" in result.sentences()[0]
    assert "因空缺剔除1行" in result.sentences()[1]
    assert _told(result, "面板完整") is Verdict.DOUBTFUL
    assert _told(result, "各单位各期的效应相同") is Verdict.DOUBTFUL
    assert list(result.table()["变量"]) == ["D", "x"]
    assert png_bytes(result.figure())


def test_few_clusters_are_doubtful_and_have_a_wild_p() -> None:
    result = two_way_fixed_effects(staggered(9, units=12), **ROLES)
    assert _told(result, "聚类数足够") is Verdict.DOUBTFUL
    assert 0 < result.wild_p <= 1
    assert two_way_fixed_effects(staggered(9, units=60), **ROLES).wild_p is None


FRAME = staggered(10, units=8)


@pytest.mark.parametrize(
    ("frame", "options", "words"),
    [
        (FRAME, {"treatment": "没有", "covariates": ["也没有"]}, "缺少列“也没有”"),
        (FRAME, {"treatment": "g"}, "“g”在扣除单位、时期固定效应后没有变化"),
        (FRAME, {"covariates": ["z"]}, "“z”在扣除"),
        (FRAME.assign(c=1.0), {"treatment": "c", "unit_effects": False, "time_effects": False}, "没有变化"),
        (FRAME.assign(v=2 * FRAME["D"]), {"covariates": ["v"]}, "可由其他列算出"),
        (FRAME.assign(k=1), {"cluster": "k"}, "只有1个聚类"),
        (FRAME, {"cluster": ["u", "t", "g"]}, "聚类列最多两列"),
        (FRAME, {"cluster": "u", "errors": "robust"}, "请去掉其一"),
        (FRAME, {"errors": "HC3"}, "可用：clustered、robust、classical"),
        (FRAME, {"unit": None}, "没有单位列"),
        (FRAME.assign(y="文"), {}, "不是数"),
        (FRAME.assign(y=np.nan), {}, "没有一行的各列都有值"),
        (pd.concat([FRAME, FRAME.head(1)]), {}, "同一单位同一时期有多行"),
        (FRAME.assign(w=-1.0), {"weights": "w"}, "有负数"),
        (FRAME.assign(w=0.0), {"weights": "w"}, "全为0"),
        (FRAME.query("u < 'u002' and t < 3"), {}, "没有余下的自由度"),
    ],
)
def test_refusals(frame: pd.DataFrame, options: dict[str, object], words: str) -> None:
    with pytest.raises(MethodError) as caught:
        two_way_fixed_effects(frame, **{**ROLES, **options})
    assert words in str(caught.value)


def test_several_problems_are_told_at_once() -> None:
    with pytest.raises(MethodError) as caught:
        two_way_fixed_effects(FRAME, **{**ROLES, "outcome": "甲", "treatment": "乙", "cluster": "丙"})
    assert len(caught.value.problems) == 3


def test_does_not_change_its_input() -> None:
    frame = with_holes(FRAME)
    copy = frame.copy(deep=True)
    two_way_fixed_effects(frame, **ROLES)
    pd.testing.assert_frame_equal(frame, copy)
