"""Where a table says its unit (单位行), and which table a number stands in."""

from __future__ import annotations

from itertools import chain

from yzperf.domain.claims import Claim
from yzperf.domain.document import Document, Paragraph, Table
from yzperf.errors import Place

_ABOVE = 3  # blocks above a table that may hold its caption, its unit and its year


def table_of(claim: Claim) -> str:
    """Id of the table that a claim stands in; blank in running text."""
    table, sign, _ = claim.group.partition("#")
    return table if sign else ""


def unit_place(report: Document, table: Table) -> Place:
    """The line 单位：… above a table, or the cell that says it; the table itself where neither is found."""
    at = next((at for at, block in enumerate(report.blocks) if block is table), 0)
    above = [block for block in report.blocks[max(0, at - _ABOVE) : at] if isinstance(block, Paragraph)]
    lines = [(block.text, block.where) for block in reversed(above)]
    cells = [(cell.text, cell.where) for cell in table.cells if cell.row == 1]
    return next((where for text, where in (*lines, *cells) if table.unit in text), table.where)


def caption_place(report: Document, table: Table) -> Place:
    """The caption of a table; its first cell where it has none."""
    captions = (caption.where for caption in report.captions if caption.target == table.id)
    cells = (cell.where for cell in table.cells)
    return next(chain(captions, cells), table.where)
