"""Personal numbers that a report shows (个人信息外露): found before masking, kept only masked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from yzperf.domain.document import Document
from yzperf.errors import Place
from yzperf.privacy import find_personal, mask


@dataclass(frozen=True, slots=True)
class Exposed:
    """One personal number in the open. ``text`` and the ``sentence`` around it are masked."""

    kind: str
    text: str
    where: Place
    sentence: str = ""


def exposed_in(document: Document) -> tuple[Exposed, ...]:
    """Personal numbers in the text, tables, notes, margins, comments, tracked changes and hidden text of a document."""
    return tuple(one for text, where in _texts(document) for one in _in_text(text, where))


def _texts(document: Document) -> Iterator[tuple[str, Place]]:
    yield from ((paragraph.text, paragraph.where) for paragraph in document.every_paragraph())
    for traces in (document.comments, document.changes, document.hidden):
        yield from ((trace.text, trace.where) for trace in traces)


def _in_text(text: str, where: Place) -> Iterator[Exposed]:
    for one in find_personal(text):
        yield Exposed(str(one.kind), mask(text[one.start : one.end]), where, mask(text))
