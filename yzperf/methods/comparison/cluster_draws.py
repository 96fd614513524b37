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

from yzperf.methods.least_squares import sum_by

_CELLS_AT_ONCE = 4_000_000
_SINGULAR = 1e-9


@dataclass(frozen=True, slots=True)
class ClusterSums:
    """Cross products of outcome and columns by cluster, all scaled to length one.

    ``products`` has shape (G, m·m): the cross products of the m columns, those of interest first and the outcome
    last. In balanced panels ``levels`` (G, T·m) are the column sums by period and ``sizes`` (G,) the numbers of
    units; else both are empty, and time effects are among the columns. ``lengths`` (m,) are those before scaling.
    """

    products: np.ndarray
    levels: np.ndarray
    sizes: np.ndarray
    lengths: np.ndarray
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
    stacked, lengths = _scaled(np.concatenate([columns, outcome[:, :, None]], axis=2))
    units, periods, count = stacked.shape
    products = np.einsum("itk,itl->ikl", stacked, stacked).reshape(units, -1)
    levels = sum_by(stacked.reshape(units, periods * count), owners) if time_effects else np.empty((0, 0))
    return ClusterSums(sum_by(products, owners), levels, np.bincount(owners).astype(float), lengths, count - 1)


def ragged_sums(outcome: np.ndarray, columns: np.ndarray, dummies: np.ndarray, clusters: np.ndarray) -> ClusterSums:
    """Sum a panel with holes by cluster.

    Parameters
    ----------
    outcome, columns, dummies : ndarray, shapes (N,), (N, k), (N, d)
        Unit means taken out of all; ``dummies`` are the time effects.
    clusters : ndarray of int, shape (N,)
    """
    stacked, lengths = _scaled(np.column_stack([columns, dummies, outcome]))
    products = np.hstack([sum_by(stacked * column[:, None], clusters) for column in stacked.T])
    return ClusterSums(products, np.empty((0, 0)), np.empty(0), lengths, columns.shape[1])


def _scaled(stacked: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    lengths = np.sqrt((stacked**2).sum(axis=tuple(range(stacked.ndim - 1))))
    lengths = np.where(lengths > 0, lengths, 1.0)
    return stacked / lengths, lengths


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
    width = max(sums.products.shape[1], sums.levels.shape[1], multiplicities.shape[1])
    step = max(1, _CELLS_AT_ONCE // width)
    for start in range(0, len(multiplicities), step):
        yield multiplicities[start : start + step]


def _solved(sums: ClusterSums, multiplicities: np.ndarray) -> np.ndarray:
    count = len(sums.lengths)
    crossed = (multiplicities @ sums.products).reshape(-1, count, count)
    if sums.levels.size:
        levels = (multiplicities @ sums.levels).reshape(len(multiplicities), -1, count)
        units = multiplicities @ sums.sizes
        crossed = crossed - np.einsum("btk,btl->bkl", levels, levels) / units[:, None, None]
    found = _solve_all(crossed[:, :-1, :-1], crossed[:, :-1, -1], sums.interest)
    slopes: np.ndarray = found[:, : sums.interest] * sums.lengths[-1] / sums.lengths[: sums.interest]
    return slopes


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
    """Whether the smallest eigenvalue is away from zero.

    By the means of the others it is at least determinant · ((k−1) / trace)^(k−1), and determinants are ten times as
    fast: only where that is small eigenvalues are needed.
    """
    others = left.shape[1] - 1
    least = np.linalg.slogdet(left)[1] + others * np.log(others / np.einsum("bii->b", left).clip(min=_SINGULAR))
    regular: np.ndarray = least > np.log(_SINGULAR)
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
