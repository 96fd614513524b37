"""Synthetic control: California's seven predictors with exact derivatives against a search without them, in one run.

Needs the published case ``synth_california_prop99`` beside the repository (or where ``YZPERF_PUBLISHED`` says).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.clock import Cost, cost
from yzperf.methods import synthetic_control
from yzperf.methods.comparison.simplex import nearest_mix

BESIDE = Path(os.environ.get("YZPERF_PUBLISHED", Path(__file__).parents[2] / "shared" / "published" / "methods"))
PREDICTORS = [
    *[(name, 1980, 1988) for name in ("lnincome", "retprice", "age15to24")],
    ("beer", 1984, 1988),
    *[("cigsale", year, year) for year in (1975, 1980, 1988)],
]


def run() -> Iterator[str]:
    """Time the fit alone, the fit with all placebos, the wider search, and Nelder–Mead on the same inner problem."""
    frame = pd.read_csv(BESIDE / "synth_california_prop99" / "smoking.csv")
    roles = {"outcome": "cigsale", "unit": "state", "time": "year", "treated": "California", "start": 1989}
    synthetic_control(frame, **roles, placebos=False)  # imports
    for name, options in {
        "fit, periods and donors one by one": {"placebos": False},
        "the same with 38 placebos": {},
        "global search": {"placebos": False, "search": "global"},
    }.items():
        found, spent = cost(lambda: synthetic_control(frame, **roles, predictors=PREDICTORS, **options))  # noqa: B023
        yield f"{name}: pre-period MSPE {found.fitted_mspe:.3f} in {spent}"
    loss, evaluations, spent = _nelder_mead(frame)
    yield f"Nelder–Mead from equal weights, {evaluations} evaluations: pre-period MSPE {loss:.3f} in {spent}"


def _nelder_mead(frame: pd.DataFrame) -> tuple[float, int, Cost]:
    """What the packages do by default: no derivatives, one start."""
    from scipy.optimize import minimize

    wide = frame.pivot(index="state", columns="year", values="cigsale")
    means = [
        frame[frame["year"].between(first, last)].groupby("state")[name].mean() for name, first, last in PREDICTORS
    ]
    table = pd.concat(means, axis=1).to_numpy()
    table = table / table.std(axis=0, ddof=1)
    mine = wide.index == "California"
    predictors = (table[~mine] - table[mine]).T
    misses = (wide.loc[~mine, :1988].to_numpy() - wide.loc[mine, :1988].to_numpy()).T

    def loss(shares: np.ndarray) -> float:
        weights = nearest_mix(np.sqrt(np.abs(shares) / np.abs(shares).sum())[:, None] * predictors)
        return float(((misses @ weights) ** 2).mean())

    done, spent = cost(lambda: minimize(loss, np.full(7, 1 / 7), method="Nelder-Mead", options={"maxiter": 5000}))
    return float(done.fun), int(done.nfev), spent


if __name__ == "__main__":
    for line in run():
        print(line, flush=True)
