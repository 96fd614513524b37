"""What one large deliverable costs: ``python -m benchmarks.quality.size`` (60 pages, 40 indicators, 600 questionnaires, 200 files).

The command ``yzperf check`` runs in a fresh process on one core; measured are wall time, processor time and peak memory of
it and all its children together, and the ratio to a fresh process that reads the bytes of every file and nothing else.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.quality.clean import make_clean

_READ = "import sys, pathlib; [p.read_bytes() for p in pathlib.Path(sys.argv[1]).rglob('*') if p.is_file()]"
_EVERY = 0.02  # seconds between two looks at the memory


@dataclass(frozen=True)
class Cost:
    """What a command took with all its children."""

    wall: float
    cpu: float
    peak_mib: float

    def __str__(self) -> str:
        return f"{self.wall:.1f} s ({self.cpu:.1f} s of processor), {self.peak_mib:.0f} MiB"


def measured(command: Sequence[str]) -> Cost:
    """Run a command on one core with compiled bytecode and watch the memory of its whole tree."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    before, start = os.times(), time.perf_counter()
    process = subprocess.Popen(["taskset", "-c", "0", *command], stdout=subprocess.DEVNULL, env=environment)
    watch = _Watch(process.pid)
    watch.start()
    code = process.wait()
    wall, after = time.perf_counter() - start, os.times()
    watch.stop()
    if code not in (0, 1):  # 1: findings
        raise RuntimeError(f"{command} ended with {code}")
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(wall, spent + watch.left_alone, watch.peak / 1024)


class _Watch(threading.Thread):
    """Looks at a process and its descendants again and again: the most memory (PSS, KiB) that they held at one time, and
    the processor time of those that outlive it, which nobody waits for."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid, self._done, self._times = pid, threading.Event(), dict[int, float]()
        self.peak = 0

    def run(self) -> None:
        while not self._done.wait(_EVERY):
            tree = list(_tree(self._pid))
            self.peak = max(self.peak, sum(map(_memory, tree)))
            self._times |= {pid: spent for pid in tree[1:] if (spent := _processor(pid))}

    @property
    def left_alone(self) -> float:
        """Seconds of the reading children: they end after their parent."""
        return sum(self._times.values())

    def stop(self) -> None:
        self._done.set()
        self.join()


def _tree(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:  # it has ended
        return
    for child in children:
        yield from _tree(int(child))


def _processor(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(pid: int) -> int:
    """PSS counts a page that several processes share once over all of them; what has ended holds nothing."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def run(seeds: Sequence[int] = (0, 1, 2), repeats: int = 3) -> Iterator[str]:
    """One line a seed: the best of several runs, and how many times that of only reading the files."""
    for seed in seeds:
        with tempfile.TemporaryDirectory() as folder:
            made = make_clean(seed, large=True)
            made.save(Path(folder) / "case")
            size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
            ours = _best([sys.executable, "-m", "yzperf", "check", f"{folder}/case"], repeats)
            read = _best([sys.executable, "-c", _READ, f"{folder}/case"], repeats)
        holds = f"{len(made.leaves)} indicators, {len(made.survey)} questionnaires, {len(made.evidence)} files, {size >> 20} MiB"
        yield f"seed {seed} ({holds}): {ours}; only reading the files {read}: {ours.cpu / read.cpu:.0f} times by processor"


def _best(command: Sequence[str], repeats: int) -> Cost:
    return min((measured(command) for _ in range(repeats)), key=lambda one: one.cpu)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="*", default=[0, 1, 2])
    parser.add_argument("--repeats", type=int, default=3)
    given = parser.parse_args()
    for line in run(given.seeds, given.repeats):
        print(line, flush=True)
