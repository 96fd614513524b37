"""Made-up panels for the tests of the comparison methods."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd


def staggered(
    seed: int = 0,
    *,
    units: int = 40,
    periods: int = 6,
    groups: Sequence[int] = (3, 5),
    never: int | None = None,
    effect: float = 0.0,
    noise: float = 1.0,
    correlation: float = 0.5,
) -> pd.DataFrame:
    """Units that start in the given periods, in turn; ``never`` of them (half by default) do not.

    Columns: u unit, t period, g first treated (0 never), D policy switch, x and z covariates, y outcome.
    """
    rng = np.random.default_rng(seed)
    treated = units - (units // 2 if never is None else never)
    first = np.array([groups[unit % len(groups)] if unit < treated else 0 for unit in range(units)])
    errors = rng.normal(size=(units, periods))
    for period in range(1, periods):
        errors[:, period] = correlation * errors[:, period - 1] + (1 - correlation**2) ** 0.5 * errors[:, period]
    times = np.arange(1, periods + 1)
    policy = (first[:, None] > 0) & (times >= first[:, None])
    levels = rng.normal(size=units)
    covariates = rng.normal(size=(units, 2))
    outcome = levels[:, None] + 0.2 * times + noise * errors + effect * policy
    return pd.DataFrame(
        {
            "u": [f"u{unit:03d}" for unit in np.repeat(np.arange(units), periods)],
            "t": np.tile(times, units),
            "g": np.repeat(first, periods),
            "D": policy.astype(int).ravel(),
            "x": np.repeat(covariates[:, 0], periods)
            + 0.1 * np.tile(times, units) * np.repeat(covariates[:, 1], periods),
            "z": np.repeat(covariates[:, 1], periods),
            "y": outcome.ravel(),
        }
    )


def with_holes(frame: pd.DataFrame, share: float = 0.15, seed: int = 0) -> pd.DataFrame:
    """Leave out rows at random."""
    return frame.sample(frac=1 - share, random_state=seed).sort_index()


def dummies(values: pd.Series) -> np.ndarray:
    """All levels as columns."""
    return pd.get_dummies(values).to_numpy(float)
