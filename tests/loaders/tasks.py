"""Tasks that misbehave in every way, for a child process to carry out."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

from yzperf.errors import LoadError, Place, Problem


def tell(path: Path, *arguments: object) -> dict[str, object]:
    return {"process": os.getpid(), "name": path.name, "arguments": arguments, "data": b"\x00\xff", "more": [b"x"]}


def refuse(path: Path) -> None:
    raise LoadError([Problem(Place(file=path.name, sheet="表一", cell="B2"), "读到", "应为", "改法"), "一句话"])


def fail(path: Path) -> None:
    raise KeyError(path)


def shout(path: Path) -> str:
    os.write(1, b"9 9\nnoise")
    print("noise", flush=True)
    return path.name


def spin(path: Path) -> None:
    while path:
        pass


def sleep(path: Path) -> None:
    time.sleep(600)


def swallow(path: Path) -> int:
    return len(bytearray(1 << 40))


def grow(path: Path) -> int:
    return len(b"x" * 400_000_000)


def nest(path: Path) -> None:
    nest(path)


def leave(path: Path) -> None:
    os._exit(0)


def abort(path: Path) -> None:
    os.abort()


def write(path: Path) -> bool:
    path.write_bytes(b"x" * 10)
    return path.stat().st_size > 0


def lie(path: Path, answer: str) -> None:
    """Send something else than an answer, as a child would that was taken over."""
    for number in range(3, 20):
        with suppress(OSError):
            os.write(number, answer.encode())
    os._exit(0)
