"""Last touches to the document's XML (XML 整理): merged cells, bookmarks, children in schema order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from yzperf.errors import ReportError
from yzperf.reports.headings import Heading
from yzperf.reports.text import DITTO

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SMALL_ROWS, _SMALL_TEXT = 9, 260  # more would leave half a page white
# ECMA-376 order of children; docxtpl puts shading before width and fonts after size.
_ORDER = {
    "tcPr": """cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign
        hideMark""",
    "rPr": """rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof
        snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText
        vertAlign rtl cs em lang eastAsianLayout specVanish oMath""",
    "pPr": """pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr
        shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi
        adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection
        textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange""",
}
_RANKS = {f"{W}{name}": {f"{W}{tag}": n for n, tag in enumerate(tags.split())} for name, tags in _ORDER.items()}


def finish_document(content: bytes, headings: Sequence[Heading]) -> bytes:
    """Merge ditto cells, set the bookmarks that the contents page points to, sort properties.

    Parameters
    ----------
    content : bytes
        ``word/document.xml`` as rendered.
    headings : sequence of Heading
        In order of appearance.

    Raises
    ------
    ReportError
        If a heading of the contents is not in the text.
    """
    from lxml import etree

    root = parse(content)
    for table in root.iter(f"{W}tbl"):
        _merge_ditto(table)
        _keep_together(table)
    _set_bookmarks(root, headings)
    for properties in root.iter(*_RANKS):
        _sort(properties)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def parse(content: bytes) -> Any:
    """Parse a part; entities are not resolved and nothing is fetched."""
    from lxml import etree

    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def text_of(paragraph: Any) -> str:
    """Visible text of a paragraph."""
    return "".join(text.text or "" for text in paragraph.iter(f"{W}t"))


def _merge_ditto(table: Any) -> None:
    above: list[Any] = []
    for row in table.iterchildren(f"{W}tr"):
        cells = list(row.iterchildren(f"{W}tc"))
        for number, cell in enumerate(cells):
            if text_of(cell).strip() == DITTO and number < len(above):
                _merge(cell, above[number])
        above = cells


def _merge(cell: Any, upper: Any) -> None:
    if not upper.findall(f"{W}tcPr/{W}vMerge"):
        _set_merge(upper, "restart")
    _set_merge(cell, "continue")
    for text in cell.iter(f"{W}t"):
        text.text = ""


def _set_merge(cell: Any, state: str) -> None:
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        properties = _new(cell, "tcPr")
        cell.insert(0, properties)
    _new(properties, "vMerge").set(f"{W}val", state)


def _keep_together(table: Any) -> None:
    """Keep a small table on one page; of a large one keep the last row with the source line below it."""
    rows = list(table.iterchildren(f"{W}tr")) if table.find(f".//{W}tblHeader") is not None else []
    small = len(rows) <= _SMALL_ROWS and len(text_of(table)) <= _SMALL_TEXT
    for row in rows if small else rows[-1:]:
        for paragraph in row.iter(f"{W}p"):
            properties = paragraph.find(f"{W}pPr")
            if properties is not None and properties.find(f"{W}keepNext") is None:
                _new(properties, "keepNext")


def _set_bookmarks(root: Any, headings: Sequence[Heading]) -> None:
    # By wording, not by style: WPS renames style ids when it saves a template.
    candidates = _outside_links(root)
    for number, heading in enumerate(headings, 1):
        paragraph = next((found for found in candidates if text_of(found).strip() == heading.printed.strip()), None)
        if paragraph is None:
            raise ReportError(f"模板没有按顺序印出标题“{heading.printed}”，目录无法指向它。请对照随包模板补上。")
        _bookmark(paragraph, number, heading.mark)


def _outside_links(root: Any) -> Iterator[Any]:
    return (found for found in root.iter(f"{W}p") if found.find(f"{W}hyperlink") is None)


def _bookmark(paragraph: Any, number: int, mark: str) -> None:
    start, end = _new(paragraph, "bookmarkStart"), _new(paragraph, "bookmarkEnd")
    start.set(f"{W}id", str(number))
    start.set(f"{W}name", mark)
    end.set(f"{W}id", str(number))
    paragraph.insert(1 if paragraph.find(f"{W}pPr") is not None else 0, start)


def _new(parent: Any, name: str) -> Any:
    """Append a new element."""
    child = parent.makeelement(f"{W}{name}")
    parent.append(child)
    return child


def _sort(properties: Any) -> None:
    ranks = _RANKS[properties.tag]
    children = list(properties)
    ordered = sorted(children, key=lambda child: ranks.get(child.tag, len(ranks)))
    if ordered != children:
        properties[:] = ordered
