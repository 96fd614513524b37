"""Did the two groups run in parallel before the start, and could the data have told (平行趋势检验)?

References
----------
Roth, J. (2022). Pretest with caution: event-study estimates after testing for parallel trends.
American Economic Review: Insights 4(3), 305-322.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from yzperf.methods.comparison.panel import Sample, regress, undetermined
from yzperf.methods.distributions import f_above, f_noncentrality


@dataclass(frozen=True, slots=True)
class PreTrend:
    """Joint F test of the pre-period differences, and the smallest slope it would have seen.

    ``detectable_slope`` is in outcome units per unit of time: a linear drift between the groups that the
    test finds with 80 % probability at the 5 % level. ``implied_bias`` is the error of the effect that such
    a drift would cause.
    """

    statistic: float
    degrees: tuple[int, int]
    p_value: float
    detectable_slope: float
    implied_bias: float


@dataclass(frozen=True, slots=True)
class EventStudy:
    """Differences between the groups, period by period, against the last period before the start."""

    periods: np.ndarray
    estimates: np.ndarray
    covariance: np.ndarray
    degrees: int
    base: float


def event_study(sample: Sample) -> EventStudy | None:
    """Estimate the group difference of every period against the last one before the start.

    Returns
    -------
    EventStudy or None
        None where a period lacks one of the groups, so that its difference cannot be told.
    """
    base = sample.times[sample.after == 0].max()
    periods = np.unique(sample.times)
    periods = periods[periods != base]
    interest = np.column_stack([sample.treated * (sample.times == period) for period in periods])
    if undetermined(sample, interest):
        return None
    fit = regress(sample, interest)
    return EventStudy(periods, fit.coefficients, fit.covariance, fit.degrees, float(base))


def judge_pretrend(sample: Sample, study: EventStudy | None) -> PreTrend | None:
    """Test that all pre-period differences are zero, and say what slope the test could have seen.

    Returns
    -------
    PreTrend or None
        None with a single pre-period, or with too few clusters for a joint test.
    """
    if study is None:
        return None
    before = study.periods < study.base
    estimates, covariance = study.estimates[before], study.covariance[np.ix_(before, before)]
    count = len(estimates)
    if count == 0 or study.degrees <= count or np.linalg.matrix_rank(covariance) < count:
        return None
    statistic = float(estimates @ np.linalg.solve(covariance, estimates)) / count
    slope = detectable_slope(study.periods[before] - study.base, covariance, study.degrees)
    bias = regress(sample, sample.policy[:, None], outcome=sample.treated * sample.times).coefficients[0]
    degrees = (count, study.degrees)
    return PreTrend(statistic, degrees, f_above(statistic, degrees), slope, abs(float(bias)) * slope)


def detectable_slope(distances: np.ndarray, covariance: np.ndarray, degrees: int) -> float:
    """Return the linear drift per unit of time that the joint F test finds with 80 % probability.

    Parameters
    ----------
    distances : ndarray, shape (q,)
        Time of each pre-period minus the base period.
    covariance : ndarray, shape (q, q)
    degrees : int
        Denominator degrees of freedom.
    """
    per_unit = float(distances @ np.linalg.solve(covariance, distances))
    return float((f_noncentrality((len(distances), degrees)) / per_unit) ** 0.5)
