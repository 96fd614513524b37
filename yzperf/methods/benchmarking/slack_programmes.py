"""Programmes of the slacks-based measure and of least cost (松弛与成本的线性规划).

The ratio of Tone (2001) becomes linear when all figures are multiplied by one more variable (Charnes and Cooper, 1962).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from yzperf.methods.benchmarking.simplex import Floats, Programmes, solve
from yzperf.methods.benchmarking.technology import CONSTANT, INPUT, OUTPUT, Distances, Frame, Points

BOTH = "both"
# Whether slacks of inputs are in the goal, and slacks of outputs in the goal or in the denominator.
KINDS: Mapping[str, tuple[float, float, float]] = MappingProxyType(
    {BOTH: (1.0, 0.0, 1.0), INPUT: (1.0, 0.0, 0.0), OUTPUT: (0.0, 1.0, 0.0)}
)


def slack_distances(points: Points, *, returns: str, kind: str) -> Distances:
    """Slacks that lower the measure most, with the measure as ``factor`` (between 0 and 1).

    Parameters
    ----------
    points : Points
        All above 0; they are also the reference.
    returns : str
    kind : {"both", "input", "output"}
    """
    frame = Frame.of(points, points, returns)
    count, split = len(points), points.inputs.shape[1]
    width, sides = len(frame.rows), np.arange(len(frame.rows)) < split
    in_goal, out_goal, below = KINDS[kind]
    shares = 1 / frame.values / np.where(sides, split, width - split)
    own = np.concatenate([-frame.values[:, :, None], frame.slack_columns(count)], axis=2)
    own, right = frame.closed(own, np.zeros((count, width)))
    if returns != CONSTANT:  # the weights add up to the common multiplier, not to 1
        own[:, width, 0], right[:, width] = -right[:, width], 0.0
    last = np.zeros((count, 1, own.shape[2]))
    last[:, 0, 0] = 1.0
    last[:, 0, 1 : 1 + width] = below * np.where(sides, 0.0, shares)
    goals = np.zeros((1, count, own.shape[2]))
    goals[0, :, 0] = 1.0
    goals[0, :, 1 : 1 + width] = -np.where(sides, in_goal, out_goal) * shares
    optima = solve(
        Programmes(
            np.vstack([frame.shared, np.zeros(len(points))])[None],
            np.concatenate([own, last], axis=1),
            goals,
            np.column_stack([right, np.ones(count)]),
            np.full(count, -1),
            np.zeros(count, np.int64),
        )
    )
    reached = np.einsum("pk,pk->p", goals[0], optima.own)
    multiplier = optima.own[:, 0]
    slacks = frame.slacks(optima, first=1) / multiplier[:, None]
    peers = tuple(
        tuple((peer, weight / multiplier[row]) for peer, weight in pairs)
        for row, pairs in enumerate(frame.peers(optima))
    )
    measure = 1 / (2 - reached) if kind == OUTPUT else reached
    return Distances(measure, slacks[:, :split], slacks[:, split:], peers)


def least_cost_inputs(points: Points, prices: Floats, *, returns: str) -> tuple[Floats, Distances]:
    """Inputs that yield the outputs of each point at least cost, at its own prices.

    Parameters
    ----------
    points : Points
    prices : ndarray, shape (n, m)
        Above 0.
    returns : str

    Returns
    -------
    cheapest : ndarray, shape (n, m)
    found : Distances
        ``factor`` is least cost over present cost.
    """
    frame = Frame.of(points, points, returns)
    count, split = points.inputs.shape
    width = len(frame.rows)
    bought = np.zeros((count, width, split))
    bought[:, np.arange(split), np.arange(split)] = -1.0
    own = np.concatenate([bought, frame.slack_columns(count)[:, :, split:]], axis=2)
    own, right = frame.closed(own, np.where(np.arange(width) < split, 0.0, frame.values))
    present = (prices * points.inputs).sum(axis=1, keepdims=True)
    goals = np.zeros((1, count, own.shape[2]))
    scale = frame.rows[:split] * frame.sizes[:, None]
    goals[0, :, :split] = prices * scale / present
    optima = solve(Programmes(frame.shared[None], own, goals, right, np.full(count, -1), np.zeros(count, np.int64)))
    cheapest = np.maximum(optima.own[:, :split], 0.0) * scale
    shortfall = np.maximum(optima.own[:, split:width], 0.0) * frame.rows[split:] * frame.sizes[:, None]
    cost = (prices * cheapest).sum(axis=1) / present[:, 0]
    return cheapest, Distances(cost, np.zeros_like(cheapest), shortfall, frame.peers(optima))
