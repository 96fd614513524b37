"""Wild cluster bootstrap of one coefficient (聚类野自助法的数值部分): arrays in, arrays out.

The null is imposed. Scores of a draw are linear in its signs, so all draws are two matrix products and no regression
is run again.

References
----------
Cameron, A. C., Gelbach, J. B. and Miller, D. L. (2008). Bootstrap-based improvements for inference with clustered
errors. Review of Economics and Statistics 90(3), 414-427.
Roodman, D., Nielsen, M. Ø., MacKinnon, J. G. and Webb, M. D. (2019). Fast and wild. Stata Journal 19(1), 4-60.
Webb, M. D. (2023). Reworking wild bootstrap-based inference for clustered errors. Canadian Journal of Economics 56(3).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np

from yzperf.methods.least_squares import count_of, sum_by

WEIGHTS = ("webb", "rademacher")
_SIX_POINTS = np.array([-(1.5**0.5), -1.0, -(0.5**0.5), 0.5**0.5, 1.0, 1.5**0.5])
_ROUNDING = 1e-12
_TIE = 1e-9
_HALVINGS, _DOUBLINGS = 40, 40


@dataclass(frozen=True, slots=True)
class WildTest:
    """What the bootstrap of one coefficient needs, summed by cluster.

    ``own`` are the sums of x·y and ``squares`` of x·x, shape (G,), x and y being what the other columns leave;
    ``others_y`` and ``others_x`` their products with the other columns, shape (G, q), ``spread`` the coefficients of
    x·others on the others' cross products, shape (G, q).
    """

    own: np.ndarray
    squares: np.ndarray
    others_y: np.ndarray
    others_x: np.ndarray
    spread: np.ndarray

    @property
    def estimate(self) -> float:
        """The coefficient."""
        return float(self.own.sum() / self.squares.sum())

    def statistic(self, null: float) -> float:
        """Cluster-robust t statistic, up to a factor that is the same in all draws."""
        scores = self.own - self.estimate * self.squares
        length = float(np.sqrt((scores**2).sum()))
        return (self.estimate - null) * float(self.squares.sum()) / length if length > 0 else np.inf

    def draw(self, signs: np.ndarray) -> WildDraws:
        """Everything about the draws that does not depend on the null; ``signs`` have shape (B, G)."""
        ours, theirs = (
            self._remaining(signs, self.own, self.others_y),
            self._remaining(signs, self.squares, self.others_x),
        )
        return WildDraws(
            test=self,
            gaps=(signs @ self.own, signs @ self.squares),
            lengths=((ours**2).sum(axis=1), (ours * theirs).sum(axis=1), (theirs**2).sum(axis=1)),
        )

    def _remaining(self, signs: np.ndarray, scores: np.ndarray, others: np.ndarray) -> np.ndarray:
        carried = (signs @ others) @ self.spread.T
        gaps = signs @ scores / self.squares.sum()
        remaining: np.ndarray = signs * scores - carried - gaps[:, None] * self.squares
        return remaining


@dataclass(frozen=True, slots=True)
class WildDraws:
    """Numerators of all draws and squared lengths of their scores, as polynomials in the null.

    The numerator under a null is ``gaps[0] − null · gaps[1]``, the squared length
    ``lengths[0] − 2 null · lengths[1] + null² · lengths[2]``.
    """

    test: WildTest
    gaps: tuple[np.ndarray, np.ndarray]
    lengths: tuple[np.ndarray, np.ndarray, np.ndarray]

    def statistics(self, null: float) -> np.ndarray:
        """The statistic of ``WildTest.statistic`` in every draw with the null imposed; infinite without spread."""
        gaps = self.gaps[0] - null * self.gaps[1]
        squared = self.lengths[0] - 2 * null * self.lengths[1] + null**2 * self.lengths[2]
        known = squared > _ROUNDING * (self.lengths[0] + null**2 * self.lengths[2])
        lengths = np.sqrt(np.where(known, squared, 1.0))
        statistics: np.ndarray = np.where(known, gaps / lengths, np.where(gaps < 0, -np.inf, np.inf))
        return statistics


def wild_test(y: np.ndarray, x: np.ndarray, others: np.ndarray, clusters: np.ndarray) -> WildTest:
    """Sum by cluster what the bootstrap needs.

    Parameters
    ----------
    y, x : ndarray, shape (N,)
        Effects nested in the clusters (units) taken out beforehand.
    others : ndarray, shape (N, q)
        All other columns, a constant among them unless unit effects were taken out; may be linearly dependent.
    clusters : ndarray of int, shape (N,)
    """
    inverse = np.linalg.pinv(others.T @ others, hermitian=True) if others.shape[1] else np.zeros((0, 0))
    y, x = (values - others @ (inverse @ (others.T @ values)) for values in (y, x))
    return WildTest(
        own=np.bincount(clusters, weights=x * y),
        squares=np.bincount(clusters, weights=x * x),
        others_y=_products(others, y, clusters),
        others_x=_products(others, x, clusters),
        spread=_products(others, x, clusters) @ inverse,
    )


def cluster_signs(clusters: int, weights: str, draws: int, seed: int) -> tuple[np.ndarray, bool]:
    """Random multipliers of the clusters, shape (B, G), and whether they are all there are.

    Two-point (Rademacher) multipliers are gone through completely if that takes no more than ``draws``.
    """
    if weights == "rademacher" and 2**clusters <= draws:
        return np.array(list(product((-1.0, 1.0), repeat=clusters))), True
    rng = np.random.default_rng(seed)
    if weights == "rademacher":
        return 2.0 * rng.integers(2, size=(draws, clusters)) - 1, False
    return _SIX_POINTS[rng.integers(6, size=(draws, clusters))], False


def bootstrap_p(draws: WildDraws, null: float, *, exhaustive: bool, count_ties: bool = True) -> float:
    """Two-sided p value: share of draws with a statistic at least as large.

    Parameters
    ----------
    draws : WildDraws
    null : float
    exhaustive : bool
        Whether the draws are all there are.
    count_ties : bool
        Count draws equal to what was observed, and the observed one among random draws: never below the true
        level. Without, p is the share of strictly larger statistics, as the program ``boottest`` prints it.
    """
    observed = abs(draws.test.statistic(null))
    drawn = np.abs(draws.statistics(null))
    if not count_ties:
        return float((drawn > observed * (1 + _TIE)).mean())
    larger = int((drawn >= observed * (1 - _TIE)).sum())
    return larger / len(drawn) if exhaustive else (larger + 1) / (len(drawn) + 1)


def inverted_interval(
    p_of: Callable[[float], float], estimate: float, error: float, level: float
) -> tuple[float, float]:
    """Return the nulls around the estimate that a test does not reject; infinite where it never does.

    Parameters
    ----------
    p_of : callable
        p value of a null.
    estimate, error : float
        Where to begin and the size of the first step.
    level : float
        0.95 keeps the nulls with p above 0.05.
    """
    ends = []
    for side in (-1.0, 1.0):
        inside, step = estimate, error
        for _ in range(_DOUBLINGS):
            if p_of(estimate + side * step) <= 1 - level:
                break
            inside, step = estimate + side * step, 2 * step
        else:
            ends.append(side * np.inf)
            continue
        ends.append(_boundary(p_of, inside, estimate + side * step, 1 - level))
    return float(ends[0]), float(ends[1])


def _boundary(p_of: Callable[[float], float], inside: float, outside: float, alpha: float) -> float:
    for _ in range(_HALVINGS):
        middle = (inside + outside) / 2
        if middle in (inside, outside):
            break
        inside, outside = (middle, outside) if p_of(middle) > alpha else (inside, middle)
    return (inside + outside) / 2


def _products(columns: np.ndarray, values: np.ndarray, clusters: np.ndarray) -> np.ndarray:
    if not columns.shape[1]:
        return np.zeros((count_of(clusters), 0))
    return sum_by(columns * values[:, None], clusters)
