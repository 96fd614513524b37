"""The numerics of the panel regression against statsmodels and by hand."""

import numpy as np
import pytest
import statsmodels.api as sm

from yzperf.methods.comparison.panel import (
    Sample,
    paired_change,
    regress,
    welch_change,
    within,
)
from yzperf.methods.comparison.pretrend import detectable_slope
from yzperf.methods.least_squares import dependent_columns, least_squares


def _panel(seed: int, units: int = 12, periods: int = 6, holes: int = 7) -> Sample:
    rng = np.random.default_rng(seed)
    codes, times = (part.ravel() for part in np.meshgrid(np.arange(units), np.arange(periods), indexing="ij"))
    kept = np.sort(rng.choice(len(codes), len(codes) - holes, replace=False))
    codes, times = codes[kept], times[kept].astype(float)
    treated = (codes < units // 2).astype(float)
    after = (times >= periods // 2).astype(float)
    noise = rng.normal(size=len(codes)) + rng.normal(size=units)[codes]
    covariates = rng.normal(size=(len(codes), 1)) * 1e4
    return Sample(1.5 * treated * after + noise, treated, times, after, covariates, codes, codes)


def _dummies(codes: np.ndarray) -> np.ndarray:
    return (codes[:, None] == np.unique(codes)[None, :]).astype(float)


@pytest.mark.parametrize("seed", range(3))
def test_coefficient_equals_dummy_variable_regression(seed: int) -> None:
    sample = _panel(seed)
    design = np.column_stack([sample.policy, sample.covariates, _dummies(sample.units), _dummies(sample.times)[:, 1:]])
    reference = sm.OLS(sample.outcome, design).fit()
    ours = regress(sample, sample.policy[:, None])
    assert ours.coefficients[0] == pytest.approx(reference.params[0], rel=1e-10)


@pytest.mark.parametrize("seed", range(3))
def test_clustered_error_equals_statsmodels(seed: int) -> None:
    sample = _panel(seed)
    columns = np.column_stack([sample.policy, _dummies(sample.times)[:, 1:], sample.covariates])
    y, design = within(sample.outcome[:, None], sample.units)[:, 0], within(columns, sample.units)
    reference = sm.OLS(y, design).fit(cov_type="cluster", cov_kwds={"groups": sample.units})
    ours = least_squares(y, design, clusters=(sample.units,))
    assert np.sqrt(np.diag(ours.covariance)) == pytest.approx(reference.bse, rel=1e-10)
    nested = regress(sample, sample.policy[:, None])
    n, k = design.shape
    assert nested.covariance[0, 0] == pytest.approx(ours.covariance[0, 0] * (n - k) / (n - k - 1), rel=1e-10)
    assert nested.degrees == len(np.unique(sample.units)) - 1


@pytest.mark.parametrize(("classical", "kind"), [(True, "nonrobust"), (False, "HC1")])
def test_errors_of_independent_samples_equal_statsmodels(classical: bool, kind: str) -> None:
    panel = _panel(4)
    sample = Sample(panel.outcome, panel.treated, panel.times, panel.after, panel.covariates, None, None, classical)
    ones = np.ones_like(panel.outcome)
    design = np.column_stack([sample.policy, ones, sample.treated, _dummies(sample.times)[:, 1:], sample.covariates])
    reference = sm.OLS(sample.outcome, design).fit(cov_type=kind)
    ours = regress(sample, sample.policy[:, None])
    assert ours.coefficients[0] == pytest.approx(reference.params[0], rel=1e-10)
    assert ours.covariance[0, 0] ** 0.5 == pytest.approx(reference.bse[0], rel=1e-10)


def test_dependent_columns_are_named_in_order() -> None:
    first, second = np.arange(6.0), np.array([1.0, 0, 1, 0, 0, 1])
    design = np.column_stack([first, second, 2 * first - second, np.zeros(6)])
    assert dependent_columns(design, np.linalg.norm(design, axis=0)) == [2, 3]


def test_paired_and_independent_changes_by_hand() -> None:
    before, after = np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0])
    assert paired_change(before, after) == pytest.approx((2.0, 1 / 3**0.5, 2))
    estimate, error, degrees = welch_change(before, after)
    assert (estimate, error) == pytest.approx((2.0, ((1 + 4) / 3) ** 0.5))
    assert degrees == pytest.approx((5 / 3) ** 2 / ((1 / 3) ** 2 / 2 + (4 / 3) ** 2 / 2))


def test_detectable_slope_is_found_with_eighty_per_cent_in_a_simulation() -> None:
    covariance = np.array([[1.0, 0.5], [0.5, 1.0]])
    distances, degrees = np.array([-2.0, -1.0]), 20
    slope = detectable_slope(distances, covariance, degrees)
    rng = np.random.default_rng(1)
    draws = rng.multivariate_normal(slope * distances, covariance, 20_000)
    scale = rng.chisquare(degrees, 20_000) / degrees
    statistics = np.einsum("ij,jk,ik->i", draws, np.linalg.inv(covariance), draws) / 2 / scale
    assert (statistics > 3.4928).mean() == pytest.approx(0.80, abs=0.015)  # 3.4928 = F(2, 20) at 5 %
