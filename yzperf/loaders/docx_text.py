"""Text of a .docx as a reader sees it (文档文字): runs in the child process.

Own reading of the XML: python-docx loses tracked insertions, content controls and text boxes without a word.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}pPr", f"{_W}rPr", _FALLBACK}


def read_text(path: Path) -> dict[str, Any]:
    """Read paragraphs and tables of the body.

    Returns
    -------
    dict
        ``{"paragraphs": [{"text", "style", "number"}], "tables": [{"rows", "number"}]}``; ``number`` counts all
        paragraphs of the body from 1, so that a person finds the place.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    with zipfile.ZipFile(path) as archive:
        body = etree.fromstring(archive.read("word/document.xml"), parser).find(f"{_W}body")
        styles = _style_names(archive, parser)
    found: dict[str, Any] = {"paragraphs": [], "tables": []}
    counter = 0
    for element in body.iterchildren() if body is not None else ():
        counter = _read_block(element, styles, found, counter)
    return found


def _read_block(element: Any, styles: dict[str, str], found: dict[str, Any], counter: int) -> int:
    if element.tag == f"{_W}p":
        counter += 1
        style = "toc" if _is_contents_line(element) else _style(element, styles)
        found["paragraphs"].append({"text": _text(element), "style": style, "number": counter})
    elif element.tag == f"{_W}tbl":
        found["tables"].append({"rows": _rows(element), "number": counter})
    elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
        for child in element.iterchildren():
            counter = _read_block(child, styles, found, counter)
    return counter


def _is_contents_line(paragraph: Any) -> bool:
    """A line of the table of contents refers to the page of a heading; it is no heading itself."""
    return any("PAGEREF" in (code.text or "") for code in paragraph.iter(f"{_W}instrText"))


def _text(element: Any) -> str:
    pieces: list[str] = []
    _collect(element, pieces)
    return "".join(pieces).strip()


def _collect(element: Any, pieces: list[str]) -> None:
    for child in element.iterchildren():
        if child.tag in _SKIPPED:
            continue
        if child.tag == f"{_W}t":
            pieces.append(child.text or "")
        elif child.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            pieces.append(" ")
        elif isinstance(child.tag, str):
            _collect(child, pieces)


def _rows(table: Any) -> list[list[str]]:
    return [[_text(cell) for cell in row.iterchildren(f"{_W}tc")] for row in table.iterchildren(f"{_W}tr")]


def _style(paragraph: Any, styles: dict[str, str]) -> str:
    node = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return styles.get(node.get(f"{_W}val"), "") if node is not None else ""


def _style_names(archive: zipfile.ZipFile, parser: Any) -> dict[str, str]:
    from lxml import etree

    if "word/styles.xml" not in archive.namelist():
        return {}
    root = etree.fromstring(archive.read("word/styles.xml"), parser)
    names = ((style.get(f"{_W}styleId"), style.find(f"{_W}name")) for style in root.iter(f"{_W}style"))
    return {key: node.get(f"{_W}val") for key, node in names if node is not None}
