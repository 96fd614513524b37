"""The production possibilities that observed units span, and how far a unit is from their edge (生产可能集与径向距离).

A point (inputs, outputs) is possible if a combination of observed units uses no more and yields no less. What the
weights of the combination may add up to is the assumption on returns to scale.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from yzperf.methods.benchmarking.simplex import Floats, Integers, Optima, Programmes, solve

CONSTANT, VARIABLE, NONINCREASING, NONDECREASING = "constant", "variable", "nonincreasing", "nondecreasing"
# What stands beside the sum of weights so that it is 1: nothing, or a variable with this coefficient.
_SUM_OF_WEIGHTS: Mapping[str, float] = MappingProxyType({VARIABLE: 0.0, NONINCREASING: 1.0, NONDECREASING: -1.0})
RETURNS = (CONSTANT, *_SUM_OF_WEIGHTS)
INPUT, OUTPUT = "input", "output"
ORIENTATIONS = (INPUT, OUTPUT)
WEIGHT_SEEN = 1e-7


@dataclass(frozen=True, slots=True)
class Points:
    """Units as points: ``inputs`` (n, m) and ``outputs`` (n, s), not negative."""

    inputs: Floats
    outputs: Floats

    def __len__(self) -> int:
        return len(self.inputs)

    @property
    def both(self) -> Floats:
        """Inputs and outputs side by side, shape (n, m + s)."""
        return np.hstack([self.inputs, self.outputs])

    def of(self, rows: Integers) -> Points:
        """Some of the units."""
        return Points(self.inputs[rows], self.outputs[rows])


@dataclass(frozen=True, slots=True)
class Distances:
    """How far points are from the edge; NaN where no combination of the reference units can be reached.

    ``factor`` (p,): multiply all inputs by it (input orientation) or all outputs; ``input_slacks`` (p, m) and
    ``output_slacks`` (p, s) in their own units: what remains after that; ``peers``: for each point the reference
    units of the combination with their weights.
    """

    factor: Floats
    input_slacks: Floats
    output_slacks: Floats
    peers: tuple[tuple[tuple[int, float], ...], ...]


def radial_distances(
    points: Points,
    reference: Points,
    *,
    returns: str,
    orientation: str,
    leave_out: Integers | None = None,
    slack_weights: Floats | None = None,
) -> Distances:
    """Move points to the edge along their own mix, then take up the slacks that remain (two stages).

    Parameters
    ----------
    points, reference : Points
    returns : {"constant", "variable", "nonincreasing", "nondecreasing"}
    orientation : {"input", "output"}
    leave_out : ndarray of int, shape (p,), optional
        The reference unit that each point may not use.
    slack_weights : ndarray, shape (m + s,), optional
        Prices of slacks in the second stage; all 1 by default, that is, slacks are added up in their own units.
    """
    frame = Frame.of(points, reference, returns)
    programmes = frame.radial(orientation, _barred(points, leave_out), slack_weights)
    optima = solve(programmes)
    slacks = frame.slacks(optima, first=1)
    split = points.inputs.shape[1]
    return Distances(optima.own[:, 0], slacks[:, :split], slacks[:, split:], frame.peers(optima))


def radial_factors(
    points: Points, reference: Points, *, returns: str, orientation: str, leave_out: Integers | None = None
) -> Floats:
    """Only the factors of `radial_distances`: one goal, no second stage."""
    factors: Floats = _first_goal([(points, reference)], returns, orientation, _barred(points, leave_out))[0]
    return factors


def factors_against_each(points: Points, references: Sequence[Points], *, returns: str, orientation: str) -> Floats:
    """`radial_factors` of the same points against several reference sets of one size, shape (references, p)."""
    pairs = [(points, reference) for reference in references]
    return _first_goal(pairs, returns, orientation, _barred(points, None))


def _first_goal(pairs: Sequence[tuple[Points, Points]], returns: str, orientation: str, barred: Integers) -> Floats:
    parts = [Frame.of(*pair, returns).radial(orientation, barred, None) for pair in pairs]
    together = Programmes(
        np.concatenate([part.shared for part in parts]),
        np.concatenate([part.own for part in parts]),
        np.concatenate([part.goals[:1] for part in parts], axis=1),
        np.concatenate([part.right for part in parts]),
        np.concatenate([part.barred for part in parts]),
        np.repeat(np.arange(len(parts)), len(barred)),
    )
    factors: Floats = solve(together).own[:, 0].reshape(len(parts), -1)
    return factors


def _barred(points: Points, leave_out: Integers | None) -> Integers:
    return np.full(len(points), -1) if leave_out is None else np.asarray(leave_out, np.int64)


@dataclass(frozen=True, slots=True)
class Frame:
    """Rows of the programmes, scaled so that all numbers are near 1.

    Every row is divided by the mean of the reference, every unit by its size: factors stay what they are, weights and
    slacks are scaled back.
    """

    points: Points
    returns: str
    rows: Floats
    sizes: Floats
    reference_sizes: Floats
    shared: Floats
    values: Floats

    @classmethod
    def of(cls, points: Points, reference: Points, returns: str) -> Frame:
        both = reference.both
        rows = both.mean(axis=0)
        rows[rows == 0] = 1.0
        sizes, reference_sizes = ((part.both / rows).mean(axis=1) for part in (points, reference))
        shared = both / rows / reference_sizes[:, None]
        if returns != CONSTANT:
            shared = np.column_stack([shared, 1 / reference_sizes])
        return cls(points, returns, rows, sizes, reference_sizes, shared.T, points.both / rows / sizes[:, None])

    def radial(self, orientation: str, barred: Integers, slack_weights: Floats | None) -> Programmes:
        """Own columns: the factor, a slack for each input and output, what is beside the sum of weights."""
        count, split = len(self.points), self.points.inputs.shape[1]
        moved = np.arange(self.values.shape[1]) < split if orientation == INPUT else slice(split, None)
        factor = np.zeros_like(self.values)
        factor[:, moved] = -self.values[:, moved]
        own = np.concatenate([factor[:, :, None], self.slack_columns(count)], axis=2)
        right = np.where(factor < 0, 0.0, self.values)
        own, right = self.closed(own, right)
        goals = np.zeros((2, count, own.shape[2]))
        goals[0, :, 0] = 1.0 if orientation == INPUT else -1.0
        goals[1, :, 1 : 1 + len(self.rows)] = -self.slack_prices(slack_weights)
        return Programmes(self.shared[None], own, goals, right, barred, np.zeros(count, np.int64))

    def slack_columns(self, count: int) -> Floats:
        """Inputs may be less than what is there (plus), outputs more than what is asked (minus)."""
        split = self.points.inputs.shape[1]
        signs = np.where(np.arange(len(self.rows)) < split, 1.0, -1.0)
        return np.tile(np.diag(signs), (count, 1, 1))

    def slack_prices(self, weights: Floats | None) -> Floats:
        """Prices of the scaled slacks, the largest 1 for each point."""
        prices = np.outer(self.sizes, self.rows * (1.0 if weights is None else weights))
        scaled: Floats = prices / prices.max(axis=1, keepdims=True)
        return scaled

    def closed(self, own: Floats, right: Floats) -> tuple[Floats, Floats]:
        """Add the row of the sum of weights, and the column beside it."""
        if self.returns == CONSTANT:
            return own, right
        count = len(own)
        own = np.concatenate([own, np.zeros((count, 1, own.shape[2]))], axis=1)
        right = np.column_stack([right, 1 / self.sizes])
        beside = _SUM_OF_WEIGHTS[self.returns]
        if not beside:
            return own, right
        column = np.zeros((count, own.shape[1], 1))
        column[:, -1] = beside
        return np.concatenate([own, column], axis=2), right

    def slacks(self, optima: Optima, *, first: int) -> Floats:
        """Slacks in their own units; ``first`` is where they begin among the own columns."""
        scaled = optima.own[:, first : first + len(self.rows)]
        slacks: Floats = np.maximum(scaled, 0.0) * self.rows * self.sizes[:, None]
        slacks[slacks < WEIGHT_SEEN * self.rows * self.sizes[:, None]] = 0.0
        return slacks

    def peers(self, optima: Optima) -> tuple[tuple[tuple[int, float], ...], ...]:
        """Reference units with weights that are not rounding."""
        width = len(self.reference_sizes)
        return tuple(
            tuple(
                (unit, level * size / self.reference_sizes[unit])
                for unit, level in optima.shares(row, width)
                if level * size / self.reference_sizes[unit] > WEIGHT_SEEN
            )
            for row, size in enumerate(self.sizes)
        )
