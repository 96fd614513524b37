"""D04 证据值与实际完成值 (within the evidence): totals, rates and differences that a paper of the evidence states of its own
numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from yzperf.domain.claims import Claims, read_claims
from yzperf.domain.document import Document, Table
from yzperf.domain.evidence import Evidence
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.checks.relations import relations_in_text, sums_in_text
from yzperf.quality.checks.table_sums import table_rows_add_up
from yzperf.quality.evidence_documents import evidence_document

_MANY_FILES = 60
_MANY_ROWS = 120  # a longer table is a register: it adds up or does not, and states no rates
_FARTHEST = 0.15
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
Arithmetic = Callable[[Document, Claims], Iterator[Hit]]
_WAYS: tuple[Arithmetic, ...] = (
    table_rows_add_up,
    lambda _, claims: relations_in_text(claims),
    lambda _, claims: sums_in_text(claims),
)


@check("D04", title="证据值与实际完成值", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def evidence_agrees_with_itself(evidence: tuple[Evidence, ...], folder: Path) -> Iterator[Hit]:
    """合计 of a ledger is the sum of its rows, and the rates and changes of a statement follow from its numbers."""
    read = [(item, evidence_document(item, folder)) for item in evidence[:_MANY_FILES]]
    told = [(item, _of_paper(paper, read_claims(_without_registers(paper)))) for item, paper in read if paper.blocks]
    found = [(item, hit) for item, hits in told for hit in filter(_is_near, hits)]
    if not found:  # right sums in a paper do not tell that the report says the same: no pass of D04
        raise Inapplicable("证据自己的合计、比率和差额没有不符，不说明报告与证据相同")
    for item, hit in found:
        yield replace(hit, message=f"证据 {item.id} 自己前后不符：{hit.message}")


def _is_near(hit: Hit) -> bool:
    """A paper of others is told nothing by a number far off: that is of another whole (单价, 支出合计 below 收入合计)."""
    numbers = [match for text in (hit.reported, hit.recomputed) if (match := _NUMBER.search(text.replace(",", "")))]
    if len(numbers) < 2:
        return False
    told, right = (abs(float(match[0])) for match in numbers)
    return abs(told - right) <= _FARTHEST * right


def _without_registers(paper: Document) -> Document:
    blocks = (one for one in paper.blocks if not isinstance(one, Table) or one.height <= _MANY_ROWS)
    return replace(paper, blocks=tuple(blocks))


def _of_paper(paper: Document, claims: Claims) -> Iterator[Hit]:
    for way in _WAYS:
        try:
            yield from way(paper, claims)
        except Inapplicable:  # a text has no table, a table no sentence
            continue
