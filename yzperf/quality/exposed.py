"""Personal numbers that a report shows (个人信息外露): found before masking, kept only masked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from yzperf.domain.document import Document, Table
from yzperf.errors import Place
from yzperf.privacy import find_personal, mask

_COLUMNS = {
    "身份证|证件号": "身份证号",
    "银行卡|卡号|一卡通": "银行卡号",
}  # heading → how its numbers are called in a text
_NEAR_SIGNATURE = 3  # paragraphs above or below a line that is signed


@dataclass(frozen=True, slots=True)
class Exposed:
    """One personal number in the open. ``text`` and the ``sentence`` around it are masked.

    ``is_imprint``: on the cover or beside the signatures, where a body says how it can be reached.
    """

    kind: str
    text: str
    where: Place
    sentence: str = ""
    is_imprint: bool = False


def exposed_in(document: Document) -> tuple[Exposed, ...]:
    """Personal numbers in the text, tables, notes, margins, comments, tracked changes and hidden text of a document."""
    imprint = _imprint(document)
    plain = tuple(
        Exposed(str(one.kind), one.masked, where, mask(text), where in imprint)
        for text, where in _texts(document)
        for one in find_personal(text)
    )
    return (*plain, *(one for table in document.tables for one in _in_columns(table)))


def _in_columns(table: Table) -> Iterator[Exposed]:
    """Numbers below a heading that calls them 身份证号 or 银行卡号, whose own check digit is wrong or that have none."""
    headings = {cell.column: cell.text for cell in table.cells if cell.row == 1}
    for cell in table.cells:
        label = next((label for label in _COLUMNS if re.search(label, headings.get(cell.column, ""))), "")
        if cell.row > 1 and label and not find_personal(cell.text):
            named = find_personal(f"{_COLUMNS[label]}{cell.text}")
            yield from (Exposed(str(one.kind), one.masked, cell.where, label) for one in named)


def _texts(document: Document) -> Iterator[tuple[str, Place]]:
    yield from ((paragraph.text, paragraph.where) for paragraph in document.every_paragraph())
    for traces in (document.comments, document.changes, document.hidden):
        yield from ((trace.text, trace.where) for trace in traces)


def _imprint(document: Document) -> frozenset[Place]:
    """Where the paragraphs of the cover and those around the signatures stand."""
    paragraphs = document.paragraphs
    cover = next((at for at, one in enumerate(paragraphs) if one.level), 0)
    signed = {one.where for one in document.signatures}
    lines = [at for at, one in enumerate(paragraphs) if one.where in signed]
    near = (at for line in lines for at in range(max(0, line - _NEAR_SIGNATURE), line + _NEAR_SIGNATURE + 1))
    return frozenset(paragraphs[at].where for at in (*range(cover), *near) if at < len(paragraphs))
