"""What a notebook, a page and the command line call (对外接口): the rooms of the house put together, no arithmetic."""

from yzperf.face.cases import new_case, open_case, open_deliverable, rules_of
from yzperf.face.checking import (
    check,
    check_case,
    check_document,
    check_sheets,
    compare_versions,
    find_copies,
    settle,
)
from yzperf.face.evaluating import evaluate
from yzperf.face.method_calls import method_gaps, run_methods
from yzperf.face.papers import nbsetup, report, save_table, write_form, write_opinion
from yzperf.face.reading import (
    guess_layout,
    known_forms,
    load_database,
    load_form,
    load_score_sheets,
    load_survey,
    load_table,
    problems,
    read_claims,
    stream_database,
)
from yzperf.face.samples import published_tables, sample_case, sample_deliverables, sample_portfolio
from yzperf.face.scores import score, score_portfolio, sensitivity

__all__ = [
    "check",
    "check_case",
    "check_document",
    "check_sheets",
    "compare_versions",
    "evaluate",
    "find_copies",
    "guess_layout",
    "known_forms",
    "load_database",
    "load_form",
    "load_score_sheets",
    "load_survey",
    "load_table",
    "method_gaps",
    "nbsetup",
    "new_case",
    "open_case",
    "open_deliverable",
    "problems",
    "published_tables",
    "read_claims",
    "report",
    "rules_of",
    "run_methods",
    "sample_case",
    "sample_deliverables",
    "sample_portfolio",
    "save_table",
    "score",
    "score_portfolio",
    "sensitivity",
    "settle",
    "stream_database",
    "write_form",
    "write_opinion",
]
