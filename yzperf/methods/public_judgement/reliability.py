"""Reliability of a questionnaire (问卷信度): Cronbach's α and McDonald's ω.

References
----------
Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests. Psychometrika 16(3), 297-334.
McDonald, R. P. (1999). Test Theory: A Unified Treatment. Erlbaum.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from yzperf.methods.columns import refuse
from yzperf.methods.public_judgement.internal_consistency import (
    Floats,
    alpha,
    alphas,
    bootstrap_interval,
    correlations,
    covariances,
    feldt_interval,
    opposed_items,
    rest_correlations,
    without_each,
)
from yzperf.methods.public_judgement.ratings import (
    LISTWISE,
    PAIRWISE,
    REFUSE,
    Ratings,
    Shape,
    constant_columns,
    read_ratings,
)
from yzperf.methods.public_judgement.reliability_result import ItemStatistics, ReliabilityAlpha
from yzperf.methods.wording import listing

_SHAPE = Shape("问卷", "题目", least_rows=3, missing=(REFUSE, LISTWISE, PAIRWISE))
DETECT = "detect"
_NO_SPREAD = 1e-12


def cronbach_alpha(
    answers: pd.DataFrame,
    *,
    items: Sequence[str] | None = None,
    reverse: Sequence[str] | str = (),
    missing: str = REFUSE,
    interval: str = "feldt",
    draws: int = 1_999,
    seed: int = 20_200_901,
) -> ReliabilityAlpha:
    """Measure the internal consistency of the items of a questionnaire (克隆巴赫α系数).

    Parameters
    ----------
    answers : DataFrame, one row per questionnaire
        Numbers; code words as points first.
    items : sequence of str, optional
        Columns of the items; all by default.
    reverse : sequence of str, or "detect"
        Reverse-worded items: their sign is turned (α does not depend on the constant, so ``7 − x`` and ``−x`` give
        the same). ``"detect"`` turns the items that load on the first principal component against the majority, as
        ``check.keys`` of R psych does. Items that look reversed and were not declared are named in any case.
    missing : {"refuse", "listwise", "pairwise"}
        ``"pairwise"`` is the default of R psych and pingouin; here missing answers must be dealt with expressly.
    interval : {"feldt", "bootstrap"}
        Feldt's is exact for parallel normal items; the bootstrap (percentile, questionnaires drawn) asks for neither.
        With gaps the rows of Feldt's interval are all questionnaires, as in pingouin.
    draws, seed : int
        Of the bootstrap.

    Returns
    -------
    ReliabilityAlpha

    Raises
    ------
    MethodError
        For absent columns, text, gaps without an option, constant items, fewer than three questionnaires or two items.

    References
    ----------
    Feldt, L. S. (1965). The approximate sampling distribution of Kuder-Richardson reliability coefficient twenty.
    Psychometrika 30(3), 357-370.
    """
    refuse(interval_problems(interval, ("feldt", "bootstrap"), draws))
    read = _usable(answers, items, missing)
    signs = signs_of(read, reverse)
    scores = read.values * signs
    covariance = covariances(scores)
    if covariance.sum() <= _NO_SPREAD * np.trace(covariance):
        refuse(["总分没有差异：各题互相抵消，请指明反向题（reverse），或用reverse='detect'"])
    estimate = alpha(covariance)
    bounds = (
        feldt_interval(estimate, len(scores), len(read.columns))
        if interval == "feldt"
        else bootstrap_interval(scores, alphas, draws, seed)
    )
    return ReliabilityAlpha(
        alpha=estimate,
        bounds=bounds,
        bounds_by=interval,
        standardised=alpha(correlations(covariance)),
        mean_correlation=_mean_off_diagonal(correlations(covariance)),
        items=_statistics(read, scores, covariance, signs),
        rows=len(scores),
        left_out=read.left_out,
        missing=missing,
        gaps=int(np.isnan(read.values).sum()),
        suspected=tuple(name for name, odd in zip(read.columns, opposed_items(covariance), strict=True) if odd),
    )


def interval_problems(interval: str, offered: Sequence[str], draws: int) -> list[str]:
    """Tell what is wrong with the options of an interval."""
    problems = [] if interval in offered else [f"区间（interval）应为{'、'.join(offered)}之一，现为“{interval}”"]
    return problems if draws >= 99 else [*problems, f"自助抽样次数（draws）至少99，现为{draws}"]


def signs_of(read: Ratings, reverse: Sequence[str] | str) -> Floats:
    """Return −1 for the items that are to be reversed, else 1, shape (k,).

    Raises
    ------
    MethodError
        If ``reverse`` names no item or is another word than "detect".
    """
    if reverse == DETECT:
        return np.where(opposed_items(covariances(read.values)), -1.0, 1.0)
    if isinstance(reverse, str):
        refuse([f"反向题（reverse）应为题目的列表或detect，现为“{reverse}”"])
    strange = [name for name in reverse if name not in read.columns]
    refuse([f"反向题（reverse）不在题目中：{listing(strange)}"] if strange else [])
    return np.array([-1.0 if name in reverse else 1.0 for name in read.columns])


def _usable(answers: pd.DataFrame, items: Sequence[str] | None, missing: str) -> Ratings:
    read = read_ratings(answers, _SHAPE, name=None, columns=items, missing=missing)
    problems = []
    if constant := constant_columns(read):
        problems.append(f"题目{listing(constant)}的答案全部相同，没有差异可比；请去掉这些题")
    seen = (~np.isnan(read.values)).astype(float)
    if (seen.T @ seen < 2).any():
        problems.append("有的两道题没有两份以上共同作答的问卷，算不出协方差；请去掉作答太少的题")
    refuse(problems)
    return read


def _mean_off_diagonal(matrix: Floats) -> float:
    count = len(matrix)
    return float((matrix.sum() - np.trace(matrix)) / (count * (count - 1)))


def _statistics(read: Ratings, scores: Floats, covariance: Floats, signs: Floats) -> tuple[ItemStatistics, ...]:
    """Each item; α without it is None where fewer than two items would be left."""
    several = len(covariance) > 2
    left = without_each(covariance) if several else [None] * len(covariance)
    rest = rest_correlations(covariance)
    return tuple(
        ItemStatistics(
            name=name,
            mean=float(np.nanmean(read.values[:, place])),
            standard_deviation=float(np.nanstd(read.values[:, place], ddof=1)),
            answered=int((~np.isnan(scores[:, place])).sum()),
            rest_correlation=float(rest[place]),
            alpha_without=left[place],
            reversed=bool(signs[place] < 0),
        )
        for place, name in enumerate(read.columns)
    )
