"""Parse a file from outside in a process of its own (子进程解析): limits on memory and time, the parent never dies.

Run as ``python -m yzperf.loaders.child xlsx FILE``; writes one JSON object to standard output.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from yzperf.errors import LoadError, Place, Problem

READERS = {
    "xlsx": "yzperf.loaders.xlsx_cells:read_cells",
    "typed": "yzperf.loaders.typed_cells:read_typed",
    "docx": "yzperf.loaders.docx_text:read_text",
}
MEMORY_BYTES = 1 << 30
CPU_SECONDS = 30
WALL_SECONDS = 60


def parse(kind: str, path: Path) -> dict[str, Any]:
    """Parse an already guarded file in a child process and return plain data.

    Parameters
    ----------
    kind
        A key of ``READERS``.

    Raises
    ------
    LoadError
        If the parser fails, dies, or takes more than its share of memory or time.
    """
    command = [sys.executable, "-m", __name__, kind, str(path)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=WALL_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise LoadError(_refusal(path, f"读取超过 {WALL_SECONDS} 秒")) from error
    if done.returncode != 0:
        raise LoadError(_refusal(path, "读取程序中途退出（文件损坏或超出内存限制）"))
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _refusal(path: Path, read: str) -> Problem:
    return Problem(
        Place(file=path.name),
        read,
        "能在 1 GB 内存、30 秒内读完的完好文件",
        "请用 WPS/Office 打开后另存一份；仍不行请拆分文件或向提供方重新索取",
    )


def _limit_resources() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the time limit of the parent still holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(arguments: list[str]) -> None:
    """Entry point of the child."""
    kind, name = arguments
    sys.dont_write_bytecode = True
    _limit_resources()
    module, _, function = READERS[kind].partition(":")
    read = getattr(importlib.import_module(module), function)
    json.dump(read(Path(name)), sys.stdout, ensure_ascii=True)


if __name__ == "__main__":
    main(sys.argv[1:])
