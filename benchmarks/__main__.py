"""``python -m benchmarks [NAME …]``: ratios in one run against what a user would pick instead. Nothing here is a test."""

from __future__ import annotations

import argparse
from functools import partial

from benchmarks import batch_scoring, column_scoring, sheet_scoring, word_reading, workbook_reading

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("names", nargs="*", help="which to run; all of them by default")
parser.add_argument("--files", type=int, default=600, help="workbooks of batch_scoring; 10000 for the full run")
chosen = parser.parse_args()
runs = {
    "sheet_scoring": (sheet_scoring.__doc__, sheet_scoring.run),
    "column_scoring": (column_scoring.__doc__, column_scoring.run),
    "workbook_reading": (workbook_reading.__doc__, workbook_reading.run),
    "word_reading": (word_reading.__doc__, word_reading.run),
    "batch_scoring": (batch_scoring.__doc__, partial(batch_scoring.run, chosen.files)),
}
for name in chosen.names or runs:
    title, run = runs[name]
    print(f"\n== {title.splitlines()[0]}")
    for line in run():
        print("  " + line, flush=True)
