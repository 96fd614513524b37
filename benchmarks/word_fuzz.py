"""Damaged and absurd Word files: ``python -m benchmarks.word_fuzz [COUNT] [FIRST]`` reads COUNT (10,000) of them."""

from __future__ import annotations

import faulthandler
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.word_fuzz import outcome

SECONDS = 10  # nothing of this size may take longer


def run(count: int = 10_000, first: int = 0) -> Counter[str]:
    """Read files by seed; a crash or a hang is raised with the seed."""
    faulthandler.enable()
    found: Counter[str] = Counter()
    slowest = (0.0, first)
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, first + count):
            started = time.perf_counter()
            signal.alarm(SECONDS)
            try:
                found[outcome(seed, Path(folder))] += 1
            except BaseException:
                print(f"seed {seed}")
                raise
            signal.alarm(0)
            slowest = max(slowest, (time.perf_counter() - started, seed))
    print(f"{count:,} files: {dict(found)}; slowest {slowest[0]:.2f} s (seed {slowest[1]}); no crash, no hang")
    return found


if __name__ == "__main__":
    run(*map(int, sys.argv[1:]))
