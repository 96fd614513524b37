"""D04 证据值与实际完成值, D08 访谈座谈实地登记 (tables): what the report copied from a table of the evidence is as it stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from yzperf.domain.document import Document
from yzperf.domain.evidence import Evidence
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.errors import Place
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.copied_columns import Copied, columns_of, copied_columns
from yzperf.quality.evidence_documents import evidence_document
from yzperf.quality.printed_tables import tables_of

_MANY_FILES = 60
_FIELDWORK = re.compile("走访|访谈|座谈|核查|踏勘|照片|调研|现场|查勘")


@check("D04", title="证据值与实际完成值", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def copied_tables_are_those_of_the_evidence(
    report: Document, evidence: tuple[Evidence, ...], folder: Path
) -> Iterator[Hit]:
    """Of a column that is that of a ledger row by row, the one cell that differs is a slip."""
    yield from _slips(report, [item for item in evidence if not _is_of_fieldwork(item)], folder)


@check("D08", title="访谈座谈实地登记", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def lists_of_fieldwork_are_those_of_the_records(
    report: Document, evidence: tuple[Evidence, ...], folder: Path
) -> Iterator[Hit]:
    """The same of the records of visits and talks: 附件 names the places and firms of the records."""
    yield from _slips(report, [item for item in evidence if _is_of_fieldwork(item)], folder)


def _is_of_fieldwork(item: Evidence) -> bool:
    return bool(_FIELDWORK.search(item.file + item.source))


def _slips(report: Document, evidence: Sequence[Evidence], folder: Path) -> Iterator[Hit]:
    read = [(item, evidence_document(item, folder)) for item in evidence[:_MANY_FILES]]
    papers = [(item, columns_of(table)) for item, paper in read for table in tables_of(paper)]
    told = [columns_of(table) for table in tables_of(report)]
    if not papers or not told:
        raise Inapplicable("报告没有表格，或证据里没有能读到的表格")
    for table in told:
        copies = [(item, one) for item, paper in papers for one in copied_columns(table, paper) if one.is_copy]
        right = {one.where for _, copied in copies if not copied.odd for one, _ in copied.pairs}
        yield from _odd_ones(copies, right)


def _odd_ones(copies: Sequence[tuple[Evidence, Copied]], right: set[Place]) -> Iterator[Hit]:
    """Each cell once; what another piece of evidence bears out is right."""
    seen = set(right)
    for item, copied in copies:
        for at in copied.odd:
            printed, paper = copied.pairs[at]
            if printed.where not in seen:
                seen.add(printed.where)
                rows = len(copied.pairs) - 1
                message = (
                    f"“{copied.names[at]}”此处写 {printed.text}，证据 {item.id}（{paper.where}）写 {paper.text}；"
                    f"这一列其余 {rows} 行都与证据相同"
                )
                yield Hit(printed.where, message, printed.text, paper.text)
