"""Voila with one page in a process of its own, and a headless Chromium to look at it."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import time

from yzperf.apps.server import command, environment

CHROMIUM_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def started(page: str = "case", told: dict[str, str] | None = None) -> tuple[subprocess.Popen[bytes], str]:
    """Start a server; gives it with its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(
        command(port, page), env=environment(told or {}), stdout=quiet, stderr=quiet, start_new_session=True
    )
    _wait_for(port, server)
    return server, f"http://127.0.0.1:{port}/"


def stop(server: subprocess.Popen[bytes]) -> None:
    """End a server with its kernels."""
    os.killpg(server.pid, 15)
    server.wait(20)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=2):
            return
        time.sleep(0.3)
    raise TimeoutError("页面服务没有起来")


def is_inside(url: str, address: str) -> bool:
    """Whether a request stays with the server or the page."""
    return url.startswith((address, address.replace("http", "ws", 1), "data:", "blob:"))
