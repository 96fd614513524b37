"""Linear programmes one by one with scipy, to compare with (逐个求解的对照)."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.optimize import linprog

SUMS = {"variable": (1.0, 1.0), "nonincreasing": (0.0, 1.0), "nondecreasing": (1.0, np.inf), "constant": (0.0, np.inf)}
INPUTS, OUTPUTS = ["x1", "x2"], ["y1", "y2"]


def factor(x: np.ndarray, y: np.ndarray, point: tuple[np.ndarray, np.ndarray], returns: str, orientation: str) -> float:
    """The radial factor of one point against units (n, m) and (n, s); NaN where there is none."""
    own_x, own_y = point
    is_input = orientation == "input"
    left = np.vstack(
        [
            np.column_stack([-own_x if is_input else 0 * own_x, x.T]),
            np.column_stack([0 * own_y if is_input else own_y, -y.T]),
        ]
    )
    right = np.concatenate([0 * own_x if is_input else own_x, -own_y if is_input else 0 * own_y])
    low, high = SUMS[returns]
    total = np.concatenate([[0.0], np.ones(len(x))])
    left = np.vstack([left, -total, *([total] if np.isfinite(high) else [])])
    right = np.concatenate([right, [-low], [high] if np.isfinite(high) else []])
    cost = np.zeros(len(x) + 1)
    cost[0] = 1.0 if is_input else -1.0
    found = linprog(cost, A_ub=left, b_ub=right)
    return float(found.x[0]) if found.status == 0 else float("nan")


def slack_total(x: np.ndarray, y: np.ndarray, aim: tuple[np.ndarray, np.ndarray], returns: str) -> float:
    """The largest sum of slacks at a radial projection."""
    m, s, n = x.shape[1], y.shape[1], len(x)
    left = np.vstack([np.hstack([x.T, np.eye(m), np.zeros((m, s))]), np.hstack([y.T, np.zeros((s, m)), -np.eye(s)])])
    low, high = SUMS[returns]
    total = np.concatenate([np.ones(n), np.zeros(m + s)])
    bounds = np.vstack([-total, *([total] if np.isfinite(high) else [])])
    cost = np.concatenate([np.zeros(n), -np.ones(m + s)])
    # The factor comes from another solver: leave its rounding some room.
    room = 1e-9 * (1 + aim[0])
    found = linprog(
        cost,
        A_eq=left,
        b_eq=np.concatenate([aim[0] + room, aim[1]]),
        A_ub=bounds,
        b_ub=[-low, *([high] if np.isfinite(high) else [])],
    )
    return float(-found.fun)


def towns(seed: int, count: int = 24, *, coarse: bool = False) -> pd.DataFrame:
    """Units with two inputs and two outputs; ``coarse`` ones are small integers with ties, zeros and twins."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(1, 10, (count, 2))
    y = x @ rng.uniform(0.2, 1.0, (2, 2)) * rng.uniform(0.4, 1.0, (count, 2))
    if coarse:
        x, y = rng.integers(0, 4, (count, 2)) + 0.0, rng.integers(0, 4, (count, 2)) + 0.0
        x[:, 0] += ~x.any(axis=1)
        y[:, 1] += ~y.any(axis=1)
        x[1], y[1] = x[0], y[0]
    names = [f"镇{place}" for place in range(1, count + 1)]
    return pd.DataFrame(np.hstack([x, y]), columns=[*INPUTS, *OUTPUTS]).assign(u=names)
