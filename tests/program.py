"""``yzperf`` as people start it, hundreds of times (命令行): each command in a process of its own, with its own surroundings.

Starting Python and importing the package takes longer than most commands. So one process for all tests of a worker
imports it once, and each command runs in a fork of that process: own arguments, folder, environment, output, exit
status, and it ends as Python ends. ``tests/apps/test_program.py`` holds that a fresh start says and writes the same.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import runpy
import subprocess
import sys
import tempfile
import threading
import traceback
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parents[1]
Done = subprocess.CompletedProcess[str]


def run(*arguments: object, cwd: Path | None = None, columns: int = 80, **environment: str) -> Done:
    """One command; what it printed and how it ended."""
    if not hasattr(os, "fork"):  # Windows
        return run_afresh(*arguments, cwd=cwd, columns=columns, **environment)
    command = [str(argument) for argument in arguments]
    with tempfile.TemporaryDirectory() as folder:
        streams = [str(Path(folder) / name) for name in ("stdout", "stderr")]
        question = {"arguments": command, "cwd": str(cwd or Path.cwd()), "streams": streams}
        status = _asked(question | {"environment": _surroundings(columns, environment)})
        return Done(["yzperf", *command], status, *(_text(stream) for stream in streams))


def run_afresh(*arguments: object, cwd: Path | None = None, columns: int = 80, **environment: str) -> Done:
    """The same from a new Python that has imported nothing."""
    command = [sys.executable, "-m", "yzperf", *map(str, arguments)]
    wide = _surroundings(columns, environment)
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=cwd, env=wide, check=False)


def _surroundings(columns: int, environment: dict[str, str]) -> dict[str, str]:
    return {**os.environ, "COLUMNS": str(columns), **environment}


def _text(stream: str) -> str:
    return Path(stream).read_text(encoding="utf-8")


def _asked(question: dict[str, Any]) -> int:
    server = _server()
    assert server.stdin
    assert server.stdout
    server.stdin.write(json.dumps(question).encode() + b"\n")
    server.stdin.flush()
    return int(server.stdout.readline())


@cache
def _server() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from tests.program import serve; serve()"]
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    server = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env={**os.environ, "PYTHONPATH": path}
    )
    atexit.register(server.communicate)  # it ends with its questions
    return server


# ── inside the server ───────────────────────────────────────────────────────────────────────────────


def serve() -> None:
    """Answer each line of standard input with the exit status of its command, until there are no more."""
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    _import_everything()
    while line := sys.stdin.buffer.readline():
        child = os.fork()
        if child == 0:
            _become(json.loads(line))
        _, status = os.waitpid(child, 0)
        answers.write(b"%d\n" % os.waitstatus_to_exitcode(status))


# What commands import on their way, some of them a third of a second's worth.
_ON_THE_WAY = (
    "defusedxml.ElementTree", "docx", "docxtpl", "jinja2.sandbox", "lxml.etree", "markdown_it", "matplotlib.pyplot",
    "matplotlib.backends.backend_agg", "openpyxl", "openpyxl.packaging.extended", "PIL.features", "pydantic.type_adapter",
    "pydantic.types", "rich.live", "rich.markdown", "rich.progress", "rich.traceback", "statsmodels.api", "typer.main",
    "typer._adapters", "yzperf.apps.check_outputs", "yzperf.apps.check_paths", "yzperf.apps.run_case",
    "yzperf.drawing.shares", "yzperf.drawing.strips", "yzperf.drawing.trends",
)  # fmt: skip


def _import_everything() -> None:
    """All that a command may import and keep, but the command line itself: it looks at the terminal when imported."""
    for name in _ON_THE_WAY:
        import_module(name)

    from PIL import Image

    from yzperf import face
    from yzperf.loaders.child import _workers

    Image.init()
    face.check_case(face.open_case(face.sample_case()))
    for worker in _workers.values():
        worker.close()
    gc.freeze()  # else each fork copies what it only looks at


def _become(question: dict[str, Any]) -> NoReturn:
    """Run the command of one question in this fork, and end with its exit status."""
    for stream, path in ((1, question["streams"][0]), (2, question["streams"][1])):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), stream)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.chdir(question["cwd"])
    os.environ.clear()
    os.environ.update(question["environment"])
    sys.argv = ["yzperf", *question["arguments"]]
    status: object = 1
    try:
        runpy.run_module("yzperf", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        status = end.code
    except BaseException:
        traceback.print_exc()
    _end(status)


def _end(status: object) -> NoReturn:
    """End as Python does, but for taking apart a thousand imported modules: threads, exit functions, output."""
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(status if isinstance(status, int) else int(status is not None))
