"""The parts of a workbook beside the sheets (工作簿部件): names, styles, shared strings. Runs in the child process."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.guard import SafeArchive
from yzperf.loaders.number_formats import BUILT_IN
from yzperf.loaders.texts import SEPARATOR, unescape

_SIMPLE_STRING = re.compile(
    rb'<si>(?:<t(?: xml:space="preserve")?(?:/>|>([^<]*)</t>))?</si>|<si>(.*?)</si>|<si ?/>', re.DOTALL
)
_RUN = re.compile(rb"<t(?: [^>]*)?>([^<]*)</t>")
_PHONETIC = re.compile(rb"<rPh\b.*?</rPh>", re.DOTALL)
_LONGEST_FORMAT = 1_000  # Excel takes 255 signs
_YES = ("1", "true", "on")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One worksheet: its name, whether a person sees it, and the part it is written in."""

    name: str
    hidden: bool
    part: str


@dataclass(frozen=True, slots=True)
class Book:
    """What the sheets need to know of their workbook."""

    sheets: tuple[SheetPart, ...]
    formats: tuple[str, ...]  # number format of every cell style
    since_1904: bool
    strings: str | None  # part of the shared strings


def elements(archive: SafeArchive, name: str, *tags: str) -> Iterator[Any]:
    """Closed elements of one part by their local names, as a stream: nothing of the part stays in memory.

    Raises
    ------
    LoadError
        If the part is no XML, or too deep or too long for the parser.
    """
    from lxml import etree

    wanted = [f"{{*}}{tag}" for tag in tags]
    parser = etree.XMLPullParser(
        events=("end",), tag=wanted, resolve_entities=False, no_network=True, huge_tree=False, remove_pis=True,
        remove_comments=True,
    )  # fmt: skip
    try:
        for chunk in archive.stream(name, is_xml=True):
            parser.feed(chunk)
            yield from _closed(parser)
        parser.close()
        yield from _closed(parser)
    except etree.XMLSyntaxError as error:
        raise archive.damaged() from error


def _closed(parser: Any) -> Iterator[Any]:
    for _, element in parser.read_events():
        yield element
        element.clear(keep_tail=False)
        while element.getprevious() is not None:
            del element.getparent()[0]


def local(element: Any) -> str:
    """Name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def read_book(archive: SafeArchive, path: Path) -> Book:
    """Find the sheets, the formats and the shared strings.

    Raises
    ------
    LoadError
        If this is an archive of another kind, or its parts do not fit together.
    """
    names = {name.lower(): name for name in archive.names}
    home = next((part for _, kind, part in _relations(archive, names, "") if kind == "officeDocument"), "")
    related = {key: (kind, part) for key, kind, part in (_relations(archive, names, home) if home else ())}
    parts = {kind: part for kind, part in related.values()}
    sheets, since_1904 = _sheets(archive, home, related) if home else ([], False)
    if not sheets:
        raise LoadError(Problem(Place(file=path.name), *_NO_WORKBOOK))
    if len({sheet.part for sheet in sheets}) < len(sheets):
        raise archive.damaged()
    styles = parts.get("styles")
    formats = tuple(_formats(archive, styles)) if styles else ()
    return Book(tuple(sheets), formats, since_1904, parts.get("sharedStrings"))


_NO_WORKBOOK = (
    "里面没有工作表的压缩包（可能是改了后缀的 Word、ods 或 zip）",
    "真正的 .xlsx 文件",
    "请用 WPS/Office 打开后另存为 .xlsx",
)


def _sheets(archive: SafeArchive, home: str, related: dict[str, tuple[str, str]]) -> tuple[list[SheetPart], bool]:
    sheets, since_1904 = [], False
    for element in elements(archive, home, "sheet", "workbookPr"):
        kind, part = related.get(_relation_id(element), ("", ""))
        if local(element) == "workbookPr":
            since_1904 = element.get("date1904") in _YES
        elif kind == "worksheet":
            hidden = element.get("state", "visible") != "visible"
            sheets.append(SheetPart(element.get("name", ""), hidden, part))
    return sheets, since_1904


def _relation_id(element: Any) -> str:
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == "id"), "")


def _relations(archive: SafeArchive, names: dict[str, str], home: str) -> Iterator[tuple[str, str, str]]:
    """Relations of a part that stay inside the archive: id, kind, part."""
    folder, base = posixpath.split(home)
    part = names.get(posixpath.join(folder, "_rels", f"{base}.rels").lower())
    for element in elements(archive, part, "Relationship") if part else ():
        target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", ""))).lstrip("/")
        known = names.get(target.lower())
        if known and element.get("TargetMode") != "External":
            yield element.get("Id", ""), element.get("Type", "").rpartition("/")[2], known


def _formats(archive: SafeArchive, part: str) -> list[str]:
    """Number format of every cell style. Named styles come first in the file and are passed over."""
    codes, numbers, found = dict(BUILT_IN), [], []
    for element in elements(archive, part, "numFmt", "xf", "cellStyleXfs", "cellXfs"):
        match local(element):
            case "numFmt":
                codes[int(element.get("numFmtId", 0))] = element.get("formatCode", "")
            case "xf":
                numbers.append(int(element.get("numFmtId") or 0))
            case "cellXfs":
                found = numbers
            case _:
                numbers = []
    used = [codes.get(number, "General") for number in found]
    return [code if len(code) <= _LONGEST_FORMAT else "General" for code in used]


# ── shared strings ──────────────────────────────────────────────────────────────────────────────────


def read_strings(archive: SafeArchive, part: str) -> list[str]:
    """Shared strings in order: runs joined, phonetic guides left out.

    Raises
    ------
    LoadError
    """
    data = archive.read(part)
    found = _SIMPLE_STRING.findall(data)
    is_usual = b"<!" not in data and len(found) == data.count(b"<si") - data.count(b"<sst/>")
    if not is_usual or (not found and b":si" in data):
        return [string_text(element) for element in elements(archive, part, "si")]
    joined = SEPARATOR.encode().join(simple or _runs(rich) for simple, rich in found)
    strings = unescape(joined).split(SEPARATOR) if found else []
    if len(strings) != len(found):  # a sign that no XML has would move every text behind it
        raise archive.damaged()
    return strings


def _runs(fragment: bytes) -> bytes:
    return b"".join(_RUN.findall(_PHONETIC.sub(b"", fragment)))


def string_text(element: Any) -> str:
    """Text of an ``si`` or ``is`` element."""
    pieces: list[str] = []
    for child in element.iter("{*}t"):
        if not any(local(parent) == "rPh" for parent in child.iterancestors("{*}rPh")):
            pieces.append(child.text or "")
    return "".join(pieces)


def inline_text(fragment: bytes) -> str:
    """Text of an ``is`` element that was not parsed."""
    return unescape(_runs(fragment))
