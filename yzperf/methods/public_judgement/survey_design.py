"""Estimates from a complex sample (复杂抽样的数值部分): strata, clusters, two stages, finite populations.

Variances are linearised: every estimate is a weighted sum of scores, whose spread between and within the sampled
clusters gives its error.

References
----------
Cochran, W. G. (1977). Sampling Techniques, 3rd ed., ch. 5, 9, 10. Wiley.
Särndal, C.-E., Swensson, B. and Wretman, J. (1992). Model Assisted Survey Sampling, ch. 4, 5. Springer.
Rao, J. N. K. and Scott, A. J. (1984). On chi-squared tests for multiway contingency tables. Annals of Statistics 12(1).
Korn, E. L. and Graubard, B. I. (1998). Confidence intervals for proportions. Survey Methodology 24(2).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from yzperf.methods.distributions import normal_quantile, t_quantile
from yzperf.methods.sampling import Mean, wilson_interval

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]
_STEPS = 100


@dataclass(frozen=True, slots=True)
class Design:
    """How n elements were drawn.

    ``strata`` (n,) and ``clusters`` (n,) are codes, clusters unique over all strata; ``first`` is the sampling
    fraction of clusters in each stratum, ``second`` that of elements in each cluster (1 where all were asked).
    """

    weights: Floats
    strata: Codes
    clusters: Codes
    first: Floats
    second: Floats

    @property
    def stratum_of(self) -> Codes:
        """Stratum of each cluster."""
        found = np.zeros(int(self.clusters.max()) + 1, np.intp)
        found[self.clusters] = self.strata
        return found

    @property
    def degrees(self) -> int:
        """Clusters less strata."""
        return int(self.clusters.max()) - int(self.strata.max())


def variance(design: Design, scores: Floats) -> float:
    """Variance of the sum of scores (n,): between clusters in strata, plus within clusters where they were sampled."""
    of_clusters = np.bincount(design.clusters, weights=scores)
    stratum = design.stratum_of
    number = np.bincount(stratum)
    centred = of_clusters - (np.bincount(stratum, weights=of_clusters) / number)[stratum]
    between = np.bincount(stratum, weights=centred**2) * number / (number - 1) * (1 - design.first)
    sizes = np.bincount(design.clusters)
    apart = scores - (of_clusters / sizes)[design.clusters]
    spread = np.bincount(design.clusters, weights=apart**2) * sizes / np.maximum(sizes - 1, 1)
    within = design.first[stratum] * (1 - design.second) * spread
    return float(between.sum() + within.sum())


def weighted_mean(design: Design, values: Floats, rows: NDArray[np.bool_]) -> Mean:
    """Mean over some of the rows (a domain); the others stay in the design with a score of zero."""
    weights = np.where(rows, design.weights, 0.0)
    size = weights.sum()
    estimate = float(weights @ np.where(rows, values, 0.0) / size)
    error = variance(design, weights * np.where(rows, values - estimate, 0.0) / size) ** 0.5
    return _with_interval(estimate, error, design.degrees, values=values[rows], weights=weights[rows], scale=1.0)


def weighted_total(design: Design, values: Floats, rows: NDArray[np.bool_]) -> Mean:
    """Total over some of the rows."""
    weights = np.where(rows, design.weights, 0.0)
    scores = weights * np.where(rows, values, 0.0)
    error = variance(design, scores) ** 0.5
    total, size = float(scores.sum()), float(weights.sum())
    return _with_interval(total, error, design.degrees, values=values[rows], weights=weights[rows], scale=size)


def _with_interval(
    estimate: float, error: float, degrees: int, *, values: Floats, weights: Floats, scale: float
) -> Mean:
    half = t_quantile(degrees) * error
    effect = _design_effect(values, weights, error / scale)
    return Mean(estimate, error, estimate - half, estimate + half, degrees, effect, len(values))


def _design_effect(values: Floats, weights: Floats, error: float) -> float:
    """Variance over that of a simple random sample of as many elements from as large a population."""
    count, size = len(values), weights.sum()
    centre = weights @ values / size
    spread = weights @ (values - centre) ** 2 / size * count / max(count - 1, 1)
    simple = max(0.0, 1 - count / size) * spread / count if size > count else spread / count
    return float(error**2 / simple) if simple > 0 else 1.0


def t_bounds(share: Mean) -> tuple[float, float]:
    """Estimate ± t · error."""
    return share.low, share.high


def normal_bounds(share: Mean) -> tuple[float, float]:
    """Estimate ± 1.96 · error, as R ``confint`` gives without degrees of freedom."""
    half = normal_quantile(0.975) * share.standard_error
    return share.estimate - half, share.estimate + half


def wilson_bounds(share: Mean) -> tuple[float, float]:
    """Wilson's interval with the effective sample size, smaller by (t of n − 1 / t of the design)² (Korn–Graubard).

    A simple sample gives the textbook interval.
    """
    wider = t_quantile(share.degrees) / t_quantile(max(1, share.count - 1))
    return wilson_interval(replace(share, standard_error=share.standard_error * max(1.0, wider)))


def logit_bounds(share: Mean) -> tuple[float, float]:
    """Interval on the logit scale; a share of 0 or 1 falls back on Wilson's."""
    p = share.estimate
    if not 0 < p < 1 or not share.standard_error:
        return wilson_interval(share)
    centre, half = math.log(p / (1 - p)), t_quantile(share.degrees) * share.standard_error / (p * (1 - p))
    low, high = (1 / (1 + math.exp(-end)) for end in (centre - half, centre + half))
    return low, high


def rao_scott_bounds(share: Mean) -> tuple[float, float]:
    """Shares whose likelihood ratio, scaled by the design effect (Rao–Scott), is not rejected at 5 %."""
    p = share.estimate
    if not 0 < p < 1 or not share.standard_error:
        return wilson_interval(share)
    count = p * (1 - p) / share.standard_error**2  # effective number of answers
    limit = t_quantile(share.degrees) ** 2

    def apart(other: float) -> float:
        return 2 * count * (p * math.log(p / other) + (1 - p) * math.log((1 - p) / (1 - other)))

    return _crossing(apart, limit, 0.0, p), _crossing(apart, limit, 1.0, p)


def _crossing(apart: Callable[[float], float], limit: float, outside: float, inside: float) -> float:
    for _ in range(_STEPS):
        middle = (outside + inside) / 2
        outside, inside = (middle, inside) if apart(middle) > limit else (outside, middle)
    return inside


BOUNDS: MappingProxyType[str, Callable[[Mean], tuple[float, float]]] = MappingProxyType(
    {
        "t": t_bounds,
        "normal": normal_bounds,
        "wilson": wilson_bounds,
        "logit": logit_bounds,
        "rao_scott": rao_scott_bounds,
    }
)
OF_SHARES = ("wilson", "logit", "rao_scott")
