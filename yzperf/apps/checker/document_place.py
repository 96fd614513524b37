"""A place in a Word document with its surroundings (文档上下文): neighbouring paragraphs, or the rows of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from yzperf.apps.checker.excerpt import Excerpt, Line, Row
from yzperf.domain.document import Block, Document, Figure, Kind, Paragraph, Table, walk
from yzperf.errors import Place

_AROUND, _ROWS = 2, 2  # paragraphs, rows on either side
_CELL = re.compile(r"第(?P<row>\d+)行(?:第(?P<column>\d+)列)?")
_WHOLE = "这处发现说的是整份文件；下面是它的标题。"
_LOST = "没有找到这一处，下面是文件的标题。请打开原件核对。"


def around(document: Document, place: Place) -> Excerpt:
    """What a reader sees at a place and around it; the outline where the place is the whole document."""
    for blocks in _stories(document):
        found = _find(blocks, place)
        if found is not None:
            return _shown(blocks, found, place)
    headings = tuple(Line(one.text, is_heading=True) for one in document.headings)
    is_whole = not (place.sheet or place.cell or place.paragraph)
    return Excerpt(document.title, headings, note=_WHOLE if is_whole else _LOST)


def _stories(document: Document) -> Iterator[Sequence[Block]]:
    """The body, then each note, header and footer by itself."""
    yield document.blocks
    yield from (note.blocks for note in document.notes)
    yield from (margin.blocks for margin in document.margins)


def _find(blocks: Sequence[Block], place: Place) -> int | None:
    """Number of the outermost block that holds a place: by its whole name, then by its table alone."""
    names = [place]
    if place.sheet:
        names += [Place(place.file, place.sheet, place.cell), Place(place.file, place.sheet)]
    for name in names:
        for number, block in enumerate(blocks):
            if name in _names(block):
                return number
    return None


def _names(block: Block) -> Iterator[Place]:
    for inside in walk((block,)):
        yield inside.where
        if isinstance(inside, Table):
            yield Place(inside.where.file, inside.where.sheet)
            yield from (cell.where for cell in inside.cells)


def _shown(blocks: Sequence[Block], number: int, place: Place) -> Excerpt:
    block = blocks[number]
    before = [_line(one) for one in blocks[max(0, number - _AROUND) : number]]
    after = [_line(one) for one in blocks[number + 1 : number + 1 + _AROUND]]
    path = " › ".join(block.path) if isinstance(block, Paragraph) else ""
    if isinstance(block, Table):
        return _table(_innermost(block, place), place, before)
    return Excerpt(path, (*before, _line(block, is_place=True), *after))


def _line(block: Block, *, is_place: bool = False) -> Line:
    if isinstance(block, Paragraph):
        return Line(block.text, is_place, bool(block.level) or block.kind in (Kind.TITLE, Kind.CAPTION))
    name = "图" if isinstance(block, Figure) else "表"
    return Line(f"［{name}：{block.caption or block.where}］", is_place)


def _innermost(table: Table, place: Place) -> Table:
    """A place in a table inside a table belongs to the inner one."""
    tables = [one for one in walk((table,)) if isinstance(one, Table)]
    return next((one for one in reversed(tables) if one.where.sheet == place.sheet), table)


def _table(table: Table, place: Place, before: Sequence[Line]) -> Excerpt:
    spot = _CELL.search(place.cell)
    row = int(spot["row"]) if spot else 0
    column = int(spot["column"] or 0) if spot else 0
    heads = range(1, max(1, table.heading_rows) + 1)
    near = range(row - _ROWS, row + _ROWS + 1) if row else range(1, 2 * _ROWS + 2)
    shown = [number for number in range(1, table.height + 1) if number in heads or number in near]
    rows = tuple(_row(table, number, column if number == row else None, number in heads) for number in shown)
    columns = tuple(f"第{number}列" for number in range(1, table.width + 1))
    return Excerpt(table.caption or table.where.sheet, tuple(before), columns, rows)


def _row(table: Table, number: int, column: int | None, is_heading: bool) -> Row:
    """What a merged cell covers shows the text of the cell, as a reader sees it."""
    texts = []
    for at in range(1, table.width + 1):
        cell = table.cell(number, at)
        texts.append(cell.text if cell else "")
    hot = frozenset() if column is None else frozenset({column - 1} if column else range(table.width))
    return Row(f"第{number}行", tuple(texts), hot, is_heading)
