"""Personal numbers leave what a case hands on (遮盖): texts of forms, reports and narratives are masked as they are read."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from enum import Enum
from itertools import accumulate
from typing import Any

from yzperf.domain.document import Cell, Document, Paragraph, Table
from yzperf.domain.scoresheet import ScoreSheet
from yzperf.errors import Place
from yzperf.privacy import is_personal_heading, mask, mask_cell


def masked_sheet(sheet: ScoreSheet) -> ScoreSheet:
    """A form whose free texts hold no personal number; targets, values and scores stay as they are."""
    rows = tuple(
        replace(
            row,
            reason=mask(row.reason),
            standard=mask(row.standard),
            explanation=mask(row.explanation),
            indicator=mask(row.indicator),
        )
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
    if isinstance(value, Table):
        return _masked_table(value)
    if isinstance(value, str) and not isinstance(value, Enum):
        return mask(value)
    if isinstance(value, tuple):
        return tuple(map(_masked, value))
    if is_dataclass(value) and not isinstance(value, type | Place):
        return replace(value, **_masked_fields(value))
    return value


def _masked_fields(value: Any) -> dict[str, Any]:
    return {one.name: _masked(getattr(value, one.name)) for one in fields(value)}


def _masked_table(table: Table) -> Table:
    """Under 身份证号、手机 … every long number goes, whether its check digit fits or not."""
    headings = {cell.column: cell.text for cell in table.cells if cell.row == 1}
    cells = tuple(_masked_cell(cell, headings.get(cell.column, "") if cell.row > 1 else "") for cell in table.cells)
    return replace(table, cells=cells, caption=mask(table.caption), alt=mask(table.alt))


def _masked_cell(cell: Cell, heading: str) -> Cell:
    if not is_personal_heading(heading):
        return replace(cell, blocks=_masked(cell.blocks))
    blocks = (_masked_paragraph(one, heading) if isinstance(one, Paragraph) else _masked(one) for one in cell.blocks)
    return replace(cell, blocks=tuple(blocks))


def _masked_paragraph(paragraph: Paragraph, heading: str = "") -> Paragraph:
    """A number may be spread over several runs: they are cut anew from the masked text."""
    text = mask_cell(paragraph.text, heading)
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
