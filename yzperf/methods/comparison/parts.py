"""The figures a double difference is made of (双重差分的组成数字)."""

from __future__ import annotations

from dataclasses import dataclass

from yzperf.methods.distributions import t_quantile, t_two_sided


@dataclass(frozen=True, slots=True)
class Change:
    """An estimate with its standard error and 95 % interval, in outcome units, and its p value."""

    estimate: float
    standard_error: float
    low: float
    high: float
    p_value: float

    @classmethod
    def of(cls, estimate: float, error: float, degrees: float = float("inf")) -> Change:
        """With the t distribution of these degrees of freedom; infinite ones are the normal distribution."""
        half = t_quantile(degrees) * error
        p = t_two_sided(estimate / error, degrees) if error > 0 else float(estimate == 0)
        return cls(float(estimate), float(error), float(estimate - half), float(estimate + half), p)


@dataclass(frozen=True, slots=True)
class GroupChange:
    """Means of one group before and after and their difference: all that a plain before/after study has.

    In a panel over the units seen on both sides, so that the means and the change agree.
    """

    before: float
    after: float
    change: Change


@dataclass(frozen=True, slots=True)
class PeriodMean:
    """Mean of one group in one period with its standard error and 95 % interval; NaN with a single row."""

    period: float
    count: int
    mean: float
    standard_error: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class EventDifference:
    """Difference between the groups in a period, against the last period before the start."""

    period: float
    estimate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the estimate rests on: rows, units, clusters, periods, and units that lack a period."""

    rows: int
    dropped: int
    panel: bool
    treated: int
    comparison: int
    clusters: int
    treated_clusters: int
    periods: int
    periods_before: int
    incomplete_treated: int
    incomplete_comparison: int
