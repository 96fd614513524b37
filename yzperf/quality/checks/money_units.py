"""B10 量级与单位 (tables): a table of amounts says in which unit they are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from yzperf.domain.claims import Claim, Claims, Role
from yzperf.domain.document import Document, Table
from yzperf.domain.finding import Confidence, EvidenceClass, Severity
from yzperf.domain.units import is_money
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.unit_lines import caption_place, table_of

_AMOUNTS = frozenset({
    Role.BUDGET, Role.ADJUSTED_BUDGET, Role.RECEIVED, Role.SPENT, Role.BALANCE, Role.INVESTMENT, Role.CONTRACT,
    Role.SETTLEMENT, Role.AMOUNT,
})  # fmt: skip
_FEWEST = 2
_SAID_FOR_ALL = re.compile(
    r"(?:金额|货币|计量|资金)(?:的)?(?:计量)?单位(?:均|统一|一律)?(?:为|是|[:：])|单位(?:均|统一|一律)为"
)

_POINTS = re.compile("(?:实际?|自评|标准)?(?:得分|分值|满分|实得|权重|评分|扣分|失分)(?:[(（].*)?$")
_MONEY = re.compile("金额|资金|经费|预算|支出|执行数|到位|拨付|结余|合同价|造价|投资")


@check("B10", title="量级与单位", clause="", severity=Severity.MINOR, evidence=EvidenceClass.RULE)
def tables_say_their_unit(report: Document, claims: Claims) -> Iterator[Hit]:
    """Amounts of a table have a unit: in the cell, the heading, the caption, the line above, or said once for the report."""
    amounts = _amounts(claims)
    if not amounts:
        raise Inapplicable("报告里没有写金额的表格")
    if any(_SAID_FOR_ALL.search(paragraph.text) for paragraph in report.paragraphs if len(paragraph.text) > _LINE):
        return
    for table in filter(_can_hold_money, report.tables):
        bare = [claim for claim in amounts.get(table.id, []) if not claim.unit and claim.value]
        if len(bare) >= _FEWEST:
            name = table.caption or f"第{table.number}个表"
            message = f"“{name}”的金额（如{bare[0].role} {bare[0].text}）没有写单位，看不出是元还是万元"
            yield Hit(caption_place(report, table), message, bare[0].text, "写明单位")


_LINE = (
    20  # signs: a longer paragraph that names a unit speaks for the report, a shorter one is the line above one table
)


def _can_hold_money(table: Table) -> bool:
    """No table of points (预算编制科学性, 3分) or of households that chose an answer, though words of its rows name money."""
    heads = [re.sub(r"\s", "", cell.text) for cell in table.cells if cell.row == 1]
    is_of_points = any(map(_POINTS.match, heads)) and not any(map(_MONEY.search, heads))
    return (not table.unit or is_money(table.unit)) and not is_of_points


def _amounts(claims: Claims) -> dict[str, list[Claim]]:
    """Numbers that a heading tells to be amounts, by table."""
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims.own:
        if claim.role in _AMOUNTS and claim.confidence is Confidence.HIGH and (table := table_of(claim)):
            found[table].append(claim)
    return found
