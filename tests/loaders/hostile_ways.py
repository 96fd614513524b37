"""Read every file of a folder through every public way in, in this process, and print what came of it as JSON.

``python -m tests.loaders.hostile_ways FOLDER``: what a user's own program or terminal would do with such files. The process
is held to limits of its own, so that a file which gets past the child is found out.
"""

from __future__ import annotations

import io
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import yzperf as yz
from yzperf import cli
from yzperf.loaders import child
from yzperf.loaders.child import Usage
from yzperf.loaders.limited import _peak

Way = Callable[[Path], object]


def command(name: str) -> Way:
    """``yzperf NAME FILE`` as a terminal runs it; what it says on standard error is its refusal."""

    def run(path: Path) -> None:
        said = io.StringIO()
        sys.argv = ["yzperf", name, str(path), "--on", "2025-03-10"]
        try:
            with redirect_stderr(said), redirect_stdout(io.StringIO()):
                cli.main()
        except SystemExit as end:
            if end.code == 2:
                raise yz.LoadError(said.getvalue().replace("错误：", "").strip()) from None

    return run


COMMANDS = {"score": command("score"), "check": command("check")}
DATA: dict[str, Way] = {"load_score_sheets": yz.load_score_sheets, "load_table": yz.load_table}
WORD: dict[str, Way] = {"load_document": yz.load_document, "load_score_sheets": yz.load_score_sheets}


def ways(path: Path) -> dict[str, Way]:
    """Every way that might read such a file; a folder is for ``check`` a case."""
    commands = {"score": COMMANDS["score"]} if path.is_dir() else COMMANDS
    return (WORD if path.suffix == ".docx" else DATA) | commands


def outcomes(folder: Path) -> Iterator[dict[str, object]]:
    """What every way made of every file: the refusal, or nothing; what it cost here and in the child."""
    for path in sorted(folder.iterdir()):
        for name, way in ways(path).items():
            worker = child._workers.setdefault(os.getpid(), child.Worker())
            worker.usage, begun, told = Usage(), time.process_time(), ""
            try:
                way(path)
            except yz.LoadError as error:
                told = str(error)
            cost = {"here": time.process_time() - begun, "child": worker.usage.cpu, "peak": worker.usage.peak}
            yield {"file": path.name, "way": name, "told": told, **cost}


if __name__ == "__main__":
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
    found = list(outcomes(Path(sys.argv[1])))
    sys.stdout.write(json.dumps({"peak": _peak(), "outcomes": found}))
