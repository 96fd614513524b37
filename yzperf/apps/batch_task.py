"""What a batch does with one file (批量的一份文件): read, score, check, give plain lists. Runs in a limited child."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from math import isnan
from pathlib import Path
from typing import Any

import pandas as pd

from yzperf.apps.score_files import Scored, load_tables, overview, score_lines, score_table
from yzperf.rules import Rules, load_rules

TASK = f"{__name__}:score_one"


def score_one(path: Path, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Score and check every table of one file.

    Parameters
    ----------
    settings
        ``on``, ``region``, ``rules``, ``layout``, ``profile`` as texts or None.

    Returns
    -------
    dict
        ``{"tables": [{"overview": {…}, "scores": {"columns", "rows"}, "findings": {…}, "serious": n}]}``

    Raises
    ------
    LoadError, RuleError
        All defects of the file at once.
    """
    rules = _rules(settings["on"], settings["region"], settings["rules"])
    layout = Path(settings["layout"]) if settings["layout"] else None
    sheets = load_tables([path], lambda _: None, layout)
    return {"tables": [_lists(score_table(sheet, rules, settings["profile"])) for sheet in sheets]}


@lru_cache(maxsize=1)
def _rules(on: str, region: str, extra: str | None) -> Rules:
    return load_rules(on=date.fromisoformat(on), region=region, extra=Path(extra) if extra else None)


def _lists(scored: Scored) -> dict[str, Any]:
    card, audit = scored
    return {
        "overview": overview(card, audit),
        "scores": plain_table(score_lines(card)),
        "findings": plain_table(audit.table()),
        "serious": sum(finding.is_serious for finding in audit.findings),
    }


def plain_table(frame: pd.DataFrame) -> dict[str, Any]:
    """A table as plain lists, which can be sent and written down."""
    rows = frame.itertuples(index=False, name=None)
    return {"columns": list(frame.columns), "rows": [[_blank(value) for value in row] for row in rows]}


def _blank(value: Any) -> Any:
    return None if isinstance(value, float) and isnan(value) else value
