"""D04 证据值≠报告值: a number of the evidence of which the report tells a slip, and none of the evidence bears the report out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from yzperf.domain.claims import Claim, Claims
from yzperf.domain.claims.slips import Slip, telling_digits
from yzperf.domain.document import Document
from yzperf.domain.evidence import Evidence
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.dated_words import DatedWords, dated_words, is_near
from yzperf.quality.evidence_claims import BOOKS, WORD, evidence_claims, evidence_lines
from yzperf.quality.evidence_words import ending
from yzperf.quality.repeated_facts import Contradiction, told_otherwise

_MANY_FILES = 40  # of those that a child process must open, one by one
_SURE = 4  # digits, of which two that changed places are no chance
_SHOWN = 60


@check("D04", title="证据值与实际完成值", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def report_tells_what_the_evidence_says(claims: Claims, evidence: tuple[Evidence, ...], folder: Path) -> Iterator[Hit]:
    """No number of the report is a slip of what the evidence says of the same thing."""
    slow = [item for item in evidence if ending(item.file) in (*BOOKS, *WORD)]
    skipped = {item.id for item in slow} if len(slow) > _MANY_FILES else set()
    items = {item.id: item for item in evidence if item.id not in skipped}
    papers = [claim for item in items.values() for claim in evidence_claims(item, folder)]
    if not papers:
        raise Inapplicable("证据里没有能读到的带单位的数")
    told = set()
    for case in told_otherwise(papers, claims):
        key = (case.right.claim.block, case.right.claim.start)
        if key not in told and not (
            case.slip is Slip.MOVED and case.odd.is_in_table
        ):  # the unit may be that of its row
            told.add(key)
            yield _hit(case, items[case.odd.claim.block.partition(":")[0]])


def _hit(case: Contradiction, item: Evidence) -> Hit:
    said, stated = case.odd.claim, case.right.claim
    message = f"报告此处写 {stated.text}，证据 {item.id}（{said.where}）写“{_shown(said)}”，说的是同一件事：{case.slip}"
    hit = Hit(stated.where, message, stated.text, said.text)
    digits = min(len(telling_digits(one.value)) for one in (said, stated))
    return hit if case.is_sure and case.slip is Slip.SWAPPED and digits >= _SURE else hit.as_lead


def _shown(claim: Claim) -> str:
    text = claim.sentence.strip() or claim.text
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}……"


# ── days ────────────────────────────────────────────────────────────────────────────────────────────


@check("D04", title="证据值与实际完成值", clause="", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def report_tells_the_days_of_the_evidence(
    report: Document, evidence: tuple[Evidence, ...], folder: Path
) -> Iterator[Hit]:
    """No day of the report is another than the one that the evidence gives to the same thing."""
    papers = [
        (item, one)
        for item in evidence
        for where, line in evidence_lines(item, folder)
        for one in dated_words(line, where)
    ]
    told = [one for paragraph in report.paragraphs for one in dated_words(paragraph.text, paragraph.where)]
    if not papers or not told:
        raise Inapplicable("证据或报告里没有写到日的日期")
    borne_out = {one.day.first for _, one in papers}
    known = {one.day.first for one in told}
    for item, paper in papers:
        near = [one for one in told if _is_of_one_thing(paper, one) and one.day.first not in borne_out]
        if near and paper.day.first not in known:
            message = (
                f"报告此处写 {near[0].day.text}，证据 {item.id}（{paper.where}）写“{paper.sentence[:_SHOWN]}”，请核对"
            )
            yield Hit(near[0].where, message, near[0].day.text, paper.day.text)


def _is_of_one_thing(one: DatedWords, other: DatedWords) -> bool:
    """Words around them are the same, the years too where both are told, and one slip is between."""
    years = {one.day.year, other.day.year} - {None}
    return len(years) < 2 and is_near(one.day.first, other.day.first) and one.is_of(other.words)
