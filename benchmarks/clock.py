"""Best of several runs in this process, and what a piece of work costs with all its children."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


def seconds(work: Callable[[], Any], repeats: int = 5) -> float:
    """Shortest wall time of several runs."""
    best = float("inf")
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


@dataclass(frozen=True)
class Cost:
    """Wall time, and processor time of this process and of the children that have ended."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.wall:.2f} s ({self.cpu:.2f} s of processor)"

    def over(self, other: Cost) -> str:
        """How many times as much as another, by wall and by processor time."""
        return f"{self.wall / other.wall:.2f} times ({self.cpu / other.cpu:.2f} by processor)"


def cost(work: Callable[[], Any]) -> tuple[Any, Cost]:
    """Do the work once. On a busy machine the processor time is the better measure."""
    start, before = time.perf_counter(), sum(os.times()[:4])
    result = work()
    return result, Cost(time.perf_counter() - start, sum(os.times()[:4]) - before)
