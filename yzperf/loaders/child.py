"""Parse files from outside in a process of its own (子进程解析): limits on memory and time, the parent never dies.

One child serves many files, one after the other; a child that dies, is stuck or has grown is replaced, and only its
file is refused. On Linux memory, processor time and writing are limited by the kernel; on macOS the limit of memory may
not hold; on Windows only the wall time and the size of the answer are limited.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from yzperf.errors import LoadError, Place, Problem, YzperfError
from yzperf.loaders import limited

READERS = {
    "xlsx": "yzperf.loaders.xlsx_cells:read_cells",
    "typed": "yzperf.loaders.xlsx_cells:read_typed",
    "computed": "yzperf.loaders.xlsx_computed:read_computed",
    "formulas": "yzperf.loaders.xlsx_formulas:read_formulas",
    "docx": "yzperf.loaders.docx_text:read_text",
    "pictures": "yzperf.loaders.docx_pictures:read_pictures",
    "pdf": "yzperf.loaders.pdf_text:read_pdf",
}
MAX_ANSWER_BYTES = 400_000_000
_IDLE_SECONDS = 60
_MOST_ALLOWED = 3_600
_HOME = str(Path(limited.__file__).resolve().parents[2])  # the child runs the same package as its parent
# One thread a child: the work is spread over files, and each thread of a library would take from the memory limit.
_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: bytes of memory, seconds of processor and of waiting."""

    memory: int = 1 << 30
    cpu: int = 30
    wall: int = 60

    def __str__(self) -> str:
        return f"能在 {self.memory >> 30} GB 内存、{self.cpu} 秒内读完的完好文件"


def allowed(usual: Limits) -> Limits:
    """The usual limits, or what the environment allows instead: ``YZPERF_FILE_GB``, ``YZPERF_FILE_SECONDS``.

    Raises
    ------
    LoadError
        If a variable holds anything but a whole number above nought.
    """
    memory, cpu = _setting("YZPERF_FILE_GB", usual.memory >> 30), _setting("YZPERF_FILE_SECONDS", usual.cpu)
    return Limits(memory << 30, cpu, usual.wall * cpu // usual.cpu)


def _setting(name: str, usual: int) -> int:
    text = os.environ.get(name, "").strip() or str(usual)
    if not text.isdecimal() or not 0 < int(text) <= _MOST_ALLOWED:
        remedy = "请改正环境变量，或删去它"
        raise LoadError(Problem(Place(file=f"环境变量 {name}"), text, f"1 至 {_MOST_ALLOWED} 的整数", remedy))
    return int(text)


@dataclass(frozen=True, slots=True)
class Usage:
    """What the last file cost in the child: processor seconds, and the most memory the child ever held, in bytes."""

    cpu: float = 0.0
    peak: int = 0


def parse(kind: str, path: Path) -> dict[str, Any]:
    """Read one file in the child of this process.

    Parameters
    ----------
    kind
        A key of ``READERS``.

    Returns
    -------
    dict
        What the reader returns: plain data, and ``bytes`` for long arrays.

    Raises
    ------
    LoadError
        The reader's own refusal; or the reader failed, died, or took more than its share.
    """
    if limited.is_inside():
        return _read_here(kind, path)
    # By process: a forked copy must not talk to its parent's child.
    worker = _workers.setdefault(os.getpid(), Worker(allowed(Limits()), idle_seconds=_IDLE_SECONDS))
    result: dict[str, Any] = worker.run(READERS[kind], path)
    return result


def _read_here(kind: str, path: Path) -> dict[str, Any]:
    """Read in this child: it is limited already, and what its reader cannot bear is refused as from outside."""
    try:
        found: dict[str, Any] = limited.load(READERS[kind])(path)
    except YzperfError:
        raise
    except Exception as error:
        raise ChildError(_refusal(path, _failure(type(error).__name__), allowed(Limits()))) from error
    return found


class ChildError(LoadError):
    """The child failed, died or took too much: the same file may fare better another time (读取程序中断)."""


class Worker:
    """A child process that carries out tasks one after the other, each within the limits (受限子进程).

    Parameters
    ----------
    limits
        What one file may cost.
    idle_seconds
        End the child when it had nothing to do for so long; None keeps it.
    """

    def __init__(self, limits: Limits | None = None, idle_seconds: float | None = None) -> None:
        self.limits = limits or Limits()
        self.usage = Usage()
        self._idle_seconds = idle_seconds
        self._idle: threading.Timer | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._is_late = False

    def run(self, task: str, path: Path, *arguments: Any) -> Any:
        """Carry out ``module:function`` on a file, with plain data as further arguments.

        Raises
        ------
        LoadError
            The task's own refusal; or the task failed, died, or took more than its share.
        """
        with self._lock:
            if self._idle is not None:
                self._idle.cancel()
            place = str(path.absolute())  # the parent may have changed its folder since the child began
            answer = self._ask({"task": task, "path": place, "arguments": arguments, "cpu": self.limits.cpu})
            self._rest()
        if answer["refused"]:
            raise LoadError(answer["refused"])
        if "result" not in answer:
            raise ChildError(self._refusal(path, _failure(str(answer.get("failed")))))
        return answer["result"]

    def close(self) -> None:
        """End the child when it has done what it is at."""
        with self._lock:
            self._stop()

    def abandon(self) -> None:
        """End the child at once, whatever it is at; a task that runs in another thread is refused."""
        if process := self._process:
            process.kill()
            process.wait()

    def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        process = self._process if self._process and self._process.poll() is None else self._start()
        self._is_late = False
        watch = threading.Timer(self.limits.wall, self._kill_late, [process])
        watch.start()
        try:
            answer = _exchange(process, question)
            self.usage = Usage(float(answer["cpu"]), int(answer["peak"]))
            answer["refused"] = [_problem(one) for one in answer.get("refused", ())]
        except (OSError, EOFError, ValueError, RecursionError, LookupError, TypeError, AttributeError) as error:
            raise ChildError(self._refusal(Path(question["path"]), self._cause_of_death())) from error
        except BaseException:  # an answer that comes too late must not be taken for the next one
            self._stop()
            raise
        finally:
            watch.cancel()
        if answer.get("last"):
            self._stop()
        return answer

    def _start(self) -> subprocess.Popen[bytes]:
        # -P: a module that lies in the folder of the files must not be taken for one of Python's.
        command = [sys.executable, "-P", "-c", f"from {limited.__name__} import serve; serve({self.limits.memory})"]
        path = os.pathsep.join(filter(None, [_HOME, os.environ.get("PYTHONPATH", "")]))
        environment = {**os.environ, **dict.fromkeys(_ONE_THREAD, "1"), "PYTHONPATH": path}
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,  # Ctrl-C reaches the parent alone, which ends the child
        )
        return self._process

    def _cause_of_death(self) -> str:
        """Stop what is left of the child, and say why it gave no answer."""
        code = self._stop()
        if self._is_late:
            return f"读取超过 {self.limits.wall} 秒"
        if limited.ended_by_cpu_limit(code):
            return f"读取用去超过 {self.limits.cpu} 秒处理器时间"
        return "读取程序中途退出（文件损坏或超出内存限制）"

    def _stop(self) -> int | None:
        process, self._process = self._process, None
        if process is None:
            return None
        for stream in (process.stdin, process.stdout):
            with suppress(OSError):
                stream and stream.close()
        with suppress(subprocess.TimeoutExpired):  # it may still be dying: its own status tells why
            process.wait(timeout=0 if self._is_late else 2)
        process.kill()
        return process.wait()

    def _kill_late(self, process: subprocess.Popen[bytes]) -> None:
        self._is_late = True
        process.kill()

    def _rest(self) -> None:
        if self._idle_seconds is not None and self._process is not None:
            self._idle = threading.Timer(self._idle_seconds, self.close)
            self._idle.daemon = True
            self._idle.start()

    def _refusal(self, path: Path, read: str) -> Problem:
        return _refusal(path, read, self.limits)


