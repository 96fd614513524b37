"""The text of a report with the numbers in it (段落与其中的数): sentences of paragraphs, rows of tables below their heads."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yzperf.domain.claims import Claim, Claims, Standing
from yzperf.domain.claims.numbers import is_number_alone
from yzperf.domain.claims.plain import plain_text
from yzperf.domain.claims.sentences import sentences
from yzperf.domain.document import Block, Cell, Document, Kind, Paragraph, Table, walk


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence in plain signs with its own numbers; ``paragraph`` is the whole text that it stands in."""

    text: str
    begin: int
    claims: tuple[Claim, ...]
    paragraph: str

    def front(self, claim: Claim) -> str:
        """What stands in front of a number, from the end of the number before it."""
        ends = [one.end for one in self.claims if one.end <= claim.start]
        return self.paragraph[max([self.begin, *ends]) : claim.start]

    def before(self, claim: Claim) -> str:
        """All of the sentence in front of a number."""
        return self.paragraph[self.begin : claim.start]

    def near(self, claims: Sequence[Claim]) -> str:
        """The clauses that hold these numbers and the one behind; the one in front where they begin with a bare symbol
        (差异显著，t(38)=2.25), so that it is them that it speaks of."""
        start, end = min(one.start for one in claims) - self.begin, max(one.end for one in claims) - self.begin
        breaks = [0, *(match.end() for match in _BREAK.finditer(self.text)), len(self.text)]
        first = max(at for at, place in enumerate(breaks) if place <= start)
        last = min(at for at, place in enumerate(breaks) if place >= end)
        is_bare = not _HAN.search(_SYMBOL_WORDS.sub("", self.text[breaks[first] : start]))
        return self.text[breaks[max(0, first - is_bare)] : breaks[min(len(breaks) - 1, last + 1)]]

    def after(self, claim: Claim) -> str:
        """All of the sentence behind a number."""
        return self.paragraph[claim.end : self.begin + len(self.text)]


def read_sentences(report: Document, claims: Claims) -> Iterator[Sentence]:
    """Yield the sentences of body, cells and notes that state something themselves, in reading order."""
    by_block: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims.own:
        if claim.standing is Standing.STATED:
            by_block[claim.block].append(claim)
    for paragraph in _paragraphs(report):
        if found := by_block.get(paragraph.id):
            yield from _of_paragraph(plain_text(paragraph.text), found)


def _paragraphs(report: Document) -> Iterator[Paragraph]:
    """All text; of cells only those with words: bare figures are read below their heads."""
    for blocks in (report.blocks, *(note.blocks for note in report.notes)):
        for block in blocks:
            inside = walk((block,)) if isinstance(block, Table) else iter((block,))
            found = (one for one in inside if isinstance(one, Paragraph))
            yield from (one for one in found if one is block or _HAN.search(one.text))


def _of_paragraph(text: str, claims: list[Claim]) -> Iterator[Sentence]:
    for begin, sentence in sentences(text):
        end = begin + len(sentence)
        inside = tuple(claim for claim in claims if begin <= claim.start and claim.end <= end)
        if inside:
            yield Sentence(sentence, begin, inside, text)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its label, its cells by column, the heads of the columns from the top, and what is said
    around the table (caption, unit, the notes below)."""

    label: str
    cells: dict[int, Cell]
    heads: dict[int, tuple[str, ...]]
    around: str

    def text(self, column: int) -> str:
        """What a cell says, in plain signs without blanks."""
        cell = self.cells.get(column)
        return "" if cell is None else bare(cell.text)


_HAN = re.compile("[\u4e00-\u9fff]")
_BREAK = re.compile(r"[，,；;](?!\s*\d)")
_SYMBOL_WORDS = re.compile("值|统计量|检验|卡方|自由度|为|是")
_ORDINAL = re.compile(r"\(\d{1,2}\)|[IVX]+")
_NOTE = re.compile(r"^\s*(?:注|说明|备注|资料来源|\*|表注)")


def bare(text: str) -> str:
    """Plain signs, no blanks."""
    return re.sub(r"\s+", "", plain_text(text))


def read_rows(report: Document) -> Iterator[list[Row]]:
    """Yield the rows of each table below its heads, merged heads and labels given to all that they cover."""
    for table, around in _tables(report):
        found = _rows(table, around)
        if found:
            yield found


def _tables(report: Document) -> Iterator[tuple[Table, str]]:
    """Each table with its caption and the notes right below it."""
    blocks = [block for block in report.blocks if not (isinstance(block, Paragraph) and block.kind is Kind.CONTENTS)]
    for at, block in enumerate(blocks):
        if isinstance(block, Table):
            yield block, " ".join([plain_text(block.caption), *_notes(blocks[at + 1 : at + 4])])


def _notes(blocks: list[Block]) -> Iterator[str]:
    for block in blocks:
        if not isinstance(block, Paragraph) or not _NOTE.match(block.text):
            return
        yield plain_text(block.text)


def _rows(table: Table, around: str) -> list[Row]:
    covered = _by_row(table)
    numbers = [at for at, row in covered.items() if any(map(_is_figure, _texts(row))) and not _is_numbered(row)]
    first = min(numbers, default=0)
    heads = _heads(covered, first)
    if not heads:
        return []
    return [Row(_label(row), row, heads, around) for at, row in covered.items() if at >= first]


def _texts(row: dict[int, Cell]) -> list[str]:
    return [cell.text for cell in row.values()]


def _is_numbered(row: dict[int, Cell]) -> bool:
    """Heads that only count the columns: 变量 | 1 | 2 | 3."""
    texts = [bare(text).strip("()") for text in _texts(row)[1:]]
    return len(texts) > 1 and texts == [str(at) for at in range(1, len(texts) + 1)]


def _is_figure(text: str) -> bool:
    """A number, and no name of a column such as (1)."""
    return is_number_alone(text) and not _ORDINAL.fullmatch(bare(text))


def _by_row(table: Table) -> dict[int, dict[int, Cell]]:
    """Cells by row and column; what is merged stands everywhere that it covers."""
    rows: dict[int, dict[int, Cell]] = defaultdict(dict)
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                rows[row][column] = cell
    return {row: dict(sorted(rows[row].items())) for row in sorted(rows)}


def _heads(rows: dict[int, dict[int, Cell]], first: int) -> dict[int, tuple[str, ...]]:
    heads: dict[int, list[str]] = defaultdict(list)
    for at, row in rows.items():
        for column, cell in row.items():
            if at < first and (text := bare(cell.text)) and text not in heads[column]:
                heads[column].append(text)
    return {column: tuple(texts) for column, texts in heads.items()}


def _label(row: dict[int, Cell]) -> str:
    texts = (bare(cell.text) for cell in row.values())
    return next((text for text in texts if text and not is_number_alone(text)), "")
