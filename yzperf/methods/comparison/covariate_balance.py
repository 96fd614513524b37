"""How alike two groups are before and after matching or weighting (平衡性): arrays in, rows out.

References
----------
Austin, P. C. (2009). Balance diagnostics for comparing the distribution of baseline covariates between treatment groups
in propensity-score matched samples. Statistics in Medicine 28(25), 3083-3107.
Stuart, E. A. (2010). Matching methods for causal inference: a review and a look forward. Statistical Science 25(1), 1-21.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from yzperf.methods.comparison.group_sample import Groups

ATT, ATC, ATE, ATO = "ATT", "ATC", "ATE", "ATO"


@dataclass(frozen=True, slots=True)
class GroupMoments:
    """Mean and variance of a covariate in the treated and the comparison group."""

    treated: float
    comparison: float
    treated_variance: float
    comparison_variance: float

    @property
    def ratio(self) -> float:
        """Treated over comparison variance; NaN where the latter is zero."""
        return self.treated_variance / self.comparison_variance if self.comparison_variance > 0 else float("nan")


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """A covariate before and after; ``scale`` is the standard deviation that differences are measured in."""

    name: str
    before: GroupMoments
    after: GroupMoments
    scale: float
    binary: bool

    @property
    def difference_before(self) -> float:
        """Standardised mean difference before."""
        return self._standardised(self.before)

    @property
    def difference_after(self) -> float:
        """Standardised mean difference after."""
        return self._standardised(self.after)

    def _standardised(self, moments: GroupMoments) -> float:
        return (moments.treated - moments.comparison) / self.scale if self.scale > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Overlap:
    """Where the groups meet on the propensity score.

    ``treated`` and ``comparison`` are the least and the largest scores; ``treated_outside`` and ``comparison_outside``
    count the rows beyond the other group's range; ``effective`` are Kish's effective sizes (treated, comparison), and
    ``heaviest`` the largest share of one row in the weight of its group.
    """

    treated: tuple[float, float]
    comparison: tuple[float, float]
    treated_outside: int
    comparison_outside: int
    effective: tuple[float, float]
    heaviest: float


def balance_rows(groups: Groups, scores: np.ndarray, weights: np.ndarray, estimand: str) -> tuple[BalanceRow, ...]:
    """Compare every covariate, and the propensity score first.

    Parameters
    ----------
    groups : Groups
    scores : ndarray, shape (N,)
    weights : ndarray, shape (N,)
        Zero for rows that are not used.
    estimand : str
        Differences are measured in the standard deviation of the treated (ATT), of the comparison group (ATC), or in
        the root of their mean variance, before matching or weighting; of a 0/1 column p(1−p) is taken.
    """
    columns = [("倾向得分", scores), *zip(groups.names, groups.covariates.T, strict=True)]
    ones = np.ones(len(weights))
    return tuple(_row(name, column, groups.treated, (ones, weights), estimand) for name, column in columns)


def effective_size(weights: np.ndarray) -> float:
    """Kish's effective sample size: the size of an equally weighted sample with the same error."""
    return float(weights.sum() ** 2 / np.sum(weights**2))


def find_overlap(treated: np.ndarray, scores: np.ndarray, weights: np.ndarray) -> Overlap:
    """Compare the ranges of the scores, and how far weights are spread."""
    own, other = scores[treated], scores[~treated]
    shares = [weights[rows].max() / weights[rows].sum() for rows in (treated, ~treated)]
    return Overlap(
        (float(own.min()), float(own.max())),
        (float(other.min()), float(other.max())),
        int(((own < other.min()) | (own > other.max())).sum()),
        int(((other < own.min()) | (other > own.max())).sum()),
        (effective_size(weights[treated]), effective_size(weights[~treated])),
        float(max(shares)),
    )


def _row(
    name: str, column: np.ndarray, treated: np.ndarray, weights: tuple[np.ndarray, np.ndarray], estimand: str
) -> BalanceRow:
    binary = bool(np.isin(column, (0.0, 1.0)).all())
    before, after = (_moments(column, treated, one, binary) for one in weights)
    return BalanceRow(name, before, after, _scale(before, estimand), binary)


def _moments(column: np.ndarray, treated: np.ndarray, weights: np.ndarray, binary: bool) -> GroupMoments:
    sides = [_weighted(column[rows], weights[rows], binary) for rows in (treated, ~treated)]
    (first, first_variance), (second, second_variance) = sides
    return GroupMoments(first, second, first_variance, second_variance)


def _weighted(values: np.ndarray, weights: np.ndarray, binary: bool) -> tuple[float, float]:
    total = weights.sum()
    mean = float(weights @ values / total)
    if binary:
        return mean, mean * (1 - mean)
    free = total - np.sum(weights**2) / total
    return mean, float(weights @ (values - mean) ** 2 / free) if free > 0 else 0.0


def _scale(moments: GroupMoments, estimand: str) -> float:
    variances = {ATT: moments.treated_variance, ATC: moments.comparison_variance}
    mean = (moments.treated_variance + moments.comparison_variance) / 2
    return float(variances.get(estimand, mean) ** 0.5)
