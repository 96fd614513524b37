"""Few clusters: wild bootstrap, cluster bootstrap and randomisation against refits, what they say and refuse."""

from __future__ import annotations

from itertools import combinations, product
from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from tests.methods.comparison.panels import dummies, staggered, with_holes
from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import (
    cluster_bootstrap,
    difference_in_differences,
    randomisation_inference,
    two_way_fixed_effects,
    wild_cluster_bootstrap,
)
from yzperf.methods.comparison.cluster_bootstrap import cluster_sums
from yzperf.methods.comparison.cluster_draws import coefficients, multinomial
from yzperf.methods.comparison.panel_design import DesignRoles, read_design
from yzperf.methods.comparison.reassignment import deals
from yzperf.methods.comparison.wild import bootstrap_p, cluster_signs, inverted_interval, wild_test

PANEL: dict[str, Any] = {"outcome": "y", "unit": "u", "time": "t"}


def _told(result: Any, start: str) -> Verdict:
    return next(check.verdict for check in result.diagnostics() if check.assumption.startswith(start))


# ── wild cluster bootstrap ──────────────────────────────────────────────────────────────────────────

FEW = with_holes(staggered(1, units=18, effect=0.4)).assign(c=lambda table: table["u"].str[1:].astype(int) % 6)


def _refitted(frame: pd.DataFrame, null: float, signs: np.ndarray) -> tuple[float, np.ndarray]:
    """t statistics of a loop of regressions on dummies, with the null imposed."""
    others = np.column_stack([frame["x"], dummies(frame["u"]), dummies(frame["t"])[:, 1:]])
    design = np.column_stack([frame["D"], others])
    y, x, groups = frame["y"].to_numpy(), frame["D"].to_numpy(float), pd.factorize(frame["c"])[0]

    def statistic(outcome: np.ndarray) -> float:
        fit = sm.OLS(outcome, design).fit(cov_type="cluster", cov_kwds={"groups": groups})
        return float((fit.params[0] - null) / fit.bse[0])

    restricted = sm.OLS(y - null * x, others).fit()
    drawn = [restricted.fittedvalues + null * x + sign[groups] * restricted.resid for sign in signs]
    return statistic(y), np.array([statistic(outcome) for outcome in drawn])


@pytest.mark.parametrize("null", [0.0, 0.7])
def test_wild_draws_equal_refits(null: float) -> None:
    frame = FEW.sort_values(["c", "u", "t"])
    codes, units = pd.factorize(frame["c"])[0], pd.factorize(frame["u"])[0]
    others = np.column_stack([frame["x"], dummies(frame["t"])[:, 1:]])

    def within(columns: np.ndarray) -> np.ndarray:
        return columns - pd.DataFrame(columns).groupby(units).transform("mean").to_numpy()

    test = wild_test(
        within(frame[["y"]].to_numpy())[:, 0], within(frame[["D"]].to_numpy(float))[:, 0], within(others), codes
    )
    signs, exhaustive = cluster_signs(6, "rademacher", 99, 1)
    assert exhaustive
    observed, drawn = _refitted(frame, null, signs)
    factor = observed / test.statistic(null)
    assert test.draw(signs).statistics(null) * factor == pytest.approx(drawn, rel=1e-7)


def test_p_counts_ties_or_not() -> None:
    """All 64 sign patterns: the observed statistic comes up twice, as itself and mirrored."""
    options = {**PANEL, "treatment": "D", "cluster": "c", "covariates": ["x"], "multipliers": "rademacher"}
    counted, strict = (wild_cluster_bootstrap(FEW, **options, count_ties=ties) for ties in (True, False))
    assert counted.exhaustive
    assert counted.draws == 64
    assert (counted.p_value - strict.p_value) * 64 == pytest.approx(2)


def test_interval_holds_what_is_not_rejected() -> None:
    options = {**PANEL, "treatment": "D", "cluster": "u", "draws": 999}
    frame = staggered(2, units=20, effect=1)
    result = wild_cluster_bootstrap(frame, **options)
    low, high = result.bounds
    width = high - low
    for null, inside in ((low - 0.02 * width, False), (low + 0.02 * width, True), (high - 0.02 * width, True)):
        assert (wild_cluster_bootstrap(frame, **options, null=null).p_value > 0.05) is inside
    narrow = wild_cluster_bootstrap(frame, **options, level=0.8).bounds
    assert low < narrow[0] < result.value < narrow[1] < high


