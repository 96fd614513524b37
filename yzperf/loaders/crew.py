"""Many files by several children at once (多进程处理): a file that goes wrong costs its own result and nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from yzperf.errors import LoadError
from yzperf.loaders.child import Limits, Worker


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_all(
    task: str, paths: Sequence[Path], settings: Mapping[str, Any], *, limits: Limits, workers: int
) -> Iterator[tuple[int, Any]]:
    """Carry out ``module:function(path, settings)`` on every file.

    Parameters
    ----------
    settings
        Plain data, the same for all files.
    limits
        What one file may cost.
    workers
        Children at work at the same time.

    Yields
    ------
    tuple
        Number of the file and its result, or its ``LoadError``, as they come.
    """
    crew = [Worker(limits) for _ in range(max(1, min(workers, len(paths))))]
    free: SimpleQueue[Worker] = SimpleQueue()
    for worker in crew:
        free.put(worker)

    def work(path: Path) -> Any:
        worker = free.get()
        try:
            return worker.run(task, path, dict(settings))
        except LoadError as error:
            return error
        finally:
            free.put(worker)

    with ThreadPoolExecutor(len(crew)) as threads:
        try:
            numbers = {threads.submit(work, path): number for number, path in enumerate(paths)}
            yield from ((numbers[done], done.result()) for done in as_completed(numbers))
        finally:  # also when the caller stops early: what has not begun is dropped, what runs is ended
            threads.shutdown(wait=False, cancel_futures=True)
            for worker in crew:
                worker.abandon()
