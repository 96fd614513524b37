"""The checks, one module a group of the catalogue. Importing a module registers its checks."""

from __future__ import annotations

import importlib

_GROUPS = (
    "report_structure",
    "weights",
    "totals",
    "item_scores",
    "money",
    "money_stated",
    "ratios",
    "relations",
    "indicators",
    "approved_targets",
    "evidence",
    "consistency",
    "survey_counts",
    "significance",
    "residue",
    "copying",
)


def load() -> None:
    """Import every group once."""
    for name in _GROUPS:
        importlib.import_module(f"{__name__}.{name}")
