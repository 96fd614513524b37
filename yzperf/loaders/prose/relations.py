"""Captions, references and signature lines as parts of the document (文内关系)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from yzperf.domain.document import Block, Caption, Cell, Figure, Kind, Paragraph, Reference, Signature, Table
from yzperf.domain.quantity import normalise
from yzperf.loaders.prose.captions import read_annex
from yzperf.loaders.prose.found import FoundSignature
from yzperf.loaders.prose.plan import Plan
from yzperf.loaders.prose.references import find_references
from yzperf.loaders.prose.signatures import read_signature_cell, read_signatures

_WIDEST_PAIRS = 4
_NEAR = 3  # blocks: a seal hangs on the line that it stamps or on one next to it
_DIGITS = {sign: str(number) for number, sign in enumerate("一二三四五六七八九十", 1)}


def captions_of(blocks: Sequence[Block], plan: Plan) -> tuple[Caption, ...]:
    """Captions of tables and figures, and the headings of annexes, in the order of the document."""
    found: list[tuple[int, Caption]] = []
    for at, caption in plan.captions.items():
        target = "" if caption.target is None else blocks[caption.target].id
        found.append((at, Caption(caption.label, caption.number, caption.title, blocks[at].where, target)))
    for at, heading in plan.headings.items():
        if annex := read_annex(heading.title):
            found.append((at, Caption(annex.label, annex.number, annex.title, blocks[at].where, blocks[at].id)))
    return tuple(caption for _, caption in sorted(found, key=lambda item: item[0]))


def references_of(paragraphs: Iterable[Paragraph], captions: Sequence[Caption]) -> tuple[Reference, ...]:
    """What the text points to. A caption's own label and an annex's own heading are no references."""
    targets: dict[tuple[str, str], str] = {}
    for caption in captions:
        targets.setdefault((caption.label, _plain_number(caption.number)), caption.target)
    return tuple(
        Reference(label, number, words, paragraph.where, targets.get((label, _plain_number(number)), ""))
        for paragraph in paragraphs
        if paragraph.kind in (Kind.TEXT, Kind.HEADING)
        for label, number, words in _references(paragraph)
    )


def _references(paragraph: Paragraph) -> Iterator[tuple[str, str, str]]:
    found = list(find_references(paragraph.text))
    is_annex = bool(paragraph.level and read_annex(paragraph.title))
    yield from found[1:] if is_annex else found


def _plain_number(number: str) -> str:
    """附件一 and 附件1 are one annex, 表2.1 and 表2-1 one table."""
    return _DIGITS.get(number, number).replace(".", "-")


# ── signatures ──────────────────────────────────────────────────────────────────────────────────────


def signatures_of(blocks: Sequence[Block]) -> tuple[Signature, ...]:
    """Lines of cover, statement and signature page, in paragraphs and in table cells."""
    return tuple(
        Signature(found.role, found.label, found.value, block.where, found.wants, has_picture)
        for at, here in enumerate(blocks)
        for block, found, has_picture in _signatures(blocks, at, here)
    )


def _signatures(
    blocks: Sequence[Block], at: int, here: Block
) -> Iterator[tuple[Paragraph | Cell, FoundSignature, bool]]:
    if isinstance(here, Paragraph) and here.kind in (Kind.TEXT, Kind.TITLE):
        near = blocks[max(at - _NEAR, 0) : at + _NEAR + 1]
        has_picture = any(isinstance(block, Figure) for block in near)
        for found in (found for line in here.text.split("\n") for found in read_signatures(line)):
            yield here, found, has_picture
    elif isinstance(here, Table):
        yield from _signature_cells(here)


def _signature_cells(table: Table) -> Iterator[tuple[Cell, FoundSignature, bool]]:
    """Label and value in two cells, where the table is one of pairs; elsewhere only lines with their own colon."""
    cells = {(cell.row, cell.column): cell for cell in table.cells} if _has_pairs(table) else {}
    for cell in table.cells:
        value = cells.get((cell.row, cell.column + cell.column_span))
        found = read_signature_cell(cell.text, value.text) if value else None
        if found and value:
            yield value, found, _has_figure(value)
        else:
            for line in _signed_lines(cell.text):
                yield cell, line, _has_figure(cell)


def _has_figure(cell: Cell) -> bool:
    return any(isinstance(block, Figure) for block in cell.blocks)


def _has_pairs(table: Table) -> bool:
    """Whether a table is a list of names and what belongs to them, as on a cover: narrow, most first cells known."""
    firsts = [cell for cell in table.cells if cell.column == 1]
    known = [cell for cell in firsts if read_signature_cell(cell.text, "")]
    return table.width <= _WIDEST_PAIRS and len(known) * 2 >= len(firsts)


def _signed_lines(text: str) -> Iterator[FoundSignature]:
    """In a cell only a label with its colon counts: a lone date or name there is a value of the table."""
    lines = (line for line in text.split("\n") if ":" in normalise(line))
    return (found for line in lines for found in read_signatures(line))