def test_interval_of_a_known_test() -> None:
    """A test that rejects beyond ± 2 of 5; and one that never rejects."""
    assert inverted_interval(lambda value: float(abs(value - 5) < 2), 5.0, 0.3, 0.95) == pytest.approx((3, 7))
    assert inverted_interval(lambda _value: 1.0, 5.0, 0.3, 0.95) == (-np.inf, np.inf)


def test_webb_multipliers() -> None:
    signs, exhaustive = cluster_signs(3, "webb", 30_000, 1)
    assert not exhaustive
    assert sorted(set(np.round(signs[:, 0] ** 2, 9))) == [0.5, 1, 1.5]
    assert signs.mean() == pytest.approx(0, abs=0.01)
    assert (signs**2).mean() == pytest.approx(1, abs=0.01)


def test_wild_without_effects_has_a_constant() -> None:
    """Independent rows in clusters: the same as with the constant written out."""
    frame = FEW.assign(one=1.0)
    result = wild_cluster_bootstrap(frame, outcome="y", treatment="D", cluster="c", draws=199)
    codes = pd.factorize(frame["c"], sort=True)[0]
    test = wild_test(frame["y"].to_numpy(), frame["D"].to_numpy(float), frame[["one"]].to_numpy(), codes)
    signs, exhaustive = cluster_signs(6, "webb", 199, 20_200_901)
    assert result.p_value == bootstrap_p(test.draw(signs), 0.0, exhaustive=exhaustive)
    assert result.value == pytest.approx(np.polyfit(frame["D"], frame["y"], 1)[0])


def test_what_the_wild_bootstrap_says() -> None:
    result = wild_cluster_bootstrap(
        FEW, **PANEL, treatment="D", cluster="c", outcome_name="达标率", outcome_unit="%", draws=999
    )
    assert result.unit == "个百分点"
    assert "达标率平均" in result.sentences()[0]
    assert "聚类少时它往往过窄" in result.sentences()[1]
    assert _told(result, "聚类不少于5个") is Verdict.HOLDS
    assert result.table().shape == (2, 6)
    assert png_bytes(result.figure())


def test_one_treated_cluster_is_doubtful_for_the_wild_bootstrap() -> None:
    one = FEW.assign(D=lambda table: ((table["c"] == 0) & (table["t"] > 3)).astype(int))
    result = wild_cluster_bootstrap(one, **PANEL, treatment="D", cluster="c", draws=199)
    assert _told(result, "实施和未实施的聚类都不太少") is Verdict.DOUBTFUL
    pair = wild_cluster_bootstrap(
        FEW.query("c < 3"), **PANEL, treatment="D", cluster="c", multipliers="rademacher", draws=99
    )
    assert _told(pair, "聚类不少于5个") is Verdict.FAILS
    assert _told(pair, "重抽的花样足够多") is Verdict.DOUBTFUL


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"multipliers": "mammen"}, "可用：webb、rademacher"),
        ({"level": 1.5}, "应在0和1之间"),
        ({"draws": 9}, "至少要99"),
        ({"cluster": "t"}, "跨越多个聚类“t”"),
        ({"treatment": "g"}, "“g”在扣除单位、时期固定效应后没有变化"),
        ({"cluster": "没有"}, "缺少列“没有”"),
    ],
)
def test_refusals_of_the_wild_bootstrap(options: dict[str, Any], words: str) -> None:
    with pytest.raises(MethodError) as caught:
        wild_cluster_bootstrap(FEW, **{**PANEL, "treatment": "D", "cluster": "c", **options})
    assert words in str(caught.value)


# ── cluster bootstrap ───────────────────────────────────────────────────────────────────────────────


def _refit(frame: pd.DataFrame, times: np.ndarray, key: str, covariates: list[str]) -> np.ndarray:
    """Coefficients of a regression on dummies in a draw: a cluster drawn twice is two clusters with new units."""
    clusters = sorted(frame[key].unique())
    parts = [
        frame[frame[key] == cluster].assign(u=lambda table, copy=copy: table["u"] + f"#{copy}")
        for cluster, count in zip(clusters, times.astype(int), strict=True)
        for copy in range(count)
    ]
    drawn = pd.concat(parts)
    design = np.column_stack([drawn[["D", *covariates]], dummies(drawn["u"]), dummies(drawn["t"])[:, 1:]])
    return np.linalg.lstsq(design.astype(float), drawn["y"].to_numpy(), rcond=None)[0][: 1 + len(covariates)]


