"""Personal numbers leave what a case hands on (遮盖): texts of forms, reports and narratives are masked as they are read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from yzperf.domain.document import Document
from yzperf.domain.scoresheet import ScoreSheet
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
    """A report whose paragraphs and tables hold no personal number."""
    paragraphs = tuple(replace(one, text=mask(one.text)) for one in document.paragraphs)
    tables = tuple(replace(one, rows=tuple(tuple(map(mask, row)) for row in one.rows)) for one in document.tables)
    return replace(document, paragraphs=paragraphs, tables=tables)


def masked_texts(found: Any) -> Any:
    """Every text inside lists and tables of a TOML file."""
    if isinstance(found, str):
        return mask(found)
    if isinstance(found, list):
        return [masked_texts(one) for one in found]
    return {key: masked_texts(value) for key, value in found.items()} if isinstance(found, dict) else found
