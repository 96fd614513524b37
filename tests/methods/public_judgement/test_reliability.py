"""Reliability: by hand, against another program, reversed items, gaps, refusals. Published figures: tests/published."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import cronbach_alpha, mcdonald_omega
from yzperf.methods.public_judgement.one_factor import maximum_likelihood, misfit, omegas


def answers(rows: int = 80, loadings: tuple[float, ...] = (0.8, 0.7, 0.6, 0.9), seed: int = 3) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    common = rng.normal(size=(rows, 1))
    own = rng.normal(size=(rows, len(loadings))) * np.sqrt(1 - np.square(loadings))
    return pd.DataFrame(common * loadings + own, columns=[f"Q{place}" for place in range(1, len(loadings) + 1)])


def verdict(result: object, start: str) -> Verdict:
    return next(check.verdict for check in result.diagnostics() if check.assumption.startswith(start))


# ── α ───────────────────────────────────────────────────────────────────────────────────────────────


def test_alpha_by_hand() -> None:
    """Variances 1 and 4, covariance 1: 2 · (1 − 5/7) = 4/7; standardised r = 0.5 gives 2/3."""
    table = pd.DataFrame({"a": [-1.0, 0, 1, -1, 1, 0], "b": [0.0, 0, 0, 0, 0, 0]})
    table["b"] = 2 * table["a"] * 0.5 + np.array([1.0, -2, 1, -1, -1, 2])
    covariance = table.cov().to_numpy()
    expected = 2 * (1 - np.trace(covariance) / covariance.sum())
    result = cronbach_alpha(table)
    assert result.value == pytest.approx(expected)
    correlation = table.corr().iloc[0, 1]
    assert result.standardised == pytest.approx(2 * correlation / (1 + correlation))
    assert result.alpha_without == (None, None)
    assert result.items[0].rest_correlation == pytest.approx(correlation)


def test_reversed_items_are_found_and_turned() -> None:
    good = answers()
    odd = good.assign(Q2=7 - good["Q2"])
    plain = cronbach_alpha(odd)
    assert plain.suspected == ("Q2",)
    assert verdict(plain, "各题方向") is Verdict.FAILS
    for reverse in (["Q2"], "detect"):
        turned = cronbach_alpha(odd, reverse=reverse)
        assert turned.value == pytest.approx(cronbach_alpha(good).value)
        assert [item.reversed for item in turned.items] == [False, True, False, False]
        assert turned.suspected == ()


def test_gaps_listwise_and_pairwise() -> None:
    table = answers()
    table.loc[[0, 5], "Q1"] = np.nan
    table.loc[7] = np.nan
    listwise = cronbach_alpha(table, missing="listwise")
    assert listwise.value == pytest.approx(cronbach_alpha(table.dropna()).value)
    assert listwise.left_out == ("第1行", "第6行", "第8行")
    pairwise = cronbach_alpha(table, missing="pairwise")
    covariance = table.cov().to_numpy()
    assert pairwise.value == pytest.approx(4 / 3 * (1 - np.trace(covariance) / covariance.sum()))
    assert pairwise.left_out == ("第8行",)
    assert "空缺2处" in pairwise.sentences()[1]


def test_both_intervals_hold_the_estimate_and_repeat() -> None:
    for interval in ("feldt", "bootstrap"):
        first, second = (cronbach_alpha(answers(), interval=interval) for _ in range(2))
        assert first.interval[0] < first.value < first.interval[1]
        assert first.interval == second.interval


@settings(max_examples=25, deadline=None)
@given(st.floats(0.1, 50), st.floats(-20, 20))
def test_alpha_does_not_depend_on_unit_and_origin(scale: float, shift: float) -> None:
    table = answers()
    assert cronbach_alpha(table * scale + shift).value == pytest.approx(cronbach_alpha(table).value)


def test_repeated_items_are_doubted() -> None:
    table = answers()
    copies = pd.DataFrame({f"C{place}": table["Q1"] + 0.05 * table["Q2"] * place for place in range(4)})
    assert verdict(cronbach_alpha(copies), "题目没有重复") is Verdict.DOUBTFUL


# ── ω ───────────────────────────────────────────────────────────────────────────────────────────────


def test_loadings_agree_with_statsmodels() -> None:
    factor = pytest.importorskip("statsmodels.multivariate.factor")
    table = answers(300, (0.8, 0.7, 0.6, 0.9, 0.5, 0.4))
    theirs = factor.Factor(table.to_numpy(), 1, method="ml").fit()
    ours = mcdonald_omega(table, draws=99)
    loadings = theirs.loadings.ravel() * np.sign(theirs.loadings.sum())
    assert [one.loading for one in ours.loadings] == pytest.approx(loadings.tolist(), abs=1e-4)
    assert [one.unique for one in ours.loadings] == pytest.approx(theirs.uniqueness.tolist(), abs=1e-4)


def test_a_model_that_holds_gives_its_omega() -> None:
    """Loadings .8 .7 .6 .5: (2.6)² / (2.6² + Σ(1 − λ²)); the exact model has no misfit and equals the observed ω."""
    loadings = np.array([0.8, 0.7, 0.6, 0.5])
    correlation = np.outer(loadings, loadings) + np.diag(1 - loadings**2)
    fit = maximum_likelihood(correlation)
    assert fit.loadings == pytest.approx(loadings)
    expected = 2.6**2 / (2.6**2 + (1 - loadings**2).sum())
    assert omegas(fit, correlation) == pytest.approx(expected)
    assert omegas(fit, correlation, observed=True) == pytest.approx(expected)
    assert misfit(fit, correlation) == pytest.approx(0, abs=1e-9)


def test_a_stack_is_fitted_like_its_members() -> None:
    stack = np.stack([answers(seed=seed).corr().to_numpy() for seed in range(3)])
    together = maximum_likelihood(stack)
    for place, correlation in enumerate(stack):
        assert together.loadings[place] == pytest.approx(maximum_likelihood(correlation).loadings, abs=1e-6)


def test_omega_exceeds_alpha_where_loadings_differ() -> None:
    result = mcdonald_omega(answers(400, (0.95, 0.9, 0.4, 0.3)), draws=99)
    assert result.value > result.alpha
    assert verdict(result, "每题都由") is Verdict.DOUBTFUL
    assert verdict(mcdonald_omega(answers(400), draws=99), "一个共同因子") is Verdict.HOLDS


def test_two_factors_are_noticed() -> None:
    first, second = answers(300, (0.9, 0.9, 0.9), 1), answers(300, (0.9, 0.9, 0.9), 2)
    both = pd.concat([first.add_prefix("A"), second.add_prefix("B") + 0.6 * first.to_numpy()], axis=1)
    assert verdict(mcdonald_omega(both, draws=99), "一个共同因子") is Verdict.DOUBTFUL


def test_omega_of_reversed_items_minres_and_three_items() -> None:
    good = answers(200)
    odd = good.assign(Q3=-good["Q3"])
    assert mcdonald_omega(odd, reverse="detect", draws=99).value == pytest.approx(
        mcdonald_omega(good, draws=99).value, rel=1e-6
    )
    for estimation in ("ml", "minres"):
        three = mcdonald_omega(good[["Q1", "Q2", "Q3"]], estimation=estimation, draws=99)
        assert verdict(three, "一个共同因子") is Verdict.UNTESTABLE
    assert three.value == pytest.approx(mcdonald_omega(good[["Q1", "Q2", "Q3"]], draws=99).value, rel=1e-6)


# ── both ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("method", [cronbach_alpha, mcdonald_omega])
def test_what_people_see(method: object) -> None:
    result = method(answers())
    assert "系数为" in result.sentences()[0]
    assert result.table()["题目"].tolist() == ["Q1", "Q2", "Q3", "Q4"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert png_bytes(result.figure())


@pytest.mark.parametrize("method", [cronbach_alpha, mcdonald_omega])
@pytest.mark.parametrize(
    ("change", "options", "words"),
    [
        ({"Q1": 3.0}, {}, "题目“?Q1”?的答案全部相同|全部相同"),
        ({"Q1": [np.nan] + [1.0, 2.0] * 39 + [1.0]}, {}, "缺失值.*第1行.*listwise"),
        ({"Q1": ["满意"] * 80}, {}, "不是数"),
        ({}, {"items": ["Q1", "Q9", "Q3"]}, "缺少列“Q9”"),
        ({}, {"items": ["Q1", "Q1", "Q3"]}, "题目重复"),
        ({}, {"items": ["Q1"]}, "只有1个题目"),
        ({}, {"reverse": ["Q9"]}, "不在题目中：Q9"),
        ({}, {"reverse": "all"}, "detect"),
        ({}, {"missing": "drop"}, "缺失处理"),
        ({}, {"draws": 5}, "至少99"),
    ],
)
def test_refusals(method: object, change: dict[str, object], options: dict[str, object], words: str) -> None:
    with pytest.raises(MethodError, match=words):
        method(answers().assign(**change), **options)


def test_more_refusals() -> None:
    table = answers()
    with pytest.raises(MethodError, match="互相抵消"):
        cronbach_alpha(pd.DataFrame({"a": table["Q1"], "b": -table["Q1"]}))
    with pytest.raises(MethodError, match="两份以上共同作答"):
        cronbach_alpha(pd.DataFrame({"a": [1.0, 2, np.nan, np.nan], "b": [np.nan, np.nan, 1, 2]}), missing="pairwise")
    with pytest.raises(MethodError, match="区间（interval）"):
        cronbach_alpha(table, interval="normal")
    with pytest.raises(MethodError, match="重复或合计"):
        mcdonald_omega(table.assign(Q4=table["Q1"] + table["Q2"]))
    with pytest.raises(MethodError, match="至少要6份"):
        mcdonald_omega(table.head(5))
    with pytest.raises(MethodError, match="估计方法"):
        mcdonald_omega(table, estimation="pca")
    with pytest.raises(MethodError, match="分母"):
        mcdonald_omega(table, denominator="n")
