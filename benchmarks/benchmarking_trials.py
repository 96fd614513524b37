"""Benchmarking methods by simulation at small n: how often intervals hold the truth and tests reject it."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
import pandas as pd

from yzperf.methods import (
    bootstrap_efficiency,
    comparable_units,
    malmquist_index,
    stochastic_frontier_analysis,
)
from yzperf.methods.benchmarking.quantile_benchmark import quantile_interval

TRIALS, DRAWS = 300, 400


def run(trials: int = TRIALS) -> Iterator[str]:
    """Coverage of 95 % intervals and size of the 5 % test of no inefficiency."""
    for count in (60, 120):
        yield from _frontier(trials, count)
    for returns, power in (("constant", 1.0), ("variable", 0.5)):
        for count in (25, 60):
            held = np.mean([_bootstrap(seed, count, returns, power) for seed in range(trials // 6)])
            yield f"bootstrap_efficiency, {count} units, {returns} returns: intervals hold {held:.1%} of the efficiencies"
    held = np.mean([_malmquist(seed) for seed in range(trials // 6)], axis=0)
    yield f"malmquist_index, 30 units, 2 inputs: intervals hold {held[0]:.1%} of the indices, {held[1]:.1%} of the means"
    for count in (12, 20, 40):
        yield from _quantiles(10 * trials, count)
    yield from _peers(10 * trials)


def _quantiles(trials: int, count: int) -> Iterator[str]:
    rng, truth = np.random.default_rng(count), np.log(4.0)
    ends = [quantile_interval(rng.exponential(size=count), 0.75) for _ in range(trials)]
    held = np.mean([low <= truth <= high for low, high in ends])
    yield f"quantile_benchmark, {count} units: intervals hold {held:.1%} of the upper quartiles of an exponential"


def _peers(trials: int) -> Iterator[str]:
    inside = []
    for seed in range(trials):
        rng = np.random.default_rng(seed)
        frame = pd.DataFrame({"u": range(30), "x": rng.uniform(size=30), "y": rng.normal(size=30)})
        found = comparable_units(frame, unit="u", focus="0", outcome="y", traits="x", caliper=1.0)
        inside.append(found.expected[0] <= found.own <= found.expected[1])
    yield f"comparable_units, 30 units: {np.mean(inside):.1%} of ordinary units are within the ordinary range"


def _firms(seed: int, count: int, loss: float) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    a, b = rng.uniform(1, 9, (2, count))
    gap = loss * np.abs(rng.normal(size=count))
    y = np.exp(1.0 + 0.5 * np.log(a) + 0.3 * np.log(b) + 0.15 * rng.normal(size=count) - gap)
    return pd.DataFrame({"a": a, "b": b, "y": y, "true": np.exp(-gap)})


def _frontier(trials: int, count: int) -> Iterator[str]:
    roles = {"outcome": "y", "inputs": ["a", "b"]}
    nothing = [stochastic_frontier_analysis(_firms(seed, count, 0.0), **roles) for seed in range(5_000, 5_000 + trials)]
    rejected = np.mean([one.p_no_inefficiency < 0.05 for one in nothing])
    trusted = np.mean([one.p_no_inefficiency < 0.05 and not one.all_inefficiency for one in nothing])
    slopes, units = [], []
    for seed in range(trials):
        frame = _firms(seed, count, 0.5)
        found = stochastic_frontier_analysis(frame, **roles)
        if found.all_inefficiency:  # told as unreliable: no standard errors
            continue
        low, high = found.coefficients[1].interval
        slopes.append(low <= 0.5 <= high)
        units.append(
            np.mean([one.low <= true <= one.high for one, true in zip(found.units, frame["true"], strict=True)])
        )
    yield (
        f"stochastic frontier, {count} rows: the test of no inefficiency rejects {rejected:.1%} without any "
        f"({trusted:.1%} where it is told as reliable); "
        f"{1 - len(slopes) / trials:.1%} end at gamma 1; in the others intervals hold {np.mean(slopes):.1%} of the elasticities and {np.mean(units):.1%} of the efficiencies"
    )


def _bootstrap(seed: int, count: int, returns: str, power: float) -> float:
    rng = np.random.default_rng(seed)
    x, true = rng.uniform(1, 9, count), np.exp(-np.abs(rng.normal(size=count)) * 0.4)
    frame = pd.DataFrame({"u": range(count), "x": x, "y": x**power * true})
    found = bootstrap_efficiency(
        frame, unit="u", inputs="x", outputs="y", returns=returns, orientation="output", draws=DRAWS, seed=seed
    )
    return float(np.mean([one.low <= score <= one.high for one, score in zip(found.units, true, strict=True)]))


def _malmquist(seed: int) -> tuple[float, bool]:
    """The frontier moves by a tenth; inefficiencies of the two periods go together."""
    rng = np.random.default_rng(seed)
    common = 0.3 * np.abs(rng.normal(size=30))
    parts, truths = [], []
    for period, level in enumerate((1.0, 1.1)):
        a, b = rng.uniform(1, 9, (2, 30))
        loss = np.exp(-common - 0.1 * np.abs(rng.normal(size=30)))
        parts.append(pd.DataFrame({"u": range(30), "t": period, "a": a, "b": b, "y": level * np.sqrt(a * b) * loss}))
        truths.append(level * loss)
    found = malmquist_index(
        pd.concat(parts), unit="u", period="t", inputs=["a", "b"], outputs="y", draws=DRAWS, seed=seed
    )
    truth = truths[1] / truths[0]
    held = np.mean([low <= one <= high for (low, high), one in zip(found.spans, truth, strict=True)])
    low, high = found.interval or (0.0, 0.0)
    return float(held), bool(low <= np.exp(np.log(truth).mean()) <= high)


if __name__ == "__main__":
    for line in run(int(sys.argv[1]) if len(sys.argv) > 1 else TRIALS):
        print(line, flush=True)
