"""B12 公式与缓存值: formulas and sums of the workbooks among the evidence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from yzperf.domain.evidence import Evidence
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.workings import Workings
from yzperf.errors import LoadError
from yzperf.loaders.evidence import FOLDER
from yzperf.loaders.workings import load_workings
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.checks.workings import faults_of
from yzperf.quality.evidence_cells import WORKBOOKS
from yzperf.quality.evidence_words import ending

_LARGEST = 1_000_000  # bytes; what is larger is data, and no table that somebody added up


@check("B12", title="公式与缓存值", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def formulas_of_evidence_hold(evidence: tuple[Evidence, ...], folder: Path) -> Iterator[Hit]:
    """What a ledger or a table of payments adds up is what it says, and nothing of it is hidden."""
    books = [book for item in evidence if (book := _workings(item, folder))]
    if not any(cell.formula for book in books for sheet in book.sheets for cell in sheet.cells.values()):
        raise Inapplicable("证据里的工作簿没有公式")
    yield from faults_of(books)


def _workings(item: Evidence, folder: Path) -> Workings | None:
    root = (folder / FOLDER).resolve()
    path = (root / item.file).resolve()
    is_ours = ending(item.file) in WORKBOOKS and path.is_relative_to(root) and path.is_file()
    if not is_ours or path.stat().st_size > _LARGEST:
        return None
    try:
        return load_workings(path)
    except LoadError:  # D02 and the loaders say what is wrong with the file
        return None
