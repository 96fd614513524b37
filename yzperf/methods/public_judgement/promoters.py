"""Net promoter score with an interval (净推荐值).

References
----------
Reichheld, F. F. (2003). The one number you need to grow. Harvard Business Review 81(12).
Rocks, B. (2016). Interval estimation for the "net promoter score". The American Statistician 70(4), 365-372.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from yzperf.methods.columns import missing_columns, numbers, refuse, rows_text
from yzperf.methods.distributions import normal_quantile
from yzperf.methods.public_judgement.promoters_result import NetPromoterScore
from yzperf.methods.public_judgement.survey import read_design
from yzperf.methods.public_judgement.survey_design import weighted_mean

Floats = NDArray[np.float64]
_WAYS = ("adjusted", "wald")
_PSEUDO = (0.75, 1.5, 0.75)  # of Rocks (2016): three answers, one half of them passive
_LEAST = 5


def net_promoter_score(
    answers: pd.DataFrame,
    *,
    score: str,
    promoter_from: float = 9,
    detractor_to: float = 6,
    largest: float = 10,
    weights: str | None = None,
    strata: str | None = None,
    cluster: str | None = None,
    interval: str = "adjusted",
) -> NetPromoterScore:
    """Estimate promoters less detractors, in percentage points (净推荐值 NPS).

    Parameters
    ----------
    answers : DataFrame, one row per respondent
        Empty cells are counted and left out.
    score : str
        Column of "how likely are you to recommend", 0 to ``largest``.
    promoter_from, detractor_to, largest : float
        9, 6 and 10 on the usual scale of eleven points.
    weights, strata, cluster : str, optional
        Columns of the design as in ``survey_estimate``; the interval is then the linearised one.
    interval : {"adjusted", "wald"}
        Of a simple sample: the adjusted Wald interval (three answers added, Rocks 2016) keeps its level at small n;
        the plain one is too narrow.

    Returns
    -------
    NetPromoterScore

    Raises
    ------
    MethodError
        For absent columns, text, scores outside the scale, cut-offs that overlap, fewer than five answers.
    """
    refuse(missing_columns(answers, [("推荐分", score), ("权数", weights), ("分层", strata), ("群", cluster)]))
    refuse(_option_problems(promoter_from, detractor_to, largest, interval))
    problems: list[str] = []
    values = numbers(answers, score, "推荐分", problems)
    outside = (values < 0) | (values > largest)
    if outside.any():
        problems.append(f"列“{score}”（推荐分）应在0和{largest:g}之间（{rows_text(outside)}）")
    given = ~np.isnan(values)
    if given.sum() < _LEAST:
        problems.append(f"有效回答只有{int(given.sum())}份，至少要{_LEAST}份")
    refuse(problems)
    drawn = weights is not None or strata is not None or cluster is not None
    design = read_design(answers, weights=weights, strata=strata, cluster=cluster)
    sides = np.where(values >= promoter_from, 1.0, np.where(values <= detractor_to, -1.0, 0.0))
    shares = tuple(weighted_mean(design, (sides == side).astype(float), given).estimate for side in (1, 0, -1))
    whole = weighted_mean(design, sides, given)
    count = int(given.sum())
    bounds = (whole.low, whole.high) if drawn else _bounds(shares, count, interval)
    codes = values[given].astype(int)
    return NetPromoterScore(
        shares=(shares[0], shares[1], shares[2]),
        bounds=(100 * max(-1.0, bounds[0]), 100 * min(1.0, bounds[1])),
        error=100 * (whole.standard_error if drawn else _error(shares, count)),
        count=count,
        blank=int((~given).sum()),
        largest=largest,
        cuts=(promoter_from, detractor_to),
        drawn=drawn,
        scores=tuple(np.bincount(codes, minlength=int(largest) + 1).tolist()),
    )


def _option_problems(promoter: float, detractor: float, largest: float, interval: str) -> list[str]:
    problems = [] if interval in _WAYS else [f"区间（interval）应为{'、'.join(_WAYS)}之一，现为“{interval}”"]
    if not 0 <= detractor < promoter <= largest:
        problems.append(f"分界应满足0≤贬损者上限＜推荐者下限≤满分，现为{detractor:g}、{promoter:g}、{largest:g}")
    return problems


def _error(shares: tuple[float, ...], count: float) -> float:
    """Standard error of the difference of two shares of one sample."""
    up, _, down = shares
    return math.sqrt(max(0.0, up + down - (up - down) ** 2) / count)


def _bounds(shares: tuple[float, ...], count: int, interval: str) -> tuple[float, float]:
    if interval == "adjusted":
        total = count + sum(_PSEUDO)
        shares = tuple((share * count + more) / total for share, more in zip(shares, _PSEUDO, strict=True))
    else:
        total = count
    half = normal_quantile(0.975) * _error(shares, total)
    return shares[0] - shares[2] - half, shares[0] - shares[2] + half
