"""A finished evaluation (评价结果): the case, its score card, the method results, the findings and their coverage."""

from __future__ import annotations

from dataclasses import dataclass, field

from yzperf.domain.case import Case
from yzperf.domain.finding import Coverage, Finding
from yzperf.domain.result import Result
from yzperf.domain.scorecard import ScoreCard
from yzperf.domain.waiver import Waived, Waiver


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that a report, a page or a check needs. ``results`` is keyed by the method call's id (M1, M2 …).

    ``gaps`` says of the calls that could not run which table they lack. ``findings`` are those that count: what people
    took off the count is in ``waived``, what they signed as right also in ``accepted``, decisions that fit nothing now
    are in ``gone``.
    """

    case: Case
    card: ScoreCard
    results: dict[str, Result]
    findings: tuple[Finding, ...]
    coverage: Coverage
    gaps: dict[str, str] = field(default_factory=dict)
    waived: tuple[Waived, ...] = ()
    accepted: tuple[Waived, ...] = ()
    gone: tuple[Waiver, ...] = ()
