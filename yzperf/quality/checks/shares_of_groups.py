"""B09 比率与增减复算 (of a group): 镇上学校272人中有245人（90.07%）, 214名游客中194名表示满意，满意度90.65%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from yzperf.domain.claims.slips import slip
from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import half_up
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.intervals import decimals
from yzperf.quality.passage_values import Passage, passages

_COUNT = r"\d{1,3}(?:,\d{3})+|\d+"
_UNIT = "[人名户份家个所位处条件座]"
_WORDS = r"[^，,。；;、()\d]"
_OF_GROUP = re.compile(
    rf"(?<![\d.,])(?P<whole>{_COUNT})\s?{_UNIT}{_WORDS}{{0,10}}中[，,]?(?:有|的|约)?{_WORDS}{{0,12}}?"
    rf"(?P<part>{_COUNT})\s?{_UNIT}{_WORDS}{{0,16}}(?:[(]|[，,](?:占比?|满意[率度]|[\u4e00-\u9fff]{{0,6}}(?:比例|率))为?)"
    r"(?P<rate>\d{1,3}(?:\.\d+)?)%[)]?"
)
_NEAR = re.compile("约|近|超|逾")
_COLLECTED = re.compile(r"中[^\d]*(?:回收|收回|有效)")  # 样本中回收57份，满意度85.61%: the rate is of those 57
_FEWEST = 30  # of fewer people a slip in one count makes every other of them


@check("B09", title="比率与增减复算", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def shares_of_groups_follow(report: Document) -> Iterator[Hit]:
    """How many of a group, and their share of it; told where a slip of the pen in one of the three sets it right."""
    told = [(one, match) for one in passages(report) for match in _OF_GROUP.finditer(one.text) if _is_share(match[0])]
    if not told:
        raise Inapplicable("报告没有写“几人中几人、占多少”")
    for passage, match in told:
        yield from _slipped(passage, match)


def _is_share(text: str) -> bool:
    """Whether the rate is of those counted: 满意度 only of people who were satisfied."""
    return not (_NEAR.search(text) or _COLLECTED.search(text) or text.count("满意") == 1)


def _slipped(passage: Passage, match: re.Match[str]) -> Iterator[Hit]:
    whole, part = (Decimal(match[name].replace(",", "")) for name in ("whole", "part"))
    rate = Decimal(match["rate"])
    if whole < part or whole < _FEWEST or not part or not rate:
        return
    right = half_up(Fraction(100 * part) / Fraction(whole), decimals(rate))
    meant = half_up(Fraction(rate * whole) / 100, 0), half_up(Fraction(100 * part) / Fraction(rate), 0)
    is_slip = slip(rate, right) or slip(part, meant[0]) or slip(whole, meant[1])
    if abs(right - rate) > Decimal(1).scaleb(-decimals(rate)) and is_slip:
        yield Hit(
            passage.where, f"{part:,} ÷ {whole:,} 应为 {right}%，报告写 {rate}%：“{match[0]}”", f"{rate}%", f"{right}%"
        )
