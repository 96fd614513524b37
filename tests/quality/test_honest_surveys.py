"""Honest surveys are not accused: every model of answering, on the sheets alone (``benchmarks.quality.honest_surveys``)."""

from __future__ import annotations

import pytest

from benchmarks.quality.honest_surveys import CHECKS, MODELS, STATED, accused, honest_survey
from yzperf.domain.finding import Verdict

FILES = 30


@pytest.fixture(scope="module")
def verdicts() -> list[dict[str, Verdict]]:
    return [accused(honest_survey(seed)) for seed in range(1000, 1000 + FILES)]


@pytest.mark.parametrize("check", CHECKS)
def test_no_more_leads_than_stated(verdicts: list[dict[str, Verdict]], check: str) -> None:
    leads = sum(one.get(check) is Verdict.LEAD for one in verdicts)
    assert leads <= max(1, STATED[check] * FILES)


def test_most_files_can_be_judged(verdicts: list[dict[str, Verdict]]) -> None:
    assert FILES % len(MODELS) == 0
    for check in ("E03", "E04", "E05", "E06", "E07"):
        assert sum(one[check] in (Verdict.PASSED, Verdict.LEAD) for one in verdicts) >= 0.9 * FILES
