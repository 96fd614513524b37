"""What printed digits leave possible always holds the truth that they were rounded from."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from yzperf.forensics.correlations import least_eigenvalue, rounding_slack
from yzperf.forensics.estimates import critical, half_width, holds, p_of_limits, quotient, two_sided_p
from yzperf.forensics.significance import Interval

ROUNDING = 1e-9


def printed(value: float, places: int) -> Interval:
    shown = round(value, places)
    return shown - 0.5 / 10**places - ROUNDING, shown + 0.5 / 10**places + ROUNDING


results = st.tuples(st.floats(-3, 3), st.floats(0.05, 2), st.integers(2, 200), st.sampled_from([0.90, 0.95, 0.99]))


@given(results, st.integers(2, 4))
def test_no_genuine_result_contradicts_itself(result: tuple[float, float, int, float], places: int) -> None:
    estimate, error, degrees, level = result
    statistic = estimate / error
    p = float(2 * stats.t.sf(abs(statistic), degrees))
    half = float(stats.t.ppf(0.5 + level / 2, degrees)) * error
    limits = printed(estimate - half, places), printed(estimate + half, places)

    size = quotient(printed(estimate, places), printed(error, places))
    assert size is not None
    assert size[0] <= abs(statistic) <= size[1]
    for known in (None, float(degrees)):
        low, high = two_sided_p(size, known)
        assert low - ROUNDING <= p <= high + ROUNDING
        least, most = critical(level, known)
        narrow, wide = half_width(limits)
        assert wide / error >= least - 1e-6
        assert narrow / error <= most + 1e-6
    low, high = p_of_limits(limits, level)
    assert low - ROUNDING <= p <= high + ROUNDING
    if (inside := holds(limits, 0.0)) is not None:
        assert inside is (p > 1 - level)


def test_an_unknown_level_may_be_any_in_use() -> None:
    assert critical(None)[0] == pytest.approx(1.645, abs=0.001)
    assert critical(None, 1e9)[1] == pytest.approx(2.576, abs=0.001)


def test_no_quotient_where_the_error_may_be_zero() -> None:
    assert quotient((0.1, 0.2), (-0.005, 0.005)) is None


@given(st.integers(0, 10_000), st.integers(3, 7), st.integers(1, 3))
def test_rounding_never_makes_a_genuine_matrix_impossible(seed: int, many: int, places: int) -> None:
    data = np.random.default_rng(seed).normal(size=(many + 2, many))
    rounded = np.round(np.corrcoef(data.T), places)
    halves = np.full((many, many), 0.5 / 10**places)
    np.fill_diagonal(halves, 0)
    assert least_eigenvalue(rounded) >= -rounding_slack(halves) - ROUNDING
