"""Reports of paragraphs and tables for the tests of the method checks."""

from __future__ import annotations

from collections.abc import Sequence

from yzperf.domain.document import Block, Cell, Document, Paragraph, Story, Table
from yzperf.domain.finding import Finding
from yzperf.errors import Place
from yzperf.quality import Bundle, audit
from yzperf.rules import Rules

Part = str | Sequence[str]


def paper(*parts: Part) -> Document:
    """A report: a text is a paragraph (a heading with #), a list of lines a table with cells parted by |."""
    return Document("报告.docx", tuple(_block(at, part) for at, part in enumerate(parts, 1)))


def _block(at: int, part: Part) -> Block:
    if isinstance(part, str):
        level = 1 if part.startswith("#") else None
        return Paragraph(part.lstrip("#"), level, Place(file="报告.docx", paragraph=f"第{at}段"))
    caption, *lines = part
    sheet = f"第{at}个表"
    cells = [
        _cell(row, column, text.strip(), sheet)
        for row, line in enumerate(lines, 1)
        for column, text in enumerate(line.split("|"), 1)
    ]
    return Table(tuple(cells), Place(file="报告.docx", sheet=sheet), caption=caption)


def _cell(row: int, column: int, text: str, sheet: str) -> Cell:
    where = Place(file="报告.docx", sheet=sheet, cell=f"第{row}行第{column}列")
    return Cell(row, column, (Paragraph(text, None, where, story=Story.CELL),), where)


def told(rules: Rules, number: str, *parts: Part) -> list[Finding]:
    """What one check says of a report, whether it had anything to judge or not."""
    return [finding for finding in audit(Bundle(rules=rules, report=paper(*parts))).findings if finding.id == number]