def _ours(frame: pd.DataFrame, times: np.ndarray, key: str, covariates: list[str]) -> np.ndarray:
    cluster = () if key == "u" else (key,)
    design = read_design(frame, DesignRoles("y", ("D",), tuple(covariates), "u", "t", cluster))
    return coefficients(cluster_sums(design), times)


@pytest.mark.parametrize("key", ["u", "c"])
@pytest.mark.parametrize("covariates", [[], ["x"]])
@pytest.mark.parametrize("holes", [False, True])
def test_every_draw_equals_a_refit(key: str, covariates: list[str], holes: bool) -> None:
    frame = staggered(3, units=15).assign(c=lambda table: table["u"].str[1:].astype(int) % 7)
    frame = with_holes(frame) if holes else frame
    times = multinomial(frame[key].nunique(), 25, 1)
    wanted = [_refit(frame, draw, key, covariates) for draw in times]
    assert _ours(frame, times, key, covariates) == pytest.approx(np.array(wanted), abs=1e-8)


def test_every_draw_equals_statsmodels() -> None:
    frame = staggered(4, units=12)
    times = multinomial(12, 8, 2)
    for ours, draw in zip(_ours(frame, times, "u", []), times, strict=True):
        rows = np.concatenate(
            [np.flatnonzero(frame["u"] == f"u{unit:03d}") for unit in range(12) for _ in range(int(draw[unit]))]
        )
        copies = np.repeat(np.arange(12), 6)
        drawn = frame.iloc[rows]
        design = np.column_stack([drawn["D"], dummies(pd.Series(copies)), dummies(drawn["t"])[:, 1:]])
        assert ours[0] == pytest.approx(sm.OLS(drawn["y"].to_numpy(), design).fit().params[0], rel=1e-9)


def test_a_draw_without_treated_units_tells_nothing() -> None:
    frame = staggered(5, units=10)
    only_never = np.array([[0.0] * 5 + [2.0] * 5, [1.0] * 10])
    for panel in (frame, with_holes(frame, 0.1)):
        found = _ours(panel, only_never, "u", [])
        assert np.isnan(found[0, 0])
        assert not np.isnan(found[1, 0])


def test_a_draw_without_a_period_still_tells_the_rest() -> None:
    """The first unit alone is seen in period 6; a draw without it has no such period."""
    frame = staggered(6, units=10).query("t < 6 or u == 'u000'")
    times = np.array([[0.0] + [1.0] * 8 + [2.0]])
    assert _ours(frame, times, "u", [])[0] == pytest.approx(_refit(frame, times[0], "u", [])[0])


def test_portions_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    frame, times = staggered(7, units=10), multinomial(10, 30, 1)
    whole = _ours(frame, times, "u", ["x"])
    monkeypatch.setattr("yzperf.methods.comparison.cluster_draws._CELLS_AT_ONCE", 100)
    assert _ours(frame, times, "u", ["x"]) == pytest.approx(whole)


def test_spread_of_the_draws_is_close_to_the_usual_error() -> None:
    frame = staggered(8, units=80)
    result = cluster_bootstrap(frame, **PANEL, treatment="D", draws=4000)
    assert result.standard_error == pytest.approx(two_way_fixed_effects(frame, **PANEL, treatment="D").effect.standard_error, rel=0.1)  # fmt: skip
    kinds = [cluster_bootstrap(frame, **PANEL, treatment="D", draws=4000, interval=kind).bounds for kind in ("percentile", "bca", "normal")]  # fmt: skip
    for low, high in kinds:
        assert (high - low) / 2 / 1.96 == pytest.approx(result.standard_error, rel=0.1)
        assert low < result.value < high


def test_lost_draws_are_counted() -> None:
    frame = staggered(9, units=10, never=8, groups=(4,))
    result = cluster_bootstrap(frame, **PANEL, treatment="D", draws=2000)
    assert result.lost / 2000 == pytest.approx(0.8**10, abs=0.03)
    assert _told(result, "重抽都能得出系数") is Verdict.DOUBTFUL
    assert f"其中{result.lost}次" in result.sentences()[2]


