"""Kendall's W: how far several experts put objects in the same order (肯德尔和谐系数)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from yzperf.forensics.concordance import (
    Floats,
    agreement_with_others,
    concordance,
    midranks,
    null_spreads,
    tail_share,
    tie_correction,
)
from yzperf.methods.columns import refuse
from yzperf.methods.distributions import chi2_above, chi2_quantile, f_above
from yzperf.methods.public_judgement.kendall_result import Concordance, Null, RankedObject
from yzperf.methods.public_judgement.ratings import REFUSE, Shape, constant_columns, read_ratings
from yzperf.methods.wording import listing

_SHAPE = Shape("对象", "专家", least_rows=3)
_MOST_CELLS = 1_000  # up to here the null is dealt out; beyond, chi-squared is close
_NULLS = ("auto", "chi2", "permutation")


def kendall_w(
    scores: pd.DataFrame,
    *,
    name: str | None = None,
    raters: Sequence[str] | None = None,
    missing: str = REFUSE,
    null: str = "auto",
    draws: int = 9_999,
    seed: int = 20_200_901,
) -> Concordance:
    """Measure how far experts rank objects alike, with ties (肯德尔和谐系数W).

    Parameters
    ----------
    scores : DataFrame, one row per object (项目、指标), one column per expert
        Scores or ranks; they are ranked within each expert, ties get mean ranks.
    name : str, optional
        Column with the names of the objects.
    raters : sequence of str, optional
        Columns of the experts; all others by default.
    missing : {"refuse", "listwise"}
        ``"listwise"`` leaves out objects that an expert did not score.
    null : {"auto", "chi2", "permutation"}
        Where the headline p value comes from. Chi-squared (as R irr prints it) is too strict with few objects; by
        default up to 1,000 scores are dealt out anew within every expert, all ways if there are at most 20,000.
    draws, seed : int
        Of the random deals.

    Returns
    -------
    Concordance
        W corrected for ties; ``uncorrected`` is without. If nobody agreed, W would be 1/m on average, not 0.

    Raises
    ------
    MethodError
        For absent columns, text, gaps without an option, experts that score all alike, fewer than three objects.

    References
    ----------
    Kendall, M. G. (1948). Rank Correlation Methods, ch. 6. Griffin.
    Legendre, P. (2005). Species associations: the Kendall coefficient of concordance revisited. J. Agricultural,
    Biological and Environmental Statistics 10(2), 226-245.
    """
    refuse(_option_problems(null, draws))
    read = read_ratings(scores, _SHAPE, name=name, columns=raters, missing=missing)
    if constant := constant_columns(read):
        refuse([f"专家{listing(constant)}给所有对象同样的分，排不出次序；请去掉或核对"])
    ranks = midranks(read.values)
    corrected, uncorrected = concordance(ranks)
    return Concordance(
        w=corrected,
        uncorrected=uncorrected,
        null=_null(ranks, corrected, null, draws, seed),
        uncorrected_p=_chi2_p(ranks, uncorrected),
        tied=tie_correction(ranks) > 0,
        objects=tuple(
            RankedObject(one, float(row.mean()), float(row.min()), float(row.max()))
            for one, row in zip(read.rows, ranks, strict=True)
        ),
        raters=tuple(zip(read.columns, map(float, agreement_with_others(ranks)), strict=True)),
        left_out=read.left_out,
    )


def _option_problems(null: str, draws: int) -> list[str]:
    problems = [] if null in _NULLS else [f"p值来源（null）应为{'、'.join(_NULLS)}之一，现为“{null}”"]
    return problems if draws >= 99 else [*problems, f"置换次数（draws）至少99，现为{draws}"]


def _chi2_p(ranks: Floats, w: float) -> float:
    objects, raters = ranks.shape
    return chi2_above(raters * (objects - 1) * w, objects - 1)


def _null(ranks: Floats, w: float, kind: str, draws: int, seed: int) -> Null:
    objects, raters = ranks.shape
    degrees = objects - 1 - 2 / raters
    ratio = (raters - 1) * w / (1 - w) if w < 1 else np.inf
    dealt = kind == "permutation" or (kind == "auto" and ranks.size <= _MOST_CELLS)
    p, exact, critical = _dealt(ranks, w, draws, seed) if dealt else (None, False, None)
    return Null(
        statistic=raters * (objects - 1) * w,
        degrees=objects - 1,
        chi2_p=_chi2_p(ranks, w),
        f_p=f_above(ratio, (degrees, (raters - 1) * degrees)),
        permutation_p=p,
        exact=exact,
        critical=chi2_quantile(objects - 1) / (raters * (objects - 1)) if critical is None else critical,
    )


def _dealt(ranks: Floats, w: float, draws: int, seed: int) -> tuple[float, bool, float]:
    """Permutation p value, whether all deals were gone through, and the 95 % quantile of W."""
    spreads, exact = null_spreads(ranks, draws, seed)
    sums = ranks.sum(axis=1)
    observed = float(((sums - sums.mean()) ** 2).sum())
    critical = float(np.quantile(spreads, 0.95, method="higher")) / observed * w if observed else 1.0
    return tail_share(spreads, observed, exact), exact, critical
