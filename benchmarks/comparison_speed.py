"""Comparison methods: 10,000 cluster draws against a loop of refits, staggered adoption against csdid."""

from __future__ import annotations

import contextlib
import io
import time
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.clock import seconds
from yzperf.methods import callaway_santanna, cluster_bootstrap
from yzperf.methods.comparison.cluster_bootstrap import cluster_sums
from yzperf.methods.comparison.cluster_draws import coefficients, multinomial
from yzperf.methods.comparison.panel_design import DesignRoles, read_design

DRAWS, REFITS, MULTIPLIERS = 10_000, 20, 1_000


def run() -> Iterator[str]:
    """Time both, and say whether they agree."""
    yield from _draws("balanced panel, 60 units × 20 periods", _panel(60, 20, 0.0))
    yield from _draws("panel with holes, 60 units × 20 periods", _panel(60, 20, 0.1))
    yield from _staggered("500 units × 5 periods (the size of mpdta)", 500)
    yield from _staggered("20,000 units × 5 periods", 20_000)


def _panel(units: int, periods: int, holes: float) -> pd.DataFrame:
    rng = np.random.default_rng(20200901)
    frame = pd.DataFrame({"u": np.repeat(np.arange(units), periods), "t": np.tile(np.arange(periods), units)})
    frame["D"] = ((frame["u"] < units // 2) & (frame["t"] >= periods // 2)).astype(int)
    frame["y"] = rng.normal(size=units)[frame["u"]] + rng.normal(size=len(frame)) + frame["D"]
    return frame.sample(frac=1 - holes, random_state=1).sort_index()


def _draws(name: str, frame: pd.DataFrame) -> Iterator[str]:
    roles = {"outcome": "y", "treatment": "D", "unit": "u", "time": "t", "draws": DRAWS}
    ours = seconds(lambda: cluster_bootstrap(frame, **roles), repeats=3)
    units = frame["u"].nunique()
    times = multinomial(units, REFITS, 1)
    rows = [_drawn(frame, draw) for draw in times]
    start = time.perf_counter()
    theirs = [_refit(drawn) for drawn in rows]
    loop = (time.perf_counter() - start) / REFITS * DRAWS
    start = time.perf_counter()
    _formula(rows[0])
    formula = (time.perf_counter() - start) * DRAWS
    design = read_design(frame, DesignRoles("y", ("D",), (), "u", "t"))
    furthest = np.abs(coefficients(cluster_sums(design), times)[:, 0] - theirs).max()
    yield (
        f"{DRAWS:,} cluster draws, {name}: {ours:.2f} s; loop of OLS on ready dummies ≈ {loop:,.0f} s "
        f"({loop / ours:,.0f} ×), of formulas ≈ {formula:,.0f} s ({formula / ours:,.0f} ×); "
        f"{REFITS} draws differ by at most {furthest:.0e}"
    )


def _drawn(frame: pd.DataFrame, times: np.ndarray) -> pd.DataFrame:
    parts = [
        frame[frame["u"] == unit].assign(copy=f"{unit}#{copy}")
        for unit, count in zip(sorted(frame["u"].unique()), times.astype(int), strict=True)
        for copy in range(count)
    ]
    return pd.concat(parts)


def _refit(drawn: pd.DataFrame) -> float:
    import statsmodels.api as sm

    dummies = [pd.get_dummies(drawn[key], drop_first=True).to_numpy(float) for key in ("copy", "t")]
    design = np.column_stack([drawn["D"], np.ones(len(drawn)), *dummies])
    return float(sm.OLS(drawn["y"].to_numpy(), design).fit().params[0])


def _formula(drawn: pd.DataFrame) -> float:
    import statsmodels.formula.api as smf

    return float(smf.ols("y ~ D + C(copy) + C(t)", drawn).fit().params["D"])


def _staggered(name: str, units: int) -> Iterator[str]:
    rng = np.random.default_rng(20200901)
    first = rng.choice([0, 2, 3, 4], units)
    frame = pd.DataFrame({"u": np.repeat(np.arange(units), 5), "t": np.tile(np.arange(1, 6), units)})
    frame["g"], frame["x"] = first[frame["u"]], rng.normal(size=units)[frame["u"]]
    frame["y"] = rng.normal(size=len(frame)) + ((frame["g"] > 0) & (frame["t"] >= frame["g"]))
    roles: dict[str, Any] = {"outcome": "y", "unit": "u", "time": "t", "first_treated": "g", "errors": "bootstrap"}
    for covariates in ((), ("x",)):
        ours = seconds(lambda: callaway_santanna(frame, **roles, covariates=covariates, draws=MULTIPLIERS), repeats=3)  # noqa: B023
        cells, averages = _csdid(frame, covariates)
        yield (
            f"staggered adoption, {name}, {len(covariates)} covariates, {MULTIPLIERS:,} multiplier draws: all averages "
            f"{ours:.2f} s; csdid: cells alone {cells:.2f} s ({cells / ours:.1f} ×), with four averages "
            f"{averages:.2f} s ({averages / ours:.1f} ×)"
        )


def _csdid(frame: pd.DataFrame, covariates: tuple[str, ...]) -> tuple[float, float]:
    """Seconds for the cells, and for the cells with all four averages."""
    from csdid.att_gt import ATTgt

    formula = f"y~{'+'.join(covariates) or '1'}"

    def cells() -> Any:
        study = ATTgt(yname="y", tname="t", idname="u", gname="g", data=frame, xformla=formula, biters=MULTIPLIERS)
        return study.fit(est_method="dr", bstrap=True)

    def averages() -> None:
        study = cells()
        for kind in ("simple", "group", "calendar", "dynamic"):
            study.aggte(typec=kind, bstrap=True, biters=MULTIPLIERS)

    return _quietly(cells), _quietly(averages)


def _quietly(work: Callable[[], Any]) -> float:
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        return seconds(work, repeats=3)


if __name__ == "__main__":
    for line in run():
        print(line, flush=True)
