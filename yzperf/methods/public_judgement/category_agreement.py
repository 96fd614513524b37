"""Agreement on categories beyond chance (类别一致性的数值部分): counts in, coefficients out.

References
----------
Fleiss, J. L. (1971). Measuring nominal scale agreement among many raters. Psychological Bulletin 76(5), 378-382.
Conger, A. J. (1980). Integration and generalization of kappas for multiple raters. Psychological Bulletin 88(2).
Gwet, K. L. (2014). Handbook of Inter-Rater Reliability, 4th ed., ch. 5. Advanced Analytics.
Fleiss, J. L., Cohen, J. and Everitt, B. S. (1969). Large sample standard errors of kappa and weighted kappa.
Psychological Bulletin 72(5), 323-327.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Kappa:
    """Agreement observed and by chance, κ, its standard error, and the one under no agreement beyond chance."""

    observed: float
    by_chance: float
    estimate: float
    error: float
    null_error: float


def category_counts(codes: Floats, categories: int) -> Floats:
    """Count how many raters put each object into each category.

    Parameters
    ----------
    codes : ndarray, shape (n, m)
        Codes 0…K−1, NaN where a rater did not judge.
    """
    counts: Floats = (codes[:, :, None] == np.arange(categories)).sum(axis=1).astype(float)
    return counts


def fleiss(counts: Floats) -> Kappa:
    """Fleiss' κ; objects may have different numbers of raters, those with one count only for the shares.

    Parameters
    ----------
    counts : ndarray, shape (n, K)
        Raters per object and category, every object with at least one.

    Returns
    -------
    Kappa
        The error is Gwet's of the population of objects, the null error Fleiss' (1971) for the mean number of raters.
    """
    raters = counts.sum(axis=1)
    shares = (counts / raters[:, None]).mean(axis=0)
    paired = raters > 1
    agreeing = np.zeros(len(counts))
    pairs = raters[paired] * (raters[paired] - 1)
    agreeing[paired] = (counts[paired] * (counts[paired] - 1)).sum(axis=1) / pairs
    observed, chance = float(agreeing[paired].mean()), float(shares @ shares)
    estimate = (observed - chance) / (1 - chance)
    own = (agreeing * len(counts) / paired.sum() - paired * chance * len(counts) / paired.sum()) / (1 - chance)
    pull = 2 * (1 - estimate) * ((counts / raters[:, None]) @ shares - chance) / (1 - chance)
    error = np.sqrt(((own - pull - estimate) ** 2).sum() / (len(counts) * (len(counts) - 1)))
    return Kappa(observed, chance, estimate, float(error), _fleiss_null_error(shares, len(counts), raters.mean()))


def fleiss_by_category(counts: Floats) -> tuple[Floats, float]:
    """κ of each category against all others, shape (K,), and their common null error (Fleiss 1971)."""
    raters = counts.sum(axis=1, keepdims=True)
    shares = (counts / raters).mean(axis=0)
    several = raters[:, 0] > 1
    apart = (counts * (raters - counts))[several] / (raters * (raters - 1))[several]
    kappas: Floats = 1 - apart.mean(axis=0) / (shares * (1 - shares))
    mean = float(raters.mean())
    return kappas, float(np.sqrt(2 / (len(counts) * mean * (mean - 1))))


def conger(codes: Floats, counts: Floats) -> float:
    """Conger's exact κ: chance agreement from each rater's own shares (``exact`` of R irr); complete codes only."""
    objects, raters = codes.shape
    categories = counts.shape[1]
    own = np.stack([(codes == one).mean(axis=0) for one in range(categories)], axis=1)
    shares = counts.sum(axis=0) / (objects * raters)
    chance = shares @ shares - (own.var(axis=0, ddof=1) / raters).sum()
    observed = ((counts * (counts - 1)).sum(axis=1) / (raters * (raters - 1))).mean()
    return float((observed - chance) / (1 - chance))


def weighted(table: Floats, agreement: Floats) -> Kappa:
    """Weighted κ of two raters with the large-sample errors of Fleiss, Cohen and Everitt.

    Parameters
    ----------
    table : ndarray, shape (K, K)
        Objects by the first rater's category (rows) and the second's.
    agreement : ndarray, shape (K, K)
        Weight of each cell, 1 for full agreement and 0 for the worst disagreement.
    """
    total = float(table.sum())
    share = table / total
    first, second = share.sum(axis=1), share.sum(axis=0)
    expected = np.outer(first, second)
    observed, chance = float((agreement * share).sum()), float((agreement * expected).sum())
    margins = (agreement @ second)[:, None] + (first @ agreement)[None, :]
    bent = agreement * (1 - chance) - margins * (1 - observed)
    shift = observed * chance - 2 * chance + observed
    variance = max(0.0, float((share * bent**2).sum() - shift**2)) / (total * (1 - chance) ** 4)
    null = max(0.0, float((expected * (agreement - margins) ** 2).sum() - chance**2)) / (total * (1 - chance) ** 2)
    return Kappa(observed, chance, (observed - chance) / (1 - chance), variance**0.5, null**0.5)


def agreement_weights(kind: str, categories: int) -> Floats:
    """Weights of agreement by the distance of two categories: unweighted, linear or quadratic."""
    places = np.arange(categories)
    gap = np.abs(places[:, None] - places[None, :]) / (categories - 1)
    weights: Floats = {"unweighted": (gap == 0).astype(float), "linear": 1 - gap, "quadratic": 1 - gap**2}[kind]
    return weights


def best_possible(table: Floats, kappa: Kappa) -> float:
    """Largest unweighted κ that the margins allow (Cohen 1960)."""
    share = table / table.sum()
    most = np.minimum(share.sum(axis=1), share.sum(axis=0)).sum()
    return float((most - kappa.by_chance) / (1 - kappa.by_chance))


def _fleiss_null_error(shares: Floats, objects: int, raters: float) -> float:
    apart = (shares * (1 - shares)).sum()
    skew = (shares * (1 - shares) * (1 - 2 * shares)).sum()
    return float(np.sqrt(2 * (apart**2 - skew) / (objects * raters * (raters - 1))) / apart)
