"""How often intervals of the economic methods hold the truth and tests reject it, by simulation at small n."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from yzperf.methods import cost_effectiveness_analysis, driver_regression, oaxaca_blinder, unit_cost_regression

Trial = Callable[[int], tuple[bool, bool]]  # seed → whether the interval held the truth, whether the test rejected it


def _gap(count: int, reference: str) -> Trial:
    """Two groups that differ by 1 in the regressor: 2 is explained, nothing else."""

    def trial(seed: int) -> tuple[bool, bool]:
        rng, near = np.random.default_rng(seed), np.repeat([1, 0], count)
        x = rng.normal(near, 1)
        frame = pd.DataFrame({"g": near, "x": x, "y": 2 * x + rng.normal(size=2 * count)})
        found = oaxaca_blinder(frame, outcome="y", group="g", covariates=["x"], first=1, reference=reference)
        part = found.explained.total
        return part.low <= 2 <= part.high, found.unexplained.total.p_value < 0.05

    return trial


def _ratio(count: int) -> Trial:
    """One more unit of effect costs 250."""

    def trial(seed: int) -> tuple[bool, bool]:
        rng = np.random.default_rng(seed)
        cost, effect = rng.normal([[1000], [1500]], 200, (2, count)), rng.normal([[5], [7]], 1, (2, count))
        frame = pd.DataFrame({"n": np.repeat(["a", "b"], count), "c": cost.ravel(), "e": effect.ravel()})
        found = cost_effectiveness_analysis(frame, name="n", cost="c", effect="e", draws=999).interval
        return found is not None and found[0] <= 250 <= found[1], found is None

    return trial


def _slope(count: int) -> Trial:
    """Coefficient of a driver with unequal variances; the test is that of a driver without effect."""

    def trial(seed: int) -> tuple[bool, bool]:
        rng = np.random.default_rng(seed)
        frame = pd.DataFrame(rng.normal(size=(count, 2)), columns=["x", "z"])
        frame["y"] = frame["x"] + rng.normal(size=count) * (1 + 0.5 * np.abs(frame["x"]))
        one, other = driver_regression(frame, outcome="y", drivers=["x", "z"], draws=199).drivers
        return one.coefficient.low <= 1 <= one.coefficient.high, other.coefficient.p_value < 0.05

    return trial


def _outlier(count: int) -> Trial:
    """Elasticity of scale −0.2; the test is whether some object is named though none stands out."""

    def trial(seed: int) -> tuple[bool, bool]:
        rng = np.random.default_rng(seed)
        size = rng.uniform(20, 400, count)
        frame = pd.DataFrame({"q": size, "c": size**0.8 * np.exp(rng.normal(0, 0.2, count))})
        found = unit_cost_regression(frame, cost="c", quantity="q")
        scale = found.terms[1].coefficient
        return scale.low <= -0.2 <= scale.high, bool(found.outliers)

    return trial


TRIALS: dict[str, Trial] = {
    "Oaxaca–Blinder, 40 a group, pooled: explained; test of the rest": _gap(40, "pooled"),
    "Oaxaca–Blinder, 40 a group, second: explained; test of the rest": _gap(40, "second"),
    "cost-effectiveness ratio, 40 persons a side; no interval given": _ratio(40),
    "driver regression, 40 rows: slope; test of an idle driver": _slope(40),
    "unit cost regression, 30 objects: scale; an outlier named": _outlier(30),
}


def run(repeats: int = 1_000) -> Iterator[str]:
    """Print both shares for every trial."""
    for name, trial in TRIALS.items():
        held, rejected = zip(*(trial(seed) for seed in range(repeats)), strict=True)
        yield f"{name}: holds {100 * np.mean(held):.1f} %, rejects {100 * np.mean(rejected):.1f} % of {repeats}"


if __name__ == "__main__":
    for line in run(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000):
        print(line, flush=True)
