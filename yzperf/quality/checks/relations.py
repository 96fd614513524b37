"""B09 比率与增减复算: what the report prints of rates, growth, differences and sums, from its own numbers beside them."""

from __future__ import annotations

from collections.abc import Iterator

from yzperf.domain.claims import Claim, Claims, Tie, TieKind, find_ties
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import half_up
from yzperf.quality.catalogue import Hit, Inapplicable, check

_WORDS = {
    TieKind.RATIO: "{0} ÷ {1}",
    TieKind.GROWTH: "由 {0} 到 {1} 的增长率",
    TieKind.GROWTH_OF_CHANGE: "增加 {1} 后为 {0} 的增长率",
    TieKind.DIFFERENCE: "{1} － {0}",
    TieKind.SUM: "各部分相加（{all}）",
    TieKind.PARTS: "其中各部分相加（{all}）",
}


@check("B09", title="比率与增减复算", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def relations_in_text(claims: Claims) -> Iterator[Hit]:
    """A rate, growth, difference or sum in the text follows from the numbers beside it, to the digits printed."""
    judged = [tie for tie in find_ties(claims.own) if tie.agrees is not None]
    if not judged:
        raise Inapplicable("报告文字里没有可以复算的比率、增减或合计")
    for tie in judged:
        if not tie.agrees:
            yield _hit(tie)


def _hit(tie: Tie) -> Hit:
    shown = _recomputed(tie)
    words = _WORDS[tie.kind].format(*(term.text for term in tie.terms), all="、".join(map(_text, tie.terms)))
    return Hit(tie.result.where, f"{words} 应为 {shown}，报告写 {tie.result.text}", tie.result.text, shown)


def _text(claim: Claim) -> str:
    return claim.text


def _recomputed(tie: Tie) -> str:
    """What the printed numbers give, as exactly as the report prints it."""
    ends = tie.recomputed
    return "" if ends is None else f"{half_up((ends[0] + ends[1]) / 2, max(0, tie.result.decimals))}{tie.result.unit}"
