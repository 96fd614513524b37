"""Bandwidths that balance bias and variance at a cut-off (断点回归的带宽): arrays in, numbers out.

References
----------
Calonico, S., Cattaneo, M. D. and Titiunik, R. (2014). Econometrica 82(6), 2295-2326, supplement S.2.6.
Calonico, S., Cattaneo, M. D., Farrell, M. H. and Titiunik, R. (2017). rdrobust: software for regression-discontinuity
designs. Stata Journal 17(2), 372-404.
Calonico, S., Cattaneo, M. D. and Farrell, M. H. (2020). Optimal bandwidth choice for robust bias-corrected inference
in regression discontinuity designs. Econometrics Journal 23(2), 192-210.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import chain

import numpy as np

from yzperf.methods.comparison.local_polynomial import (
    Scatter,
    Side,
    adjustment,
    covariance,
    local_fit,
    residuals,
    shares_of,
)

SELECTORS = tuple(
    chain.from_iterable((f"{goal}{kind}" for kind in ("rd", "two", "sum", "comb1", "comb2")) for goal in ("mse", "cer"))
)

# Constants of the pilot bandwidth: those of Silverman's rule for each kernel.
_PILOT: Mapping[str, float] = {"triangular": 2.576, "epanechnikov": 2.34, "uniform": 1.843}
_ROBUST_SPREAD = 1.349
_JUST_BEYOND = 1e-8  # so that the outermost row has weight
_MANY_TIES, _LEAST_VALUES, _SPARE_VALUES = 0.2, 10, 4

Sides = tuple[Side, Side]
Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Polynomial:
    """Order of the estimate, of its bias correction, derivative, kernel, regularisation and residuals."""

    order: int = 1
    bias_order: int = 2
    derivative: int = 0
    kernel: str = "triangular"
    regularisation: float = 1.0
    scatter: Scatter = field(default_factory=Scatter)


@dataclass(frozen=True, slots=True)
class Bandwidths:
    """Left and right: of the estimate and of its bias correction."""

    estimate: Pair
    bias: Pair


@dataclass(frozen=True, slots=True)
class _Step:
    """A polynomial of ``order`` whose ``place``-th coefficient is wanted, its bias seen by ``bias_order``."""

    order: int
    place: int
    bias_order: int
    regularisation: float

    @property
    def rate(self) -> float:
        return 1 / (2 * self.order + 3)


@dataclass(frozen=True, slots=True)
class _Constants:
    """Constants of variance, bias, and of the noise in the bias, of one side."""

    variance: float
    bias: float
    noise: float


def choose_bandwidths(sides: Sides, shape: Polynomial, selector: str) -> Bandwidths:
    """Choose bandwidths in three steps, each from the one before.

    Parameters
    ----------
    sides : two Side
        Left and right. With the treatment of a fuzzy design the bandwidth is that of the ratio; ratio and adjustment by
        covariates are linearised on each side by itself, as in rdrobust.
    shape : Polynomial
    selector : str
        One of ``SELECTORS``: ``mse`` minimises the mean squared error of the estimate, ``cer`` the error of the
        interval's coverage; ``rd`` one bandwidth, ``two`` one for each side, ``sum`` for the sum of both limits,
        ``comb1`` the smaller of rd and sum, ``comb2`` the median of the three.
    """
    goal, kind = selector[:3], selector[3:]
    pilot = max(_pilot(sides, shape.kernel), least_bandwidth(sides, shape.bias_order))
    found = {one: _three_steps(sides, shape, pilot, _RULES[one]) for one in _NEEDED[kind]}
    estimate, bias = (
        _put_together([getattr(found[one], part) for one in _NEEDED[kind]], kind) for part in ("estimate", "bias")
    )
    if goal == "cer":
        rows, order = sum(len(side.x) for side in sides), shape.order
        estimate = _times(estimate, rows ** -(order / ((3 + order) * (3 + 2 * order))))
    return Bandwidths(estimate, bias)


def least_bandwidth(sides: Sides, bias_order: int) -> float:
    """The distance that holds enough different values on each side for all polynomials.

    Ten where many rows share their values (as in rdrobust), else four more than the order of the bias correction.
    """
    distinct = [np.unique(np.abs(side.x)) for side in sides]
    rows = sum(len(side.x) for side in sides)
    tied = 1 - sum(len(values) for values in distinct) / rows >= _MANY_TIES
    wanted = max(_LEAST_VALUES if tied else 0, bias_order + _SPARE_VALUES)
    return float(max(values[min(wanted, len(values)) - 1] for values in distinct)) + _JUST_BEYOND


def _three_steps(sides: Sides, shape: Polynomial, pilot: float, rule: _Rule) -> Bandwidths:
    """Bandwidth for the bias of the bias, then of the bias, then of the estimate."""
    order, bias_order = shape.order, shape.bias_order
    least, widest = least_bandwidth(sides, bias_order), _reach(sides)
    steps = (
        _Step(bias_order + 1, bias_order + 1, bias_order + 2, 0.0),
        _Step(bias_order, order + 1, bias_order + 1, shape.regularisation),
        _Step(order, shape.derivative, bias_order, shape.regularisation),
    )
    found: list[Pair] = [(abs(sides[0].x.min()) + _JUST_BEYOND, sides[1].x.max() + _JUST_BEYOND)]
    for step in steps:
        first, second = (
            _constants(side, pilot, wide, step, shape) for side, wide in zip(sides, found[-1], strict=True)
        )
        left, right = rule(first, second, step.rate)
        found.append((max(min(left, widest), least), max(min(right, widest), least)))
    return Bandwidths(estimate=found[3], bias=found[2])


def _constants(side: Side, pilot: float, wide: float, step: _Step, shape: Polynomial) -> _Constants:
    near = side.within(pilot, shape.kernel)
    fit = local_fit(near.x, pilot, step.order, step.place, shape.kernel)
    shares = shares_of(fit.weights @ near.outcomes, adjustment([(near, fit)]))
    near, far = near.combined(shares), side.within(wide, shape.kernel).combined(shares)
    variance = covariance(fit.weights, residuals(near, fit, shape.scatter), near.clusters, step.order + 1)[0, 0]
    leading = pilot**step.place * float(fit.weights @ (near.x / pilot) ** (step.order + 1))
    curve = local_fit(far.x, wide, step.bias_order, step.order + 1, shape.kernel)
    missing = float(curve.weights @ far.outcomes[:, 0])
    spread = 2 * (step.order + 1 - step.place)
    noise = 0.0
    if step.regularisation:
        left_over = residuals(far, curve, shape.scatter)
        of_curve = covariance(curve.weights, left_over, far.clusters, step.bias_order + 1)[0, 0]
        noise = step.regularisation * spread * 3 * leading**2 * float(of_curve)
    power = 2 * step.place + 1
    return _Constants(power * pilot**power * float(variance), spread**0.5 * leading * missing, noise)


def _common(left: _Constants, right: _Constants, rate: float, *, sign: float) -> Pair:
    bias = (right.bias + sign * left.bias) ** 2 + left.noise + right.noise
    width = ((left.variance + right.variance) / bias) ** rate
    return width, width


def _each(left: _Constants, right: _Constants, rate: float) -> Pair:
    first, second = ((side.variance / (side.bias**2 + side.noise)) ** rate for side in (left, right))
    return first, second


_Rule = Callable[[_Constants, _Constants, float], Pair]
_RULES: Mapping[str, _Rule] = {
    "rd": lambda left, right, rate: _common(left, right, rate, sign=-1.0),
    "sum": lambda left, right, rate: _common(left, right, rate, sign=1.0),
    "two": _each,
}
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "rd": ("rd",),
    "two": ("two",),
    "sum": ("sum",),
    "comb1": ("rd", "sum"),
    "comb2": ("rd", "sum", "two"),
}


def _put_together(pairs: list[Pair], kind: str) -> Pair:
    pick = np.median if kind == "comb2" else np.min
    left, right = (float(pick([pair[place] for pair in pairs])) for place in (0, 1))
    return left, right


def _pilot(sides: Sides, kernel: str) -> float:
    x = np.concatenate([side.x for side in sides])
    distinct = sum(len(np.unique(side.x)) for side in sides)
    first, third = np.quantile(x, [0.25, 0.75], method="averaged_inverted_cdf")
    spread = min(float(x.std(ddof=1)), float(third - first) / _ROBUST_SPREAD)
    width = _PILOT[kernel] * spread * distinct ** (-1 / 5)
    return float(min(width, _reach(sides)))


def _reach(sides: Sides) -> float:
    return float(max(np.abs(side.x).max() for side in sides))


def _times(pair: Pair, factor: float) -> Pair:
    return pair[0] * factor, pair[1] * factor
