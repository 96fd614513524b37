"""Run the benchmarks: ``python -m benchmarks``, or some of them by name. They print ratios; nothing fails on time."""

from __future__ import annotations

import argparse
from functools import partial
from importlib import import_module

DEFAULT = (
    "imports",
    "sheet_scoring",
    "column_scoring",
    "workbook_reading",
    "word_reading",
    "batch_scoring",
    "portfolio",
)

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("names", nargs="*", metavar="NAME", help=f"modules of this folder; without: {', '.join(DEFAULT)}")
parser.add_argument("--files", type=int, default=600, help="workbooks of batch_scoring; 10000 for the full run")
chosen = parser.parse_args()
for name in chosen.names or DEFAULT:
    module = import_module(f"benchmarks.{name}")
    run = partial(module.run, chosen.files) if name == "batch_scoring" else module.run
    print(f"\n== {module.__doc__.splitlines()[0]}")
    for line in run():
        print("  " + line, flush=True)
