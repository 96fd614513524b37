"""Synthetic double difference: against a weighted regression and other solvers, errors by definition, refusals."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize

from tests.methods.comparison.panels import dummies
from yzperf.domain.result import Verdict
from yzperf.drawing.canvas import png_bytes
from yzperf.errors import MethodError
from yzperf.methods import synthetic_difference_in_differences
from yzperf.methods.comparison.synthetic_difference import (
    Blocks,
    bootstrap_estimates,
    jackknife_error,
    penalties,
    placebo_estimates,
    synthetic_difference,
    unit_weights,
    weighted_difference,
)

ROLES: dict[str, Any] = {"outcome": "y", "unit": "u", "time": "t", "treated": "s", "start": 2010}


def panel(seed: int = 0, *, units: int = 20, treated: int = 4, effect: float = 0.0) -> pd.DataFrame:
    """Units with levels, a common factor and noise; the first ``treated`` have the policy from 2010 on."""
    rng = np.random.default_rng(seed)
    years = np.arange(2000, 2014)
    outcome = rng.normal(0, 3, (units, 1)) + rng.uniform(0.5, 1.5, (units, 1)) * 0.3 * (years - 2000)
    outcome = outcome + rng.normal(size=(units, 14))
    outcome[:treated] += effect * (years >= 2010)
    return pd.DataFrame(
        {
            "u": np.repeat([f"u{place:02d}" for place in range(units)], 14),
            "t": np.tile(years, units),
            "s": np.repeat((np.arange(units) < treated).astype(int), 14),
            "y": outcome.ravel(),
        }
    )


def blocks(frame: pd.DataFrame) -> Blocks:
    wide = frame.pivot(index="u", columns="t", values="y").to_numpy()
    switch = frame.groupby("u")["s"].first().to_numpy() == 1
    return Blocks(wide[~switch], wide[switch], 10)


def test_the_estimate_is_a_weighted_two_way_regression() -> None:
    frame = panel(1, effect=2)
    found = synthetic_difference_in_differences(frame, **ROLES)
    units = {one.name: one.weight for one in found.units} | dict.fromkeys(found.treated, 1 / 4)
    times = {one.period: one.weight for one in found.times} | dict.fromkeys(range(2010, 2014), 1 / 4)
    policy = frame["s"] * (frame["t"] >= 2010)
    design = np.column_stack([policy, dummies(frame["u"]), dummies(frame["t"])[:, 1:]])
    root = np.sqrt(frame["u"].map(units) * frame["t"].map(times)).to_numpy()
    fit = np.linalg.lstsq(root[:, None] * design, root * frame["y"].to_numpy(), rcond=None)[0]
    assert found.value == pytest.approx(fit[0], abs=1e-8)
    after = [gap for at, gap in zip(found.periods, found.gaps, strict=True) if at >= 2010]
    assert np.mean(after) == pytest.approx(found.value)


def test_unit_weights_against_a_general_solver() -> None:
    """The objective of the paper with its constant, minimised by scipy."""
    made = blocks(panel(2, units=9, treated=3))
    strength = penalties(made).units
    target, pool = made.treated[:, :10].mean(axis=0), made.untreated[:, :10]

    def objective(free: np.ndarray) -> float:
        misses = free[0] + free[1:] @ pool - target
        return float(misses @ misses + strength**2 * 10 * free[1:] @ free[1:])

    start = np.append(0.0, np.full(6, 1 / 6))
    rules = {"type": "eq", "fun": lambda free: free[1:].sum() - 1}
    solved = minimize(objective, start, method="SLSQP", bounds=[(None, None)] + [(0, 1)] * 6, constraints=rules)
    assert unit_weights(made, strength) == pytest.approx(solved.x[1:], abs=1e-4)


def test_noise_is_that_of_the_changes_before() -> None:
    made = blocks(panel(3))
    changes = [b - a for row in made.untreated[:, :10] for a, b in pairwise(row)]
    assert penalties(made).units == pytest.approx(16**0.25 * np.std(changes, ddof=1))


def test_errors_by_definition() -> None:
    made = blocks(panel(4, units=8, treated=2))
    strength = penalties(made)
    fit = synthetic_difference(made, strength)
    assert (fit.units > 0).sum() > 1
    left = []
    for place in range(8):
        if place < 6:
            share = np.delete(fit.units, place)
            one = Blocks(np.delete(made.untreated, place, axis=0), made.treated, 10)
        else:
            share, one = fit.units, Blocks(made.untreated, np.delete(made.treated, place - 6, axis=0), 10)
        left.append(weighted_difference(one, share / share.sum(), fit.times))
    assert jackknife_error(made, fit) == pytest.approx((7 / 8 * np.sum((np.array(left) - np.mean(left)) ** 2)) ** 0.5)
    placebos, exhaustive = placebo_estimates(made, strength, 100, 0)
    assert (len(placebos), exhaustive) == (15, True)
    sampled, exhaustive = placebo_estimates(made, strength, 14, 0)
    assert (len(sampled), exhaustive) == (14, False)
    assert set(sampled.round(9)) <= set(placebos.round(9))
    assert len(bootstrap_estimates(made, strength, 60, 1)) == 60


def test_levels_do_not_matter() -> None:
    frame = panel(5, effect=1)
    found = synthetic_difference_in_differences(frame, **ROLES)
    moved = frame.assign(y=frame["y"] + 50 * frame["s"] + frame["t"])
    assert synthetic_difference_in_differences(moved, **ROLES).value == pytest.approx(found.value, abs=1e-6)


def test_equal_weights_are_the_plain_double_difference() -> None:
    frame = panel(6, effect=1)
    found = synthetic_difference_in_differences(frame, **ROLES, unit_penalty=1e6, time_penalty=1e6)
    means = frame.groupby(["s", frame["t"] >= 2010])["y"].mean()
    plain = (means[1, True] - means[1, False]) - (means[0, True] - means[0, False])
    assert found.value == pytest.approx(plain, abs=1e-6)
    assert found.rivals.difference == pytest.approx(plain)


@pytest.mark.parametrize(("errors", "words"), [("placebo", "安慰剂"), ("bootstrap", "自助法"), (None, "刀切法")])
def test_words_table_and_picture(errors: Any, words: str) -> None:
    found = synthetic_difference_in_differences(
        panel(7, effect=3), **ROLES, errors=errors, draws=60, outcome_name="达标率", outcome_unit="%"
    )
    assert found.unit == "个百分点"
    assert "达标率平均提高" in found.sentences()[0]
    assert words in found.sentences()[2]
    assert found.interval[0] < found.value < found.interval[1]
    assert found.table().shape == (14, 5)
    assert found.unit_table()["权重"].sum() == pytest.approx(1, abs=0.02)
    assert found.diagnostics()[0].verdict is Verdict.HOLDS
    bent = panel(7).assign(y=lambda table: table["y"] + 4 * table["s"] * (table["t"] - 2000))
    assert synthetic_difference_in_differences(bent, **ROLES).diagnostics()[0].verdict is Verdict.FAILS
    assert png_bytes(found.figure())


def test_one_treated_unit_has_placebos() -> None:
    found = synthetic_difference_in_differences(panel(8, treated=1), **ROLES)
    assert (found.errors, found.draws, found.exhaustive) == ("placebo", 19, True)


def test_left_out_units_are_named() -> None:
    """Untreated and treated ones alike."""
    frame = panel(1).query("not (u in ('u01', 'u07') and t == 2003)")
    found = synthetic_difference_in_differences(frame, **ROLES, incomplete="leave_out")
    assert found.incomplete == ("u01", "u07")
    assert len(found.treated) == 3
    assert "u07" in found.sentences()[2]


@pytest.mark.parametrize(
    ("frame", "change", "words"),
    [
        (panel(1), {"start": 2000}, "实施前只有0期"),
        (panel(1), {"start": 2020}, "没有实施后的时期"),
        (panel(1).assign(s=0), {}, "没有实施的单位"),
        (panel(1).assign(s=1), {}, "未实施的单位只有0个"),
        (panel(1).assign(s=2), {}, "只能填0或1"),
        (panel(1).assign(s=lambda table: table["t"] % 2), {}, "前后不一"),
        (panel(1).assign(y=1.0), {}, "没有任何变化"),
        (panel(1), {"errors": "normal"}, "jackknife"),
        (panel(1), {"draws": 5}, "至少要50"),
        (panel(1), {"unit_penalty": -1.0}, "正则强度"),
        (panel(1, treated=1), {"errors": "jackknife"}, "只有1个实施单位"),
        (panel(1, treated=10), {"errors": "placebo"}, "至少比实施单位"),
        (panel(1).query("not (u == 'u07' and t == 2003)"), {}, "leave_out"),
    ],
)
def test_refusals(frame: pd.DataFrame, change: dict[str, Any], words: str) -> None:
    with pytest.raises(MethodError, match=words):
        synthetic_difference_in_differences(frame, **{**ROLES, **change})
