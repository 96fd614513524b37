"""Papers of the evaluated unit among the evidence (被评价单位材料): what a report may have been copied from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from yzperf.domain.case import CaseInfo
from yzperf.domain.document import Document, Paragraph
from yzperf.domain.evidence import Evidence
from yzperf.errors import LoadError, Place
from yzperf.loaders.document import load_document
from yzperf.loaders.evidence import FOLDER
from yzperf.loaders.masking import masked_document
from yzperf.loaders.text_file import read_text
from yzperf.privacy import mask
from yzperf.quality.wording import plain_name

_UNITS = ("实施单位", "项目单位", "主管部门", "被评价单位")  # parties of a case that are evaluated
_OWN_REPORT = re.compile("自评|自查|总结|汇报|述职|工作报告|情况报告|情况说明|self", re.IGNORECASE)
_REMARK = re.compile(r"[(（][^()（）]*[)）]")
_MOST_WORD = 20  # Word files of a case that are read: those that call themselves a report go first


def unit_papers(folder: Path, evidence: Sequence[Evidence], info: CaseInfo) -> Iterator[Document]:
    """Texts that came from the evaluated unit, masked; one that cannot be read is passed over: D02 tells of it."""
    own = [item for item in evidence if _is_from_the_unit(item, info)]
    first = sorted(own, key=lambda item: not _OWN_REPORT.search(f"{item.file}{item.source}{item.locator}"))
    texts = [item for item in first if item.file.lower().endswith((".txt", ".md"))]
    words = [item for item in first if item.file.lower().endswith(".docx")][:_MOST_WORD]
    for item in (*words, *texts):
        paper = _read(folder / FOLDER / item.file, folder)
        if paper:
            yield paper


def _is_from_the_unit(item: Evidence, info: CaseInfo) -> bool:
    """Whether the source is an evaluated party, or the file says that it is the unit's own report."""
    source = plain_name(_REMARK.sub("", item.source))
    units = [plain_name(_REMARK.sub("", info.parties.get(role, ""))) for role in _UNITS]
    is_theirs = any(unit and (unit in source or (source and source in unit)) for unit in units)
    return is_theirs or bool(
        re.search("被评价单位|项目单位|实施单位", item.source) or "自评" in item.file + item.source
    )


def _read(path: Path, folder: Path) -> Document | None:
    if not path.resolve().is_relative_to(folder.resolve()):
        return None
    try:
        return masked_document(load_document(path)) if path.suffix.lower() == ".docx" else _text(path)
    except LoadError:
        return None


def _text(path: Path) -> Document:
    lines = enumerate(read_text(path).splitlines(), 1)
    return Document(path.name, tuple(Paragraph(mask(line), None, Place(path.name, line=at)) for at, line in lines))
