"""How often intervals of the quasi-experimental methods hold the truth and tests reject it, by simulation at small n."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.comparison_trials import Trial, rates
from yzperf.methods import (
    doubly_robust_estimation,
    interrupted_time_series,
    inverse_probability_weighting,
    matching,
    regression_discontinuity,
)


def _series(seed: int, periods: int, correlation: float, count: int = 1) -> pd.DataFrame:
    """Series with a trend and no effect; the first is treated, all have errors of first order and variance 1."""
    rng = np.random.default_rng(seed)
    errors = rng.normal(size=(count, periods))
    for period in range(1, periods):
        errors[:, period] = correlation * errors[:, period - 1] + (1 - correlation**2) ** 0.5 * errors[:, period]
    times = np.arange(1, periods + 1)
    outcome = 10 + 0.1 * times + errors
    groups = np.repeat(np.arange(count) == 0, periods).astype(int)
    return pd.DataFrame({"t": np.tile(times, count), "y": outcome.ravel(), "g": groups})


def _lines(periods: int, correlation: float, count: int = 1, **options: Any) -> Trial:
    def trial(seed: int) -> tuple[bool, bool]:
        frame, start = _series(seed, periods, correlation, count), periods // 2 + 1
        found = interrupted_time_series(frame, outcome="y", time="t", start=start, **options)
        test = found.placebo
        return found.average.low <= 0 <= found.average.high, test is not None and test.p_value < 0.05

    return trial


def _counts(periods: int, spread: float) -> Trial:
    """Counts about 40 with a variance of ``spread`` times the mean (negative binomial), seasons in the model."""

    def trial(seed: int) -> tuple[bool, bool]:
        rng = np.random.default_rng(seed)
        times = np.arange(1, periods + 1)
        means = 40 * np.exp(0.005 * times + 0.2 * np.sin(2 * np.pi * times / 12))
        counts = rng.poisson(rng.gamma(means / (spread - 1), spread - 1))
        found = interrupted_time_series(
            pd.DataFrame({"t": times, "y": counts}),
            outcome="y",
            time="t",
            start=periods // 2 + 1,
            family="poisson",
            seasonality="harmonics",
            cycle=12,
            harmonics=1,
        )
        return found.level.low <= 0 <= found.level.high, found.placebo is not None and found.placebo.p_value < 0.05

    return trial


def _cutoff(rows: int, *, fuzzy: bool = False, **options: Any) -> Trial:
    """A curved relation without a jump; in the fuzzy design 80 % above and 10 % below receive the treatment."""

    def trial(seed: int) -> tuple[bool, bool]:
        rng = np.random.default_rng(seed)
        x = rng.uniform(-1, 1, rows)
        received = rng.uniform(size=rows) < np.where(x >= 0, 0.8, 0.1)
        y = 1 + 0.8 * x + 1.5 * x**2 - 0.7 * x**3 + rng.normal(0, 0.3, rows)
        frame = pd.DataFrame({"x": x, "y": y, "d": received.astype(int)})
        given = {"treatment": "d", **options} if fuzzy else options
        found = regression_discontinuity(frame, outcome="y", running="x", placebo_cutoffs=[], **given)
        return found.interval[0] <= 0 <= found.interval[1], found.density is not None and found.density.p_value < 0.05

    return trial


def _adjusted(method: Callable[..., Any], rows: int, **options: Any) -> Trial:
    """Two covariates move treatment and outcome; no effect. The test is that of no effect."""

    def trial(seed: int) -> tuple[bool, bool]:
        rng = np.random.default_rng(seed)
        covariates = rng.normal(size=(rows, 2))
        chances = 1 / (1 + np.exp(1 - covariates @ [0.5, -0.3]))
        treated = rng.uniform(size=rows) < chances
        outcome = covariates @ [1.0, 0.5] + rng.normal(size=rows)
        frame = pd.DataFrame({"y": outcome, "d": treated.astype(int), "a": covariates[:, 0], "b": covariates[:, 1]})
        found = method(frame, outcome="y", treated="d", covariates=["a", "b"], **options)
        return found.interval[0] <= 0 <= found.interval[1], found.effect.p_value < 0.05

    return trial


TRIALS: dict[str, Trial] = {
    "interrupted series, 24 periods, autocorrelation 0.3; placebo start": _lines(24, 0.3),
    "interrupted series, 48 periods, autocorrelation 0.5; placebo start": _lines(48, 0.5),
    "interrupted series, 24 periods, with comparison; placebo start": _lines(24, 0.3, 2, treated="g"),
    "interrupted series, 30 periods, independent; placebo start": _lines(30, 0.0, errors="model"),
    "interrupted counts, 36 months, dispersion 2; placebo start": _counts(36, 2.0),
    "discontinuity, 300 rows; density test": _cutoff(300),
    "discontinuity, 300 rows, hc3 and cerrd; density test": _cutoff(300, variance="hc3", selector="cerrd"),
    "fuzzy discontinuity, 300 rows; density test": _cutoff(300, fuzzy=True),
    "matching with replacement, Mahalanobis, adjusted, 200 rows": _adjusted(
        matching, 200, distance="mahalanobis", replace=True, bias_adjustment=True
    ),
    "matching for all, Mahalanobis, adjusted, 200 rows": _adjusted(
        matching, 200, distance="mahalanobis", replace=True, bias_adjustment=True, estimand="ATE", ratio=2
    ),
    "pairs by propensity, adjusted, 200 rows": _adjusted(matching, 200, bias_adjustment=True),
    "weighting, ATT, 200 rows": _adjusted(inverse_probability_weighting, 200),
    "weighting, ATE, 200 rows": _adjusted(inverse_probability_weighting, 200, estimand="ATE"),
    "weighting, overlap, 200 rows": _adjusted(inverse_probability_weighting, 200, estimand="ATO"),
    "doubly robust, ATT, 200 rows": _adjusted(doubly_robust_estimation, 200),
    "doubly robust, ATE, 200 rows": _adjusted(doubly_robust_estimation, 200, estimand="ATE"),
}


def run(repeats: int = 2_000) -> Iterator[str]:
    """Print both shares for every trial."""
    for name, trial in TRIALS.items():
        held, rejected = rates(trial, repeats)
        yield f"{name}: holds {100 * held:.1f} %, rejects {100 * rejected:.1f} % of {repeats}"


if __name__ == "__main__":
    for line in run(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000):
        print(line, flush=True)
