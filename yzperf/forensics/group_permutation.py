"""Which groups stand out (组间置换检验): labels are shuffled within strata, the furthest group of every draw is the null.

References
----------
Westfall, P. H. and Young, S. S. (1993). Resampling-based multiple testing. Wiley. (single-step max-T)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from yzperf.forensics.remembered import remembered

Codes = NDArray[np.int64]
Floats = NDArray[np.float64]
Statistic = Callable[[Codes], Floats]  # labels of the people, 0 … groups-1 → one value a group


@dataclass(frozen=True, slots=True)
class Excess:
    """How far each group stands out: shape (statistics, groups).

    ``z`` is the distance from the mean of the draws in their standard deviations, ``p`` the share of draws in which any
    group stands out as far by any statistic (family-wise).
    """

    observed: Floats
    expected: Floats
    z: Floats
    p: Floats


@remembered
def excess_of_groups(
    statistics: Sequence[Statistic], groups: Codes, strata: Codes, *, draws: int = 299, seed: int = 0
) -> Excess:
    """Test every group by every statistic at once; large values stand out.

    Parameters
    ----------
    groups, strata
        Shape (people,). Labels are shuffled within a stratum, so what strata differ by is no excess.
    """
    random = np.random.default_rng(seed)
    observed = np.array([statistic(groups) for statistic in statistics])
    shuffled = (_shuffle(groups, strata, random) for _ in range(draws))
    null = np.array([[statistic(labels) for statistic in statistics] for labels in shuffled])
    mean, deviation = null.mean(axis=0), null.std(axis=0)
    scale = np.where(deviation > 0, deviation, np.inf)
    z, furthest = (observed - mean) / scale, ((null - mean) / scale).max(axis=(1, 2))
    at_least = (furthest[:, None, None] >= z[None] - 1e-12).sum(axis=0)
    return Excess(observed, mean, z, (1 + at_least) / (1 + draws))


def group_means(values: Floats) -> Statistic:
    """The mean of each group; people without a value (NaN) are left out, a group of them alone has the mean of all."""
    given = ~np.isnan(values)
    filled, overall = np.where(given, values, 0.0), float(np.nanmean(values)) if given.any() else 0.0
    return partial(_means, given, filled, overall)


def _means(given: NDArray[np.bool_], filled: Floats, overall: float, groups: Codes) -> Floats:
    size = int(groups.max()) + 1
    count = np.bincount(groups, given, size)
    return np.where(count > 0, np.bincount(groups, filled, size) / np.maximum(count, 1), overall)


def nearest_within(same: Floats) -> Statistic:
    """The mean over the people of a group of their greatest likeness with another of the same group.

    ``same`` has shape (people, people); its diagonal is not looked at.
    """
    others = same.copy()
    np.fill_diagonal(others, 0.0)
    return partial(_likeness, others)


def _likeness(others: Floats, groups: Codes) -> Floats:
    members = (np.flatnonzero(groups == group) for group in range(int(groups.max()) + 1))
    return np.array([others[np.ix_(rows, rows)].max(axis=1).mean() if len(rows) > 1 else 0.0 for rows in members])


def _shuffle(groups: Codes, strata: Codes, random: np.random.Generator) -> Codes:
    """Shuffle within strata: sorted by stratum and then at random, the labels of a stratum stay in its places."""
    places = np.argsort(strata, kind="stable")
    drawn = np.lexsort((random.random(len(groups)), strata))
    labels = np.empty_like(groups)
    labels[places] = groups[drawn]
    return labels
