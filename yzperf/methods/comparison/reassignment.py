"""The estimate had the policy been dealt to other clusters (随机化推断的数值部分): arrays in, arrays out.

References
----------
Conley, T. G. and Taber, C. R. (2011). Inference with "difference in differences" with a small number of policy
changes. Review of Economics and Statistics 93(1), 113-125.
MacKinnon, J. G. and Webb, M. D. (2020). Randomization inference for difference-in-differences with few treated
clusters. Journal of Econometrics 218(2), 435-450.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np

from yzperf.methods.comparison.fixed_effects import Effects
from yzperf.methods.least_squares import sum_by

_ROUNDING = 1e-10
_CELLS_AT_ONCE = 4_000_000


@dataclass(frozen=True, slots=True)
class Reassignment:
    """Estimates under every deal: of the outcome, and of the policy as it was; the true deal comes first.

    Under a null effect the estimate of a deal is ``outcomes − effect · policies``.
    """

    outcomes: np.ndarray
    policies: np.ndarray
    exhaustive: bool

    @property
    def estimate(self) -> float:
        """The estimate as the policy was dealt."""
        return float(self.outcomes[0])

    def p_value(self, effect: float = 0.0) -> float:
        """Share of deals with an estimate at least as far from zero if the true effect were ``effect``."""
        estimates = np.abs(self.outcomes - effect * self.policies)
        return float((estimates >= estimates[0] * (1 - _ROUNDING)).mean())


def deals(clusters: int, treated: np.ndarray, draws: int, seed: int) -> tuple[np.ndarray, bool]:
    """Ways to choose as many clusters as were treated, the true one first; all of them if there are few.

    Returns
    -------
    tuple of ndarray, shape (B, k), and bool
        Whether all ways are there.
    """
    size = len(treated)
    if comb(clusters, size) <= draws:
        every = [deal for deal in combinations(range(clusters), size) if set(deal) != set(treated.tolist())]
        return np.array([tuple(treated.tolist()), *every]), True
    rng = np.random.default_rng(seed)
    random = rng.random((draws - 1, clusters)).argsort(axis=1)[:, :size]
    return np.vstack([treated, random]), False


def reassign(
    outcome: np.ndarray,
    after: np.ndarray,
    clusters: np.ndarray,
    *,
    covariates: np.ndarray,
    effects: Effects,
    chosen: np.ndarray,
    exhaustive: bool,
) -> Reassignment:
    """Estimate the effect under every deal by regression on the effects and covariates.

    Parameters
    ----------
    outcome, after : ndarray, shape (N,)
    clusters : ndarray of int, shape (N,)
    covariates : ndarray, shape (N, p)
    effects : Effects
        Without weights.
    chosen : ndarray of int, shape (B, k)
        Clusters that each deal treats; the first row is the true deal.
    exhaustive : bool
        Whether ``chosen`` are all deals.
    """
    count = int(clusters.max()) + 1
    basis = np.linalg.qr(effects.taken_out(covariates))[0]
    left = _less(effects.taken_out(outcome[:, None]), basis)[:, 0]
    # A deal is a sum of one-cluster policies: their cross products, a few at a time, serve for every deal.
    products = np.bincount(clusters, weights=after * left)
    crossed = np.empty((count, count))
    step = max(1, _CELLS_AT_ONCE // len(outcome))
    for start in range(0, count, step):
        wanted = np.arange(start, min(start + step, count))
        single = _less(effects.taken_out((clusters[:, None] == wanted) * after[:, None]), basis)
        crossed[:, wanted] = sum_by(single * after[:, None], clusters)
    members = np.zeros((len(chosen), count))
    np.put_along_axis(members, chosen, 1.0, axis=1)
    lengths = np.einsum("bg,gh,bh->b", members, crossed, members, optimize=True)
    policies = members @ (crossed @ members[0])
    return Reassignment(members @ products / lengths, policies / lengths, exhaustive)


def _less(columns: np.ndarray, basis: np.ndarray) -> np.ndarray:
    less: np.ndarray = columns - basis @ (basis.T @ columns)
    return less
