"""B08 资金恒等式 (text): 调整后预算902.60万元，比年初净增4.00万元 is the difference to the budget of the beginning of the year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.passage_values import Passage, passages

_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_CHANGE = re.compile(
    rf"调整后(?:的)?预算(?:数|总额)?(?:为|是)?(?P<after>{_NUMBER})(?P<unit>[万亿]?元)[，,](?:比|较)年初(?:预算)?(?:数)?净?"
    rf"(?P<way>增加?|减少?|调增|调减)了?(?P<change>{_NUMBER})(?P=unit)"
)
_FIRST = rf"(?:年初预算|年初安排|下达(?:年初)?预算|批复预算|年初批复)[^，,。；;\d]{{0,8}}(?P<first>{_NUMBER})"
_HALF = 2  # each of the three numbers is rounded


@check("B08", title="资金恒等式", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def change_since_the_start_follows(report: Document) -> Iterator[Hit]:
    """The adjusted budget less that of the beginning of the year, both told in the paragraph."""
    told = [(one, match) for one in passages(report) for match in _CHANGE.finditer(one.text)]
    pairs = [(one, match, start) for one, match in told if (start := _start(one, match))]
    if not pairs:
        raise Inapplicable("报告没有在一段里写年初预算、调整后预算和比年初增减多少")
    for passage, match, start in pairs:
        yield from _wrong(passage, match, start)


def _start(passage: Passage, match: re.Match[str]) -> Decimal | None:
    """The only budget of the beginning of the year that the paragraph tells before, in the same unit."""
    found = re.findall(_FIRST + match["unit"], passage.text[: match.start()])
    return _value(found[0]) if len(found) == 1 else None


def _wrong(passage: Passage, match: re.Match[str], start: Decimal) -> Iterator[Hit]:
    after, change = _value(match["after"]), _value(match["change"])
    signed = -change if match["way"] in ("减", "减少", "调减") else change
    right, unit = after - start, match["unit"]
    if abs(right - signed) > _HALF * Decimal(1).scaleb(int(change.as_tuple().exponent)):
        message = (
            f"{after:,}{unit} － {start:,}{unit} 应为 {right:,}{unit}，报告写比年初{match['way']} {change:,}{unit}"
        )
        yield Hit(passage.where, message, f"{change:,}{unit}", f"{abs(right):,}{unit}")


def _value(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
