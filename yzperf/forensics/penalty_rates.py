"""Penalties of agencies per unit of work that was checked (质量扣分率), and an order only where the intervals allow one.

References
----------
Fay, M. P. and Feuer, E. J. (1997). Confidence intervals for directly standardized rates: a method based on the gamma
distribution. Statistics in Medicine 16(7), 791-801.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from yzperf.domain.finding import EvidenceClass, Finding, Severity, Verdict

FEWEST = 5  # deliverables below which nobody is ranked


@dataclass(frozen=True, slots=True)
class CheckedWork:
    """One deliverable: its size (such as the number of indicators), the share of the checks that had their material,
    and the weights of its confirmed findings of proof or rule; leads never count."""

    size: float
    coverage: float
    penalties: tuple[float, ...] = ()

    @property
    def exposure(self) -> float:
        """How much of it was looked at."""
        return self.size * self.coverage


@dataclass(frozen=True, slots=True)
class PenaltyRate:
    """Penalty per unit of size that was checked, with its 95 % interval; ``works`` deliverables."""

    rate: float
    low: float
    high: float
    works: int


def penalties_of(confirmed: Iterable[Finding], weights: Mapping[Severity, float]) -> tuple[float, ...]:
    """Weights of the confirmed findings of one deliverable; a lead or a hint that slipped in weighs nothing.

    Parameters
    ----------
    confirmed
        Findings that stood after the agency had been heard.
    weights
        Points of each severity, as the rules of the appraisal set them.
    """
    counted = (one for one in confirmed if one.evidence is not EvidenceClass.LEAD and one.verdict is Verdict.FAILED)
    found = (weights.get(one.severity, 0.0) for one in counted)
    return tuple(weight for weight in found if weight)


def penalty_rate(works: Sequence[CheckedWork]) -> PenaltyRate:
    """Rate and interval of one agency; findings of one deliverable come together, which widens the interval.

    The interval is Fay and Feuer's for a weighted sum of counts, its variance inflated by how much more deliverables
    differ than counts alone would.

    Raises
    ------
    ValueError
        If nothing was checked: no findings then say nothing.
    """
    exposure = sum(work.exposure for work in works)
    if exposure <= 0:
        raise ValueError("nothing was checked")
    points = [weight for work in works for weight in work.penalties]
    inflation = _dispersion(works, sum(points) / exposure)
    variance = inflation * sum(weight**2 for weight in points)
    most = max(points, default=1.0)
    low = _gamma(sum(points), variance, 0.025) if points else 0.0
    high = _gamma(sum(points) + most, variance + inflation * most**2, 0.975)
    return PenaltyRate(sum(points) / exposure, low / exposure, high / exposure, len(works))


def _gamma(centre: float, variance: float, share: float) -> float:
    from scipy.special import gammaincinv

    return float(variance / centre * gammaincinv(centre**2 / variance, share))


def _dispersion(works: Sequence[CheckedWork], rate: float) -> float:
    """Spread of the deliverables over that of independent findings, never below 1."""
    squares = sum(weight**2 for work in works for weight in work.penalties)
    if len(works) < 2 or not squares:
        return 1.0
    gaps = sum((sum(work.penalties) - rate * work.exposure) ** 2 for work in works)
    return max(1.0, len(works) / (len(works) - 1) * gaps / squares)


def ranks(rates: Mapping[str, PenaltyRate]) -> dict[str, int | None]:
    """Rank 1 for the lowest rate; None for too few deliverables, and where the interval touches that of another.

    Agencies with too few deliverables neither have a rank nor stand in the way of one.
    """
    ranked = {name: one for name, one in rates.items() if one.works >= FEWEST}
    return {
        name: _rank(one, [other for key, other in ranked.items() if key != name]) if name in ranked else None
        for name, one in rates.items()
    }


def _rank(one: PenaltyRate, others: Sequence[PenaltyRate]) -> int | None:
    if any(other.low <= one.high and one.low <= other.high for other in others):
        return None
    return 1 + sum(other.high < one.low for other in others)
