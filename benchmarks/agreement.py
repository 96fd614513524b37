"""Krippendorff's α, ordinal, against the krippendorff package, in one run."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from benchmarks.clock import seconds
from yzperf.methods import krippendorff_alpha
from yzperf.methods.public_judgement.disagreement import alpha, pairable


def run() -> Iterator[str]:
    """Time both ways round: many raters of few objects, few raters of many; five grades and a hundred."""
    for raters, objects, grades in ((1_000, 200, 5), (200, 1_000, 5), (200, 1_000, 100)):
        yield _compare(raters, objects, grades)


def _compare(raters: int, objects: int, grades: int) -> str:
    import krippendorff

    rng = np.random.default_rng(20200901)
    ratings = np.clip(rng.normal(size=(objects, 1)) + rng.normal(size=(objects, raters)), -3, 3)
    ratings = np.round((ratings + 3) / 6 * (grades - 1)) + 1
    ratings[rng.random(ratings.shape) < 0.1] = np.nan
    table = pd.DataFrame(ratings).add_prefix("E")
    data = table.to_numpy().T
    theirs = seconds(lambda: krippendorff.alpha(reliability_data=data, level_of_measurement="ordinal"), repeats=7)
    ours = seconds(lambda: krippendorff_alpha(table, level="ordinal", draws=0), repeats=7)
    bare = seconds(lambda: alpha(pairable(data.T), "ordinal"), repeats=5)
    full = seconds(lambda: krippendorff_alpha(table, level="ordinal"), repeats=7)
    apart = abs(
        krippendorff.alpha(reliability_data=data, level_of_measurement="ordinal")
        - krippendorff_alpha(table, level="ordinal", draws=0).value
    )
    return (
        f"{raters:,} raters × {objects:,} objects, {grades} grades: α from the array {bare * 1e3:.1f} ms, krippendorff "
        f"{theirs * 1e3:.1f} ms ({bare / theirs:.2f} times); the whole method from a table {ours * 1e3:.1f} ms "
        f"({ours / theirs:.2f} times), with 999 bootstrap draws {full * 1e3:.0f} ms ({full / theirs:.1f} times); "
        f"the figures differ by {apart:.0e}"
    )
