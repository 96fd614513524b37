"""Matching, weighting, doubly robust: against statsmodels and by hand, what they say and refuse."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from statsmodels.treatment.treatment_effects import TreatmentEffect

from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import doubly_robust_estimation, inverse_probability_weighting, matching
from yzperf.methods.comparison.nearest_neighbours import Space, with_replacement, without_replacement

METHODS = (matching, inverse_probability_weighting, doubly_robust_estimation)
ROLES: dict[str, Any] = {"outcome": "y", "treated": "d", "covariates": ["a", "b"]}


def _firms(rows: int = 400, *, effect: float = 2.0, pull: float = 0.7, seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    a, b = rng.normal(size=(2, rows))
    treated = rng.uniform(size=rows) < 1 / (1 + np.exp(0.5 - pull * a + 0.4 * b))
    y = 1 + a - b + effect * treated + rng.normal(size=rows)
    town = rng.choice(["东镇", "西镇", "南镇"], rows)
    return pd.DataFrame(
        {"y": y, "d": treated.astype(int), "a": a, "b": b, "town": town, "c": rng.integers(0, 30, rows)}
    )


def _told(result: Any, start: str) -> Verdict:
    return next(check.verdict for check in result.diagnostics() if check.assumption.startswith(start))


# ── weighting ───────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def oracle() -> TreatmentEffect:
    frame = _firms()
    design = sm.add_constant(frame[["a", "b"]])
    chance = sm.Logit(frame["d"], design).fit(disp=False)
    return TreatmentEffect(sm.OLS(frame["y"], design), frame["d"].to_numpy(), results_select=chance)


def test_weighting_equals_statsmodels(oracle: TreatmentEffect) -> None:
    wanted = oracle.ipw(effect_group="all")
    ours = inverse_probability_weighting(_firms(), **ROLES, estimand="ATE", small_sample=False)
    assert [ours.value, ours.comparison_mean, ours.treated_mean] == pytest.approx(wanted.effect.tolist())
    assert ours.effect.standard_error == pytest.approx(wanted.results_gmm.bse[0], rel=1e-4)


def test_doubly_robust_equals_statsmodels(oracle: TreatmentEffect) -> None:
    wanted = oracle.aipw()
    ours = doubly_robust_estimation(_firms(), **ROLES, estimand="ATE", small_sample=False)
    assert [ours.value, ours.comparison_mean, ours.treated_mean] == pytest.approx(wanted.effect.tolist())
    assert ours.effect.standard_error == pytest.approx(wanted.results_gmm.bse[0], rel=1e-3)


@pytest.mark.parametrize("estimand", ["ATT", "ATC", "ATE", "ATO"])
def test_weights_by_hand(estimand: str) -> None:
    frame = _firms()
    p = np.asarray(sm.Logit(frame["d"], sm.add_constant(frame[["a", "b"]])).fit(disp=False).predict())
    d, y = frame["d"].to_numpy() == 1, frame["y"].to_numpy()
    weights = {
        "ATT": np.where(d, 1, p / (1 - p)),
        "ATC": np.where(d, (1 - p) / p, 1),
        "ATE": np.where(d, 1 / p, 1 / (1 - p)),
        "ATO": np.where(d, 1 - p, p),
    }[estimand]
    result = inverse_probability_weighting(frame, **ROLES, estimand=estimand)
    assert result.treated_mean == pytest.approx(np.average(y[d], weights=weights[d]))
    assert result.comparison_mean == pytest.approx(np.average(y[~d], weights=weights[~d]))
    assert result.overlap.effective[1] == pytest.approx(weights[~d].sum() ** 2 / (weights[~d] ** 2).sum())
    if estimand == "ATO":  # these weights balance the means of the covariates exactly
        assert [row.difference_after for row in result.balance[1:]] == pytest.approx([0, 0], abs=1e-9)
    else:
        plain = inverse_probability_weighting(frame, **ROLES, estimand=estimand, normalised=False)
        target = {"ATT": d.sum(), "ATC": (~d).sum(), "ATE": len(d)}[estimand]
        assert plain.comparison_mean == pytest.approx(weights[~d] @ y[~d] / target)


def test_the_error_of_a_weighted_effect_equals_the_bootstrap() -> None:
    frame, rng = _firms(300), np.random.default_rng(2)
    for method, options in ((inverse_probability_weighting, {}), (doubly_robust_estimation, {"normalised": True})):
        drawn = [method(frame.iloc[rng.integers(0, 300, 300)], **ROLES, **options).value for _ in range(200)]
        ours = method(frame, **ROLES, **options, small_sample=False).effect.standard_error
        assert np.std(drawn) == pytest.approx(ours, rel=0.15)


def test_doubly_robust_survives_one_wrong_model() -> None:
    """The outcome bends in a, and the propensity is a straight logit; then the other way about."""
    rng = np.random.default_rng(3)
    a, b = rng.normal(size=(2, 6_000))
    for bent_outcome in (True, False):
        bend = 0.7 * (a**2 - 1)
        treated = rng.uniform(size=6_000) < 1 / (1 + np.exp(-0.4 * a - (0 if bent_outcome else bend / 2)))
        y = a + b + 2 * bend * bent_outcome + rng.normal(size=6_000)
        frame = pd.DataFrame({"y": y, "d": treated.astype(int), "a": a, "b": b})
        result = doubly_robust_estimation(frame, **ROLES, estimand="ATE")
        assert abs(result.value) < 3 * result.effect.standard_error < 0.2


def test_outcome_models_of_their_kind() -> None:
    frame = _firms(600).assign(y=lambda table: (table["y"] > 1).astype(int))
    linear, logit = (doubly_robust_estimation(frame, **ROLES, outcome_model=model) for model in ("linear", "logit"))
    counts = _firms(600).assign(y=lambda table: np.random.default_rng(4).poisson(np.exp(0.3 * table["a"] + 0.5 * table["d"])))  # fmt: skip
    poisson = doubly_robust_estimation(counts, **ROLES, outcome_model="poisson", estimand="ATE")
    assert logit.value == pytest.approx(linear.value, abs=0.05)
    assert poisson.interval[0] < (np.e**0.5 - 1) * np.e**0.045 < poisson.interval[1]


def test_clusters_count_and_probit_is_near_logit() -> None:
    frame = _firms()
    doubled = pd.concat([frame, frame], ignore_index=True).assign(c=np.tile(np.arange(400), 2))
    plain = inverse_probability_weighting(frame, **ROLES, small_sample=False)
    clustered = inverse_probability_weighting(doubled, **ROLES, cluster="c", small_sample=False)
    assert clustered.effect.standard_error == pytest.approx(plain.effect.standard_error * (400 / 399) ** 0.5)
    assert clustered.clusters == 400
    probit = inverse_probability_weighting(frame, **ROLES, link="probit")
    assert probit.value == pytest.approx(plain.value, abs=0.05)


def test_trimming_counts_and_narrows() -> None:
    frame = _firms(pull=2.0)
    whole, trimmed = (inverse_probability_weighting(frame, **ROLES, estimand="ATE", trim=trim) for trim in (None, 0.1))
    assert trimmed.trimmed > 0
    assert trimmed.counts.treated + trimmed.counts.comparison == 400 - trimmed.trimmed
    assert trimmed.overlap.heaviest < whole.overlap.heaviest
    assert f"{trimmed.trimmed}行剪去未用" in trimmed.sentences()[2]


# ── matching ────────────────────────────────────────────────────────────────────────────────────────


def _line(*places: float, strata: tuple[int, ...] = (), caliper: float = np.inf) -> Space:
    x = np.array(places)
    return Space(x[:, None], np.array(strata or (0,) * len(x)), x, caliper)


def test_nearest_by_hand() -> None:
    """Owners at 1 and 2; partners at 0, 2, 2 and 9: with replacement ties come along, without the first is taken."""
    space = _line(1, 2, 0, 2, 2, 9)
    owners, partners = np.array([0, 1]), np.array([2, 3, 4, 5])
    both = with_replacement(space, owners, partners, 1)
    assert both.owners.tolist() == [0, 0, 0, 1, 1]
    assert both.used(6).tolist() == pytest.approx([0, 0, 1 / 3, 1 / 3 + 1 / 2, 1 / 3 + 1 / 2, 0])
    once = without_replacement(space, owners, partners, 1)
    assert dict(zip(once.owners.tolist(), once.partners.tolist(), strict=True)) == {1: 3, 0: 2}
    twice = without_replacement(space, owners, partners, 2, order="smallest")
    assert twice.partners.tolist() == [2, 4, 3, 5]
    near = without_replacement(_line(1, 2, 0, 2, 2, 9, caliper=0.5), owners, partners, 1)
    assert near.owners.tolist() == [1]
    apart = with_replacement(_line(1, 2, 0, 2, 2, 9, strata=(0, 1, 0, 0, 0, 1)), owners, partners, 1)
    assert apart.partners.tolist() == [2, 3, 4, 5]


def test_pairs_by_hand() -> None:
    """Without replacement the interval is that of the paired differences."""
    frame = _firms(60)
    result = matching(frame, **ROLES)
    pairs = result.counts.treated_used
    assert result.counts.comparison_used == pairs
    assert result.treated_mean == pytest.approx(frame["y"][frame["d"] == 1].mean())
    assert result.value == pytest.approx(result.treated_mean - result.comparison_mean)


def test_variance_with_replacement_by_brute_force() -> None:
    """Abadie and Imbens (2006), theorem 7, one match, written with loops."""
    frame = _firms(80)
    result = matching(frame, **ROLES, distance="mahalanobis", replace=True, variance_neighbours=1)
    x, y, d = frame[["a", "b"]].to_numpy(), frame["y"].to_numpy(), frame["d"].to_numpy() == 1
    metric = np.linalg.inv(np.cov(x, rowvar=False))

    def nearest(row: int, pool: np.ndarray) -> int:
        away = [(x[row] - x[one]) @ metric @ (x[row] - x[one]) for one in pool]
        return int(pool[int(np.argmin(away))])

    own, other = np.flatnonzero(d), np.flatnonzero(~d)
    partners = np.array([nearest(row, other) for row in own])
    gaps = y[own] - y[partners]
    total = np.sum((gaps - gaps.mean()) ** 2)
    for row in other:
        times = int((partners == row).sum())
        twin = nearest(row, other[other != row])
        total += times * (times - 1) * (y[row] - y[twin]) ** 2 / 2
    assert result.value == pytest.approx(gaps.mean())
    assert result.effect.standard_error == pytest.approx(total**0.5 / len(own))


def test_bias_adjustment_takes_a_linear_difference_off() -> None:
    """Where the outcome is a plane, adjusted matches impute it exactly, however far they are."""
    frame = _firms(120).assign(
        y=lambda table: 3 + table["a"] - 2 * table["b"] + 2 * table["d"] + table["d"] * table["a"]
    )
    result = matching(frame, **ROLES, bias_adjustment=True, replace=True)
    treated = frame[frame["d"] == 1]
    assert result.value == pytest.approx((2 + treated["a"]).mean())


def test_effects_for_all_join_both_directions() -> None:
    frame = _firms(200)
    att, atc, ate = (matching(frame, **ROLES, replace=True, estimand=one) for one in ("ATT", "ATC", "ATE"))
    share = frame["d"].mean()
    assert ate.value == pytest.approx(share * att.value + (1 - share) * atc.value)
    assert ate.counts.comparison_used == ate.counts.comparison


def test_calipers_and_exact_columns_leave_units_out() -> None:
    frame = _firms(200, pull=2.0)
    result = matching(frame, **ROLES, caliper=0.1, distance="linear", exact=["town"])
    assert result.unmatched > 0
    assert result.counts.treated_used == result.counts.treated - result.unmatched
    assert f"{result.unmatched}行找不到匹配" in result.sentences()[2]
    assert abs(result.balance[0].difference_after) < 0.1


# ── all three ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("method", [partial(matching, replace=True), *METHODS[1:]])
def test_they_find_the_effect_that_the_plain_difference_misses(method: Callable[..., Any]) -> None:
    result = method(_firms(1_500), **ROLES)
    assert result.interval[0] < 2 < result.interval[1]
    assert not result.naive.low < 2 < result.naive.high


@pytest.mark.parametrize("method", METHODS)
def test_what_they_say(method: Callable[..., Any]) -> None:
    frame = _firms()
    frame.loc[:2, "a"] = None
    result = method(frame, **{**ROLES, "covariates": ["a", "b", "town"]}, outcome_name="达标率", outcome_unit="%")
    assert result.unit == "个百分点"
    assert "就实施单位而言，实施使达标率平均提高" in result.sentences()[0]
    assert "因空缺剔除3行" in result.sentences()[2]
    assert [row.name for row in result.balance] == ["倾向得分", "a", "b", "town=东镇", "town=南镇", "town=西镇"]
    assert result.balance_table().shape == (6, 9)
    assert result.table().shape == (2, 6)
    assert png_bytes(result.figure())
    assert png_bytes(result.overlap_figure())


def test_what_is_wrong_is_told() -> None:
    good = inverse_probability_weighting(_firms(800, pull=0.3), **ROLES)
    for start in ("调整后两组协变量相近", "两组有重叠", "结果不由少数单位决定"):
        assert _told(good, start) is Verdict.HOLDS
    apart = _firms(400, pull=3.0)
    assert _told(matching(apart, **ROLES), "调整后两组协变量相近") is Verdict.FAILS
    weighted = inverse_probability_weighting(apart, **ROLES, estimand="ATE")
    assert _told(weighted, "结果不由少数单位决定") is Verdict.DOUBTFUL
    far = apart.assign(a=lambda table: table["a"] + 4 * table["d"] * (table["a"] > 0))
    assert _told(inverse_probability_weighting(far, **ROLES), "两组有重叠") is Verdict.DOUBTFUL


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("change", "options", "words"),
    [
        ({}, {"covariates": ["z"]}, "缺少列“z”"),
        ({}, {"covariates": []}, "没有给出协变量"),
        ({"d": 1}, {}, "取0（对照）的可用行只有0行"),
        ({"d": 0}, {}, "取1（实施）的可用行只有0行"),
        ({"d": 3}, {}, "只能填1/0"),
        ({"y": 5.0}, {}, "都是5"),
        ({"a": 7.0}, {}, "“a”没有变化"),
        ({"b": lambda table: 2 * table["a"]}, {}, "可由其他协变量算出"),
        ({"a": lambda table: table["d"] + 0.0}, {}, "几乎完全分开"),
        ({"a": [f"企业{number}" for number in range(100)]}, {}, "100种文字取值"),
        ({"y": None}, {}, "可用行只有0行"),
        ({}, {"estimand": "LATE", "link": "cloglog"}, "link“cloglog”不认识"),
    ],
)
def test_refusals(method: Callable[..., Any], change: dict[str, Any], options: dict[str, Any], words: str) -> None:
    with pytest.raises(MethodError, match=words):
        method(_firms(100).assign(**change), **{**ROLES, **options})


@pytest.mark.parametrize(
    ("method", "options", "words"),
    [
        (matching, {"estimand": "ATE"}, "请令replace=True"),
        (matching, {"ratio": 0, "caliper": -1.0}, "caliper为-1"),
        (matching, {"order": "best"}, "可用：largest、smallest、data、random"),
        (matching, {"caliper": 1e-9}, "请放宽caliper"),
        (inverse_probability_weighting, {"trim": 0.5}, "应在0与0.5之间"),
        (inverse_probability_weighting, {"trim": 0.499}, "请减小trim"),
        (inverse_probability_weighting, {"estimand": "ATO", "normalised": False}, "须归一"),
        (doubly_robust_estimation, {"estimand": "ATO"}, "可用：ATT、ATE、ATC"),
        (doubly_robust_estimation, {"outcome_model": "gamma"}, "可用：linear、logit、poisson"),
        (doubly_robust_estimation, {"outcome_model": "logit"}, "不只有0和1"),
        (doubly_robust_estimation, {"outcome_model": "poisson"}, "有负数"),
    ],
)
def test_refusals_of_their_own(method: Callable[..., Any], options: dict[str, Any], words: str) -> None:
    with pytest.raises(MethodError, match=words):
        method(_firms(100), **{**ROLES, **options})


def test_a_single_cluster_and_a_group_without_variation_are_refused() -> None:
    with pytest.raises(MethodError, match="只有1个聚类"):
        inverse_probability_weighting(_firms(100).assign(c="甲"), **ROLES, cluster="c")
    frame = _firms(100).assign(e=lambda table: np.where(table["d"] == 1, 0.0, np.arange(100) % 2))
    with pytest.raises(MethodError, match=r"几乎完全分开|实施组内协变量“e”没有变化"):
        doubly_robust_estimation(frame, **{**ROLES, "covariates": ["a", "e"]})
