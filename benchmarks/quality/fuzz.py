"""Damaged and absurd deliverables: ``python -m benchmarks.quality.fuzz [COUNT] [--first N]`` checks COUNT (10,000) of them.

Each ends with findings or a refusal in Chinese. What crashes, hangs or breaks off is told with its seed; exit status 1.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tests.deliverable_fuzz import TASK, mutated, write
from yzperf.loaders.child import ChildError, Limits, Worker
from yzperf.loaders.crew import cores

LIMITS = Limits(memory=2 << 30, cpu=30, wall=300)


def outcomes(count: int, first: int, workers: int) -> Iterator[tuple[int, str, str]]:
    """Seed, file that was changed, and what came of it, as they come; each worker keeps its child."""
    with tempfile.TemporaryDirectory() as root, ThreadPoolExecutor(workers) as threads:
        crew = [(Worker(LIMITS), Path(root) / str(number) / "case") for number in range(workers)]
        free: SimpleQueue[tuple[Worker, Path]] = SimpleQueue()
        for one in crew:
            free.put(one)

        def work(seed: int) -> tuple[int, str, str]:
            worker, folder = free.get()
            try:
                name, files = mutated(seed)
                write(files, folder)
                return seed, name, worker.run(TASK, folder, {})
            except ChildError as error:
                return seed, name, f"中断 {error}"
            finally:
                free.put((worker, folder))

        yield from threads.map(work, range(first, first + count))
        for worker, _ in crew:
            worker.close()


def run(count: int = 10_000, first: int = 0, workers: int = 0) -> int:
    """Check them all, print what came of them; the number of faults."""
    tally: Counter[str] = Counter()
    faults = 0
    started = time.perf_counter()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, transient=True) as progress:
        task = progress.add_task("核查", total=count)
        for seed, name, said in outcomes(count, first, workers or cores()):
            kind = said.split()[0]
            is_fault = kind not in ("发现", "拒绝")
            tally[f"{Path(name).suffix} {kind}"] += 1
            faults += is_fault
            if is_fault:
                progress.console.print(f"seed {seed} {name}: {said}", markup=False, soft_wrap=True)
            progress.update(task, advance=1, description=f"核查（故障 {faults}）")
    took = time.perf_counter() - started
    print(f"{count:,} deliverables in {took:.0f} s: {dict(sorted(tally.items()))}; {faults} crashed, hung or broke off")
    return faults


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--workers", type=int, default=0)
    given = parser.parse_args()
    sys.exit(1 if run(given.count, given.first, given.workers) else 0)
