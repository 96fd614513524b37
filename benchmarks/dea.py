"""Data envelopment analysis of 2,000 units with 3 inputs and 3 outputs, against scipy's linprog unit by unit."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
from scipy.optimize import linprog

from benchmarks.clock import cost
from yzperf.methods.benchmarking.technology import Points, radial_distances

UNITS, ONE_IN = 2_000, 20


def run() -> Iterator[str]:
    """Both ways in one run: scores with slacks and peers against scores alone."""
    points = _points()
    rows = range(0, UNITS, ONE_IN)
    for returns, orientation in product(("variable", "constant"), ("input", "output")):
        found, ours = cost(lambda: radial_distances(points, points, returns=returns, orientation=orientation))  # noqa: B023
        one_by_one, slow = cost(lambda: [_linprog(points, row, returns, orientation) for row in rows])  # noqa: B023
        furthest = np.abs(found.factor[::ONE_IN] - one_by_one).max()
        whole = slow.cpu * ONE_IN
        yield (
            f"{returns} returns, {orientation} orientation: {ours}; linprog ≈ {whole:.0f} s of processor "
            f"({whole / ours.cpu:.0f} ×, from every {ONE_IN}th unit); they differ by at most {furthest:.0e}"
        )


def _points() -> Points:
    rng = np.random.default_rng(20200901)
    inputs = rng.uniform(1, 10, (UNITS, 3))
    losses = np.exp(-rng.exponential(0.3, (UNITS, 1)))
    outputs = inputs @ rng.uniform(0.2, 1.0, (3, 3)) * losses * rng.uniform(0.7, 1.3, (UNITS, 3))
    return Points(inputs, outputs)


def _linprog(points: Points, row: int, returns: str, orientation: str) -> float:
    x, y = points.inputs[row], points.outputs[row]
    is_input = orientation == "input"
    less = np.column_stack([-x if is_input else 0 * x, points.inputs.T])
    more = np.column_stack([0 * y if is_input else y, -points.outputs.T])
    one = np.concatenate([[0.0], np.ones(len(points))])[None] if returns == "variable" else None
    found = linprog(
        np.concatenate([[1.0 if is_input else -1.0], np.zeros(len(points))]),
        A_ub=np.vstack([less, more]),
        b_ub=np.concatenate([0 * x if is_input else x, -y if is_input else 0 * y]),
        A_eq=one,
        b_eq=None if one is None else [1.0],
    )
    return float(found.x[0])


if __name__ == "__main__":
    for line in run():
        print(line, flush=True)
