"""A portfolio of 30 million indicator rows rolled up by department, fund, town and year, each rival in its own process."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq

from benchmarks import process
from benchmarks.portfolio_rivals import SAMPLE
from benchmarks.process import Run, best

RIVALS = "benchmarks.portfolio_rivals"
ROWS_PER_PROJECT = 15 * 0.92 * 5  # rows a form, share of forms with rows, years
MILLION = 10**6


def run(repeats: int = 3, millions: int = 30) -> Iterator[str]:
    """Compare, then show the memory limit and the growth of memory."""
    with tempfile.TemporaryDirectory(prefix="yzperf-benchmark-") as folder:
        data = _portfolio(folder, millions)
        yield from _compare(data, repeats)
        yield from _squeeze(data)
        yield from _grow(folder)


def _compare(data: Path, repeats: int) -> Iterator[str]:
    rows = pq.read_metadata(data / "indicators.parquet").num_rows
    runs = {name: best(RIVALS, name, str(data), repeats=repeats) for name in ("scan", "sql", "ours", "pandas")}
    runs["apply"] = _extrapolated(process.run(RIVALS, "apply", str(data)), rows)
    yield f"{rows:,} rows, load {os.getloadavg()[0]:.1f}; best of {repeats} by CPU time"
    yield f"{'':8} {'wall s':>8} {'CPU s':>8} {'peak MiB':>9}   result"
    for name, one in runs.items():
        yield f"{name:8} {one.wall:8.2f} {one.cpu:8.2f} {one.peak_mib:9.0f}   {one.found}"
    ours = runs["ours"]
    for other in ("scan", "sql", "pandas", "apply"):
        rival = runs[other]
        yield f"ours ÷ {other}: wall {ours.wall / rival.wall:.3g}, CPU {ours.cpu / rival.cpu:.3g}, memory {ours.peak_mib / rival.peak_mib:.3g}"


def _extrapolated(sample: Run, rows: int) -> Run:
    """A row-wise apply is linear: a sample says what all rows would take."""
    factor = rows / SAMPLE
    return Run(sample.wall * factor, sample.cpu * factor, sample.peak_mib, [f"extrapolated from {SAMPLE:,} rows"])


def _squeeze(data: Path) -> Iterator[str]:
    size = sum(path.stat().st_size for path in data.glob("*.parquet")) / 2**20
    wide, narrow = (process.run(RIVALS, "ours", str(data), memory) for memory in ("4GB", "400MB"))
    yield (
        f"memory limit 400MB ({size:.0f} MiB of Parquet): {narrow.wall:.1f} s, peak {narrow.peak_mib:.0f} MiB; "
        f"limit 4GB: {wide.wall:.1f} s, peak {wide.peak_mib:.0f} MiB; same result: {wide.found == narrow.found}"
    )


def _grow(folder: str) -> Iterator[str]:
    for millions in (10, 100):
        data = _portfolio(folder, millions)
        one = process.run(RIVALS, "ours", str(data), "400MB")
        yield f"{millions} M rows, limit 400MB: {one.wall:.1f} s, CPU {one.cpu:.1f} s, peak {one.peak_mib:.0f} MiB"


def _portfolio(folder: str, millions: int) -> Path:
    """Made once per size by the data builder, in a process of its own."""
    data = Path(folder) / f"{millions}"
    if not data.exists():
        projects = str(round(millions * MILLION / ROWS_PER_PROJECT))
        command = [sys.executable, "data/make_portfolio.py", str(data), "--projects", projects, "--years", "2020-2024"]
        subprocess.run(command, check=True, capture_output=True)
    return data


if __name__ == "__main__":
    for line in run():
        print(line, flush=True)