def test_what_the_cluster_bootstrap_says() -> None:
    result = cluster_bootstrap(
        staggered(10), **PANEL, treatment="D", covariates=["x"], draws=999, outcome_name="达标率", outcome_unit="%"
    )
    assert result.unit == "个百分点"
    assert result.sentences()[0].startswith("控制x后")
    assert png_bytes(result.figure())
    assert result.table().shape == (2, 5)


@pytest.mark.parametrize(
    ("frame", "options", "words"),
    [
        (FEW, {"interval": "best"}, "可用：percentile、bca、normal"),
        (FEW, {"draws": 9}, "至少要99"),
        (FEW.query("c < 3"), {"cluster": "c"}, "自助抽样至少要5个"),
        (FEW, {"cluster": "t"}, "跨越多个聚类"),
        (staggered(1, units=9, never=8), {}, "改用randomisation_inference"),
    ],
)
def test_refusals_of_the_cluster_bootstrap(frame: pd.DataFrame, options: dict[str, Any], words: str) -> None:
    with pytest.raises(MethodError) as caught:
        cluster_bootstrap(frame, **{**PANEL, "treatment": "D", **options})
    assert words in str(caught.value)


# ── randomisation inference ─────────────────────────────────────────────────────────────────────────

ONE = staggered(11, units=20, groups=(4,), never=19, effect=5).assign(s=lambda table: (table["g"] > 0).astype(int))
DEALT: dict[str, Any] = {**PANEL, "treated": "s", "start": 4}


def test_one_treated_unit_by_hand() -> None:
    """The change of each unit against the mean change of the others, the true one among twenty."""
    means = ONE.assign(after=ONE["t"] >= 4).pivot_table(index="u", columns="after", values="y")
    changes = (means[True] - means[False]).to_numpy()
    gaps = (20 * changes - changes.sum()) / 19
    result = randomisation_inference(ONE, **DEALT)
    assert result.value == pytest.approx(gaps[0])
    assert [placebo.estimate for placebo in result.placebos] == pytest.approx(gaps[1:])
    assert result.p_value == pytest.approx((np.abs(gaps) >= abs(gaps[0])).mean())
    assert result.smallest_p == pytest.approx(0.05)


