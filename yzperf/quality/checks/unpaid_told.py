"""B07 金额勾稽 (what is still to be paid): 审定2016.87万元，已支付1957.39万元，尚有59.48万元待付."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from yzperf.domain.claims.slips import slip
from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.passage_values import Passage, passages

_AMOUNT = r"(?<![\d.,])\d[\d,]*(?:\.\d+)?"
_MONEY = re.compile(rf"(?P<value>{_AMOUNT})(?P<unit>亿元|万元|元)")
_PAID = re.compile(
    rf"(?:已|累计|实际)(?:经|累计|实际)?(?:支付|付款|拨付|兑付|付)[^，,；;。\d]{{0,8}}(?P<value>{_AMOUNT})(?P<unit>亿元|万元|元)"
)
_UNPAID = re.compile(
    rf"(?:尚有|还有|仍有|剩余|其余|余下|尚余|尚欠|欠付|未支付|待支付|未付)[^，,；;。\d]{{0,6}}(?P<value>{_AMOUNT})(?P<unit>亿元|万元|元)(?P<behind>[^，,；;。]{{0,8}})"
)
_TO_PAY = re.compile("未支?付|待支?付|欠付|尚欠|未拨付|未兑付|未付款|应付")
_TELLING = 4  # figures that a difference hardly has by chance


@check("B07", title="金额勾稽", clause="", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def what_is_unpaid_is_the_rest(report: Document) -> Iterator[Hit]:
    """What is said to be unpaid is some amount of the paragraph less what was paid; it is wrong if it is that but for a slip."""
    told = [(one, paid, unpaid) for one in passages(report) for paid, unpaid in _told(one)]
    if not told:
        raise Inapplicable("报告没有写已付和未付的金额")
    for passage, paid, unpaid in told:
        yield from _slipped(passage, paid, unpaid)


def _told(passage: Passage) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    for unpaid in _UNPAID.finditer(passage.text):
        paid = [match for match in _PAID.finditer(passage.text) if match["unit"] == unpaid["unit"]]
        near = [match for match in paid if match.end() <= unpaid.start()]
        if near and _TO_PAY.search(unpaid[0]):
            yield near[-1], unpaid


def _slipped(passage: Passage, paid: re.Match[str], unpaid: re.Match[str]) -> Iterator[Hit]:
    rest, spent = _value(unpaid), _value(paid)
    wholes = {_value(match) for match in _MONEY.finditer(passage.text) if match["unit"] == unpaid["unit"]}
    given = {whole - spent: whole for whole in wholes if whole > spent}
    if rest in given or len(unpaid["value"].replace(",", "").replace(".", "")) < _TELLING:
        return
    for right, whole in given.items():
        if right and (kind := slip(rest, right)):
            message = (
                f"{whole:,f} － 已付 {spent:,f} ＝ {right:,f}，此处写未付 {unpaid['value']}{unpaid['unit']}（{kind}）"
            )
            yield Hit(passage.where, message, f"{unpaid['value']}{unpaid['unit']}", f"{right:,f}{unpaid['unit']}")
            return


def _value(match: re.Match[str]) -> Decimal:
    return Decimal(match["value"].replace(",", ""))
