"""E02 发放回收有效勾稽 (people): 随机抽取240户发放问卷，回收228份，回收率95.00%: of whom it was sent to, one sheet each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import half_up
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.passage_values import passages

_SENT = re.compile(
    r"(?:抽取|选取|抽选|面向|对|向)(?:了)?(?P<sent>\d[\d,]{0,6})(?:户|名|人|家|个|位)[^，,。；;\d]{0,10}(?:发放|发出|推送|投放)[^，,。；;\d]{0,10}"
    r"(?:问卷|调查表|答卷)[，,](?:共|实际|累计)?(?:回收|收回)[^，,。；;\d]{0,6}(?P<back>\d[\d,]{0,6})份[，,]"
    r"(?:问卷)?(?:回收率|应答率)(?:为|达到?)?(?P<rate>\d{1,3}(?:\.\d{1,2})?)%"
)


@check("E02", title="发放回收有效勾稽", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def rate_is_of_the_people_asked(report: Document) -> Iterator[Hit]:
    """Sheets that came back, of the people whom they were sent to, are the rate behind them."""
    found = [(one, match) for one in passages(report) for match in _SENT.finditer(one.text)]
    if not found:
        raise Inapplicable("报告没有写向多少人发放问卷、回收几份和回收率")
    for passage, match in found:
        sent, back = (int(match[name].replace(",", "")) for name in ("sent", "back"))
        places = len(match["rate"].partition(".")[2])
        right = f"{half_up(100 * Fraction(back, sent), places)}" if sent else match["rate"]
        cut = 100 * back * 10**places // sent if sent else 0
        if right != match["rate"] and str(cut) != match["rate"].replace(".", ""):
            message = f"回收率写 {match['rate']}%，回收 {back} 份 ÷ 发放 {sent} 应为 {right}%"
            yield Hit(passage.where, message, f"{match['rate']}%", f"{right}%")
