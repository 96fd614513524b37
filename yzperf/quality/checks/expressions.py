"""B09 比率与增减复算 (computations): what the report prints as a computation comes to the result behind its equals sign."""

from __future__ import annotations

from collections.abc import Iterator

from yzperf.domain.claims.expressions import Expression, expressions_in
from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import half_up
from yzperf.quality.catalogue import Hit, Inapplicable, check


@check("B09", title="比率与增减复算", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def printed_computations_hold(report: Document) -> Iterator[Hit]:
    """（168+142）÷386×100%=80.31%: the numbers in front give the one behind, whatever is said of them elsewhere."""
    found = [(one, block) for block in report.every_paragraph() for one in expressions_in(block.text)]
    if not found:
        raise Inapplicable("报告里没有印出算式")
    for one, block in found:
        if not one.holds:
            yield Hit(
                block.where, f"“{one.text}”：算式应为 {_shown(one)}，报告写 {one.printed}", one.printed, _shown(one)
            )


def _shown(one: Expression) -> str:
    is_rate = "%" in one.printed
    digits = len(str(one.unit.denominator)) - 1 - (2 if is_rate else 0)
    value = half_up(one.shown * (100 if is_rate else 1), max(0, digits))
    return f"{value}{'%' if is_rate else ''}"
