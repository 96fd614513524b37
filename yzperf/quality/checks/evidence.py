"""D01 得分无证据, D02 证据缺件或哈希不符."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from yzperf.domain.evidence import Evidence
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.scorecard import ScoreCard
from yzperf.quality.catalogue import Hit, check


@check("D01", title="得分无证据", clause="tp4.20", severity=Severity.BLOCKING, evidence=EvidenceClass.RULE)
def scores_have_evidence(agency_sheet: ScoreCard, evidence: tuple[Evidence, ...]) -> Iterator[Hit]:
    """Every scored indicator names evidence, and every named number is in the manifest."""
    known = {item.id for item in evidence}
    for row in agency_sheet.sheet.scored_rows:
        if not row.evidence:
            yield Hit(row.where, f"“{row.indicator}”得 {row.reported.text} 分，没有列出证据编号", row.reported.text, "")
        for number in row.evidence:
            if number not in known:
                yield Hit(row.where, f"“{row.indicator}”引用的证据 {number} 不在证据清单里", number, "")


@check("D02", title="证据缺件或哈希不符", clause="tp4.20", severity=Severity.BLOCKING, evidence=EvidenceClass.PROOF)
def evidence_is_intact(evidence: tuple[Evidence, ...], folder: Path) -> Iterator[Hit]:
    """Every listed file is there, not empty, inside the case folder, and has the listed SHA-256."""
    for item in evidence:
        path = (folder / "evidence" / item.file).resolve()
        if not path.is_relative_to(folder.resolve()):
            yield Hit(item.where, f"{item.id} 的文件“{item.file}”不在案卷文件夹内", item.file, "")
        elif not path.is_file():
            yield Hit(item.where, f"{item.id} 的文件“{item.file}”缺失", item.file, "")
        elif path.stat().st_size == 0:
            yield Hit(item.where, f"{item.id} 的文件“{item.file}”是空文件", item.file, "")
        else:
            yield from _hash_differs(item, path)


def _hash_differs(item: Evidence, path: Path) -> Iterator[Hit]:
    with path.open("rb") as file:
        actual = hashlib.file_digest(file, "sha256").hexdigest()
    if actual != item.sha256.strip().lower():
        message = f"{item.id} 的文件“{item.file}”与清单登记的不是同一份（SHA-256 不符）"
        yield Hit(item.where, message, item.sha256[:12] + "…", actual[:12] + "…")
