"""``python -m benchmarks``: ratios in one run against what a user would pick instead. Nothing here is a test."""

from __future__ import annotations

from benchmarks import column_scoring, imports, portfolio, sheet_scoring

for module in (imports, sheet_scoring, column_scoring, portfolio):
    print(f"\n== {module.__doc__.splitlines()[0]}")
    for line in module.run():
        print("  " + line, flush=True)
