"""The large deliverable of the benchmark is what it says, and clean: python -m benchmarks.quality.size measures it."""

from __future__ import annotations

import sys

from benchmarks.quality.clean import make_clean
from benchmarks.quality.measure import check
from benchmarks.quality.size import measured


def test_a_large_deliverable_is_large_and_clean() -> None:
    made = make_clean(1, large=True)
    assert (len(made.leaves), len(made.survey), len(made.evidence)) == (40, 600, 200)
    assert sum(leaf.weight for leaf in made.leaves) == 100
    assert {row["编号"] for row in made.manifest} == {id for leaf in made.leaves for id in leaf.evidence.split(",")} | {
        "E11"
    }
    assert sum(len(text.text) for text in made.texts("")) > 30_000  # some sixty pages with their tables
    checked = check(made)
    assert (checked.refused, checked.false()) == ("", [])


def test_memory_and_time_of_the_children_are_counted() -> None:
    child = "import time; x = bytearray(120 << 20); time.sleep(0.6)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    cost = measured([sys.executable, "-c", parent])
    assert cost.peak_mib > 120
    assert 0 < cost.cpu <= cost.wall + 1
