"""B02 小计合计复算, B09 比率与增减复算 (text): the parts that a sentence lists come to its whole, but for one slip of the pen."""

from __future__ import annotations

from collections.abc import Iterator

from yzperf.domain.claims import Claim, Claims, TieKind
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.sentence_sums import SlippedSum, slipped_gaps, slipped_sums


@check("B02", title="小计合计复算", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def listed_parts_come_to_their_whole(claims: Claims) -> Iterator[Hit]:
    """Of numbers that a sentence adds up, none differs from the sum or the rest of the others by a slip alone."""
    if not any("@" in claim.group for claim in claims.own):
        raise Inapplicable("报告文字里没有数")
    known, added = _known(claims), _known(claims, TieKind.SUM, TieKind.PARTS)
    yield from (
        _hit(found) for found in slipped_sums(claims) if _key(found.odd) not in known and _key(found.whole) not in added
    )


@check("B09", title="比率与增减复算", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def gaps_are_those_of_the_rates(claims: Claims) -> Iterator[Hit]:
    """A gap in 百分点 differs from that of two rates of its sentence by no slip alone."""
    gaps = [claim for claim in claims.own if "百分点" in claim.unit and "@" in claim.group]
    if not gaps:
        raise Inapplicable("报告文字里没有写相差多少百分点")
    known = _known(claims)
    for found in (one for one in slipped_gaps(claims) if _key(one.odd) not in known):
        one, other = (rate.text for rate in found.parts)
        right = f"{found.right:f}个百分点"
        message = f"{one}与{other}相差 {right}，此处写 {found.odd.text}，请核对是否笔误"
        hit = Hit(found.odd.where, message, found.odd.text, right)
        yield hit if found.is_sure else hit.as_lead


def _known(claims: Claims, *kinds: TieKind) -> set[tuple[str, int]]:
    """What follows, or does not, from the numbers beside it by the words of its sentence: that is told elsewhere."""
    ties = (tie for tie in claims.ties if tie.agrees is not None and (not kinds or tie.kind in kinds))
    return {_key(tie.result) for tie in ties}


def _key(claim: Claim) -> tuple[str, int]:
    return claim.block, claim.start


def _hit(found: SlippedSum) -> Hit:
    parts = "＋".join(one.text for one in found.parts)
    right = f"{found.right:,f}{found.odd.unit}"
    message = f"{parts} 与 {found.whole.text} 对不上，“{found.odd.text}”若是 {right} 就对得上，请核对是否笔误"
    hit = Hit(found.odd.where, message, found.odd.text, right)
    return hit if found.is_sure else hit.as_lead
