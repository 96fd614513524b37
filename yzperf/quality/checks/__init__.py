"""The checks, one module a group of the catalogue. Importing a module registers its checks."""

from __future__ import annotations

import importlib

_GROUPS = (
    "report_structure",
    "references",
    "hollow",
    "problems_and_advice",
    "cover",
    "weights",
    "totals",
    "item_scores",
    "money",
    "money_stated",
    "ratios",
    "workings",
    "relations",
    "indicators",
    "indicator_quality",
    "approved_targets",
    "evidence",
    "evidence_values",
    "evidence_register",
    "evidence_reuse",
    "consistency",
    "dates",
    "survey_counts",
    "claimed_precision",
    "survey_recomputed",
    "survey_shares",
    "interviewers",
    "answer_sheets",
    "answer_times",
    "answer_contacts",
    "significance",
    "document_traces",
    "fieldwork",
    "sampling_plan",
    "sample_structure",
    "causal_words",
    "grade_stability",
    "residue",
    "copying",
)


def load() -> None:
    """Import every group once."""
    for name in _GROUPS:
        importlib.import_module(f"{__name__}.{name}")
