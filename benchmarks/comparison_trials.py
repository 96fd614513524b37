"""How often intervals of the comparison methods hold the truth and tests reject it, by simulation at small n."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from yzperf.methods import (
    before_after_comparison,
    callaway_santanna,
    cluster_bootstrap,
    difference_in_differences,
    event_study,
    randomisation_inference,
    sun_abraham,
    target_comparison,
    trend_adjusted_change,
    two_way_fixed_effects,
    wild_cluster_bootstrap,
)

Trial = Callable[[int], tuple[bool, bool]]  # seed → whether the interval held the truth, whether the test rejected it
ROLES = {"outcome": "y", "unit": "u", "time": "t"}


def panel(seed: int, units: int, starts: tuple[int, ...], treated: int) -> pd.DataFrame:
    """Six periods with correlated errors, no effect; ``treated`` units start in turn in the given periods."""
    rng = np.random.default_rng(seed)
    first = np.array([starts[unit % len(starts)] if unit < treated else 0 for unit in range(units)])
    errors = rng.normal(size=(units, 6))
    for period in range(1, 6):
        errors[:, period] = 0.5 * errors[:, period - 1] + 0.75**0.5 * errors[:, period]
    times = np.arange(1, 7)
    outcome = rng.normal(size=units)[:, None] + 0.2 * times + errors
    policy = (first[:, None] > 0) & (times >= first[:, None])
    return pd.DataFrame(
        {
            "u": np.repeat(np.arange(units), 6),
            "t": np.tile(times, units),
            "g": np.repeat(first, 6),
            "D": policy.ravel().astype(int),
            "y": outcome.ravel(),
        }
    )


def _held(bounds: tuple[float, float] | None) -> bool:
    return bounds is not None and bounds[0] <= 0 <= bounds[1]


def _staggered(units: int, headline: str) -> Trial:
    def trial(seed: int) -> tuple[bool, bool]:
        frame = panel(seed, units, (4, 5), units // 2)
        found = callaway_santanna(frame, **ROLES, first_treated="g", headline=headline, draws=99)
        return _held(found.interval), found.pre_test.small_sample_p < 0.05

    return trial


def _band(units: int) -> Trial:
    def trial(seed: int) -> tuple[bool, bool]:
        found = callaway_santanna(panel(seed, units, (4, 5), units // 2), **ROLES, first_treated="g", draws=499)
        held = all(_held((point.band_low, point.band_high)) for point in found.by_event.points)
        return held, not held

    return trial


def _event(units: int, method: Callable[..., object], starts: tuple[int, ...]) -> Trial:
    def trial(seed: int) -> tuple[bool, bool]:
        found = method(panel(seed, units, starts, units // 2), **ROLES, first_treated="g")
        return _held(found.interval), found.pre_trend.small_sample_p < 0.05

    return trial


def _panel(units: int) -> Trial:
    def trial(seed: int) -> tuple[bool, bool]:
        found = two_way_fixed_effects(panel(seed, units, (4,), units // 2), **ROLES, treatment="D")
        return _held(found.interval), found.wild_p < 0.05

    return trial


def _double(units: int, treated: int) -> Trial:
    def trial(seed: int) -> tuple[bool, bool]:
        frame = panel(seed, units, (4,), treated).assign(s=lambda table: (table["g"] > 0).astype(int))
        found = difference_in_differences(frame, **ROLES, treated="s", start=4)
        return _held(found.interval), found.permutation_p < 0.05

    return trial


def _aim(count: int) -> Trial:
    """Half of the objects meet their target: the interval of the mean gap, and the test of the share by Wilson's."""

    def trial(seed: int) -> tuple[bool, bool]:
        frame = pd.DataFrame({"y": np.random.default_rng(seed).normal(size=count)})
        found = target_comparison(frame, actual="y", target=0)
        share = found.whole.share
        return _held(found.interval), not share.low <= 0.5 <= share.high

    return trial


def _wild(units: int) -> Trial:
    def trial(seed: int) -> tuple[bool, bool]:
        frame = panel(seed, units, (4,), units // 2)
        found = wild_cluster_bootstrap(frame, **ROLES, treatment="D", cluster="u", draws=999)
        return _held(found.bounds), found.p_value < 0.05

    return trial


def _drawn(units: int, kind: str) -> Trial:
    def trial(seed: int) -> tuple[bool, bool]:
        frame = panel(seed, units, (4,), units // 2)
        found = cluster_bootstrap(frame, **ROLES, treatment="D", interval=kind, draws=999)
        return _held(found.interval), not _held(found.interval)

    return trial


def _dealt(units: int) -> Trial:
    def trial(seed: int) -> tuple[bool, bool]:
        frame = panel(seed, units, (4,), 1).assign(s=lambda table: (table["g"] > 0).astype(int))
        found = randomisation_inference(frame, **ROLES, treated="s", start=4)
        return _held(found.bounds), found.p_value <= 0.05

    return trial


def _paired(units: int) -> Trial:
    def trial(seed: int) -> tuple[bool, bool]:
        pairs = pd.DataFrame(np.random.default_rng(seed).normal(size=(units, 2)), columns=["a", "b"])
        found = before_after_comparison(pairs, before="a", after="b")
        return _held(found.interval), found.sign_p < 0.05

    return trial


def _lines(units: int) -> Trial:
    def trial(seed: int) -> tuple[bool, bool]:
        found = trend_adjusted_change(panel(seed, units, (9,), 0), **ROLES, start=5)
        return _held(found.interval), found.forecast.miss.p_value < 0.05

    return trial


TRIALS: dict[str, Trial] = {
    "Callaway–Sant'Anna, 20 units, by group; pre-test": _staggered(20, "group"),
    "Callaway–Sant'Anna, 40 units, by event; pre-test": _staggered(40, "event"),
    "Callaway–Sant'Anna, 40 units, simultaneous band": _band(40),
    "Sun–Abraham, 40 units; pre-trend test": _event(40, sun_abraham, (4, 5)),
    "event study, 40 units; pre-trend test": _event(40, event_study, (4,)),
    "double difference, 20 units; permutation test": _double(20, 10),
    "against a target, 15 objects; share by Wilson": _aim(15),
    "two-way fixed effects, 20 units; wild bootstrap p": _panel(20),
    "wild cluster bootstrap, 10 units": _wild(10),
    "cluster bootstrap, 40 units, percentile": _drawn(40, "percentile"),
    "cluster bootstrap, 40 units, BCa": _drawn(40, "bca"),
    "randomisation inference, one of 20 units treated": _dealt(20),
    "before and after, 12 units; sign test": _paired(12),
    "beyond a trend, 12 units; forecast test": _lines(12),
}


def rates(trial: Trial, repeats: int) -> tuple[float, float]:
    """Share of trials in which the interval held the truth, and in which the test rejected it."""
    found = [trial(seed) for seed in range(repeats)]
    held, rejected = (sum(side) / repeats for side in zip(*found, strict=True))
    return held, rejected


def run(repeats: int = 2_000) -> Iterator[str]:
    """Print both shares for every trial."""
    for name, trial in TRIALS.items():
        held, rejected = rates(trial, repeats)
        yield f"{name}: holds {100 * held:.1f} %, rejects {100 * rejected:.1f} % of {repeats}"


if __name__ == "__main__":
    for line in run(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000):
        print(line, flush=True)
