"""McDonald's ω of a questionnaire (麦克唐纳ω系数): reliability from one common factor."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from yzperf.methods.columns import refuse
from yzperf.methods.distributions import chi2_above
from yzperf.methods.public_judgement.internal_consistency import (
    Floats,
    alpha,
    bootstrap_interval,
    correlations,
    covariances,
    opposed_items,
)
from yzperf.methods.public_judgement.omega_result import Loading, ReliabilityOmega
from yzperf.methods.public_judgement.one_factor import (
    DRAWS_PRECISION,
    DRAWS_STEPS,
    FITS,
    OneFactor,
    misfit,
    omegas,
)
from yzperf.methods.public_judgement.ratings import (
    LISTWISE,
    REFUSE,
    Ratings,
    Shape,
    constant_columns,
    read_ratings,
)
from yzperf.methods.public_judgement.reliability import interval_problems, signs_of
from yzperf.methods.wording import listing

_SHAPE = Shape("问卷", "题目", least_columns=3, missing=(REFUSE, LISTWISE))
_DENOMINATORS = ("model", "observed")


def mcdonald_omega(
    answers: pd.DataFrame,
    *,
    items: Sequence[str] | None = None,
    reverse: Sequence[str] | str = (),
    missing: str = REFUSE,
    estimation: str = "ml",
    denominator: str = "model",
    draws: int = 999,
    seed: int = 20_200_901,
) -> ReliabilityOmega:
    """Measure reliability by one common factor with loadings of their own (麦克唐纳ω系数).

    Parameters
    ----------
    answers : DataFrame, one row per questionnaire
        Numbers; code words as points first.
    items : sequence of str, optional
        At least three columns; all by default.
    reverse : sequence of str, or "detect"
        As in ``cronbach_alpha``.
    missing : {"refuse", "listwise"}
    estimation : {"ml", "minres"}
        Maximum likelihood (the default: it also tests the fit) or minimum residuals (the default of R psych).
    denominator : {"model", "observed"}
        Variance of the total as the model implies it (McDonald 1999, MBESS; the default), or of the data (R psych).
    draws, seed : int
        Of the percentile bootstrap of questionnaires that gives the interval.

    Returns
    -------
    ReliabilityOmega
        On the scale of the answers; ``standardised`` for items of equal spread.

    Raises
    ------
    MethodError
        For absent columns, text, gaps without an option, constant items, items that repeat each other, fewer
        questionnaires than items plus two.

    References
    ----------
    McDonald, R. P. (1999). Test Theory: A Unified Treatment, ch. 6. Erlbaum.
    Kelley, K. and Pornprasertmanit, S. (2016). Confidence intervals for population reliability coefficients.
    Psychological Methods 21(1), 69-92.
    """
    refuse(_option_problems(estimation, denominator, draws))
    read = read_ratings(answers, _SHAPE, name=None, columns=items, missing=missing)
    signs = signs_of(read, reverse)
    refuse(_unusable(read))
    scores, observed = read.values * signs, denominator == "observed"
    covariance = covariances(scores)
    correlation = correlations(covariance)
    fit = FITS[estimation](correlation)

    def statistics(drawn: Floats) -> Floats:
        stack = correlations(drawn)
        usable = np.isfinite(stack).all(axis=(-2, -1))  # not so where a draw leaves an item without spread
        quick = FITS[estimation](stack[usable], steps=DRAWS_STEPS, precision=DRAWS_PRECISION)
        return omegas(quick, drawn[usable], observed=observed)

    return ReliabilityOmega(
        omega=float(omegas(fit, covariance, observed=observed)),
        bounds=bootstrap_interval(scores, statistics, draws, seed),
        standardised=float(omegas(fit, correlation, observed=observed)),
        alpha=alpha(covariance),
        estimation=estimation,
        loadings=_rows(read, fit, signs),
        fit=_fit_test(fit, correlation, len(scores)) if estimation == "ml" else None,
        rows=len(scores),
        left_out=read.left_out,
        suspected=tuple(name for name, odd in zip(read.columns, opposed_items(covariance), strict=True) if odd),
    )


def _option_problems(estimation: str, denominator: str, draws: int) -> list[str]:
    problems = interval_problems("bootstrap", ("bootstrap",), draws)
    if estimation not in FITS:
        problems.append(f"估计方法（estimation）应为{'、'.join(FITS)}之一，现为“{estimation}”")
    if denominator not in _DENOMINATORS:
        problems.append(f"分母（denominator）应为{'、'.join(_DENOMINATORS)}之一，现为“{denominator}”")
    return problems


def _unusable(read: Ratings) -> list[str]:
    if constant := constant_columns(read):
        return [f"题目{listing(constant)}的答案全部相同，没有差异可比；请去掉这些题"]
    if len(read.values) < len(read.columns) + 2:
        return [f"{len(read.columns)}道题至少要{len(read.columns) + 2}份完整问卷，现有{len(read.values)}份"]
    if np.linalg.eigvalsh(correlations(covariances(read.values)))[0] < 1e-9:
        return ["有的题是其他题的重复或合计，单因子模型算不出来；请去掉重复的题"]
    return []


def _rows(read: Ratings, fit: OneFactor, signs: Floats) -> tuple[Loading, ...]:
    return tuple(
        Loading(name, float(loading), float(unique), bool(sign < 0))
        for name, loading, unique, sign in zip(read.columns, fit.loadings, fit.unique, signs, strict=True)
    )


def _fit_test(fit: OneFactor, correlation: Floats, rows: int) -> tuple[float, int, float] | None:
    """Chi-squared with Bartlett's correction, degrees and p value; three items leave nothing to test."""
    items = len(fit.loadings)
    degrees = items * (items - 3) // 2
    if not degrees:
        return None
    statistic = (rows - 1 - (2 * items + 5) / 6 - 2 / 3) * misfit(fit, correlation)
    return statistic, degrees, chi2_above(statistic, degrees)
