"""B06 总分多处一致 (evidence): the total that a review record, an opinion or a minute among the evidence tells is that of the sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from yzperf.domain.claims.plain import plain_text
from yzperf.domain.claims.slips import slip
from yzperf.domain.evidence import Evidence
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import ScoreCard
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.evidence_claims import evidence_lines

_TOTAL = re.compile(
    r"(?:评价总分|综合总分|总得分|总分|综合得分|评价得分|最终得分)(?:评定)?(?:为|是|:)?(?P<value>\d{2,3}(?:\.\d{1,2})?)分"
)
# an earlier draft, the unit's own score, another year
_OTHERS = re.compile(
    "初稿|初评|修改前|原|自评|上年|去年|上一年|调整|由|若|如|建议|满分|应为|改为|20\\d\\d年度?(?:评价|得分|总分)"
)
_FULL = Decimal(100)


@check("B06", title="总分多处一致", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def total_in_evidence_is_that_of_the_sheet(
    agency_sheet: ScoreCard, evidence: tuple[Evidence, ...], folder: Path
) -> Iterator[Hit]:
    """A total told in the evidence is that of the score sheet; wrong for sure if one slip makes it of that."""
    total = agency_sheet.sheet.reported_total
    told = [
        (where, match) for item in evidence for where, line in evidence_lines(item, folder) for match in _told(line)
    ]
    if not told or total is None or total.value is None:
        raise Inapplicable("证据里没有写评价总分，或评分表没有填总分")
    for where, match in told:
        value = Decimal(match["value"])
        if value not in (total.value, _FULL):
            hit = Hit(where, f"证据写总分 {match['value']} 分，评分表为 {total.text} 分", match["value"], total.text)
            yield hit if slip(value, total.value) else hit.as_lead


def _told(line: str) -> Iterator[re.Match[str]]:
    text = plain_text(line)
    yield from (match for match in _TOTAL.finditer(text) if not _OTHERS.search(text[: match.end()][-40:]))
