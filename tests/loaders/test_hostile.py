"""The hostile corpus: every file is refused or read, within the limits of memory and time; the parent stays small."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.loaders.hostile import KINDS, make_all
from yzperf.errors import LoadError
from yzperf.loaders import child
from yzperf.loaders.child import Usage
from yzperf.loaders.delimited import read_rows
from yzperf.loaders.document import load_document
from yzperf.loaders.grid import read_workbook

# What is stated in docs/loading.md: of every file, in the child; and of the parent that reads them all.
CPU_SECONDS = 10
PEAK_BYTES = 1 << 30
PARENT_BYTES = 500_000_000


def read(path: Path) -> None:
    readers = {".csv": read_rows, ".docx": load_document}
    readers.get(path.suffix, read_workbook)(path)


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_is_refused_or_read_within_the_limits(tmp_path: Path, name: str) -> None:
    words, make = KINDS[name]
    make(tmp_path / name)
    worker = child._workers.setdefault(os.getpid(), child.Worker())
    worker.usage = Usage()
    try:
        read(tmp_path / name)
        told = ""
    except LoadError as error:
        told = str(error)
    assert (words in told) if words else not told, told
    assert all(line.startswith(name) for line in told.splitlines())
    assert worker.usage.cpu <= CPU_SECONDS
    assert worker.usage.peak <= PEAK_BYTES


def test_the_corpus_is_large_enough() -> None:
    assert len(KINDS) >= 60


_PARENT = """
import json, sys
from pathlib import Path
from yzperf.errors import LoadError
from yzperf.loaders.delimited import read_rows
from yzperf.loaders.document import load_document
from yzperf.loaders.grid import read_workbook
from yzperf.loaders.limited import _peak
refused = []
for path in sorted(Path(sys.argv[1]).iterdir()):
    try:
        {".csv": read_rows, ".docx": load_document}.get(path.suffix, read_workbook)(path)
    except LoadError as error:
        refused.append(path.name)
print(json.dumps({"peak": _peak(), "refused": refused}))
"""


def test_the_parent_survives_all_of_them_and_stays_small(tmp_path: Path) -> None:
    make_all(tmp_path)
    command = [sys.executable, "-c", _PARENT, str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, check=True, env=environment, capture_output=True, text=True, encoding="utf-8")
    answer = json.loads(done.stdout)
    assert answer["refused"] == sorted(name for name, (words, _) in KINDS.items() if words)
    assert answer["peak"] <= PARENT_BYTES
