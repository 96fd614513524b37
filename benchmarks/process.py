"""A competitor in a process of its own: wall time, CPU time and peak memory of what it does after its imports."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Run:
    """What one run took, and what it found."""

    wall: float
    cpu: float
    peak_mib: float
    found: Any


def measured(work: Callable[[], Any]) -> None:
    """Do the work in this process and print what it took as the last line."""
    start, before = time.perf_counter(), time.process_time()
    found = work()
    took = (time.perf_counter() - start, time.process_time() - before)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"wall": took[0], "cpu": took[1], "peak_mib": peak, "found": found}))


def run(module: str, *arguments: str) -> Run:
    """Run ``python -m module arguments`` with compiled bytecode and read its last line."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return Run(**json.loads(done.stdout.splitlines()[-1]))


def best(module: str, *arguments: str, repeats: int = 3) -> Run:
    """The run with the least CPU time of several."""
    return min((run(module, *arguments) for _ in range(repeats)), key=lambda one: one.cpu)
