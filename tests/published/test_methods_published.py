"""Methods against figures that others have printed, read in place; the data are not part of this repository.

Every case is a folder with ``expected.toml``: value, tolerance and source of each figure. Nothing is widened.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.published.reader import BESIDE as PLACE
from yzperf.methods.distributions import t_quantile, t_two_sided
from yzperf.methods.least_squares import least_squares
from yzperf.methods.panel import paired_change, within

Figures = Mapping[str, Any]


def _beer_tax(folder: Path) -> Figures:
    """A continuous treatment: outside the public function, but the same within regression and errors."""
    states = pd.read_csv(folder / "fatalities.csv")
    codes = pd.factorize(states["state"])[0]
    years = pd.get_dummies(states["year"], drop_first=True).to_numpy(float)
    tax = states[["beertax"]].to_numpy()
    deaths = within(states[["mrall"]].to_numpy(), codes)[:, 0]
    by_state, by_both = (
        least_squares(deaths, within(design, codes), clusters=(codes,), absorbed=1)
        for design in (tax, np.column_stack([tax, years]))
    )
    return {
        "coef_state_fe": by_state.coefficients[0],
        "coef_state_year_fe": by_both.coefficients[0],
        "se_cluster_state_fe": by_state.covariance[0, 0] ** 0.5,
        "se_cluster_state_year_fe": by_both.covariance[0, 0] ** 0.5,
        "n": len(states),
    }


def _sleep(folder: Path) -> Figures:
    """The paired change that stands beside a double difference for contrast."""
    table = pd.read_csv(folder / "sleep.csv")
    mean, error, degrees = paired_change(table["before"].to_numpy(), table["after"].to_numpy())
    return {
        "mean_difference_after_minus_before": mean,
        "t_statistic_abs": abs(mean / error),
        "df": degrees,
        "p_value_two_sided": t_two_sided(mean / error, degrees),
        "ci95_before_minus_after": [sign * t_quantile(degrees) * error - mean for sign in (-1, 1)],
    }


CASES: Mapping[str, Callable[[Path], Figures]] = {
    "panel_fe_beertax_fatalities": _beer_tax,
    "beforeafter_sleep": _sleep,
}


@pytest.mark.skipif(not PLACE.is_dir(), reason=f"公开案例文件夹不在仓库旁，{len(CASES)}个案例未核对")
@pytest.mark.parametrize("case", CASES)
def test_published_figures(case: str) -> None:
    checks = {check["name"]: check for check in _expected(case)}
    ours = CASES[case](PLACE / case)
    assert set(checks) == set(ours)
    wrong = {name: (value, checks[name]["value"]) for name, value in ours.items() if not _agrees(value, checks[name])}
    assert wrong == {}


def _expected(case: str) -> list[dict[str, Any]]:
    text = (PLACE / case / "expected.toml").read_text(encoding="utf-8")
    checks: list[dict[str, Any]] = tomllib.loads(text)["check"]
    return checks


def _agrees(value: Any, check: dict[str, Any]) -> bool:
    tolerance = {"rel" if check["tol_kind"] == "rel" else "abs": check["tol"]}
    ours, theirs = np.atleast_1d(value), np.atleast_1d(check["value"])
    return len(ours) == len(theirs) and all(
        first == pytest.approx(second, **{"rel": 0, "abs": 0, **tolerance})
        for first, second in zip(ours, theirs, strict=True)
    )
