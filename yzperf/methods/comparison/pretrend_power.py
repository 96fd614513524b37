"""Tests of the estimates before a policy and what drift they would have found (事前趋势检验的检验力).

References
----------
Roth, J. (2022). Pretest with caution: event-study estimates after testing for parallel trends.
American Economic Review: Insights 4(3), 305-322.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from yzperf.methods.comparison.joint_bands import chance_all_within, slope_found_with
from yzperf.methods.distributions import f_above, f_power, normal_quantile, t_quantile


@dataclass(frozen=True, slots=True)
class DetectableSlope:
    """A drift per period that the tests find with probability ``power``, and the bias it would cause.

    ``joint`` is for the joint F test, ``any_one`` for looking whether any single estimate is significant (Roth 2022);
    the biases are those of the mean effect after the start if the drift went on.
    """

    power: float
    joint: float
    any_one: float
    bias_joint: float
    bias_any_one: float


@dataclass(frozen=True, slots=True)
class PreTrendTest:
    """Joint F test that all estimates before the start are zero, and the slopes it would have found.

    ``p_value`` is that of F(q, G−1), as usual software prints it; ``small_sample_p`` that of Hotelling's test, which
    keeps its level with few clusters. ``distances`` (q,) are the periods of the estimates, ``covariance`` (q, q) theirs.
    """

    statistic: float
    degrees: tuple[int, int]
    p_value: float
    small_sample_p: float
    slopes: tuple[DetectableSlope, ...]
    distances: tuple[float, ...]
    covariance: np.ndarray
    reference: float

    def power_joint(self, slope: float) -> float:
        """Probability that the joint F test rejects at 5 % under a drift of ``slope`` per period."""
        drift = slope * (np.array(self.distances) - self.reference)
        return f_power(float(drift @ np.linalg.solve(self.covariance, drift)), self.degrees)

    def power_any_one(self, slope: float, *, normal: bool = True) -> float:
        """Probability that at least one estimate is significant at 5 % under a drift of ``slope`` per period.

        ``normal`` uses 1.96 errors, as Roth's program ``pretrends``; else the t quantile.
        """
        critical = normal_quantile(0.975) if normal else t_quantile(self.degrees[1])
        drift = slope * (np.array(self.distances) - self.reference)
        half = critical * np.sqrt(np.diag(self.covariance))
        return 1 - chance_all_within(drift, self.covariance, half)


def judge_drift(
    distances: np.ndarray,
    estimates: np.ndarray,
    covariance: np.ndarray,
    *,
    degrees: int,
    reference: float,
    after: np.ndarray,
    powers: tuple[float, ...] = (0.5, 0.8),
) -> PreTrendTest | None:
    """Test the estimates before the start and say what the test could have found.

    Parameters
    ----------
    distances, estimates : ndarray, shape (q,)
        Periods before the start (negative) and the estimates there.
    covariance : ndarray, shape (q, q)
    degrees : int
        Denominator degrees of freedom, clusters minus one.
    reference : float
        Period against which all are measured.
    after : ndarray
        Periods after the start whose mean is the effect: the drift goes on to there.
    powers : tuple of float

    Returns
    -------
    PreTrendTest or None
        None without estimates before the start, or with too few clusters to test them jointly.
    """
    count = len(distances)
    if not count or degrees <= count or np.linalg.matrix_rank(covariance, hermitian=True) < count:
        return None
    statistic = float(estimates @ np.linalg.solve(covariance, estimates)) / count
    left = degrees - count + 1
    test = PreTrendTest(
        statistic=statistic,
        degrees=(count, degrees),
        p_value=f_above(statistic, (count, degrees)),
        small_sample_p=f_above(statistic * left / degrees, (count, left)),
        slopes=(),
        distances=tuple(float(distance) for distance in distances),
        covariance=covariance,
        reference=reference,
    )
    unit = float(np.sqrt(np.diag(covariance)).min()) / float(np.abs(distances - reference).max())
    carried = float(np.abs(after - reference).mean()) if len(after) else 0.0
    return replace(test, slopes=tuple(_detectable(test, power, unit, carried) for power in powers))


def _detectable(test: PreTrendTest, power: float, unit: float, carried: float) -> DetectableSlope:
    joint, any_one = (slope_found_with(power, chance, unit) for chance in (test.power_joint, test.power_any_one))
    return DetectableSlope(power, joint, any_one, joint * carried, any_one * carried)
