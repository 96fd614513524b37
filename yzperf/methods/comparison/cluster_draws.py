"""Panel regression in every draw of whole clusters (整群自助抽样的数值部分): arrays in, arrays out.

In a draw all rows of a unit have one weight, so taking out unit effects does not change with the draw, and what the
regression needs is a sum over clusters: all draws are one matrix product. In a balanced panel the time effects are
weighted means of the draw; with holes they stay in the regression as columns.

References
----------
Davison, A. C. and Hinkley, D. V. (1997). Bootstrap Methods and their Application, ch. 3. Cambridge University Press.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from yzperf.methods.least_squares import count_of, sum_by

_CELLS_AT_ONCE = 4_000_000
_SINGULAR = 1e-9


@dataclass(frozen=True, slots=True)
class ClusterSums:
    """Cross products of outcome and columns by cluster.

    ``products`` has shape (G, m(m+1)/2): the upper triangle of the cross products of the m columns, the columns of
    interest first and the outcome last. In balanced panels ``levels`` (G, T·m) are the column sums by period and
    ``sizes`` (G,) the numbers of units; else both are empty, and time effects are among the columns.
    """

    products: np.ndarray
    levels: np.ndarray
    sizes: np.ndarray
    columns: int
    interest: int


def balanced_sums(
    outcome: np.ndarray, columns: np.ndarray, owners: np.ndarray, *, time_effects: bool = True
) -> ClusterSums:
    """Sum a balanced panel by cluster.

    Parameters
    ----------
    outcome : ndarray, shape (n, T)
        Unit means taken out.
    columns : ndarray, shape (n, T, k)
        Unit means taken out.
    owners : ndarray of int, shape (n,)
        Cluster of each unit.
    time_effects : bool
    """
    stacked = np.concatenate([columns, outcome[:, :, None]], axis=2)
    units, periods, count = stacked.shape
    upper = np.triu_indices(count)
    products = np.einsum("itk,itl->ikl", stacked, stacked)[:, upper[0], upper[1]]
    levels = sum_by(stacked.reshape(units, periods * count), owners) if time_effects else np.empty((0, 0))
    return ClusterSums(sum_by(products, owners), levels, np.bincount(owners).astype(float), count, count - 1)


def ragged_sums(outcome: np.ndarray, columns: np.ndarray, dummies: np.ndarray, clusters: np.ndarray) -> ClusterSums:
    """Sum a panel with holes by cluster.

    Parameters
    ----------
    outcome, columns, dummies : ndarray, shapes (N,), (N, k), (N, d)
        Unit means taken out of all; ``dummies`` are the time effects.
    clusters : ndarray of int, shape (N,)
    """
    stacked = np.column_stack([columns, dummies, outcome])
    upper = np.triu_indices(stacked.shape[1])
    products = np.zeros((count_of(clusters), len(upper[0])))
    for number, (left, right) in enumerate(zip(*upper, strict=True)):
        products[:, number] = np.bincount(clusters, weights=stacked[:, left] * stacked[:, right])
    return ClusterSums(products, np.empty((0, 0)), np.empty(0), stacked.shape[1], columns.shape[1])


def coefficients(sums: ClusterSums, multiplicities: np.ndarray) -> np.ndarray:
    """Coefficients of interest in every draw.

    Parameters
    ----------
    sums : ClusterSums
    multiplicities : ndarray, shape (B, G)
        How often each cluster was drawn.

    Returns
    -------
    ndarray, shape (B, k)
        NaN where a draw does not tell the coefficients (no treated cluster in it, say).
    """
    return np.concatenate([_solved(sums, part) for part in _portions(sums, multiplicities)])


def multinomial(clusters: int, draws: int, seed: int) -> np.ndarray:
    """Draw ``clusters`` out of as many with replacement, ``draws`` times: how often each, shape (B, G)."""
    rng = np.random.default_rng(seed)
    return rng.multinomial(clusters, np.full(clusters, 1 / clusters), size=draws).astype(float)


def _portions(sums: ClusterSums, multiplicities: np.ndarray) -> Iterator[np.ndarray]:
    width = max(sums.columns**2, sums.levels.shape[1], multiplicities.shape[1])
    step = max(1, _CELLS_AT_ONCE // width)
    for start in range(0, len(multiplicities), step):
        yield multiplicities[start : start + step]


def _solved(sums: ClusterSums, multiplicities: np.ndarray) -> np.ndarray:
    crossed = _symmetric(multiplicities @ sums.products, sums.columns)
    plain = np.einsum("bii->bi", crossed).copy()
    if sums.levels.size:
        levels = (multiplicities @ sums.levels).reshape(len(multiplicities), -1, sums.columns)
        units = multiplicities @ sums.sizes
        crossed = crossed - np.einsum("btk,btl->bkl", levels, levels) / units[:, None, None]
    left, right = crossed[:, :-1, :-1], crossed[:, :-1, -1]
    scale = np.sqrt(np.where(plain[:, :-1] > 0, plain[:, :-1], 1.0))
    left = left / (scale[:, :, None] * scale[:, None, :])
    found = _solve_all(left, right / scale, sums.interest)
    return found[:, : sums.interest] / scale[:, : sums.interest]


def _symmetric(upper: np.ndarray, size: int) -> np.ndarray:
    rows, columns = np.triu_indices(size)
    full = np.empty((len(upper), size, size))
    full[:, rows, columns] = upper
    full[:, columns, rows] = upper
    return full


def _solve_all(left: np.ndarray, right: np.ndarray, interest: int) -> np.ndarray:
    """Solve every system; singular ones singly, since a period missing from a draw leaves the rest determined."""
    found = np.full(right.shape, np.nan)
    if left.shape[1] == 1:
        regular = left[:, 0, 0] > _SINGULAR
        found[regular] = right[regular] / left[regular, :, 0]
        return found
    regular = _regular(left)
    found[regular] = np.linalg.solve(left[regular], right[regular][:, :, None])[:, :, 0]
    for place in np.flatnonzero(~regular):
        found[place] = _determined(left[place], right[place], interest)
    return found


def _regular(left: np.ndarray) -> np.ndarray:
    """Whether the smallest eigenvalue is away from zero; the diagonals are at most one.

    Then it is more than determinant / e, and the determinant is ten times as fast: only small ones need eigenvalues.
    """
    regular: np.ndarray = np.linalg.slogdet(left)[1] > np.log(_SINGULAR) + 1
    doubtful = np.flatnonzero(~regular)
    regular[doubtful] = np.linalg.eigvalsh(left[doubtful])[:, 0] > _SINGULAR
    return regular


def _determined(left: np.ndarray, right: np.ndarray, interest: int) -> np.ndarray:
    """Least-norm solution if it tells the columns of interest, else NaN."""
    values, vectors = np.linalg.eigh(left)
    kept = values > _SINGULAR
    if (np.abs(vectors[:interest, ~kept]) > _SINGULAR**0.5).any():
        return np.full(len(right), np.nan)
    solution: np.ndarray = vectors[:, kept] @ ((vectors[:, kept].T @ right) / values[kept])
    return solution
