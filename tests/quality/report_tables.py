"""Reports with tables for the tests of checks: paragraphs and grids as ``load_document`` would give them."""

from __future__ import annotations

from collections.abc import Sequence

from yzperf.domain.document import Cell, Document, Paragraph, Table
from yzperf.errors import Place

Rows = Sequence[Sequence[str]]


def paragraph(text: str, at: int) -> Paragraph:
    where = Place(file="报告.docx", paragraph=f"第{at}段")
    plain = text.lstrip("#")
    return Paragraph(
        plain, 1 if text.startswith("#") else None, where, title=plain if text != plain else "", id=f"p{at}"
    )


def table(rows: Rows, at: int = 0, caption: str = "", unit: str = "") -> Table:
    cells = []
    for row, texts in enumerate(rows, 1):
        for column, text in enumerate(texts, 1):
            where = Place(file="报告.docx", paragraph=f"第{at}个表第{row}行第{column}列")
            block = Paragraph(text, None, where, id=f"t{at}r{row}c{column}")
            cells.append(Cell(row, column, (block,), where))
    return Table(
        tuple(cells), Place(file="报告.docx", paragraph=f"第{at}个表"), caption=caption, unit=unit, id=f"t{at}"
    )


def report_of(*blocks: str | Table, title: str = "") -> Document:
    """Paragraphs (# in front for headings) and tables in order."""
    made = [paragraph(block, at) if isinstance(block, str) else block for at, block in enumerate(blocks, 1)]
    return Document("报告.docx", tuple(made), title=title)
