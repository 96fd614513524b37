"""A path of estimates before and after a start, with one covariance (事件研究路径)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from yzperf.methods.comparison.joint_bands import simultaneous_normal
from yzperf.methods.comparison.parts import Change
from yzperf.methods.distributions import t_quantile


@dataclass(frozen=True, slots=True)
class PathPoint:
    """An effect at a group, a period or a distance, and the band that holds for the whole path."""

    at: float
    effect: Change
    band_low: float
    band_high: float


@dataclass(frozen=True, slots=True)
class EffectPath:
    """A path of effects, their overall average, and the critical value of the band."""

    points: tuple[PathPoint, ...]
    overall: Change
    critical: float


def path_of(distances: np.ndarray, estimates: np.ndarray, covariance: np.ndarray, degrees: float) -> EffectPath:
    """Build a path with t intervals; the band is widened for the degrees of freedom as the intervals are.

    The overall average is that of the distances from zero on.
    """
    errors = np.sqrt(np.diag(covariance).clip(min=0))
    widened = t_quantile(degrees) / t_quantile(float("inf"))
    critical = simultaneous_normal(covariance) * widened
    points = [
        PathPoint(float(at), Change.of(value, error, degrees), value - critical * error, value + critical * error)
        for at, value, error in zip(distances, estimates.tolist(), errors.tolist(), strict=True)
    ]
    return EffectPath(tuple(points), mean_of(distances >= 0, estimates, covariance, degrees), critical)


def mean_of(chosen: np.ndarray, estimates: np.ndarray, covariance: np.ndarray, degrees: float) -> Change:
    """Plain mean of the chosen estimates with its error."""
    share = chosen / max(1, int(chosen.sum()))
    return Change.of(float(share @ estimates), float(share @ covariance @ share) ** 0.5, degrees)
