"""``yzperf serve``: a page in a browser on this machine (本机页面服务), by Voila with an offline template."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

from yzperf.apps.case_page import CASE_VARIABLE
from yzperf.apps.checker.start import VARIABLE, Start
from yzperf.domain.shipped import shipped
from yzperf.errors import LoadError, Place, Problem

_SHARE = Path(__file__).parent / "share"


def serve_case(case: Path | None, port: int) -> None:
    """Serve the page of one case on the loopback address until interrupted.

    Raises
    ------
    LoadError
        If the folder is not a case folder.
    """
    if case and not (case / "case.toml").exists():
        raise LoadError(Problem(Place(file=str(case)), "没有 case.toml", "案卷文件夹", "请核对路径"))
    _serve("case", port, environment({CASE_VARIABLE: str(case.resolve())} if case else {}))


def serve_checker(start: Start, port: int) -> None:
    """Serve the checker's page of some deliverables on the loopback address until interrupted.

    Raises
    ------
    LoadError
        If one of them is not there.
    """
    absent = [path for path in start.paths if not path.exists()]
    if absent:
        raise LoadError(
            [Problem(Place(str(path)), "没有这个路径", "案卷文件夹或文件", "请核对路径") for path in absent]
        )
    _serve("check", port, environment({VARIABLE: start.as_text()}))


def _serve(page: str, port: int, told: dict[str, str]) -> None:
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise LoadError(f"端口 {port} 已被占用。请用 --port 换一个端口，或先关闭占用它的程序")
    if os.name == "posix":  # the server takes this process over, so that ending the command ends the server
        os.execve(sys.executable, command(port, page), told)
    subprocess.run(command(port, page), env=told, check=False)


def command(port: int, page: str = "case") -> list[str]:
    """The Voila command: standalone, loopback only, own template, idle kernels culled."""
    return [
        sys.executable,
        "-m",
        "voila",
        str(shipped("notebooks") / "app" / f"{page}.ipynb"),
        "--no-browser",
        f"--port={port}",
        "--Voila.ip=127.0.0.1",
        "--template=yzperf",
        "--MappingKernelManager.cull_idle_timeout=900",
        "--MappingKernelManager.cull_interval=60",
    ]


def environment(told: dict[str, str]) -> dict[str, str]:
    """The environment of server and kernels: what the page is told, the template's folder, bytecode allowed."""
    changed = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    changed["JUPYTER_PATH"] = os.pathsep.join(filter(None, [str(_SHARE), changed.get("JUPYTER_PATH", "")]))
    return changed | told