_NOWHERE = asdict(Place())
_workers: dict[int, Worker] = {}
_FAILURES = {"MemoryError": "读取所需内存超出限制", "RecursionError": "层层嵌套过深的内容"}


def _failure(kind: str) -> str:
    return _FAILURES.get(kind, "损坏或写法异常，读不下去")


def _refusal(path: Path, read: str, limits: Limits) -> Problem:
    remedy = "请用 WPS/Office 打开后另存一份；仍不行请拆分文件或向提供方重新索取"
    return Problem(Place(file=path.name), read, str(limits), remedy)


def _exchange(process: subprocess.Popen[bytes], question: dict[str, Any]) -> dict[str, Any]:
    if process.stdin is None or process.stdout is None:
        raise EOFError
    process.stdin.write(json.dumps(question).encode() + b"\n")
    process.stdin.flush()
    sizes = [int(size) for size in process.stdout.readline(1 << 16).split()]
    if not sizes or min(sizes) < 0 or sum(sizes) > MAX_ANSWER_BYTES:
        raise EOFError
    head, *buffers = [_exactly(process.stdout.read, size) for size in sizes]
    answer: dict[str, Any] = json.loads(head, object_hook=lambda found: _lowered(found, buffers))
    return answer


def _exactly(read: Callable[[int], bytes], size: int) -> bytes:
    found = read(size)
    if len(found) != size:
        raise EOFError
    return found


def _lowered(found: dict[str, Any], buffers: list[bytes]) -> Any:
    return buffers[found["bytes"]] if found.keys() == {"bytes"} else found


def _problem(told: dict[str, Any]) -> Problem | str:
    if "said" in told:
        return str(told["said"])
    place = Place(**{key: type(_NOWHERE[key])(value) for key, value in told["place"].items()})
    return Problem(place, str(told["read"]), str(told["expected"]), str(told["remedy"]))
