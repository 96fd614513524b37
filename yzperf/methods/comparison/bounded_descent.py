"""Downhill inside a box (有界拟牛顿法): for losses of few variables that cost little and are evaluated often.

The routine of scipy for this spends most of its time in threaded linear algebra on matrices of ten by ten.

References
----------
Bertsekas, D. P. (1982). Projected Newton methods for optimization problems with simple constraints. SIAM Journal on
Control and Optimization 20(2), 221-246.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

_STEPS, _SHORTENINGS = 100, 8
_ENOUGH_FALL, _SHORTER = 1e-4, 0.3
_LONGEST = 2.0

Loss = Callable[[np.ndarray], tuple[float, np.ndarray]]


def descend(loss: Loss, start: np.ndarray, low: float, high: float, *, done: float) -> tuple[float, np.ndarray]:
    """Follow the loss down from ``start`` with every variable between ``low`` and ``high``.

    Parameters
    ----------
    loss : callable
        Value and gradient at a point of shape (k,).
    start : ndarray, shape (k,)
    low, high : float
    done : float
        Relative fall of the loss in one step at which to stop.

    Returns
    -------
    tuple of float and ndarray
        The smallest loss seen and where.
    """
    point = start.clip(low, high)
    (value, slope), inverse = loss(point), None
    for _ in range(_STEPS):
        free = ~(((point <= low) & (slope > 0)) | ((point >= high) & (slope < 0)))
        if not slope[free].any():
            break
        way = _direction(inverse, slope, free)
        found = _shorten(loss, point, way, (value, slope), (low, high))
        if found is None and inverse is None:
            break
        if found is None:  # a kink: forget the curvature and go straight down once more
            inverse = None
            continue
        (new_value, new_slope), moved = found
        inverse = _updated(inverse, moved - point, new_slope - slope)
        fallen = value - new_value
        point, value, slope = moved, new_value, new_slope
        if fallen <= done * abs(value):
            break
    return value, point


def _direction(inverse: np.ndarray | None, slope: np.ndarray, free: np.ndarray) -> np.ndarray:
    """The quasi-Newton step of the free variables, or the steepest one if that does not lead down."""
    way = np.where(free, -slope, 0.0)
    if inverse is not None:
        way[free] = inverse[np.ix_(free, free)] @ way[free]
    if way @ slope >= 0:
        way = np.where(free, -slope, 0.0)
    capped: np.ndarray = way * min(1.0, _LONGEST / float(np.abs(way).max()))
    return capped


def _shorten(
    loss: Loss, point: np.ndarray, way: np.ndarray, here: tuple[float, np.ndarray], box: tuple[float, float]
) -> tuple[tuple[float, np.ndarray], np.ndarray] | None:
    """Shorten the step until the loss falls enough; None if it never does."""
    length = 1.0
    for _ in range(_SHORTENINGS):
        moved = (point + length * way).clip(*box)
        there = loss(moved)
        if there[0] <= here[0] + _ENOUGH_FALL * float(here[1] @ (moved - point)) and there[0] < here[0]:
            return there, moved
        length *= _SHORTER
    return None


def _updated(inverse: np.ndarray | None, step: np.ndarray, bend: np.ndarray) -> np.ndarray | None:
    """The inverse curvature after one more step (BFGS); left as it is where the loss bends the wrong way."""
    along = float(step @ bend)
    if along <= 1e-12 * float(np.linalg.norm(step) * np.linalg.norm(bend)):
        return inverse
    if inverse is None:
        inverse = np.eye(len(step)) * along / float(bend @ bend)
    rest = np.eye(len(step)) - np.outer(step, bend) / along
    updated: np.ndarray = rest @ inverse @ rest.T + np.outer(step, step) / along
    return updated
