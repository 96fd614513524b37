"""What runs inside the child process (受限运行): limits first, then one task a line until the parent is gone.

Started by ``child.Worker``. A task comes as one line of JSON, its answer goes as a line of sizes,
a piece of JSON, and the long arrays as they are: nothing in an answer can be executed.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from yzperf.errors import Problem, YzperfError

_RECYCLE_BYTES = 300_000_000  # a child that has grown is not kept
_inside: list[bool] = []


def is_inside() -> bool:
    """Whether this process is a limited child itself."""
    return bool(_inside)


def load(task: str) -> Callable[..., Any]:
    """The function behind ``module:function``."""
    module, _, name = task.partition(":")
    function: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return function


def ended_by_cpu_limit(status: int | None) -> bool:
    """Whether the kernel ended a child for its processor time."""
    return hasattr(signal, "SIGXCPU") and status == -signal.SIGXCPU


def serve(memory: int) -> None:
    """Take tasks from standard input until it is closed."""
    _inside.append(True)
    sys.dont_write_bytecode = True
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get among the answers
    _limit(memory)
    for line in sys.stdin.buffer:
        question = json.loads(line)
        _limit_cpu(question["cpu"])
        started = time.process_time()
        answer = _answer(question["task"], Path(question["path"]), question["arguments"])
        answer |= {"cpu": time.process_time() - started, "peak": _peak(), "last": _peak() > _RECYCLE_BYTES}
        if not _send(answers, answer):
            return


def _answer(task: str, path: Path, arguments: Sequence[Any]) -> dict[str, Any]:
    try:
        return {"result": load(task)(path, *arguments)}
    except YzperfError as error:
        return {"refused": [_told(problem) for problem in error.problems]}
    except Exception as error:
        return {"failed": type(error).__name__}


def _told(problem: Problem | str) -> list[str]:
    if isinstance(problem, str):
        return [problem]
    place = problem.place
    return [place.file, place.sheet, place.cell, place.paragraph, problem.read, problem.expected, problem.remedy]


def _send(answers: BinaryIO, answer: dict[str, Any]) -> bool:
    """Send one answer; False where this child should not go on."""
    try:
        pieces = _lifted(answer)
    except MemoryError:
        pieces = _lifted({"failed": "MemoryError", "cpu": 0.0, "peak": _peak(), "last": True})
    answers.write(b" ".join(b"%d" % len(piece) for piece in pieces) + b"\n")
    for piece in pieces:
        answers.write(piece)
    answers.flush()
    return not answer["last"]


def _lifted(answer: dict[str, Any]) -> list[bytes]:
    """The answer as JSON, its bytes beside it."""
    buffers: list[bytes] = []

    def lift(value: object) -> dict[str, int]:
        if not isinstance(value, bytes):
            raise TypeError(type(value).__name__)
        buffers.append(value)
        return {"bytes": len(buffers) - 1}

    return [json.dumps(answer, default=lift).encode(), *buffers]


def _limit(memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows: the parent's limit of wall time still holds
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_cpu(seconds: int) -> None:
    """Some more seconds from now: the kernel counts all that this process ever used."""
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    until = int(time.process_time()) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (until if hard == resource.RLIM_INFINITY else min(until, hard), hard))


def _peak() -> int:
    try:
        import resource
    except ImportError:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
