"""Read the text of a .pdf (PDF 文本) where it has any: for the numbers in it, not for its looks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from yzperf.domain.document import Block, Document, Paragraph, Table
from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.child import parse
from yzperf.loaders.guard import require_kind
from yzperf.loaders.pdf_lines import Piece, pieces_of, wires_of
from yzperf.loaders.prose.build import build_document

_MOST_BYTES = 200_000_000
_PART = "pdf"
_APPROXIMATE = "PDF 没有段落和表格的结构，标题、段落、表格是按排版还原的"


def load_pdf(path: str | Path) -> Document:
    """Read a .pdf that holds text: paragraphs, headings and tables as far as the lines show them, with their page.

    Parameters
    ----------
    path
        A PDF that was made from a document. A scan has no text and is refused; a Word file says more and goes first.

    Raises
    ------
    LoadError
        If the file is missing, damaged, locked with a password, no PDF, or has no text.
    """
    path = Path(path)
    require_kind(path, ".pdf")
    _require_pdf(path)
    found = parse("pdf", path)
    try:
        return _built(path, found)
    except (ValueError, IndexError, KeyError, TypeError, AttributeError) as error:  # the child is not trusted either
        remedy = "请用 PDF 阅读器打开后另存一份；仍不行请把文件交给 yzperf 的维护人员"
        raise LoadError(Problem(Place(file=path.name), "内容前后不符的 PDF", "完好的 .pdf", remedy)) from error


def _require_pdf(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(1024)
    if b"%PDF-" not in head:
        raise LoadError(
            Problem(Place(file=path.name), "不是 PDF 的文件", "PDF 文件", "只改后缀不能转换格式，请另存为 .pdf")
        )
    if path.stat().st_size > _MOST_BYTES:
        raise LoadError(Problem(Place(file=path.name), "超过 200 MB 的 PDF", "较小的文件", "请拆分后再交"))


def _built(path: Path, found: Mapping[str, Any]) -> Document:
    pieces = pieces_of(found["pages"])
    if not pieces:
        remedy = "扫描件请改交可编辑的 Word 原稿，或先做文字识别并核对数字"
        raise LoadError(Problem(Place(file=path.name), "没有文字的 PDF（多半是扫描件）", "有文字的 PDF", remedy))
    facts: dict[str, Any] = {name: [] for name in ("notes", "margins", "comments", "changes", "hidden", "pages")}
    facts |= {"part": _PART, "blocks": wires_of(pieces), "properties": found["properties"]}
    document = build_document(path.name, {**facts, "unread": [_APPROXIMATE, *found["unread"]]})
    return replace(document, blocks=tuple(_with_pages(document.blocks, pieces)))


def _with_pages(blocks: Iterable[Block], pieces: list[Piece]) -> Iterable[Block]:
    """Block ``i`` is piece ``i``: say on which page it begins."""
    for block, piece in zip(blocks, pieces, strict=True):
        page = f"（第{piece.page}页）"
        if isinstance(block, Table):
            cells = tuple(replace(cell, where=_on(cell.where, page)) for cell in block.cells)
            yield replace(block, where=_on(block.where, page), cells=cells)
        elif isinstance(block, Paragraph):
            yield replace(block, where=_on(block.where, page))
        else:
            yield block


def _on(where: Place, page: str) -> Place:
    return replace(where, paragraph=where.paragraph + page)