def test_effects_outside_the_bounds_are_rejected() -> None:
    frame = staggered(12, units=40, groups=(4,), never=39, effect=3).assign(s=lambda table: table["g"] // 4)
    result = randomisation_inference(frame, **DEALT)
    low, high = result.bounds
    for effect, inside in ((low - 0.05, False), (low + 0.05, True), (high - 0.05, True), (high + 0.05, False)):
        moved = frame.assign(y=frame["y"] - effect * frame["D"])
        assert (randomisation_inference(moved, **DEALT).p_value > 0.05) is inside


@pytest.mark.parametrize("holes", [False, True])
def test_every_deal_equals_a_refit(holes: bool) -> None:
    frame = staggered(13, units=7, groups=(4,), never=5).assign(s=lambda table: (table["g"] > 0).astype(int))
    frame = with_holes(frame, 0.1, 3) if holes else frame
    result = randomisation_inference(frame, **DEALT, covariates=["x"])
    names = sorted(frame["u"].unique())
    others = np.column_stack([frame["x"], dummies(frame["u"]), dummies(frame["t"])[:, 1:]])
    wanted = {}
    for pair in combinations(names, 2):
        policy = frame["u"].isin(pair) & (frame["t"] >= 4)
        design = np.column_stack([policy, others]).astype(float)
        wanted["、".join(pair)] = np.linalg.lstsq(design, frame["y"].to_numpy(), rcond=None)[0][0]
    assert result.value == pytest.approx(wanted.pop("、".join(result.treated)))
    assert {placebo.name: placebo.estimate for placebo in result.placebos} == pytest.approx(wanted)


def test_many_deals_are_drawn_at_random_with_the_true_one_first() -> None:
    chosen, exhaustive = deals(30, np.array([1, 4, 9]), 200, 1)
    assert not exhaustive
    assert chosen.shape == (200, 3)
    assert chosen[0].tolist() == [1, 4, 9]
    assert all(len(set(deal)) == 3 for deal in chosen.tolist())


def test_portions_of_clusters_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = randomisation_inference(with_holes(ONE, 0.05), **DEALT)
    monkeypatch.setattr("yzperf.methods.comparison.reassignment._CELLS_AT_ONCE", 300)
    assert randomisation_inference(with_holes(ONE, 0.05), **DEALT).value == pytest.approx(whole.value)


def test_a_double_difference_with_one_treated_unit_points_here() -> None:
    with pytest.raises(MethodError, match="randomisation_inference"):
        difference_in_differences(ONE, outcome="y", unit="u", time="t", treated="s", start=4)


def test_a_double_difference_with_few_clusters_has_a_wild_p() -> None:
    frame = staggered(14, units=12, groups=(4,)).assign(s=lambda table: (table["g"] > 0).astype(int))
    few = difference_in_differences(frame, outcome="y", unit="u", time="t", treated="s", start=4)
    panel = two_way_fixed_effects(frame, **PANEL, treatment="D")
    assert few.value == pytest.approx(panel.value)
    assert few.wild_p == pytest.approx(panel.wild_p)
    assert "野自助法" in few.summary()
    many = staggered(14, units=60, groups=(4,)).assign(s=lambda table: (table["g"] > 0).astype(int))
    assert difference_in_differences(many, outcome="y", unit="u", time="t", treated="s", start=4).wild_p is None


def test_what_randomisation_says() -> None:
    result = randomisation_inference(ONE, **DEALT, outcome_name="达标率", outcome_unit="%")
    assert result.unit == "个百分点"
    assert "u000的达标率" in result.sentences()[0]
    assert "20种分派中有1种" in result.sentences()[1]
    assert "常用的标准误没有意义" in result.sentences()[2]
    assert _told(result, "重排能够得出显著的结果") is Verdict.HOLDS
    assert png_bytes(result.figure())
    small = randomisation_inference(ONE[ONE["u"] < "u008"], **DEALT)
    assert small.interval is None
    assert _told(small, "重排能够得出显著的结果") is Verdict.FAILS
    uneven = randomisation_inference(ONE.query("u != 'u003' or t in (3, 4)"), **DEALT)
    assert _told(uneven, "各单位可以互换") is Verdict.DOUBTFUL


@pytest.mark.parametrize(
    ("frame", "options", "words"),
    [
        (ONE, {"start": 1}, "没有实施前的时期"),
        (ONE, {"start": 9}, "没有实施后的时期"),
        (ONE.assign(s=0), {}, "没有实施的单位"),
        (ONE.assign(s=1), {}, "没有未实施的单位"),
        (ONE.assign(s=2), {}, "只能填0或1"),
        (ONE[ONE["u"] < "u004"], {}, "只有4个单位"),
        (ONE.query("u != 'u003' or t > 3"), {}, "有1个单位（或聚类）只有实施前或只有实施后的数据"),
        (ONE.assign(k=ONE["u"].str[-1]), {"cluster": "k"}, "既有实施也有未实施"),
        (ONE.assign(k=ONE["t"]), {"cluster": "k"}, "跨越多个聚类"),
        (ONE, {"covariates": ["z"]}, "协变量不随时间变化"),
        (ONE, {"draws": 5, "level": 2}, "应在0和1之间"),
        (ONE.assign(s=ONE["D"]), {}, "“s”前后不一"),
    ],
)
def test_refusals_of_randomisation(frame: pd.DataFrame, options: dict[str, Any], words: str) -> None:
    with pytest.raises(MethodError) as caught:
        randomisation_inference(frame, **{**DEALT, **options})
    assert words in str(caught.value)


def test_exact_level_under_exchangeability() -> None:
    """With 20 alike units and one treated, p ≤ 0.05 in one deal of twenty: over all deals exactly 5 %."""
    rejected = [
        randomisation_inference(
            ONE.assign(y=ONE["y"] - 5 * ONE["D"], s=(ONE["u"] == f"u{unit:03d}").astype(int)), **DEALT
        ).p_value
        <= 0.05
        for unit in range(20)
    ]
    assert sum(rejected) == 1


def test_signs_go_through_all_patterns() -> None:
    signs, exhaustive = cluster_signs(4, "rademacher", 99, 1)
    assert exhaustive
    assert sorted(map(tuple, signs.tolist())) == sorted(product((-1.0, 1.0), repeat=4))
