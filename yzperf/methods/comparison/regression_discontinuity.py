"""Units just above against units just below a cut-off (断点回归).

References
----------
Calonico, S., Cattaneo, M. D. and Titiunik, R. (2014). Robust nonparametric confidence intervals for
regression-discontinuity designs. Econometrica 82(6), 2295-2326.
Cattaneo, M. D., Idrobo, N. and Titiunik, R. (2020). A Practical Introduction to Regression Discontinuity Designs:
Foundations. Cambridge University Press.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from yzperf.methods.columns import refuse
from yzperf.methods.comparison.density_jump import density_jump
from yzperf.methods.comparison.discontinuity_bandwidth import (
    SELECTORS,
    Bandwidths,
    Polynomial,
    Sides,
    choose_bandwidths,
    least_bandwidth,
)
from yzperf.methods.comparison.discontinuity_fit import effective_rows, estimate_jump, fitted_lines
from yzperf.methods.comparison.discontinuity_sample import Sample, SampleRoles, read_sample, split
from yzperf.methods.comparison.local_polynomial import KERNELS, NEIGHBOURS, VARIANCES, Scatter, Side
from yzperf.methods.comparison.regression_discontinuity_result import (
    Balance,
    OtherWidth,
    PlaceboCutoff,
    RegressionDiscontinuity,
    binned,
)
from yzperf.methods.least_squares import dependent_columns

_WIDTHS = (0.5, 0.75, 1.25, 1.5, 2.0)
_LEAST_PLACEBO = 40
_STEEP = 1e-12

Width = float | tuple[float, float]


def regression_discontinuity(
    frame: pd.DataFrame,
    *,
    outcome: str,
    running: str,
    cutoff: float = 0.0,
    treated_side: Literal["above", "below"] = "above",
    treatment: str | None = None,
    order: int = 1,
    bias_order: int | None = None,
    derivative: int = 0,
    kernel: Literal["triangular", "epanechnikov", "uniform"] = "triangular",
    bandwidth: Width | None = None,
    bias_bandwidth: Width | None = None,
    selector: str = "mserd",
    regularisation: float = 1.0,
    variance: Literal["nn", "hc0", "hc1", "hc2", "hc3"] | None = None,
    neighbours: int = 3,
    cluster: str | None = None,
    donut: float = 0.0,
    covariates: Sequence[str] = (),
    balance: Sequence[str] = (),
    placebo_cutoffs: Sequence[float] | None = None,
    outcome_name: str = "",
    outcome_unit: str = "",
    running_name: str = "",
) -> RegressionDiscontinuity:
    """Estimate the jump of an outcome where a rule starts to hold (断点回归).

    Parameters
    ----------
    frame : DataFrame, one row per unit
        Rows with an empty cell in a used column are left out and counted.
    outcome : str
        Column of the outcome, numeric.
    running : str
        Column that the rule looks at (得分、人均收入、面积 …), numeric.
    cutoff : float
        Value of ``running`` at which the rule starts to hold.
    treated_side : {"above", "below"}
        Units at the cut-off or beyond are treated, or units below it.
    treatment : str, optional
        Column of the treatment received, where the rule is not kept by all (fuzzy design): 1/0 or an amount.
    order, bias_order : int
        Of the local polynomial (1: local linear), and of that which estimates its bias (default order + 1).
    derivative : int
        0 for the jump of the outcome, 1 for that of its slope (kink).
    kernel : {"triangular", "epanechnikov", "uniform"}
    bandwidth : float or pair, optional
        Left and right; by default as ``selector`` says.
    bias_bandwidth : float or pair, optional
        Of the bias correction; by default as ``selector`` says, or ``bandwidth`` where that is given.
    selector : str
        ``mserd`` (default), ``msetwo``, ``msesum``, ``msecomb1``, ``msecomb2``, or the same with ``cer``.
    regularisation : float
        Weight of the term that keeps bandwidths from exploding where the estimated bias is small; 0 leaves it out.
    variance : {"nn", "hc0", "hc1", "hc2", "hc3"}, optional
        Residuals by nearest neighbours (default), or of the fit (default with ``cluster``: hc0).
    neighbours : int
        Of the nearest-neighbour residuals, at least.
    cluster : str, optional
        Column of clusters.
    donut : float
        Units closer than this to the cut-off are left out and counted.
    covariates : sequence of str
        Numeric columns settled before the rule that make the estimate more precise, with common coefficients on both
        sides; they must not jump themselves (name them in ``balance`` of a second call).
    balance : sequence of str
        Numeric columns settled before the rule, which must not jump.
    placebo_cutoffs : sequence of float, optional
        Values at which nothing should happen; by default the medians of either side.
    outcome_name, outcome_unit, running_name : str
        How sentences and picture name them.

    Returns
    -------
    RegressionDiscontinuity
        Its value is the conventional estimate, its interval the robust bias-corrected one, which need not be centred
        at the value.

    Raises
    ------
    MethodError
        If the data do not carry the method; all problems of a stage at once.

    Notes
    -----
    Defaults and formulas are those of the rdrobust packages (2.1): nearest-neighbour variance with 3 neighbours, pilot
    bandwidth of Silverman's kind, regularised three-step selection, normal quantiles.

    References
    ----------
    Calonico, Cattaneo and Titiunik (2014); Cattaneo, Idrobo and Titiunik (2020).
    """
    scatter = Scatter(variance or ("hc0" if cluster is not None else NEIGHBOURS), neighbours)
    shape = Polynomial(
        order, order + 1 if bias_order is None else bias_order, derivative, kernel, regularisation, scatter
    )
    widths = (_pair(bandwidth), _pair(bias_bandwidth))
    refuse([*_shape_problems(shape, selector, treated_side, donut), *_width_problems(widths)])
    sample = read_sample(
        frame, SampleRoles(outcome, running, cutoff, treatment, cluster, tuple(balance), donut, tuple(covariates))
    )
    sides = sample.sides()
    refuse(_covariate_problems(sides, tuple(covariates)))
    refuse(_side_problems(sides, running, cutoff, cluster))
    used = _bandwidths(sides, shape, selector, widths)
    refuse([*_narrow_problems(sides, used, shape), *_flat_problems(sides, used, treatment)])
    sign = 1.0 if treated_side == "above" else -1.0
    jump, first_stage = estimate_jump(sides, used, shape, sign)
    return RegressionDiscontinuity(
        outcome_name=outcome_name or outcome,
        outcome_unit=outcome_unit,
        covariates=tuple(covariates),
        running_name=running_name or running,
        cutoff=float(cutoff),
        treated_side=treated_side,
        shape=shape,
        selector=None if bandwidth is not None else selector,
        jump=jump,
        first_stage=first_stage,
        bandwidths=used,
        effective=effective_rows(sides, used, kernel),
        rows=(len(sides[0].x), len(sides[1].x)),
        dropped=sample.dropped,
        inside=sample.inside,
        density=density_jump(sample.running),
        distinct=_distinct(sides, used, kernel),
        balance=_balance(sample, shape, selector, sign),
        placebos=_placebos(sample, shape, selector, _placebo_places(sample, placebo_cutoffs, cutoff)),
        other_widths=_other_widths(sides, used, shape, sign),
        bins=binned(sample.x + cutoff, sample.outcomes[:, 0], cutoff, used),
        lines=fitted_lines(sides, used, shape),
    )


def _pair(width: Width | None) -> tuple[float, float] | None:
    if width is None:
        return None
    left, right = (float(side) for side in np.broadcast_to(np.asarray(width, float), 2))
    return left, right


def _shape_problems(shape: Polynomial, selector: str, treated_side: str, donut: float) -> list[str]:
    known = {
        "kernel": (shape.kernel, tuple(KERNELS)),
        "selector": (selector, SELECTORS),
        "variance": (shape.scatter.variance, VARIANCES),
        "treated_side": (treated_side, ("above", "below")),
    }
    problems = [
        f"{option}“{value}”不认识，可用：{'、'.join(allowed)}"
        for option, (value, allowed) in known.items()
        if value not in allowed
    ]
    if not 0 <= shape.derivative <= shape.order < shape.bias_order:
        problems.append(
            f"多项式阶数应为0≤derivative≤order＜bias_order，现为{shape.derivative}、{shape.order}、{shape.bias_order}"
        )
    problems += [f"neighbours为{shape.scatter.neighbours}，应不小于1"] if shape.scatter.neighbours < 1 else []
    problems += [f"regularisation为{shape.regularisation:g}，应不小于0"] if shape.regularisation < 0 else []
    return problems + ([f"donut为{donut:g}，应不小于0"] if donut < 0 else [])


def _width_problems(widths: tuple[tuple[float, float] | None, ...]) -> list[str]:
    return [
        f"{name}为{width[0]:g}和{width[1]:g}，带宽应大于0"
        for name, width in zip(("bandwidth", "bias_bandwidth"), widths, strict=True)
        if width is not None and min(width) <= 0
    ]


def _side_problems(sides: Sides, running: str, cutoff: float, cluster: str | None) -> list[str]:
    problems = []
    for side, word in zip(sides, ("以下", "及以上"), strict=True):
        if len(np.unique(side.x)) < 10:
            problems.append(
                f"断点{cutoff:g}{word}只有{len(side.x)}行、{len(np.unique(side.x))}个不同的“{running}”值，至少要10个；"
                "请核对cutoff，或改用其他方法"
            )
        elif np.ptp(side.outcomes[:, 0]) == 0:
            problems.append(f"断点{cutoff:g}{word}的结果都是{side.outcomes[0, 0]:g}，没有变化可估计误差")
        elif side.clusters is not None and side.clusters.max() < 1:
            problems.append(f"断点{cutoff:g}{word}按“{cluster}”只有1个聚类，无法估计误差")
    return problems


def _bandwidths(
    sides: Sides, shape: Polynomial, selector: str, widths: tuple[tuple[float, float] | None, ...]
) -> Bandwidths:
    estimate, bias = widths
    if estimate is not None:
        return Bandwidths(estimate, bias or estimate)
    fuzzy = sides[0].outcomes.shape[1] - sides[0].adjusting > 1
    # Where one side keeps the rule perfectly, its limit of the treatment has no error: the outcome's bandwidth is used.
    kept = fuzzy and any(np.ptp(side.outcomes[:, 1]) == 0 for side in sides)
    found = choose_bandwidths(_without_treatment(sides) if kept else sides, shape, selector)
    return Bandwidths(found.estimate, bias or found.bias)


def _without_treatment(sides: Sides) -> Sides:
    left, right = (Side(side.x, np.delete(side.outcomes, 1, axis=1), side.clusters, side.adjusting) for side in sides)
    return left, right


def _covariate_problems(sides: Sides, names: tuple[str, ...]) -> list[str]:
    if not names:
        return []
    columns = [np.vander(side.x, 2, increasing=True) for side in sides]
    lines = np.zeros((sum(map(len, columns)), 4))
    lines[: len(columns[0]), :2], lines[len(columns[0]) :, 2:] = columns
    design = np.column_stack([lines, np.vstack([side.outcomes[:, -len(names) :] for side in sides])])
    lost = dependent_columns(design, np.linalg.norm(design, axis=0))
    return [
        f"协变量“{names[place - 4]}”没有变化，或可由分配变量和其他协变量算出；请删去" for place in lost if place >= 4
    ]


def _narrow_problems(sides: Sides, used: Bandwidths, shape: Polynomial) -> list[str]:
    problems = []
    for pair, order, name in (
        (used.estimate, shape.order, "bandwidth"),
        (used.bias, shape.bias_order, "bias_bandwidth"),
    ):
        for side, width, word in zip(sides, pair, ("以下", "以上"), strict=True):
            distinct = len(np.unique(side.within(width, shape.kernel).x))
            if distinct < order + 2:
                problems.append(
                    f"断点{word}带宽{width:.3g}以内只有{distinct}个不同的值，{order}阶多项式至少要{order + 2}个；"
                    f"请用{name}给更大的带宽"
                )
    return problems


def _distinct(sides: Sides, used: Bandwidths, kernel: str) -> int:
    return min(len(np.unique(side.within(width, kernel).x)) for side, width in zip(sides, used.estimate, strict=True))


def _flat_problems(sides: Sides, used: Bandwidths, treatment: str | None) -> list[str]:
    if treatment is None:
        return []
    near = [side.outcomes[np.abs(side.x) <= width, 1] for side, width in zip(sides, used.estimate, strict=True)]
    if np.ptp(np.concatenate(near)) > _STEEP:
        return []
    return [f"列“{treatment}”在断点两侧带宽以内都相同，断点没有改变是否实施；请核对cutoff"]


def _balance(sample: Sample, shape: Polynomial, selector: str, sign: float) -> tuple[Balance, ...]:
    found = []
    for name, values in zip(sample.balance_names, sample.balance.T, strict=True):
        rows = ~np.isnan(values)
        sides = split(sample.x[rows], values[rows][:, None], None if sample.clusters is None else sample.clusters[rows])
        if min(len(np.unique(side.x)) for side in sides) < 10 or np.ptp(values[rows]) == 0:
            continue
        jump, _ = estimate_jump(sides, choose_bandwidths(sides, shape, selector), shape, sign)
        found.append(Balance(name, jump.robust, int((~rows).sum())))
    return tuple(found)


def _placebo_places(sample: Sample, wanted: Sequence[float] | None, cutoff: float) -> list[float]:
    if wanted is not None:
        return [float(place) for place in wanted]
    return [float(np.median(sample.x[rows])) + cutoff for rows in (sample.x < 0, sample.x >= 0)]


def _placebos(sample: Sample, shape: Polynomial, selector: str, places: Sequence[float]) -> tuple[PlaceboCutoff, ...]:
    """Jumps where there should be none, each from the rows of its own side of the true cut-off."""
    found = []
    for place in places:
        shifted = place - sample.cutoff
        rows = (sample.x < 0) == (shifted < 0)
        clusters = None if sample.clusters is None else sample.clusters[rows]
        sides = split(sample.x[rows] - shifted, sample.outcomes[rows, :1], clusters)
        if min(len(np.unique(side.x)) for side in sides) < _LEAST_PLACEBO // 2:
            continue
        jump, _ = estimate_jump(sides, choose_bandwidths(sides, shape, selector), shape)
        found.append(PlaceboCutoff(float(place), jump.robust))
    return tuple(found)


def _other_widths(sides: Sides, used: Bandwidths, shape: Polynomial, sign: float) -> tuple[OtherWidth, ...]:
    """Estimates at other bandwidths, the ratio of both bandwidths kept."""
    found, least = [], least_bandwidth(sides, shape.bias_order)
    for factor in _WIDTHS:
        pairs = [tuple(max(width * factor, least) for width in pair) for pair in (used.estimate, used.bias)]
        widths = Bandwidths(*((left, right) for left, right in pairs))
        if _narrow_problems(sides, widths, shape):
            continue
        found.append(OtherWidth(factor, widths.estimate, estimate_jump(sides, widths, shape, sign)[0]))
    return tuple(found)
