"""A PostgreSQL server for tests: in a temporary folder, on loopback, without durability, ended with the session."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USER, PASSWORD = "yzperf_test", "ordinary-P4ssword"


def programs() -> Path | None:
    """Folder of initdb and pg_ctl, or None: Debian keeps them outside the path."""
    for found in (shutil.which("initdb"), *sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)):
        if found:
            return Path(found).parent
    return None


@contextmanager
def server() -> Iterator[str]:
    """Start a server; give the URL of its database."""
    folder, bin_folder, port = Path(tempfile.mkdtemp(prefix="yzperf-pg-")), programs(), _free_port()
    assert bin_folder is not None
    (folder / "password").write_text(PASSWORD)
    _hand_over(folder)
    try:
        _run(bin_folder / "initdb", "-D", folder / "data", "-U", USER, "-A", "scram-sha-256",
             f"--pwfile={folder / 'password'}", "--encoding=UTF8", "--locale=C", "--no-sync")  # fmt: skip
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        _run(bin_folder / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-o", options, "-w", "start")
        try:
            yield f"postgresql://{USER}:{PASSWORD}@127.0.0.1:{port}/postgres"
        finally:
            _run(bin_folder / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(*command: object) -> None:
    """The server refuses to run as root."""
    user = {"user": "postgres"} if os.geteuid() == 0 else {}
    done = subprocess.run(  # the server keeps the pipes open, so output goes to a file
        [str(part) for part in command],
        cwd="/",
        check=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **user,
    )
    assert done.returncode == 0, f"{command[0]} ended with {done.returncode}"


def _hand_over(folder: Path) -> None:
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres").pw_uid
        for path in (folder, *folder.iterdir()):
            os.chown(path, owner, -1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
