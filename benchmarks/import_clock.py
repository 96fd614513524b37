"""Time one import in this process: ``python -m benchmarks.import_clock pandas|yzperf|face``."""

from __future__ import annotations

import importlib
import sys
from typing import Any

from benchmarks.process import measured

MODULES = {"pandas": "pandas", "yzperf": "yzperf", "face": "yzperf.face"}


def _import() -> Any:
    return importlib.import_module(MODULES[sys.argv[1]]).__name__


if __name__ == "__main__":
    measured(_import)
