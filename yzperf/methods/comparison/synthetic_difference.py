"""Unit and time weights of a synthetic double difference and its errors (合成双重差分的数值部分): arrays in, arrays out.

References
----------
Arkhangelsky, D., Athey, S., Hirshberg, D. A., Imbens, G. W. and Wager, S. (2021). Synthetic difference-in-differences.
American Economic Review 111(12), 4088-4118.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, islice
from math import comb

import numpy as np

from yzperf.methods.comparison.simplex import nearest_mix

_TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Penalties:
    """Standard deviations ζ with which unit and time weights are drawn towards equal ones."""

    units: float
    times: float


@dataclass(frozen=True, slots=True)
class Weighted:
    """The estimate, with the weights of the untreated units (N₀,) and of the periods before (T₀,)."""

    estimate: float
    units: np.ndarray
    times: np.ndarray


@dataclass(frozen=True, slots=True)
class Blocks:
    """Outcomes of the untreated (N₀, T) and treated (N₁, T) units; the first ``before`` periods have no policy."""

    untreated: np.ndarray
    treated: np.ndarray
    before: int

    def chosen(self, rows: np.ndarray) -> Blocks:
        """The blocks of these units, counted from the untreated ones on."""
        split = len(self.untreated)
        return Blocks(self.untreated[rows[rows < split]], self.treated[rows[rows >= split] - split], self.before)


def penalties(blocks: Blocks) -> Penalties:
    """The paper's: ζ for units (N₁T₁)^¼ times the spread of the changes, for periods nearly nothing."""
    noise = changes_spread(blocks)
    cells = len(blocks.treated) * (blocks.treated.shape[1] - blocks.before)
    return Penalties(cells**0.25 * noise, _TINY * noise)


def changes_spread(blocks: Blocks) -> float:
    """Standard deviation of the changes from period to period of the untreated units before the policy."""
    return float(np.diff(blocks.untreated[:, : blocks.before], axis=1).std(ddof=1))


def unit_weights(blocks: Blocks, penalty: float, *, intercept: bool = True) -> np.ndarray:
    """Weights of the untreated units that follow the treated ones before the policy, up to a constant."""
    misses = (blocks.untreated - blocks.treated.mean(axis=0))[:, : blocks.before].T
    return nearest_mix(misses - misses.mean(axis=0) if intercept else misses, penalty**2 * len(misses))


def time_weights(blocks: Blocks, penalty: float) -> np.ndarray:
    """Weights of the periods before that stand for those after in the untreated units, up to a constant."""
    after = blocks.untreated[:, blocks.before :].mean(axis=1, keepdims=True)
    misses = blocks.untreated[:, : blocks.before] - after
    return nearest_mix(misses - misses.mean(axis=0), penalty**2 * len(misses))


def weighted_difference(blocks: Blocks, units: np.ndarray, times: np.ndarray) -> float:
    """Change of the treated units less that of the weighted others, against the weighted periods before."""
    gaps = blocks.treated.mean(axis=0) - units @ blocks.untreated
    return float(gaps[blocks.before :].mean() - times @ gaps[: blocks.before])


def synthetic_difference(blocks: Blocks, strength: Penalties) -> Weighted:
    """Estimate with both kinds of weights."""
    units, times = unit_weights(blocks, strength.units), time_weights(blocks, strength.times)
    return Weighted(weighted_difference(blocks, units, times), units, times)


def placebo_estimates(blocks: Blocks, strength: Penalties, draws: int, seed: int) -> tuple[np.ndarray, bool]:
    """Estimates with as many untreated units in the place of the treated ones, and whether all choices were made."""
    count, treated = len(blocks.untreated), len(blocks.treated)
    if comb(count, treated) <= draws:
        choices = [np.array(chosen) for chosen in islice(combinations(range(count), treated), draws)]
    else:
        rng = np.random.default_rng(seed)
        choices = [rng.choice(count, treated, replace=False) for _ in range(draws)]
    found = []
    for chosen in choices:
        rest = np.delete(blocks.untreated, chosen, axis=0)
        found.append(synthetic_difference(Blocks(rest, blocks.untreated[chosen], blocks.before), strength).estimate)
    return np.array(found), comb(count, treated) <= draws


def bootstrap_estimates(blocks: Blocks, strength: Penalties, draws: int, seed: int) -> np.ndarray:
    """Estimates of units drawn with replacement; draws without both kinds of units are drawn again."""
    count, rng = len(blocks.untreated) + len(blocks.treated), np.random.default_rng(seed)
    found: list[float] = []
    while len(found) < draws:
        rows = rng.integers(count, size=count)
        if 0 < (rows < len(blocks.untreated)).sum() < count:
            found.append(synthetic_difference(blocks.chosen(rows), strength).estimate)
    return np.array(found)


def jackknife_error(blocks: Blocks, fit: Weighted) -> float:
    """Standard error from leaving out one unit after the other with the weights kept."""
    split, count = len(blocks.untreated), len(blocks.untreated) + len(blocks.treated)
    found = []
    for place in range(count):
        units = np.delete(fit.units, place) if place < split else fit.units
        kept = blocks.chosen(np.delete(np.arange(count), place))
        found.append(weighted_difference(kept, units / units.sum(), fit.times))
    return float(((count - 1) / count) ** 0.5 * np.std(found) * count**0.5)
