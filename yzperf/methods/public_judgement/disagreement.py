"""Krippendorff's α from disagreements observed and expected (Krippendorff α 的数值部分): memory linear in the ratings.

With squared differences (interval; ordinal on mid-ranks) the sums over pairs follow from moments, with nominal data
from counts; only the ratio metric goes through pairs, block by block.

References
----------
Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of Pennsylvania.
Krippendorff, K. (2019). Content Analysis, 4th ed., ch. 12. Sage.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.intp]
LEVELS = ("nominal", "ordinal", "interval", "ratio")
_PAIRS_AT_ONCE = 1_000_000
_CELLS_AT_ONCE = 10_000_000


@dataclass(frozen=True, slots=True)
class Pairable:
    """Ratings of units with at least two: unit 0…U−1 and place of the value of each, and the values in order."""

    units: Places
    places: Places
    values: Floats


def pairable(ratings: Floats) -> Pairable:
    """Keep the ratings of units (rows) that have at least two, shape (n, m) with NaN where there is none."""
    seen = ~np.isnan(ratings)
    sizes = seen.sum(axis=1)
    kept = sizes > 1
    codes, found = pd.factorize(ratings[kept][seen[kept]])  # much faster than sorting all ratings
    order = np.argsort(found)
    places = np.empty(len(found), np.intp)
    places[order] = np.arange(len(found))
    return Pairable(np.repeat(np.arange(kept.sum()), sizes[kept]), places[codes], np.asarray(found)[order])


def alpha(data: Pairable, level: str) -> tuple[float, float, float]:
    """Krippendorff's α, and the mean disagreement observed and expected."""
    table = _value_table(data)
    once = np.ones((1, int(data.units[-1]) + 1))
    observed, expected = (float(one[0]) for one in _disagreements(data, table, level, once))
    total = len(data.units)
    return 1 - observed / expected, observed / total, expected / total


def drawn_alphas(data: Pairable, level: str, draws: int, seed: int) -> Floats:
    """α of bootstrap draws of whole units; NaN where a draw holds one value only."""
    rng = np.random.default_rng(seed)
    table, units = _value_table(data), int(data.units[-1]) + 1
    step = max(1, _CELLS_AT_ONCE // max(units, len(data.values)))
    parts = []
    for start in range(0, draws, step):
        times = _times(rng, min(step, draws - start), units)
        observed, expected = _disagreements(data, table, level, times)
        share = np.divide(observed, expected, out=np.full(len(times), np.nan), where=expected > 0)
        parts.append(1 - share)
    return np.concatenate(parts)


def _value_table(data: Pairable) -> Floats | None:
    """How often each value stands in each unit, shape (U, V); None where that would outgrow the ratings by far."""
    units, values = int(data.units[-1]) + 1, len(data.values)
    if units * values > _CELLS_AT_ONCE:
        return None
    flat = np.bincount(data.units * values + data.places, minlength=units * values)
    return np.asarray(flat.reshape(units, values), float)


def _times(rng: np.random.Generator, draws: int, units: int) -> Floats:
    """How often each unit is drawn, shape (draws, units)."""
    chosen = rng.integers(units, size=(draws, units)) + units * np.arange(draws)[:, None]
    times: Floats = np.bincount(chosen.ravel(), minlength=draws * units).reshape(draws, units).astype(float)
    return times


def _observed(data: Pairable, level: str, counts: Floats) -> Floats:
    """Sum of the disagreements of all ordered pairs in each unit, over its ratings less one, shape (U,)."""
    sizes = np.bincount(data.units)
    if level == "nominal":
        _, at, same = np.unique(data.units * len(data.values) + data.places, return_index=True, return_counts=True)
        alike = np.bincount(data.units[at], weights=same.astype(float) ** 2)
        pairs: Floats = sizes.astype(float) ** 2 - alike
    elif level == "ratio":
        pairs = _ratio_pairs(data, sizes)
    else:
        scale = _scale(data.values, level, counts)[data.places]
        starts = np.cumsum(sizes) - sizes
        means = np.add.reduceat(scale, starts) / sizes
        spread = np.add.reduceat((scale - np.repeat(means, sizes)) ** 2, starts)
        pairs = np.asarray(2 * sizes * spread, float)
    found: Floats = pairs / (sizes - 1)
    return found


def _expected(values: Floats, level: str, counts: Floats) -> float:
    """Sum of the disagreements of all ordered pairs of ratings."""
    total = counts.sum()
    if level == "nominal":
        return float(total**2 - counts @ counts)
    if level == "ratio":
        step = max(1, _PAIRS_AT_ONCE // len(values))
        blocks = (slice(start, start + step) for start in range(0, len(values), step))
        return float(sum(counts[block] @ _ratio(values[block, None], values) @ counts for block in blocks))
    scale = _scale(values, level, counts)
    return float(2 * total * (counts @ (scale - counts @ scale / total) ** 2))


def _scale(values: Floats, level: str, counts: Floats) -> Floats:
    """The numbers whose squared differences are the disagreements: the values, or their mid-ranks."""
    return values if level == "interval" else np.cumsum(counts) - counts / 2


def _ratio(first: Floats, second: Floats) -> Floats:
    together = first + second
    gap: Floats = np.divide(first - second, together, out=np.zeros_like(together), where=together != 0)
    return gap**2


def _ratio_pairs(data: Pairable, sizes: Places) -> Floats:
    """Pairs within units: units of one size together, so that no loop runs over single units."""
    found = np.zeros(len(sizes))
    starts = np.cumsum(sizes) - sizes
    for size in np.unique(sizes):
        same = np.flatnonzero(sizes == size)
        step = max(1, _PAIRS_AT_ONCE // int(size) ** 2)
        for start in range(0, len(same), step):
            chosen = same[start : start + step]
            rows = data.values[data.places[starts[chosen][:, None] + np.arange(size)]]
            found[chosen] = _ratio(rows[:, :, None], rows[:, None, :]).sum(axis=(1, 2))
    return found


def _disagreements(data: Pairable, table: Floats | None, level: str, times: Floats) -> tuple[Floats, Floats]:
    """Disagreement observed and expected when the units count ``times``, shape (draws,) each."""
    if table is None:
        pairs = [_long_disagreements(data, level, own) for own in times]
        return np.array([one for one, _ in pairs]), np.array([other for _, other in pairs])
    counts = times @ table
    total = counts.sum(axis=1)
    if level != "ordinal":
        expected = np.array([_expected(data.values, level, own) for own in counts])
        return times @ _observed(data, level, table.sum(axis=0)), expected / (total - 1)
    # The ranks depend on the draw; taken about their middle for the sake of precision.
    ranks = np.cumsum(counts, axis=1) - counts / 2 - total[:, None] / 2
    sizes = table.sum(axis=1)
    pairs_of_units = 2 * (sizes * (ranks**2 @ table.T) - (ranks @ table.T) ** 2) / (sizes - 1)
    return (times * pairs_of_units).sum(axis=1), 2 * total * (counts * ranks**2).sum(axis=1) / (total - 1)


def _long_disagreements(data: Pairable, level: str, times: Floats) -> tuple[float, float]:
    """The same for one draw without a table of values."""
    counts: Floats = np.asarray(np.bincount(data.places, times[data.units], len(data.values)), float)
    expected = _expected(data.values, level, counts) / (counts.sum() - 1)
    return float(times @ _observed(data, level, counts)), expected
