"""How often intervals of synthetic controls hold the truth and tests reject it, by simulation at small n."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
import pandas as pd

from benchmarks.comparison_trials import Trial, rates
from yzperf.methods import synthetic_control, synthetic_difference_in_differences


def panel(seed: int, units: int, periods: int, treated: int, *, factor: float = 1.0) -> pd.DataFrame:
    """Units with levels, loadings on a common random walk and independent noise; no effect."""
    rng = np.random.default_rng(seed)
    walk = rng.normal(size=periods).cumsum()
    outcome = rng.normal(size=(units, 1)) + factor * rng.uniform(0.5, 1.5, (units, 1)) * walk
    outcome = outcome + rng.normal(size=(units, periods))
    return pd.DataFrame(
        {
            "u": np.repeat([f"u{place:02d}" for place in range(units)], periods),
            "t": np.tile(np.arange(periods), units),
            "s": np.repeat((np.arange(units) < treated).astype(int), periods),
            "y": outcome.ravel(),
        }
    )


def _held(bounds: tuple[float, float] | None) -> bool:
    return bounds is not None and bounds[0] <= 0 <= bounds[1]


def _placebo(units: int) -> Trial:
    def trial(seed: int) -> tuple[bool, bool]:
        frame = panel(seed, units, 18, 1)
        found = synthetic_control(frame, outcome="y", unit="u", time="t", treated="u00", start=14)
        assert found.p_value is not None
        return _held(found.interval), found.p_value <= 0.05

    return trial


def _conformal(before: int) -> Trial:
    """Independent periods: the misses may then be put in any order."""

    def trial(seed: int) -> tuple[bool, bool]:
        frame = panel(seed, 8, before + 1, 1, factor=0.0)
        roles = {"outcome": "y", "unit": "u", "time": "t", "treated": "u00", "start": before}
        found = synthetic_control(frame, **roles, placebos=False)
        return _held((found.conformal[0].low, found.conformal[0].high)), found.conformal_p <= 0.05

    return trial


def _weighted(units: int, treated: int, errors: str) -> Trial:
    def trial(seed: int) -> tuple[bool, bool]:
        frame = panel(seed, units, 18, treated)
        roles = {"outcome": "y", "unit": "u", "time": "t", "treated": "s", "start": 14}
        found = synthetic_difference_in_differences(frame, **roles, errors=errors, draws=100)
        return _held(found.interval), found.effect.p_value < 0.05

    return trial


TRIALS: dict[str, Trial] = {
    "synthetic control, one of 20 units, placebos": _placebo(20),
    "synthetic control, one of 40 units, placebos": _placebo(40),
    "synthetic control, conformal, 20 periods": _conformal(19),
    "synthetic control, conformal, 40 periods": _conformal(39),
    "synthetic double difference, one of 40 units, placebos": _weighted(40, 1, "placebo"),
    "synthetic double difference, 10 of 40 units, placebos": _weighted(40, 10, "placebo"),
    "synthetic double difference, 20 of 50 units, jackknife": _weighted(50, 20, "jackknife"),
    "synthetic double difference, 20 of 50 units, bootstrap": _weighted(50, 20, "bootstrap"),
}


def run(repeats: int = 1_000) -> Iterator[str]:
    """Print both shares for every trial."""
    for name, trial in TRIALS.items():
        held, rejected = rates(trial, repeats)
        yield f"{name}: holds {100 * held:.1f} %, rejects {100 * rejected:.1f} % of {repeats}"


if __name__ == "__main__":
    for line in run(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000):
        print(line, flush=True)
