"""Many small linear programmes at once (成批线性规划): revised simplex, one basis inverse for each programme.

Programmes share most of their columns (the units of the reference set) and have as many rows as there are inputs and
outputs, so that a step of thousands of programmes is a few array operations. Columns are priced among candidates first;
only where none of them helps are all columns looked at, and the best becomes a candidate: the candidates grow to about
the frontier. Several reference sets, as a bootstrap has them, are solved side by side.

Goals are ranked: a later goal counts only among the optima of the earlier ones. The first goal is always that the
artificial variables vanish; two-stage slacks are a further goal instead of a second programme or a small number.

References
----------
Dantzig, G. B., Orden, A. and Wolfe, P. (1955). The generalized simplex method for minimizing a linear form under
linear inequality restraints. Pacific Journal of Mathematics 5(2), 183-195 (lexicographic rule against cycling).
Dulá, J. H. (2011). An algorithm for data envelopment analysis. INFORMS Journal on Computing 23(2), 284-296.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_PRICE = 1e-10  # a column must promise more than this
_PIVOT = 1e-9
_TIE = 1e-12
_INFEASIBLE = 1e-8
_REFACTOR = 12  # steps between fresh inverses
_MOST_STEPS = 20_000
_CELLS_AT_ONCE, _LEAST_BLOCK = 600_000, 16  # reduced costs that stay in the cache of a processor


@dataclass(frozen=True, slots=True)
class Programmes:
    """Minimise ranked goals subject to ``shared[group[p]] @ x + own[p] @ z = right[p]``, ``x, z >= 0``, for every ``p``.

    ``shared`` (groups, rows, n); ``own`` (p, rows, k) with the columns of each programme, ``goals`` (goals, p, k) their costs
    in each goal (shared columns cost nothing); ``right`` (p, rows), not negative; ``barred`` (p,) is the shared column
    that a programme may not use, -1 for none; ``group`` (p,) is its reference set, in
    rising order.
    """

    shared: Floats
    own: Floats
    goals: Floats
    right: Floats
    barred: Integers
    group: Integers


@dataclass(frozen=True, slots=True)
class Optima:
    """What the programmes came to; rows of infeasible ones are NaN.

    ``basis`` (p, rows) numbers the basic columns: below ``n`` shared, then own, then artificial; ``level`` (p, rows)
    are their values; ``own`` (p, k) values of the own columns; ``prices`` (p, rows) of the first goal.
    """

    feasible: NDArray[np.bool_]
    basis: Integers
    level: Floats
    own: Floats
    prices: Floats

    def shares(self, row: int, shared: int) -> list[tuple[int, float]]:
        """The shared columns that programme ``row`` uses, with their values."""
        pairs = zip(self.basis[row].tolist(), self.level[row].tolist(), strict=True)
        return sorted((column, value) for column, value in pairs if column < shared)


def solve(programmes: Programmes) -> Optima:
    """Solve all programmes, in blocks that keep memory linear in the data.

    Raises
    ------
    ArithmeticError
        If a programme is unbounded, or a tie does not resolve.
    """
    count, width = len(programmes.right), programmes.shared.shape[2]
    step = max(_LEAST_BLOCK, _CELLS_AT_ONCE // max(1, width))
    parts, candidates = [], np.arange(0 if len(programmes.shared) == 1 else width)
    for start in range(0, count, step):
        tableau = _Tableau(programmes, slice(start, start + step), candidates)
        parts.append(tableau.run())
        candidates = tableau.candidates
    return Optima(*(np.concatenate([getattr(part, name) for part in parts]) for name in Optima.__slots__))


class _Tableau:
    """The bases of one block of programmes and the candidates found so far."""

    def __init__(self, programmes: Programmes, block: slice, candidates: Integers) -> None:
        self.shared, self.own = programmes.shared, programmes.own[block]
        self.right, self.barred, self.group = (
            part[block] for part in (programmes.right, programmes.barred, programmes.group)
        )
        count, rows = self.right.shape
        self.width, self.extra = self.shared.shape[2], self.own.shape[2]
        self.goals = np.concatenate([np.zeros((1, count, self.extra)), programmes.goals[:, block]])
        self.basis = np.tile(self.width + self.extra + np.arange(rows), (count, 1))
        self.inverse: Floats = np.tile(np.eye(rows), (count, 1, 1))
        self.level: Floats = np.array(self.right, float)
        # Artificial variables cost in the first goal only.
        self.costs = np.zeros((len(self.goals), count, rows))
        self.costs[0] = 1.0
        self.candidates = candidates

    def run(self) -> Optima:
        active = np.arange(len(self.right))
        for step in range(_MOST_STEPS):
            if not len(active):
                return self._optima()
            if step % _REFACTOR == _REFACTOR - 1:
                self._refactor(active)
            entering = self._entering(active)
            active, entering = active[entering >= 0], entering[entering >= 0]
            self._pivot(active, entering)
        raise ArithmeticError(f"{len(active)} programmes did not end after {_MOST_STEPS} steps")

    def _entering(self, active: Integers) -> Integers:
        """A column that helps each active programme, -1 where none does."""
        prices = np.matmul(self.costs[:, active, None, :], self.inverse[active])[:, :, 0]
        best = self._shared_column(prices, active, self.candidates)
        left = np.flatnonzero(best < 0)
        best[left] = self._own_column(prices[:, left], active[left])
        left = left[best[left] < 0]
        best[left] = self._shared_column(prices[:, left], active[left], np.arange(self.width))
        self.candidates = np.union1d(self.candidates, best[left][best[left] >= 0])
        return best

    def _own_column(self, prices: Floats, active: Integers) -> Integers:
        reduced = self.goals[:, active] - np.matmul(prices[:, :, None, :], self.own[active])[:, :, 0]
        best, closed = np.full(len(active), -1), np.zeros(reduced.shape[1:], bool)
        for goal in reduced:
            column, gain = _steepest(np.where(closed, np.inf, goal))
            best = np.where((best < 0) & gain, column + self.width, best)
            closed |= goal > _PRICE
        return best

    def _shared_column(self, prices: Floats, active: Integers, columns: Integers) -> Integers:
        """Shared columns cost nothing themselves; a goal with no price on any row is indifferent to all of them."""
        best = np.full(len(active), -1)
        closed = columns == self.barred[active, None]
        for price in prices:
            rows = np.flatnonzero((best < 0) & price.any(axis=1))
            if not len(rows) or not len(columns):
                continue
            reduced = self._reduced(price[rows], active[rows], columns)
            reduced[closed[rows]] = np.inf
            column, gain = _steepest(reduced)
            best[rows[gain]] = columns[column[gain]]
            closed[rows] |= reduced > _PRICE
        return best

    def _reduced(self, price: Floats, active: Integers, columns: Integers) -> Floats:
        """Reduced costs; programmes come in the order of their reference sets."""
        whole = len(columns) == self.width
        starts = np.searchsorted(self.group[active], np.arange(len(self.shared) + 1))
        reduced = np.empty((len(price), len(columns)))
        for shared, start, end in zip(self.shared, starts[:-1], starts[1:], strict=True):
            if start < end:
                np.matmul(-price[start:end], shared if whole else shared[:, columns], out=reduced[start:end])
        return reduced

    def _pivot(self, active: Integers, entering: Integers) -> None:
        is_own = entering >= self.width
        column = np.where(
            is_own[:, None],
            self.own[active, :, np.where(is_own, entering - self.width, 0)],
            self.shared[self.group[active], :, np.where(is_own, 0, entering)],
        )
        inverse, level = self.inverse[active], self.level[active]
        change = np.einsum("prs,ps->pr", inverse, column)
        leaving = _leaving(change, level, inverse)
        which = np.arange(len(active))
        pivot = change[which, leaving]
        change[which, leaving] -= 1.0
        factor = change / pivot[:, None]
        self.level[active] = level - factor * level[which, leaving][:, None]
        self.inverse[active] = inverse - factor[:, :, None] * inverse[which, leaving][:, None, :]
        self.basis[active, leaving] = entering
        own_cost = self.goals[:, active, np.where(is_own, entering - self.width, 0)]
        self.costs[:, active, leaving] = np.where(is_own, own_cost, 0.0)

    def _refactor(self, active: Integers) -> None:
        """Compute the inverses anew, so that rounding does not add up."""
        basis, rows = self.basis[active], self.right.shape[1]
        kinds = [basis < self.width, (basis >= self.width) & (basis < self.width + self.extra)]
        shared = self.shared[self.group[active][:, None], :, np.where(kinds[0], basis, 0)]
        own_place = np.where(kinds[1], basis - self.width, 0)
        own = np.take_along_axis(self.own[active].transpose(0, 2, 1), own_place[:, :, None], axis=1)
        artificial = np.eye(rows)[np.where(kinds[0] | kinds[1], 0, basis - self.width - self.extra)]
        columns = np.select([kind[:, :, None] for kind in kinds], [shared, own], artificial)
        self.inverse[active] = np.linalg.inv(columns.transpose(0, 2, 1))
        self.level[active] = np.einsum("prs,ps->pr", self.inverse[active], self.right[active])

    def _optima(self) -> Optima:
        self._refactor(np.arange(len(self.right)))
        is_artificial = self.basis >= self.width + self.extra
        feasible = np.where(is_artificial, self.level, 0.0).sum(axis=1) < _INFEASIBLE
        own = np.zeros((len(self.right), self.extra))
        programme, row = np.nonzero((self.basis >= self.width) & ~is_artificial)
        own[programme, self.basis[programme, row] - self.width] = self.level[programme, row]
        prices = np.einsum("pr,prs->ps", self.costs[1], self.inverse)
        level = self.level.copy()
        for figures in (own, prices, level):
            figures[~feasible] = np.nan
        return Optima(feasible, self.basis, level, own, prices)


def _steepest(reduced: Floats) -> tuple[Integers, NDArray[np.bool_]]:
    """The column with the lowest reduced cost in every row, and whether it promises anything."""
    column = reduced.argmin(axis=1)
    return column, reduced[np.arange(len(reduced)), column] < -_PRICE


def _leaving(change: Floats, level: Floats, inverse: Floats) -> Integers:
    """The basic variable that falls to zero first; ties go to the lexicographically smallest row."""
    can = change > _PIVOT
    if not can.any(axis=1).all():
        raise ArithmeticError("a programme is unbounded")
    safe = np.where(can, change, 1.0)
    tied = can
    for key in (np.maximum(level, 0.0), *np.moveaxis(inverse, 2, 0)):
        ratio = np.where(tied, key / safe, np.inf)
        least = ratio.min(axis=1, keepdims=True)
        tied = tied & (ratio <= least + _TIE * (1.0 + np.abs(least)))
        if (tied.sum(axis=1) == 1).all():
            break
    first: Integers = tied.argmax(axis=1)
    return first
