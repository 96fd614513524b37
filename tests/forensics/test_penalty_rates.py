"""Penalty rates of agencies: what counts, how sure they are, and when there is an order."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import chi2

from yzperf.domain.finding import EvidenceClass, Finding, Severity, Verdict
from yzperf.errors import Place
from yzperf.forensics.penalty_rates import CheckedWork, PenaltyRate, penalties_of, penalty_rate, ranks


def works(*penalties: tuple[float, ...], size: float = 20, coverage: float = 1.0) -> list[CheckedWork]:
    return [CheckedWork(size, coverage, one) for one in penalties]


def test_by_hand_and_the_exact_interval_of_a_count() -> None:
    found = penalty_rate(works((1,), (1,), (1,), (1,), (1,)))
    assert found.rate == pytest.approx(5 / 100)
    # all weights 1, no overdispersion: Garwood's exact interval of a Poisson count of 5
    assert (found.low, found.high) == pytest.approx((chi2.ppf(0.025, 10) / 200, chi2.ppf(0.975, 12) / 200))


def test_what_was_not_checked_does_not_dilute() -> None:
    whole, half = (penalty_rate(works((3,), (), (), (), (), coverage=share)) for share in (1.0, 0.5))
    assert half.rate == pytest.approx(2 * whole.rate)
    with pytest.raises(ValueError, match="nothing"):
        penalty_rate(works((), coverage=0.0))


def test_no_finding_in_little_work_is_no_proof_of_quality() -> None:
    little, much = penalty_rate(works((), ())), penalty_rate(works(*[()] * 40))
    assert (little.rate, little.low, much.rate) == (0, 0, 0)
    assert little.high > 10 * much.high


def test_findings_of_one_bad_report_widen_the_interval() -> None:
    spread = penalty_rate(works((1,), (1,), (1,), (1,), (1,), (1,)))
    heaped = penalty_rate(works((1, 1, 1, 1, 1, 1), (), (), (), (), ()))
    assert heaped.rate == pytest.approx(spread.rate)
    assert heaped.high - heaped.low > spread.high - spread.low


@pytest.mark.parametrize("shared", [0.0, 1.0])
def test_the_interval_holds_the_truth(shared: float) -> None:
    """Simulated agencies of 12 reports, findings of weight 1 or 3; reports differ in how bad they are, or do not."""
    rng = np.random.default_rng(12)
    inside = 0
    for _ in range(300):
        badness = rng.gamma(1 / shared, shared, 12) if shared else np.ones(12)
        counts = rng.poisson(1.5 * badness)
        made = [CheckedWork(20, 0.8, tuple(rng.choice([1.0, 3.0], count))) for count in counts]
        found = penalty_rate(made)
        inside += found.low <= 1.5 * 2 / 16 <= found.high
    assert inside / 300 >= (0.95 if not shared else 0.88)


def finding(evidence: EvidenceClass, severity: Severity) -> Finding:
    verdict = Verdict.LEAD if evidence is EvidenceClass.LEAD else Verdict.FAILED
    return Finding("B01", "权重合计", evidence, severity, verdict, Place("报告.docx"), "")


def test_leads_never_count() -> None:
    proof, breach, lead = EvidenceClass.PROOF, EvidenceClass.RULE, EvidenceClass.LEAD
    confirmed = [finding(proof, Severity.BLOCKING), finding(breach, Severity.MINOR), finding(lead, Severity.BLOCKING)]
    confirmed.append(finding(proof, Severity.HINT))
    assert penalties_of(confirmed, {Severity.BLOCKING: 5.0, Severity.MINOR: 1.0}) == (5.0, 1.0)


def rate(low: float, high: float, count: int = 8) -> PenaltyRate:
    return PenaltyRate((low + high) / 2, low, high, count)


def test_ranks_only_where_intervals_part() -> None:
    apart = {"甲": rate(0.0, 0.1), "乙": rate(0.2, 0.3), "丙": rate(0.5, 0.9)}
    assert ranks(apart) == {"甲": 1, "乙": 2, "丙": 3}
    assert ranks({**apart, "丁": rate(0.25, 0.4)}) == {"甲": 1, "乙": None, "丙": 4, "丁": None}
    assert ranks({**apart, "丁": rate(0.0, 0.9, count=4)}) == {"甲": 1, "乙": 2, "丙": 3, "丁": None}
