"""Personal numbers leave what a case hands on (遮盖): texts of forms, reports and narratives are masked as they are read."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from enum import Enum
from itertools import accumulate
from typing import Any

from yzperf.domain.document import Document, Paragraph
from yzperf.domain.scoresheet import ScoreSheet
from yzperf.errors import Place
from yzperf.privacy import mask


def masked_sheet(sheet: ScoreSheet) -> ScoreSheet:
    """A form whose free texts hold no personal number; targets, values and scores stay as they are."""
    rows = tuple(
        replace(row, reason=mask(row.reason), standard=mask(row.standard), indicator=mask(row.indicator))
        for row in sheet.rows
    )
    head = {name: mask(text) for name, text in sheet.head.items()}
    return replace(sheet, rows=rows, head=head, notes=tuple(mask(note) for note in sheet.notes))


def masked_document(document: Document) -> Document:
    """A report without a personal number in any of its texts: body, tables, notes, changes, comments, properties."""
    return replace(document, **_masked_fields(document))


def _masked(value: Any) -> Any:
    if isinstance(value, Paragraph):
        return _masked_paragraph(value)
    if isinstance(value, str) and not isinstance(value, Enum):
        return mask(value)
    if isinstance(value, tuple):
        return tuple(map(_masked, value))
    if is_dataclass(value) and not isinstance(value, type | Place):
        return replace(value, **_masked_fields(value))
    return value


def _masked_fields(value: Any) -> dict[str, Any]:
    return {one.name: _masked(getattr(value, one.name)) for one in fields(value)}


def _masked_paragraph(paragraph: Paragraph) -> Paragraph:
    """A number may be spread over several runs: they are cut anew from the masked text."""
    text = mask(paragraph.text)
    ends = list(accumulate(len(run.text) for run in paragraph.runs))
    same = len(text) == len(paragraph.text) == (ends[-1] if ends else 0)
    runs = [replace(run, text=text[end - len(run.text) : end]) for run, end in zip(paragraph.runs, ends, strict=True)]
    return replace(
        paragraph,
        text=text,
        title=mask(paragraph.title),
        path=_masked(paragraph.path),
        runs=tuple(runs) if same else (),
    )


def masked_texts(found: Any) -> Any:
    """Every text inside lists and tables of a TOML file."""
    if isinstance(found, str):
        return mask(found)
    if isinstance(found, list):
        return [masked_texts(one) for one in found]
    return {key: masked_texts(value) for key, value in found.items()} if isinstance(found, dict) else found
