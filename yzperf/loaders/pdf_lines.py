"""Lines of PDF pages put together again (PDF 还原): paragraphs from broken lines, tables from rows of words and numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from yzperf.domain.claims.numbers import is_number_alone
from yzperf.domain.reading.figures import UNIT
from yzperf.loaders.prose.labels import read_label

_PAGE_NUMBER = re.compile(r"[-—–·\s]*第?\s*\d{1,4}\s*页?(?:\s*[/共，,]+\s*\d{1,4}\s*页?)?[-—–·\s]*")
_END = re.compile(r"[。：:；;？?！!）)]$")
_PROSE = re.compile("[。，；！？]")
_TOTAL = re.compile("合计|总计|总分|小计")
_FULL = 0.75  # share of the usual width that a line must have to run on in the next one
_FEWEST, _MOST_COLUMNS, _LONGEST_CELL = 3, 30, 40
_BROKEN = 6  # lines of broken cells between two rows of one table
_REPEATED = 3  # pages that begin or end with the same line make a header of it


@dataclass
class Piece:
    """A paragraph, or the rows of a table, with the page that it begins on."""

    page: int
    text: str = ""
    rows: list[list[str]] = field(default_factory=list)


def pieces_of(pages: Sequence[Sequence[str]]) -> list[Piece]:
    """Put the lines of all pages together; page numbers and repeated headers and footers are left out."""
    lines = [(number, line) for number, page in enumerate(_bare(pages), 1) for line in page]
    width = _usual_width([line for _, line in lines])
    pieces: list[Piece] = []
    runs_on = False
    for at, (page, line) in enumerate(lines):
        cells = _cells(line, lines[at + 1][1] if at + 1 < len(lines) else "")
        if cells:
            _add_row(pieces, page, cells)
        elif runs_on and not read_label(line.strip()):
            pieces[-1].text += _joint(pieces[-1].text, line.strip()) + line.strip()
        else:
            pieces.append(Piece(page, line.strip()))
        runs_on = not cells and len(line.strip()) >= _FULL * width and not _END.search(line.strip())
    return pieces


def wires_of(pieces: Sequence[Piece]) -> list[dict[str, Any]]:
    """The pieces as facts that ``prose.build`` takes; the number of a piece is its index."""
    return [_table(at, piece.rows) if piece.rows else _paragraph(at, piece.text) for at, piece in enumerate(pieces)]


def _bare(pages: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    repeated = Counter(line.strip() for page in pages for line in {*page[:1], *page[-1:]})
    margins = {line for line, count in repeated.items() if count >= _REPEATED}
    for page in pages:
        last = len(page) - 1
        yield [
            line
            for at, line in enumerate(page)
            if not (at in (0, 1, last) and (line.strip() in margins or _PAGE_NUMBER.fullmatch(line)))
        ]


def _usual_width(lines: Sequence[str]) -> int:
    """Length of a full line: what nine in ten lines do not exceed."""
    lengths = sorted(len(line.strip()) for line in lines)
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _joint(before: str, after: str) -> str:
    """A figure that a line breaks off is not glued to the next: nobody can tell whether it was one."""
    return "\n" if before[-1:].isdigit() and after[:1].isdigit() else ""


# ── tables ──────────────────────────────────────────────────────────────────────────────────────────


def _cells(line: str, following: str) -> list[str]:
    """The cells of a line that is a row of a table, or the headings above one; empty for running text."""
    own = _split(line)
    if _is_row(own, line):
        return own
    below = _split(following)
    is_heading = len(own) >= _FEWEST and len(own) == len(below) and not _PROSE.search(line)
    return own if is_heading and _is_row(below, following) else []


def _split(line: str) -> list[str]:
    """Words between blanks; a figure and its unit, 2024 年11 月, stay together."""
    words: list[str] = []
    for word in line.split():
        if words and (_is_unit_of(words[-1], word) or re.match("[年月日]", word)):
            words[-1] += word
        else:
            words.append(word)
    return words


def _is_unit_of(figure: str, word: str) -> bool:
    return figure[-1:].isdigit() and bool(UNIT.fullmatch(word))


def _is_row(words: Sequence[str], line: str) -> bool:
    if not _FEWEST <= len(words) <= _MOST_COLUMNS or _PROSE.search(line):
        return False
    return any(map(is_number_alone, words)) and max(map(len, words)) <= _LONGEST_CELL


def _add_row(pieces: list[Piece], page: int, cells: list[str]) -> None:
    """A row of as many cells goes on with the table above; of a total the figures stand under the last columns."""
    above = _table_above(pieces, cells)
    if above and len(cells) == len(above[0]):
        above.append(cells)
    elif above:
        above.append([cells[0], *[""] * (len(above[0]) - len(cells)), *cells[1:]])
    else:
        pieces.append(Piece(page, rows=[cells]))


def _table_above(pieces: Sequence[Piece], cells: Sequence[str]) -> list[list[str]]:
    """The rows that a row goes on: those of the last table it fits, if only broken cells stand between."""
    for piece in reversed(pieces[-_BROKEN:]):
        if piece.rows and _fits(cells, piece.rows[0]):
            return piece.rows
        if len(piece.text) > _LONGEST_CELL or _PROSE.search(piece.text) or read_label(piece.text):
            break
    return []


def _fits(cells: Sequence[str], first: Sequence[str]) -> bool:
    return len(cells) == len(first) or (len(cells) < len(first) and bool(_TOTAL.match(cells[0])))


def _paragraph(at: int, text: str) -> dict[str, Any]:
    return {
        "kind": "p",
        "text": text,
        "runs": [[text, 0, 0, 0.0, "", ""]],
        "marks": [],
        "n": at,
        "number": "",
        "style": "",
        "outline": None,
        "is_title": False,
        "is_caption": False,
        "is_contents": False,
        "alignment": "",
        "new_page": False,
    }


def _table(at: int, rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    cells = [
        [row, column, 1, 1, [_paragraph(at, text)] if text else []]
        for row, texts in enumerate(rows, 1)
        for column, text in enumerate(texts, 1)
    ]
    return {"kind": "t", "n": at, "heading_rows": 0, "alt": "", "cells": cells}
