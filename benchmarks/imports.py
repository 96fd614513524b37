"""Importing the public face, against importing pandas alone; each in a fresh process."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.process import best

_CLOCK = "benchmarks.import_clock"


def run() -> Iterator[str]:
    """Compare the two, and all names of the face."""
    pandas, package, all_names = (best(_CLOCK, what, repeats=5) for what in ("pandas", "yzperf", "face"))
    for name, one in (("import yzperf", package), ("import yzperf and use its names", all_names)):
        yield f"{name}: {one.wall:.2f} s; import pandas {pandas.wall:.2f} s; {one.wall - pandas.wall:+.2f} s"
