"""A whole case carried out: score, methods, checks (评价)."""

from __future__ import annotations

from pathlib import Path

from yzperf.domain.case import Case
from yzperf.domain.evaluation import Evaluation
from yzperf.face.cases import open_case, rules_of
from yzperf.face.checking import check_case
from yzperf.face.method_calls import method_gaps, run_methods
from yzperf.face.scores import score_case
from yzperf.loaders.waivers import load_beside
from yzperf.quality import settle as settle_audit


def evaluate(case: Case | str | Path) -> Evaluation:
    """Carry out a whole case: score by its rules, run its methods, check everything that was handed over.

    A method whose table was not handed over is left out and named in ``gaps``; the rest is done. Findings that people
    waived or rejected in ``waivers.toml`` do not count, and are kept apart.

    Raises
    ------
    LoadError, RuleError, MethodError
    """
    opened = case if isinstance(case, Case) else open_case(case)
    rules = rules_of(opened)
    card = score_case(opened, rules, None)
    decided = load_beside(opened.folder)
    results = run_methods(opened)
    settled = settle_audit(check_case(opened, rules, results=results), decided)
    return Evaluation(
        opened,
        card,
        results,
        settled.findings,
        settled.coverage,
        method_gaps(opened),
        waived=settled.waived,
        accepted=settled.accepted,
        gone=settled.gone,
    )
