"""B02 小计合计复算 (points of parts): 过程部分满分20分，得15.18分。其中资金管理11分，得8.68分；组织实施9分，得6.50分."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.passage_values import Passage, passages

_POINTS = r"\d{1,3}(?:\.\d{1,2})?"
_SCORED = rf"(?P<weight>{_POINTS})分[)）]?[，,、]?(?:实际|实)?得(?:分)?(?:为)?(?P<score>{_POINTS})分"
_WHOLE = re.compile(rf"(?:满分|分值|标准分|权重)(?:为|是|:)?{_SCORED}")
_PART = re.compile(rf"(?P<name>[\u4e00-\u9fff]{{2,14}})[(（]?{_SCORED}")
_AMONG = re.compile("其中|分别|下设|包括|分项")
_FEWEST = 2


@check("B02", title="小计合计复算", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def points_of_parts_add_up(report: Document) -> Iterator[Hit]:
    """Where the points of the parts add up to those of the whole, so do their scores."""
    told = [(one, match, parts) for one in passages(report) for match, parts in _told(one)]
    if not told:
        raise Inapplicable("报告没有把一部分的满分、得分和其中各项的满分、得分写在一起")
    for passage, whole, parts in told:
        scores = [Decimal(part["score"]) for part in parts]
        if sum(scores) != Decimal(whole["score"]):
            listed = "＋".join(part["score"] for part in parts)
            message = f"其中各项得分 {listed}＝{sum(scores)}，此处合计写 {whole['score']} 分"
            yield Hit(passage.where, message, whole["score"], str(sum(scores)))


def _told(passage: Passage) -> Iterator[tuple[re.Match[str], Sequence[re.Match[str]]]]:
    """A whole and the parts behind it whose points are all of its points."""
    for whole in _WHOLE.finditer(passage.text):
        among = _AMONG.search(passage.text, whole.end())
        parts: list[re.Match[str]] = []
        for part in _PART.finditer(passage.text, among.end()) if among else ():
            parts.append(part)
            added = sum(Decimal(one["weight"]) for one in parts)
            if added >= Decimal(whole["weight"]):
                break
        if len(parts) >= _FEWEST and sum(Decimal(one["weight"]) for one in parts) == Decimal(whole["weight"]):
            yield whole, parts
