"""Run the commands that ``rules.md`` quotes and put what they print below them (规则库说明里的命令输出).

Run ``python docs/make_rules.py`` after a change of rule data or of the command. Everything else on the page is written
by hand. Files that the page shows as TOML, named behind the opening fence, are there when the commands run; an output
that ends in ``……`` is cut after as many lines as it has. ``tests/docs`` holds the page to this script.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = Path(__file__).with_name("rules.md")
_FILE = re.compile(r"^```toml (\S+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_COMMAND = re.compile(r"^```text\n\$ yzperf ([^\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_CUT = "……"


def text() -> str:
    """Return the page with the outputs as they are now."""
    page = TARGET.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, content in _FILE.findall(page):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(content, encoding="utf-8")
        return _COMMAND.sub(lambda found: _block(found[1], found[2], folder), page)


def _block(command: str, before: str, folder: Path) -> str:
    lines = _run(command, folder)
    if before.rstrip().endswith(_CUT):
        lines = [*lines[: before.rstrip().count("\n")], _CUT]
    return "\n".join(["```text", f"$ yzperf {command}", *lines, "```"])


def _run(command: str, folder: Path) -> list[str]:
    """Lines that a command prints, on either stream; examples of the documents are found under their usual path."""
    arguments = [str(ROOT / word) if word.startswith("docs/") else word for word in command.split()]
    environment = {**os.environ, "COLUMNS": "100", "PYTHONPATH": str(ROOT)}
    call = [sys.executable, "-m", "yzperf", *arguments]
    done = subprocess.run(
        call, capture_output=True, text=True, encoding="utf-8", cwd=folder, env=environment, check=False
    )
    return [line.rstrip() for line in (done.stdout + done.stderr).strip("\n").splitlines()]


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8", newline="\n")
