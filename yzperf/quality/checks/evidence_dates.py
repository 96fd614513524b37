"""D05 证据时点: the day that a paper bears itself, against the day on which it was got."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from yzperf.domain.case import CaseInfo
from yzperf.domain.evidence import Evidence
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.errors import Place
from yzperf.loaders.table_check import read_day
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.evidence_claims import evidence_lines
from yzperf.quality.told_times import plain_times, told_times

_SIGNED = re.compile(
    r"^(?:(?:落款|印发|成文|签署|批复|出具|填报|形成|记录)?(?:日期|时间)[:：])?20\d\d年\d{1,2}月\d{1,2}日$"
)
_ADOPTED = re.compile("批复|下达|立项|目标|申报")  # what the period is to begin with


@check("D05", title="证据时点", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def papers_are_older_than_their_collection(
    evidence: tuple[Evidence, ...], folder: Path, info: CaseInfo
) -> Iterator[Hit]:
    """No paper was got before the day that stands under it; approvals of targets are not of after the period."""
    signed = [(item, *found) for item in evidence if (found := _signed(item, folder))]
    if not signed:
        raise Inapplicable("证据里没有单独一行的落款日期")
    for item, where, day in signed:
        got = read_day(item.collected_on)
        if got and got < day:
            message = f"{item.id}（{where}）落款 {day}，清单登记的取得日期是 {got}：取得时还没有这份材料"
            yield Hit(where, message, str(day), f"不晚于 {got}")
        elif day > info.period[1] and _ADOPTED.search(item.file):
            message = f"{item.id}（{where}）落款 {day}，在评价期（到 {info.period[1]} 为止）以后，请核对是否事后补办"
            yield Hit(where, message, str(day), f"不晚于 {info.period[1]}").as_lead


def _signed(item: Evidence, folder: Path) -> tuple[Place, date] | None:
    """The last line that is nothing but a day."""
    found = None
    for where, line in evidence_lines(item, folder):
        plain = plain_times(line)
        time = next(told_times(plain), None) if _SIGNED.match(plain) else None
        days = time.in_year(time.year) if time and time.year else None
        found = (where, days[0]) if days else found
    return found
