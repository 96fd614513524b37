"""Paragraphs and tables of a container in reading order (块): body, cell, text box, note, header."""

from __future__ import annotations

from typing import Any

from yzperf.loaders.docx.context import Blocks, Context
from yzperf.loaders.docx.inline import InlineReader
from yzperf.loaders.docx.names import ALTERNATE, CHOICE, FALLBACK, PARAGRAPH, TABLE, r, w
from yzperf.loaders.docx.symbols import is_gallery_of_contents
from yzperf.loaders.docx.tables import read_table

_NOT_CONTENT = (w("sectPr"), w("tcPr"), w("sdtPr"), w("sdtEndPr"), w("tblPr"), FALLBACK)
_IMPORTED = (w("altChunk"), w("subDoc"))


def read_blocks(container: Any, context: Context, part: str, *, in_contents: bool = False) -> Blocks:
    """Read all blocks of a container. An element that is not known is walked through for what it holds."""
    reader = InlineReader(context, part, in_contents=in_contents)
    blocks: Blocks = []
    _read(container, reader, blocks)
    return [*blocks, *reader.close()]


def _read(container: Any, reader: InlineReader, blocks: Blocks) -> None:
    for child in container:
        if child.tag == PARAGRAPH:
            blocks += reader.paragraph(child)
        elif child.tag == TABLE:
            blocks += reader.close()
            table = read_table(child, reader.context, reader.part)
            blocks += [table] if table else []
        elif child.tag in _IMPORTED:
            _note_import(child, reader)
        elif child.tag == ALTERNATE:
            choice = child.find(CHOICE)
            _read(child if choice is None else choice, reader, blocks)
        elif isinstance(child.tag, str) and child.tag not in _NOT_CONTENT:
            reader.between(child)
            _read_wrapped(child, reader, blocks)


def _read_wrapped(child: Any, reader: InlineReader, blocks: Blocks) -> None:
    properties = child.find(w("sdtPr"))
    if properties is not None and is_gallery_of_contents(properties):
        blocks += read_blocks(child, reader.context, reader.part, in_contents=True)
    else:
        _read(child, reader, blocks)


def _note_import(child: Any, reader: InlineReader) -> None:
    relation = reader.context.package.relations(reader.part).get(child.get(r("id")) or "")
    name = relation.target if relation else ""
    reader.context.package.unread.append(f"插入的外部文件 {name}（请在 Word 中打开后另存一次，使其成为正文）")
