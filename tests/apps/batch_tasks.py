"""A batch task that breaks its process on some files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from yzperf.apps.batch_task import score_one
from yzperf.apps.checks_task import check_one


def score_or_die(path: Path, settings: dict[str, Any]) -> dict[str, Any]:
    if path.name.startswith("死"):
        os.abort()
    return score_one(path, settings)


def check_or_die(path: Path, settings: dict[str, Any]) -> dict[str, Any]:
    if path.name.startswith("死"):
        os.abort()
    return check_one(path, settings)
