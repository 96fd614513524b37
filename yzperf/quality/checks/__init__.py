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
    "table_sums",
    "item_scores",
    "money",
    "money_stated",
    "money_units",
    "money_balances",
    "ratios",
    "workings",
    "relations",
    "partitions",
    "indicators",
    "stated_steps",
    "duplicate_indicators",
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
    "significance",
    "impossible_values",
    "granularity",
    "sample_sizes",
    "judgement_matrices",
    "weights_and_ranks",
    "estimates",
    "efficiency",
    "comparison_design",
    "regressions",
    "many_tests",
    "method_results",
    "document_traces",
    "evaluators",
    "independence",
    "other_roles",
    "people_in_time",
    "fieldwork",
    "sampling_plan",
    "sample_structure",
    "causal_words",
    "grade_stability",
    "residue",
    "copying",
    "pictures",
)


def load() -> None:
    """Import every group once."""
    for name in _GROUPS:
        importlib.import_module(f"{__name__}.{name}")
