"""Names of WordprocessingML and its neighbours (命名空间), and the few questions one asks of an element."""

from __future__ import annotations

from functools import cache
from typing import Any

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
# A file saved as “Strict Open XML” uses other addresses for the same vocabulary; first those that others begin with.
STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", _W.encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", _R.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
)
TWIP_MM = 25.4 / 1440
EMU_MM = 25.4 / 914400
_ON = ("1", "true", "on")
_OFF = ("0", "false", "off", "none")


@cache
def w(name: str) -> str:
    """Name of an element or attribute of the main vocabulary."""
    return f"{{{_W}}}{name}"


@cache
def r(name: str) -> str:
    """Name of an attribute that points to a relationship."""
    return f"{{{_R}}}{name}"


@cache
def a(name: str) -> str:
    """Name of an element of DrawingML."""
    return f"{{{_A}}}{name}"


VAL = w("val")
PARAGRAPH, RUN, TEXT, TABLE, ROW, CELL = w("p"), w("r"), w("t"), w("tbl"), w("tr"), w("tc")
ORDINAL = "ordinal"  # set on every paragraph and table of a part before reading: its number in the file
ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def value(element: Any, path: str, default: str = "") -> str:
    """The ``w:val`` of a child, or of what a path leads to; the default where it is not there."""
    found = element.find(path) if element is not None else None
    return default if found is None else (found.get(VAL) or default)


def is_on(element: Any | None) -> bool | None:
    """Whether a switch such as ``w:b`` is on; None where it is not there."""
    if element is None:
        return None
    return (element.get(VAL) or "1") not in _OFF


def flag(text: str | None) -> bool:
    """Whether an attribute says yes."""
    return (text or "").lower() in _ON


def whole(text: str | None, default: int = 0) -> int:
    """A whole number as some program wrote it: ``12``, ``12.0``, ``-3``; the default for anything else."""
    try:
        return int(float(text)) if text and len(text) < 16 else default
    except (ValueError, OverflowError):
        return default


def number_elements(tree: Any) -> None:
    """Give every paragraph and table of a part its ordinal, so that a place in the file can be named."""
    for tag in (PARAGRAPH, TABLE):
        for number, element in enumerate(tree.iter(tag)):
            element.set(ORDINAL, str(number))
