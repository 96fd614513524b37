"""H09 个人信息外露: numbers of people in the written evidence that is handed over with a report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from yzperf.domain.evidence import Evidence
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.errors import LoadError, Place
from yzperf.loaders.evidence import FOLDER
from yzperf.loaders.text_file import read_text
from yzperf.privacy import find_personal
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.evidence_claims import TEXTS
from yzperf.quality.evidence_words import ending


@check("H09", title="个人信息外露", clause="", severity=Severity.MINOR, evidence=EvidenceClass.LEAD)
def texts_of_the_evidence_show_no_numbers(evidence: tuple[Evidence, ...], folder: Path) -> Iterator[Hit]:
    """Numbers of people in texts of the evidence are to be looked at: a file of proofs may hold them, a published one not."""
    texts = [(item, text) for item in evidence if (text := _text(item, folder))]
    if not texts:
        raise Inapplicable("证据里没有能读的文本")
    for item, text in texts:
        for number, line in enumerate(text.splitlines(), 1):
            for one in find_personal(line):
                message = f"证据 {item.id} 里的{one.kind} {one.masked} 没有隐去，移交、公开前请隐去"
                yield Hit(Place(item.file, line=number), message, one.masked)


def _text(item: Evidence, folder: Path) -> str:
    root = (folder / FOLDER).resolve()
    path = (root / item.file).resolve()
    if ending(item.file) not in TEXTS or not path.is_relative_to(root) or not path.is_file():
        return ""
    try:
        return read_text(path)
    except LoadError:  # D02 and the loaders say what is wrong with the file
        return ""
