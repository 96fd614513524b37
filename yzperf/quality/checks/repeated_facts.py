"""A04 前后数字一致, B07 金额勾稽, B10 量级与单位: a number told once that is a slip of what is told of the same thing elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from yzperf.domain.claims import Claims
from yzperf.domain.claims.plain import plain_text
from yzperf.domain.claims.slips import Slip
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.units import is_money
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.checks.consistency import contradicted
from yzperf.quality.repeated_facts import Contradiction, contradictions
from yzperf.quality.subject import Subject
from yzperf.quality.whole import MONEY_AND_RATES


@check("A04", title="前后数字一致", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def repeated_facts(claims: Claims, subject: Subject) -> Iterator[Hit]:
    """A count or a rate that is told once is no slip of what the report tells of the same thing in another place."""
    yield from (_hit(case) for case in _found(claims, subject) if not _is_magnitude(case) and not _is_amount(case))


@check("B07", title="金额勾稽", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def repeated_amounts(claims: Claims, subject: Subject) -> Iterator[Hit]:
    """An amount that is told once is no slip of what the report tells of the same money in another place."""
    yield from (_hit(case) for case in _found(claims, subject) if not _is_magnitude(case) and _is_amount(case))


@check("B10", title="量级与单位", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def repeated_magnitudes(claims: Claims, subject: Subject) -> Iterator[Hit]:
    """What is told once has its point where it stands in every other place."""
    yield from (_hit(case) for case in _found(claims, subject) if _is_magnitude(case))


def _found(claims: Claims, subject: Subject) -> list[Contradiction]:
    """What no other part of A04 or B10 tells of the same number already."""
    if not any("@" in claim.group for claim in claims.own):
        raise Inapplicable("报告文字里没有数")
    told = contradicted(claims, subject)
    return [case for case in contradictions(claims) if (case.odd.claim.block, case.odd.claim.start) not in told]


def _is_magnitude(case: Contradiction) -> bool:
    return case.slip is Slip.MOVED


def _is_amount(case: Contradiction) -> bool:
    """Money of the budget told in the chapters; in the abstract it is the abstract that contradicts the body."""
    is_budget = is_money(case.odd.claim.unit) and case.right.claim.role in MONEY_AND_RATES
    return is_budget and "摘要" not in case.odd.claim.part.replace(" ", "")


def _hit(case: Contradiction) -> Hit:
    odd, right = case.odd.claim, case.right.claim
    place = f"“{right.part}”一节" if right.part and right.part != odd.part else str(right.where)
    times = f"（共 {case.others} 处）" if case.others > 1 else ""
    shown = right.text if plain_text(right.text).endswith(right.unit) else f"{right.text}{right.unit}"
    message = f"此处写 {odd.text}，{place}写 {shown}{times}，说的是同一件事：{case.slip}"
    hit = Hit(odd.where, message, odd.text, shown)
    return hit if case.is_sure else hit.as_lead
