"""Read the claims of a whole document (通读): body, text boxes, tables, notes; contents and margins left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from yzperf.domain.claims.claim import Claim, Role, Standing
from yzperf.domain.claims.claims import Claims
from yzperf.domain.claims.mention import Mention, MentionKind
from yzperf.domain.claims.mentions import read_mentions
from yzperf.domain.claims.owners import owner_of
from yzperf.domain.claims.prose import Setting, read_prose
from yzperf.domain.claims.tables import TableCell, read_table
from yzperf.domain.claims.vocabulary import vocabulary
from yzperf.domain.document import Block, Document, Kind, Paragraph, Reference, Table, walk

_NO_CLAIMS = (Kind.CONTENTS, Kind.TITLE)
_IN_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
# what a caption may say of its table in brackets; its other numbers are those of the table itself
_OF_CAPTIONS = frozenset({
    Role.BUDGET, Role.ADJUSTED_BUDGET, Role.RECEIVED, Role.SPENT, Role.BALANCE, Role.EXECUTION_RATE, Role.SATISFACTION,
})  # fmt: skip


def read_claims(document: Document) -> Claims:
    """Return every number that a document states, with role, unit, printed precision, subject, period and place.

    Parameters
    ----------
    document
        What ``load_document`` returns. What nobody can read in full is left out: no number is invented.

    Examples
    --------
    >>> import yzperf as yz
    >>> claims = yz.read_claims(yz.load_document(yz.sample_case() / "report.docx"))
    >>> {(claim.text, claim.unit) for claim in claims.of("执行率")}
    {('95.16%', '%')}
    """
    return Claims(document.file, tuple(_of_document(document)))


def _of_document(document: Document) -> Iterator[Claim]:
    yield from _of_blocks(document.blocks, "")
    for note in document.notes:
        yield from _of_blocks(note.blocks, note.kind)


def _of_blocks(blocks: Iterable[Block], part: str) -> Iterator[Claim]:
    is_cited = False
    for block in blocks:
        if isinstance(block, Paragraph) and block.level:
            part = block.path[0] if block.path else block.title
            is_cited = _is_about_others(block)
        found = _of_block(block, part)
        yield from (replace(claim, standing=Standing.QUOTED) for claim in found) if is_cited else found


def _of_block(block: Block, part: str) -> Iterator[Claim]:
    if isinstance(block, Table):
        yield from _of_table(block, part)
    elif isinstance(block, Paragraph) and block.kind is Kind.CAPTION:
        yield from _of_caption(block, part)
    elif isinstance(block, Paragraph) and block.kind not in _NO_CLAIMS:
        yield from read_prose(_unnumbered(block), _setting(block, part))


def _is_about_others(heading: Paragraph) -> bool:
    """Whether what follows reviews other papers (附表3 质量检查意见) and quotes their numbers."""
    return any(vocabulary().quoted_sections.search(title) for title in (*heading.path, heading.title))


def _of_caption(caption: Paragraph, part: str) -> Iterator[Claim]:
    """表1 资金情况（全年支出95万元）: what stands in brackets, its place in the text unchanged."""
    blank = [" "] * len(caption.text)
    for match in _IN_BRACKETS.finditer(caption.text):
        blank[match.start() : match.end()] = match[0]
    found = read_prose("".join(blank), _setting(caption, part))
    yield from (claim for claim in found if claim.role in _OF_CAPTIONS)


def read_all_mentions(document: Document) -> tuple[Mention, ...]:
    """Return what a document names: its documents, grades, dates, places, bodies; references with what they point to.

    Body, headings, cells and notes are read; signature lines, properties, changes, comments and hidden text are parts of
    the ``Document`` itself.
    """
    found = [one for paragraph, part, is_cited in _paragraphs(document) for one in _named(paragraph, part, is_cited)]
    return (*found, *map(_reference, document.references))


def _paragraphs(document: Document) -> Iterator[tuple[Paragraph, str, bool]]:
    """Each with the chapter that it stands in, and whether it quotes other papers."""
    part, is_cited = "", False
    bodies = (document.blocks, *(note.blocks for note in document.notes))
    for block in (block for blocks in bodies for block in walk(blocks)):
        if isinstance(block, Paragraph) and block.kind is not Kind.CONTENTS:
            if block.level:
                part = block.path[0] if block.path else block.title
                is_cited = _is_about_others(block)
            yield block, part, is_cited


def _named(paragraph: Paragraph, part: str, is_cited: bool) -> list[Mention]:
    found = read_mentions(paragraph.text, Setting(paragraph.where, part, paragraph.id))
    return [replace(one, is_quoted=True) for one in found] if is_cited else found


def _reference(reference: Reference) -> Mention:
    value = f"{reference.label}{reference.number}"
    return Mention(MentionKind.CAPTION, value, reference.text, reference.where, target=reference.target)


def _of_table(table: Table, part: str) -> Iterator[Claim]:
    cells = [
        TableCell(
            cell.row, cell.column, cell.text, cell.where, cell.row_span, cell.column_span, _first_block(cell.blocks)
        )
        for cell in table.cells
    ]
    yield from read_table(cells, Setting(table.where, part, table.id, table.caption), table.unit)
    for cell in table.cells:
        yield from _of_blocks((block for block in cell.blocks if isinstance(block, Table)), part)


def _setting(paragraph: Paragraph, part: str) -> Setting:
    owner = owner_of(paragraph.path[-1]) if paragraph.path and not paragraph.level else ""
    return Setting(paragraph.where, part, paragraph.id, is_aim=_is_aim(paragraph), owner=owner)


def _unnumbered(paragraph: Paragraph) -> str:
    """The text with the number of its heading (1.1 ) blanked out, places unchanged."""
    number = paragraph.number if paragraph.level and paragraph.text.startswith(paragraph.number) else ""
    return " " * len(number) + paragraph.text[len(number) :]


def _is_aim(paragraph: Paragraph) -> bool:
    """Whether it stands under a heading of targets; only the nearest one counts (绩效目标 › 完成情况)."""
    return bool(paragraph.path and vocabulary().target_sections.search(paragraph.path[-1]))


def _first_block(blocks: Iterable[Block]) -> str:
    return next((block.id for block in blocks if isinstance(block, Paragraph)), "")
